"""What `tutor read` prints, as data for `--json`."""

from __future__ import annotations

from collections.abc import Callable

from lessons.course import Course, find_page
from lessons.model.page import Block, CodeCell, DemoBlock, ExerciseBlock, FigureBlock, Formula, Item, ItemBlock, Page
from lessons.outline import Rung
from lessons.reading.exercise import Task
from tutor.cli.options import JsonObject
from tutor.rendering.article import block_lines, item_lines, task_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.notation import Line
from tutor.rendering.typeset import text_of

KINDS = {
    "Prose": "prose", "Formula": "formula", "FigureBlock": "figure", "CodeCell": "code", "ItemBlock": "question",
    "DemoBlock": "demo", "ExerciseBlock": "exercise", "Pitfall": "pitfall", "SidePath": "side path", "Why": "why",
    "OwnData": "record",
}  # fmt: skip
"""By class of a block, what it is called."""
Draw = Callable[[str], str]


def reading(course: Course, target_id: str, context: RenderContext, drawn: Draw) -> JsonObject | None:
    """A page, rung, question, exercise or the whole course as data; None for any other id."""
    outline = course.outline
    if target_id == outline.id:
        rungs = [_rung(course, rung, context, drawn) for rung in outline.rungs]
        return {"kind": "stage", "id": outline.id, "title": outline.title, "order": outline.order, "rungs": rungs}
    if any(rung.id == target_id for rung in outline.rungs):
        return _rung(course, course.rung(target_id), context, drawn)
    if entry := find_page(course, target_id):
        return _page(course, course.page(entry.id), context, drawn)
    if (template := course.template(target_id)) is not None:
        return _question(course.item(template.id, 1), context, drawn)
    return _exercise(course, course.exercise(target_id), context, drawn) if course.has_exercise(target_id) else None


def _text(lines: list[Line], drawn: Draw) -> str:
    return drawn(text_of(lines))


def _rung(course: Course, rung: Rung, context: RenderContext, drawn: Draw) -> JsonObject:
    pages = [*course.pages(rung.id), *course.second_pass(rung.id)]
    return {
        "kind": "rung",
        "id": rung.id,
        "title": rung.title,
        "tagline": rung.tagline,
        "pages": [_page(course, page, context, drawn) for page in pages],
    }


def _page(course: Course, page: Page, context: RenderContext, drawn: Draw) -> JsonObject:
    return {
        "kind": "page",
        "id": page.id,
        "title": page.title,
        "rung": page.rung,
        "minutes": round(page.minutes, 1),
        "teaches": list(page.teaches),
        "leans_on": list(page.leans_on),
        "blocks": [_block(course, block, context, drawn) for block in page.blocks],
    }


def _block(course: Course, block: Block, context: RenderContext, drawn: Draw) -> JsonObject:
    """A block with its text as it is drawn, and what it is made of where that is one value."""
    fields: JsonObject = {"kind": KINDS[type(block).__name__]}
    match block:
        case Formula(latex=latex):
            fields |= {"latex": latex}
        case FigureBlock(figure=figure):
            fields |= {"description": figure.alt}
        case CodeCell(source=source, output=output):
            fields |= {"source": source, "output": output}
        case ItemBlock(item=item):
            return fields | _question(course.item(item, course.first_seed(item)), context, drawn)
        case DemoBlock(demo=demo):
            fields |= {"id": demo}
        case ExerciseBlock(exercise=exercise):
            fields |= {"id": exercise}
    return fields | {"text": _text(block_lines(course, block, context, ()), drawn)}


def _question(item: Item, context: RenderContext, drawn: Draw) -> JsonObject:
    """A question without its answer."""
    return {
        "kind": "question",
        "id": item.id,
        "seed": item.seed,
        "asks": item.kind,
        "prompt": item.prompt,
        "options": [{"id": option.id, "text": option.text} for option in item.options],
        "lead": item.lead,
        "text": _text(item_lines(item, context), drawn),
    }


def _exercise(course: Course, task: Task, context: RenderContext, drawn: Draw) -> JsonObject:
    return {
        "kind": "exercise",
        "id": task.id,
        "title": task.entry.title,
        "about": task.entry.about,
        "hand": list(task.entry.hand),
        "starter": task.starter,
        "after": list(task.entry.after),
        "text": _text(task_lines(course, task, context), drawn),
    }
