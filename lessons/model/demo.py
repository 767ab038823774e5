"""A demo as pure values: controls, a state that the hand moves, and a view that follows it."""

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
    """The place of a handle."""
    value = state[name]
    if not isinstance(value, tuple):
        raise TypeError(f"{name} is a number, not a point")
    return value


class Slider(Struct, frozen=True):
    """A number that the arrows move by `step`, with Shift by `big`."""

    name: str
    label: str
    lo: float
    hi: float
    step: float
    big: float
    initial: float


class Handle(Struct, frozen=True):
    """A point of the figure that the arrows or the mouse move, in a square from `lo` to `hi`."""

    name: str
    label: str
    lo: float
    hi: float
    step: float
    big: float
    initial: Point


Control = Slider | Handle


class Action(Struct, frozen=True):
    """A key that changes the state in one go, such as one step of an iteration."""

    key: str
    label: str
    apply: Callable[[State], State]


class Readout(Struct, frozen=True):
    """A number that follows the hand. Secret ones stay covered until a prediction is made."""

    name: str
    label: str  # LaTeX
    value: float | tuple[float, ...]
    text: str  # LaTeX, as shown
    secret: bool = False


class View(Struct, frozen=True):
    """What is seen in one state: the picture, the formula with its live numbers, the readouts."""

    figure: Figure
    covered: Figure  # the same picture while a prediction is open: nothing in it gives the answer away
    formula: tuple[str, ...]  # LaTeX; lines with the live numbers in them
    readouts: tuple[Readout, ...]


class Prediction(Struct, frozen=True):
    """A question asked before the state's numbers are shown.

    `options` are the answers to choose from; empty when a number is to be typed,
    which is then right within `tolerance` of `answer(state)`.
    """

    id: str
    question: str
    draw: Callable[[Random], State]
    answer: Callable[[State], str]
    because: Callable[[State], str]
    options: tuple[str, ...] = ()
    tolerance: Callable[[State], float] | None = None
    streak: int = 3  # this many right in a row and the next question comes


class Challenge(Struct, frozen=True):
    """A goal for the hand: met when the state satisfies it."""

    id: str
    text: str
    met: Callable[[State], bool]
    hint: str = ""


class Demo(Struct, frozen=True):
    """Something the learner moves; every number, formula and picture on it follows."""

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

    def initial(self) -> State:
        return {control.name: control.initial for control in self.controls}

    def control(self, name: str) -> Control:
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
    """The nearest value that the control allows, free of the dust of repeated steps."""

    def kept(one: float) -> float:
        return round(min(max(one, control.lo), control.hi), 6) + 0.0

    if isinstance(control, Handle):
        if not isinstance(value, tuple):
            raise TypeError(f"{control.name} takes two numbers, such as {control.name}=3,1")
        return (kept(value[0]), kept(value[1]))
    if isinstance(value, tuple):
        raise TypeError(f"{control.name} takes one number, such as {control.name}={control.initial:g}")
    return kept(value)
