"""The program of an exercise on a screen: the text in the editor, the file on the disk, and what others do to it."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
import zlib

from textual.app import SuspendNotSupported

from lessons.reading.exercise import PREFIX, Task
from lessons.sandbox import Run
from progress.files import SaveFailed
from tutor.app.screens.base import TutorScreen
from tutor.app.widgets.code_editor import CodeEditor
from tutor.app.widgets.code_panel import CodePanel
from tutor.app.widgets.question import QuestionView
from tutor.learning.exercise_files import ExerciseFiles, Stamp
from tutor.learning.page_progress import exercise_standing

LOOK_AFTER = 1.0  # seconds between looks whether the file was saved elsewhere


class Filing(TutorScreen):
    """Mixed into a screen that shows a `CodePanel`."""

    def begin_coding(self, task: Task, after: list[QuestionView]) -> None:
        """Everything that is kept while the exercise is open."""
        self.exercise = task
        self.bench = ExerciseFiles(self.session.home)
        self.half = CodePanel(task, task.starter, after)
        self.key = f"{PREFIX}{task.id}"
        self._under_way: Run | None = None
        self._opened = asyncio.Event()  # set once the editor holds what is to be worked at
        self._stamp: Stamp | None = None
        self._filed = ""  # what the file holds, as far as is known
        self._checked_text = ""  # what the latest check was about

    def check_soon(self, record: bool = True) -> None:
        """Run the check on what stands in the editor."""

    def forget_findings(self) -> None:
        """The program begins anew: what was found before is about another."""

    @property
    def standing(self) -> str:
        """new, begun or done."""
        return exercise_standing(self.session.state, self.exercise.id, self._stamp is not None)

    # Text and file

    async def open_file(self) -> None:
        """Put the program in the editor: what was left half typed, else the file, else the starter."""
        self._stamp, text = await asyncio.to_thread(self.bench.look, self.exercise)
        self._filed = text if text is not None else ""
        if text is None and self._stamp is not None:
            await self._set_aside()
        draft, base = self.session.draft_of(self.key), self.session.draft_of(f"{self.key} base")
        editor = self.half.editor
        if draft is not None and not _same(draft.text, self._filed):
            if base is None or base.text == _print(self._filed):
                editor.load_text(draft.text)
            else:
                await self._keep_aside(draft.text)
                editor.load_text(text if text is not None else self.exercise.starter)
        elif text is not None:
            editor.load_text(text)
        self._opened.set()
        if draft is not None:
            self.call_after_refresh(editor.place, draft.cursor, draft.scroll)
        elif self.exercise.untouched(editor.text):
            self.call_after_refresh(editor.show_line, self.exercise.todo)
        help_ = self.session.draft_of(f"{self.key} help")
        if help_ is not None:
            self.half.help_.show(help_.cursor, help_.text == "shown")
        self.half.open_rest(self.standing == "done")
        self.say_standing()
        self.set_interval(LOOK_AFTER, self._look)
        checked = self.session.state.exercises.get(self.exercise.id) is not None
        if checked and self._stamp is not None and not self.unsaved:
            self.check_soon(record=False)

    @property
    def unsaved(self) -> bool:
        """Whether the editor holds something that the file does not."""
        text = self.half.editor.text
        return not _same(text, self._filed) and not (self._stamp is None and self.exercise.untouched(text))

    def say_standing(self) -> None:
        begun = self._stamp is not None or self.unsaved
        self.half.file.show("not saved yet" if self.unsaved else "saved" if begun else "not begun")

    def on_code_editor_moved(self, event: CodeEditor.Moved) -> None:
        """What is typed is a draft at once, and on the disk within moments."""
        event.stop()
        editor = self.half.editor
        if self.unsaved or self.session.draft_of(self.key) is not None:
            self.session.draft(self.key, editor.text, editor.cursor, round(editor.scroll_y))
            base = _print(self._filed)
            self.session.draft(f"{self.key} base", base, 0)
        if editor.text != self._checked_text:
            self.half.findings.age()
        self.say_standing()

    def note_focus(self, item: str | None) -> None:
        """Note in which box the learner is."""
        focus = item or (self.key if self.half.editor.has_focus else None)
        self.session.remember(screen=self.key, focus=focus)

    async def save(self) -> bool:
        """The editor's text to the file; False where that failed, which is said."""
        await self._opened.wait()  # before, it holds the starter, which is not to be written over anything
        text = self.half.editor.text
        try:
            await asyncio.to_thread(self.bench.save, self.exercise, text)
        except SaveFailed as failed:
            self.notify(f"{failed.reason}: the file could not be written; your text is kept as a draft.",
                        title=self.exercise.file, severity="error", markup=False)  # fmt: skip
            return False
        self._stamp, filed = await asyncio.to_thread(self.bench.look, self.exercise)
        self._filed = filed or text
        self.session.draft(f"{self.key} base", _print(self._filed), 0)
        self.say_standing()
        return True

    async def _keep_aside(self, text: str) -> None:
        """A text that would be lost goes into a file of its own."""
        try:
            kept = await asyncio.to_thread(self.bench.keep, self.exercise, text)
        except SaveFailed as failed:
            self.notify(f"{failed}", severity="error", markup=False)
            return
        said = f"The file was changed elsewhere. What stood here is kept as {kept.name}."
        self.notify(said, title=self.exercise.file, timeout=8, markup=False)

    async def _set_aside(self) -> None:
        """What is there is no text, and is not to be written over."""
        try:
            kept = await asyncio.to_thread(self.bench.set_aside, self.exercise)
        except SaveFailed as failed:
            self.notify(f"{failed}", severity="error", markup=False)
            return
        self._stamp, self._filed = None, ""
        said = f"The file is no text in UTF-8. It is kept as {kept.name}."
        self.notify(said, title=self.exercise.file, severity="warning", timeout=8, markup=False)

    async def _look(self) -> None:
        """Whether the file was saved elsewhere; then it is shown, and checked."""
        if self._under_way is not None or not self.is_current:
            return
        stamp = await asyncio.to_thread(self.bench.stamp, self.exercise)
        if stamp is None or stamp == self._stamp or self._under_way is not None:
            return
        text = await asyncio.to_thread(self.bench.text, self.exercise)
        self._stamp = stamp
        if text is None:
            await self._set_aside()
        if text is None or text == self._filed:
            return
        kept = None
        while self.unsaved and (mine := self.half.editor.text) != kept and not _same(mine, text):
            await self._keep_aside(mine)
            kept = mine  # and once more if something was typed meanwhile
        self._filed = text
        self.half.editor.exchange(text)
        self.check_soon()

    async def action_start_anew(self) -> None:
        """The starter again; what was there is kept beside it."""
        if self._under_way is not None or not await self.save():
            return
        try:
            kept = await asyncio.to_thread(self.bench.reset, self.exercise)
        except SaveFailed as failed:
            self.notify(f"{failed}", severity="error", markup=False)
            return
        self._stamp, self._filed = await asyncio.to_thread(self.bench.stamp, self.exercise), self.exercise.starter
        self.session.undraft(self.key, f"{self.key} base")
        self.half.editor.exchange(self.exercise.starter)
        self.half.editor.show_line(self.exercise.todo)
        self.forget_findings()
        self.say_standing()
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
        if self._under_way is not None or not await self.save():
            return
        try:
            command = [*shlex.split(editor), str(self.bench.path(self.exercise))]
        except ValueError as fault:
            self.notify(f"{editor}: {fault}", title="Your own editor", severity="error", markup=False)
            return
        saving = self.session.save_place()
        if saving is not None:
            await asyncio.wrap_future(saving)
        try:
            with self.app.suspend():
                trouble = self._lend_terminal(command)
        except SuspendNotSupported:
            trouble = "this terminal cannot be lent to another program"
        if trouble:
            self.notify(f"{command[0]}: {trouble}.", title="Your own editor", severity="warning", markup=False)
        await self._look()

    def _lend_terminal(self, command: list[str]) -> str:
        """Run the editor to its end, and nothing else meanwhile; what went wrong, if anything."""
        # Ctrl+C in there is meant for the editor. A handler, unlike SIG_IGN, is not handed down to it.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            with subprocess.Popen(command) as process:
                self.tutor.lent_to = process
                status = process.wait()
            return f"ended with status {status}" if status else ""
        except OSError as error:
            return error.strerror or str(error)
        finally:
            self.tutor.lent_to = None
            signal.signal(signal.SIGINT, before)


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same but for the newline that ends a file."""
    return one.rstrip("\n") == other.rstrip("\n")


def _print(text: str) -> str:
    """A short name of a text, to tell whether it is still the same."""
    return f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"
