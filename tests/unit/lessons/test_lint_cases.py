"""What the checks say of a diagnosis or a repair with something wrong in it."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

from msgspec.structs import replace

from lessons.course import Course
from lessons.lint.diagnosis import diagnosis_faults, draw_faults, text_faults
from lessons.lint.repair import program_faults, repair_faults, result_faults
from lessons.lint.repair import text_faults as repair_text_faults
from lessons.model.diagnosis import Cause, DiagnosisTexts, Symptom
from lessons.model.repair import KnownRepair
from lessons.reading.diagnosis import FOLDER as DIAGNOSE
from lessons.reading.diagnosis import read_texts, skills_by_case
from lessons.reading.repair import FOLDER as REPAIR
from lessons.reading.repair import Repair, skills_by_repair
from lessons.source import Source
from tests.support.broken_courses import TINY
from tests.support.cases import SOURCE, TOOLS, repair

TEXTS = read_texts(SOURCE, "batch_loss")
MSE = repair("mse")
SKILLS = {
    skill for found in (skills_by_case(SOURCE), skills_by_repair(SOURCE)) for some in found.values() for skill in some
}


def said(texts: DiagnosisTexts) -> str:
    return "\n".join((*text_faults(texts, SKILLS), *draw_faults(texts, TOOLS)))


def drawing(**changes: object) -> DiagnosisTexts:
    """The case with something changed in what it draws."""
    return replace(TEXTS, draw=lambda rng: replace(TEXTS.draw(rng), **changes))


def of_repair(one: Repair) -> str:
    return "\n".join((*repair_text_faults(one, SKILLS, TOOLS), *program_faults(one), *result_faults(one)))


def test_the_cases_that_ship_have_no_fault() -> None:
    assert said(TEXTS) == ""
    assert of_repair(MSE) == ""


def test_the_last_step_of_a_diagnosis_is_its_number() -> None:
    assert "the last step gives" in said(replace(TEXTS, steps=TEXTS.steps[:1]))


def test_faults_of_the_texts_of_a_diagnosis() -> None:
    causes = TEXTS.causes
    assert "4 causes" in said(replace(TEXTS, causes=causes[:4]))
    assert "exactly one cause" in said(replace(TEXTS, causes=tuple(replace(one, right=False) for one in causes)))
    assert "two causes" in said(replace(TEXTS, causes=(*causes[:4], causes[3])))
    silent = Cause("silent", "It is broken.")
    assert "cause silent has no message" in said(replace(TEXTS, causes=(*causes[:4], silent)))
    assert "no skill juggling" in said(replace(TEXTS, skills=("juggling",)))
    assert "names no skill" in said(replace(TEXTS, skills=()))
    assert "wrong number the-loss has no message" in said(replace(TEXTS, messages={**TEXTS.messages, "the-loss": " "}))
    assert "without a value" in said(replace(TEXTS, closing="It is {{nothing}}."))
    assert "'mails'" in said(replace(TEXTS, closing="The mails are wrong."))
    assert "have to say something" in said(replace(TEXTS, about=" "))
    assert "frak" in said(replace(TEXTS, because=r"$\frak{x}$"))


def test_faults_of_the_draws_of_a_diagnosis() -> None:
    assert "no log" in said(drawing(log=()))
    assert "a log of 11 lines" in said(drawing(log=("line",) * 11))
    assert "several seeds show the same" in said(replace(TEXTS, draw=lambda _: TEXTS.draw(Random(1))))
    assert "belongs to no wrong number" in said(drawing(wrong={"the-loss": 1.0, "in-bits": 2.0, "classes": 3.0}))
    assert "2 wrong numbers" in said(drawing(wrong={"the-loss": 1000.0, "in-bits": 2000.0}))
    assert "without a message" in said(drawing(wrong={"another": 1.0}))
    assert "ambiguous" in said(drawing(answer=2.0, wrong={"the-loss": 2.0}))
    assert "cannot be drawn with seed 1" in said(replace(TEXTS, draw=lambda _: TEXTS.draw(Random(1 // 0))))
    chance = Random(1)

    def forgetful(rng: Random) -> Symptom:
        return replace(TEXTS.draw(rng), log=(str(chance.random()),))

    assert "something else the next time" in said(replace(TEXTS, draw=forgetful))


def test_faults_of_a_repair() -> None:
    passing = KnownRepair("passing", MSE.right[0].program, "A message.")
    assert "the wrong repair passing passes" in of_repair(replace(MSE, wrong=(*MSE.wrong, passing)))
    failing = KnownRepair("failing", MSE.wrong[0].program)
    assert "the right repair failing does not pass" in of_repair(replace(MSE, right=(*MSE.right, failing)))
    twin = replace(MSE.wrong[0], id="twin")
    assert "no case tells the wrong repair row from twin" in of_repair(replace(MSE, wrong=(*MSE.wrong, twin)))
    assert "passes as it is given" in of_repair(replace(MSE, program=MSE.right[0].program))
    ruled = KnownRepair("ruled", MSE.right[0].program, rule="mutates")
    assert "is not one that is right and changes its argument" in of_repair(replace(MSE, wrong=(*MSE.wrong, ruled)))
    both = replace(MSE.wrong[0], rule="mutates")
    assert "either a message, or the rule" in of_repair(replace(MSE, wrong=(both, *MSE.wrong[1:])))
    assert "1 right repairs" in of_repair(replace(MSE, right=MSE.right[:1]))
    assert "names are unique" in of_repair(replace(MSE, right=(*MSE.right, MSE.right[0])))
    assert "lines; 20 at most" in of_repair(replace(MSE, program=MSE.program + "\n" * 20 + "x = 1\n"))
    assert "columns; break it" in of_repair(replace(MSE, program=MSE.program + "#" * 80))
    assert "no skill juggling" in of_repair(replace(MSE, skills=("juggling",)))
    assert "hints; give" in of_repair(replace(MSE, task=replace(MSE.task, entry=replace(MSE.task.entry, hints=()))))


def course_with(folder: Path, place: str, name: str, old: str, new: str) -> Course:
    """A small course with one case that ships, in which something was replaced, and the functions that cases share."""
    shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / place).mkdir(parents=True)
    for ending in (".toml", ".py"):
        text = (SOURCE.root / place / f"{name}{ending}").read_text("utf-8")
        (folder / place / f"{name}{ending}").write_text(text.replace(old, new), "utf-8")
    for shared in ("common.py", "training.py"):
        if (SOURCE.root / place / shared).exists():
            shutil.copy(SOURCE.root / place / shared, folder / place)
    return Course(Source.folder(folder))


def test_a_broken_copy_in_a_folder_is_found_with_its_file(tmp_path: Path) -> None:
    course = course_with(tmp_path / "a", DIAGNOSE, "batch_loss", "def draw", "def drew")
    assert [str(one) for one in diagnosis_faults(course, TOOLS)] == [
        "debugging/diagnose/batch_loss.py:1: write draw(rng), which runs what the case shows"
    ]
    course = course_with(tmp_path / "b", DIAGNOSE, "batch_loss", "order = 6", "")
    assert "a field is missing" in str(next(diagnosis_faults(course, TOOLS)))
    course = course_with(tmp_path / "c", REPAIR, "mse", '"pred - y) **"', '"gone"')
    assert "must match exactly once" in str(next(repair_faults(course, TOOLS)))
    course = course_with(tmp_path / "d", REPAIR, "mse", "CASES", "OTHERS")
    assert "write CASES" in str(next(repair_faults(course, TOOLS)))
    course = course_with(tmp_path / "e", REPAIR, "mse", 'function = "mse"', 'function = "other"')
    assert "defines mse, not other" in str(next(repair_faults(course, TOOLS)))
