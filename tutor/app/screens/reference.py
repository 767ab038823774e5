"""The reference screen: books, pitfalls, where the stage leads, symbols and how they are read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll

from tutor.app.screens.base import TutorScreen
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.lines import Lines
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line, inline
from tutor.rendering.typeset import joined, markdown, words, wrap_plain

if TYPE_CHECKING:
    from tutor.app.session import Session

SECTIONS = ("books", "pitfalls", "leads", "symbols")
_TITLES = {
    "books": "Books",
    "pitfalls": "Pitfalls",
    "leads": "Where this stage leads",
    "symbols": "Symbols, and how they are read aloud",
}
_SYMBOL = 20
_HEAD = 2  # rows of a section's title


class Section(Lines):
    """One section of the reference."""

    DEFAULT_CSS = "Section { margin-bottom: 2; }"

    def __init__(self, name: str, session: Session) -> None:
        super().__init__(id=name)
        self.section, self.session = name, session
        self.pages: list[tuple[int, str]] = []
        """(Row, page) of each symbol, by the page that introduces it."""

    def typeset(self, width: int) -> list[Line]:
        self.pages = []
        body = {"books": self._books, "pitfalls": self._pitfalls, "leads": self._leads, "symbols": self._symbols}
        lines = body[self.section](width) or [words("This course names none.", "dim")]
        return [words(_TITLES[self.section], "accent", bold=True), (), *lines]

    def _books(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for book in self.session.course.outline.books:
            star = sign("star", self.plain) if book.start else " "
            title = wrap_plain(book.title, RenderContext(width - 3, self.plain), "")
            lines += [
                joined(words(f"{star}  " if row == 0 else "   ", "accent"), line) for row, line in enumerate(title)
            ]
            free = "; a free copy is authorized by the authors" if book.free else ""
            facts = f"{', '.join(book.authors)}. {book.publisher}, {book.year}{free}."
            start = " Start here." if book.start else ""
            for text, role in ((facts, "dim"), (book.text + start, "")):
                lines += [
                    joined(words("   "), line) for line in wrap_plain(text, RenderContext(width - 3, self.plain), role)
                ]
            lines.append(())
        closing = "Books age slower than papers: they are the foundation, not the news."
        return [*lines, *wrap_plain(closing, RenderContext(width), "dim")] if lines else []

    def _pitfalls(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for pitfall in self.session.course.outline.pitfalls:
            lines += [
                words(pitfall.title, bold=True, ascii_only=self.plain),
                *markdown(pitfall.text, RenderContext(width, self.plain)),
                (),
            ]
        return lines

    def _leads(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for stage in self.session.course.outline.later:
            lines += [*markdown(f"**{stage.title}** {stage.text}", RenderContext(width, self.plain)), ()]
        return lines

    def _symbols(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for symbol in self.session.course.outline.symbols:
            self.pages.append((len(lines) + _HEAD, symbol.page))
            drawn = joined(*inline(symbol.latex, self.plain))
            pad = words(" " * max(1, _SYMBOL - len(drawn)))
            beside = RenderContext(width - max(_SYMBOL, len(drawn) + len(pad)) - 2, self.plain)
            aloud, *more = wrap_plain(f"“{symbol.aloud}”", beside, "")
            lines.append(joined(words("  "), drawn, pad, aloud))
            meaning = wrap_plain(symbol.meaning, RenderContext(width - _SYMBOL - 2, self.plain), "dim")
            lines += [joined(words(" " * (_SYMBOL + 2)), line) for line in (*more, *meaning)]
        return lines


class ReferenceScreen(TutorScreen):
    """All sections of the reference, one below the other."""

    DEFAULT_CSS = """
    ReferenceScreen > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; align-horizontal: center; }
    ReferenceScreen > VerticalScroll > Vertical { height: auto; max-width: 80; padding: 1 2; }
    """
    HELP_TEXT = "Symbols and terms to look up. The letters jump to a section."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "jump('books')", "books"),
        Binding("p", "jump('pitfalls')", "pitfalls"),
        Binding("w", "jump('leads')", "where it leads"),
        Binding("y", "jump('symbols')", "symbols"),
        Binding("l", "letters", "letters of papers"),
        Binding("space", "page_down", "on", show=False),
        Binding("q,escape", "back", "back", key_display="q"),
    ]

    def __init__(self, session: Session, section: str = "") -> None:
        super().__init__(session)
        self.section = section if section in SECTIONS else SECTIONS[0]
        self._seen: set[str] = set()

    def compose(self) -> ComposeResult:
        yield HeaderBar("Reference", self.session.course.outline.title)
        with VerticalScroll(), Vertical():
            for name in SECTIONS:
                yield Section(name, self.session)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        self.call_after_refresh(self.action_jump, self.section)
        self.watch(self.query_one(VerticalScroll), "scroll_y", self._scrolled)

    def resized(self) -> None:
        super().resized()
        self._note_symbols()

    def _scrolled(self) -> None:
        self.call_after_refresh(self._note_symbols)

    def _note_symbols(self) -> None:
        """Put on record which lines of the glossary are in sight: they state formulas of their pages."""
        if not self.is_attached:
            return
        scroll, symbols = self.query_one(VerticalScroll), self.query_one("#symbols", Section)
        top = round(scroll.scroll_y) - symbols.virtual_region.y
        rows = range(top, top + scroll.size.height)
        pages = {page for row, page in symbols.pages if row in rows} - self._seen
        self._seen |= pages
        self.session.note_parts_seen(sorted(pages), "glossary")

    def action_jump(self, section: str) -> None:
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_to(y=self.query_one(f"#{section}").virtual_region.y, animate=False)

    def action_letters(self) -> None:
        self.navigator.open_letters()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the letters where the course has paper cards."""
        if action == "letters":
            return bool(self.session.course.outline.cards)
        return super().check_action(action, parameters)

    def action_page_down(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    def action_back(self) -> None:
        self.app.pop_screen()
