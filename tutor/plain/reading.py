"""Pages for the ear: formulas in words, figures by what is to be seen in them."""

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
)
from lessons.model.text import Paragraph, Spans
from lessons.outline import Rung
from tutor.learning.page_progress import leans_on
from tutor.plain.prompt import question_lines
from tutor.plain.text import TextStyle
from tutor.rendering.personal_data import TITLES, shown

if TYPE_CHECKING:
    from tutor.learning.scheduling.recall_trials import Trial

    Data = Sequence[Trial]

SEED = 1


def stage_said(course: Course, voice: TextStyle, data: Data = ()) -> list[str]:
    """The whole stage."""
    lines = [*voice.words(course.outline.title), "", *voice.markdown(course.outline.order)]
    for rung in course.outline.rungs:
        lines += ["", "", *rung_said(course, rung, voice, data)]
    return lines


def rung_said(course: Course, rung: Rung, voice: TextStyle, data: Data = ()) -> list[str]:
    """A rung: its pages one after the other."""
    lines = voice.words(f"{rung.title}: {rung.tagline}")
    if not rung.pages:
        lines += ["", *voice.words("No page of this rung is written yet.")]
    for page in course.pages(rung.id):
        lines += ["", "", *page_said(course, page, voice, data)]
    return lines


def page_said(course: Course, page: Page, voice: TextStyle, data: Data = ()) -> list[str]:
    """A page: its title, then its blocks with an empty line between them."""
    lines = voice.words(page.title)
    if leaning := leans_on(course.outline, page):
        lines += voice.words(leaning)
    for block in page.blocks:
        lines += ["", *_said(course, block, voice, data)]
    return [*lines, "", *voice.words(f"To answer its questions: tutor practice {page.id} --plain")]


def item_said(course: Course, id: str, voice: TextStyle) -> list[str]:
    """A question as it is asked."""
    item = course.item(id, SEED)
    lead = voice.formula(item.lead) if item.lead and not item.options else []
    return ["Your turn.", *question_lines(item, voice), *lead]


def _said(course: Course, block: Block, voice: TextStyle, data: Data) -> list[str]:
    match block:
        case Prose(nodes=nodes):
            return voice.nodes(nodes)
        case Formula(latex=latex):
            return voice.formula(latex)
        case FigureBlock(figure=figure, caption=caption):
            return [*voice.words(f"Figure: {figure.alt}"), *_caption(caption, voice)]
        case CodeCell():
            return _code_said(block, voice)
        case Pitfall(title=title, nodes=nodes):
            return [*voice.words(f"Pitfall: {title}"), *voice.nodes(nodes)]
        case SidePath(title=title, nodes=nodes):
            return [*voice.words(f"Side path: {title} (nothing later needs it)"), *voice.nodes(nodes)]
        case ItemBlock(item=id):
            return item_said(course, id, voice)
        case DemoBlock():
            return _demo_said(course, block, voice)
        case ExerciseBlock():
            return _exercise_said(course, block, voice)
        case OwnData():
            said = shown(block, data)
            return [
                *voice.words(TITLES[0] if said.own else TITLES[1]),
                *voice.markdown(said.text),
                *voice.words(f"Figure: {said.figure.alt}"),
            ]


def _code_said(block: CodeCell, voice: TextStyle) -> list[str]:
    source = voice.fold([voice.plain(line) for line in block.source.split("\n")])
    output = voice.fold([voice.plain(line) for line in block.output.split("\n")]) if block.output.strip() else []
    return ["Code:", *source, *(["It prints:", *output] if output else [])]


def _demo_said(course: Course, block: DemoBlock, voice: TextStyle) -> list[str]:
    demo = course.demo(block.demo)
    alt = demo.view(demo.initial()).covered.alt
    shown = voice.words(f"It begins with: {alt}") if alt else []
    how = f"tutor demo {demo.id} prints a frame; tutor open {demo.id} lets you move it."
    return [*voice.words(f"Demo: {demo.title}."), *_caption(block.text, voice), *shown, *voice.words(how)]


def _exercise_said(course: Course, block: ExerciseBlock, voice: TextStyle) -> list[str]:
    task = course.exercise(block.exercise)
    how = f"tutor exercise start {task.id} writes its file, tutor exercise check {task.id} runs it."
    return [*voice.words(f"Exercise: {task.entry.title}."), *_caption(block.text, voice), *voice.words(how)]


def _caption(spans: Spans, voice: TextStyle) -> list[str]:
    return voice.nodes((Paragraph(spans),)) if spans else []
