"""Everything an author can get wrong, found in one run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from lessons.check_items import item_faults
from lessons.check_pages import page_faults
from lessons.course import Course
from lessons.demo import Demo
from lessons.fault import Fault
from lessons.figures import Figure
from lessons.model import Block, Page
from lessons.outline import PLACE, Outline
from lessons.source import CourseError, Source


class Tools(Protocol):
    """What only the terminal side knows: how LaTeX, prose and figures come out."""

    def latex(self, source: str) -> tuple[str, ...]:
        """What is wrong with a formula."""

    def widths(self, block: Block) -> tuple[int, int]:
        """Lines and widest line of a block, set at reading width."""

    def figure(self, figure: Figure) -> tuple[str, ...]:
        """What of a figure cannot be drawn at 60 columns."""


def check(source: Source, tools: Tools) -> tuple[Fault, ...]:
    """All faults of a course, in the order of its files."""
    course = Course(source)
    try:
        outline = course.outline
    except CourseError as error:
        return (Fault.of(error),)
    faults = [*_outline_faults(outline, course, tools)]
    pages, broken = _pages(course)
    faults += broken
    try:
        templates = course.templates
        demos = course.demos
    except CourseError as error:
        return (*faults, Fault.of(error))
    used = {id for page in pages for id in (*page.items, *page.demos)}
    for page in pages:
        faults += page_faults(course, page, tools)
    for id, template in templates.items():
        faults += item_faults(course, template, tools, used=id in used)
    for demo in demos.values():
        faults += _demo_faults(demo, tools, used=demo.id in used)
    faults += _skill_faults(course, pages)
    return tuple(faults)


def _pages(course: Course) -> tuple[list[Page], list[Fault]]:
    pages, faults = [], []
    for entry in course.outline.pages:
        try:
            pages.append(course.page(entry.id))
        except CourseError as error:
            faults.append(Fault.of(error))
    return pages, faults


def _outline_faults(outline: Outline, course: Course, tools: Tools) -> Iterator[Fault]:
    def fault(word: str, text: str) -> Fault:
        return Fault(PLACE, _line_of(course.source, word), text)

    skills = {skill.id for skill in outline.skills}
    rungs = {rung.id for rung in outline.rungs}
    pages = {page.id for page in outline.pages}
    for name, ids in _id_lists(outline):
        for id in sorted({id for id in ids if ids.count(id) > 1}):
            yield fault(id, f"the {name} id {id} is used twice; ids are unique")
    for page in outline.pages:
        if not page.id.startswith(page.rung + "."):
            yield fault(page.id, f"page {page.id} stands in rung {page.rung}; call it {page.rung}.NAME")
    for skill in outline.skills:
        if skill.rung not in rungs:
            yield fault(skill.id, f"skill {skill.id} names the rung {skill.rung}, which there is not")
        for need in skill.needs:
            if need not in skills:
                yield fault(skill.id, f"skill {skill.id} needs {need}, which is no skill; declare it or drop it")
    yield from (fault(id, f"skill {id} needs itself, by way of {path}; break the circle") for id, path in _circles(outline))
    for outcome in outline.outcomes:
        for id in outcome.skills:
            if id not in skills:
                yield fault(outcome.id, f"outcome {outcome.id} names the skill {id}, which there is not")
    for symbol in outline.symbols:
        if symbol.page and symbol.page not in pages:
            yield fault(symbol.page, f"a symbol points at the page {symbol.page}, which there is not")
        for problem in tools.latex(symbol.latex):
            yield Fault(PLACE, _line_of(course.source, symbol.latex), f"symbol {symbol.latex}: {problem}")


def _id_lists(outline: Outline) -> Iterator[tuple[str, list[str]]]:
    yield "rung", [rung.id for rung in outline.rungs]
    yield "page", [page.id for page in outline.pages]
    yield "skill", [skill.id for skill in outline.skills]
    yield "outcome", [outcome.id for outcome in outline.outcomes]


def _circles(outline: Outline) -> Iterator[tuple[str, str]]:
    needs = {skill.id: skill.needs for skill in outline.skills}
    settled: set[str] = set()

    def visit(id: str, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        if id in path:
            yield id, " > ".join((*path[path.index(id) :], id))
            return
        if id in settled:
            return
        for need in needs.get(id, ()):
            yield from visit(need, (*path, id))
        settled.add(id)

    for id in needs:
        yield from visit(id, ())


def _line_of(source: Source, word: str) -> int:
    before, found, _ = source.text(PLACE).partition(word)
    return before.count("\n") + 1 if found and word else 1


def _demo_faults(demo: Demo, tools: Tools, used: bool) -> Iterator[Fault]:
    place = f"{demo.rung}/demos.py"
    if not used:
        yield Fault(place, 1, f"no page offers the demo {demo.id}; add a demo block or take it out")
    if not demo.predictions:
        yield Fault(place, 1, f"demo {demo.id} asks for no prediction; add one")
    state = demo.initial()
    try:
        view = demo.view(state)
        met = [challenge.id for challenge in demo.challenges if challenge.met(state)]
    except Exception as error:
        yield Fault(place, 1, f"demo {demo.id} fails at its start: {error!r}")
        return
    for id in met:
        yield Fault(place, 1, f"challenge {id} of demo {demo.id} is met before anything moves; start elsewhere")
    sources = [*view.formula, *(part for one in view.readouts for part in (one.label, one.text))]
    for latex in sources:
        for problem in tools.latex(latex):
            yield Fault(place, 1, f"demo {demo.id}, {latex}: {problem}")
    for figure in (view.figure, view.covered):
        for problem in tools.figure(figure):
            yield Fault(place, 1, f"demo {demo.id}: {problem}")


def _skill_faults(course: Course, pages: list[Page]) -> Iterator[Fault]:
    """Every skill of a written rung is taught by a page and exercised by a question."""
    taught = {skill for page in pages for skill in page.teaches}
    exercised = {skill for template in course.templates.values() for skill in _skills(template)}
    written = {page.rung for page in pages}
    for skill in course.outline.skills:
        line = _line_of(course.source, f'"{skill.id}"')
        if skill.rung in written and skill.id not in taught:
            yield Fault(PLACE, line, f"no page teaches the skill {skill.id}; name it in a page's teaches")
        if skill.rung in written and skill.id not in exercised:
            yield Fault(PLACE, line, f"no item exercises the skill {skill.id}; write one")


def _skills(template: object) -> tuple[str, ...]:
    found = getattr(template, "skills", None) or getattr(getattr(template, "item", None), "skills", ())
    return tuple(found)
