"""Where the links of a page lead: demos, exercises, code to change, explanations that unfold in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tutor.app.page_builder import links_now
from tutor.app.widgets.page_links import PageLink
from tutor.app.widgets.page_view import PageView
from tutor.rendering.page_document import CodeLink, DemoLink, ExerciseLink, Explanation, Link

if TYPE_CHECKING:
    from tutor.app.ports import Navigator
    from tutor.app.session import Session


class PageLinks:
    """Opens the links of the page on a screen, and shows how they stand."""

    def __init__(self, navigator: Callable[[], Navigator], session: Session, view: PageView) -> None:
        self._navigator, self._session, self._view = navigator, session, view

    @property
    def code(self) -> list[int]:
        """The code cells of the page."""
        return self._view.document.of(CodeLink)

    def show(self) -> None:
        """Show what was done behind the links meanwhile; one that was come back from gives the focus to the page."""
        view = self._view
        for index, link in links_now(view.document, self._session):
            view.update(index, link)
        live = view.live
        if isinstance(live, PageLink) and live.has_focus and isinstance(live.block, DemoLink | ExerciseLink):
            view.focus()

    def open(self, link: Link) -> None:
        """Go where a link leads."""
        document = self._view.document
        index = document.index_of(link)
        if index is None:
            return
        document.visit(index)
        match link:
            case DemoLink():
                self._navigator().open_demo(link.demo.id)
            case ExerciseLink():
                self._navigator().open_exercise(link.block.exercise)
            case CodeLink():
                self._navigator().open_cell(document.page, self.code.index(index))
            case Explanation():
                self._view.update(index, Explanation(link.block, not link.unfolded))

    def open_code(self) -> None:
        """Open the code cell in sight, else the first of the page."""
        if self.code:
            seen = next((cell for cell, index in enumerate(self.code) if self._view.overlaps(index)), 0)
            self._navigator().open_cell(self._view.document.page, seen)

    def open_demo(self) -> None:
        """Open the first demo of the page."""
        if demos := self._view.document.page.demos:
            self._navigator().open_demo(demos[0])
