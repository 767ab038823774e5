"""Explaining: build the argument from statements, say it in one's own words, then look for what had to be in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from lessons.answers import Option
from lessons.model import Item
from tutor.notation import Line
from tutor.typeset import markdown, words
from tutor.widgets.answer_box import AnswerSubmitted, AnswerTyped
from tutor.widgets.bare import Vertical
from tutor.widgets.choice_box import ChoiceBox
from tutor.widgets.lines import Lines

if TYPE_CHECKING:
    from tutor.ink import Ink

LONGEST = 2000  # characters of an explanation


class Said(Lines):
    """A few words between the stages."""

    DEFAULT_CSS = "Said { margin: 1 0 0 0; }"

    def __init__(self, *parts: str) -> None:
        super().__init__()
        self.parts = parts

    def typeset(self, width: int) -> list[Line]:
        lines = [words(self.parts[0], "accent", bold=True, ascii=self.plain)]
        return lines + [line for part in self.parts[1:] for line in markdown(part, width, self.plain)]


class OwnWords(TextArea):
    """Room for a few sentences. Tab ends them."""

    DEFAULT_CSS = "OwnWords { height: 5; border: none; background: $panel; padding: 0 1; }"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "done", "done", priority=True)]

    class Done(Message):
        """The learner has said it."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Enter and the slash are text here, whatever they do elsewhere."""
        return key in ("enter", "slash") or super().check_consume_key(key, character)

    def action_done(self) -> None:
        self.post_message(self.Done())

    async def on_paste(self, event: events.Paste) -> None:
        if len(self.text) + len(event.text) > LONGEST:
            event.stop()
            event.prevent_default()
            self.notify(f"an explanation has at most {LONGEST} characters", severity="warning")


class ExplainBox(Vertical):
    """Three stages in one place. The first is judged; the others are the learner's own, and are kept as such."""

    DEFAULT_CSS = "ExplainBox { height: auto; }"

    class Explained(Message):
        """The learner's own words, and the lines of the rubric that they found in them, counted from 0."""

        def __init__(self, box: ExplainBox, text: str, ticked: tuple[int, ...]) -> None:
            super().__init__()
            self.box, self.text, self.ticked = box, text, ticked

    class WordsTyped(Message):
        """The own words as they stand."""

        def __init__(self, box: ExplainBox, text: str) -> None:
            super().__init__()
            self.box, self.text = box, text

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item
        self.words_left = ""
        self.stage = "build"
        self.statements = ChoiceBox(item.options, several=True)

    def compose(self) -> ComposeResult:
        yield self.statements

    def use_ink(self, ink: Ink) -> None:
        """Keep the lines that take long to make."""
        self.statements.use_ink(ink)

    def lines(self, width: int) -> list[Line]:
        """How it looks before it is worked at, without a widget."""
        return self.statements.lines(width)

    def focus(self, scroll_visible: bool = True) -> ExplainBox:
        """The keys go to whatever stage it is at."""
        target = self.query_one(OwnWords) if self.stage == "write" else self.query(ChoiceBox).last()
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
            self.stage = "write"
            area = OwnWords(self.words_left, soft_wrap=True, show_line_numbers=False)
            area.cursor_blink = False
            self.mount(Said("Now in your own words, for somebody who has not read this page"), area)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.words_left = event.text_area.text
        self.post_message(self.WordsTyped(self, self.words_left))

    def on_own_words_done(self, event: OwnWords.Done) -> None:
        event.stop()
        if self.stage != "write":
            return
        self.stage = "tick"
        self.query_one(OwnWords).read_only = True
        rubric = tuple(Option(chr(ord("a") + index), text) for index, text in enumerate(self.item.rubric))
        ticks = ChoiceBox(rubric, several=True)
        self.mount(Said("One way to say it", self.item.model), Said("Which of these does yours say?"), ticks)
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
            self.query(ChoiceBox).last().close()
            ticked = tuple(ord(id) - ord("a") for id in event.text.split())
            self.mount(Said(f"Kept: {len(ticked)} of {len(self.item.rubric)}, by your own account."))
            self.post_message(self.Explained(self, self.words_left, ticked))
