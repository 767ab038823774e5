"""What a question tells the screen it stands on. Each is handled as `on_question_view_...`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from lessons.answers import Verdict

if TYPE_CHECKING:
    from tutor.app.widgets.question import QuestionView


class Judged(Message, namespace="question_view"):
    """An answer was judged; it is to be recorded before `reveal` shows the verdict."""

    def __init__(self, view: QuestionView, typed: str, verdict: Verdict) -> None:
        super().__init__()
        self.view, self.typed, self.verdict = view, typed, verdict


class Helped(Message, namespace="question_view"):
    """A hint was taken, or the solution: `kind` is hint, gave_up or dispute."""

    def __init__(self, view: QuestionView, kind: str) -> None:
        super().__init__()
        self.view, self.kind = view, kind


class Drafted(Message, namespace="question_view"):
    """What is in the box changed; `box` names one beside the answer's own."""

    def __init__(self, view: QuestionView, text: str, cursor: int, box: str = "") -> None:
        super().__init__()
        self.view, self.text, self.cursor = view, text, cursor
        self.box = box


class Redrawn(Message, namespace="question_view"):
    """The question came again with other numbers."""

    def __init__(self, view: QuestionView) -> None:
        super().__init__()
        self.view = view


class Grown(Message, namespace="question_view"):
    """More, or less, is said below the box."""

    def __init__(self, view: QuestionView) -> None:
        super().__init__()
        self.view = view


class Left(Message, namespace="question_view"):
    """The learner wants to go on with the page."""

    def __init__(self, view: QuestionView) -> None:
        super().__init__()
        self.view = view
