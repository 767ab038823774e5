"""What a probe shows, as lines: a summary, a table, and its curves in one figure."""

from __future__ import annotations

from math import isfinite, log10

from lessons.model.debugging import Reading, Trace
from lessons.model.figure import Axis, Figure, Line, Mark
from tutor.learning.hunt_state import HuntState, Par, bits_text, comparison, mistakes, verdict_text
from tutor.rendering.blocks import figure_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line as Cells
from tutor.rendering.typeset import joined, words, wrap_plain

FIGURE_HEIGHT = 12
_WIDEST = 72
_DECADES = 1000.0  # the ratio of the largest to the smallest value from which on the axis is logarithmic
_LARGEST = 1e12
_ROLES = ("accent", "second", "dim")


def reading_lines(reading: Reading, context: RenderContext, height: int = FIGURE_HEIGHT) -> list[Cells]:
    """A reading as lines; a spoken one has no figure."""
    lines = wrap_plain(reading.summary, context)
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
    lines = wrap_plain(comparison(state), context)
    for mistake in mistakes(state):
        mark = words(sign("wrong", context.ascii_only) + " ", "bad", bold=True)
        wrapped = wrap_plain(mistake.message, context.narrowed(2))
        lines += [joined(mark if row == 0 else words("  "), line) for row, line in enumerate(wrapped)]
    return lines


def verdict_lines(
    state: HuntState, par: Par, losses: tuple[Trace, ...], pages: tuple[str, ...], context: RenderContext
) -> list[Cells]:
    """The verdict: the line before and after, the rule, both training losses, optimal play, and the score.

    `pages` are the titles of the pages that teach what the fault builds on.
    Without losses, the repaired program is said to be training, unless the context is spoken.
    """
    case = state.case
    lines: list[Cells] = [(), *wrap_plain(verdict_text(state), context, "good" if state.clean else ""), ()]
    now, fixed = case.program.with_fault(case.fault).split("\n"), case.program.source.split("\n")
    for number in case.program.changed_lines(case.fault):
        for mark, text, role in (("-", now[number - 1], "bad"), ("+", fixed[number - 1], "good")):
            lead = words(f"{mark} {number}  ", role, bold=True)
            code = wrap_plain(text.strip(), context.narrowed(len(lead)), "code")
            lines += [joined(lead if row == 0 else words(" " * len(lead)), line) for row, line in enumerate(code)]
    lines += [(), *wrap_plain(case.program.faults[case.fault].rule, context)]
    if pages:
        lines += wrap_plain(f"It builds on: {', '.join(pages)}.", context, "dim")
    lines.append(())
    if losses and not context.spoken:
        narrow = RenderContext(min(context.width, _WIDEST), context.ascii_only)
        lines += [*figure_lines(curves(losses), narrow, FIGURE_HEIGHT), ()]
    elif not losses:
        lines += [words("training the repaired program", "dim"), ()]
    lines.append(words("Optimal play", "accent", bold=True))
    for step in par.steps():
        lines += wrap_plain(step, context)
    lost = f" You lost {bits_text(state.lost)} by mistakes." if state.lost else ""
    par_text = f"par, what optimal play costs on average over the candidates, is {par.cost:.1f}"
    score = f"Your probes cost {state.cost}; {par_text}.{lost}"
    return [*lines, (), *wrap_plain(score, context)]


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
