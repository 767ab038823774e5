"""Progress through pages, exercises and rungs, and the next page. Pure functions of the outline and the state."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from lessons.course import Course
from lessons.outline import Outline, PageEntry, Rung
from progress.state.state import State

if TYPE_CHECKING:
    from lessons.model.page import Page

CALLED = 3
"""How many right predictions of a kind finish that part of the fast path."""


class Status(StrEnum):
    """Progress through a page or an exercise."""

    NEW = "new"
    BEGUN = "begun"
    DONE = "done"


class NextStep(Struct, frozen=True):
    """The page to read next; `number` is its place among the `pages` of its rung and pass, counted from 1."""

    page: PageEntry
    number: int
    pages: int
    begun: bool

    @property
    def where(self) -> str:
        """The page's title and place: `Rank, page 1 of 4 for papers`."""
        return f"{self.page.title}, page {self.number} of {self.pages}{' for papers' * self.page.second_pass}"


def page_status(state: State, page: str) -> Status:
    """The status of a page: begun once it was opened and one of its questions was answered anywhere."""
    record = state.pages.get(page)
    if record is None:
        return Status.NEW
    if record.finished_t:
        return Status.DONE
    return Status.BEGUN if any(item.startswith(page + ".") for item in state.items) else Status.NEW


def exercise_standing(state: State, exercise: str, begun: bool = False) -> Status:
    """The status of an exercise: done once its program passed, begun once it was checked or its file is there."""
    record = state.exercises.get(exercise)
    passed, checked = record is not None and bool(record.passed_t), record is not None
    return Status.DONE if passed else Status.BEGUN if begun or checked else Status.NEW


def case_standing(state: State, case: str, begun: bool = False) -> Status:
    """The status of a diagnosis or a repair: done once it was solved, begun once it was played or is under way."""
    record = state.cases.get(case)
    solved, played = record is not None and bool(record.solved_t), record is not None
    return Status.DONE if solved else Status.BEGUN if begun or played else Status.NEW


def rung_share(state: State, rung: Rung) -> float:
    """The share of a rung's core that is done, from 0 to 1; a page that was begun counts half."""
    weights = {Status.NEW: 0.0, Status.BEGUN: 0.5, Status.DONE: 1.0}
    if not rung.pages:
        return 0.0
    return sum(weights[page_status(state, page.id)] for page in rung.pages) / len(rung.pages)


def known_skills(outline: Outline, state: State, *, less_kept: bool = True) -> frozenset[str]:
    """The skills that the latest placement found in hand, without those the learner keeps on their way."""
    if not state.placed:
        return frozenset()
    names = {old: skill.id for skill in outline.skills for old in skill.was}
    has, kept = (frozenset(names.get(skill, skill) for skill in skills) for skills in (state.placed, state.kept))
    return has - kept if less_kept else has


def known_pages(course: Course, state: State, *, less_kept: bool = True) -> frozenset[str]:
    """The pages all of whose skills a placement found in hand, without those the learner keeps."""
    has = known_skills(course.outline, state, less_kept=less_kept)
    if not has:
        return has
    return frozenset(page for page, skills in course.teaches.items() if skills and has.issuperset(skills))


def next_step(
    outline: Outline, state: State, position: str | None, known: frozenset[str] = frozenset()
) -> NextStep | None:
    """The page to read next; None if the core is done.

    A page of the second pass at `position` is gone on with until it is done. Otherwise it is the core page at
    `position` or the first after it that is neither done nor known.
    """
    open_page = next((page for page in outline.pages if page.id == position and page.second_pass), None)
    if open_page is not None and page_status(state, open_page.id) != Status.DONE:
        return _step(outline, open_page, state)
    pages = outline.core_pages
    at = next((index for index, page in enumerate(pages) if page.id == position), 0)
    for page in (*pages[at:], *pages[:at]):
        status = page_status(state, page.id)
        if status == Status.BEGUN or (status == Status.NEW and page.id not in known):
            return _step(outline, page, state)
    return None


def next_for_papers(outline: Outline, state: State, rung: str) -> PageEntry | None:
    """The first page of a rung's second pass that is not done; None if there is none."""
    pages = (page for entry in outline.rungs if entry.id == rung for page in entry.second_pass)
    return next((page for page in pages if page_status(state, page.id) != Status.DONE), None)


def _step(outline: Outline, page: PageEntry, state: State) -> NextStep:
    rung = next(rung for rung in outline.rungs if rung.id == page.rung)
    pages = rung.pages_beside(page.id)
    return NextStep(page, pages.index(page) + 1, len(pages), page.id in state.pages)


def fast_path_left(outline: Outline, state: State) -> Literal["road", "pages", "demo"] | None:
    """The next part of the fast path for a learner who chose it; None if all are done.

    The short road comes first, then the pages of a rung, then its demo. The road is over once it is finished, or a
    page of the core was opened. A page counts as read once it was opened. The demo is done once each of its
    predictions was right CALLED times.
    """
    path = outline.fast_path
    if path is None or state.door != "ten":
        return None
    calls = [state.predictions.get(f"{path.demo}.{prediction}") for prediction in path.predictions]
    if all(call is not None and call.right >= CALLED for call in calls):
        return None
    begun = any(page.id in state.pages for page in outline.core_pages)
    if path.road is not None and not begun and page_status(state, path.road.id) != Status.DONE:
        return "road"
    read = all(page.id in state.pages for page in outline.core_pages if page.rung == path.rung)
    return "demo" if read else "pages"


def road_stops(outline: Outline, state: State, road: Page) -> tuple[bool, ...]:
    """Of everything there is to do on the short road, whether it is done; its demo is once a prediction was made."""
    from lessons.model.page import DemoBlock, ItemBlock

    calls = outline.fast_path.predictions if outline.fast_path is not None else ()
    return tuple(
        _asked(state, block.item)
        if isinstance(block, ItemBlock)
        else any(f"{block.demo}.{prediction}" in state.predictions for prediction in calls)
        for block in road.blocks
        if isinstance(block, ItemBlock | DemoBlock)
    )


def _asked(state: State, item: str) -> bool:
    record = state.items.get(item)
    return record is not None and (record.right > 0 or record.gave_up)


def checkpoint_taken(state: State, rung: str) -> bool:
    """Whether one of the latest answers to the questions of a rung was given in a checkpoint."""
    records = (record for item, record in state.items.items() if item.startswith(f"{rung}."))
    return any(answer.where == "checkpoint" for record in records for answer in record.recent)


def neighbour(outline: Outline, page: str, by: int) -> PageEntry | None:
    """The page `by` places after another; None beyond the ends.

    Core pages follow each other across rungs, those of the second pass within their rung.
    """
    groups = (outline.core_pages, *(rung.second_pass for rung in outline.rungs))
    pages = next((group for group in groups if page in [entry.id for entry in group]), ())
    at = next((index for index, entry in enumerate(pages) if entry.id == page), None)
    if at is None or not 0 <= at + by < len(pages):
        return None
    return pages[at + by]


def leans_on(outline: Outline, page: Page) -> str:
    """A sentence with the titles of the skills that a page builds on; empty where it builds on none."""
    titles = {skill.id: skill.title for skill in outline.skills}
    needed = "; ".join(_within_a_sentence(titles[skill]) for skill in page.leans_on)
    return f"Builds on: {needed}." if needed else ""


def _within_a_sentence(title: str) -> str:
    """The title with a small first letter, unless it begins with a name or a formula."""
    return title[0].lower() + title[1:] if title[1:2].islower() else title
