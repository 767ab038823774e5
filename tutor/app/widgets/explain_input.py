"""Explaining: build the argument from statements, say it in one's own words, then look for what had to be in it."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.message import Message

from lessons.answers import Option
from lessons.model.page import Item
from tutor.app.widgets.answer_input import AnswerSubmitted, AnswerTyped
from tutor.app.widgets.choice_input import ChoiceInput
from tutor.app.widgets.lines import Lines
from tutor.app.widgets.plain_containers import Vertical
from tutor.app.workers import start_work
from tutor.rendering.notation import Line
from tutor.rendering.typeset import markdown, words

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from tutor.app.widgets.free_text import FreeText
    from tutor.fast.line_cache import LineCache


class ModelAnswer(Lines):
    """A few words between the stages."""

    DEFAULT_CSS = "ModelAnswer { margin: 1 0 0 0; }"

    def __init__(self, *parts: str) -> None:
        super().__init__()
        self.parts = parts

    def typeset(self, width: int) -> list[Line]:
        lines = [words(self.parts[0], "accent", bold=True, ascii_only=self.plain)]
        return lines + [line for part in self.parts[1:] for line in markdown(part, width, self.plain)]


class ExplainInput(Vertical):
    """Three stages in one place. The first is judged; the others are the learner's own, and are kept as such."""

    DEFAULT_CSS = "ExplainInput { height: auto; }"

    class Explained(Message):
        """The learner's own words, and the lines of the rubric that they found in them, counted from 0."""

        def __init__(self, box: ExplainInput, text: str, ticked: tuple[int, ...]) -> None:
            super().__init__()
            self.box, self.text, self.ticked = box, text, ticked

    class WordsTyped(Message):
        """The own words as they stand."""

        def __init__(self, box: ExplainInput, text: str) -> None:
            super().__init__()
            self.box, self.text = box, text

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item
        self.words_left = ""
        self.stage = "build"
        self.statements = ChoiceInput(item.options, several=True)
        self._area: FreeText | None = None

    def on_mount(self) -> None:
        """Load what the second stage needs while the first is read: its editor takes a frame or two."""
        start_work(self, self._load, "load")

    async def _load(self) -> None:
        await asyncio.to_thread(import_module, "tutor.app.widgets.free_text")

    def compose(self) -> ComposeResult:
        yield self.statements

    def use_ink(self, ink: LineCache) -> None:
        """Keep the lines that take long to make."""
        self.statements.use_ink(ink)

    def lines(self, width: int) -> list[Line]:
        """How it looks before it is worked at, without a widget."""
        return self.statements.lines(width)

    def focus(self, scroll_visible: bool = True) -> ExplainInput:
        """The keys go to whatever stage it is at."""
        target = (self._area if self.stage == "write" else None) or self.query(ChoiceInput).last()
        target.focus(scroll_visible)
        return self

    def restore(self, text: str, cursor: int | None = None) -> None:
        self.statements.restore(text, cursor)

    def mark(self, cells: tuple[tuple[bool, ...], ...] | None) -> None:
        """The message speaks of the statement itself."""

    def show_answer(self, answer: str) -> None:
        self.statements.show_answer(answer)

    def close(self) -> None:
        """The statements are right, or shown: now the learner's own words."""
        self.statements.close()
        if self.stage == "build":
            from tutor.app.widgets.free_text import FreeText

            self.stage = "write"
            self._area = FreeText(self.words_left, soft_wrap=True, show_line_numbers=False)
            self._area.cursor_blink = False
            self.mount(ModelAnswer("Now in your own words, for somebody who has not read this page"), self._area)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.words_left = event.text_area.text
        self.post_message(self.WordsTyped(self, self.words_left))

    def on_free_text_done(self, event: FreeText.Done) -> None:
        event.stop()
        if self.stage != "write" or self._area is None:
            return
        self.stage = "tick"
        self._area.read_only = True
        rubric = tuple(Option(chr(ord("a") + index), text) for index, text in enumerate(self.item.rubric))
        ticks = ChoiceInput(rubric, several=True)
        self.mount(
            ModelAnswer("One way to say it", self.item.model), ModelAnswer("Which of these does yours say?"), ticks
        )
        self.call_after_refresh(ticks.focus)

    def on_answer_typed(self, event: AnswerTyped) -> None:
        if self.stage != "build":
            event.stop()

    def on_answer_submitted(self, event: AnswerSubmitted) -> None:
        """In the first stage an answer; in the last the end."""
        if self.stage == "build":
            return
        event.stop()
        if self.stage == "tick":
            self.stage = "done"
            self.query(ChoiceInput).last().close()
            ticked = tuple(ord(id) - ord("a") for id in event.text.split())
            self.mount(ModelAnswer(f"Kept: {len(ticked)} of {len(self.item.rubric)}, by your own account."))
            self.post_message(self.Explained(self, self.words_left, ticked))
