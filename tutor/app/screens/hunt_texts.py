"""What the panels of a fault hunt say, and the hunt as it is set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from tutor.rendering.context import RenderContext
from tutor.rendering.notation import Line
from tutor.rendering.typeset import wrap_plain

if TYPE_CHECKING:
    from lessons.hunting.briefing import Briefing
    from lessons.hunting.cases import Case
    from lessons.hunting.run import Run
    from lessons.model.debugging import Reading, Trace
    from tutor.app.session import Session
    from tutor.learning.hunt_state import HuntState, Par

NARROWEST, WIDEST = 30, 100
"""Columns of a text."""
FIGURE = (8, 18)
"""The fewest and the most rows of a figure."""
_BESIDE = 8  # rows of a result beside its figure
_NEXT = "Enter opens the next hunt, a plays this one again, o opens the page it builds on, q goes back."


class SetUp(Struct, frozen=True):
    """A hunt that can be played: the case, its par, where the learner is, the program to probe, and the briefing."""

    case: Case
    par: Par
    state: HuntState
    run: Run
    briefing: Briefing


def set_up_hunt(session: Session, hunt: str, stopped: Callable[[], bool]) -> SetUp:
    """Set up a hunt: that imports NumPy, solves the hunt for its par, and trains a sound program. Blocks."""
    import tutor.rendering.charts.canvas  # noqa: F401  its drawing library takes a moment to load
    from lessons.hunting.briefing import briefing
    from lessons.hunting.run import Run
    from tutor.learning.hunt_state import SAVED, Par, reopened

    case = session.course.hunt(hunt)
    par = Par(case)
    _ = par.cost
    draft = session.draft_of(SAVED + hunt)
    state = reopened(case, draft.text if draft else None, session.state.hunts.get(hunt))
    return SetUp(case, par, state, Run(case.program, case.fault, case.seed, stopped), briefing(case))


class HuntTexts(Struct, frozen=True):
    """The texts of a hunt, each for a number of columns.

    Attributes:
        hunt: The hunt as it was set up.
        state: Where the learner is.
        plain: Whether to draw with ASCII only.
        rows: How many rows the panel has.
        reading: The probe that is shown, and what it has shown.
        note: What a wrong name has cost.
        curves: The losses with the fault and without it.
        best: The best score so far.
        titles: The pages that teach what the fault builds on.
    """

    hunt: SetUp
    state: HuntState
    plain: bool
    rows: Callable[[], int]
    reading: tuple[str, Reading] | None
    note: str
    curves: tuple[Trace, ...]
    best: str
    titles: tuple[str, ...]

    def briefing(self, width: int) -> list[Line]:
        """What the program does, what a sound run reaches, and what was seen."""
        from tutor.rendering.hunt import briefing_lines

        return briefing_lines(self.hunt.case, self.hunt.briefing, self._context(width))

    def result(self, width: int) -> list[Line]:
        """What a probe has shown, or how the learner's strikes compare with it."""
        from tutor.rendering.hunt import compared_lines, heading, reading_lines

        if self.reading is None:
            return []
        probe, reading = self.reading
        context = self._context(width)
        height = max(FIGURE[0], min(FIGURE[1], self.rows() - _BESIDE))
        title = heading(self.hunt.case.program.probes[probe].title, reading)
        lines = [*wrap_plain(title, context, "accent"), *reading_lines(reading, context, height), ()]
        if self.state.waiting:
            return lines + wrap_plain("Which candidates does this rule out?", context)
        note = wrap_plain(self.note, context, "bad") if self.note else []
        return [*note, *compared_lines(self.state, context), (), *lines]

    def verdict(self, width: int) -> list[Line]:
        """What the fault was, how the hunt went, and how it could have gone."""
        from tutor.rendering.hunt import verdict_lines

        context = self._context(min(width, WIDEST + 1))
        lines = verdict_lines(self.state, self.hunt.par, self.curves, self.titles, context, self.best)
        return [*lines, *wrap_plain(_NEXT, context, "dim")]

    def _context(self, width: int) -> RenderContext:
        return RenderContext(max(NARROWEST, width - 1), self.plain)
