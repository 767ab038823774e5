"""Second-pass pages and the learner: what comes next, and what is asked once a page was opened, and not before."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.course import Course
from lessons.source import Source
from progress.events import Finished, Opened
from tests.support.second_pass import CORE, DOUBLE, HALF, second_pass_course
from tests.support.study import Learner
from tutor.learning.page_progress import neighbour, next_for_papers, next_step, rung_share
from tutor.learning.scheduling import begin, build_learner_model, due, placement
from tutor.learning.scheduling.study_session import Kind, StudySession


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    return Learner(Course(Source.folder(second_pass_course(tmp_path / "course"))))


def asked_in(learner: Learner, kind: Kind, scope: str = "", count: int | None = 12) -> set[str]:
    """The items of a session in which every answer is right."""
    return {answer.asked.item for answer in learner.sit(kind, scope, count=count).done}


def of_second_pass(items: set[str]) -> set[str]:
    return {item for item in items if not item.startswith(f"{CORE}.")}


def test_no_page_of_the_core_leads_into_the_second_pass(learner: Learner) -> None:
    outline = learner.course.outline
    assert neighbour(outline, CORE, 1) is None
    assert neighbour(outline, DOUBLE, -1) is None
    forth, back = neighbour(outline, DOUBLE, 1), neighbour(outline, HALF, -1)
    assert (forth and forth.id, back and back.id) == (HALF, DOUBLE)
    assert neighbour(outline, HALF, 1) is None


def test_the_next_step_is_in_the_core_unless_a_page_for_papers_is_open(learner: Learner) -> None:
    outline = learner.course.outline
    step = next_step(outline, learner.state, None)
    assert step is not None
    assert (step.page.id, step.where) == (CORE, "Sums, page 1 of 1")
    learner.put(Opened(page=HALF))
    step = next_step(outline, learner.state, HALF)
    assert step is not None
    assert step.where == "Halving, page 2 of 2 for papers"
    learner.put(Finished(page=HALF))
    step = next_step(outline, learner.state, HALF)
    assert step is not None
    assert step.page.id == CORE
    learner.put(Finished(page=CORE))
    assert next_step(outline, learner.state, HALF) is None
    assert rung_share(learner.state, outline.rungs[0]) == 1


def test_the_next_page_for_papers_is_the_first_that_is_not_done(learner: Learner) -> None:
    outline = learner.course.outline
    for page, after in ((DOUBLE, HALF), (HALF, None)):
        learner.put(Finished(page=page))
        found = next_for_papers(outline, learner.state, "basics")
        assert (found and found.id) == after
    assert next_for_papers(outline, learner.state, "") is None


@pytest.mark.parametrize("scope", ["", "basics", "adding"])
def test_practice_leaves_out_pages_that_were_never_opened(learner: Learner, scope: str) -> None:
    assert of_second_pass(asked_in(learner, "practice", scope)) == set()


def test_practice_takes_in_a_page_that_was_opened(learner: Learner) -> None:
    learner.put(Opened(page=DOUBLE))
    items = of_second_pass(asked_in(learner, "practice", "basics"))
    assert items
    assert all(item.startswith(f"{DOUBLE}.") for item in items)


@pytest.mark.parametrize("scope", [HALF, "half"])
def test_a_page_for_papers_can_be_practiced_any_time(learner: Learner, scope: str) -> None:
    items = asked_in(learner, "practice", scope, 3)
    assert items
    assert all(item.startswith(f"{HALF}.") for item in items)


def test_review_asks_for_a_skill_of_the_second_pass_only_once_its_page_was_opened(learner: Learner) -> None:
    for item in ("basics.sums.three", "basics.double.drawn"):
        learner.answer(item, where="practice")
    learner.answer("basics.double.drawn", seed=2, right=False, rule="square", where="practice")
    learner.wait(days=30)
    kinds: tuple[Kind, ...] = ("review", "ten")
    for kind in kinds:
        targets = begin(kind, learner.course, learner.state, learner.now).targets
        assert {target.skill for target in targets} == {"adding"}
    assert {entry.skill for entry in due(learner.course, learner.state, learner.now)} == {"adding"}
    learner.put(Opened(page=DOUBLE))
    assert {entry.skill for entry in due(learner.course, learner.state, learner.now)} == {"adding", "double"}
    assert of_second_pass(asked_in(learner, "review", count=None))


@pytest.mark.parametrize("scope", ["", "basics"])
def test_no_checkpoint_and_no_placement_asks_for_the_second_pass(learner: Learner, scope: str) -> None:
    for page in (DOUBLE, HALF):
        learner.put(Opened(page=page))
    learner.answer("basics.double.fixed")
    kinds: tuple[Kind, ...] = ("checkpoint", "placement")
    for kind in kinds:
        assert of_second_pass(asked_in(learner, kind, scope)) == set()
    session = StudySession("placement", "")
    found = placement(learner.course, session)
    assert (*found.in_hand, *found.not_yet, *found.unknown) == ("adding",)


def test_the_skills_that_are_open_follow_the_pages_that_were_opened(learner: Learner) -> None:
    assert list(build_learner_model(learner.course, learner.state).open_skills) == ["adding"]
    learner.put(Opened(page=HALF))
    model = build_learner_model(learner.course, learner.state)
    assert list(model.open_skills) == ["adding", "half"]
    assert list(model.core_skills) == ["adding"]
    assert {item.rpartition(".")[0] for item in model.unopened_items} == {DOUBLE}
