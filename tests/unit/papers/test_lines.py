"""Lines that are typed: read as one assignment, run in the sandbox, and compared step by step."""

from __future__ import annotations

import pytest

from lessons.answers import AnswerError
from lessons.paper_cards.lines import LONGEST, arrays_of, compared, judge_line, run_sandboxed, steps_of, traced
from lessons.sandbox import Call, Report
from tests.support.paper_oracles import cards

CARD = cards()["paper.attention"]


def said(line: str) -> str:
    """What is said to a line of which no mistake is known."""
    verdict = compared(CARD, 0, [traced(line, draw) for draw in arrays_of(CARD, 0)])
    assert (verdict.mark, verdict.rule) == ("wrong", None)
    return verdict.message


def test_the_steps_of_a_line_are_its_expressions_innermost_first() -> None:
    assert steps_of("out = softmax(Q @ K.T / np.sqrt(d), axis=-1) @ V") == (
        "K.T",
        "Q @ K.T",
        "np.sqrt(d)",
        "Q @ K.T / np.sqrt(d)",
        "-1",
        "softmax(Q @ K.T / np.sqrt(d), axis=-1)",
        "softmax(Q @ K.T / np.sqrt(d), axis=-1) @ V",
    )
    assert steps_of("a -= b")[-1] == "a - b"
    assert steps_of("Q") == ("Q",)


@pytest.mark.parametrize(
    "typed",
    [
        "", "  ", "a = ", "a = b; c = d", "import os", "a = b = c", "a, b = c", "for i in x: pass", "(" * 150,
        "a = " + "x" * LONGEST,
    ],
)  # fmt: skip
def test_what_is_no_line_is_not_read_and_not_run(typed: str) -> None:
    with pytest.raises(AnswerError):
        steps_of(typed)

    def never(_: str, __: tuple[Call, ...]) -> Report:
        raise AssertionError("it was run")

    assert judge_line(CARD, 0, typed, never).mark == "unreadable"


def test_general_rules_name_what_no_card_knows() -> None:
    right = "(softmax(Q @ K.T / np.sqrt(d)) @ V)"
    assert said(f"-{right}") == "The sign is wrong, the size is right."
    assert said(f"2 * {right}") == "The result is 2 times the right one."
    assert said(f"{right} / 2") == "The result is ½ times the right one."
    assert "nan" in said(f"{right} * np.nan")
    assert "shape (2,). The formula gives (2, 5)" in said(f"{right}[:, 0]")
    assert said("'words'") == "The line gives no numbers."
    assert said(f"{right} + 1") == "Compare the first step that differs."
    assert said("Q @ K.T @ V @ V").startswith("Python raises ValueError. With equal sizes it runs")


def test_the_first_step_that_differs_is_shown_beside_the_last_one_reached() -> None:
    wrong = "softmax(Q @ K.T / np.sqrt(d), axis=0) @ V"
    rows = compared(CARD, 0, [traced(wrong, draw) for draw in arrays_of(CARD, 0)]).rows
    assert [(row.role, row.text) for row in rows] == [
        ("same", "Q @ K.T / np.sqrt(d)"),
        ("yours", "softmax(Q @ K.T / np.sqrt(d), axis=0)"),
        ("reference", "softmax(Q @ K.T / np.sqrt(d), axis=-1)"),
    ]
    assert rows[1].value != rows[2].value


def test_lines_run_in_the_sandbox() -> None:
    assert judge_line(CARD, 0, "softmax(Q @ K.T / d**.5) @ V").mark == "right"
    wrong = judge_line(CARD, 0, "out = softmax(Q @ K / np.sqrt(d), axis=-1) @ V")
    assert wrong.rule == "no-transpose"
    assert any("ValueError: matmul" in row.value for row in wrong.rows)


def test_a_right_line_that_overflows_where_the_formula_does_gets_a_note() -> None:
    card = cards()["paper.softmax_ce"]
    printed = judge_line(card, 0, card.line.line)
    assert printed.mark == "right"
    assert printed.message.startswith("on 1000·Z it gives inf")
    by_logs = "(np.log(np.exp(Z - Z.max(1, keepdims=True)).sum(1)) + Z.max(1) - Z[np.arange(B), y]).mean()"
    finite = judge_line(card, 0, by_logs)
    assert (finite.mark, finite.message) == ("right", "")


@pytest.mark.parametrize("line", ["out = __import__('os')._exit(3)", "out = open('/etc/passwd', 'w')", "out = exit()"])
def test_hostile_lines_stay_in_the_sandbox(line: str) -> None:
    assert judge_line(CARD, 0, line).mark in ("wrong", "unreadable")


def test_an_endless_line_is_stopped() -> None:
    from threading import Event

    stop = Event()
    stop.set()
    verdict = judge_line(CARD, 0, "[0 for _ in iter(int, 1)]", lambda source, calls: run_sandboxed(source, calls, stop))
    assert verdict.mark == "unreadable"
    assert "Stopped" in verdict.message
