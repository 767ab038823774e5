"""What a counterexample has to fulfil: every premise of a claim, and not its conclusion."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from math import isclose

from msgspec import Struct

from lessons.answers import AnswerError

SLACK = 1e-9  # relative and absolute: what rounding may do to two equal sides


def _equal(left: float, right: float) -> bool:
    return isclose(left, right, rel_tol=SLACK, abs_tol=SLACK)


def _apart(relation: Callable[[float, float], bool]) -> Callable[[float, float], bool]:
    return lambda left, right: relation(left, right) and not _equal(left, right)


RELATIONS: Mapping[str, Callable[[float, float], bool]] = {
    "=": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _apart(operator.lt),
    ">": _apart(operator.gt),
    "<=": lambda left, right: left <= right or _equal(left, right),
    ">=": lambda left, right: left >= right or _equal(left, right),
}


class Requirement(Struct, frozen=True):
    """A relation between two formulas in the entries of an answer, and what is said where it does not hold.

    In the message, `{{left}}` and `{{right}}` stand for the values of the two sides.
    """

    left: str
    relation: str
    right: str
    message: str


class Counterexample(Struct, frozen=True):
    """The requirements of a counterexample, by the names of its entries, row by row. Called with the entries."""

    entries: tuple[str, ...]
    requirements: tuple[Requirement, ...]

    def __call__(self, numbers: tuple[float, ...]) -> str:
        """What is said about the first requirement that does not hold; nothing if all hold."""
        failed, said = self.failed(numbers)
        return said if failed is not None else ""

    def failed(self, numbers: tuple[float, ...]) -> tuple[Requirement | None, str]:
        """The first requirement that does not hold, with what is said about it; None if all hold."""
        values = dict(zip(self.entries, numbers, strict=True))
        return next(((one, said) for one in self.requirements if (said := _lacking(one, values))), (None, ""))


def _lacking(requirement: Requirement, values: Mapping[str, float]) -> str:
    from lessons.answers import evaluate  # for an answer: that a question is there is known without

    try:
        left, right = (evaluate(side, values) for side in (requirement.left, requirement.right))
    except AnswerError:
        return "For these numbers the claim has a side without a value, so they show nothing. Try others."
    if RELATIONS[requirement.relation](left, right):
        return ""
    return requirement.message.replace("{{left}}", f"{left:.4g}").replace("{{right}}", f"{right:.4g}")
