"""The headless face: one JSON object in, one out, whatever it holds."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.answers import judge_request

_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)
_FIELDS = ("id", "kind", "expected", "answer", "names", "rule", "log_base", "accept", "forbid", "options", "before")


@pytest.mark.parametrize(
    ("request_", "verdict"),
    [
        ({"kind": "number", "expected": "32", "answer": "64/2"}, "right"),
        ({"kind": "number", "expected": 32, "answer": 31}, "wrong"),
        ({"kind": "number", "expected": "100", "answer": "104", "rule": {"relative": 0.05}}, "right"),
        ({"kind": "number", "expected": "100", "answer": "104", "tolerance": {"absolute": 1}}, "wrong"),
        ({"kind": "vector", "expected": "[1, 2]", "answer": "1 2"}, "right"),
        ({"kind": "matrix", "expected": "[1, 2; 3, 4]", "answer": "[[1, 2], [3, 5]]"}, "wrong"),
        ({"kind": "expression", "expected": "x^2-1", "answer": "(x+1)(x-1)"}, "right"),
        ({"kind": "expression", "expected": "x^2", "answer": "x^", "names": {"x": "real"}}, "unreadable"),
        ({"kind": "rule", "expected": "w <- w - grad L(w)", "answer": "w = w - dL/dw"}, "right"),
        ({"kind": "multi", "expected": "a b", "answer": "b a", "options": [{"id": "a"}, {"id": "b"}]}, "right"),
    ],
)
def test_requests_are_judged(request_: dict[str, Any], verdict: str) -> None:
    answer = judge_request({"id": 7, **request_})
    assert answer["verdict"] == verdict
    assert set(answer) == {"id", "verdict", "understood", "feedback", "column", "wrong_rule"}
    assert answer["id"] == 7
    assert (answer["column"] is None) == (verdict != "unreadable")


@pytest.mark.parametrize(
    "request_",
    [
        None,
        [],
        "32",
        {},
        {"kind": "number", "expected": "32"},
        {"kind": "number", "answer": "32"},
        {"kind": "poem", "expected": "1", "answer": "1"},
        {"kind": ["number"], "expected": "1", "answer": "1"},
        {"kind": "number", "expected": "1", "answer": True},
        {"kind": "number", "expected": "1 +", "answer": "1"},
        {"kind": "number", "expected": "1", "answer": "1", "rule": {"relative": -1}},
        {"kind": "number", "expected": "1", "answer": "1", "rule": {"relative": 1, "absolute": 1}},
        {"kind": "number", "expected": "1", "answer": "1", "rule": {"figures": 3}},
        {"kind": "number", "expected": "1", "answer": "1", "rule": {"decimals": 10**9}},
        {"kind": "number", "expected": "1", "answer": "1", "rule": {"relative": float("nan")}},
        {"kind": "number", "expected": "1", "answer": "1", "names": {"x": 3}},
        {"kind": "number", "expected": "1", "answer": "1", "names": "x"},
        {"kind": "number", "expected": "1", "answer": "1", "surprise": 1},
    ],
)
def test_a_bad_request_gets_an_error(request_: object) -> None:
    answer = judge_request(request_)
    assert set(answer) == {"id", "error"}
    assert answer["error"]


@pytest.mark.slow
@given(st.one_of(_JSON, st.dictionaries(st.sampled_from(_FIELDS), _JSON)))
@settings(max_examples=300, deadline=None)
def test_anything_gets_an_answer(line: object) -> None:
    answer = judge_request(line)
    assert "error" in answer or answer["verdict"] in ("right", "wrong", "unreadable")
    json.dumps({key: value for key, value in answer.items() if key != "id"})


@given(
    st.sampled_from(["number", "vector", "matrix", "expression", "rule"]), st.text(max_size=25), st.text(max_size=25)
)
@settings(max_examples=200, deadline=None)
def test_any_expected_text_gets_an_answer(kind: str, expected: str, answer: str) -> None:
    assert judge_request({"kind": kind, "expected": expected, "answer": answer})
