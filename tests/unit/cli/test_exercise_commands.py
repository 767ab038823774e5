"""`tutor exercise` and the other commands that know exercises."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from tests.support.commands import Ran, ok, one_line
from tests.support.content import COURSE
from tests.support.exercises import EXERCISES
from tests.support.programs.dot_product import PROGRAMS
from tutor.learning.exercise_files import saves


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_from_the_starter_to_a_pass(run: object, home: Path, exercise_id: str) -> None:
    """start writes the file and prints its name; check says 1, then 0, in the words of the app."""
    started = ok(run, "exercise", "start", exercise_id)
    path = Path(started.out.strip())
    assert path == home / "exercises" / f"{exercise_id}.py"
    first = ok(run, "exercise", "check", exercise_id, status=1)
    assert "This is still the starter" in first.out
    path.write_text(COURSE.exercise(exercise_id).solution, "utf-8")
    passed = ok(run, "exercise", "check", exercise_id)
    assert "passed." in passed.out
    rows = json.loads(ok(run, "exercise", "list", "--json").out)
    assert {row["id"]: row["standing"] for row in rows}[exercise_id] == "passed"
    assert [row["id"] for row in rows] == EXERCISES


def test_start_never_overwrites(run: object) -> None:
    path = Path(ok(run, "exercise", "start", "dot_product").out.strip())
    path.write_text("mine", "utf-8")
    again = ok(run, "exercise", "start", "dot_product")
    assert path.read_text("utf-8") == "mine"
    assert "stays as it is" in again.err


def test_check_takes_another_file(run: object, tmp_path: Path) -> None:
    file = tmp_path / "else.py"
    file.write_text(PROGRAMS.wrong["adds"][0], "utf-8")
    ran = ok(run, "exercise", "check", "dot_product", str(file), "--json", status=1)
    found = json.loads(ran.out)
    assert found["rules"] == ["adds"]
    assert not found["passed"]
    first = next(one for one in found["findings"] if not one["ok"])
    assert (first["call"], first["got"], first["expected"]) == ("dot([1, 2, 3], [4, 5, 6])", "21", "32")
    assert "sum of all the entries" in first["text"]
    assert {"seconds", "level", "output", "builds_on", "said", "line"} <= found.keys()


def test_without_a_file_check_says_how_to_get_one(run: object) -> None:
    assert "tutor exercise start dot_product" in one_line(ok(run, "exercise", "check", "dot_product", status=1))


def test_names_are_guessed(run: object) -> None:
    for command in ("start", "check", "solution", "hints", "reset"):
        assert "Did you mean softmax" in one_line(ok(run, "exercise", command, "softmaks", status=2))


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"def dot(a, b)\n    return 1\n", "line 1"), (b"\xff\xfe\x00", "UTF-8"), (b"", "no function called dot")],
    ids=["syntax", "not UTF-8", "empty"],
)
def test_what_is_no_program_is_told_so(run: object, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "x.py"
    file.write_bytes(content)
    assert said in ok(run, "exercise", "check", "dot_product", str(file), status=1).out


def test_reset_keeps_the_old_file(run: object) -> None:
    path = Path(ok(run, "exercise", "start", "entropy").out.strip())
    for number in (1, 2):
        path.write_text(f"try {number}", "utf-8")
        assert f"entropy.py.{number}" in ok(run, "exercise", "reset", "entropy").err
        assert path.with_name(f"entropy.py.{number}").read_text("utf-8") == f"try {number}"
        assert path.read_text("utf-8") == COURSE.exercise("entropy").starter


def test_hints_and_solution(run: object) -> None:
    assert ok(run, "exercise", "hints", "softmax").out.count("\n") >= len(COURSE.exercise("softmax").entry.hints)
    assert ok(run, "exercise", "solution", "softmax").out == COURSE.exercise("softmax").solution


@pytest.mark.slow
def test_one_without_a_terminal_can_read_and_show_them(run: object) -> None:
    for exercise_id in EXERCISES:
        text = ok(run, "read", f"exercise.{exercise_id}", "--ascii").out
        assert text.isascii()
        assert "In NumPy" in text
        assert "def " in text
        shown = json.loads(ok(run, "lessons", "show", f"exercise.{exercise_id}", "--json").out)
        assert shown["kind"] == "exercise"
        assert len(shown["wrong_rules"]) >= 8
        assert shown["starter"]
        assert shown["solution"]
    listed = json.loads(ok(run, "lessons", "list", "--json").out)
    assert [one["id"] for one in listed["exercises"]] == EXERCISES


@pytest.mark.slow
def test_the_record_says_which_are_done(run: object, tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text(COURSE.exercise("softmax").solution, "utf-8")
    ok(run, "exercise", "check", "softmax", str(file))
    shown = json.loads(ok(run, "progress", "show", "--json").out)
    assert shown["exercises"]["softmax"]["passed"]
    assert "[x] Softmax" in ok(run, "progress", "show").out
    ok(run, "progress", "reset", "exercise.softmax")
    assert json.loads(ok(run, "progress", "show", "--json").out)["exercises"]["softmax"] == {
        "checks": 0,
        "passed": None,
    }


def test_every_check_ends_in_a_status(run: object) -> None:
    ran = run("exercise", "check")  # type: ignore[operator]
    assert isinstance(ran, Ran)
    assert ran.status == 2


def test_a_save_is_seen_once_it_is_whole_and_each_only_once() -> None:
    stamps: list[object] = [None, "first", "first", "first", "half", "whole", "whole", "whole", None, "third", "third"]
    looked = iter(stamps)
    seen = [0]

    def look() -> object:
        seen[0] += 1
        try:
            return next(looked)
        except StopIteration:
            raise KeyboardInterrupt from None

    at = []
    with contextlib.suppress(KeyboardInterrupt):
        for _ in saves(look, pause=lambda _: None):
            at.append(stamps[seen[0] - 1])
    assert at == ["first", "whole", "third"]


def test_a_watch_needs_a_file(run: object) -> None:
    assert "tutor exercise start dot_product" in one_line(ok(run, "exercise", "watch", "dot_product", status=1))
