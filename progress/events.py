"""What can happen to a learner: one frozen value an event, one JSON object a journal line."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias, get_args

import msgspec

from progress.times import milliseconds

VERSION = 1
"""The format version this program writes; lines of a newer one are read where their shape is known."""

MAX_LINE = 1 << 20
"""Bytes in the longest line that is read; what is appended always fits."""

PAUSE = 120_000
"""Milliseconds between two events from which on the time between them is a break, not time spent."""

_MAX_TEXT = 1 << 14

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


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """The four fields that every version of the format has."""

    v: int
    id: str
    t: str
    kind: str


KINDS = frozenset(str(kind.__struct_config__.tag) for kind in get_args(Known))
"""What the `kind` of an event can be."""

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Known] = msgspec.json.Decoder(Known)
_envelopes = msgspec.json.Decoder(Envelope)


class UnreadableLine(ValueError):
    """A journal line that is no event; the message says why, in words for the learner."""


def encode(event: Event) -> bytes:
    """The event as one line without its newline."""
    return event.raw if isinstance(event, Unknown) else _encoder.encode(event)


def decode(line: bytes) -> Event:
    """One line as an event; raises UnreadableLine."""
    if len(line) > MAX_LINE:
        raise UnreadableLine(f"the line is longer than {MAX_LINE:,} bytes")
    try:
        event = _decoder.decode(line)
    except RecursionError:
        raise UnreadableLine("the line is nested too deeply") from None
    except UnicodeDecodeError:
        raise UnreadableLine("the line is not UTF-8") from None
    except msgspec.DecodeError as fault:
        return _unknown(line, str(fault))
    _check(event.id, event.t)
    return event


def decode_many(chunk: bytes) -> list[Known] | None:
    """Whole lines at once, the fast way; None where they have to be taken one by one."""
    try:
        events = _decoder.decode_lines(chunk)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    plain = len(events) == chunk.count(b"\n") and all(event.v <= VERSION and event.id for event in events)
    return events if plain else None


def _unknown(line: bytes, fault: str) -> Unknown:
    try:
        envelope = _envelopes.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UnreadableLine(f"the line is not an event: {fault}") from None
    if envelope.kind in KINDS and envelope.v <= VERSION:
        raise UnreadableLine(f"the {envelope.kind} event does not hold together: {fault}")
    _check(envelope.id, envelope.t)
    return Unknown(line, envelope.kind, envelope.v, envelope.id, envelope.t)


def check_id(text: str) -> None:
    """Raises UnreadableLine for an id that could not tell events apart."""
    if not 0 < len(text) <= 200 or len(text.split()) != 1:
        raise UnreadableLine("the event has no usable id")


def _check(name: str, t: str) -> None:
    check_id(name)
    try:
        milliseconds(t)
    except ValueError as fault:
        raise UnreadableLine(str(fault)) from None


def writable(event: Known) -> Known:
    """The event as it can be read back: overlong text is cut, unpaired surrogates and non-finite numbers replaced."""
    try:
        line = _encoder.encode(event)
        if len(line) <= MAX_LINE // 2 and _decoder.decode(line) == event:
            return event
    except (UnicodeEncodeError, msgspec.DecodeError):
        pass
    fields = {name: _scrubbed(value) for name, value in msgspec.structs.asdict(event).items()}
    return msgspec.structs.replace(event, **fields)


def _scrubbed(value: object) -> object:
    if isinstance(value, str):
        return value[:_MAX_TEXT].encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float) and not math.isfinite(value):
        return 0.0
    return value
