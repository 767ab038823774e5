"""The words of a question around its answer box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.containers import Horizontal

from tutor.app.widgets.lines import Lines
from tutor.rendering.notation import Line
from tutor.rendering.question import INDENT, indented, lead_line, prompt_lines

if TYPE_CHECKING:
    from lessons.model.page import Item


class AskedQuestion(Protocol):
    """The question whose words are shown."""

    sure: int | None

    @property
    def item(self) -> Item:
        """What is asked."""

    @property
    def shown_standing(self) -> str:
        """The status to show: open, wrong, right or shown."""

    def aftermath(self, width: int, ascii_only: bool) -> list[Line]:
        """The lines below the answer box."""


class QuestionPrompt(Lines):
    """What is asked, under a heading that says how the question stands."""

    def __init__(self, view: AskedQuestion) -> None:
        super().__init__()
        self.view = view

    def typeset(self, width: int) -> list[Line]:
        view = self.view
        return prompt_lines(view.item, view.shown_standing, view.sure, width, self.plain, self.memo)


class QuestionLead(Lines):
    """What stands before the answer box, on its first row."""

    DEFAULT_CSS = "QuestionLead { width: auto; }"

    def __init__(self, view: AskedQuestion) -> None:
        super().__init__()
        self.view = view

    def typeset(self, width: int) -> list[Line]:
        item = self.view.item
        rows = item.shape[0] + 1 if item.shape is not None else 1  # as many as the box has
        return [lead_line(item, self.plain, self.memo), *[()] * (rows - 1)]

    def get_content_width(self, *_: object) -> int:
        return len(self.lines(0)[0])


class AnswerRow(Horizontal):
    """The lead and the answer box."""

    DEFAULT_CSS = "AnswerRow { height: auto; }"


class QuestionFeedback(Lines):
    """What is said about the answer, below the box."""

    def __init__(self, view: AskedQuestion) -> None:
        super().__init__()
        self.view = view

    def typeset(self, width: int) -> list[Line]:
        return indented(self.view.aftermath(width - INDENT, self.plain))
