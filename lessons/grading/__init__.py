"""What a check calls, what each call should give, and what the learner is told. Pure: nothing runs here."""

from .judging import judged
from .model import Case, Check, Finding, Function, Judgement, Slip, slips
from .numbers import Nested, close, flat, nested, shown

__all__ = [
    "Case",
    "Check",
    "Finding",
    "Function",
    "Judgement",
    "Nested",
    "Slip",
    "close",
    "flat",
    "judged",
    "nested",
    "shown",
    "slips",
]
