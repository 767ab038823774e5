"""The code cell screen: a code cell of a page in the editor, to change, run and put back."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from lessons.model.page import CodeCell, Page
from lessons.sandbox import Run, start_cells
from lessons.sandbox.cells import CellsResult, cell_results
from lessons.sandbox.values import Limits
from tutor.app.screens.base import TutorScreen
from tutor.app.widgets.code_editor import CodeEditor
from tutor.app.widgets.cursor_row import show_cursor
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.lines import Lines
from tutor.app.workers import start_run
from tutor.learning.question_draft import cell_key
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, words, wrap_plain

if TYPE_CHECKING:
    from tutor.app.session import Session

TIME_LIMIT = 20.0  # seconds of a run
OUTPUT_LINES = 400  # lines of output that are shown
MIN_ROWS, ROWS_BELOW = 6, 8  # of the editor, and of what is shown below it


def cells_of(page: Page) -> list[CodeCell]:
    """Return the code cells of a page, in order."""
    return [block for block in page.blocks if isinstance(block, CodeCell)]


class CellOutput(Lines):
    """What the cell printed, and the error that ended it."""

    DEFAULT_CSS = "CellOutput { margin: 1 0 0 0; }"

    def __init__(self) -> None:
        super().__init__()
        self.ran: CellsResult | None = None
        self.as_written = ""
        self.running = False

    def run(self) -> None:
        """Show that the cell runs."""
        self.running = True
        self.changed()

    def show(self, ran: CellsResult | None, as_written: str) -> None:
        """Show the result of a run; before any run, the output that the page gives."""
        self.ran, self.as_written, self.running = ran, as_written, False
        self.changed()

    def typeset(self, width: int) -> list[Line]:
        if self.running:
            return [joined(words("running", "accent", bold=True), words("  esc stops it", "dim"))]
        bar = words("| " if self.plain else "│ ", "dim")
        if self.ran is None:
            lines = [joined(bar, words(line, "dim", ascii_only=self.plain)) for line in self.as_written.split("\n")]
            return [words("as it is written, it prints", "dim"), *lines]
        text = self.ran.output.strip("\n")
        lines = (
            [joined(bar, words(line, ascii_only=self.plain))[:width] for line in text.split("\n")[:OUTPUT_LINES]]
            if text
            else []
        )
        if self.ran.error:
            where = (
                f" (line {self.ran.line})" if self.ran.line and f"line {self.ran.line}" not in self.ran.error else ""
            )
            mark = words(sign("wrong", self.plain) + " ", "bad", bold=True)
            message = wrap_plain(self.ran.error + where, RenderContext(width - 2, self.plain), "")
            lines += [joined(mark if row == 0 else words("  "), line) for row, line in enumerate(message)]
        return lines or [words("it printed nothing", "dim")]


class CodeCellScreen(TutorScreen):
    """One cell in the editor. The cells above it on the page run first, so that the names they define exist."""

    DEFAULT_CSS = """
    CodeCellScreen > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; align-horizontal: center; padding: 1 2; }
    CodeCellScreen CodeEditor, CodeCellScreen CellOutput { max-width: 100; }
    """
    HELP_TEXT = """
A code cell of the page, for you to change. `ctrl+s` runs it, together with the cells above it. What you change is
kept, and the page keeps its own: `ctrl+n` puts it back. **Escape** leads back to the page.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "run", "run", id="run"),
        Binding("ctrl+n", "put_back", "put back", id="start_over"),
        Binding("escape", "back", "back"),
    ]

    def __init__(self, session: Session, page: Page, index: int) -> None:
        super().__init__(session)
        self.page, self.index = page, index
        self.cells = cells_of(page)
        self.key = cell_key(page.id, index)
        self.editor = CodeEditor(self._text(index))
        self.printed = CellOutput()
        self.run: Run | None = None

    def _text(self, index: int) -> str:
        """Return the source of a cell: the learner's draft, else the page's."""
        draft = self.session.draft_of(cell_key(self.page.id, index))
        return draft.text if draft is not None else self.cells[index].source

    def compose(self) -> ComposeResult:
        number = f"cell {self.index + 1} of {len(self.cells)}"
        yield HeaderBar(f"Code {sign('within', self.session.plain)} {self.page.title}", number)
        with VerticalScroll(can_focus=False):
            yield self.editor
            yield self.printed
        yield KeyLine()

    def on_mount(self) -> None:
        self.session.note_parts_seen((self.page.id,), "cell")
        self.editor.focus()
        draft = self.session.draft_of(self.key)
        cursor, scroll = (draft.cursor, draft.scroll) if draft is not None else (len(self.editor.text), 0)
        self.call_after_refresh(self.editor.place, cursor, scroll)
        self.printed.show(None, self.cells[self.index].output)
        self.call_after_refresh(self._fit)

    def resized(self) -> None:
        super().resized()
        self._fit()

    def _fit(self) -> None:
        rows = self.editor.document.line_count + 1
        self.editor.styles.height = max(MIN_ROWS, min(rows, self.size.height - ROWS_BELOW))

    def on_code_editor_moved(self, event: CodeEditor.Moved) -> None:
        """Save a changed cell as a draft; remove the draft of one that is as the page has it."""
        event.stop()
        editor = self.editor
        if editor.text != self.cells[self.index].source:
            self.session.draft(self.key, editor.text, editor.cursor, round(editor.scroll_y))
        else:
            self.session.undraft(self.key)
        self.refresh_bindings()

    def on_code_editor_left(self, event: CodeEditor.Left) -> None:
        event.stop()
        self.action_back()

    def action_run(self) -> None:
        if self.run is None:
            self.run_worker(self._run_cells(), group="run", exclusive=True)

    async def _run_cells(self) -> None:
        sources = [*(self._text(index) for index in range(self.index)), self.editor.text]
        self.printed.run()
        self.run = await start_run(partial(start_cells, sources, limits=Limits(seconds=TIME_LIMIT)))
        try:
            report = await asyncio.to_thread(self.run.wait)
        finally:
            self.run.stop()
            self.run = None
        assert report is not None
        results = cell_results(report, len(sources))
        failed = next((index for index, result in enumerate(results[:-1]) if result.error), None)
        shown = results[-1]
        if failed is not None:
            shown = CellsResult(results[failed].output, f"cell {failed + 1} above: {results[failed].error}")
        if self.is_attached:
            self.printed.show(shown, "")
            self.call_after_refresh(self._show_printed)

    def _show_printed(self) -> None:
        self.printed.scroll_visible(animate=False, immediate=True)
        if self.editor.has_focus:
            self.call_after_refresh(show_cursor, self.editor)

    def action_put_back(self) -> None:
        """Put the page's source in the editor, as a step that can be undone."""
        self.editor.exchange(self.cells[self.index].source)
        self.session.undraft(self.key)
        self.printed.show(None, self.cells[self.index].output)

    def action_back(self) -> None:
        """Stop what runs; while nothing runs, go back to the page."""
        if self.run is not None:
            self.run.stop()
        else:
            self.app.pop_screen()

    def on_unmount(self) -> None:
        if self.run is not None:
            self.run.stop()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "put_back":
            return self.editor.text != self.cells[self.index].source
        return True
