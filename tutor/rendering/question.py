"""A question as lines: prompt, answer box, feedback, worksheet. Pure."""

from __future__ import annotations

from lessons.answers import Option
from lessons.course import Course
from lessons.model.page import Item
from tutor.learning.own_words import asks_own_words
from tutor.learning.question_state import QuestionState
from tutor.learning.worksheet import Cell, Sheet
from tutor.rendering.answer_boxes import box_lines, box_of, choice_lines, free_text_lines, option_setter, text_line
from tutor.rendering.answer_feedback import OFFERS, AnswerFeedback, Offers
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.line_memo import LineMemo
from tutor.rendering.notation import Line, inline
from tutor.rendering.typeset import joined, markdown, words, wrap_plain

INDENT = 2
MODEL, RUBRIC = "One way to say it", "Which of these does yours say?"
OWN_WORDS = "First in your own words, for somebody who has not read this page"


def question_lines(
    course: Course,
    state: QuestionState,
    width: int,
    ascii_only: bool,
    memo: LineMemo | None = None,
    offers: Offers = OFFERS,
) -> list[Line]:
    """The whole question as its widget shows it while it has no focus."""
    lead = lead_line(state.item, ascii_only, memo)
    before = len(lead) or (0 if box_of(state.item) == "order" else INDENT)
    box = box_lines(state, width - before, ascii_only, memo)
    starts = [lead, *[()] * (len(box) - 1)]
    rows = [joined(start, words(" " * (before - len(start))), line) for start, line in zip(starts, box, strict=True)]
    if asks_own_words(state.item):
        rows = explanation_lines(state, box, width, ascii_only)
    feedback = AnswerFeedback(course, state.attempt, state.draft, state.disputed, state.nothing_typed, offers=offers)
    below = indented(feedback.lines(RenderContext(width - INDENT, ascii_only)))
    head = prompt_lines(state.item, state.attempt.standing_with(state.draft), state.sure, width, ascii_only, memo)
    steps = [(), *indented(worksheet_lines(state, width - INDENT, ascii_only))] if state.sheet is not None else []
    return [*head, *rows, *below, *steps]


def explanation_lines(state: QuestionState, statements: list[Line], width: int, ascii_only: bool) -> list[Line]:
    """The learner's own words, then the statements, then one way to say it and what of it the learner has said."""

    def titled(title: str, body: list[Line]) -> list[Line]:
        return [*wrap_plain(title, RenderContext(width, ascii_only), "accent", bold=True), *body]

    stage = stage_of(state)
    lines = titled(OWN_WORDS, free_text_lines(state.words, width))
    if stage != "write":
        lines += [(), *indented(statements)]
    if stage in ("tick", "done"):
        lines += [(), *titled(MODEL, markdown(state.item.model, RenderContext(width, ascii_only)))]
    if stage == "tick" or (stage == "done" and state.ticked):
        done = stage == "done"
        set_option = option_setter(None, ascii_only)
        cursor = 0 if done else None
        ticks = choice_lines(rubric(state.item), state.ticked, (), cursor, width - INDENT, ascii_only, set_option)
        lines += [(), *titled(RUBRIC, indented(ticks))]
        lines += [(), *titled(kept_words(len(state.ticked), state.item), [])] if done else []
    return lines


def stage_of(state: QuestionState) -> str:
    """How far an explanation has come: write, build, tick or done."""
    if state.settled:
        return state.stage if state.stage == "tick" else "done"
    if not asks_own_words(state.item):
        return "build"
    return state.stage or ("build" if state.attempt.words else "write")


def rubric(item: Item) -> tuple[Option, ...]:
    """The lines of an item's rubric, named a, b, c, ..."""
    return tuple(Option(chr(ord("a") + index), text) for index, text in enumerate(item.rubric))


def kept_words(ticked: int, item: Item) -> str:
    """The closing sentence of a complete explanation."""
    return f"Kept: {ticked} of {len(item.rubric)}, by your own account."


def prompt_lines(
    item: Item, standing: str, sure: int | None, width: int, ascii_only: bool, memo: LineMemo | None = None
) -> list[Line]:
    """The prompt under a heading with the question's status, and a blank line."""
    role = {"right": "good", "wrong": "bad"}.get(standing, "accent")
    mark = sign({"open": "cursor", "shown": "begun"}.get(standing, standing), ascii_only)
    title = {"right": "Done", "shown": "Shown", "wrong": "Not yet"}.get(standing, "Your turn")
    percent = f"   {sure} % sure" if sure is not None else ""
    head = joined(words(mark + " ", role, bold=True), words(title, role, bold=True), words(percent, "dim"))
    room = width - INDENT

    def typeset() -> list[Line]:
        return markdown(item.prompt, RenderContext(room, ascii_only))

    body = typeset() if memo is None else memo.lines(("prompt", item.prompt), room, ascii_only, typeset)
    return [head, *indented(body), ()]


def lead_line(item: Item, ascii_only: bool, memo: LineMemo | None = None) -> Line:
    """The formula before the answer box on its first row; empty where there is none."""
    box, latex = box_of(item), item.lead
    if box not in ("text", "matrix") or (box == "matrix" and not latex):
        return ()

    def typeset() -> list[Line]:
        return [joined(*inline(latex, ascii_only), words(" "))]

    if not latex:
        lead = words(sign("cursor", ascii_only))
    else:
        (lead,) = typeset() if memo is None else memo.lines(("lead", latex), 0, ascii_only, typeset)
    return joined(words(" " * INDENT), lead, words(" " * (INDENT if box == "matrix" else 0)))


def worksheet_lines(state: QuestionState, width: int, ascii_only: bool) -> list[Line]:
    """The steps of the worksheet, one below the other, each with its result."""
    sheet = state.sheet
    assert isinstance(sheet, Sheet)
    lines: list[Line] = []
    for index, cell in enumerate(sheet.cells):
        lead = step_lead(index + 1, cell, ascii_only)
        typed = cell.typed or (state.step.text if index == sheet.next else "")
        lines.append(lead if cell.given else joined(lead, text_line(typed, "", width - len(lead), cell.settled)))
        lines += step_note(cell, width, ascii_only)
    return lines


def step_lead(number: int, cell: Cell, ascii_only: bool) -> Line:
    """The left-hand side of a step, and its value where that is given."""
    line = joined(words(f"{number}. ", "dim"), *inline(cell.step.lead, ascii_only), words(" "))
    if cell.given:
        line = joined(line, *inline(cell.step.value, ascii_only), words("  given", "dim"))
    return line


def step_note(cell: Cell, width: int, ascii_only: bool) -> list[Line]:
    """The verdict on a step; empty before it is filled in."""
    if not cell.mark:
        return []
    name = {"right": "right", "carried": "begun", "wrong": "wrong", "unreadable": "unread"}[cell.mark]
    role = {"right": "good", "carried": "accent", "wrong": "bad", "unreadable": "accent"}[cell.mark]
    lead = words(f"   {sign(name, ascii_only)} ", role, bold=True)
    if cell.mark == "right":
        return [joined(lead, words("right.", role))]
    body = markdown(cell.message, RenderContext(width - len(lead), ascii_only))
    return [joined(lead if row == 0 else words(" " * len(lead)), line) for row, line in enumerate(body)]


def indented(lines: list[Line]) -> list[Line]:
    """Lines indented by two columns."""
    margin = words(" " * INDENT)
    return [joined(margin, line) for line in lines]
