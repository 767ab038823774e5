"""The panels of a demo: the figure to move, the numbers that follow it, predictions and challenges below."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from lessons.model.demo import Challenge, Control, Handle, Readout, Slider, number, point
from lessons.model.figure import Figure, Point
from tutor.app.widgets.lines import Lines
from tutor.learning.demo_state import DemoState
from tutor.rendering.blocks import figure_lines
from tutor.rendering.charts import to_data
from tutor.rendering.context import RenderContext
from tutor.rendering.demo_frame import demo_figure
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line, inline
from tutor.rendering.typeset import formula, joined, markdown, words

_BAR = 14  # columns of a slider, where there is room
TALL = 32  # rows of terminal from which all challenges are listed


class DemoPicture(Lines, can_focus=True):
    """The figure; arrow keys move the selected control, the mouse drags points."""

    DEFAULT_CSS = "DemoPicture { width: 1fr; height: 1fr; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "nudge(1, 0)", "move", key_display="↑↓←→"),
        Binding("left", "nudge(-1, 0)", "move", show=False),
        Binding("up", "nudge(0, 1)", "move", show=False),
        Binding("down", "nudge(0, -1)", "move", show=False),
        Binding("right", "choose(1)", "choose", key_display="←→"),
        Binding("left", "choose(-1)", "choose", show=False),
        Binding("up", "choose(-1)", "choose", show=False),
        Binding("down", "choose(1)", "choose", show=False),
        Binding("shift+right", "nudge(1, 0, True)", "big steps", show=False),
        Binding("shift+left", "nudge(-1, 0, True)", "big steps", show=False),
        Binding("shift+up", "nudge(0, 1, True)", "big steps", show=False),
        Binding("shift+down", "nudge(0, -1, True)", "big steps", show=False),
    ]

    class Nudged(Message):
        """An arrow key moves the selected control by `across` and `up` steps."""

        def __init__(self, across: int, up: int, big: bool) -> None:
            super().__init__()
            self.across, self.up, self.big = across, up, big

    class Chosen(Message):
        """An arrow key moves to another option of the prediction."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Dragged(Message):
        """The mouse dragged a point to a place in the figure's coordinates."""

        def __init__(self, name: str, to: Point) -> None:
            super().__init__()
            self.name, self.to = name, to

    def __init__(self, play: DemoState) -> None:
        super().__init__()
        self.play = play
        self.ready = False
        self._dragging: str | None = None

    def show(self, play: DemoState) -> None:
        """Draw a state."""
        self.play = play
        self.changed(layout=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        """Draw the first figure, after the first paint because the drawing library is slow to load."""
        self.ready = True
        self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        height = self.size.height
        if not self.ready or height < 3:
            return [() for _ in range(height)]
        return figure_lines(self._figure(), RenderContext(width, self.plain), height)

    def _figure(self) -> Figure:
        play = self.play
        return demo_figure(play.view, covered=play.covered, asked=play.question is not None)

    def on_resize(self) -> None:
        self.changed(layout=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return container.height

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the arrows choose an option while a prediction is open, and move the control after that."""
        asked = self.play.question if self.play.covered else None
        if action == "choose":
            return asked is not None and bool(asked.options)
        return action != "nudge" or asked is None

    def action_choose(self, by: int) -> None:
        self.post_message(self.Chosen(by))

    def action_nudge(self, across: int, up: int, big: bool = False) -> None:
        self.post_message(self.Nudged(across, up, big))

    def _data(self, event: events.MouseEvent) -> Point | None:
        return to_data(self._figure(), self.size.width, self.size.height, event.x, event.y, self.plain)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        at = self._data(event)
        if at is None or self.play.covered:
            return
        handles = [control for control in self.play.demo.controls if isinstance(control, Handle)]
        near = min(handles, key=lambda handle: _distance(point(self.play.state, handle.name), at), default=None)
        if near is not None:
            self._dragging = near.name
            self.capture_mouse()
            self._drag(near, at)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        at = self._data(event) if self._dragging else None
        if at is not None and self._dragging is not None:
            control = self.play.demo.control(self._dragging)
            if isinstance(control, Handle):
                self._drag(control, at)

    def on_mouse_up(self) -> None:
        if self._dragging:
            self._dragging = None
            self.release_mouse()

    def _drag(self, handle: Handle, at: Point) -> None:
        """Drag a handle to the nearest place on its grid."""
        step = handle.step
        to = (round(at[0] / step) * step, round(at[1] / step) * step)
        if to != point(self.play.state, handle.name):
            self.post_message(self.Dragged(handle.name, to))


class DemoColumn(VerticalScroll):
    """A region whose lines are set for the rows it has."""

    def on_resize(self) -> None:
        """Set the lines again, for another height."""
        for lines in self.query(Lines):
            lines.changed()


class _Layout(NamedTuple):
    """How the numbers of a demo are set: where blank lines stand, how the readouts are arranged."""

    between: bool  # blank lines between formulas; without them each formula is set on one row
    after: bool  # one between formulas and readouts
    above: bool  # one below the controls
    readouts: str  # "column", "columns" or "flow"


_LAYOUTS = (  # the roomiest first
    _Layout(True, True, True, "column"),
    _Layout(True, True, True, "columns"),
    _Layout(False, True, True, "column"),
    _Layout(False, True, True, "columns"),
    _Layout(False, True, True, "flow"),
    _Layout(False, False, True, "flow"),
    _Layout(False, False, False, "flow"),
)


class DemoNumbers(Lines):
    """The controls, the formulas with the current numbers in them, the readouts."""

    def __init__(self, play: DemoState) -> None:
        super().__init__()
        self.play = play

    def show(self, play: DemoState) -> None:
        """Show a state."""
        self.play = play
        self.changed()

    def typeset(self, width: int) -> list[Line]:
        """Set the controls, formulas and readouts in the first layout that fits, else in the tightest."""
        room = self.parent.size.height if isinstance(self.parent, Widget) else 0
        for layout in _LAYOUTS:
            below = [*self._formulas(width, layout), *self._readouts(width, layout)]
            lines = [*self._controls(width), *([()] if layout.above else []), *below]
            if len(lines) <= room:
                break
        return lines

    def _formulas(self, width: int, layout: _Layout) -> list[Line]:
        """Set the formulas with the current numbers; none while a prediction is open."""
        if self.play.covered or not self.play.view.formula:
            return []
        drawn = [self._formula(latex, width, layout) for latex in self.play.view.formula]
        between: list[Line] = [()] if layout.between else []
        after: list[Line] = [()] if layout.after and not layout.between else []
        return [line for lines in drawn for line in (*lines, *between)] + after

    def _formula(self, latex: str, width: int, layout: _Layout) -> list[Line]:
        """Set a formula, on one row where room is short unless it is too long for one."""
        row = () if layout.between else joined(*inline(latex, self.plain))
        return [row] if row and len(row) <= width else formula(latex, RenderContext(width, self.plain), indent=0)

    def _readouts(self, width: int, layout: _Layout) -> list[Line]:
        """Set the readouts one below the other, in two columns if all are short enough, or as many to a row as fit."""
        lines = [part for readout in self.play.view.readouts for part in _folded(self._readout(readout), width)]
        half = width // 2
        if layout.readouts == "flow":
            return _flow(lines, width)
        if layout.readouts == "column" or any(len(line) >= half for line in lines):
            return lines
        left, right = lines[: (len(lines) + 1) // 2], [*lines[(len(lines) + 1) // 2 :], ()]
        return [joined(line, words(" " * (half - len(line))), other) for line, other in zip(left, right, strict=False)]

    def _controls(self, width: int) -> list[Line]:
        """Set a line for each slider; handles share one, because the readouts give their places."""
        controls = self.play.demo.controls
        labels = [self._label(control) for control in controls if isinstance(control, Slider)]
        widest = max(map(len, labels), default=0)  # all bars begin in one column
        values = max((_value_columns(control) for control in controls if isinstance(control, Slider)), default=0)
        bar = max(2, min(_BAR, width - widest - 1 - values))
        sliders = [self._slider(control, widest, bar) for control in controls if isinstance(control, Slider)]
        handles = joined(*(self._label(control) for control in controls if isinstance(control, Handle)))
        return [handles, *sliders] if handles else sliders

    def _label(self, control: Control) -> Line:
        here = control.name == self.play.name
        pointer = words(sign("cursor", self.plain) + " " if here else "  ", "accent", bold=True)
        return joined(pointer, *markdown(control.label, RenderContext(40, self.plain))[:1], words(" "))

    def _slider(self, slider: Slider, widest: int, columns: int) -> Line:
        value = number(self.play.state, slider.name)
        bar = _bar((value - slider.lo) / (slider.hi - slider.lo), columns, self.plain)
        role = "accent" if slider.name == self.play.name else "dim"
        shown = f"{value:g}" if self.plain else f"{value:g}".replace("-", "−")
        label = self._label(slider)
        return joined(label, words(" " * (widest - len(label))), words(f"{bar} ", role), words(shown))

    def _readout(self, readout: Readout) -> Line:
        label = joined(*inline(readout.label, self.plain))
        if readout.secret and self.play.covered:
            return joined(label, words(" = "), words("?", "accent", bold=True))
        return joined(label, words(" = "), *inline(readout.text, self.plain))


class DemoTalk(Lines):
    """The prediction with its verdict, else the challenges."""

    def __init__(self, play: DemoState, met: frozenset[str]) -> None:
        super().__init__()
        self.play, self.met = play, met
        self.option = 0
        self.note = ""

    def show(self, play: DemoState, met: frozenset[str], note: str = "") -> None:
        """Show a state."""
        self.play, self.met, self.note = play, met, note
        self.changed()

    def typeset(self, width: int) -> list[Line]:
        """Set the question or the challenges, without the heading where room is short."""
        lines = self._question(width) if self.play.question is not None else self._challenges(width)
        room = self.parent.size.height if isinstance(self.parent, Widget) else 0
        return lines[1:] if 0 < room < len(lines) else lines

    def _question(self, width: int) -> list[Line]:
        play, question = self.play, self.play.question
        assert question is not None
        streak = words(
            f"   {play.streak(question)} of {question.streak} in a row" if question.streak > 1 else "", "dim"
        )
        lines = [joined(words("Before you move: predict", "accent", bold=True), streak)]
        lines += markdown(question.question, RenderContext(width, self.plain))
        if play.said is None:
            if question.options:
                lines.append(self._options(question.options))
            if self.note:
                lines.append(words(self.note, "bad", ascii_only=self.plain))
            return lines
        mark = words(
            sign("right" if play.right else "wrong", self.plain) + " ", "good" if play.right else "bad", bold=True
        )
        body = markdown(play.explained, RenderContext(width - 2, self.plain))
        lines += [joined(mark if row == 0 else words("  "), line) for row, line in enumerate(body)]
        return lines

    def _options(self, options: tuple[str, ...]) -> Line:
        line: Line = ()
        for index, option in enumerate(options):
            here = index == self.option
            pointer = words(sign("cursor", self.plain) + " " if here else "  ", "accent", bold=True)
            line = joined(line, pointer, words(option, "accent" if here else "", bold=here), words("   "))
        return line

    def _challenges(self, width: int) -> list[Line]:
        line = words("Challenges ", bold=True)
        for challenge in self.play.demo.challenges:
            line = joined(line, self._mark(challenge))
        lines = [line]
        every = self.app.size.height >= TALL
        goal = next_challenge(self.play, self.met)
        if goal is None:
            return [*lines, *self._said(self.note, width), *self._ending(width)]
        for challenge in self.play.demo.challenges if every else [goal]:
            body = markdown(challenge.text, RenderContext(width - 2, self.plain))
            lines += [joined(self._mark(challenge) if row == 0 else words("  "), text) for row, text in enumerate(body)]
        return [*lines, *self._said(self.note, width)]

    def _said(self, text: str, width: int) -> list[Line]:
        return markdown(text, RenderContext(width, self.plain)) if text else []

    def _ending(self, width: int) -> list[Line]:
        """What the demo was for, and the way back, once every challenge is met."""
        demo = self.play.demo
        return [*self._said(demo.closing or demo.about, width), words("esc goes back to where you came from.", "dim")]

    def _mark(self, challenge: Challenge) -> Line:
        done = challenge.id in self.met
        return words(sign("right" if done else "new", self.plain) + " ", "good" if done else "dim")


def next_challenge(play: DemoState, met: frozenset[str]) -> Challenge | None:
    """Return the first challenge that was never met."""
    return next((challenge for challenge in play.demo.challenges if challenge.id not in met), None)


def _value_columns(slider: Slider) -> int:
    """Return the columns that the longest of a slider's values takes."""
    ends = (slider.lo, slider.lo + slider.step, slider.hi - slider.step, slider.hi)
    return max(len(f"{value:g}") for value in ends)


def _folded(line: Line, width: int) -> list[Line]:
    """Return a line as rows of at most `width` columns, broken after a space; later rows are indented."""
    if len(line) <= width or width < 4:
        return [line]
    spaces = [index + 1 for index, cell in enumerate(line[:width]) if cell.text == " "]
    cut = spaces[-1] if spaces and spaces[-1] > 2 else width
    return [line[:cut], *_folded(joined(words("  "), line[cut:]), width)]


def _flow(lines: list[Line], width: int) -> list[Line]:
    """Return lines with as many on each row as fit, two spaces apart, in the same order."""
    rows: list[Line] = []
    for line in lines:
        if rows and len(rows[-1]) + 2 + len(line) <= width:
            rows[-1] = joined(rows[-1], words("  "), line)
        else:
            rows.append(line)
    return rows


def _bar(share: float, columns: int, ascii_only: bool) -> str:
    at = round(share * (columns - 1))
    line, knob = ("-", "O") if ascii_only else ("─", "●")
    return line * at + knob + line * (columns - 1 - at)


def _distance(place: Point, other: Point) -> float:
    """Return the squared Euclidean distance."""
    return (place[0] - other[0]) ** 2 + (place[1] - other[1]) ** 2
