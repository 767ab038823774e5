"""Every kind of fault that a judge of typed answers has had, with cases on both sides of it."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from lessons.answers import Question, judge, judge_request
from tests.support.for_each import for_each
from tests.support.paths import TABLES
from tests.support.processor_time import timed

_TABLE = TABLES / "answers_kinds.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in _TABLE.read_text(encoding="utf-8").splitlines()]
_OUTSIDE = ("fault", "want", "says", "column")


def _request(case: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in case.items() if name not in _OUTSIDE}


@for_each(CASES, ids=lambda case: f"{case['id']} {case['fault']}: {case['answer'][:30]!r}")
def test_case_is_judged_as_it_should(case: dict[str, Any]) -> None:
    answer = judge_request(_request(case))
    feedback = str(answer.get("feedback", answer.get("error")))
    assert answer.get("verdict", "error") == case["want"], feedback
    assert case.get("says", "") in feedback
    if "column" in case:
        assert answer["column"] == case["column"]
    if case["want"] in ("wrong", "unreadable"):
        assert feedback.endswith((".", "?"))


def test_every_kind_has_many_cases() -> None:
    kinds = {str(case["id"]).partition(".")[0] for case in CASES}
    assert len(kinds) >= 22
    assert len(CASES) >= 300


@pytest.mark.slow
def test_no_judgement_takes_long() -> None:
    """20 milliseconds is the limit for one; the first of each question, which reads its answer, included."""
    for case in CASES:
        request = _request(case)
        judge_request(request)  # what is imported and cached once
        assert timed(partial(judge_request, request))[1] < 0.02, case["id"]


def test_a_factor_of_ln_2_is_told_by_the_unit_that_is_asked_for() -> None:
    def told(unit: str, typed: str) -> str:
        return judge(Question("number", "1.837995", about=("", f"What is the entropy, in {unit}?")), typed).feedback

    assert "this is in nats, bits are asked for" in told("bits", "1.274")
    assert "this is in bits, nats are asked for" in told("nats", "2.6517")
    assert "times ln 2, once too often" in told("nats", "1.274")
    assert "divided by ln 2, once too often" in told("bits", "2.6517")
    assert "check which one" in told("dits", "2.6517")
