"""The program of an exercise on a screen: checked, compared with the hand, helped with."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from lessons.grading import Judgement, nested
from lessons.grading.hand_comparison import Comparison
from lessons.sandbox import Report, Run
from progress.events import Checked
from tutor.app.screens.background_run import begun
from tutor.app.screens.exercise_file import Filing
from tutor.app.widgets.exercise_panels import KnobInput
from tutor.app.widgets.plain_containers import VerticalScroll
from tutor.learning.exercise_files import Dependencies, begin
from tutor.learning.hand_results import hand_results

SEEN = 12  # rows of what was found that are brought in sight


class Coding(Filing):
    """Mixed into a screen that shows a `CodePanel`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "check", "run the check"),
        Binding("ctrl+t", "code_hint", "code hint"),
        Binding("ctrl+r", "solution", "solution"),
        Binding("ctrl+o", "own_editor", "own editor"),
        Binding("ctrl+n", "start_anew", "start anew"),
    ]

    _judgement: Judgement | None = None
    _unasked = False  # whether the check under way was the screen's own idea

    @property
    def at_question(self) -> bool:
        """Whether the keys are about a question just now."""
        return False

    def checked(self) -> None:
        """A check has ended, and is on record."""

    # Checking

    def action_check(self) -> None:
        if self._may_check:
            self.run_worker(self._save_and_check(), group="check", exclusive=True)

    @property
    def _may_check(self) -> bool:
        """One that is asked for takes the place of one that is not, and is on record."""
        return self._under_way is None or self._unasked

    def check_soon(self, record: bool = True) -> None:
        self.run_worker(self._check(record), group="check", exclusive=True)

    def forget_findings(self) -> None:
        self._judgement = None
        self.half.findings.show(None)
        self.half.compared.show(None)

    async def _save_and_check(self) -> None:
        if await self.save():
            await self._check()
        elif self.half.findings.running:
            self.forget_findings()

    async def _check(self, record: bool = True) -> None:
        """Run the check and show what it found; on record first."""
        text = self.half.editor.text
        self.half.findings.run()
        self._unasked = not record
        self.call_after_refresh(self._show_findings)
        self.refresh_bindings()
        beside, lent = await self._beside()
        report = await self._finished(await begun(partial(begin, self.exercise, text, beside)))
        found = self.exercise.judged(report, text)
        self._judgement, self._checked_text = found, text
        if record and report.end != "stopped":
            help_ = self.half.help_
            event = Checked(
                exercise=self.exercise.id, passed=found.passed, rules=found.rules, hints=help_.hints, shown=help_.shown
            )
            await self.tutor.keep(event)
        if not self.is_attached:
            return
        self.half.show(found, lent.said, report.output, self.comparison())
        self.half.open_rest(self.standing == "done")
        self.checked()
        if text != self.half.editor.text:
            self.half.findings.age()
        self.say_standing()
        self.refresh_bindings()
        self.call_after_refresh(self._show_findings)

    async def _beside(self) -> tuple[Mapping[str, str], Dependencies]:
        """The files that the program builds on, and whose they are."""
        return await asyncio.to_thread(self.bench.beside, self.exercise, self.session.course, self.session.state)

    async def _finished(self, run: Run) -> Report:
        """The report of a run, waited for off the event loop."""
        self._under_way = run
        try:
            report = await asyncio.to_thread(run.wait)
        finally:
            run.stop()
            self._under_way = None
        assert report is not None
        return report

    def _show_findings(self) -> None:
        """What was found is what was waited for: bring its beginning in sight, under the editor."""
        findings = self.half.findings
        scrolled = self.query_one("#code" if self.has_class("-beside") else "#parts", VerticalScroll)
        region = findings.region
        overlap = region.y + min(region.height, SEEN) - (scrolled.region.y + scrolled.size.height)
        if overlap > 0:
            scrolled.scroll_relative(y=overlap, animate=False)

    def stop(self) -> bool:
        """End what runs; whether anything did."""
        if self._under_way is None:
            return False
        self._under_way.stop()
        return True

    def on_unmount(self) -> None:
        self.stop()

    def comparison(self) -> Comparison | None:
        """Hand and program as they stand; None before the program has given any number."""
        compare, found = self.exercise.check.compare, self._judgement
        if compare is None or found is None or not found.seen:
            return None
        hand = hand_results(self.session.course, self.exercise, self.session.state, self.session.place.drafts)
        return compare(hand, found.seen)

    async def on_knob_input_turned(self, event: KnobInput.Turned) -> None:
        """The learner's own number, through the learner's own program."""
        event.stop()
        knob = self.exercise.check.knob
        if knob is None or self._under_way is not None:
            return
        try:
            value = float(event.text.strip().replace("−", "-").replace(",", ".") or knob.initial)
        except ValueError:
            value = float("nan")
        if not knob.lo <= value <= knob.hi:
            self.half.knob_said.show(f"Type a number from {knob.lo:g} to {knob.hi:g}, such as {knob.initial:g}.")
            return
        self.run_worker(self._turn(value), group="check", exclusive=True)

    async def _turn(self, value: float) -> None:
        knob = self.exercise.check.knob
        assert knob is not None
        probes = knob.probes(value)
        self.half.knob_said.show("running; esc stops it")
        self._unasked = False
        beside, _ = await self._beside()
        run = await begun(partial(begin, self.exercise, self.half.editor.text, beside, probes))
        report = await self._finished(run)
        seen = {
            probe.name: number
            for probe, outcome in zip(probes, report.outcomes, strict=False)
            if outcome.raised is None and (number := nested(outcome.value)) is not None
        }
        if seen:
            self.half.show_knob(value, seen)
        else:
            self.half.knob_said.show(report.said if report.end != "done" else "No numbers came back.")
        self.call_after_refresh(self.half.knob.scroll_visible, animate=False)

    # Help

    def action_code_hint(self) -> None:
        help_ = self.half.help_
        help_.show(min(help_.hints + 1, len(self.exercise.entry.hints)), help_.shown)
        self._keep_help()

    def action_solution(self) -> None:
        self.half.help_.show(self.half.help_.hints, True)
        self._keep_help()

    def _keep_help(self) -> None:
        help_ = self.half.help_
        self.session.draft(f"{self.key} help", "shown" if help_.shown else "", help_.hints)
        self.call_after_refresh(help_.scroll_visible, animate=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("code_hint", "solution", "own_editor", "start_anew") and self.at_question:
            return False  # there the same keys are about the question, or about nothing
        if action == "check":
            return self._may_check
        if action in ("own_editor", "start_anew"):
            return self._under_way is None
        if action == "code_hint":
            return self.half.help_.hints < len(self.exercise.entry.hints)
        if action == "solution":
            return not self.half.help_.shown
        return super().check_action(action, parameters)
