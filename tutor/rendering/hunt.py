"""What a hunt shows, as lines: the briefing, results of probes with their curves, the comparison, and the verdict."""

from __future__ import annotations

import re
from math import isfinite, log10
from typing import TYPE_CHECKING

from lessons.model.debugging import Reading, Trace
from lessons.model.figure import Axis, Figure, Line, Mark
from lessons.model.text import Span
from tutor.learning.hunt_state import (
    HuntState,
    Par,
    bits_text,
    comparison,
    loss_lines,
    mistakes,
    result_text,
    says,
    verdict_text,
)
from tutor.rendering.ascii import to_ascii
from tutor.rendering.blocks import figure_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Cell, Style
from tutor.rendering.notation import Line as Cells
from tutor.rendering.typeset import joined, words, wrap, wrap_plain

if TYPE_CHECKING:
    from lessons.hunting.briefing import Briefing
    from lessons.hunting.cases import Case

FIGURE_HEIGHT = 12
_WIDEST = 72
_DECADES = 1000.0  # the ratio of the largest to the smallest value from which on the axis is logarithmic
_LARGEST = 1e12
_ROLES = ("accent", "second", "dim")


_HARD = "\u00a0"
_OPERATOR = re.compile(r" (==|[-+−/*×·@=≈<>≤≥←→]) ")
_FUNCTION = re.compile(r"\b(ln|log|log2|exp) (?=[\w(])")
_TUPLE = re.compile(r"\((?:[\w.]+,? ?)+\)")


def sentences(text: str, context: RenderContext, role: str = "") -> list[Cells]:
    """Text wrapped into lines: no line breaks within a formula that fits into one, and code is set as code."""
    spans = tuple(
        Span(part, kind="code") if at % 2 else Span(_unbroken(part, context))
        for at, part in enumerate(text.split("`"))
        if part
    )
    return [tuple(_soft(cell, role) for cell in line) for line in wrap(spans, context)]


def _soft(cell: Cell, role: str) -> Cell:
    """A cell with a space that may be painted, in a role of its own or that of its text."""
    style = Style(role=role) if role else cell.style
    return Cell(" " if cell.text == _HARD else cell.text, style)


def _unbroken(text: str, context: RenderContext) -> str:
    """The text with hard spaces within formulas, but for those that fit into no line."""

    def fits(word: str) -> bool:
        return len(to_ascii(word) if context.ascii_only else word) <= context.width

    hard = _OPERATOR.sub(rf"{_HARD}\1{_HARD}", text)
    hard = _TUPLE.sub(lambda found: found[0].replace(", ", f",{_HARD}"), _FUNCTION.sub(rf"\1{_HARD}", hard))
    return " ".join(word if fits(word) else word.replace(_HARD, " ") for word in hard.split(" "))


def briefing_lines(case: Case, told: Briefing, context: RenderContext) -> list[Cells]:
    """What the program is for, what a sound run reaches, and what the run with the fault has shown."""
    name, count = case.program.score, len(case.puzzle.candidates)
    sound = (
        f"{case.program.about} A sound run takes the loss from about {_rough(told.first_loss)} to "
        f"{_rough(told.last_loss)} in {told.steps} steps; {name} reaches {told.train_score:.2f} on training rows, "
        f"{told.test_score:.2f} on test rows."
    )
    off = f"Something is off in this run: exactly one of the {count} faults is in it."
    if told.seen is not None:
        shown = result_text(told.seen.outcome, told.seen.summary)
        off += f" Seen so far: {case.program.probes[told.seen.probe].title}: {shown}, as with all {count}."
    return [*sentences(sound, context), *sentences(off, context)]


def _rough(value: float) -> str:
    """A number with two significant digits, without an exponent where it is neither huge nor tiny."""
    return f"{float(f'{value:.2g}'):g}"


def heading(title: str, reading: Reading) -> str:
    """The heading of a result: the probe and the name of the outcome, unless the numbers below say it."""
    return title if says(reading.summary, reading.outcome) else f"{title}: {reading.outcome}"


def reading_lines(reading: Reading, context: RenderContext, height: int = FIGURE_HEIGHT) -> list[Cells]:
    """A reading as lines; a spoken one has no figure."""
    lines = sentences(reading.summary, context)
    if reading.traces and not context.spoken:
        figure = curves(reading.traces)
        narrow = RenderContext(min(context.width, _WIDEST), context.ascii_only)
        lines += [(), *figure_lines(figure, narrow, height)]
    if reading.rows:
        widest = max(len(label) for label, _ in reading.rows)
        lines.append(())
        for label, value in reading.rows:
            text = words(value, ascii_only=context.ascii_only)
            lines.append(joined(words(f"  {label:<{widest}}  ", "dim", ascii_only=context.ascii_only), text))
    return lines


