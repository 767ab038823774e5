"""Events: frozen values, each stored as one JSON object on one line of the journal."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import msgspec

VERSION = 1
"""The format version that is written; lines of a newer version are read if their kind and fields are known."""

PAUSE = 120_000
"""The interval between two events, in milliseconds, from which on it is a break and not time spent."""

LOWEST_AIM, HIGHEST_AIM = 0.7, 0.97

Verdict: TypeAlias = Literal["right", "wrong", "unreadable"]


class Base(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", gc=False):
    """The fields of every event: format version, unique id, and the UTC time `YYYY-MM-DDTHH:MM:SS.mmmZ`.

    `after` is the time since the previous event of the session in milliseconds, 0 if that was a break.
    """

    v: int = VERSION
    id: str = ""
    t: str = ""
    after: int = 0

    @property
    def about(self) -> str:
        """The id of the item, page, prediction, challenge or exercise that the event is about; empty for none."""
        return ""


class ItemEvent(Base, frozen=True, gc=False):
    """An event about one draw of an item."""

    item: str
    seed: int

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return self.item


class Answer(ItemEvent, frozen=True, tag="answer", gc=False):
    """An item was answered; `format` is the item's kind, `seconds` the time spent on it.

    `confidence` is how sure the learner was beforehand, in percent; None where they did not say. `day` is the learner's
    own day, from 4 a.m. local time. `first` tells whether it is the first readable answer to this draw in any sitting.
    `bar` names what keeps a right answer from being evidence for the checklist: `hint`, `steps`, `solution`, `page`,
    `shown`, `paste`, `words`, `letters`, `again`. `off_page` is True in a study session during which no page with the
    formula, and no part of one, was opened. Events of earlier versions have none of these four.
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
    day: str = ""
    first: bool | None = None
    bar: str = ""
    off_page: bool = False


class Hint(ItemEvent, frozen=True, tag="hint", gc=False):
    """A hint was shown, counted from 1."""

    level: int


class GaveUp(ItemEvent, frozen=True, tag="gave_up", gc=False):
    """The learner asked for the answer; `day` is the learner's own day, empty in events of earlier versions."""

    day: str = ""


class Disputed(ItemEvent, frozen=True, tag="disputed", gc=False):
    """The learner disputed a verdict; keeps what was typed and how it was read."""

    typed: str
    understood: str
    verdict: Verdict


class TookBack(ItemEvent, frozen=True, tag="took_back", gc=False):
    """The learner took an answer back as a typo: the answer with the id `answer` stays on record and does not count."""

    answer: str = ""


class Stepped(ItemEvent, frozen=True, tag="stepped", gc=False):
    """A cell (`step`, from 0) of an item's worksheet was filled; `carried` if it follows from an earlier error."""

    step: int
    typed: str
    verdict: Verdict
    carried: bool = False


class Explained(ItemEvent, frozen=True, tag="explained", gc=False):
    """A free-text explanation, and the lines of the rubric (from 0) that the learner ticked.

    It is put on record when it is given, and again with the ticks. `late` is True where the statements were answered
    before it.
    """

    typed: str
    ticked: tuple[int, ...] = ()
    late: bool = False


class Opened(Base, frozen=True, tag="opened", gc=False):
    """A page was opened, or `part` of it was seen during a study session, elsewhere than on the page.

    `part` is `cell` (its code in the editor), `glossary` (the line of a symbol that it introduces), `search` (a formula
    of it in a search result), `demo` or `exercise` (one that shows what it teaches); empty for the page itself.
    """

    page: str
    part: str = ""

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return self.page


class Finished(Base, frozen=True, tag="finished", gc=False):
    """A page was finished."""

    page: str

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return self.page


class Predicted(Base, frozen=True, tag="predicted", gc=False):
    """A prediction was made before a demo moved."""

    demo: str
    prediction: str
    typed: str
    right: bool

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return f"{self.demo}.{self.prediction}"


class ChallengeMet(Base, frozen=True, tag="challenge_met", gc=False):
    """A demo's challenge was met."""

    demo: str
    challenge: str

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return f"{self.demo}.{self.challenge}"


class Checked(Base, frozen=True, tag="checked", gc=False):
    """The program of an exercise was checked: whether it passed, the misconceptions found, and the help used before."""

    exercise: str
    passed: bool
    rules: tuple[str, ...] = ()
    hints: int = 0
    shown: bool = False

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return f"exercise.{self.exercise}"


