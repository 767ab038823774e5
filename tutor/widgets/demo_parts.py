"""The parts of a demo: the picture one moves, the numbers that follow, the talk below them."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from lessons.demo import Challenge, Handle, Readout, Slider, number, point
from lessons.figures import Point
from tutor.blocks import figure_lines
from tutor.charts import to_data
from tutor.look import content_of, sign
from tutor.notation import Line, inline
from tutor.play import Play
from tutor.typeset import formula, joined, markdown, words
from tutor.widgets.lines import Lines

_BAR = 14


class DemoPicture(Lines, can_focus=True):
    """The figure; arrows move the control under the hand, the mouse drags points."""

    DEFAULT_CSS = "DemoPicture { width: 1fr; height: 1fr; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "nudge(1, 0)", "move", key_display="↑↓←→"),
        Binding("left", "nudge(-1, 0)", "move", show=False),
        Binding("up", "nudge(0, 1)", "move", show=False),
        Binding("down", "nudge(0, -1)", "move", show=False),
        Binding("shift+right", "nudge(1, 0, True)", "big steps", key_display="⇧"),
        Binding("shift+left", "nudge(-1, 0, True)", "big steps", show=False),
        Binding("shift+up", "nudge(0, 1, True)", "big steps", show=False),
        Binding("shift+down", "nudge(0, -1, True)", "big steps", show=False),
    ]

    class Nudged(Message):
        """An arrow key."""

        def __init__(self, across: int, up: int, big: bool) -> None:
            super().__init__()
            self.across, self.up, self.big = across, up, big

    class Dragged(Message):
        """A point under the mouse went somewhere."""

        def __init__(self, name: str, to: Point) -> None:
            super().__init__()
            self.name, self.to = name, to

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play
        self.ready = False
        self._dragging: str | None = None

    def show(self, play: Play) -> None:
        """Draw another state."""
        self.play = play
        self.changed(layout=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        """The drawing library is slow to load, so the first picture waits for the first paint."""
        self.ready = True
        self.changed(layout=False)

    @property
    def figure_now(self) -> object:
        return self.play.view.covered if self.play.covered else self.play.view.figure

    def typeset(self, width: int) -> list[Line]:
        height = self.size.height
        if not self.ready or height < 3:
            return [() for _ in range(height)]
        view = self.play.view
        return figure_lines(view.covered if self.play.covered else view.figure, width, height, self.plain)

    def on_resize(self) -> None:
        self.changed(layout=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return container.height

    def render(self) -> Content:
        return content_of(self.lines(self.size.width))

    def action_nudge(self, across: int, up: int, big: bool = False) -> None:
        self.post_message(self.Nudged(across, up, big))

    def _data(self, event: events.MouseEvent) -> Point | None:
        view = self.play.view
        figure = view.covered if self.play.covered else view.figure
        return to_data(figure, self.size.width, self.size.height, event.x, event.y, self.plain)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        at = self._data(event)
        if at is None or self.play.covered:
            return
        handles = [control for control in self.play.demo.controls if isinstance(control, Handle)]
        near = min(handles, key=lambda one: _distance(point(self.play.state, one.name), at), default=None)
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
        """To the nearest place on the handle's own grid."""
        step = handle.step
        to = (round(at[0] / step) * step, round(at[1] / step) * step)
        if to != point(self.play.state, handle.name):
            self.post_message(self.Dragged(handle.name, to))


class DemoNumbers(Lines):
    """The controls, the formula with the live numbers in it, the readouts."""

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def show(self, play: Play) -> None:
        """Follow another state."""
        self.play = play
        self.changed()

    def typeset(self, width: int) -> list[Line]:
        view = self.play.view
        lines = [self._control(index) for index in range(len(self.play.demo.controls))]
        lines.append(())
        if not self.play.covered:
            for latex in view.formula:
                lines += [*formula(latex, width, self.plain, indent=0), ()]
        lines += [self._readout(readout) for readout in view.readouts]
        return [line[:width] for line in lines]

    def _control(self, index: int) -> Line:
        control = self.play.demo.controls[index]
        here = index == self.play.control
        pointer = words(sign("cursor", self.plain) + " " if here else "  ", "accent", bold=True)
        label = joined(*inline(control.label, self.plain))
        if isinstance(control, Slider):
            value = number(self.play.state, control.name)
            bar = _bar((value - control.lo) / (control.hi - control.lo), self.plain)
            return joined(pointer, label, words(f" {bar} ", "accent" if here else "dim"), words(f"{value:g}"))
        x, y = point(self.play.state, control.name)
        return joined(pointer, label, words(f" = ({x:g}, {y:g})".replace("-", "-" if self.plain else "−")))

    def _readout(self, readout: Readout) -> Line:
        label = joined(*inline(readout.label, self.plain))
        if readout.secret and self.play.covered:
            return joined(label, words(" = "), words("?", "accent", bold=True))
        return joined(label, words(" = "), *inline(readout.text, self.plain))


class DemoTalk(Lines):
    """What is asked, what came of it, and the challenges."""

    def __init__(self, play: Play, met: frozenset[str]) -> None:
        super().__init__()
        self.play, self.met = play, met
        self.option = 0
        self.note = ""

    def show(self, play: Play, met: frozenset[str], note: str = "") -> None:
        """Follow another state."""
        self.play, self.met, self.note = play, met, note
        self.changed()

    def typeset(self, width: int) -> list[Line]:
        if self.play.question is not None:
            return self._question(width)
        return self._challenges(width)

    def _question(self, width: int) -> list[Line]:
        play, question = self.play, self.play.question
        assert question is not None
        streak = words(f"   {play.streak(question)} of {question.streak} in a row", "dim")
        lines = [joined(words("Before you move: predict", "accent", bold=True), streak)]
        lines += markdown(question.question, width, self.plain)
        if play.said is None:
            if question.options:
                lines.append(self._options(question.options))
            if self.note:
                lines.append(words(self.note, "bad", ascii=self.plain))
            return lines
        mark = words(sign("right" if play.right else "wrong", self.plain) + " ", "good" if play.right else "bad", bold=True)
        body = markdown(question.because(play.state), width - 2, self.plain)
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
        lines = []
        for challenge in self.play.demo.challenges:
            done = challenge.id in self.met
            mark = words(f"{sign('right', self.plain) if done else sign('new', self.plain)} ", "good" if done else "dim")
            body = markdown(challenge.text, width - 2, self.plain)
            lines += [joined(mark if row == 0 else words("  "), line) for row, line in enumerate(body)]
        if self.note:
            lines.append(words(self.note, "accent", ascii=self.plain))
        return lines


def next_challenge(play: Play, met: frozenset[str]) -> Challenge | None:
    """The first challenge that was never met."""
    return next((one for one in play.demo.challenges if one.id not in met), None)


def _bar(share: float, ascii: bool) -> str:
    at = round(share * (_BAR - 1))
    line, knob = ("-", "O") if ascii else ("─", "●")
    return line * at + knob + line * (_BAR - 1 - at)


def _distance(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
