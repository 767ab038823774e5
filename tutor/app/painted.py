"""Calls back once what has changed is painted, on whichever screen is in front by then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

AGAIN = 0.1  # seconds after which a callback that has not come is asked for again


def when_painted(app: App[Any], then: Callable[[], object]) -> None:
    """Call back after the next refresh.

    Textual leaves a callback with the screen that is in front when it is asked for, and calls it once that one is
    painted, which another may cover before.
    """
    is_done = False

    def painted() -> None:
        nonlocal is_done
        if not is_done:
            is_done = True
            timer.stop()
            app.call_later(then)

    timer = app.set_interval(AGAIN, lambda: app.call_after_refresh(painted))
    app.call_after_refresh(painted)
