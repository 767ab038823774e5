"""`tutor debug open` for diagnoses and repairs: line by line, and as JSON lines."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from lessons.course import Course, UnknownIdError
from progress.record import Record
from progress.state.records import CaseRecord
from tests.conftest import Clock
from tests.support.cases import drawn, repair
from tutor.cli.catalogue import listing, listing_text, shown
from tutor.cli.commands import run as command
from tutor.plain import diagnosis_json, diagnosis_text, repair_json, repair_text
from tutor.plain.console import Console
from tutor.plain.diagnosis_recorder import DiagnosisRecorder
from tutor.plain.repair_recorder import RepairRecorder
from tutor.plain.text import TextStyle

CASE = "diagnose.batch-loss"


def diagnose(home: Path, given: list[str], *, plain: bool = False, again: bool = False, seed: int | None = None) -> str:
    record, out = Record.open(home, device="test", now=Clock()), io.StringIO()
    console = Console(io.BytesIO("".join(f"{line}\n" for line in given).encode()), out, 80, echo=False)
    recorder = DiagnosisRecorder(Course(), CASE, record, Clock(), seed, again)
    if plain:
        diagnosis_text.run(recorder, console, TextStyle(80, ascii_only=True))
    else:
        diagnosis_json.run(recorder, console)
    record.close()
    return out.getvalue()


def events(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def lines(*given: dict[str, object]) -> list[str]:
    return [json.dumps(one) for one in given]


def case_record(home: Path, case: str) -> CaseRecord:
    record = Record.open(home, device="test", now=Clock())
    found = record.state.cases.get(case, CaseRecord())
    record.close()
    return found


def test_a_diagnosis_on_json_lines(tmp_path: Path) -> None:
    case = drawn("batch_loss", 1)
    wrong = case.number.wrong_rules[0]
    given = lines({"answer": wrong.answer}, {"answer": case.number.answer}, {"answer": case.cause.answer})
    said = events(diagnose(tmp_path, given))
    assert [one["event"] for one in said] == ["question", "verdict", "verdict", "question", "verdict", "closing", "end"]
    first, miss, hit, cause, right, closing, end = said
    assert first["log"] == list(case.symptom.log)
    assert (miss["wrong_rule"], miss["first_try"], miss["feedback"]) == (wrong.id, True, wrong.message)
    assert (hit["verdict"], hit["first_try"]) == ("right", False)
    assert len(cause["options"]) == 5
    assert right["first_try"] is True
    assert closing["text"] == case.closing
    assert closing["first_try"] is False
    assert end == {"event": "end", "asked": 2, "right_first": 1}
    record = case_record(tmp_path, CASE)
    assert (record.plays, record.clean_t) == (1, None)
    assert record.solved_t


def test_bad_lines_are_errors_and_show_ends_without_a_score(tmp_path: Path) -> None:
    given = ["no json", "[]", *lines({"answer": 3}, {"what": True}, {"show": 1}, {"show": True}, {"show": True})]
    said = events(diagnose(tmp_path, given))
    assert [one["event"] for one in said].count("error") == 5
    assert said[-1] == {"event": "end", "asked": 2, "right_first": 0}
    assert case_record(tmp_path, CASE).solved_t is None


def test_a_diagnosis_that_was_left_goes_on_and_the_next_play_is_another_draw(tmp_path: Path) -> None:
    case = drawn("batch_loss", 1)
    diagnose(tmp_path, lines({"answer": case.number.answer}, {"quit": True}))
    (question, end) = events(diagnose(tmp_path, []))
    assert (question["number"], question["seed"]) == (2, 1)
    assert end["asked"] == 1
    assert events(diagnose(tmp_path, [], seed=5))[0]["seed"] == 5
    assert events(diagnose(tmp_path, [], again=True))[0]["number"] == 1
    diagnose(tmp_path, lines({"answer": case.number.answer}, {"answer": case.cause.answer}), seed=1)
    assert events(diagnose(tmp_path, []))[0]["seed"] == 2


def test_a_diagnosis_line_by_line_in_ascii(tmp_path: Path) -> None:
    case = drawn("batch_loss", 1)
    wrong = next(option for option in case.cause.options if option.id != case.cause.answer)
    given = ["help", "again", "", "(", case.number.answer, wrong.id, "show"]
    text = diagnose(tmp_path, given, plain=True)
    assert text.isascii()
    assert all(len(line) <= 80 for line in text.splitlines())
    flat = " ".join(text.split())
    assert text.count(case.symptom.log[0]) == 2
    assert wrong.message[:40] in flat
    assert "The cause: " in flat
    assert "It builds on: " in flat


def repaired(home: Path, name: str, given: list[str], plain: bool = False) -> str:
    record, out = Record.open(home, device="test", now=Clock()), io.StringIO()
    console = Console(io.BytesIO("".join(f"{line}\n" for line in given).encode()), out, 80, echo=False)
    recorder = RepairRecorder(Course(), repair(name), record, Clock())
    if plain:
        repair_text.run(recorder, console, TextStyle(80, ascii_only=True))
    else:
        repair_json.run(recorder, console)
    record.close()
    return out.getvalue()


def test_a_repair_on_json_lines(tmp_path: Path) -> None:
    one = repair("softmax")
    head = "import numpy as np\n"
    wrong = next(known for known in one.wrong if known.id == "all")
    given = lines({"check": True}, {"answer": head + wrong.program}, {"answer": head + one.right[1].program})
    question, given_back, miss, right, end = events(repaired(tmp_path, "softmax", given))
    assert question["program"] == one.task.starter
    assert Path(question["file"]).read_text("utf-8") == one.task.starter
    assert (given_back["verdict"], given_back["wrong_rule"]) == ("wrong", None)
    assert (miss["wrong_rule"], miss["feedback"]) == ("all", wrong.message)
    assert (right["verdict"], right["feedback"], right["first_try"]) == ("right", one.task.closing, False)
    assert end == {"event": "end", "asked": 1, "right_first": 0}
    record = case_record(tmp_path, "repair.softmax")
    assert (record.plays, bool(record.solved_t), record.first and record.first.clean) == (3, True, False)


def test_a_repair_at_the_first_try_line_by_line(tmp_path: Path) -> None:
    one, file = repair("mse"), tmp_path / "mine.py"
    file.write_text("import numpy as np\n" + one.right[0].program, "utf-8")
    text = repaired(tmp_path, "mse", ["what", "program", "check nothing.py", f"check {file}"], plain=True)
    assert text.isascii()
    assert "+ passed." in text
    assert "check [FILE]" in text
    assert "nothing.py: " in text
    assert "It builds on: " in text
    record = case_record(tmp_path, "repair.mse")
    assert record.first
    assert record.first.clean


def test_help_with_a_repair_is_remembered_and_counts(tmp_path: Path) -> None:
    one = repair("mse")
    said = events(repaired(tmp_path, "mse", lines({"hint": True}, {"hint": True}, {"hint": True}, {"show": True})))
    assert [event["event"] for event in said] == ["question", "hint", "hint", "error", "solution", "end"]
    given = lines({"answer": one.task.solution})
    assert events(repaired(tmp_path, "mse", given))[1]["first_try"] is False
    record = case_record(tmp_path, "repair.mse")
    assert record.solved_t
    assert record.clean_t is None


def test_the_list_the_catalogue_and_the_check_command(
    course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(tmp_path)]
    assert command([*home, "debug", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    forms = [row["form"] for row in rows]
    assert (forms.count("diagnose"), forms.count("repair")) == (10, 10)
    assert {row["id"] for row in listing(course)["debugging"]} == {row["id"] for row in rows}
    assert "repair.softmax" in listing_text(listing(course))
    assert shown(course, CASE, 1)["cause"] == drawn("batch_loss", 1).cause.answer
    assert shown(course, "repair.softmax", 1)["wrong_rules"]
    assert {CASE, "repair.softmax"} <= set(course.ids())
    with pytest.raises(UnknownIdError, match=r"diagnose\.batch-loss"):
        command([*home, "debug", "open", "diagnose.batch-los", "--plain"])
    file = tmp_path / "mine.py"
    file.write_text(repair("entropy").task.solution, "utf-8")
    assert command([*home, "debug", "check", "repair.entropy", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["passed"] is True
    assert command([*home, "progress", "show", "--json"]) == 0
    cases = json.loads(capsys.readouterr().out)["cases"]
    assert cases == {"repair.entropy": {"plays": 1, "solved": True, "first_try": True}}
    assert command([*home, "progress", "reset", "repair.entropy"]) == 0
    assert case_record(tmp_path, "repair.entropy").plays == 0
