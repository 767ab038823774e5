"""A page, a rung or the whole stage as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lessons.course import Course
from lessons.model.demo import Demo
from lessons.model.page import (
    Block,
    CodeCell,
    DemoBlock,
    ExerciseBlock,
    Item,
    ItemBlock,
    OwnData,
    Page,
    unreadable,
)
from lessons.model.text import Span
from lessons.outline import Outline, Rung
from lessons.source import CourseError
from tutor.learning.page_progress import leans_on
from tutor.rendering.blocks import Passive, code, figure_lines, own_lines, passive_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.late_outputs import TITLE, outputs_set_apart
from tutor.rendering.notation import Line
from tutor.rendering.typeset import formula, joined, markdown, words, wrap, wrap_plain

if TYPE_CHECKING:
    from lessons.reading.exercise import Task
    from tutor.learning.scheduling.recall_trials import Trial

    Data = Sequence[Trial]


def page_lines(course: Course, page: Page, context: RenderContext, data: Data = ()) -> list[Line]:
    """A page: its title, its blocks, and what code below its questions prints. `data` holds the learner's trials."""
    lines: list[Line] = [
        *_title(page.title, "=", context.ascii_only),
        *prerequisite_lines(course.outline, page, context),
    ]
    blocks, outputs = outputs_set_apart(page.blocks)
    for block in blocks:
        lines.append(())
        lines.extend(block_lines(course, block, context, data))
    if outputs:
        lines += [(), words(TITLE, bold=True, ascii_only=context.ascii_only)]
    for output in outputs:
        lines += [(), *code(CodeCell("", output), context)[1:]]
    return lines


def prerequisite_lines(outline: Outline, page: Page, context: RenderContext) -> list[Line]:
    """What a page assumes; empty if it assumes nothing."""
    assumed = leans_on(outline, page)
    return wrap_plain(assumed, context, "dim") if assumed else []


def rung_lines(course: Course, rung: Rung, context: RenderContext, data: Data = ()) -> list[Line]:
    """A rung: its title, its core pages, then those of its second pass."""
    lines = [words(f"{rung.title}: {rung.tagline}", bold=True, ascii_only=context.ascii_only)]
    if not rung.pages:
        lines += [(), words("No page of this rung is written yet.", "dim")]
    for page in course.pages(rung.id):
        lines += [(), (), *page_lines(course, page, context, data)]
    second = course.second_pass(rung.id)
    if second:
        lines += [(), (), words(f"{rung.title}, for papers", bold=True, ascii_only=context.ascii_only)]
    for page in second:
        lines += [(), (), *page_lines(course, page, context, data)]
    return lines


def stage_lines(course: Course, context: RenderContext, data: Data = ()) -> list[Line]:
    """The whole stage."""
    outline = course.outline
    lines = [words(outline.title, bold=True, ascii_only=context.ascii_only), (), *markdown(outline.order, context)]
    for rung in outline.rungs:
        lines += [(), (), *rung_lines(course, rung, context, data)]
    return lines


def item_lines(item: Item, context: RenderContext) -> list[Line]:
    """An item as it is asked: prompt, options, and the formula before the input."""
    lines = [
        words(
            "Your turn" if item.kind != "choice" else "Choose one", "accent", bold=True, ascii_only=context.ascii_only
        )
    ]
    lines += _indented(markdown(item.prompt, context.narrowed(3)))
    for option in item.options:
        lines += _indented(wrap_markdown(option.text, context.narrowed(3), f"{option.id}) "))
    if item.lead and not item.options:
        lines += [(), *formula(item.lead, context)]
    return lines


def wrap_markdown(text: str, context: RenderContext, lead: str) -> list[Line]:
    """A paragraph of Markdown after a lead, with a hanging indent."""
    body = markdown(text, context.narrowed(len(lead)))
    blank = words(" " * len(lead))
    return [
        joined(words(lead, ascii_only=context.ascii_only) if index == 0 else blank, line)
        for index, line in enumerate(body)
    ]


def demo_lines(demo: Demo, block: DemoBlock, context: RenderContext) -> list[Line]:
    """A demo as a page shows it: its first figure and how to open it."""
    view = demo.view(demo.initial())
    title = joined(words("Demo: ", "accent", bold=True), words(demo.title, bold=True, ascii_only=context.ascii_only))
    return [
        title,
        *wrap(block.text, context),
        (),
        *figure_lines(view.covered, context.at_most(46), 16),
        *wrap_plain(f"tutor demo {demo.id} prints a frame; tutor open {demo.id} lets you move it.", context, "dim"),
    ]


def exercise_lines(task: Task, block: ExerciseBlock, context: RenderContext) -> list[Line]:
    """An exercise as a page shows it: its purpose and how to open it."""
    title = wrap((Span(f"Exercise: {task.entry.title}", strong=True),), context)
    instructions = f"tutor open exercise.{task.id} opens it; tutor exercise start {task.id} writes its file."
    return [*title, *wrap(block.text, context), *wrap_plain(instructions, context, "dim")]


def task_lines(course: Course, task: Task, context: RenderContext) -> list[Line]:
    """A whole exercise: the part by hand, the file to write, and the questions afterwards."""
    lines = [*_title(task.entry.title, "=", context.ascii_only), (), *markdown(task.entry.about, context)]
    lines += [(), words("By hand", bold=True)]
    for item_id in task.entry.hand:
        lines += [(), *item_lines(course.item(item_id), context)]
    lines += [(), words("In NumPy", bold=True), ()]
    lines += [
        joined(words("   "), words(line, "code", ascii_only=context.ascii_only))
        for line in task.starter.rstrip().split("\n")
    ]
    instructions = f"tutor exercise start {task.id} writes this file, tutor exercise check {task.id} runs it."
    lines += [(), *wrap_plain(instructions, context, "dim")]
    if task.entry.after:
        lines += [(), words("Afterwards", bold=True)]
    for item_id in task.entry.after:
        lines += [(), *item_lines(course.item(item_id), context)]
    return lines


def block_lines(course: Course, block: Block, context: RenderContext, data: Data) -> list[Line]:
    """A block of a page."""
    try:
        return _readable(course, block, context, data)
    except CourseError as fault:  # in a module of a course that is being written; the rest of the page is there
        return passive_lines(unreadable(fault, block.line), context)


def _readable(course: Course, block: Block, context: RenderContext, data: Data) -> list[Line]:
    if isinstance(block, ItemBlock):
        return item_lines(course.item(block.item, course.first_seed(block.item)), context)
    if isinstance(block, DemoBlock):
        return demo_lines(course.demo(block.demo), block, context)
    if isinstance(block, ExerciseBlock):
        return exercise_lines(course.exercise(block.exercise), block, context)
    if isinstance(block, OwnData):
        return own_lines(block, data, context)
    passive: Passive = block
    return passive_lines(passive, context)


def _title(text: str, rule: str, ascii_only: bool) -> Iterator[Line]:
    line = words(text, bold=True, ascii_only=ascii_only)
    yield line
    yield words(rule * len(line) if ascii_only else "━" * len(line), "dim")


def _indented(lines: list[Line]) -> list[Line]:
    return [joined(words("   "), line) for line in lines]
