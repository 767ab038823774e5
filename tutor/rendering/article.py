"""The course as an article: a page, a rung or the stage as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lessons.course import Course
from lessons.model.demo import Demo
from lessons.model.page import Block, DemoBlock, ExerciseBlock, Item, ItemBlock, OwnData, Page
from lessons.model.text import Span
from lessons.outline import Outline, Rung
from lessons.reading.exercise import Task
from tutor.learning.page_progress import leans_on
from tutor.rendering.blocks import Passive, figure_lines, passive_lines
from tutor.rendering.notation import Line
from tutor.rendering.typeset import formula, joined, markdown, words, wrap, wrap_plain

if TYPE_CHECKING:
    from tutor.learning.scheduling.recall_trials import Trial

    Data = Sequence[Trial]

SEED = 1


def page_lines(course: Course, page: Page, width: int, ascii_only: bool = False, data: Data = ()) -> list[Line]:
    """A page: title, then its blocks with an empty line between them. `data` is the learner's own record."""
    lines: list[Line] = [*_title(page.title, "=", ascii_only), *leaning_lines(course.outline, page, width, ascii_only)]
    for block in page.blocks:
        lines.append(())
        lines.extend(_block(course, block, width, ascii_only, data))
    return lines


def leaning_lines(outline: Outline, page: Page, width: int, ascii_only: bool = False) -> list[Line]:
    """What a page takes for granted; nothing for one that starts from scratch."""
    said = leans_on(outline, page)
    return wrap_plain(said, width, "dim", ascii_only) if said else []


def rung_lines(course: Course, rung: Rung, width: int, ascii_only: bool = False, data: Data = ()) -> list[Line]:
    """A rung: its pages one after the other."""
    lines = [words(f"{rung.title}: {rung.tagline}", bold=True, ascii_only=ascii_only)]
    if not rung.pages:
        lines += [(), words("No page of this rung is written yet.", "dim")]
    for page in course.pages(rung.id):
        lines += [(), (), *page_lines(course, page, width, ascii_only, data)]
    return lines


def stage_lines(course: Course, width: int, ascii_only: bool = False, data: Data = ()) -> list[Line]:
    """The whole stage."""
    outline = course.outline
    lines = [words(outline.title, bold=True, ascii_only=ascii_only), (), *markdown(outline.order, width, ascii_only)]
    for rung in outline.rungs:
        lines += [(), (), *rung_lines(course, rung, width, ascii_only, data)]
    return lines


def item_lines(item: Item, width: int, ascii_only: bool = False) -> list[Line]:
    """A question as it is asked: prompt, options, and where the answer goes."""
    lines = [words("Your turn" if item.kind != "choice" else "Choose one", "accent", bold=True, ascii_only=ascii_only)]
    lines += _indented(markdown(item.prompt, width - 3, ascii_only))
    for option in item.options:
        lines += _indented(wrap_markdown(option.text, width - 3, ascii_only, f"{option.id}) "))
    if item.lead and not item.options:
        lines += [(), *formula(item.lead, width, ascii_only)]
    return lines


def wrap_markdown(text: str, width: int, ascii_only: bool, lead: str) -> list[Line]:
    """One paragraph of Markdown behind a sign, continued under the text and not under the sign."""
    body = markdown(text, width - len(lead), ascii_only)
    blank = words(" " * len(lead))
    return [
        joined(words(lead, ascii_only=ascii_only) if index == 0 else blank, line) for index, line in enumerate(body)
    ]


def demo_lines(demo: Demo, block: DemoBlock, width: int, ascii_only: bool = False) -> list[Line]:
    """A demo as a page offers it: its first picture and how to open it."""
    view = demo.view(demo.initial())
    title = joined(words("Demo: ", "accent", bold=True), words(demo.title, bold=True, ascii_only=ascii_only))
    return [
        title,
        *wrap(block.text, width, ascii_only),
        (),
        *figure_lines(view.covered, min(width, 46), 16, ascii_only),
        *wrap_plain(f"tutor demo {demo.id} prints a frame; tutor open {demo.id} lets you move it.", width, "dim"),
    ]


def exercise_lines(task: Task, block: ExerciseBlock, width: int, ascii_only: bool = False) -> list[Line]:
    """An exercise as a page offers it: what it is for and how to open it."""
    title = wrap((Span(f"Exercise: {task.entry.title}", strong=True),), width, ascii_only)
    how = f"tutor open exercise.{task.id} opens it; tutor exercise start {task.id} writes its file."
    return [*title, *wrap(block.text, width, ascii_only), *wrap_plain(how, width, "dim", ascii_only)]


def task_lines(course: Course, task: Task, width: int, ascii_only: bool = False) -> list[Line]:
    """A whole exercise: what is done by hand, the file to write, and what is asked afterwards."""
    lines = [*_title(task.entry.title, "=", ascii_only), (), *markdown(task.entry.about, width, ascii_only)]
    lines += [(), words("By hand", bold=True)]
    for id in task.entry.hand:
        lines += [(), *item_lines(course.item(id), width, ascii_only)]
    lines += [(), words("In NumPy", bold=True), ()]
    lines += [
        joined(words("   "), words(line, "code", ascii_only=ascii_only)) for line in task.starter.rstrip().split("\n")
    ]
    how = f"tutor exercise start {task.id} writes this file, tutor exercise check {task.id} runs it."
    lines += [(), *wrap_plain(how, width, "dim", ascii_only)]
    if task.entry.after:
        lines += [(), words("Afterwards", bold=True)]
    for id in task.entry.after:
        lines += [(), *item_lines(course.item(id), width, ascii_only)]
    return lines


def _block(course: Course, block: Block, width: int, ascii_only: bool, data: Data) -> list[Line]:
    if isinstance(block, ItemBlock):
        return item_lines(course.item(block.item, SEED), width, ascii_only)
    if isinstance(block, DemoBlock):
        return demo_lines(course.demo(block.demo), block, width, ascii_only)
    if isinstance(block, ExerciseBlock):
        return exercise_lines(course.exercise(block.exercise), block, width, ascii_only)
    if isinstance(block, OwnData):
        from tutor.rendering.personal_data import own_lines

        return own_lines(block, data, width, ascii_only)
    passive: Passive = block
    return passive_lines(passive, width, ascii_only)


def _title(text: str, rule: str, ascii_only: bool) -> Iterator[Line]:
    line = words(text, bold=True, ascii_only=ascii_only)
    yield line
    yield words(rule * len(line) if ascii_only else "━" * len(line), "dim")


def _indented(lines: list[Line]) -> list[Line]:
    return [joined(words("   "), line) for line in lines]
