"""A demo as pure values: controls, the state they set, and a view computed from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from msgspec import Struct

from lessons.model.figure import Figure, Point

Value = float | Point
State = Mapping[str, Value]


def number(state: State, name: str) -> float:
    """The value of a slider."""
    value = state[name]
    if isinstance(value, tuple):
        raise TypeError(f"{name} is a point, not a number")
    return value


def point(state: State, name: str) -> Point:
    """The position of a handle."""
    value = state[name]
    if not isinstance(value, tuple):
        raise TypeError(f"{name} is a number, not a point")
    return value


class Slider(Struct, frozen=True):
    """A number that the arrow keys change by `step`, with Shift by `big`."""

    name: str
    label: str
    lo: float
    hi: float
    step: float
    big: float
    initial: float


class Handle(Struct, frozen=True):
    """A point of the figure that arrow keys or mouse move within the square from `lo` to `hi`."""

    name: str
    label: str
    lo: float
    hi: float
    step: float
    big: float
    initial: Point


Control = Slider | Handle


class Action(Struct, frozen=True):
    """A key that changes the state at once, such as one step of an iteration."""

    key: str
    label: str
    apply: Callable[[State], State]


class Readout(Struct, frozen=True):
    """A number computed from the state; a secret one is hidden while a prediction is open."""

    name: str
    label: str  # LaTeX
    value: float | tuple[float, ...]
    text: str  # LaTeX, as shown
    secret: bool = False


class View(Struct, frozen=True):
    """The display of one state: figure, formula with live numbers, readouts."""

    figure: Figure
    covered: Figure  # the figure while a prediction is open, without what would give the answer away
    formula: tuple[str, ...]  # LaTeX; lines with the live numbers in them
    readouts: tuple[Readout, ...]


class Slip(Struct, frozen=True):
    """The number that a known mistake gives; `message`, in Markdown, says which one and what to do instead."""

    value: float
    message: str


def no_slips(_: State) -> tuple[Slip, ...]:
    """No known mistakes."""
    return ()


class Prediction(Struct, frozen=True):
    """A question asked before the numbers of a state are shown.

    `options` are the choices; without any a number is typed, which is right within `tolerance` of `answer(state)`, and
    which is compared with the `slips` when it is wrong. With a `streak` of 0 it is asked only on demand.
    """

    id: str
    question: str
    draw: Callable[[Random], State]
    answer: Callable[[State], str]
    because: Callable[[State], str]
    options: tuple[str, ...] = ()
    tolerance: Callable[[State], float] | None = None
    streak: int = 3  # right answers in a row until the next question
    slips: Callable[[State], tuple[Slip, ...]] = no_slips


class Challenge(Struct, frozen=True):
    """A state for the learner to reach; `reason`, in Markdown, says why it is one once it is met."""

    id: str
    text: str
    met: Callable[[State], bool]
    hint: str = ""
    reason: str = ""


class Demo(Struct, frozen=True):
    """An interactive figure: controls, and a view computed from their values.

    `closing` is the sentence that the demo was for, in Markdown; it is shown once every challenge is met.
    """

    id: str
    title: str
    rung: str
    about: str
    controls: tuple[Control, ...]
    view: Callable[[State], View]
    predictions: tuple[Prediction, ...]
    challenges: tuple[Challenge, ...]
    actions: tuple[Action, ...] = ()
    skills: tuple[str, ...] = ()
    closing: str = ""

    def initial(self) -> State:
        """The state with every control at its initial value."""
        return {control.name: control.initial for control in self.controls}

    def control(self, name: str) -> Control:
        """The control with this name."""
        return next(control for control in self.controls if control.name == name)

    def place(self, state: State, name: str, value: Value) -> State:
        """The state with one control set, kept within its range."""
        return {**state, name: clamp(self.control(name), value)}

    def nudge(self, state: State, name: str, across: int, up: int, big: bool = False) -> State:
        """The state with one control moved by whole steps to the right and upwards."""
        control = self.control(name)
        step = control.big if big else control.step
        if isinstance(control, Slider):
            return self.place(state, name, number(state, name) + step * (across + up))
        x, y = point(state, name)
        return self.place(state, name, (x + step * across, y + step * up))


def clamp(control: Control, value: Value) -> Value:
    """The nearest value that the control allows, rounded so that repeated steps leave no floating-point residue."""

    def kept(number: float) -> float:
        return round(min(max(number, control.lo), control.hi), 6) + 0.0

    if isinstance(control, Handle):
        if not isinstance(value, tuple):
            raise TypeError(f"{control.name} takes two numbers, such as {control.name}=3,1")
        return (kept(value[0]), kept(value[1]))
    if isinstance(value, tuple):
        raise TypeError(f"{control.name} takes one number, such as {control.name}={control.initial:g}")
    return kept(value)
