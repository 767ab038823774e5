"""Work beside the event loop's own: workers of a screen, and programs that a thread starts for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from textual.dom import DOMNode
from textual.worker import WorkType

if TYPE_CHECKING:
    from lessons.sandbox import Run


def start_work(
    node: DOMNode, work: Callable[[], Coroutine[Any, Any, None]], group: str, *, exclusive: bool = False
) -> None:
    """Run a coroutine function as a worker of a node; `exclusive` cancels the other workers of the group.

    The coroutine is made when the worker runs: one that is cancelled before leaves no coroutine that was never awaited.
    """
    worker: WorkType[None] = work
    node.run_worker(worker, group=group, exclusive=exclusive)


async def start_run(start: Callable[[], Run]) -> Run:
    """Start a learner's program in a thread and return its run, which is stopped if the caller is cancelled first."""
    starting = asyncio.ensure_future(asyncio.to_thread(start))
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        starting.add_done_callback(_stop)
        raise


def _stop(starting: asyncio.Future[Run]) -> None:
    if not starting.cancelled() and starting.exception() is None:
        starting.result().stop()
