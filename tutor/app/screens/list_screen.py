"""A screen that is one list: what it says, and rows under a cursor that lead on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize

from tutor.app.screens.base import TutorScreen
from tutor.app.theme import sign
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.menu import Menu, Row
from tutor.app.widgets.plain_containers import Vertical, VerticalScroll
from tutor.app.workers import start_work
from tutor.rendering.notation import Line
from tutor.rendering.typeset import READING_WIDTH, joined, markdown, words, wrap_plain

if TYPE_CHECKING:
    from tutor.app.session import Session

T = TypeVar("T")

_MARGIN = 8  # columns that frame, padding and cursor take


class ListScreen(TutorScreen, Generic[T]):
    """A header, rows, the keys. A screen of this kind says what it looks up, what its rows are, where they lead.

    What is looked up may take a moment, so that is done off the event loop, and the rows follow.
    """

    DEFAULT_CSS = """
    ListScreen > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; align-horizontal: center; }
    ListScreen > VerticalScroll > Vertical { height: auto; max-width: 80; padding: 1 2; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,pagedown", "page(1)", "on", show=False),
        Binding("pageup", "page(-1)", "back", show=False),
        Binding("q,escape", "back", "back", key_display="q"),
    ]

    def __init__(self, session: Session, wanted: str = "") -> None:
        super().__init__(session)
        self.found: T | None = None
        self._wanted = wanted

    def gather(self) -> T:
        """What the rows need to know; runs in a thread."""
        raise NotImplementedError

    def header(self, found: T | None) -> tuple[str, str]:
        """What the line at the top says."""
        raise NotImplementedError

    def rows(self, found: T, width: int) -> list[Row]:
        """The rows, set for so many columns."""
        raise NotImplementedError

    def chosen(self, kind: str, what: str) -> None:
        """A row was opened; its key is `kind:what`."""

    def compose(self) -> ComposeResult:
        yield HeaderBar(*self.header(None))
        with VerticalScroll(can_focus=False), Vertical():
            yield Menu([Row(words("looking it up ...", "dim"))], id="menu")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Menu).focus()
        self.show_rows()  # what was looked up before there was anything to show it in

    def on_resize(self, _: Resize) -> None:
        self.show_rows()

    def on_screen_resume(self) -> None:
        self.record_changed()

    def record_changed(self) -> None:
        start_work(self, self._look_up, "look up", exclusive=True)

    async def _look_up(self) -> None:
        self.found = await asyncio.to_thread(self.gather)
        self.show_rows()

    def show_rows(self, key: str | None = None) -> None:
        """The rows anew, the cursor on `key` or where it was."""
        if self.is_attached and self.found is not None and self.query(Menu):
            width = max(40, min(READING_WIDTH - 4, self.size.width - _MARGIN))
            self.query_one(Menu).show(self.rows(self.found, width), key or self._wanted or None)
            self._wanted = ""
            self.query_one(HeaderBar).show(*self.header(self.found))

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        event.stop()
        kind, _, what = event.key.partition(":")
        self.chosen(kind, what)

    def action_page(self, by: int) -> None:
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_page_down(animate=False) if by > 0 else scroll.scroll_page_up(animate=False)

    def action_back(self) -> None:
        self.app.pop_screen()

    # Rows

    def say(self, text: str, width: int, role: str = "", indent: int = 0) -> list[Row]:
        """Plain words as rows that cannot be chosen."""
        blank = words(" " * indent)
        return [Row(joined(blank, line)) for line in wrap_plain(text, width - indent, role, self.session.plain)]

    def tell(self, text: str, width: int, indent: int = 0) -> list[Row]:
        """Markdown as rows that cannot be chosen."""
        blank = words(" " * indent)
        return [Row(joined(blank, line)) for line in markdown(text, width - indent, self.session.plain)]

    def entry(self, text: str, key: str, width: int, mark: str = "", role: str = "accent") -> list[Row]:
        """A row to choose, with a sign before it; what is too long goes on below."""
        plain = self.session.plain
        lead = words(sign(mark, plain) + "  ", role, bold=True) if mark else ()
        blank = words(" " * len(lead))
        lines = wrap_plain(text, width - len(lead), "", plain)
        return [
            Row(joined(lead if row == 0 else blank, line), key if row == 0 else "") for row, line in enumerate(lines)
        ]

    def heading(self, text: str) -> Row:
        """A heading."""
        line: Line = words(text, "accent", bold=True, ascii_only=self.session.plain)
        return Row(line)
