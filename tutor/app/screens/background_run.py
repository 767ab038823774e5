"""A run that a thread begins for a screen, and that no cancelled screen leaves behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from lessons.sandbox import Run


async def begun(start: Callable[[], Run]) -> Run:
    """The run; it is ended should whoever waits be cancelled before it has begun."""
    beginning = asyncio.ensure_future(asyncio.to_thread(start))
    try:
        return await asyncio.shield(beginning)
    except asyncio.CancelledError:
        beginning.add_done_callback(_end)
        raise


def _end(beginning: asyncio.Future[Run]) -> None:
    if not beginning.cancelled() and beginning.exception() is None:
        beginning.result().stop()
