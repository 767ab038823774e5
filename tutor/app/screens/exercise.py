"""The exercise screen: questions by hand, a program in NumPy, and the comparison of the two."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

from lessons.reading.exercise import Task
from tutor.app.screens.exercise_check import ExerciseCheck
from tutor.app.screens.exercise_file import ExerciseFile
from tutor.app.screens.question_screen import QuestionScreen
from tutor.app.widgets.code_editor import CodeEditor
from tutor.app.widgets.code_panel import CodePanel
from tutor.app.widgets.cursor_row import cursor_region, show_cursor
from tutor.app.widgets.exercise_panels import ExerciseTitle, KnobInput
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.question import QuestionView
from tutor.learning.hand_results import step_key
from tutor.rendering.icons import sign

if TYPE_CHECKING:
    from tutor.app.session import Session
    from tutor.learning.worksheet import Sheet

BESIDE = 110  # columns from which hand and code stand side by side
POLL_INTERVAL = 1.0  # seconds between looks whether the file was saved elsewhere
FINDINGS_ROWS = 12  # rows of the findings that are brought in sight
BREAKPOINTS = [(0, "-stacked"), (BESIDE, "-beside")]
OWN_CELLS = 99  # as if it had been solved so often: no cell of a worksheet is given


class ExerciseBody(VerticalScroll, can_focus=True):
    """Hand and code, side by side or one below the other. Enter goes to the next thing to do, Space scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next_thing", "next"),
        Binding("space", "onward(1)", "on", show=False),
        Binding("pagedown", "onward(1)", "on", show=False),
        Binding("pageup", "onward(-1)", "back", show=False),
        Binding("down", "row(1)", "scroll", show=False),
        Binding("up", "row(-1)", "scroll", show=False),
    ]

    class NextWanted(Message):
        """The learner wants the next thing to do."""

    def __init__(self, hand: VerticalScroll, code: VerticalScroll, route_key: Callable[[events.Key], bool]) -> None:
        """Hold the two halves; `route_key` types a key into a question in sight, and returns whether it did."""
        super().__init__(hand, code, id="parts")
        self._halves = (hand, code)
        self._route_key = route_key

    def on_key(self, event: events.Key) -> None:
        if not isinstance(self.screen.focused, CodeEditor | KnobInput):
            self._route_key(event)

    def _move(self, rows: int) -> None:
        """Scroll the body, or one half after the other where they stand side by side."""
        scrolled = self._halves if self.screen.has_class("-beside") else (self,)
        for part in scrolled if rows > 0 else scrolled[::-1]:
            position = round(part.scroll_y)
            if (rows > 0 and position < part.max_scroll_y) or (rows < 0 and position > 0):
                part.scroll_relative(y=rows, animate=False)
                return

    def action_onward(self, way: int) -> None:
        self._move(way * max(1, self.size.height - 2))

    def action_row(self, way: int) -> None:
        self._move(way)

    def action_next_thing(self) -> None:
        self.post_message(self.NextWanted())


