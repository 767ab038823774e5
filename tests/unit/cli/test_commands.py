"""The commands as a shell sees them: what they print, where, and how they exit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lessons.course import Course
from progress.events import Answer
from progress.record import Record
from tests.conftest import Clock
from tests.support.commands import ok, one_line

RUNGS = ["linear_algebra", "probability", "calculus", "information_theory"]


def test_version(run: object) -> None:
    assert ok(run, "--version").out.startswith("tutor 0.")


@pytest.mark.parametrize(
    "command",
    [[], ["open"], ["read"], ["demo"], ["lessons"], ["lessons", "list"], ["lessons", "show"], ["lessons", "judge"],
     ["lessons", "check"], ["progress"], ["progress", "show"], ["progress", "path"],
     ["progress", "verify"], ["progress", "export"],
     ["progress", "import"], ["progress", "reset"], ["doctor"]],
    ids=" ".join,
)  # fmt: skip
def test_every_command_has_help(run: object, command: list[str]) -> None:
    assert "Usage: tutor" in ok(run, *command, "--help").out


def test_an_unknown_command_gets_a_guess(run: object) -> None:
    assert "Did you mean read?" in one_line(ok(run, "raed", status=2))


@pytest.mark.slow
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_read_keeps_to_the_width(run: object, width: int) -> None:
    text = ok(run, "read", "linear_algebra", "--width", str(width)).out
    assert "The dot product" in text
    assert max(map(len, text.splitlines())) <= width


def test_read_in_ascii_is_ascii(run: object) -> None:
    text = ok(run, "read", "linear_algebra", "--width", "80", "--ascii").out
    assert text.isascii()
    assert "\\" not in text.replace("\\|", "").replace(" \\", "") or "\\frac" not in text


@pytest.mark.slow
def test_read_shows_no_raw_latex(run: object) -> None:
    text = ok(run, "read").out
    for raw in ("\\frac", "\\mathbf", "\\cdot", "$", "\\begin"):
        assert raw not in text


def test_read_takes_the_last_part_of_an_id(run: object) -> None:
    assert ok(run, "read", "dot").out == ok(run, "read", "linear_algebra.dot").out


@pytest.mark.parametrize("command", [["read"], ["open"], ["demo"], ["lessons", "show"]], ids=" ".join)
def test_an_unknown_id_gets_a_guess(run: object, command: list[str]) -> None:
    wanted = "vectrs" if command == ["demo"] else "linear_algebra.dott"
    said = one_line(ok(run, *command, wanted, status=2))
    assert "Did you mean" in said


def test_a_demo_frame(run: object) -> None:
    ran = ok(run, "demo", "vectors", "--set", "a=3,1", "--set", "b=1,2", "--width", "70", "--height", "12")
    assert "= 5" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 70


def test_a_demo_frame_as_json(run: object) -> None:
    found = ok(run, "demo", "vectors", "--set", "a=3,1", "--set", "b=1,2", "--json").json
    assert isinstance(found, dict)
    assert found["state"] == {"a": [3.0, 1.0], "b": [1.0, 2.0]}
    assert 5.0 in [readout["value"] for readout in found["readouts"].values()]


@pytest.mark.parametrize("setting", ["a", "a=", "a=x", "a=1,2,3", "c=1,2", "a=1", "a=1e99,0", "a=nan,1"])
def test_a_bad_setting_is_said_in_one_line(run: object, setting: str) -> None:
    one_line(ok(run, "demo", "vectors", "--set", setting, status=2))


@pytest.mark.slow
def test_lessons_list_has_the_promised_shape(run: object, course: Course) -> None:
    found = ok(run, "lessons", "list", "--json").json
    assert isinstance(found, dict)
    assert found["stage"].keys() >= {"id", "title", "minutes"}
    assert [rung["id"] for rung in found["rungs"]] == RUNGS
    first = found["rungs"][0]
    assert first.keys() >= {"id", "title", "minutes", "pages", "items", "demos"}
    assert first["pages"][0].keys() >= {"id", "title", "minutes"}
    assert first["items"][0].keys() >= {"id", "kind", "skills", "outcomes"}
    assert [demo["id"] for demo in first["demos"]] == ["arrows", "vectors", "matrix", "eigen", "low_rank"]
    assert {item["id"] for rung in found["rungs"] for item in rung["items"]} == set(course.templates)
    assert 20 <= found["stage"]["minutes"] <= 24
    assert len(found["outcomes"]) == 5
    assert len(found["books"]) == 4
    for name in ("skills", "exercises", "pitfalls"):
        assert found[name]


def test_lessons_list_reads_as_text(run: object) -> None:
    text = ok(run, "lessons", "list").out
    for word in ("linear_algebra.dot", "vectors", "Checklist", "Books"):
        assert word in text


def test_lessons_show_an_item(run: object) -> None:
    found = ok(run, "lessons", "show", "linear_algebra.dot.compute", "--seed", "5", "--json").json
    assert isinstance(found, dict)
    wanted = {"id", "kind", "seed", "prompt", "answer", "wrong_rules", "hints", "explanation", "steps"}
    assert found.keys() >= wanted
    assert found["seed"] == 5
    assert all(rule.keys() >= {"id", "answer", "message"} for rule in found["wrong_rules"])
    assert found == ok(run, "lessons", "show", "linear_algebra.dot.compute", "--seed", "5", "--json").json


@pytest.mark.parametrize(
    "target_id", ["linear_algebra", "linear_algebra.dot", "vectors", "dot-product", "by-hand", "mml"]
)
def test_lessons_show_anything(run: object, target_id: str) -> None:
    assert ok(run, "lessons", "show", target_id).out.strip()
    ok(run, "lessons", "show", target_id, "--json").json  # noqa: B018


def test_judge_an_item(run: object, course: Course) -> None:
    item = course.item("linear_algebra.dot.compute", 3)
    right = ok(run, "lessons", "judge", "--item", item.id, "--seed", "3", "--answer", item.answer).json
    assert isinstance(right, dict)
    assert (right["verdict"], right["wrong_rule"]) == ("right", None)
    for rule in item.wrong_rules:
        found = ok(run, "lessons", "judge", "--item", item.id, "--seed", "3", "--answer", rule.answer, status=1).json
        assert isinstance(found, dict)
        assert (found["verdict"], found["wrong_rule"], found["feedback"]) == ("wrong", rule.id, rule.message)


def test_judge_a_bare_answer(run: object) -> None:
    found = ok(run, "lessons", "judge", "--kind", "number", "--expected", "1/3", "--answer", "0.333").json
    assert isinstance(found, dict)
    assert found["verdict"] == "right"
    wrong = ok(run, "lessons", "judge", "--kind", "number", "--expected", "2", "--answer", "2 +", status=1).json
    assert isinstance(wrong, dict)
    assert wrong["verdict"] == "unreadable"
    assert wrong["column"]


def test_judge_lines_whatever_they_hold() -> None:
    """One answer a line, in order; a line that cannot be read is answered in its place."""
    lines = [
        {"id": 1, "kind": "number", "expected": "2", "answer": "2"},
        "not json",
        {"id": 2, "item": "linear_algebra.dot.exercise", "seed": 1, "answer": "21"},
        {"id": 3, "item": "no.such.item", "seed": 1, "answer": "21"},
        {"id": 4, "kind": "number"},
        [],
        {"id": 5, "item": "linear_algebra.dot.exercise", "seed": -1, "answer": "21"},
    ]
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    done = subprocess.run(
        [sys.executable, "-m", "tutor", "lessons", "judge", "--jsonl"],
        input=text, capture_output=True, text=True, check=True, env={**os.environ},
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(lines)
    assert answers[0]["verdict"] == "right"
    assert answers[2]["wrong_rule"] == "adds"
    assert ["error" in answer for answer in answers] == [False, True, False, True, True, True, True]
    assert [answer["id"] for answer in answers] == [1, None, 2, 3, 4, None, 5]


def test_progress_starts_empty_and_says_what_fills_it(run: object, home: Path) -> None:
    assert ok(run, "progress", "path").out.strip() == str(home)
    assert "Nothing yet" in ok(run, "progress", "show").out
    assert not home.exists()


def test_progress_shows_the_checklist_with_its_evidence(
    run: object, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_NOW", "2026-03-02T10:00:00")
    record = Record.open(home, device="test", now=Clock())
    for item, kind in (("linear_algebra.dot.exercise", "number"), ("linear_algebra.maps.matvec", "vector")):
        record.append(Answer(item=item, seed=1, typed="32", verdict="right", wrong_rule=None, format=kind))
    record.close()
    found = ok(run, "progress", "show", "--json").json
    assert isinstance(found, dict)
    assert found.keys() >= {"answers", "seconds", "position", "checklist", "skills", "due", "disputes"}
    assert found["answers"] == 2
    by_hand = found["checklist"][0]
    assert by_hand["id"] == "by-hand"
    assert not by_hand["cleared"]
    assert len(by_hand["evidence"]) == 2
    assert len(by_hand["missing"]) == 3
    parts = {part["id"]: part for part in by_hand["parts"]}
    assert list(parts) == ["dot", "matvec", "matmul"]
    assert [seen["item"] for seen in parts["matvec"]["evidence"]] == ["linear_algebra.maps.matvec"]
    assert parts["matvec"]["evidence"][0]["typed"] == "32"
    assert "on a later day" in parts["matvec"]["missing"]
    assert parts["dot"]["evidence"] == []
    skill = found["skills"]["dot-product"]
    assert (skill["answers"], skill["right"], skill["due"][:10]) == (1, 1, "2026-03-04")
    assert found["skills"]["bayes"]["due"] is None
    assert by_hand["evidence"][0]["seen"][0]["typed"] == "32"
    assert "2 answers, 2 right" in ok(run, "progress", "show").out


def test_the_clock_looks_ahead(run: object, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(home, "linear_algebra.dot.compute", "linear_algebra.maps.matvec")
    found = {}
    for day in ("2026-03-02", "2026-03-05", "2026-07-01"):
        monkeypatch.setenv("TUTOR_NOW", f"{day}T20:00:00")
        found[day] = ok(run, "progress", "show", "--json").json
    now, soon, later = (one for one in found.values() if isinstance(one, dict))
    assert now["due"] == []
    assert {one["skill"] for one in soon["due"]} == {"dot-product", "matvec"}
    assert soon["due"][0]["why"]
    assert soon["skills"]["matvec"]["recall"] > later["skills"]["matvec"]["recall"] > 0.3
    assert "2 to review today" in ok(run, "progress", "show").out


def test_doctor(run: object) -> None:
    found = ok(run, "doctor", "--json").json
    assert isinstance(found, dict)
    assert found["problems"] == []
    assert found["home"]["writable"]


def test_doctor_says_what_holds_a_program_and_what_does_not(run: object) -> None:
    found = ok(run, "doctor", "--json").json
    assert isinstance(found, dict)
    sandbox = found["sandbox"]
    assert sandbox["level"] == ("bubblewrap" if sandbox["bubblewrap"] else "subreaper")
    assert "programs that never end" in sandbox["protects_from"]
    assert bool(sandbox["better"]) == (sandbox["level"] != "bubblewrap")
    said = ok(run, "doctor").out
    assert f"sandbox    level {sandbox['level']}" in said
    assert f"sandbox {sandbox['level']} does not protect from" in said


def test_without_a_terminal_the_app_says_so_in_one_line(run: object) -> None:
    said = one_line(ok(run, status=1))
    assert "tutor read" in said


def test_a_bad_clock_is_said_in_one_line(run: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_NOW", "soon")
    assert "TUTOR_NOW" in one_line(ok(run, "progress", "show", status=1))


@pytest.mark.slow
def test_output_that_nobody_reads_is_no_error() -> None:
    """`tutor read | head -1` ends quietly."""
    command = f"{sys.executable} -m tutor read | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.strip()


def answered(home: Path, *items: str, device: str = "test") -> None:
    record = Record.open(home, device=device, now=Clock())
    for item in items:
        record.append(Answer(item=item, seed=1, typed="32", verdict="right", wrong_rule=None, format="number"))
    record.close()


def answers(run: object) -> int:
    found = ok(run, "progress", "show", "--json").json
    assert isinstance(found, dict)
    count: int = found["answers"]
    return count


def test_export_and_import_carry_a_record(run: object, home: Path, tmp_path: Path) -> None:
    answered(home, "linear_algebra.dot.exercise", "linear_algebra.dot.compute")
    file = tmp_path / "record.jsonl"
    assert "2 events" in ok(run, "progress", "export", str(file)).out
    assert ok(run, "progress", "export").out == file.read_text()
    elsewhere = str(tmp_path / "elsewhere")
    assert "2 events added" in ok(run, "--home", elsewhere, "progress", "import", str(file)).out
    assert "0 events added, 2 were there" in ok(run, "--home", elsewhere, "progress", "import", str(file)).out
    found = ok(run, "--home", elsewhere, "progress", "show", "--json").json
    assert isinstance(found, dict)
    assert found["answers"] == 2


def test_an_import_names_the_lines_it_leaves_out(run: object, tmp_path: Path) -> None:
    file = tmp_path / "record.jsonl"
    file.write_text('{"v":1}\nnonsense\n')
    ran = ok(run, "progress", "import", str(file), status=1)
    assert f"{file}:1: " in ran.err
    assert f"{file}:2: " in ran.err


def test_a_reset_can_be_taken_back(run: object, home: Path) -> None:
    answered(home, "linear_algebra.dot.exercise", "linear_algebra.maps.matvec")
    assert "--undo" in ok(run, "progress", "reset", "linear_algebra.dot").out
    assert answers(run) == 1
    ok(run, "progress", "reset")
    assert answers(run) == 0
    ok(run, "progress", "reset", "--undo")
    ok(run, "progress", "reset", "--undo")
    assert answers(run) == 2
    one_line(ok(run, "progress", "reset", "--undo", status=1))
    assert "Did you mean" in one_line(ok(run, "progress", "reset", "linear_algebra.dott", status=2))


def test_a_skill_or_an_outcome_can_start_again(run: object, home: Path) -> None:
    answered(home, "linear_algebra.dot.exercise", "linear_algebra.maps.matvec", "probability.bayes.posterior")
    ok(run, "progress", "reset", "dot-product")
    assert answers(run) == 2
    ok(run, "progress", "reset", "by-hand")
    assert answers(run) == 1
    ok(run, "progress", "reset", "--undo")
    ok(run, "progress", "reset", "--undo")
    assert answers(run) == 3


def test_verify_names_what_is_wrong(run: object, home: Path) -> None:
    answered(home, "linear_algebra.dot.exercise")
    assert ok(run, "progress", "verify").out == "no faults\n"
    (journal,) = (home / "journal").glob("*.jsonl")
    with journal.open("a") as file:
        file.write("nonsense\n")
    ran = ok(run, "progress", "verify", status=1)
    assert f"{journal}:2: " in ran.out
    rows = ok(run, "progress", "verify", "--json", status=1).json
    assert isinstance(rows, list)
    assert rows[0]["line"] == 2