def compared_lines(state: HuntState, context: RenderContext) -> list[Cells]:
    """What the last probe was worth, and each candidate that is wrongly struck out or kept, with the reason."""
    lines = sentences(comparison(state), context)
    for mistake in mistakes(state):
        mark = words(sign("wrong", context.ascii_only) + " ", "bad", bold=True)
        wrapped = sentences(mistake.message, context.narrowed(2))
        lines += [joined(mark if row == 0 else words("  "), line) for row, line in enumerate(wrapped)]
    return lines


def verdict_lines(
    state: HuntState,
    par: Par,
    losses: tuple[Trace, ...],
    pages: tuple[str, ...],
    context: RenderContext,
    best: str = "",
) -> list[Cells]:
    """The verdict: the line before and after, the rule, both training losses, optimal play, mistakes, and the score.

    `pages` are the titles of the pages that teach what the fault leans on; `best` is the best score so far, in words.
    Without losses, the repaired program is said to be training, unless the context is spoken.
    """
    case = state.case
    lines: list[Cells] = [(), *sentences(verdict_text(state), context, "good" if state.clean else ""), ()]
    now, fixed = case.program.with_fault(case.fault).split("\n"), case.program.source.split("\n")
    for number in case.program.changed_lines(case.fault):
        for mark, text, role in (("-", now[number - 1], "bad"), ("+", fixed[number - 1], "good")):
            lead = words(f"{mark} {number}  ", role, bold=True)
            code = wrap_plain(text.strip(), context.narrowed(len(lead)), "code")
            lines += [joined(lead if row == 0 else words(" " * len(lead)), line) for row, line in enumerate(code)]
    lines += [(), *sentences(case.program.faults[case.fault].rule, context)]
    if pages:
        lines += sentences(f"It leans on: {', '.join(pages)}.", context, "dim")
    lines.append(())
    if losses and not context.spoken:
        narrow = RenderContext(min(context.width, _WIDEST), context.ascii_only)
        lines += [*figure_lines(curves(losses), narrow, FIGURE_HEIGHT), ()]
    elif not losses:
        lines += [words("training the repaired program", "dim"), ()]
    lines.append(words("Optimal play", "accent", bold=True))
    for step in par.steps():
        lines += sentences(step, context)
    if state.losses:
        lines += [(), words("Mistakes", "accent", bold=True)]
        lines += [row for text in loss_lines(state) for row in sentences(text, context)]
    return [*lines, (), *sentences(_score(state, par, best), context)]


def _score(state: HuntState, par: Par, best: str) -> str:
    """What the probes have cost, par, the best score, and what was lost."""
    cost = "" if state.remembered else f"Your probes cost {state.cost}. "
    par_text = f"Par, what optimal play costs on average over the candidates, is {par.cost:.1f}."
    best = f" Best so far: {best}." if best else ""
    lost = f" You lost {bits_text(state.lost)} by mistakes." if state.lost else ""
    return f"{cost}{par_text}{best}{lost}"


def curves(traces: tuple[Trace, ...], height: int = FIGURE_HEIGHT) -> Figure:
    """Series of numbers as curves over the step; logarithmic where they span more than three decades.

    A curve ends at its first value that is not finite or leaves the range of the figure.
    """
    shown = [_finite(trace) for trace in traces]
    values = [value for points in shown for value in points]
    low, high = min(values, default=0.0), max(values, default=1.0)
    steps = max((len(trace.values) for trace in traces), default=1)
    logarithmic = low > 0 and high / low > _DECADES
    marks: list[Mark] = []
    for trace, points, role in zip(traces, shown, _ROLES * len(traces), strict=False):
        heights = [log10(value) for value in points] if logarithmic else points
        label = trace.name if len(traces) > 1 else ""
        if heights:
            steps_and_heights = tuple((float(step), height) for step, height in enumerate(heights))
            marks.append(Line(steps_and_heights, label=label, role=role))
    x, name = Axis(0, max(1, steps - 1), "step"), traces[0].name if len(traces) == 1 else "loss"
    return Figure(tuple(marks), x, _axis(low, high, logarithmic, name), alt=_spoken(traces), height=height)


def _finite(trace: Trace) -> list[float]:
    """The values up to the first that is not finite or is too large to be drawn."""
    points: list[float] = []
    for value in trace.values:
        if not isfinite(value) or abs(value) > _LARGEST:
            break
        points.append(value)
    return points


def _axis(low: float, high: float, logarithmic: bool, name: str) -> Axis:
    if logarithmic:
        first, last = int(log10(low) // 1), int(-(-log10(high) // 1))
        step = max(1, (last - first) // 4)
        ticks = tuple(float(power) for power in range(first, last + 1, step))
        return Axis(first, max(last, first + 1), name, ticks, tuple(f"1e{int(power)}" for power in ticks))
    room = (high - low) * 0.08 or 0.5
    bottom = 0.0 if 0 <= low < high / 2 else low - room
    return Axis(bottom, high + room, name)


def _spoken(traces: tuple[Trace, ...]) -> str:
    return "; ".join(
        f"{trace.name}: from {trace.values[0]:.4g} to {trace.values[-1]:.4g} in {len(trace.values)} steps"
        for trace in traces
        if trace.values
    )
