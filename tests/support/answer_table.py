"""The table of judged answers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from lessons.answers import Comparison, Mark, Question
from tests.support.paths import TABLES

_TABLE = TABLES / "answers_cases.toml"


_MARKS: tuple[Mark, ...] = ("right", "wrong", "unreadable")


@dataclass(frozen=True)
class Case:
    """One answer to one question, with the mark it must get and why."""

    question: Question
    answer: str
    mark: Mark
    why: str
    says: str


def _question(group: dict[str, Any]) -> Question:
    return Question(
        group["kind"],
        group["expected"],
        names=group.get("names", {}),
        rule=Comparison(**group["rule"]) if "rule" in group else None,
        forbid=tuple(group.get("forbid", ())),
        log_base=group.get("log_base", "e"),
        zero_log_zero=group.get("zero_log_zero", False),
    )


def _cases() -> list[Case]:
    groups = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["group"]
    return [
        Case(_question(group), case[0], mark, case[1], case[2] if len(case) > 2 else "")
        for group in groups
        for mark in _MARKS
        for case in group.get(mark, ())
    ]


CASES = _cases()
