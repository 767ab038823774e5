"""The state of one demo: its controls, the prediction that is asked, and earlier states for undo. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from lessons.model.demo import Action, Challenge, Demo, Prediction, Slip, State, Value, View

UNDO = 50
"""How many earlier states can be undone."""


class DemoState(Struct, frozen=True):
    """A demo, the values of its controls, and the prediction that is open or was just answered.

    Attributes:
        demo: The demo.
        state: The value of each control, by name.
        control: The index of the selected control.
        question: The prediction that is asked or was just answered.
        said: The answer to it; None while it is open.
        right: Whether the answer was right.
        round: How many predictions were asked so far.
        streaks: By prediction, how many right answers came in a row.
        past: Earlier states, the latest last.
    """

    demo: Demo
    state: State
    control: int = 0
    question: Prediction | None = None
    said: str | None = None
    right: bool = False
    round: int = 0
    streaks: Mapping[str, int] | None = None
    past: tuple[State, ...] = ()

    @property
    def covered(self) -> bool:
        """Whether a prediction is open, so that readouts are hidden and controls do not move."""
        return self.question is not None and self.said is None

    @property
    def view(self) -> View:
        """Figure, formulas and readouts for the current state."""
        return self.demo.view(self.state)

    def streak(self, prediction: Prediction) -> int:
        """How many right answers to a prediction came in a row."""
        return (self.streaks or {}).get(prediction.id, 0)

    def due(self) -> Prediction | None:
        """The first prediction whose streak is shorter than it asks for; None where there is none."""
        return next((asked for asked in self.demo.predictions if self.streak(asked) < asked.streak), None)

    def asked(self, seed: int) -> DemoState:
        """The state with a prediction open on a state drawn for it: the one that is due, else the last."""
        question = self.due() or (self.demo.predictions[-1] if self.demo.predictions else None)
        if question is None:
            return self
        state = question.draw(Random(f"{self.demo.id}/{question.id}/{seed}/{self.round}"))
        return replace(self._kept(), state=state, question=question, said=None, round=self.round + 1)

    def answered(self, said: str) -> DemoState:
        """The state after an answer to the open prediction. Raises ValueError for text that should be a number."""
        if self.question is None or self.said is not None:
            return self
        right = is_right(self.question, self.state, said)
        streak = self.streak(self.question) + 1 if right else 0
        streaks = {**(self.streaks or {}), self.question.id: streak}
        return replace(self, said=said, right=right, streaks=streaks)

    @property
    def explained(self) -> str:
        """Why the answer is what it is, in Markdown, after what a known mistake did if the learner made one."""
        question = self.question
        if question is None or self.said is None:
            return ""
        slip = None if self.right else slip_of(question, self.state, self.said)
        because = question.because(self.state)
        return f"{slip.message} {because}" if slip else because

    def selected(self, by: int) -> DemoState:
        """The state with another control selected, `by` places further."""
        return replace(self, control=(self.control + by) % len(self.demo.controls))

    def nudged(self, across: int, up: int, big: bool) -> DemoState:
        """The state after a step of the selected control."""
        return self._moved(self.demo.nudge(self.state, self.name, across, up, big))

    def placed(self, name: str, value: Value) -> DemoState:
        """The state after a control was set to a value."""
        return self._moved(self.demo.place(self.state, name, value))

    def acted(self, action: Action) -> DemoState:
        """The state after one of the actions of the demo."""
        return self._moved(action.apply(self.state))

    def reset(self) -> DemoState:
        """The state with the initial values."""
        return self._moved(self.demo.initial())

    def free(self) -> DemoState:
        """The state without its prediction."""
        return replace(self, question=None, said=None)

    def set_aside(self) -> DemoState:
        """The state from before the open prediction, which is asked again later."""
        if not self.covered:
            return self
        before = self.past[-1] if self.past else self.demo.initial()
        return replace(self, state=before, past=self.past[:-1], question=None, said=None)

    def undone(self) -> DemoState:
        """The state before the last change."""
        if not self.past or self.covered:
            return self
        return replace(self, state=self.past[-1], past=self.past[:-1], question=None, said=None)

    @property
    def name(self) -> str:
        """The name of the selected control."""
        return self.demo.controls[self.control].name

    def met(self) -> tuple[Challenge, ...]:
        """The challenges that the state meets; none during a prediction, whose values are drawn and not set."""
        if self.question is not None:
            return ()
        return tuple(challenge for challenge in self.demo.challenges if challenge.met(self.state))

    def _kept(self) -> DemoState:
        return replace(self, past=(*self.past, self.state)[-UNDO:])

    def _moved(self, state: State) -> DemoState:
        """The state after a change of a control, which ends an answered prediction; unchanged while one is open."""
        if self.covered or state == self.state:
            return self
        return replace(self._kept(), state=state, question=None, said=None)


def is_right(question: Prediction, state: State, said: str) -> bool:
    """Whether an answer to a prediction is right. Raises ValueError for text that should be a number."""
    truth = question.answer(state)
    if question.options:
        return said == truth
    return abs(_typed(said) - float(truth)) <= _slack(question, state)


def slip_of(question: Prediction, state: State, said: str) -> Slip | None:
    """The known mistake whose number is nearest to a typed one; None if all are further off than the tolerance."""
    slips = () if question.options else question.slips(state)
    nearest = min(slips, key=lambda slip: abs(_typed(said) - slip.value), default=None)
    if nearest is None or abs(_typed(said) - nearest.value) > _slack(question, state):
        return None
    return nearest


def _typed(said: str) -> float:
    return float(said.replace("−", "-"))


def _slack(question: Prediction, state: State) -> float:
    return (question.tolerance(state) if question.tolerance else 0.0) + 1e-9
