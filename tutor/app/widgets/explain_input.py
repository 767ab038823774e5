"""The answer input for an explanation: choose true statements, write it in your own words, compare with a rubric."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from lessons.model.page import Item
from tutor.app.widgets.answer_input import AnswerSubmitted, AnswerTyped
from tutor.app.widgets.choice_input import ChoiceInput
from tutor.app.widgets.lines import Lines
from tutor.app.workers import start_work
from tutor.rendering.context import RenderContext
from tutor.rendering.line_memo import LineMemo
from tutor.rendering.notation import Line
from tutor.rendering.question import MODEL, OWN_WORDS, RUBRIC, kept_words, rubric
from tutor.rendering.typeset import markdown, words

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from tutor.app.widgets.free_text import FreeText


class ModelAnswer(Lines):
    """Text between the stages: a title, and Markdown below it."""

    DEFAULT_CSS = "ModelAnswer { margin: 1 0 0 0; }"

    def __init__(self, *parts: str) -> None:
        super().__init__()
        self.parts = parts

    def typeset(self, width: int) -> list[Line]:
        lines = [words(self.parts[0], "accent", bold=True, ascii_only=self.plain)]
        return lines + [line for part in self.parts[1:] for line in markdown(part, RenderContext(width, self.plain))]


class ExplainInput(Vertical):
    """The three stages of an explanation. Only the choice of statements is judged; all are recorded."""

    DEFAULT_CSS = "ExplainInput { height: auto; }"

    class Explained(Message):
        """The explanation is complete; `ticked` are the lines of the rubric that it meets, counted from 0."""

        def __init__(self, box: ExplainInput, text: str, ticked: tuple[int, ...]) -> None:
            super().__init__()
            self.box, self.text, self.ticked = box, text, ticked

    class WordsTyped(Message):
        """The text of the explanation has changed."""

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
        self._ticks: ChoiceInput | None = None
        self._left = ("", frozenset[str]())  # the stage it was left at, and what was ticked

    def on_mount(self) -> None:
        """Import the text area of the second stage while the first is read: that takes a frame or two."""
        start_work(self, self._load, "load")

    async def _load(self) -> None:
        await asyncio.to_thread(import_module, "tutor.app.widgets.free_text")

    def compose(self) -> ComposeResult:
        yield self.statements

    def use_memo(self, memo: LineMemo) -> None:
        """Keep the lines that take long to make."""
        self.statements.use_memo(memo)

    def focus(self, scroll_visible: bool = True) -> ExplainInput:
        """Focus the input of the current stage."""
        target = (self._area if self.stage == "write" else None) or self.query(ChoiceInput).last()
        target.focus(scroll_visible)
        return self

    def restore(self, text: str, cursor: int | None = None) -> None:
        self.statements.restore(text, cursor)

    def mark(self, cells: tuple[tuple[bool, ...], ...] | None) -> None:
        """Do nothing: the message says which statement is wrong."""

    def show_answer(self, answer: str) -> None:
        self.statements.show_answer(answer)

    def close(self) -> None:
        """End the first stage, because the statements are right or shown, and open the text area."""
        self.statements.close()
        if self.stage == "build":
            from tutor.app.widgets.free_text import FreeText

            self.stage = "write"
            self._area = FreeText(self.words_left, soft_wrap=True, show_line_numbers=False)
            self._area.cursor_blink = False
            self.mount(ModelAnswer(OWN_WORDS), self._area)
            stage, ticked = self._left
            if stage in ("tick", "done"):
                self._ask_rubric().restore(" ".join(sorted(ticked)))
            if stage == "done":
                self._end()

    def come_to(self, words: str, stage: str, ticked: frozenset[str]) -> None:
        """Be at the stage at which it was left, once it is mounted and closed."""
        self.words_left, self._left = words, (stage, ticked)

    @property
    def rubric_ticked(self) -> frozenset[str]:
        """The names of the lines of the rubric that are ticked."""
        return self._ticks.ticked if self._ticks is not None else frozenset()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.words_left = event.text_area.text
        self.post_message(self.WordsTyped(self, self.words_left))

    def on_free_text_done(self, event: FreeText.Done) -> None:
        event.stop()
        if self.stage == "write":
            self.call_after_refresh(self._ask_rubric().focus)

    def _ask_rubric(self) -> ChoiceInput:
        """Show one way to say it, and ask what of it the learner has said."""
        self.stage = "tick"
        if self._area is not None:
            self._area.read_only = True
        self._ticks = ChoiceInput(rubric(self.item), several=True)
        self.mount(ModelAnswer(MODEL, self.item.model), ModelAnswer(RUBRIC), self._ticks)
        return self._ticks

    def _end(self) -> None:
        self.stage = "done"
        if self._ticks is not None:
            self._ticks.close()
        self.mount(ModelAnswer(kept_words(len(self.rubric_ticked), self.item)))

    def on_answer_typed(self, event: AnswerTyped) -> None:
        if self.stage != "build":
            event.stop()

    def on_answer_submitted(self, event: AnswerSubmitted) -> None:
        """Pass on the answer of the first stage; end with the ticks of the last."""
        if self.stage == "build":
            return
        event.stop()
        if self.stage == "tick":
            self._end()
            ticked = tuple(ord(name) - ord("a") for name in event.text.split())
            self.post_message(self.Explained(self, self.words_left, ticked))
