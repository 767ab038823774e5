"""Key bindings run in the order in which the keys were pressed.

A printable key reaches the focused widget directly, while a binding is looked up only when the key has travelled all
the way up to the app. In a burst, as a slow line delivers it, `1`, Right, `2` would arrive as `1`, `2`, Right.
"""

from __future__ import annotations

from functools import lru_cache

from textual import events
from textual.binding import Binding
from textual.widget import Widget

from tutor.fast import enabled


async def run_binding_now(widget: Widget, event: events.Key, top: type[Widget]) -> bool:
    """Run the widget's own binding for a key before any later key. Returns whether it has one.

    Bindings of classes above `top` are left alone: they scroll, and belong to the page.
    """
    if not enabled("key_order"):
        return False
    action = own_actions(type(widget), top).get(event.key)
    if action is None or widget.check_action(action.partition("(")[0], ()) is False:
        return False
    event.stop()
    event.prevent_default()
    await widget.run_action(action)
    return True


@lru_cache(maxsize=64)
def own_actions(kind: type[Widget], top: type[Widget]) -> dict[str, str]:
    """By key, the actions that a class and its bases up to `top` bind, without those whose keys are a setting."""
    actions: dict[str, str] = {}
    for base in (base_class for base_class in kind.__mro__ if issubclass(base_class, top)):
        for binding in Binding.make_bindings(vars(base).get("BINDINGS", ())):
            if binding.id is None:
                actions.setdefault(binding.key, binding.action)
    return actions
