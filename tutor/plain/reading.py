"""Pages as spoken text: formulas in words, figures by their descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lessons.course import Course
from lessons.model.page import (
    Block,
    CodeCell,
    DemoBlock,
    ExerciseBlock,
    FigureBlock,
    Formula,
    ItemBlock,
    OwnData,
    Page,
    Pitfall,
    Prose,
    SidePath,
    Why,
)
from lessons.model.text import Paragraph, Spans
from lessons.outline import Rung
from tutor.learning.page_progress import leans_on
from tutor.plain.prompt import question_lines
from tutor.plain.text import TextStyle
from tutor.rendering.late_outputs import TITLE, outputs_set_apart
from tutor.rendering.personal_data import TITLES, shown

if TYPE_CHECKING:
    from tutor.learning.scheduling.recall_trials import Trial

    Data = Sequence[Trial]


def course_lines(course: Course, style: TextStyle, data: Data = ()) -> list[str]:
    """The whole course."""
    lines = [*style.words(course.outline.title), "", *style.markdown(course.outline.order)]
    for rung in course.outline.rungs:
        lines += ["", "", *rung_lines(course, rung, style, data)]
    return lines


def rung_lines(course: Course, rung: Rung, style: TextStyle, data: Data = ()) -> list[str]:
    """A rung with its core pages, then those of its second pass."""
    lines = style.words(f"{rung.title}: {rung.tagline}")
    if not rung.pages:
        lines += ["", *style.words("No page of this rung is written yet.")]
    for page in course.pages(rung.id):
        lines += ["", "", *page_lines(course, page, style, data)]
    second = course.second_pass(rung.id)
    if second:
        lines += ["", "", *style.words(f"{rung.title}, for papers")]
    for page in second:
        lines += ["", "", *page_lines(course, page, style, data)]
    return lines


def page_lines(course: Course, page: Page, style: TextStyle, data: Data = ()) -> list[str]:
    """A page: its title, its blocks, separated by empty lines, and what code below its questions prints."""
    lines = style.words(page.title)
    if leaning := leans_on(course.outline, page):
        lines += style.words(leaning)
    blocks, outputs = outputs_set_apart(page.blocks)
    for block in blocks:
        lines += ["", *_block_lines(course, block, style, data)]
    if outputs:
        lines += ["", *style.words(f"{TITLE}.")]
    for output in outputs:
        lines += ["", *style.fold([style.plain(line) for line in output.split("\n")])]
    return [*lines, "", *style.words(f"To answer its questions: tutor practice {page.id} --plain")]


def item_lines(course: Course, item_id: str, style: TextStyle) -> list[str]:
    """A question with its prompt and the form of an answer."""
    item = course.item(item_id, course.first_seed(item_id))
    lead = style.formula(item.lead) if item.lead and not item.options else []
    return ["Your turn.", *question_lines(item, style), *lead]


def _block_lines(course: Course, block: Block, style: TextStyle, data: Data) -> list[str]:
    match block:
        case Prose(nodes=nodes):
            return style.nodes(nodes)
        case Formula(latex=latex):
            return style.formula(latex)
        case FigureBlock(figure=figure, caption=caption):
            return [*style.words(f"Figure: {figure.alt}"), *_caption(caption, style)]
        case CodeCell():
            return _code_lines(block, style)
        case Pitfall(title=title, nodes=nodes):
            return [*style.words(f"Pitfall: {title}"), *style.nodes(nodes)]
        case SidePath(title=title, nodes=nodes):
            return [*style.words(f"Side path: {title} (nothing later needs it)"), *style.nodes(nodes)]
        case Why(title=title, nodes=nodes):
            return [*style.words(title), *style.nodes(nodes)]
        case ItemBlock(item=id):
            return item_lines(course, id, style)
        case DemoBlock():
            return _demo_lines(course, block, style)
        case ExerciseBlock():
            return _exercise_lines(course, block, style)
        case OwnData():
            personal = shown(block, data)
            return [
                *style.words(TITLES[0] if personal.own else TITLES[1]),
                *style.markdown(personal.text),
                *style.words(f"Figure: {personal.figure.alt}"),
            ]


def _code_lines(block: CodeCell, style: TextStyle) -> list[str]:
    source = style.fold([style.plain(line) for line in block.source.split("\n")])
    output = style.fold([style.plain(line) for line in block.output.split("\n")]) if block.output.strip() else []
    return ["Code:", *source, *(["It prints:", *output] if output else [])]


def _demo_lines(course: Course, block: DemoBlock, style: TextStyle) -> list[str]:
    demo = course.demo(block.demo)
    alt = demo.view(demo.initial()).covered.alt
    shown = style.words(f"It begins with: {alt}") if alt else []
    how = f"tutor demo {demo.id} prints a frame; tutor open {demo.id} lets you move it."
    return [*style.words(f"Demo: {demo.title}."), *_caption(block.text, style), *shown, *style.words(how)]


def _exercise_lines(course: Course, block: ExerciseBlock, style: TextStyle) -> list[str]:
    task = course.exercise(block.exercise)
    how = f"tutor exercise start {task.id} writes its file, tutor exercise check {task.id} runs it."
    return [*style.words(f"Exercise: {task.entry.title}."), *_caption(block.text, style), *style.words(how)]


def _caption(spans: Spans, style: TextStyle) -> list[str]:
    return style.nodes((Paragraph(spans),)) if spans else []
