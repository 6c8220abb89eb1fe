"""Entry point of `actorgraph` and `python -m actorgraph`. `--help` is answered before anything is imported.

It prints `help.txt`, the text that click makes for a width of 80 (`make help-text` updates it); on a terminal of
another width click makes it. The file is worth its upkeep: importing click alone takes 4.5 to 4.8 times as long as
`python -c pass`, printing the file 1.7 to 1.9 times.
"""

import os
import sys

TYPE_CHECKING = False  # `typing` takes as long to import as Python does to start
if TYPE_CHECKING:
    from collections.abc import Sequence

HELP = "help.txt"
WIDTH = 80


def main() -> None:
    """Run the command line."""
    if is_plain_help(sys.argv[1:]):
        with open(os.path.join(os.path.dirname(__file__), HELP), encoding="utf-8") as file:  # noqa: PTH118, PTH120, PTH123  # no pathlib
            sys.stdout.write(file.read())
        return
    from actorgraph.cli.main import main as run  # noqa: PLC0415  # see above

    run(prog_name="actorgraph")


def is_plain_help(words: "Sequence[str]") -> bool:
    """True if the arguments ask for the help of all commands, at the width of the file."""
    if list(words) not in (["--help"], ["-h"]) or {"COLUMNS", "_ACTORGRAPH_COMPLETE"} & os.environ.keys():
        return False
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns == WIDTH
    except (OSError, ValueError, AttributeError):
        return True  # no terminal: click takes this width too


if __name__ == "__main__":
    main()
