"""The program of an exercise while its screen is open: text in the editor, file on disk, changes made elsewhere."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
import zlib
from collections.abc import Mapping

from textual.app import SuspendNotSupported

from lessons.reading.exercise import Task
from progress.files import SaveError
from tutor.app.launch_options import in_browser
from tutor.app.screens.base import TutorScreen
from tutor.app.widgets.code_panel import CodePanel
from tutor.learning.exercise_files import (
    SHOWN,
    Dependencies,
    ExerciseFiles,
    Stamp,
    help_key,
    standing,
    was_checked,
)

EDITOR_TITLE = "Your own editor"


class ExerciseFile:
    """Keeps the editor, the file and the draft of one exercise in step.

    What is typed becomes a draft at once. The file changes when the learner saves; what another program writes to it
    is loaded into the editor. A text that would be lost is written to a numbered file beside it.

    Args:
        screen: The screen that the program is shown on.
        task: The exercise.
        panel: Where the program is shown.
    """

    def __init__(self, screen: TutorScreen, task: Task, panel: CodePanel) -> None:
        self._screen, self._session = screen, screen.session
        self._task, self._panel = task, panel
        self._files = ExerciseFiles(self._session.home)
        self.key = task.key
        """The name of the draft."""
        self._opened = asyncio.Event()  # set once the editor holds the learner's text
        self._stamp: Stamp | None = None  # of the file as last read or written; None while there is none
        self._saved_text = ""  # the text of that file

    @property
    def status(self) -> str:
        """The status of the exercise: new, begun or done."""
        return standing(self._task, self._session.state, self._stamp is not None)

    @property
    def unsaved(self) -> bool:
        """Whether the editor holds something that the file does not."""
        text = self._panel.editor.text
        return not _same(text, self._saved_text) and not (self._stamp is None and self._task.untouched(text))

    async def open(self) -> bool:
        """Load the program into the editor: an unsaved draft, else the file, else the starter.

        Returns:
            Whether the file was checked before, so that a check would show what was last seen.
        """
        self._stamp, text = await asyncio.to_thread(self._files.look, self._task)
        self._saved_text = text if text is not None else ""
        if text is None and self._stamp is not None:
            await self._set_aside()
        draft, base = self._session.draft_of(self.key), self._session.draft_of(f"{self.key} base")
        editor = self._panel.editor
        if draft is not None and not _same(draft.text, self._saved_text):
            if base is None or base.text == _checksum(self._saved_text):
                editor.load_text(draft.text)
            else:
                await self._copy_aside(draft.text)
                editor.load_text(text if text is not None else self._task.starter)
        elif text is not None:
            editor.load_text(text)
        self._opened.set()
        if draft is not None:
            self._screen.call_after_refresh(editor.place, draft.cursor, draft.scroll)
        elif self._task.untouched(editor.text):
            self._screen.call_after_refresh(editor.show_line, self._task.todo)
        hints = self._session.draft_of(help_key(self._task))
        if hints is not None:
            self._panel.hints.show(hints.cursor, hints.text == SHOWN)
        self._panel.open_rest(self.status == "done")
        self.show_status()
        checked = was_checked(self._task, self._session.state)
        endless = self._session.draft_of(f"{self.key} endless")
        loops = endless is not None and endless.text == _checksum(editor.text)
        return checked and self._stamp is not None and not self.unsaved and not loops

    def note_end(self, text: str, end: str) -> None:
        """Note how a run of a text has ended: one that does not end is not run again by opening the screen."""
        key = f"{self.key} endless"
        if end in ("timeout", "stopped"):
            self._session.draft(key, _checksum(text))
        elif self._session.draft_of(key) is not None:
            self._session.undraft(key)

    def show_status(self) -> None:
        """Say above the editor whether its text is saved."""
        begun = self._stamp is not None or self.unsaved
        self._panel.file.show("not saved yet" if self.unsaved else "saved" if begun else "not begun")

    def save_draft(self) -> None:
        """Save what the editor holds as a draft, with the file it is based on."""
        editor = self._panel.editor
        if self.unsaved or self._session.draft_of(self.key) is not None:
            self._session.draft(self.key, editor.text, editor.cursor, round(editor.scroll_y))
            self._session.draft(f"{self.key} base", _checksum(self._saved_text), 0)
        self.show_status()

    def show_hints(self, count: int, solution: bool) -> None:
        """Show so many hints, and the solution, and save that they were seen."""
        self._panel.hints.show(count, solution)
        self._session.draft(help_key(self._task), SHOWN if solution else "", count)

    async def save(self) -> bool:
        """Write the editor's text to the file; on failure notify the learner and return False."""
        await self._opened.wait()  # until then the editor holds the starter, which must overwrite nothing
        text = self._panel.editor.text
        try:
            await asyncio.to_thread(self._files.save, self._task, text)
        except SaveError as failed:
            message = f"{failed.reason}: the file could not be written; your text is kept as a draft."
            self._screen.notify(message, title=self._task.file, severity="error", markup=False)
            return False
        self._stamp, saved_text = await asyncio.to_thread(self._files.look, self._task)
        self._saved_text = saved_text or text
        self._session.draft(f"{self.key} base", _checksum(self._saved_text), 0)
        self.show_status()
        return True

    async def changed_elsewhere(self) -> Stamp | None:
        """Return the file's stamp if another program has written the file since it was read here."""
        stamp = await asyncio.to_thread(self._files.stamp, self._task)
        return None if stamp == self._stamp else stamp

    async def reload(self, stamp: Stamp) -> bool:
        """Load a file that another program has written into the editor; return whether its text is another.

        Args:
            stamp: The stamp from before the file is read, so that a later change is noticed too.
        """
        text = await asyncio.to_thread(self._files.text, self._task)
        self._stamp = stamp
        if text is None:
            await self._set_aside()
        if text is None or text == self._saved_text:
            return False
        copied = None
        while self.unsaved and (typed := self._panel.editor.text) != copied and not _same(typed, text):
            await self._copy_aside(typed)
            copied = typed  # and once more if something was typed meanwhile
        self._saved_text = text
        self._panel.editor.exchange(text)
        return True

    async def start_over(self) -> bool:
        """Put the starter in file and editor, and the old file beside it; return whether that worked."""
        if not await self.save():
            return False
        try:
            copy = await asyncio.to_thread(self._files.reset, self._task)
        except SaveError as failed:
            self._screen.notify(f"{failed}", severity="error", markup=False)
            return False
        self._stamp = await asyncio.to_thread(self._files.stamp, self._task)
        self._saved_text = self._task.starter
        self._session.undraft(self.key, f"{self.key} base")
        self._panel.editor.exchange(self._task.starter)
        self._panel.editor.show_line(self._task.todo)
        self.show_status()
        if copy is not None:
            message = f"What was there is kept as {copy.name}."
            self._screen.notify(message, title=self._task.file, timeout=6, markup=False)
        return True

    async def dependencies(self) -> tuple[Mapping[str, str], Dependencies]:
        """The source of each file that the program imports, by file name, and whose files these are."""
        return await asyncio.to_thread(self._files.beside, self._task, self._session.course, self._session.state)

    async def _copy_aside(self, text: str) -> None:
        """Write a text that would be lost to a numbered file."""
        try:
            copy = await asyncio.to_thread(self._files.keep, self._task, text)
        except SaveError as failed:
            self._screen.notify(f"{failed}", severity="error", markup=False)
            return
        message = f"The file was changed elsewhere. What stood here is kept as {copy.name}."
        self._screen.notify(message, title=self._task.file, timeout=8, markup=False)

    async def _set_aside(self) -> None:
        """Rename a file that is not text, so that it is never overwritten."""
        try:
            copy = await asyncio.to_thread(self._files.set_aside, self._task)
        except SaveError as failed:
            self._screen.notify(f"{failed}", severity="error", markup=False)
            return
        self._stamp, self._saved_text = None, ""
        message = f"The file is no text in UTF-8. It is kept as {copy.name}."
        self._screen.notify(message, title=self._task.file, severity="warning", timeout=8, markup=False)

    # The learner's own editor

    async def edit_outside(self) -> None:
        """Save, and open the file in $VISUAL or $EDITOR with the app suspended; report what goes wrong."""
        if in_browser(os.environ):
            self._screen.notify("A browser cannot open another editor.", title=EDITOR_TITLE, timeout=6)
            return
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor:
            message = "Set $VISUAL or $EDITOR to the editor you want, such as vim."
            self._screen.notify(message, title=EDITOR_TITLE, timeout=6)
            return
        if not await self.save():
            return
        try:
            command = [*shlex.split(editor), str(self._files.path(self._task))]
        except ValueError as error:
            self._screen.notify(f"{editor}: {error}", title=EDITOR_TITLE, severity="error", markup=False)
            return
        saving = self._session.save_place()
        if saving is not None:
            await asyncio.wrap_future(saving)
        try:
            with self._screen.app.suspend():
                trouble = self._lend_terminal(command)
        except SuspendNotSupported:
            trouble = "this terminal cannot be lent to another program"
        if trouble:
            self._screen.notify(f"{command[0]}: {trouble}.", title=EDITOR_TITLE, severity="warning", markup=False)

    def _lend_terminal(self, command: list[str]) -> str:
        """Run the editor to its end, blocking; return what went wrong, or an empty string."""
        # Ctrl+C in there is meant for the editor. A handler, unlike SIG_IGN, is not handed down to it.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            with subprocess.Popen(command) as process:
                self._screen.tutor.lent_to = process
                status = process.wait()
            return f"ended with status {status}" if status else ""
        except OSError as error:
            return error.strerror or str(error)
        finally:
            self._screen.tutor.lent_to = None
            signal.signal(signal.SIGINT, before)


def _same(text: str, other: str) -> bool:
    """Whether two texts are the same but for the newline that ends a file."""
    return text.rstrip("\n") == other.rstrip("\n")


def _checksum(text: str) -> str:
    """The CRC-32 of a text in UTF-8, as eight hexadecimal digits."""
    return f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"
