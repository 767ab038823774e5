"""The header (where the learner is, how far) and the key line at the bottom (which keys work now)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from textual import events
from textual.binding import Binding
from textual.screen import Screen

from tutor.app.widgets.lines import Lines
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, words

SMALLEST = (60, 20)  # columns and rows that the app needs

_KEY_SIGNS = {
    "enter": ("⏎", "enter"),
    "space": ("␣", "space"),
    "tab": ("⇥", "tab"),
    "left": ("←", "left"),
    "right": ("→", "right"),
    "up": ("↑", "up"),
    "down": ("↓", "down"),
    "slash": ("/", "/"),
    "question_mark": ("?", "?"),
    "exclamation_mark": ("!", "!"),
    "escape": ("esc", "esc"),
    "up,down": ("↑↓", "up/down"),
    "pagedown": ("pgdn", "pgdn"),
    "arrows": ("↑↓←→", "arrows"),
    "ctrl+underscore": ("^/", "^/"),
}
_LAST = ("undo", "leave", "search", "help", "back", "quit")  # actions at the end of the key line, in this order
_FIRST = "act"  # the action of the keys that belong to one demo alone
_UNDO = 1
_IN_ASCII = {"↑↓": "up/down", "←→": "left/right", "↑↓←→": "arrows"}  # key_display of several keys


def key_sign(key: str, plain: bool) -> str:
    """Return how a key is shown."""
    if key in _KEY_SIGNS:
        return _KEY_SIGNS[key][1 if plain else 0]
    return key.replace("ctrl+", "^")


def binding_sign(binding: Binding, plain: bool) -> str:
    """Return how the key or keys of a binding are shown."""
    if binding.key_display:
        return _IN_ASCII.get(binding.key_display, binding.key_display) if plain else binding.key_display
    return key_sign(binding.key, plain)


def shortened(place: str, room: int, plain: bool) -> str:
    """A place such as `Rung › Page` that fits into some columns: its last part, which ends in dots where it is cut."""
    within = f" {sign('within', plain)} "
    while len(place) > room and within in place:
        place = place.partition(within)[2]
    if len(place) <= room:
        return place
    dots = "..." if plain else "…"
    return f"{place[: max(0, room - len(dots))].rstrip()}{dots}"[:room]


class HeaderBar(Lines):
    """Where the learner is, on the left, and how far, on the right."""

    DEFAULT_CSS = """
    HeaderBar { height: 1; padding: 0 1; color: $dim; background: $panel; }
    """

    def __init__(self, left: str, right: str = "") -> None:
        super().__init__()
        self.left, self.right = left, right

    def show(self, left: str, right: str = "") -> None:
        """Show other text."""
        if (left, right) != (self.left, self.right):
            self.left, self.right = left, right
            self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        size = self.app.size
        if size.width < SMALLEST[0] or size.height < SMALLEST[1]:
            small = f"{size.width}x{size.height} is too small to show everything; {SMALLEST[0]}x{SMALLEST[1]} will do"
            return [words(small, "bad")[:width]]
        fault = str(getattr(self.app, "fault", ""))
        if fault:
            return [words(fault, "bad", bold=True, ascii_only=self.plain)[:width]]
        left, right = words(self.left, ascii_only=self.plain), words(self.right, ascii_only=self.plain)
        room = max(0, width - len(right) - 2)
        if len(left) > room:
            left = words(shortened(self.left, room, self.plain), ascii_only=self.plain)
        return [joined(left, words(" " * max(0, width - len(left) - len(right))), right)]


class KeyLine(Lines):
    """The keys that work now, as many as fit, those of the focused widget first; a click presses one."""

    DEFAULT_CSS = """
    KeyLine { height: 1; padding: 0 1; color: $dim; background: $panel; }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._updated)

    def _updated(self, _: Screen[object]) -> None:
        if self.screen.is_current:
            self.changed(layout=False)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        column = event.x - self.gutter.left
        for binding, piece in self._fitting(self.size.width):
            if 0 <= column < len(piece):
                self.app.simulate_key(binding.key)
                return
            column -= len(piece)

    def typeset(self, width: int) -> list[Line]:
        return [joined(*(piece for _, piece in self._fitting(width)))[:width]]

    def _fitting(self, width: int) -> list[tuple[Binding, Line]]:
        """The bindings that fit, with what is shown of each."""
        shown = self._shown()
        pieces = {binding: _piece(binding, self.plain) for binding in shown}
        room, fitting = width + 2, set()
        # Keys to leave and to get help are always shown; undo, beside them, is the first to go where room is short.
        for binding in sorted(shown, key=lambda binding: max(_order(binding.action), _UNDO), reverse=True):
            if len(pieces[binding]) <= room:
                room -= len(pieces[binding])
                fitting.add(binding)
        return [(binding, pieces[binding]) for binding in shown if binding in fitting]

    def _shown(self) -> list[Binding]:
        bindings: dict[str, Binding] = {}  # the first key for each thing to do
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and not self._is_typed(binding.key):
                bindings.setdefault(binding.description, binding)
        return sorted(bindings.values(), key=lambda binding: _order(binding.action))

    def _is_typed(self, key: str) -> bool:
        """Whether a key is a letter that something in sight takes, so that it is no command."""
        takes_letter: Callable[[str], bool] | None = getattr(self.screen, "takes_letter", None)
        return len(key) == 1 and takes_letter is not None and takes_letter(key)


@lru_cache(maxsize=512)
def _piece(binding: Binding, plain: bool) -> Line:
    """What is shown of a binding."""
    key = words(binding_sign(binding, plain), "accent", ascii_only=plain)
    return joined(key, words(f" {binding.description}  ", ascii_only=plain))


@lru_cache(maxsize=512)
def _order(action: str) -> int:
    """Return 0; less for keys of one screen alone; more, by their place, for keys to leave and to get help."""
    if action.startswith(f"{_FIRST}("):
        return -1
    names = re.findall(r"\w+", action)
    return next((index for index, word in enumerate(_LAST, 1) if word in names), 0)
