"""The widgets of the links of a page, each mounted while the learner is at it: Enter or a click opens it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tutor.app.widgets.lines import Lines
from tutor.fast.key_order import run_binding_now
from tutor.rendering.line_memo import LineMemo
from tutor.rendering.notation import Line
from tutor.rendering.page_document import CodeLink, DemoLink, ExerciseLink, Explanation, Link


class PageLink(Lines, can_focus=True):
    """A link that has, or may get, the focus."""

    class Opened(Message):
        """The learner wants to go where it leads."""

        def __init__(self, block: Link) -> None:
            super().__init__()
            self.block = block

    def __init__(self, block: Link, memo: LineMemo) -> None:
        super().__init__()
        self.block, self.memo = block, memo

    def show(self, block: Link) -> None:
        """Show the link as it is by now."""
        self.block = block
        self.changed()

    def typeset(self, width: int) -> list[Line]:
        assert self.memo is not None
        return self.block.lines(width, self.plain, self.memo, focused=self.has_focus)

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.changed(layout=False)

    async def on_key(self, event: events.Key) -> None:
        await run_binding_now(self, event, PageLink)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        self.post_message(self.Opened(self.block))


class DemoLinkView(PageLink):
    """A link to a demo."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "open the demo")]


class ExerciseLinkView(PageLink):
    """A link to an exercise."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "open the exercise")]


class CodeLinkView(PageLink):
    """A code cell; it opens in the editor."""

    DEFAULT_CSS = "CodeLinkView:focus { background: $panel; }"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "change and run")]


class ExplanationView(PageLink):
    """An explanation that folds to its question."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "unfold or fold")]


LINK_VIEWS: Mapping[type[Link], type[PageLink]] = {
    DemoLink: DemoLinkView,
    ExerciseLink: ExerciseLinkView,
    CodeLink: CodeLinkView,
    Explanation: ExplanationView,
}
