"""A screen that is one list: text, and rows under a cursor that open something."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Size

from tutor.app.screens.base import TutorScreen
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.menu import Menu, Row
from tutor.app.workers import start_work
from tutor.rendering.context import READING_WIDTH, RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, markdown, words, wrap_plain

if TYPE_CHECKING:
    from tutor.app.session import Session

T = TypeVar("T")

_MARGIN = 8  # columns of frame, padding and cursor


class ListScreen(TutorScreen, Generic[T]):
    """A header, rows and the key line. A subclass gathers data, makes rows of it, and opens what is chosen.

    Gathering may be slow, so it runs in a thread, and the rows follow.

    Args:
        session: The session.
        wanted: Key of the row under the cursor at first.
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
        self._paged_to: float | None = None

    def gather(self) -> T:
        """Return the data for the rows; runs in a thread."""
        raise NotImplementedError

    def header(self, found: T | None) -> tuple[str, str]:
        """Return the left and the right text of the header; `found` is None until the data is gathered."""
        raise NotImplementedError

    def rows(self, found: T, width: int) -> list[Row]:
        """Return the rows for the data that was gathered, `width` columns wide."""
        raise NotImplementedError

    def chosen(self, kind: str, what: str) -> None:
        """Open a row, whose key is `kind:what`."""

    def compose(self) -> ComposeResult:
        yield HeaderBar(*self.header(None))
        with VerticalScroll(can_focus=False), Vertical():
            yield Menu([Row(words("looking it up ...", "dim"))], widget_id="menu")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Menu).focus()
        self.show_rows()  # of data that was gathered before the menu was mounted
        self.remember_place()

    def remember_place(self) -> None:
        """Note in the resume point that this screen is open, where it is one to come back to."""

    def resizing(self, size: Size) -> None:
        self.show_rows()

    def on_screen_resume(self) -> None:
        self.record_changed()

    def record_changed(self) -> None:
        start_work(self, self._look_up, "look up", exclusive=True)

    async def _look_up(self) -> None:
        first = self.found is None
        self.found = await asyncio.to_thread(self.gather)
        self.show_rows()
        if first and self.query(Menu):  # text above the rows may leave the cursor out of sight
            self.call_after_refresh(self.query_one(Menu).scroll_to_cursor)

    def show_rows(self, key: str | None = None) -> None:
        """Make the rows again, with the cursor on `key`, else where it was."""
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
        self.call_after_refresh(self._note_paged)

    def _note_paged(self) -> None:
        self._paged_to = round(self.query_one(VerticalScroll).scroll_y)

    def resized(self) -> None:
        if self._paged_to != round(self.query_one(VerticalScroll).scroll_y):
            super().resized()

    def action_back(self) -> None:
        self.app.pop_screen()

    # Rows

    def say(self, text: str, width: int, role: str = "", indent: int = 0) -> list[Row]:
        """Wrap plain text into rows that cannot be chosen."""
        blank = words(" " * indent)
        return [
            Row(joined(blank, line))
            for line in wrap_plain(text, RenderContext(width - indent, self.session.plain), role)
        ]

    def tell(self, text: str, width: int, indent: int = 0) -> list[Row]:
        """Set Markdown as rows that cannot be chosen."""
        blank = words(" " * indent)
        return [Row(joined(blank, line)) for line in markdown(text, RenderContext(width - indent, self.session.plain))]

    def entry(self, text: str, key: str, width: int, mark: str = "", role: str = "accent") -> list[Row]:
        """Return a row that can be chosen, behind an icon, and the rows that its text goes on in."""
        plain = self.session.plain
        lead = words(sign(mark, plain) + "  ", role, bold=True) if mark else ()
        blank = words(" " * len(lead))
        lines = wrap_plain(text, RenderContext(width - len(lead), plain), "")
        return [
            Row(joined(lead if row == 0 else blank, line), key if row == 0 else "") for row, line in enumerate(lines)
        ]

    def heading(self, text: str) -> Row:
        """Return a heading."""
        line: Line = words(text, "accent", bold=True, ascii_only=self.session.plain)
        return Row(line)
