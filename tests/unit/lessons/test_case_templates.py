"""The templates of paper cards and cases: filled in, they pass the check, and a course of its own offers them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from lessons.course import Course
from lessons.hunting.cases import draw as draw_hunt
from lessons.hunting.outcomes import encode, measure
from lessons.model.hunts import program_of
from lessons.paper_cards.drawing import draw
from lessons.paper_cards.lines import arrays_of, compared, traced
from lessons.reading.debugging import read_program, read_programs
from lessons.source import Source
from tests.support.broken_courses import TINY, faults_of
from tutor.learning.paper_state import Ran, Typed, begin, move

INSTALLED = Source.installed().root
TEMPLATES = INSTALLED / "templates"
FILES = {
    "papers/squares.toml": "paper.toml",
    "papers/squares_check.py": "paper_check.py",
    "debugging/diagnose/doubles.toml": "diagnose.toml",
    "debugging/diagnose/doubles.py": "diagnose.py",
    "debugging/repair/one_more.toml": "repair.toml",
    "debugging/repair/one_more.py": "repair.py",
}


def filled(name: str, **names: str) -> str:
    text = (TEMPLATES / f"{name}.tmpl").read_text("utf-8")
    for key, value in {"SKILL": "adding", "RUNG": "basics", "ORDER": "1", "ID": "squares", **names}.items():
        text = text.replace(f"@{key}@", value)
    return text


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A course of its own with a card, a diagnosis and a repair made from the templates."""
    root = tmp_path / "pack"
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("__pycache__"))
    for place, template in FILES.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(filled(template, TITLE=f"From {template}"), "utf-8")
    outline = root / "course.toml"
    outline.write_text(outline.read_text("utf-8") + filled("paper_entry.toml", TITLE="Squares"), "utf-8")
    return root


def test_what_the_templates_give_passes_the_check_and_can_be_played(pack: Path) -> None:
    assert [str(fault) for fault in faults_of(pack)] == []
    course = Course(Source.folder(pack))
    assert [card.id for card in course.outline.cards] == ["paper.squares"]
    assert [case for case, *_ in course.cases] == ["diagnose.doubles", "repair.one-more"]
    card = course.card("squares")
    state = begin(draw(card, 5))
    for blank in state.drawn.blanks[:-1]:
        state = move(state, Typed(blank.id, state.drawn.answer(blank)))
    verdict = compared(card, 5, [traced("L = np.mean(np.square(X @ w - y))", given) for given in arrays_of(card, 5)])
    state = move(state, Ran("", verdict))
    assert state.over
    assert len(state.clean) == 5
    assert course.diagnosis("diagnose.doubles", 3).number.wrong_rules
    assert course.repair("repair.one-more").wrong


def test_a_course_brings_its_own_program_to_hunt_in(pack: Path) -> None:
    """A program beside no other, with a fault from the template."""
    debugging = pack / "debugging"
    for name in ("regression.toml", "regression.py", "common.py"):
        shutil.copy(INSTALLED / "debugging" / name, debugging / name)
    text = (debugging / "regression.toml").read_text("utf-8")
    program = text[text.index("program = '''") :]
    old = next(line for line in program.splitlines() if program.count(line) == 1 and line.lstrip().startswith("w, "))
    fault = filled("fault.toml", ID="own-fault", TITLE="the weights start elsewhere", OLD=old, NEW=f"{old}  # moved")
    before, probe, rest = text.partition("\n[[probe]]")
    (debugging / "regression.toml").write_text(before + fault + probe + rest, "utf-8")
    source = Source.folder(pack)
    measured = read_program(Source.installed(), "regression").outcomes
    rows = {probe: {**row, "own-fault": row["not-shuffled"]} for probe, row in measured.by_probe.items()}
    (debugging / "regression.json").write_text(encode(replace(measured, by_probe=rows)), "utf-8")
    own = read_program(source, "regression")
    assert "own-fault" in own.faults
    assert len(list(measure(own, range(1), ("own-fault",)))) == len(own.probes)
    course = Course(source)
    assert [level for _, _, level in course.hunts][:1] == ["easy"]
    assert draw_hunt(read_programs(source), 1).program.id == "regression"
    assert course.case_skills("hunt.1", "own-fault") == ("adding",)


def test_every_program_of_a_course_has_its_hunts() -> None:
    assert [program_of(("a", "b"), number) for number in range(1, 7)] == ["a", "a", "b", "a", "a", "b"]
    three = {program_of(("a", "b", "c"), number) for number in range(1, 13)}
    assert three == {"a", "b", "c"}
    assert {program_of(("a",), number) for number in range(1, 7)} == {"a"}
