"""The mechanism by which a group of options reaches a command as one frozen object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Command = TypeVar("Command", bound=Callable[..., Any])
Option = Callable[[Any], Any]
"""What `click.option` and `click.argument` give: a decorator."""


def option_group(parameter: str, kind: type[DataclassInstance], *options: Option) -> Callable[[Command], Command]:
    """A decorator that adds options to a command and passes their values to it as one object.

    `parameter`: the command's parameter that gets the object. `kind`: its dataclass, with a field for the value of each
    of the `options`.
    """
    names = [field.name for field in fields(kind)]

    def decorate(command: Command) -> Command:
        @wraps(command)
        def with_group(**values: Any) -> Any:  # noqa: ANN401  # what the command takes and returns
            group = kind(**{name: values.pop(name) for name in names})
            return command(**values, **{parameter: group})

        decorated: Any = with_group
        for option in reversed(options):
            decorated = option(decorated)
        return cast("Command", decorated)

    return decorate
