"""`tutor export worksheet`: printable, the same for the same seed, the answers on a page of their own at the end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lessons.answers import judge
from lessons.course import Course
from tests.support.broken_courses import TINY
from tests.support.commands import ok, one_line
from tests.support.markup import Markup
from tutor.export.elements import TEXT
from tutor.export.questions import questions_in, sample

SCOPE = "linear_algebra.dot"


def parts(text: str) -> tuple[str, str]:
    questions, answers = text.split("\f")
    return questions, answers


@pytest.mark.parametrize("scope", ["linear_algebra.dot", "dot", "calculus", "exercise.softmax", "entropy"])
def test_it_is_written_with_its_answers_at_the_end(scope: str, run: object, tmp_path: Path) -> None:
    file = tmp_path / "sheet.txt"
    ran = ok(run, "export", "worksheet", scope, str(file), "--count", "6")
    assert ran.out == ""
    questions, answers = parts(file.read_text("utf-8"))
    asked = re.findall(r"^(\d+)\. ", questions, re.MULTILINE)
    answered = re.findall(r"^(\d+)\. \S", answers, re.MULTILINE)
    assert asked
    assert asked == answered
    assert all(len(line) <= 76 for line in questions.splitlines())
    assert "$" not in questions


def test_the_seed_gives_the_numbers(run: object) -> None:
    first, again, other = (ok(run, "export", "worksheet", SCOPE, "-", "--seed", seed).out for seed in ("4", "4", "5"))
    assert first == again
    assert first != other


def test_the_answers_are_right(run: object, course: Course) -> None:
    items = sample(course, SCOPE, 3, 8)
    _, answers = parts(ok(run, "export", "worksheet", SCOPE, "-", "--seed", "3", "--count", "8").out)
    typed = re.findall(r"^\d+\. (.+)$", answers, re.MULTILINE)
    assert len(typed) == len(items)
    assert all(judge(item.question, answer).mark == "right" for item, answer in zip(items, typed, strict=True))


def test_worked_solutions_are_added_on_demand(run: object) -> None:
    short = parts(ok(run, "export", "worksheet", SCOPE, "-").out)
    worked = parts(ok(run, "export", "worksheet", SCOPE, "-", "--worked").out)
    assert worked[0] == short[0]
    assert len(worked[1]) > 2 * len(short[1])


def test_it_is_of_the_course_that_is_named(run: object) -> None:
    ran = ok(run, "--course", str(TINY), "export", "worksheet", "basics", "-")
    assert "1 + 2" in ran.out
    said = one_line(ok(run, "--course", str(TINY), "export", "worksheet", SCOPE, "-", status=2))
    assert SCOPE in said


def test_an_unknown_scope_gets_a_guess(run: object) -> None:
    assert "Did you mean" in one_line(ok(run, "export", "worksheet", "linear_algebra.dott", "-", status=2))


def test_a_folder_that_is_not_there_is_one_line(run: object, tmp_path: Path) -> None:
    assert "No such file" in one_line(ok(run, "export", "worksheet", SCOPE, str(tmp_path / "no" / "x"), status=1))


def test_the_whole_course_has_every_question_once(course: Course) -> None:
    ids = questions_in(course, course.outline.id)
    assert len(set(ids)) == len(ids)
    assert set(ids) == set(course.templates)


def test_a_page_for_a_browser_has_its_answers_on_a_page_of_their_own(
    run: object, tmp_path: Path, course: Course
) -> None:
    """And it is one file, which asks for nothing else."""
    file = tmp_path / "sheet.HTML"
    ok(run, "export", "worksheet", SCOPE, str(file), "--count", "6", "--seed", "3", "--worked")
    text = file.read_text("utf-8")
    page = Markup(re.sub(r"<math.*?</math>", "", text, flags=re.DOTALL))
    assert not page.faults
    assert not {"script", "link", "img", "details"} & {tag for tag, _ in page.elements}
    assert "break-before: page" in text
    questions, answers = text.split('<section class="answers">')
    items = sample(course, SCOPE, 3, 6)
    assert questions.count("<li>") - questions.count("<li><b>") == len(items)
    assert all(TEXT.answer(item) in answers for item in items)
    assert questions.count('class="room"') == sum(not item.options for item in items)
