"""Everything an author can get wrong, found in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from lessons.course import Course
from lessons.lint.exercises import exercise_faults
from lessons.lint.items import item_faults
from lessons.lint.outline import demo_name_faults, fast_path_faults, line_of, outline_faults
from lessons.lint.pages import page_faults
from lessons.lint.problem import Problem
from lessons.model.demo import Demo
from lessons.model.figure import Figure
from lessons.model.page import Block, Page
from lessons.outline import PLACE
from lessons.source import CourseError, Source

ITEMS = 3  # questions a skill has at the least
FORMATS = 2  # kinds of them; a line of the checklist is cleared by two


class Tools(Protocol):
    """What only the terminal side knows: how LaTeX, prose and figures come out."""

    def latex(self, source: str) -> tuple[str, ...]:
        """What is wrong with a formula."""

    def widths(self, block: Block) -> tuple[int, int]:
        """Lines and widest line of a block, set at reading width."""

    def figure(self, figure: Figure) -> tuple[str, ...]:
        """What of a figure cannot be drawn at 60 columns."""


def check(source: Source, tools: Tools) -> tuple[Problem, ...]:
    """All faults of a course, in the order of its files."""
    course = Course(source)
    try:
        outline = course.outline
    except CourseError as error:
        return Problem.all_of(error)
    faults: list[Problem] = list(outline_faults(outline, course.source, tools))
    pages, broken = _pages(course)
    faults += broken
    templates, unread = _loaded(lambda: course.templates)
    demos, unread_demos = _loaded(lambda: course.demos)
    faults += demo_name_faults(outline, course.source, demos)
    faults += fast_path_faults(outline, course.source, demos)
    faults += [*unread, *unread_demos]
    used = {id for page in pages for id in (*page.items, *page.demos)}
    used |= {id for entry in outline.exercises for id in (*entry.hand, *entry.after)}
    offered = {id for page in pages for id in page.exercises}
    for page in pages:
        faults += page_faults(course, page, tools, templates, demos)
    for id, template in (templates or {}).items():
        faults += item_faults(course, template, tools, used=bool(broken) or id in used)
    for demo in (demos or {}).values():
        faults += _demo_faults(demo, tools, used=bool(broken) or demo.id in used)
    for entry in outline.exercises:
        faults += exercise_faults(course, entry, tools, templates, used=bool(broken) or entry.id in offered)
    if not (broken or unread):
        faults += _skill_faults(course, pages)
    return tuple(faults)


_T = TypeVar("_T")


def _loaded(load: Callable[[], _T]) -> tuple[_T | None, tuple[Problem, ...]]:
    """What could be loaded, or why it could not: what stands on it is then not judged."""
    try:
        return load(), ()
    except CourseError as error:
        return None, Problem.all_of(error)


def _pages(course: Course) -> tuple[list[Page], list[Problem]]:
    pages: list[Page] = []
    faults: list[Problem] = []
    for entry in course.outline.pages:
        try:
            pages.append(course.page(entry.id))
        except CourseError as error:
            faults += Problem.all_of(error)
    return pages, faults


def _demo_faults(demo: Demo, tools: Tools, used: bool) -> Iterator[Problem]:
    place = f"{demo.rung}/demos.py"
    if not used:
        yield Problem(place, 1, f"no page offers the demo {demo.id}; add a demo block or take it out")
    if not demo.predictions:
        yield Problem(place, 1, f"demo {demo.id} asks for no prediction; add one")
    state = demo.initial()
    try:
        view = demo.view(state)
        met = [challenge.id for challenge in demo.challenges if challenge.met(state)]
    except Exception as error:
        yield Problem(place, 1, f"demo {demo.id} fails at its start: {error!r}")
        return
    for id in met:
        yield Problem(place, 1, f"challenge {id} of demo {demo.id} is met before anything moves; start elsewhere")
    sources = [*view.formula, *(part for one in view.readouts for part in (one.label, one.text))]
    for latex in sources:
        for problem in tools.latex(latex):
            yield Problem(place, 1, f"demo {demo.id}, {latex}: {problem}")
    for figure in (view.figure, view.covered):
        for problem in tools.figure(figure):
            yield Problem(place, 1, f"demo {demo.id}: {problem}")


def _skill_faults(course: Course, pages: list[Page]) -> Iterator[Problem]:
    """Every skill of a written rung is taught by a page, and has questions enough for reviews and checkpoints."""
    taught = {skill for page in pages for skill in page.teaches}
    written = {page.rung for page in pages}
    for skill in course.outline.skills:
        if skill.rung not in written:
            continue
        line = line_of(course.source, f'"{skill.id}"')
        if skill.id not in taught:
            yield Problem(PLACE, line, f"no page teaches the skill {skill.id}; name it in a page's teaches")
        items = [id for id, template in course.templates.items() if skill.id in template.skills]
        yield from (Problem(PLACE, line, text) for text in _thin(course, skill.id, items))


def _thin(course: Course, skill: str, items: list[str]) -> Iterator[str]:
    """What is missing for a skill to be asked again and again."""
    kinds = {course.templates[id].kind for id in items}
    if not items:
        yield f"no item exercises the skill {skill}; write {ITEMS}"
        return
    if len(items) < ITEMS:
        yield f"too few items exercise the skill {skill}, {len(items)} of {ITEMS}; write more: reviews ask it again"
    if len(kinds) < FORMATS:
        yield f"all items of the skill {skill} are of the kind {kinds.pop()}; ask it in another way as well"
    if not any(map(course.is_computed, items)):
        yield f"no item of the skill {skill} draws its numbers; write a computed one: reviews ask it again"
