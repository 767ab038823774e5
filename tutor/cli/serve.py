"""`tutor serve`: the app in a browser."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lessons.sandbox.levels import bwrap
from ml_math_tutor.platform import allow_open_files
from tutor.app.installation import changed_since, packages
from tutor.cli.options import Options
from tutor.fast import enabled

if TYPE_CHECKING:
    from tutor.web.app_process import Running
    from tutor.web.fork_server import ForkServer
    from tutor.web.server import Site

VISITORS = "visitors"
PORT = 8000
MOST = 50
LOADED = "tutor.cli.loaded_program"
FILES, FILES_OF_A_PAGE = 256, 8
"""Files that the server has open, and more of them for each page."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="The port; 0 takes a free one."
)
@click.option("--shared", is_flag=True, help="Give all visitors your own record instead of one each.")
@click.option(
    "--most", type=click.IntRange(1), default=MOST, show_default=True, help="How many pages may be open at once."
)
@click.option("--url", default="", metavar="URL", help="The address at which a proxy offers the server.")
@click.pass_obj
def serve(tutor: Options, host: str, port: int, shared: bool, most: int, url: str) -> None:
    """Serve the app to browsers, until ctrl+c.

    Each browser has a record of its own, which a cookie leads to. A tab that is closed ends its program, with
    everything saved; loaded again, it goes on at the same place. Programs of visitors run as you, in the sandbox.

    \b
    tutor serve
    tutor serve --shared --port 9000
    tutor --theme light serve --host 0.0.0.0
    """
    try:
        from tutor.web.server import Site
        from tutor.web.visitors import authority_of, is_loopback
    except ModuleNotFoundError as error:
        if error.name not in ("aiohttp", "textual_serve"):
            raise
        raise click.ClickException(
            "the web server needs textual-serve, which is not installed; `pip install 'ml-math-tutor[web]'` brings it"
        ) from None
    if url and not (url.startswith(("http://", "https://")) and authority_of(url)):
        raise click.UsageError(f"--url is {url!r}; it has the form https://tutor.example.org")
    home, reachable = tutor.own_dir(), not is_loopback(host) or bool(url)
    environ = _environ(reachable)
    site = Site(
        host, port, tutor.course().outline.title, _starter(tutor), environ,
        home / VISITORS, home if shared else None, url, most,
    )  # fmt: skip
    if reachable:
        click.echo(f"tutor: {_warning(shared)}", err=True)
    allow_open_files(FILES + FILES_OF_A_PAGE * most)
    _run(site)


def _run(site: Site) -> None:
    """Serve, with an address that cannot be listened on as one line."""
    from tutor.web.server import serve

    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(site, lambda address: click.echo(_started(site, address))))
    except OSError as error:
        raise click.ClickException(_refused(site, error)) from None


def _environ(reachable: bool) -> Mapping[str, str]:
    """What the app inherits. The programs of strangers run in bubblewrap only, where they can read no files."""
    return {"TUTOR_SANDBOX": "bubblewrap", **os.environ} if reachable else dict(os.environ)


def _starter(tutor: Options) -> Callable[[Path, Mapping[str, str]], Awaitable[Running]]:
    """What starts the app for a home: by a fork where that is possible, until the program is updated."""
    from tutor.web import app_process
    from tutor.web.fork_server import ForkServer, is_available

    forks = ForkServer(LOADED) if is_available() and enabled("fork_server") else None

    async def start(home: Path, environ: Mapping[str, str]) -> Running:
        words = _words(tutor, home)
        if forks is not None and await asyncio.to_thread(_is_current, forks):
            with contextlib.suppress(OSError, EOFError):  # it has ended, and left a trace
                return await forks.start(words, environ)
        return await app_process.start([sys.executable, "-P", "-m", "tutor", *words], environ)

    return start


def _is_current(forks: ForkServer) -> bool:
    """Whether the program on the disk is the one that is loaded, if one is. Blocks."""
    return not forks.loaded or not changed_since(forks.loaded, packages())


def _words(tutor: Options, home: Path) -> Sequence[str]:
    """The arguments that open the app for a home, with the options that the server was started with."""
    flags = {"--ascii": tutor.ascii_only, "--blocks": tutor.blocks, "--no-mouse": tutor.no_mouse}
    values = {"--home": str(home), "--course": tutor.course_name, "--theme": tutor.theme}
    words = [word for name, value in values.items() if value is not None for word in (name, value)]
    return [*words, *(name for name, given in flags.items() if given)]


def _started(site: Site, address: str) -> str:
    if site.shared is not None:
        whose = f"everybody who opens it uses the record in {site.shared}"
    else:
        whose = f"each browser has a record of its own, in {site.folder}"
    return f"{site.url or address} is ready; {whose}. ctrl+c ends it."


def _warning(shared: bool) -> str:
    """What it means that others can reach the server."""
    record = "see and change your record" if shared else "start a record"
    programs = "run programs inside bubblewrap" if bwrap() else "run no programs, since bubblewrap is not installed"
    return f"anyone who can reach this address can {record} and {programs}; without a proxy nothing is encrypted"


def _refused(site: Site, error: OSError) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        return f"port {site.port} is in use; name another one with --port, or --port 0 for a free one"
    reason = "there is no such address" if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
    return f"cannot listen on {site.host}, port {site.port}: {reason}"
