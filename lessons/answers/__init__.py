"""Reading and judging what a learner typed. Nothing typed is ever executed.

Each name is imported from its module when it is first asked for: whoever wants a `Question` loads no grammar.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .expressions import evaluate, same
    from .judging import judge, load_diagnosis, numbers, read
    from .question import AnswerError, Comparison, Option, Question, QuestionError, Stage, WrongRule
    from .requests import judge_request
    from .spelling import spell
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

_NAMES = {
    "expressions": ("evaluate", "same"),
    "judging": ("judge", "load_diagnosis", "numbers", "read"),
    "question": ("AnswerError", "Comparison", "Option", "Question", "QuestionError", "Stage", "WrongRule"),
    "requests": ("judge_request",),
    "spelling": ("spell",),
    "verdict": ("Mark", "Reading", "Verdict"),
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    return value
