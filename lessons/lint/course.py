"""`tutor lessons check`: every problem of a course, found in one run."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.course import Course
from lessons.lint.debugging import debugging_faults
from lessons.lint.demos import demo_faults
from lessons.lint.diagnosis import diagnosis_faults
from lessons.lint.exercises import exercise_faults
from lessons.lint.giveaways import item_giveaways, page_giveaways, part_faults
from lessons.lint.items import item_faults, place_faults, place_of
from lessons.lint.letters import letter_faults
from lessons.lint.order import order_faults, pass_faults
from lessons.lint.outline import demo_name_faults, fast_path_faults, line_of, outline_faults
from lessons.lint.pages import page_faults, teaching_faults
from lessons.lint.papers import paper_faults
from lessons.lint.problem import Problem
from lessons.lint.repair import repair_faults
from lessons.lint.tools import Tools
from lessons.lint.wording import outline_word_faults, page_word_faults
from lessons.model.computed_item import ComputedItem
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
    faults += place_faults(course.templates.values())
    for demo in course.demos.values():
        faults += demo_faults(outline, demo, tools, used=bool(broken) or demo.id in used)
    for entry in outline.exercises:
        faults += exercise_faults(course, entry, tools, templates, used=bool(broken) or entry.id in offered)
    faults += debugging_faults(course)
    faults += diagnosis_faults(course, tools)
    faults += repair_faults(course, tools)
    faults += paper_faults(course, tools)
    if not broken:
        faults += order_faults(outline, pages, templates)
        faults += _twice_faults(pages)
        faults += [fault for page in pages for fault in teaching_faults(page)]
        faults += letter_faults(course, pages)
    if not broken and templates is not None:
        faults += _skill_faults(course, pages)
        faults += _evidence_faults(course)
    return tuple(faults)


def _twice_faults(pages: list[Page]) -> Iterator[Problem]:
    """What stands on two pages: a question, a demo, a skill that is taught."""
    first: dict[tuple[str, str], str] = {}
    for page in pages:
        stands = (("question", page.items), ("demo", page.demos), ("skill", page.teaches))
        for kind, one in ((kind, one) for kind, ids in stands for one in dict.fromkeys(ids)):
            before = first.setdefault((kind, one), page.id)
            if before != page.id:
                yield Problem(page.place, 1, f"the {kind} {one} stands on {before} as well; keep it on one page")


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
    paged = {item_id for page in pages for item_id in page.items}
    for skill in course.outline.skills:
        if skill.rung not in written or skill.by_cards:
            continue
        line = line_of(course.source, f'"{skill.id}"')
        if skill.id not in taught:
            yield Problem(PLACE, line, f"no page teaches the skill {skill.id}; name it in a page's teaches")
        items = [item_id for item_id, template in course.templates.items() if skill.id in template.skills]
        yield from (Problem(PLACE, line, text) for text in _coverage_faults(course, skill.id, items))
        asked = {
            skill_id
            for item_id in paged
            if item_id in course.templates
            for skill_id in course.templates[item_id].skills
        }
        if items and skill.id not in asked:
            yield Problem(PLACE, line, f"no page asks for the skill {skill.id}; put one of its questions on a page")


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
    elif len(strategies := {_strategy(course, item_id) for item_id in items}) < FORMATS:
        yield f"all items of the skill {skill} have the strategy {strategies.pop()}; name another one where it differs"
    if not any(map(course.is_computed, items)):
        yield f"no item of the skill {skill} draws its numbers; write a computed one: reviews ask it again"


def _strategy(course: Course, item_id: str) -> str:
    template = course.templates[item_id]
    return template.strategy if isinstance(template, ComputedItem) else template.item.strategy
