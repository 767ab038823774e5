"""The check of an exercise while its screen is open: runs the learner's program and shows what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from lessons.grading import Judgement, nested
from lessons.grading.hand_comparison import Comparison
from lessons.reading.exercise import Task
from lessons.sandbox import Report, Run
from lessons.sandbox.outcome_text import summary
from tutor.app.screens.base import TutorScreen
from tutor.app.screens.exercise_file import ExerciseFile
from tutor.app.widgets.code_panel import CodePanel
from tutor.app.workers import start_run
from tutor.learning.exercise_files import begin, checked, note_on
from tutor.learning.hand_results import hand_results

GROUP = "check"  # of workers: a new run ends the one before


class ExerciseCheck:
    """Runs the program of one exercise: for its check, and with a number of the learner's choice.

    Args:
        screen: The screen that the program is shown on.
        task: The exercise.
        panel: Where the program and the findings are shown.
        file: The file of the program.
        on_checked: Called when the findings of a check are shown.
        bring_findings_in_sight: Called when the findings have changed.
    """

    def __init__(
        self,
        screen: TutorScreen,
        task: Task,
        panel: CodePanel,
        file: ExerciseFile,
        *,
        on_checked: Callable[[], None],
        bring_findings_in_sight: Callable[[], None],
    ) -> None:
        self._screen, self._session = screen, screen.session
        self._task, self._panel, self._file = task, panel, file
        self._on_checked = on_checked
        self._bring_findings_in_sight = bring_findings_in_sight
        self.run: Run | None = None
        """The program while it runs."""
        self._recorded = True  # whether the run goes on record: the screen starts one of its own, which does not
        self._judgement: Judgement | None = None
        self._checked_text = ""

    @property
    def allowed(self) -> bool:
        """Whether the learner can start a check: no run of theirs is under way."""
        return self.run is None or not self._recorded

    def start(self, record: bool = True) -> None:
        """Check what is in the editor; with `record` False, the result is shown and not recorded."""
        self._screen.run_worker(self._check(record), group=GROUP, exclusive=True)

    def save_and_start(self) -> None:
        """Save the file and check it."""
        self._screen.run_worker(self._save_and_check(), group=GROUP, exclusive=True)

    def stop(self) -> bool:
        """Stop the program; return whether one was running."""
        if self.run is None:
            return False
        self.run.stop()
        return True

    def clear(self) -> None:
        """Remove the findings, which are about another program."""
        self._judgement = None
        self._panel.findings.show(None)
        self._panel.compared.show(None)

    def mark_stale(self) -> None:
        """Dim the findings once the editor no longer holds the text that was checked."""
        if self._panel.editor.text != self._checked_text:
            self._panel.findings.age()

    def comparison(self) -> Comparison | None:
        """The numbers by hand beside those of the program; None until the program has given any."""
        compare, judgement = self._task.check.compare, self._judgement
        if compare is None or judgement is None or not judgement.results:
            return None
        hand = hand_results(self._session.course, self._task, self._session.state, self._session.place.drafts)
        return compare(hand, judgement.results)

    async def _save_and_check(self) -> None:
        if await self._file.save():
            await self._check()
        elif self._panel.findings.running:
            self.clear()

    async def _check(self, record: bool = True) -> None:
        """Run the check, record its result, then show it."""
        screen, panel = self._screen, self._panel
        text = panel.editor.text
        panel.findings.run()
        self._recorded = record
        screen.call_after_refresh(self._bring_findings_in_sight)
        screen.refresh_bindings()
        modules, dependencies = await self._file.dependencies()
        report = await self._finish(await start_run(partial(begin, self._task, text, modules)))
        judgement = self._task.judged(report, text)
        self._judgement, self._checked_text = judgement, text
        self._file.note_end(text, report.end)
        if record and report.end != "stopped":
            await screen.tutor.keep(checked(self._task, judgement, panel.hints.count, panel.hints.solution))
        if not screen.is_attached:
            return
        panel.show(judgement, note_on(self._task, judgement, dependencies), report.output, self.comparison())
        panel.open_rest(self._file.status == "done")
        self._on_checked()
        self.mark_stale()
        self._file.show_status()
        screen.refresh_bindings()
        screen.call_after_refresh(self._bring_findings_in_sight)

    async def _finish(self, run: Run) -> Report:
        """Wait off the event loop until a run has ended, and return its report."""
        self.run = run
        try:
            report = await asyncio.to_thread(run.wait)
        finally:
            run.stop()
            self.run = None
        assert report is not None
        return report

    # A number of the learner's choice

    def turn_knob(self, text: str) -> None:
        """Run the program with a number that the learner typed; say so if it is no number within the range."""
        knob = self._task.check.knob
        if knob is None or self.run is not None:
            return
        try:
            value = float(text.strip().replace("−", "-").replace(",", ".") or knob.initial)
        except ValueError:
            value = float("nan")
        if not knob.lo <= value <= knob.hi:
            self._panel.knob_text.show(f"Type a number from {knob.lo:g} to {knob.hi:g}, such as {knob.initial:g}.")
            return
        self._screen.run_worker(self._run_knob(value), group=GROUP, exclusive=True)

    async def _run_knob(self, value: float) -> None:
        knob = self._task.check.knob
        assert knob is not None
        probes = knob.probes(value)
        self._panel.knob_text.show("running; esc stops it")
        self._recorded = True
        modules, _ = await self._file.dependencies()
        report = await self._finish(
            await start_run(partial(begin, self._task, self._panel.editor.text, modules, probes))
        )
        results = {
            probe.name: number
            for probe, outcome in zip(probes, report.outcomes, strict=False)
            if outcome.raised is None and (number := nested(outcome.value)) is not None
        }
        if results:
            self._panel.show_knob(value, results)
        else:
            self._panel.knob_text.show(summary(report) if report.end != "done" else "No numbers came back.")
        self._screen.call_after_refresh(self._panel.knob.scroll_visible, animate=False)