class ExerciseScreen(QuestionScreen):
    """One exercise: its questions are answered as on a page, its program is edited and checked beside them."""

    DEFAULT_CSS = """
    ExerciseScreen { layout: vertical; }
    ExerciseScreen #parts { layout: vertical; height: 1fr; overflow-y: auto;
        scrollbar-size-vertical: 1; align-horizontal: center; }
    ExerciseScreen #hand, ExerciseScreen #code { width: 100%; max-width: 84; height: auto; padding: 1 2; }
    ExerciseScreen #hand { padding: 1 2 0 2; }
    ExerciseScreen.-beside #parts { layout: horizontal; overflow: hidden; }
    ExerciseScreen.-beside #hand { width: 5fr; max-width: 76; height: 1fr; overflow-y: auto;
        scrollbar-size-vertical: 1; padding: 1 2; }
    ExerciseScreen.-beside #code { width: 8fr; max-width: 100; height: 1fr; overflow-y: auto;
        scrollbar-size-vertical: 1; padding: 1 2 1 1; }
    """
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    HELP_TEXT = """
Three parts. **By hand**: answer as on a page; `ctrl+o` opens a question step by step. **In NumPy**: fill in the
program; `ctrl+s` saves it and runs the check, `ctrl+o` opens the same file in your own editor, `ctrl+t` gives a
hint and `ctrl+r` one solution. **Compared**: your numbers beside your program's.
A program to repair has the middle part only: it starts out wrong, and hidden cases judge your repair.

In the editor **Tab** indents; **Escape** leaves it, and then **Tab** goes on. What you save from another terminal is
noticed and checked too.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "check", "run the check", id="run"),
        Binding("ctrl+t", "code_hint", "code hint", id="hint"),
        Binding("ctrl+r", "solution", "solution", id="solution"),
        Binding("ctrl+o", "own_editor", "own editor", id="own_editor"),
        Binding("ctrl+n", "start_over", "start over", id="start_over"),
        Binding("v", "fold", "every call"),
        Binding("q", "back", "back"),
        Binding("escape", "back", "back"),
    ]

    where = "exercise"

    def __init__(self, session: Session, task: Task, item: str | None = None) -> None:
        super().__init__(session)
        place = session.place
        self._turned = False  # whether Enter has led to the number of the learner's choice
        self._first = item or (place.focus if place.screen == task.key else None)  # where to begin
        self._views = {item_id: _question_view(session, item_id) for item_id in task.items}
        self.exercise = task
        self.panel = CodePanel(task, task.starter, [self._views[item_id] for item_id in task.entry.after])
        self.file = ExerciseFile(self, task, self.panel)
        self.check = ExerciseCheck(
            self,
            task,
            self.panel,
            self.file,
            on_checked=self.look_around,
            bring_findings_in_sight=self._bring_findings_in_sight,
        )
        by_hand = VerticalScroll(
            ExerciseTitle("", task.entry.about),
            *([ExerciseTitle("By hand")] if task.entry.hand else []),
            *(self._views[item_id] for item_id in task.entry.hand),
            id="hand",
            can_focus=False,
        )
        self.parts = ExerciseBody(
            by_hand, VerticalScroll(self.panel, id="code", can_focus=False), self.router.route_key
        )
        self._header = HeaderBar(*self._progress())

    def compose(self) -> ComposeResult:
        yield self._header
        yield self.parts
        yield KeyLine()

    async def on_mount(self) -> None:
        self.parts.focus()
        self.restore_drafts()
        self.session.remember(screen=self.file.key)
        self.session.note_exercise_seen(self.exercise.entry)
        recheck = await self.file.open()
        self.set_interval(POLL_INTERVAL, self._watch_file)
        if recheck:
            self.check.start(record=False)
        self.call_after_refresh(self._restore_focus)

    def on_unmount(self) -> None:
        self.check.stop()

    def resized(self) -> None:
        super().resized()
        self._fit_editor()

    def _fit_editor(self) -> None:
        self.panel.fit(self.parts.size.height)

    def _restore_focus(self) -> None:
        """Put the learner where they were: at an open question, or in the editor."""
        self._fit_editor()
        if self._first in self._views and not self._views[self._first].settled:
            self._begin(self._views[self._first])
        elif self._first == self.file.key:
            self._begin(self.panel.editor)

    def _progress(self) -> tuple[str, str]:
        """The two ends of the header."""
        done = sum(view.settled for view in self._views.values())
        within = sign("within", self.session.plain)
        code = sign(self.file.status, self.session.plain)
        hand = f"hand {done} of {len(self._views)}  " if self._views else ""
        kind = "Repair" if self.exercise.is_repair else "Exercise"
        return f"{kind} {within} {self.exercise.entry.title}", f"{hand}code {code}"

    def look_around(self) -> None:
        if self.is_attached:
            self._header.show(*self._progress())
            self.panel.compared.show(self.check.comparison())

    # From one thing to the next

    def _begin(self, widget: Widget) -> None:
        """Give a question or an input the focus, and bring it in sight, whole where it fits."""
        if isinstance(widget, QuestionView):
            widget.begin()
        else:
            widget.focus(scroll_visible=False)
        self.call_after_refresh(self._bring_in_sight, widget)

    def _bring_in_sight(self, widget: Widget) -> None:
        if isinstance(widget, CodeEditor):
            self.panel.file.scroll_visible(animate=False, top=not self.has_class("-beside"))
        else:
            widget.scroll_visible(animate=False)

    def _bring_findings_in_sight(self) -> None:
        """Scroll until the first rows of the findings show below the editor, or the cursor in it comes to the top."""
        findings, editor = self.panel.findings, self.panel.editor
        scrolled = self.query_one("#code" if self.has_class("-beside") else "#parts", VerticalScroll)
        region = findings.region
        overlap = region.y + min(region.height, FINDINGS_ROWS) - (scrolled.region.y + scrolled.size.height)
        if editor.has_focus:
            overlap = min(overlap, cursor_region(editor).y - scrolled.region.y)
        elif self.focused is not None and self.focused in scrolled.query("*"):
            overlap = min(overlap, max(0, cursor_region(self.focused).y - scrolled.region.y))
        if overlap > 0:
            scrolled.scroll_relative(y=overlap, animate=False)

    def on_exercise_body_next_wanted(self, event: ExerciseBody.NextWanted) -> None:
        """Questions before the code, the code, questions after it; when all is done, back to where it was opened."""
        event.stop()
        entry, panel = self.exercise.entry, self.panel
        todo: list[Widget] = [self._views[item] for item in entry.hand if not self._views[item].settled]
        todo += [panel.editor] if self.file.status != "done" else []
        if panel.afterwards.display:
            todo += [view for view in panel.after if not view.settled]
        knob = panel.knob_input
        if not todo and knob is not None and panel.knob.display and not self._turned:
            self._turned = True  # offered once: nobody has to choose a number to get out
            todo = [knob]
        if todo:
            self._begin(todo[0])
        else:
            self.action_back()

    def _to_body(self) -> None:
        self.parts.focus(scroll_visible=False)

    # Questions

    @property
    def questions(self) -> Iterable[QuestionView]:
        return self._views.values()

    def in_hand(self) -> QuestionView | None:
        view = self.latest
        if view is None or not view.is_attached or self.focused is not self.parts:
            return None
        top = self.parts.region.y
        return view if top <= view.region.y < top + self.parts.size.height - 1 else None

    def answer_known(self, view: QuestionView) -> None:
        self.words_kept(view)

    def words_kept(self, view: QuestionView) -> None:
        if view.has_focus_within or self.focused is None:  # else something else was gone to meanwhile
            self._to_body()

    def show_whole(self, view: QuestionView) -> None:
        view.scroll_visible(animate=False)
        if self.focused is not None and view.has_focus_within:
            self.call_after_refresh(show_cursor, self.focused)

    def focus_moved(self) -> None:
        item = next((item_id for item_id, view in self._views.items() if view.has_focus_within), None)
        focus = item or (self.file.key if self.panel.editor.has_focus else None)
        self.session.remember(screen=self.file.key, focus=focus)

    def cell_filled(self, sheet: Sheet, index: int) -> None:
        """Save each cell as a draft: it is compared with the program's number."""
        cell = sheet.cells[index]
        self.session.draft(step_key(sheet.item.id, index), cell.typed, len(cell.typed))

    # The program

    async def _watch_file(self) -> None:
        """Load and check the file when another program has written it."""
        if self.check.run is not None or not self.is_current:
            return
        stamp = await self.file.changed_elsewhere()
        if stamp is not None and self.check.run is None and await self.file.reload(stamp):
            self.check.start()

    def on_code_editor_moved(self, event: CodeEditor.Moved) -> None:
        event.stop()
        self.file.save_draft()
        self.check.mark_stale()

    @on(CodeEditor.Left)
    @on(KnobInput.Left)
    def leave_input(self, event: Message) -> None:
        """Stop what runs; while nothing runs, leave the editor or the line."""
        event.stop()
        if not self.check.stop():
            self._to_body()

    def on_knob_input_turned(self, event: KnobInput.Turned) -> None:
        event.stop()
        self.check.turn_knob(event.text)

    def action_check(self) -> None:
        if self.check.allowed:
            self.check.save_and_start()

    def action_code_hint(self) -> None:
        hints = self.panel.hints
        self._show_hints(min(hints.count + 1, len(self.exercise.entry.hints)), hints.solution)

    def action_solution(self) -> None:
        self._show_hints(self.panel.hints.count, True)

    def _show_hints(self, count: int, solution: bool) -> None:
        self.file.show_hints(count, solution)
        self.call_after_refresh(self.panel.hints.scroll_visible, animate=False)
        self.refresh_bindings()

    def action_fold(self) -> None:
        """Show every call of a program that passed, down to the last, or the result alone."""
        self.panel.findings.fold()
        self.call_after_refresh(self._bring_in_sight, self.panel.findings)

    async def action_start_over(self) -> None:
        """Put the starter in the editor again; the old file is renamed."""
        if self.check.run is None and await self.file.start_over():
            self.check.clear()

    async def action_own_editor(self) -> None:
        """Edit the file in the learner's own editor, then check it if it was changed."""
        if self.check.run is None:
            await self.file.edit_outside()
            await self._watch_file()

    def action_back(self) -> None:
        """Stop what runs; while nothing runs, close the exercise."""
        if not self.check.stop():
            self.session.remember(screen="home", focus=None)
            self.app.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        at_question = any(view.has_focus_within for view in self._views.values())
        if at_question and action in ("code_hint", "solution", "own_editor", "start_over"):
            return False  # there the same keys are about the question, or about nothing
        match action:
            case "check":
                return self.check.allowed
            case "fold":
                judgement = self.panel.findings.judgement
                return judgement is not None and judgement.passed and bool(judgement.findings)
            case "own_editor" | "start_over":
                return self.check.run is None
            case "code_hint":
                return self.panel.hints.count < len(self.exercise.entry.hints)
            case "solution":
                return not self.panel.hints.solution
        return super().check_action(action, parameters)


def _question_view(session: Session, item_id: str) -> QuestionView:
    seed = session.seed_of(item_id)
    view = QuestionView(session.course, session.course.item(item_id, seed), session.standing_of(item_id, seed))
    view.solved = OWN_CELLS
    return view
