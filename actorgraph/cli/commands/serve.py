"""The command `serve`: opens the build, serves it, and explains in one line why it cannot listen."""

from __future__ import annotations

import errno
import socket
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from actorgraph.cli.options.common import ProjectOptions, project_options
from ontology.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.routing import Route

    from actorgraph.builder.storage.workspace import Workspace

NO_SUCH_ADDRESS = "this machine does not have this address; leave out --host, or give one of its addresses"


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 means all addresses."
)
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 picks a free port.")
@click.option(
    "--timeout",
    default=30.0,
    show_default=True,
    type=click.FloatRange(min=0.1, max=3600),
    help="Maximum seconds per query.",
)
@click.option(
    "--limit", default=10_000, show_default=True, type=click.IntRange(min=1), help="Maximum rows or triples per answer."
)
@click.option(
    "--review",
    "is_review",
    is_flag=True,
    help="Also let anyone who has the printed address review claims and matches; this machine only.",
)
@project_options
def serve(*, host: str, port: int, timeout: float, limit: int, is_review: bool, project: ProjectOptions) -> None:
    """Serve map, documents, search and a read-only SPARQL endpoint on this machine; stop with Ctrl-C."""
    from actorgraph.builder.storage.workspace import LIBRARY, MANIFEST, MAP, Workspace

    out, workspace = project.out, Workspace(project.out)
    store = workspace.store()
    try:
        from graph.server.app import EVERYWHERE, ServedBuild, ServerSettings
        from graph.server.app import serve as run_server
        from graph.server.reading_pages import no_original
        from graph.server.review_pages import new_token
        from graph.server.security import LOCAL
    except ModuleNotFoundError as error:
        raise InputError(
            "serve", f"the package {error.name} is missing; install it with: pip install {error.name}"
        ) from error

    if is_review and host not in LOCAL:
        raise InputError("--review", f"is for this machine only; leave out --host {host}")
    token = new_token() if is_review else None
    review = () if token is None else _review_routes(project, token)
    on_ready = partial(_announce, out, token, host in EVERYWHERE)
    # the user's files are for the user of this machine only
    original = partial(_original, workspace) if host in LOCAL else no_original
    build = ServedBuild(store, workspace / MAP, workspace / MANIFEST, workspace / LIBRARY, original)
    try:
        run_server(build, ServerSettings(host, port, timeout, limit), on_ready, review)
    except (OSError, OverflowError) as error:
        raise InputError(f"{host}:{port}", _reason(error, port)) from error


def _announce(out: Path, token: str | None, is_open: bool, address: str) -> None:
    """Print the addresses, and who can reach them."""
    click.echo(f"Serving {out} at {address}  (SPARQL: {address}query; stop with Ctrl-C)")
    if token is not None:
        click.echo(f"Review at {address}review/{token}/  (whoever has this address can change decisions)")
    if is_open:
        click.echo("Anyone who can reach this machine can read the build; there is no password.", err=True)


def _original(workspace: Workspace, identifier: str) -> Path | None:
    """The file that a document was read from; imported when a document is first opened."""
    from actorgraph.builder.inputs.snapshot import original_file

    return original_file(workspace, identifier)


def _review_routes(project: ProjectOptions, token: str) -> Sequence[Route]:
    """The pages of the review. Raises StoreError or DataError if the build or its decisions cannot be opened."""
    from actorgraph.builder.review.desk import ProjectDesk
    from graph.server.review_pages import ReviewPages

    return ReviewPages(ProjectDesk(project.open()), token).routes()


def _reason(error: Exception, port: int) -> str:
    """Why the server cannot listen, and what to do."""
    if isinstance(error, socket.gaierror):
        return NO_SUCH_ADDRESS
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"the port is in use; stop the program that uses it, or choose another port: --port {port + 1}"
    if number == errno.EADDRNOTAVAIL:
        return NO_SUCH_ADDRESS
    if number == errno.EACCES:
        return "this port needs more privileges; choose a port from 1024 on: --port 8765"
    return str(error)
