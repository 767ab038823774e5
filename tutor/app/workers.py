"""Work beside the event loop's own: begun without waiting for it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from textual.dom import DOMNode
from textual.worker import WorkType


def start_work(
    node: DOMNode, work: Callable[[], Coroutine[Any, Any, None]], group: str, *, exclusive: bool = False
) -> None:
    """Run it as a worker of the node; `exclusive` ends what the group was at.

    The coroutine is made when the worker runs, so one that is ended before it begins leaves none behind.
    """
    wanted: WorkType[None] = work
    node.run_worker(wanted, group=group, exclusive=exclusive)
