"""Waits until what was typed is handled: a key waits in the queues of the app and of the widgets.

A widget tells its parents of a key by a message, and a parent may answer it with a message of its own: from the cell of
a worksheet it takes three of them to the screen, which saves the draft.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.app import App
from textual.dom import DOMNode

from tutor.app.painted import when_painted

ROUNDS = 6
"""How often to go through all queues: a message that is posted behind this in a queue is met in the next round."""


def when_handled(app: App[Any], then: Callable[[], object]) -> None:
    """Call back once what was typed before is handled, by the app, by the widgets and by what they tell each other."""
    app.call_later(_round, app, ROUNDS, then)


def _round(app: App[Any], left: int, then: Callable[[], object]) -> None:
    _go_through(app, _queues(app), 0, left, then)


def _queues(app: App[Any]) -> list[DOMNode]:
    """The widgets of the screen, children before their parents: what a key changes is told upward."""
    return list(app.screen.walk_children(with_self=True, reverse=True))


def _go_through(app: App[Any], widgets: list[DOMNode], index: int, left: int, then: Callable[[], object]) -> None:
    if index == len(widgets):
        app.call_later(_gone_through, app, widgets, left, then)
    elif not widgets[index].call_later(_go_through, app, widgets, index + 1, left, then):
        _go_through(app, widgets, index + 1, left, then)


def _gone_through(app: App[Any], widgets: list[DOMNode], left: int, then: Callable[[], object]) -> None:
    if _queues(app) != widgets or any(getattr(widget, "holds_keys", False) for widget in widgets):
        when_painted(app, partial(_round, app, ROUNDS, then))  # a box was made for the keys meanwhile, or is being made
    elif left > 1:
        _round(app, left - 1, then)
    else:
        app.call_later(then)
