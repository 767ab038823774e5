"""Every judged case of the table: its mark, and the words its feedback must hold."""

from lessons.answers import judge
from tests.support.answer_table import CASES, Case
from tests.support.for_each import for_each


def _name(case: Case) -> str:
    return f"{case.question.expected[:20]}|{case.answer[:30]!r}|{case.why}"


@for_each(CASES, ids=_name)
def test_case_is_judged_as_it_should(case: Case) -> None:
    verdict = judge(case.question, case.answer)
    assert verdict.mark == case.mark, f"{case.why}: {verdict.feedback}"
    assert case.says in verdict.feedback
    assert verdict.mark == "right" or verdict.feedback
    assert (verdict.column is not None) == (verdict.mark == "unreadable")


@for_each([case for case in CASES if case.mark != "unreadable"], ids=_name)
def test_what_is_echoed_is_what_is_judged(case: Case) -> None:
    verdict = judge(case.question, case.answer)
    again = judge(case.question, verdict.understood)
    assert verdict.understood
    assert (again.mark, again.wrong_rule, again.cells) == (verdict.mark, verdict.wrong_rule, verdict.cells)


def test_table_is_large_and_every_case_has_its_reason() -> None:
    assert len(CASES) >= 250
    assert all(len(case.why) >= 3 for case in CASES)


@for_each([case for case in CASES if case.mark == "wrong"], ids=_name)
def test_wrong_is_explained_without_the_answer(case: Case) -> None:
    feedback = judge(case.question, case.answer).feedback
    assert len(feedback) >= 20
    assert feedback.endswith((".", "$."))
    if len(case.question.expected) > 3:
        assert case.question.expected not in feedback
