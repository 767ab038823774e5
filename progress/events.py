"""What can happen to a learner: one frozen value an event, one JSON object a journal line."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import msgspec

VERSION = 1
"""The format version this program writes; lines of a newer one are read where their shape is known."""

PAUSE = 120_000
"""Milliseconds between two events from which on the time between them is a break, not time spent."""

Verdict: TypeAlias = Literal["right", "wrong", "unreadable"]


class Base(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", gc=False):
    """What every event has: format version, unique id, and the UTC time `YYYY-MM-DDTHH:MM:SS.mmmZ`.

    `after` is how many milliseconds after the event before it in its session, 0 where that was a break.
    """

    v: int = VERSION
    id: str = ""
    t: str = ""
    after: int = 0

    @property
    def about(self) -> str:
        """The id of the item, page, prediction, challenge or exercise it is about; empty where it is about none."""
        return ""


class AboutItem(Base, frozen=True, gc=False):
    """An event about one draw of an item."""

    item: str
    seed: int

    @property
    def about(self) -> str:
        return self.item


class Answer(AboutItem, frozen=True, tag="answer", gc=False):
    """An item was answered; `format` is the item's kind, `seconds` the time spent on it.

    `confidence` is how sure the learner was beforehand, in percent; None where they did not say.
    """

    typed: str
    verdict: Verdict
    wrong_rule: str | None
    understood: str = ""
    feedback: str = ""
    unaided: bool = True
    where: str = "lesson"
    format: str = ""
    seconds: float = 0.0
    confidence: int | None = None


class Hint(AboutItem, frozen=True, tag="hint", gc=False):
    """A hint was shown, counted from 1."""

    level: int


class GaveUp(AboutItem, frozen=True, tag="gave_up", gc=False):
    """The learner asked for the answer."""


class Disputed(AboutItem, frozen=True, tag="disputed", gc=False):
    """The learner holds that a verdict was wrong; keeps what was typed and how it was read."""

    typed: str
    understood: str
    verdict: Verdict


class Stepped(AboutItem, frozen=True, tag="stepped", gc=False):
    """A cell of an item's worksheet was filled, counted from 0; `carried` when it is right for an earlier error."""

    step: int
    typed: str
    verdict: Verdict
    carried: bool = False


class Explained(AboutItem, frozen=True, tag="explained", gc=False):
    """An explanation in the learner's own words, and the lines of the rubric they found in it, counted from 0."""

    typed: str
    ticked: tuple[int, ...] = ()


class Opened(Base, frozen=True, tag="opened", gc=False):
    """A page was opened."""

    page: str

    @property
    def about(self) -> str:
        return self.page


class Finished(Base, frozen=True, tag="finished", gc=False):
    """A page was worked through to its end."""

    page: str

    @property
    def about(self) -> str:
        return self.page


class Predicted(Base, frozen=True, tag="predicted", gc=False):
    """A prediction was made before a demo moved."""

    demo: str
    prediction: str
    typed: str
    right: bool

    @property
    def about(self) -> str:
        return f"{self.demo}.{self.prediction}"


class ChallengeMet(Base, frozen=True, tag="challenge_met", gc=False):
    """A demo's challenge was met."""

    demo: str
    challenge: str

    @property
    def about(self) -> str:
        return f"{self.demo}.{self.challenge}"


class Checked(Base, frozen=True, tag="checked", gc=False):
    """The program of an exercise was checked: whether it passed, the wrong rules it met, the help taken before."""

    exercise: str
    passed: bool
    rules: tuple[str, ...] = ()
    hints: int = 0
    shown: bool = False

    @property
    def about(self) -> str:
        return f"exercise.{self.exercise}"


class Doors(Base, frozen=True, tag="doors", gc=False):
    """Which of the doors on the first screen was taken."""

    chosen: str


class Placed(Base, frozen=True, tag="placed", gc=False):
    """A placement was finished: the skills that it found in hand."""

    skills: tuple[str, ...]


class Kept(Base, frozen=True, tag="kept", gc=False):
    """The learner wants a skill on their way although a placement found it in hand, or no longer does."""

    skill: str
    keep: bool = True

    @property
    def about(self) -> str:
        return self.skill


class Cleared(Base, frozen=True, tag="cleared", gc=False):
    """A line of the checklist was cleared, by the evidence of these items."""

    outcome: str
    items: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        return self.outcome


class Reset(Base, frozen=True, tag="reset"):
    """Hides what came before it in `scope`: an id and all that begins with it and a dot; empty is everything.

    Several ids stand with a space between them.

    `seen` is, by device, the greatest number among the events that were known where the reset was made: those are
    hidden. Of a device that is not in it, events earlier than the reset are.
    """

    scope: str
    seen: dict[str, int] = {}

    @property
    def about(self) -> str:
        return self.scope


class ResetUndone(Base, frozen=True, tag="reset_undone", gc=False):
    """Takes back the reset with the id `reset`."""

    reset: str


class Unknown(msgspec.Struct, frozen=True, gc=False):
    """An event of a kind that this version does not know: `raw` is its line, byte for byte."""

    raw: bytes
    kind: str
    v: int
    id: str
    t: str


Known: TypeAlias = (
    Answer
    | Hint
    | GaveUp
    | Disputed
    | Stepped
    | Explained
    | Opened
    | Finished
    | Predicted
    | ChallengeMet
    | Checked
    | Doors
    | Placed
    | Kept
    | Cleared
    | Reset
    | ResetUndone
)
Event: TypeAlias = Known | Unknown


KINDS = frozenset(str(kind.__struct_config__.tag) for kind in get_args(Known))
"""What the `kind` of an event can be."""