class Hunted(Base, frozen=True, tag="hunted", gc=False):
    """A fault hunt has ended: `clean` if it was named right at the first try, all others struck out.

    `cost` is that of the probes bought, `par` the least expected cost, `lost` the bits lost by mistakes; `shown` if the
    learner asked for the solution, `guessed` if the fault was named while others were possible. `moves` is the whole
    play as JSON, in the form of a draft. Events of earlier versions have neither of these two.
    """

    hunt: str
    fault: str
    clean: bool
    cost: int
    par: float = 0.0
    lost: float = 0.0
    shown: bool = False
    guessed: bool = False
    moves: str = ""

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return self.hunt


class Diagnosed(Base, frozen=True, tag="diagnosed", gc=False):
    """A draw of a case to diagnose has ended: `clean` if number and cause were right at the first try.

    `rules` are the wrong numbers and causes given before, by name; `shown` if the learner asked for an answer.
    """

    case: str
    seed: int
    clean: bool
    rules: tuple[str, ...] = ()
    shown: bool = False

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return self.case


class Repaired(Base, frozen=True, tag="repaired", gc=False):
    """A program to repair was checked: whether it passed, the mistakes found, and the help used before."""

    repair: str
    passed: bool
    rules: tuple[str, ...] = ()
    hints: int = 0
    shown: bool = False

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return self.repair


class PaperRead(Base, frozen=True, tag="paper_read", gc=False):
    """A paper card was finished with the draw of a seed.

    `clean` are the fields in which every first answer was right without help; `helped` if an answer was shown or left
    open. `day` is the learner's own day, empty in events of earlier versions.
    """

    card: str
    seed: int
    clean: tuple[str, ...] = ()
    helped: bool = False
    day: str = ""

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return self.card


class Doors(Base, frozen=True, tag="doors", gc=False):
    """A choice on the first screen."""

    chosen: str


class Placed(Base, frozen=True, tag="placed", gc=False):
    """A placement was finished: the skills that it found known."""

    skills: tuple[str, ...]


class Kept(Base, frozen=True, tag="kept", gc=False):
    """Whether the learner wants to study a skill although a placement found it known."""

    skill: str
    keep: bool = True

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return self.skill


class Aimed(Base, frozen=True, tag="aimed", gc=False):
    """The learner chose the chance of recall at which a skill is due, from LOWEST_AIM to HIGHEST_AIM."""

    recall: float


class ExperimentPlanned(Base, frozen=True, tag="experiment_planned", gc=False):
    """An experiment began: the pairs of skills, and what it can see. One without pairs ends the one before.

    Attributes:
        treated: The skills that are treated as `compares` says.
        control: The other skill of each pair, in the same order.
        days: How long it lasts before its last questions.
        power_large: The probability of seeing a large difference.
        power_small: The probability of seeing a small one.
        compares: `intervals`: those of the treated are twice as long; `order`: the treated are answered first, and the
            worked solution follows, where the others begin with a worked example.
    """

    treated: tuple[str, ...]
    control: tuple[str, ...]
    days: int = 0
    power_large: float = 0.0
    power_small: float = 0.0
    compares: str = "intervals"


class Cleared(Base, frozen=True, tag="cleared", gc=False):
    """An outcome was cleared by the answers to these items, which showed these parts of it.

    Without parts it was cleared under the rule of an earlier version, which asked for less.
    """

    outcome: str
    items: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return self.outcome


class Reset(Base, frozen=True, tag="reset"):
    """Hides earlier events in `scope`: ids, joined by spaces, and all ids below them; empty is everything.

    `seen` is, by device, the greatest number among the events known to the device that made the reset: those up to it
    are hidden. Of a device that is not in `seen`, events earlier than the reset are hidden.
    """

    scope: str
    seen: dict[str, int] = {}

    @property
    def about(self) -> str:
        """The id that the event is about."""
        return self.scope


class ResetUndone(Base, frozen=True, tag="reset_undone", gc=False):
    """Undoes the reset with the id `reset`."""

    reset: str


class Unknown(msgspec.Struct, frozen=True, gc=False):
    """An event of an unknown kind; `raw` is its line, byte for byte."""

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
    | TookBack
    | Stepped
    | Explained
    | Opened
    | Finished
    | Predicted
    | ChallengeMet
    | Checked
    | Hunted
    | Diagnosed
    | Repaired
    | PaperRead
    | Doors
    | Placed
    | Kept
    | Cleared
    | Aimed
    | ExperimentPlanned
    | Reset
    | ResetUndone
)
Event: TypeAlias = Known | Unknown


KINDS = frozenset(str(kind.__struct_config__.tag) for kind in get_args(Known))
"""The known values of an event's `kind`."""
