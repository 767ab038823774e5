"""The help screen: how the screen below works, and its keys, which are read from its bindings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen

from tutor.app.key_settings import key_of, with_chosen_keys
from tutor.app.widgets.header_footer import binding_sign
from tutor.app.widgets.lines import Lines
from tutor.rendering.context import RenderContext
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, markdown, words, wrap_plain

if TYPE_CHECKING:
    from tutor.app.ports import Application

_KEYS = 12  # columns

# A key, or the command whose key it is.
EVERYWHERE = (
    ("arrows", "move; so do Page Up, Page Down, Home and End"),
    ("tab", "to the next thing that takes keys"),
    ("esc, q", "back; q only where nothing in sight takes letters"),
    ("quit", "quit from anywhere; everything is saved"),
    ("commands", "every command by name: of this screen, pages, demos, colors"),
    (":", "the same, outside of a text box"),
    ("repaint", "paint the screen again"),
    ("/", "search; in a text box it is a division sign"),
    ("help", "this help; ? outside of the editor"),
)


def everywhere(chosen: Mapping[str, str]) -> list[tuple[str, str]]:
    """The keys that work on every screen, and what they do."""
    named = {name: key_of(name, chosen) for name in ("quit", "commands", "repaint")}
    named["help"] = f"{key_of('help', chosen)}, ?"
    return [(named.get(key, key), text) for key, text in EVERYWHERE]


class HelpText(Lines):
    """The help text of a screen, the keys that work on it now, and the keys that work everywhere."""

    def __init__(self, about: str, keys: list[tuple[str, str]], everywhere: list[tuple[str, str]]) -> None:
        super().__init__()
        self.about, self.keys, self.everywhere = about, keys, everywhere

    def typeset(self, width: int) -> list[Line]:
        lines = [*markdown(self.about.strip(), RenderContext(width, self.plain)), ()] if self.about.strip() else []
        lines += [words("Keys that work here now", bold=True), *self._table(self.keys, width), ()]
        return [*lines, words("Everywhere", bold=True), *self._table(self.everywhere, width)]

    def _table(self, rows: list[tuple[str, str]], width: int) -> list[Line]:
        lines = []
        for key, text in rows:
            body = wrap_plain(text, RenderContext(width - _KEYS - 2, self.plain), "")
            head = words(f"  {key:<{_KEYS}}", "accent", ascii_only=self.plain)
            blank = words(" " * len(head))
            lines += [joined(head if row == 0 else blank, line) for row, line in enumerate(body)]
        return lines


class HelpScreen(ModalScreen[None]):
    """Help over another screen."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > VerticalScroll {
        width: 72; max-width: 96%; height: auto; max-height: 90%; padding: 1 2;
        background: $panel; scrollbar-size-vertical: 1;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,enter", "dismiss", "back")]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self.below = below

    def compose(self) -> ComposeResult:
        keys = cast("Application", self.app).keys
        place = "program" if hasattr(self.below, "editor") or hasattr(self.below, "panel") else "question"
        about = with_chosen_keys(str(getattr(self.below, "HELP_TEXT", "")), keys, place)
        with VerticalScroll():
            yield HelpText(about, self._keys(), everywhere(keys))

    def _keys(self) -> list[tuple[str, str]]:
        plain = bool(getattr(self.app, "plain", False))
        keys_by_action: dict[str, list[str]] = {}
        for active in self.below.active_bindings.values():
            if active.enabled and active.binding.show and active.binding.description:
                shown = binding_sign(active.binding, plain)
                keys_by_action.setdefault(active.binding.description, []).append(shown)
        return [(" ".join(dict.fromkeys(keys)), text) for text, keys in keys_by_action.items()]
