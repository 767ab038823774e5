"""A case to diagnose as lines: what it shows, the questions, the verdicts and what it teaches."""

from __future__ import annotations

from lessons.answers import Verdict
from lessons.model.diagnosis import Diagnosis
from lessons.model.page import CodeCell
from tutor.learning.diagnosis_state import DiagnosisState, right_cause
from tutor.rendering.answer_feedback import led
from tutor.rendering.blocks import code, figure_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.hunt import FIGURE_HEIGHT, curves
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line
from tutor.rendering.typeset import markdown, wrap_plain

_WIDEST = 72


def symptom_lines(case: Diagnosis, context: RenderContext, height: int = FIGURE_HEIGHT) -> list[Line]:
    """What is told and shown of a case: the log or traceback, and curves, which a spoken one has in words."""
    lines = [*markdown(case.about, context), (), *code(CodeCell("\n".join(case.symptom.log), ""), context)[:-1]]
    if not case.symptom.traces:
        return lines
    figure = curves(case.symptom.traces)
    if context.spoken:
        return [*lines, (), *wrap_plain(figure.alt, context)]
    return [*lines, (), *figure_lines(figure, context.at_most(_WIDEST), height)]


def number_lines(state: DiagnosisState, context: RenderContext) -> list[Line]:
    """The verdict on the number: what it decides, once it was found or shown."""
    number = state.case.number
    if state.stage == "number":
        return verdict_lines(state.verdict, context)
    because = markdown(number.explanation, context.narrowed(2))
    if "number" in state.shown:
        return [*markdown(f"The number is `{number.answer}`.", context), *because]
    return led(sign("right", context.ascii_only) + " ", "good", because)


def cause_lines(state: DiagnosisState, context: RenderContext) -> list[Line]:
    """The verdict on the cause, while it is asked for."""
    return verdict_lines(state.verdict, context) if state.stage == "cause" else []


def verdict_lines(verdict: Verdict | None, context: RenderContext) -> list[Line]:
    """A wrong or unreadable answer, with its message."""
    if verdict is None or verdict.mark == "right":
        return []
    name, role = ("wrong", "bad") if verdict.mark == "wrong" else ("unread", "accent")
    return led(f"{sign(name, context.ascii_only)} ", role, markdown(verdict.feedback, context.narrowed(2)))


def closing_lines(state: DiagnosisState, pages: tuple[str, ...], context: RenderContext) -> list[Line]:
    """The cause, what the case teaches, and the titles of the pages that it builds on."""
    cause = right_cause(state.case)
    if "cause" in state.shown:
        lines = markdown(f"The cause: {cause}", context)
    else:
        lines = led(sign("right", context.ascii_only) + " ", "good", markdown(f"Right. {cause}", context.narrowed(2)))
    lines += [(), *markdown(state.case.closing, context)]
    if pages:
        lines += [(), *wrap_plain(f"It builds on: {', '.join(pages)}.", context, "dim")]
    return [*lines, *wrap_plain(score_text(state), context, "dim")]


def score_text(state: DiagnosisState) -> str:
    """How an ended diagnosis went, in words."""
    if state.clean:
        return "Number and cause at the first try."
    wrong = len(state.rules)
    tries = f"{wrong} wrong {'answer' if wrong == 1 else 'answers'}"
    return f"{tries}, and an answer shown." if state.shown else f"{tries} on the way."
