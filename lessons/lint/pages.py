"""Checks of a page: ids, formulas, figures, code, length of prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lessons.course import Course
from lessons.lint.arithmetic import false_formula
from lessons.lint.problem import Problem
from lessons.lint.tools import Tools
from lessons.model.figure import Label
from lessons.model.page import (
    CAN_NOW,
    DOABLE,
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
from lessons.model.text import Bullets, Display, Node, Spans
from lessons.reading.markdown import ProseError, prose
from lessons.reading.personal_block import filled
from lessons.sandbox.cells import run_cells
from ml_math_tutor.platform import why_no_programs

READING_WIDTH = 76
CODE_WIDTH = 72
PROSE_LINES = 12
ASKED_IN_A_ROW = 4  # questions between two pieces of prose, formulas or code
QUESTIONS = 2  # the fewest of a page
ACCENTS = 2  # the most marks of a figure that stand out


def page_faults(
    course: Course,
    page: Page,
    tools: Tools,
    items: Mapping[str, object] | None,
    demos: Mapping[str, object] | None,
) -> Iterator[Problem]:
    """All problems of one page; ids are looked up only where items and demos (not None) could be loaded."""
    yield from _skill_faults(course, page)
    yield from _id_faults(course, page, items, demos)
    for block in page.blocks:
        for latex in latex_of(block):
            for problem in (*tools.latex(latex), *false_formula(latex)):
                yield Problem(
                    page.place, block.line, problem if problem.startswith("in $") else f"in ${latex}$: {problem}"
                )
        yield from _block_faults(page, block, tools)
    yield from _pace_faults(page, tools)
    yield from _row_faults(page)
    yield from _code_faults(page)


def _skill_faults(course: Course, page: Page) -> Iterator[Problem]:
    skills = {skill.id for skill in course.outline.skills}
    for skill in (*page.teaches, *page.leans_on):
        if skill not in skills:
            yield Problem(page.place, 2, f"{skill} is no skill of course.toml; declare it there or mend the name")


def _id_faults(
    course: Course, page: Page, items: Mapping[str, object] | None, demos: Mapping[str, object] | None
) -> Iterator[Problem]:
    seen: set[str] = set()
    for block in page.blocks:
        if isinstance(block, ItemBlock) and items is not None and block.item not in items:
            yield Problem(page.place, block.line, str(course.unknown(block.item, "item", list(items))))
        if isinstance(block, DemoBlock) and demos is not None and block.demo not in demos:
            yield Problem(page.place, block.line, str(course.unknown(block.demo, "demo", list(demos))))
        if isinstance(block, ExerciseBlock):
            exercise_ids = [entry.id for entry in course.outline.exercises]
            if block.exercise not in exercise_ids:
                yield Problem(page.place, block.line, str(course.unknown(block.exercise, "exercise", exercise_ids)))
        if isinstance(block, ItemBlock):
            if block.item in seen:
                yield Problem(page.place, block.line, f"{block.item} stands on this page twice; keep one")
            seen.add(block.item)


def _block_faults(page: Page, block: Block, tools: Tools) -> Iterator[Problem]:
    if isinstance(block, CodeCell):
        for offset, line in enumerate(block.source.split("\n"), 1):
            if len(line) > CODE_WIDTH:
                yield Problem(page.place, block.line + offset, f"code of {len(line)} columns; break it at {CODE_WIDTH}")
        return
    if isinstance(block, FigureBlock):
        if not block.caption:
            yield Problem(page.place, block.line, "the figure has no caption; say behind the word what to see in it")
        for problem in tools.figure(block.figure):
            yield Problem(page.place, block.line, f"figure: {problem}")
        accents = [mark for mark in block.figure.marks if getattr(mark, "role", "") == "accent"]
        if (count := sum(not isinstance(mark, Label) for mark in accents)) > ACCENTS:
            yield Problem(page.place, block.line, f"{count} marks have the role accent; keep it for the one to look at")
        return
    if isinstance(block, Why) and not _ends_in_a_check(block):
        fault = "ends without a number; end it with a number that checks the reason, or with something to compute"
        yield Problem(page.place, block.line, f"why {block.title!r} {fault}")
    if any(tools.latex(latex) for latex in latex_of(block)):
        return
    if not isinstance(block, DOABLE):
        _, widest = tools.widths(block)
        if widest > READING_WIDTH:
            yield Problem(
                page.place, block.line, f"{widest} columns wide and cannot wrap; keep it within {READING_WIDTH}"
            )


def _ends_in_a_check(block: Why) -> bool:
    """Whether the last paragraph or formula of a reason holds a number."""
    last = block.nodes[-1] if block.nodes else None
    if isinstance(last, Display):
        return any(map(str.isdigit, last.latex))
    if isinstance(last, Bullets):
        return any(map(str.isdigit, "".join(span.text for entry in last.entries for span in entry)))
    return last is not None and any(map(str.isdigit, "".join(span.text for span in last.spans)))


def _pace_faults(page: Page, tools: Tools) -> Iterator[Problem]:
    """More than a dozen lines of prose between two things to do."""
    run, start = 0, 0
    for block in page.blocks:
        if isinstance(block, DOABLE):
            run = 0
        elif isinstance(block, Prose | Pitfall) and not any(tools.latex(latex) for latex in latex_of(block)):
            start = start if run else block.line
            run += tools.widths(block)[0]
            if run > PROSE_LINES:
                yield Problem(page.place, start, f"{run} lines of prose with nothing to do; put a question in between")
                run = 0


def _row_faults(page: Page) -> Iterator[Problem]:
    """More questions in a row than a reader keeps count of."""
    row = 0
    for block in page.blocks:
        row = row + 1 if isinstance(block, ItemBlock) else row if isinstance(block, DOABLE) else 0
        if row == ASKED_IN_A_ROW + 1:
            yield Problem(
                page.place, block.line, f"{row} questions in a row; put a sentence, a formula or a figure in between"
            )


def teaching_faults(page: Page) -> Iterator[Problem]:
    """What a page that teaches lacks: a figure, code, questions, and the sentence at its end."""
    kinds = [type(block) for block in page.blocks]
    if FigureBlock not in kinds:
        yield Problem(page.place, 1, "the page has no figure; show what it is about")
    if CodeCell not in kinds:
        yield Problem(page.place, 1, "the page has no code; end it with a line of NumPy")
    if kinds.count(ItemBlock) < QUESTIONS:
        yield Problem(page.place, 1, f"{kinds.count(ItemBlock)} questions; a page has {QUESTIONS} or more")
    last = page.blocks[-1] if page.blocks else None
    if not isinstance(last, Prose) or CAN_NOW not in str(last):
        yield Problem(
            page.place,
            getattr(last, "line", 1),
            f"the last block does not say what a reader can do; end with {CAN_NOW} ...",
        )


def _code_faults(page: Page) -> Iterator[Problem]:
    cells = [block for block in page.blocks if isinstance(block, CodeCell)]
    if not cells or why_no_programs():
        return
    try:
        results = run_cells([cell.source for cell in cells])
    except TimeoutError as error:
        yield Problem(page.place, cells[0].line, str(error))
        return
    for cell, ran in zip(cells, results, strict=True):
        if ran.error:
            yield Problem(page.place, cell.line, f"the code fails: {ran.error}")
        elif _trimmed(ran.output) != _trimmed(cell.output):
            printed = " / ".join(_trimmed(ran.output))
            yield Problem(page.place, cell.line, f"the code prints something else: {printed!r}; mend the output block")


def _trimmed(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").split("\n")]


def markdown_faults(text: str, tools: Tools) -> Iterator[str]:
    """What of a piece of Markdown cannot be rendered, a sentence each."""
    try:
        nodes = prose(text)
    except ProseError as error:
        yield f"{text[:40]!r}: {error.fault}"
        return
    for latex in (latex for node in nodes for latex in node_latex(node)):
        yield from (f"in ${latex}$: {problem}" for problem in tools.latex(latex))


def latex_of(block: Block) -> Iterator[str]:
    """Every formula of a block."""
    match block:
        case Formula(latex=latex):
            yield latex
        case Prose(nodes=nodes) | Pitfall(nodes=nodes) | SidePath(nodes=nodes) | Why(nodes=nodes):
            for node in nodes:
                yield from node_latex(node)
        case FigureBlock(caption=spans) | DemoBlock(text=spans) | ExerciseBlock(text=spans):
            yield from span_latex(spans)
        case OwnData(own=own_text, example=example):
            for node in (*prose(filled(own_text)), *prose(filled(example))):
                yield from node_latex(node)


def node_latex(node: Node) -> Iterator[str]:
    """Every formula of a node."""
    if isinstance(node, Display):
        yield node.latex
    elif isinstance(node, Bullets):
        for entry in node.entries:
            yield from span_latex(entry)
    else:
        yield from span_latex(node.spans)


def span_latex(spans: Spans) -> Iterator[str]:
    """Every formula in running text."""
    return (span.text for span in spans if span.kind == "math")
