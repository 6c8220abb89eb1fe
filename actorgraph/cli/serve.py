"""`actorgraph serve`: finds the build, serves it, and tells in one line what stands in the way."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import click

from actorgraph.builder.storage.workspace import MANIFEST, MAP, Workspace
from ontology.errors import InputError


def serve_build(out: Path, host: str, port: int, seconds: float, limit: int) -> None:
    """Serve the build in `out` until a signal ends it.

    Raises StoreError where nothing is built, InputError where it cannot listen there or a library is missing.
    """
    workspace = Workspace(out)
    store = workspace.store()
    try:
        from graph.server.app import EVERYWHERE, Build, Settings, serve  # noqa: PLC0415  # only here are they needed
    except ModuleNotFoundError as error:
        raise InputError(
            "serve", f"the package {error.name} is missing; install it: pip install {error.name}"
        ) from error

    def on_ready(address: str) -> None:
        click.echo(f"Serving {out} at {address}  (SPARQL: {address}query; Ctrl-C ends it)")
        if host in EVERYWHERE:
            click.echo("Whoever reaches this machine can read it: there is no password.", err=True)

    build = Build(store, workspace / MAP, workspace / MANIFEST)
    try:
        serve(build, Settings(host, port, seconds, limit), on_ready)
    except (OSError, OverflowError) as error:
        raise InputError(f"{host}:{port}", _why(error, port)) from error


def _why(error: Exception, port: int) -> str:
    """What stands in the way of listening, and what to do."""
    if isinstance(error, socket.gaierror):
        return "no such address on this machine; leave out --host, or give one that it has"
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"the port is taken; end what uses it, or choose another one: --port {port + 1}"
    if number == errno.EADDRNOTAVAIL:
        return "no such address on this machine; leave out --host, or give one that it has"
    if number == errno.EACCES:
        return "this port needs more rights; choose one from 1024: --port 8765"
    return str(error)
