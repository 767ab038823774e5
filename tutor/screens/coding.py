"""The program of an exercise on a screen: edited, kept, checked, watched, opened in the learner's own editor."""

from __future__ import annotations

import asyncio
import os
import shlex
import subprocess
import zlib
from typing import ClassVar

from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from lessons.exercise import PREFIX, Task
from lessons.exercising import Judgement, nested
from lessons.exercising.compared import Comparison
from lessons.running import Report, Run
from progress import Checked, SaveFailed
from tutor.handwork import hand_of
from tutor.screens.base import TutorScreen
from tutor.widgets.code_half import CodeHalf
from tutor.widgets.editor import Editor
from tutor.widgets.exercise_parts import KnobBox
from tutor.widgets.item_view import ItemView
from tutor.workbench import Stamp, Workbench, begin

SEEN = 9  # rows of what was found that are brought in sight
LOOK_AFTER = 1.0  # seconds between looks whether the file was saved elsewhere


class Coding(TutorScreen):
    """Mixed into a screen that shows a `CodeHalf`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "check", "check"),
        Binding("ctrl+t", "code_hint", "hint"),
        Binding("ctrl+r", "solution", "solution"),
        Binding("ctrl+o", "own_editor", "own editor"),
        Binding("ctrl+n", "start_anew", "start anew"),
    ]

    def begin_coding(self, task: Task, after: list[ItemView]) -> None:
        """Everything that is kept while the exercise is open."""
        self.exercise = task
        self.bench = Workbench(self.session.home)
        self.half = CodeHalf(task, task.starter, after)
        self.key = f"{PREFIX}{task.id}"
        self._under_way: Run | None = None
        self._stamp: Stamp | None = None
        self._filed = ""  # what the file holds, as far as is known
        self._judgement: Judgement | None = None
        self._focus: str | None = None

    def checked(self) -> None:
        """A check has ended, and is on record."""

    @property
    def standing(self) -> str:
        """new, begun or passed."""
        record = self.session.state.exercises.get(self.exercise.id)
        if record is not None and record.passed_t:
            return "passed"
        return "begun" if record is not None or self._stamp is not None else "new"

    # Text and file

    def open_file(self) -> None:
        """Put the program in the editor: what was left half typed, else the file, else the starter."""
        text = self.bench.text(self.exercise)
        self._stamp, self._filed = self.bench.stamp(self.exercise), text if text is not None else ""
        draft, base = self.session.draft_of(self.key), self.session.draft_of(f"{self.key} base")
        editor = self.half.editor
        if draft is not None and draft.text != text:
            if base is None or base.text == _print(self._filed):
                editor.load_text(draft.text)
            else:
                self._keep_aside(draft.text)
                editor.load_text(text if text is not None else self.exercise.starter)
        elif text is not None:
            editor.load_text(text)
        if draft is not None:
            self.call_after_refresh(editor.place, draft.cursor, draft.scroll)
        elif self.exercise.untouched(editor.text):
            self.call_after_refresh(editor.show_line, self.exercise.todo)
        help_ = self.session.draft_of(f"{self.key} help")
        if help_ is not None:
            self.half.help_.show(help_.cursor, help_.text == "shown")
        self.half.open_rest(self.standing == "passed")
        self._say_standing()
        self.set_interval(LOOK_AFTER, self._look)
        if (
            self._stamp is not None
            and self.session.state.exercises.get(self.exercise.id)
            and editor.text == self._filed
        ):
            self.run_worker(self._check(record=False), group="check", exclusive=True)

    @property
    def unsaved(self) -> bool:
        """Whether the editor holds something that the file does not."""
        text = self.half.editor.text
        return text != self._filed and not (self._stamp is None and self.exercise.untouched(text))

    def _say_standing(self) -> None:
        begun = self._stamp is not None or self.unsaved
        self.half.file.show("not saved yet" if self.unsaved else "saved" if begun else "not begun")

    def on_editor_moved(self, event: Editor.Moved) -> None:
        """What is typed is a draft at once, and on the disk within moments."""
        event.stop()
        editor = self.half.editor
        if self.unsaved or self.session.draft_of(self.key) is not None:
            self.session.draft(self.key, editor.text, editor.cursor, round(editor.scroll_y))
            base = _print(self._filed)
            self.session.draft(f"{self.key} base", base, 0)
        if editor.text != self._checked_text:
            self.half.findings.age()
        self._say_standing()

    _checked_text = ""

    def note_focus(self, item: str | None) -> None:
        """Note in which box the learner is."""
        focus = item or (self.key if self.half.editor.has_focus else None)
        self.session.remember(screen=self.key, focus=focus)

    async def _save(self) -> bool:
        """The editor's text to the file; False where that failed, which is said."""
        text = self.half.editor.text
        try:
            await asyncio.to_thread(self.bench.save, self.exercise, text)
        except SaveFailed as failed:
            self.notify(f"{failed.reason}: the file could not be written; your text is kept as a draft.",
                        title=self.exercise.file, severity="error", markup=False)  # fmt: skip
            return False
        self._stamp, self._filed = self.bench.stamp(self.exercise), self.bench.text(self.exercise) or text
        self.session.draft(f"{self.key} base", _print(self._filed), 0)
        self._say_standing()
        return True

    def _keep_aside(self, text: str) -> None:
        """A text that would be lost goes into a file of its own."""
        try:
            kept = self.bench.keep(self.exercise, text)
        except SaveFailed as failed:
            self.notify(f"{failed}", severity="error", markup=False)
            return
        said = f"The file was changed elsewhere. What stood here is kept as {kept.name}."
        self.notify(said, title=self.exercise.file, timeout=8, markup=False)

    async def _look(self) -> None:
        """Whether the file was saved elsewhere; then it is shown, and checked."""
        if self._under_way is not None or not self.is_current:
            return
        stamp = await asyncio.to_thread(self.bench.stamp, self.exercise)
        if stamp is None or stamp == self._stamp or self._under_way is not None:
            return
        text = await asyncio.to_thread(self.bench.text, self.exercise)
        self._stamp = stamp
        if text is None or text == self._filed:
            return
        if self.unsaved and self.half.editor.text != text:
            self._keep_aside(self.half.editor.text)
        self._filed = text
        self.half.editor.exchange(text)
        self.run_worker(self._check(), group="check", exclusive=True)

    # Checking

    def action_check(self) -> None:
        if self._under_way is None:
            self.run_worker(self._save_and_check(), group="check", exclusive=True)

    async def _save_and_check(self) -> None:
        if await self._save():
            await self._check()

    async def _check(self, record: bool = True) -> None:
        """Run the check and show what it found; on record first."""
        text = self.half.editor.text
        beside, lent = self.bench.beside(self.exercise, self.session.course, self.session.state)
        self.half.findings.run()
        self.call_after_refresh(self._show_findings)
        self.refresh_bindings()
        report = await self._finished(await asyncio.to_thread(begin, self.exercise, text, beside))
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
        self.half.open_rest(self.standing == "passed")
        self.checked()
        if text != self.half.editor.text:
            self.half.findings.age()
        self._say_standing()
        self.refresh_bindings()
        self.call_after_refresh(self._show_findings)

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
        hand = hand_of(self.session.course, self.exercise, self.session.state, self.session.place.drafts)
        return compare(hand, found.seen)

    async def on_knob_box_turned(self, event: KnobBox.Turned) -> None:
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
        beside, _ = self.bench.beside(self.exercise, self.session.course, self.session.state)
        self.half.knob_said.show("running; esc stops it")
        run = await asyncio.to_thread(begin, self.exercise, self.half.editor.text, beside, probes)
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

    async def action_start_anew(self) -> None:
        """The starter again; what was there is kept beside it."""
        if self._under_way is not None or not await self._save():
            return
        try:
            kept = await asyncio.to_thread(self.bench.reset, self.exercise)
        except SaveFailed as failed:
            self.notify(f"{failed}", severity="error", markup=False)
            return
        self._stamp, self._filed = self.bench.stamp(self.exercise), self.exercise.starter
        self.session.undraft(self.key, f"{self.key} base")
        self.half.editor.exchange(self.exercise.starter)
        self.half.editor.show_line(self.exercise.todo)
        self._judgement = None
        self.half.findings.show(None)
        self.half.compared.show(None)
        self._say_standing()
        if kept is not None:
            self.notify(f"What was there is kept as {kept.name}.", title=self.exercise.file, timeout=6, markup=False)

    # The learner's own editor

    async def action_own_editor(self) -> None:
        """The same file in $VISUAL or $EDITOR, with the app out of the way."""
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor:
            self.notify(
                "Set $VISUAL or $EDITOR to the editor you want, such as vim.", title="Your own editor", timeout=6
            )
            return
        if self._under_way is not None or not await self._save():
            return
        command = [*shlex.split(editor), str(self.bench.path(self.exercise))]
        saving = self.session.save_place()
        if saving is not None:
            await asyncio.wrap_future(saving)
        try:
            with self.app.suspend():
                status = subprocess.run(command, check=False).returncode
        except SuspendNotSupported:
            self.notify("This terminal cannot be lent to another program.", severity="warning")
            return
        except OSError as error:
            self.notify(f"{command[0]}: {error.strerror}", title="Your own editor", severity="error", markup=False)
            return
        if status:
            self.notify(f"{command[0]} ended with status {status}.", severity="warning", markup=False)
        await self._look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("check", "own_editor", "start_anew"):
            return self._under_way is None
        if action == "code_hint":
            return self.half.help_.hints < len(self.exercise.entry.hints)
        if action == "solution":
            return not self.half.help_.shown
        return super().check_action(action, parameters)


def _print(text: str) -> str:
    """A short name of a text, to tell whether it is still the same."""
    return f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"
