"""Starts the app for a page by a fork of a process that has loaded the program, in less time and memory than alone.

The standard library's fork server does it. It is used on Linux only: a fork without exec is not safe on macOS.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import socket
import sys
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from multiprocessing.context import ForkServerContext, ForkServerProcess


class ForkedProcess:
    """A forked process, as `asyncio.subprocess.Process` is one.

    Attributes:
        pid: Its number.
        stdin: What it reads.
        stdout: What it writes.
        stderr: What it complains of.
    """

    def __init__(self, process: ForkServerProcess, streams: Sequence[tuple[StreamReader, StreamWriter]]) -> None:
        (_, self.stdin), (self.stdout, _), (self.stderr, _) = streams
        self._streams = streams  # one whose writer is forgotten is closed
        self.pid = process.pid
        self._process, self._ended = process, asyncio.Event()
        asyncio.get_running_loop().add_reader(process.sentinel, self._end)

    async def wait(self) -> int | None:
        """Wait until it has ended. Returns its exit status."""
        await self._ended.wait()
        for _, writer in self._streams:
            writer.close()
        return self._process.exitcode

    def kill(self) -> None:
        """End it as the power goes."""
        self._process.kill()

    def _end(self) -> None:
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self._process.join()
        self._ended.set()


class ForkServer:
    """A process that has loaded the program, and is forked for each page; it begins with the first of them.

    Args:
        module: What it imports; the `main` of it is the program.

    Attributes:
        loaded: When it began to, in POSIX seconds; 0 before.
    """

    def __init__(self, module: str) -> None:
        self.loaded, self._module = 0.0, module
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([module])
        self._beginning = asyncio.Lock()

    async def start(self, words: Sequence[str], environ: Mapping[str, str]) -> ForkedProcess:
        """Start the app with the arguments of a command, in a session of its own."""
        async with self._beginning:
            if not self.loaded:
                await asyncio.to_thread(self._begin, environ)
        with ExitStack() as theirs:
            pairs = [socket.socketpair() for _ in range(3)]
            ends = [theirs.enter_context(end) for _, end in pairs]
            process = self._context.Process(target=_run, args=(self._module, tuple(words), dict(environ), ends))
            await asyncio.to_thread(process.start)
        return ForkedProcess(process, [await asyncio.open_connection(sock=own) for own, _ in pairs])

    def _begin(self, environ: Mapping[str, str]) -> None:
        """Load the program, which looks at some environment variables while it is loaded."""
        began = time.time()
        with _environ(environ):
            first = self._context.Process(target=os.getpid)
            first.start()
        first.join()
        self.loaded = began


def is_available() -> bool:
    """Whether the app can be started by a fork here."""
    return sys.platform == "linux" and "forkserver" in multiprocessing.get_all_start_methods()


def _run(module: str, words: Sequence[str], environ: Mapping[str, str], ends: Sequence[socket.socket]) -> None:
    """Run the app in this process, as if it had been started by a command."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environ)
    for descriptor, (end, name, mode) in enumerate(zip(ends, ("stdin", "stdout", "stderr"), "rww", strict=True)):
        os.dup2(end.fileno(), descriptor)
        end.close()
        stream = os.fdopen(descriptor, mode, encoding="utf-8", errors="backslashreplace", closefd=False)
        for each in (name, f"__{name}__"):
            setattr(sys, each, stream)
    sys.argv = ["tutor", *words]
    import_module(module).main()


@contextmanager
def _environ(environ: Mapping[str, str]) -> Iterator[None]:
    """Other environment variables than those of this process, for a process that is started meanwhile."""
    own = dict(os.environ)
    os.environ.update(environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(own)
