"""Apps that are forks of one process: each has its own arguments, environment, streams and end."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from tests.support.waiting import happens
from tutor.cli.serve import LOADED
from tutor.web.app_process import AppProcess, environment
from tutor.web.fork_server import ForkedProcess, ForkServer, is_available

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not is_available(), reason="forks are used on Linux only")]
SECONDS = 20.0


@contextlib.asynccontextmanager
async def started(*words: str, environ: Mapping[str, str] = os.environ) -> AsyncIterator[ForkedProcess]:
    process = await ForkServer(LOADED).start(words, environ)
    try:
        yield process
    finally:
        process.kill()
        await asyncio.wait_for(process.wait(), SECONDS)


async def said(*words: str, environ: Mapping[str, str] = os.environ) -> tuple[int | None, str, str]:
    """The status of a command, and what it writes."""
    async with started(*words, environ=environ) as process:
        streams = (process.stdout, process.stderr)
        texts = [(await asyncio.wait_for(stream.read(), SECONDS)).decode() for stream in streams]
        return await asyncio.wait_for(process.wait(), SECONDS), texts[0], texts[1]


async def test_a_command_has_its_own_streams_environment_and_status(tmp_path: Path) -> None:
    before = dict(os.environ)
    status, text, complaints = await said("--version")
    assert (status, text.startswith("tutor "), complaints) == (0, True, "")
    for name in ("one", "other"):
        _, text, _ = await said("doctor", environ={"TUTOR_HOME": str(tmp_path / name)})
        assert str(tmp_path / name) in text
    status, _, complaints = await said("no-such-command")
    assert (status, "no-such-command" in complaints) == (2, True)
    assert dict(os.environ) == before


async def test_the_app_is_shown_and_ends_with_its_page(tmp_path: Path) -> None:
    environ, frames = environment(os.environ, 80, 24), asyncio.Queue[bytes]()

    async def until(wanted: bytes) -> None:
        shown = b""
        while wanted not in shown:
            shown += await asyncio.wait_for(frames.get(), SECONDS)

    async with started("--home", str(tmp_path), environ=environ) as process:
        app = AppProcess(process)
        reading = asyncio.create_task(app.relay(frames.put))
        await until(b"Start at the bottom")
        assert process.pid is not None
        assert os.getsid(process.pid) == process.pid
        await app.typed("\r")
        await until(b"Vectors")  # of the page: what Home showed is taken
        await app.hang_up()
        await asyncio.wait_for(reading, SECONDS)
    assert list(tmp_path.glob("journal/*.jsonl"))
    assert happens(lambda: not Path(f"/proc/{process.pid}").exists(), SECONDS)


async def test_what_is_loaded_is_shared(tmp_path: Path) -> None:
    """A page takes less memory for itself than what it has: a fork that loads the program again would not."""
    environ = environment(os.environ, 80, 24)
    async with started("--home", str(tmp_path), environ=environ) as process:
        shown = b""
        while b"Start at the bottom" not in shown:
            shown += await process.stdout.read(4096)
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
        sizes = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
        assert sizes["Private_Dirty:"] < 0.6 * sizes["Rss:"]
