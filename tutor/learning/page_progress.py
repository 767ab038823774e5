"""How the learner stands: pages, rungs, the next step. Pure functions of the outline and the state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from lessons.course import Course
from lessons.outline import Outline, PageEntry, Rung
from progress.state.state import State

if TYPE_CHECKING:
    from lessons.model.page import Page

Stage = Literal["new", "begun", "done"]

CALLED = 3  # right predictions, from which on one can be said to call it


class NextStep(Struct, frozen=True):
    """The page to go on with, and which of its rung's pages it is, counted from 1."""

    page: PageEntry
    number: int
    pages: int
    begun: bool


def page_status(state: State, page: str) -> Stage:
    """Whether a page was worked through to its end, begun, or neither; answers given elsewhere begin no page."""
    record = state.pages.get(page)
    if record is not None and record.finished_t:
        return "done"
    return "begun" if record is not None and any(item.startswith(page + ".") for item in state.items) else "new"


def exercise_standing(state: State, exercise: str, begun: bool = False) -> Stage:
    """Whether the program of an exercise has passed, was checked or otherwise `begun`, or neither."""
    record = state.exercises.get(exercise)
    if record is not None and record.passed_t:
        return "done"
    return "begun" if begun or record is not None else "new"


def rung_share(state: State, rung: Rung) -> float:
    """How much of a rung is done, 0 to 1; a page that was begun counts half."""
    weights = {"new": 0.0, "begun": 0.5, "done": 1.0}
    if not rung.pages:
        return 0.0
    return sum(weights[page_status(state, page.id)] for page in rung.pages) / len(rung.pages)


def known_skills(outline: Outline, state: State, *, less_kept: bool = True) -> frozenset[str]:
    """The skills which the latest placement found in hand, less those the learner wants to keep on their way."""
    if not state.placed:
        return frozenset()
    names = {old: skill.id for skill in outline.skills for old in skill.was}
    has, kept = (frozenset(names.get(skill, skill) for skill in skills) for skills in (state.placed, state.kept))
    return has - kept if less_kept else has


def known_pages(course: Course, state: State, *, less_kept: bool = True) -> frozenset[str]:
    """The pages that teach nothing but skills which a placement found in hand, less those the learner keeps."""
    has = known_skills(course.outline, state, less_kept=less_kept)
    return frozenset(id for id, skills in course.teaches.items() if skills and has.issuperset(skills)) if has else has


def next_step(
    outline: Outline, state: State, position: str | None, known: frozenset[str] = frozenset()
) -> NextStep | None:
    """Where to go on: the page left off at, or the first one after it that is neither done nor known already.

    None when there is none.
    """
    pages = outline.pages
    at = next((index for index, page in enumerate(pages) if page.id == position), 0)
    for page in (*pages[at:], *pages[:at]):
        standing = page_status(state, page.id)
        if standing == "begun" or (standing == "new" and page.id not in known):
            return _step(outline, page, state)
    return None


def _step(outline: Outline, page: PageEntry, state: State) -> NextStep:
    rung = next(rung for rung in outline.rungs if rung.id == page.rung)
    number = [one.id for one in rung.pages].index(page.id) + 1
    return NextStep(page, number, len(rung.pages), page.id in state.pages)


def fast_path_left(outline: Outline, state: State) -> Literal["pages", "demo"] | None:
    """What comes next for somebody who took the door of the fast path: its pages, then its demo; None when all is done.

    A page counts as read once it was opened; a prediction can be made when it came right CALLED times.
    """
    path = outline.fast_path
    if path is None or state.door != "ten":
        return None
    calls = [state.predictions.get(f"{path.demo}.{id}") for id in path.predictions]
    if all(call is not None and call.right >= CALLED for call in calls):
        return None
    read = all(page.id in state.pages for page in outline.pages if page.rung == path.rung)
    return "demo" if read else "pages"


def checkpoint_taken(state: State, rung: str) -> bool:
    """Whether questions of a rung were answered in a checkpoint of late."""
    records = (record for id, record in state.items.items() if id.startswith(f"{rung}."))
    return any(mark.where == "checkpoint" for record in records for mark in record.recent)


def neighbour(outline: Outline, page: str, by: int) -> PageEntry | None:
    """The page before or after one, across rungs; None at the ends."""
    pages = outline.pages
    at = next((index for index, one in enumerate(pages) if one.id == page), None)
    if at is None or not 0 <= at + by < len(pages):
        return None
    return pages[at + by]


def leans_on(outline: Outline, page: Page) -> str:
    """What a page takes for granted, by the titles of the skills; empty for one that starts from scratch."""
    titles = {skill.id: skill.title for skill in outline.skills}
    wanted = "; ".join(_within_a_sentence(titles[skill]) for skill in page.leans_on)
    return f"Leans on: {wanted}." if wanted else ""


def _within_a_sentence(title: str) -> str:
    """A title that goes on in small letters, unless it begins with a name or a formula."""
    return title[0].lower() + title[1:] if title[1:2].islower() else title
