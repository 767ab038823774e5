"""One learner at one demo: a prediction first, then the hand moves and everything follows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from lessons.model.demo import Action, Challenge, Demo, Prediction, State, Value, View

UNDO = 50  # states kept to go back to


class DemoState(Struct, frozen=True):
    """Where a learner stands with one demo.

    `question` is the prediction that is asked or was just answered; `said` what was answered.
    `streaks` counts, by prediction, the right ones in a row.
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
        """Whether numbers are hidden because a prediction is open."""
        return self.question is not None and self.said is None

    @property
    def view(self) -> View:
        return self.demo.view(self.state)

    def streak(self, prediction: Prediction) -> int:
        return (self.streaks or {}).get(prediction.id, 0)

    def due(self) -> Prediction | None:
        """The first prediction that was not yet right often enough in a row."""
        return next((one for one in self.demo.predictions if self.streak(one) < one.streak), None)

    def asked(self, seed: int) -> DemoState:
        """A prediction asked on numbers of its own: the one that is due, else the last again."""
        question = self.due() or (self.demo.predictions[-1] if self.demo.predictions else None)
        if question is None:
            return self
        state = question.draw(Random(f"{self.demo.id}/{question.id}/{seed}/{self.round}"))
        return replace(self._kept(), state=state, question=question, said=None, round=self.round + 1)

    def answered(self, said: str) -> DemoState:
        """The prediction made. ValueError when a number is wanted and this is none."""
        if self.question is None or self.said is not None:
            return self
        right = is_right(self.question, self.state, said)
        streak = self.streak(self.question) + 1 if right else 0
        streaks = {**(self.streaks or {}), self.question.id: streak}
        return replace(self, said=said, right=right, streaks=streaks)

    def selected(self, by: int) -> DemoState:
        """Another control under the hand."""
        return replace(self, control=(self.control + by) % len(self.demo.controls))

    def nudged(self, across: int, up: int, big: bool) -> DemoState:
        """The selected control moved by a step."""
        return self._moved(self.demo.nudge(self.state, self.name, across, up, big))

    def placed(self, name: str, value: Value) -> DemoState:
        """A control put somewhere."""
        return self._moved(self.demo.place(self.state, name, value))

    def acted(self, action: Action) -> DemoState:
        return self._moved(action.apply(self.state))

    def reset(self) -> DemoState:
        """Everything as it was at the start."""
        return self._moved(self.demo.initial())

    def free(self) -> DemoState:
        """The prediction put away, the state as it is."""
        return replace(self, question=None, said=None)

    def undone(self) -> DemoState:
        """One move back."""
        if not self.past or self.covered:
            return self
        return replace(self, state=self.past[-1], past=self.past[:-1], question=None, said=None)

    @property
    def name(self) -> str:
        """The control under the hand."""
        return self.demo.controls[self.control].name

    def met(self) -> tuple[Challenge, ...]:
        """Challenges that this state meets; none while a prediction is open, for those numbers are not the hand's."""
        if self.question is not None:
            return ()
        return tuple(challenge for challenge in self.demo.challenges if challenge.met(self.state))

    def _kept(self) -> DemoState:
        return replace(self, past=(*self.past, self.state)[-UNDO:])

    def _moved(self, state: State) -> DemoState:
        """A move by hand: it ends a prediction that was answered, and waits for one that is open."""
        if self.covered or state == self.state:
            return self
        return replace(self._kept(), state=state, question=None, said=None)


def is_right(question: Prediction, state: State, said: str) -> bool:
    """Whether a prediction was right. ValueError when a number is wanted and this is none."""
    truth = question.answer(state)
    if question.options:
        return said == truth
    slack = question.tolerance(state) if question.tolerance else 0.0
    return abs(float(said.replace("−", "-")) - float(truth)) <= slack + 1e-9
