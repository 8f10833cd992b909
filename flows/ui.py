"""The Prefect UI, for people who want to look at the runs."""

import signal

import typer

from flows.server import ended_by_sigterm, server


def ui() -> None:
    """Keep a Prefect server until SIGINT or SIGTERM, and say where it is."""
    with ended_by_sigterm(), server() as address:
        typer.echo(f"Prefect UI: {address.removesuffix('/api')} (Ctrl-C ends it)")
        signal.pause()
