"""A process of the app whose terminal is a page of a browser.

The protocol is that of `textual.drivers.web_driver`: a line of its own, then packets of a letter, a size in four bytes
and so many bytes. `D` is what a terminal reads or writes, `M` is JSON about it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

READY = b"__GANGLION__\n"
PATIENCE = 10.0  # seconds that the process has to save and to end by itself, which its guard does in less
OF_A_TERMINAL = (
    "NO_COLOR", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "TMUX", "STY",
    "TERM_PROGRAM", "EDITOR", "VISUAL",
)  # fmt: skip
"""Variables about the terminal and the desktop that the server was started from; a page has neither."""


def environment(environ: Mapping[str, str], columns: int, rows: int) -> dict[str, str]:
    """The environment of a process for a page of so many cells."""
    inherited = {name: value for name, value in environ.items() if name not in OF_A_TERMINAL}
    return inherited | {
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TEXTUAL_FPS": "60",
        "TERM": "xterm-256color",
        "PYTHONUTF8": "1",  # where a service manager starts the server, there is no locale
        "COLUMNS": str(columns),
        "ROWS": str(rows),
    }


class Running(Protocol):
    """A process that runs."""

    @property
    def stdin(self) -> StreamWriter | None:
        """What it reads."""

    @property
    def stdout(self) -> StreamReader | None:
        """What it writes."""

    @property
    def stderr(self) -> StreamReader | None:
        """What it complains of."""

    async def wait(self) -> int | None:
        """Wait until it has ended. Returns its exit status."""

    def kill(self) -> None:
        """End it as the power goes."""


async def start(command: Sequence[str], environ: Mapping[str, str]) -> Running:
    """Start a command, in a session of its own: ctrl+c in the server's terminal is not for it."""
    return await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environ, start_new_session=True
    )


class AppProcess:
    """A process of the app, and what can be said to it."""

    def __init__(self, process: Running) -> None:
        self._process = process

    async def typed(self, text: str) -> None:
        """Send what was typed or pasted."""
        await self._send(b"D", text.encode("utf-8", "replace"))

    async def resized(self, columns: int, rows: int) -> None:
        """Send a new size of the page, in cells."""
        await self._about({"type": "resize", "width": columns, "height": rows})

    async def focused(self, focus: bool) -> None:
        """Send whether the page has the keyboard."""
        await self._about({"type": "focus" if focus else "blur"})

    async def _about(self, message: Mapping[str, object]) -> None:
        await self._send(b"M", json.dumps(message).encode())

    async def _send(self, kind: bytes, body: bytes) -> None:
        """Send a packet; a process that has ended takes none."""
        assert self._process.stdin is not None
        self._process.stdin.write(kind + len(body).to_bytes(4, "big") + body)
        with contextlib.suppress(ConnectionError):
            await self._process.stdin.drain()

    async def relay(self, show: Callable[[bytes], Awaitable[None]]) -> None:
        """Show every frame until the process ends. Frames for a page that is gone are read all the same."""
        complaints = asyncio.create_task(self._complain())
        output = self._process.stdout
        assert output is not None
        while await output.readline() not in (READY, b""):
            pass
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                head = await output.readexactly(5)
                body = await output.readexactly(int.from_bytes(head[1:], "big"))
                if head[:1] == b"D":
                    with contextlib.suppress(ConnectionError):
                        await show(body)
        await complaints
        await self._process.wait()

    async def _complain(self) -> None:
        """Pass on what the process writes for whoever runs the server."""
        assert self._process.stderr is not None
        while text := await self._process.stderr.read(4096):
            sys.stderr.write(text.decode("utf-8", "replace"))

    async def hang_up(self) -> None:
        """Close the process's terminal, at which it saves and ends, and see to it that it does."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), PATIENCE)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
