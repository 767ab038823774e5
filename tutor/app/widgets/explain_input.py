"""The answer input for an explanation: say it in your own words, choose true statements, compare with a rubric."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from lessons.model.page import Item
from tutor.app.widgets.answer_input import AnswerSubmitted, AnswerTyped
from tutor.app.widgets.choice_input import ChoiceInput
from tutor.app.widgets.free_text import FreeText
from tutor.app.widgets.lines import Lines
from tutor.learning.own_words import asks_own_words, words_fault
from tutor.rendering.context import RenderContext
from tutor.rendering.line_memo import LineMemo
from tutor.rendering.notation import Line
from tutor.rendering.question import MODEL, OWN_WORDS, RUBRIC, kept_words, rubric
from tutor.rendering.typeset import markdown, wrap_plain


class Titled(Lines):
    """Text between the stages: a title, and Markdown below it."""

    DEFAULT_CSS = "Titled { margin: 1 0 0 0; } Titled.-first { margin: 0; }"

    def __init__(self, *parts: str, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.parts = parts

    def typeset(self, width: int) -> list[Line]:
        context = RenderContext(width, self.plain)
        lines = wrap_plain(self.parts[0], context, "accent", bold=True)
        return lines + [line for part in self.parts[1:] for line in markdown(part, context)]


class ExplainInput(Vertical):
    """The stages of an explanation: write, build, tick, done. Only the choice of statements is judged.

    Without own words the statements can be answered all the same; the stage of ticks is then left out.
    """

    DEFAULT_CSS = """
    ExplainInput { height: auto; }
    ExplainInput > #statements { margin: 1 0 0 2; }
    """

    class WordsGiven(Message):
        """The explanation was given; the statements follow once it is recorded."""

        def __init__(self, box: ExplainInput, text: str) -> None:
            super().__init__()
            self.box, self.text = box, text

    class Ticked(Message):
        """The comparison is complete; `ticked` are the lines of the rubric that the words meet, counted from 0."""

        def __init__(self, box: ExplainInput, ticked: tuple[int, ...]) -> None:
            super().__init__()
            self.box, self.ticked = box, ticked

    class WordsTyped(Message):
        """The text of the explanation has changed."""

        def __init__(self, box: ExplainInput, text: str) -> None:
            super().__init__()
            self.box, self.text = box, text

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item
        self.words_left, self.said = "", False
        self.stage = "write" if asks_own_words(item) else "build"
        self.statements = ChoiceInput(item.options, several=True)
        self.statements.id = "statements"
        self.statements.display = self.stage != "write"
        self._area: FreeText | None = None
        self._ticks: ChoiceInput | None = None
        self._left = ("", frozenset[str]())  # the stage it was left at, and what was ticked

    @property
    def area(self) -> FreeText:
        """Where the explanation is typed."""
        if self._area is None:
            self._area = FreeText(self.words_left, soft_wrap=True, show_line_numbers=False)
            self._area.cursor_blink = False
            self._area.read_only = self.stage != "write"
        return self._area

    @property
    def key_target(self) -> Widget:
        """The input of the current stage."""
        return self.area if self.stage == "write" else self._ticks or self.statements

    def compose(self) -> ComposeResult:
        if asks_own_words(self.item):
            yield Titled(OWN_WORDS, classes="-first")
            yield self.area
        yield self.statements

    def use_memo(self, memo: LineMemo) -> None:
        """Keep the lines that take long to make."""
        self.statements.use_memo(memo)

    def focus(self, scroll_visible: bool = True) -> ExplainInput:
        """Focus the input of the current stage."""
        self.key_target.focus(scroll_visible)
        return self

    def restore(self, text: str, cursor: int | None = None) -> None:
        self.statements.restore(text, cursor)

    def mark(self, cells: tuple[tuple[bool, ...], ...] | None) -> None:
        """Do nothing: the message says which statement is wrong."""

    def show_answer(self, answer: str) -> None:
        self.statements.show_answer(answer)

    def come_to(self, words: str, said: bool, stage: str = "", ticked: frozenset[str] = frozenset()) -> None:
        """Be where it was left: its words, whether they were given, its stage and what was ticked."""
        self.words_left, self.said, self._left = words, said, (stage, ticked)
        if self._area is not None:
            self._area.load_text(words)
        if said or stage not in ("", "write"):
            self.go_on()

    def go_on(self) -> None:
        """Show the statements: the words were given, or are left out."""
        if self.stage == "write":
            self.stage = "build"
            self.statements.display = True
            if self._area is not None:
                self._area.read_only = True

    def close(self) -> None:
        """End the choice of statements, because they are right or shown, and compare the words with a model answer."""
        self.statements.close()
        self.go_on()
        if self.stage != "build" or not asks_own_words(self.item):
            return
        self.mount(Titled(MODEL, self.item.model))
        stage, ticked = self._left
        if (stage == "done" and not ticked) or not self.said:
            self.stage = "done"
            return
        self._ask_rubric().restore(" ".join(sorted(ticked)))
        if stage == "done":
            self._end()

    @property
    def rubric_ticked(self) -> frozenset[str]:
        """The names of the lines of the rubric that are ticked."""
        return self._ticks.ticked if self._ticks is not None else frozenset()

    def on_text_area_changed(self, event: FreeText.Changed) -> None:
        event.stop()
        self.words_left = event.text_area.text
        self.post_message(self.WordsTyped(self, self.words_left))

    def on_free_text_done(self, event: FreeText.Done) -> None:
        """Give the words, or go on without any; words that are not the learner's own are sent back."""
        event.stop()
        if self.stage != "write":
            return
        text = self.area.text.strip()
        if not text:
            self.go_on()
            self.call_after_refresh(self.focus)
        elif fault := words_fault(self.item, text):
            self.notify(fault, severity="warning")
        else:
            self.post_message(self.WordsGiven(self, text))

    def words_recorded(self) -> None:
        """Go on: the words are on disk."""
        self.said = True
        self.go_on()
        self.call_after_refresh(self.focus)

    def _ask_rubric(self) -> ChoiceInput:
        """Ask what of the model answer the learner has said."""
        self.stage = "tick"
        self._ticks = ChoiceInput(rubric(self.item), several=True)
        self.mount(Titled(RUBRIC), self._ticks)
        return self._ticks

    def _end(self) -> None:
        self.stage = "done"
        if self._ticks is not None:
            self._ticks.close()
        self.mount(Titled(kept_words(len(self.rubric_ticked), self.item)))

    def on_answer_typed(self, event: AnswerTyped) -> None:
        if self.stage != "build":
            event.stop()

    def on_answer_submitted(self, event: AnswerSubmitted) -> None:
        """Pass on the choice of statements; end with the ticks of the last stage."""
        if self.stage == "build":
            return
        event.stop()
        if self.stage == "tick":
            self._end()
            ticked = tuple(ord(name) - ord("a") for name in event.text.split())
            self.post_message(self.Ticked(self, ticked))
