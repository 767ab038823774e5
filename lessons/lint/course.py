"""`tutor lessons check`: every problem of a course, found in one run."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.course import Course
from lessons.lint.debugging import debugging_faults
from lessons.lint.diagnosis import diagnosis_faults
from lessons.lint.exercises import exercise_faults
from lessons.lint.giveaways import item_giveaways, page_giveaways, part_faults
from lessons.lint.items import item_faults, place_of
from lessons.lint.letters import letter_faults
from lessons.lint.order import order_faults, pass_faults
from lessons.lint.outline import demo_name_faults, fast_path_faults, line_of, outline_faults
from lessons.lint.pages import page_faults
from lessons.lint.papers import paper_faults
from lessons.lint.problem import Problem
from lessons.lint.repair import repair_faults
from lessons.lint.tools import Tools
from lessons.lint.wording import demo_word_faults, outline_word_faults, page_word_faults
from lessons.model.demo import Demo
from lessons.model.page import Page
from lessons.outline import keys_of_tables
from lessons.source import PLACE, CourseError, Source

ITEMS = 3  # the fewest items of a skill
FORMATS = 2  # the fewest kinds among them; a checklist line is cleared by two


def check(source: Source, tools: Tools) -> tuple[Problem, ...]:
    """All problems of a course, in the order of its files."""
    course = Course(source)
    try:
        outline = course.outline
    except CourseError as error:
        return Problem.all_of(error)
    faults: list[Problem] = list(outline_faults(outline, course.source, tools))
    faults += [fault for error in keys_of_tables(source)[1] for fault in Problem.all_of(error)]
    faults += [Problem(PLACE, line_of(course.source, word), text) for word, text in outline_word_faults(outline)]
    faults += [Problem(PLACE, line_of(course.source, word), text) for word, text in pass_faults(outline)]
    pages, broken = _pages(course)
    faults += broken
    # Where a module cannot be loaded, what it declares is not missed on the pages: its own fault says enough.
    templates = None if course.item_faults else course.templates
    demos = None if course.demo_faults else course.demos
    faults += demo_name_faults(outline, course.source, demos)
    faults += fast_path_faults(outline, course.source, demos)
    faults += [fault for error in (*course.item_faults, *course.demo_faults) for fault in Problem.all_of(error)]
    used = {item_id for page in pages for item_id in (*page.items, *page.demos)}
    used |= {item_id for entry in outline.exercises for item_id in (*entry.hand, *entry.after)}
    offered = {exercise_id for page in pages for exercise_id in page.exercises}
    road, unread_road = _road(course)
    faults += unread_road
    for page in (*pages, *road):
        faults += page_faults(course, page, tools, templates, demos)
        faults += page_word_faults(page)
        faults += page_giveaways(course, page) if templates is not None else ()
    for item_id, template in course.templates.items():
        faults += item_faults(course, template, tools, used=bool(broken) or item_id in used)
    for demo in course.demos.values():
        faults += _demo_faults(demo, tools, used=bool(broken) or demo.id in used)
    for entry in outline.exercises:
        faults += exercise_faults(course, entry, tools, templates, used=bool(broken) or entry.id in offered)
    faults += debugging_faults(course)
    faults += diagnosis_faults(course, tools)
    faults += repair_faults(course, tools)
    faults += paper_faults(course, tools)
    if not broken:
        faults += order_faults(outline, pages, templates)
        faults += letter_faults(course, pages)
    if not broken and templates is not None:
        faults += _skill_faults(course, pages)
        faults += _evidence_faults(course)
    return tuple(faults)


def _pages(course: Course) -> tuple[list[Page], list[Problem]]:
    pages: list[Page] = []
    faults: list[Problem] = []
    for entry in course.outline.pages:
        page, errors = course.page_and_faults(entry.id)
        pages += [page] if page is not None else []
        faults += [fault for error in errors for fault in Problem.all_of(error)]
    return pages, faults


def _road(course: Course) -> tuple[list[Page], list[Problem]]:
    """The page of the short road, if there is one, and what is wrong with its file."""
    entry = course.outline.road
    page, errors = course.page_and_faults(entry.id) if entry is not None else (None, ())
    return [page] if page is not None else [], [fault for error in errors for fault in Problem.all_of(error)]


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
    for challenge_id in met:
        yield Problem(
            place, 1, f"challenge {challenge_id} of demo {demo.id} is met before anything moves; start elsewhere"
        )
    for challenge in demo.challenges:
        if not challenge.reason:
            yield Problem(
                place, 1, f"challenge {challenge.id} of demo {demo.id} gives no reason once it is met; add one"
            )
    for text in demo_word_faults(demo):
        yield Problem(place, 1, f"demo {demo.id}: {text}")
    sources = [*view.formula, *(part for readout in view.readouts for part in (readout.label, readout.text))]
    for latex in sources:
        for problem in tools.latex(latex):
            yield Problem(place, 1, f"demo {demo.id}, {latex}: {problem}")
    for figure in (view.figure, view.covered):
        for problem in tools.figure(figure):
            yield Problem(place, 1, f"demo {demo.id}: {problem}")


def _evidence_faults(course: Course) -> Iterator[Problem]:
    """Parts of the checklist that nothing could clear, and items that give the formula of another away."""
    for outcome, text in part_faults(course, course.templates):
        yield Problem(PLACE, line_of(course.source, f'"{outcome}"'), text)
    for template, text in item_giveaways(course.templates):
        item_id, place, line = place_of(template)
        yield Problem(place, line, f"{item_id}: {text}")


def _skill_faults(course: Course, pages: list[Page]) -> Iterator[Problem]:
    """Skills of a written rung that no page teaches, or that have too few items for reviews and checkpoints."""
    taught = {skill for page in pages for skill in page.teaches}
    written = {page.rung for page in pages}
    for skill in course.outline.skills:
        if skill.rung not in written or skill.by_cards:
            continue
        line = line_of(course.source, f'"{skill.id}"')
        if skill.id not in taught:
            yield Problem(PLACE, line, f"no page teaches the skill {skill.id}; name it in a page's teaches")
        items = [item_id for item_id, template in course.templates.items() if skill.id in template.skills]
        yield from (Problem(PLACE, line, text) for text in _coverage_faults(course, skill.id, items))


def _coverage_faults(course: Course, skill: str, items: list[str]) -> Iterator[str]:
    """What a skill's items lack for it to be reviewed."""
    kinds = {course.templates[item_id].kind for item_id in items}
    if not items:
        yield f"no item exercises the skill {skill}; write {ITEMS}"
        return
    if len(items) < ITEMS:
        yield f"too few items exercise the skill {skill}, {len(items)} of {ITEMS}; write more: reviews ask it again"
    if len(kinds) < FORMATS:
        yield f"all items of the skill {skill} are of the kind {kinds.pop()}; ask it in another way as well"
    if not any(map(course.is_computed, items)):
        yield f"no item of the skill {skill} draws its numbers; write a computed one: reviews ask it again"
