"""Grading of programs: calls, expected results, and feedback. Pure: programs run in `lessons.sandbox`."""

from lessons.model.misconception import Nested

from .judging import judged, unrepaired, within
from .model import PART, Case, Check, Finding, Function, Judgement, numeric_misconceptions
from .numbers import close, flat, nested, shown

__all__ = [
    "PART",
    "Case",
    "Check",
    "Finding",
    "Function",
    "Judgement",
    "Nested",
    "close",
    "flat",
    "judged",
    "nested",
    "numeric_misconceptions",
    "shown",
    "unrepaired",
    "within",
]
