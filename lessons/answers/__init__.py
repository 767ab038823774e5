"""Reading and judging what a learner typed. Nothing typed is ever executed."""

from .judge import judge, load_diagnosis, numbers, read
from .question import AnswerError, Comparison, Option, Question, QuestionError, Stage, WrongRule
from .requests import judge_request
from .spell import evaluate, same, spell
from .verdict import Mark, Reading, Verdict

__all__ = [
    "AnswerError",
    "Comparison",
    "Mark",
    "Option",
    "Question",
    "QuestionError",
    "Reading",
    "Stage",
    "Verdict",
    "WrongRule",
    "evaluate",
    "judge",
    "judge_request",
    "load_diagnosis",
    "numbers",
    "read",
    "same",
    "spell",
]
