"""One learner at a paper card: what was typed into each blank, and what was made of it. A function of the moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from lessons.answers.shapes import NO_NAMING, Naming
from lessons.cards.drawing import Blank, DrawnCard
from lessons.cards.judging import Judged, judge_blank
from lessons.model.papers import FIELDS, LineVerdict, StepRow
from progress.events import Answer, GaveUp, Known, PaperRead, Verdict

SAVED = "paper:"
"""Before a card's name, the name of its draft."""
WHERE = "paper"


class Typed(Struct, frozen=True, tag="type"):
    """An answer was typed into a blank."""

    blank: str
    text: str


class Ran(Struct, frozen=True, tag="run"):
    """A line was run, with its verdict."""

    text: str
    verdict: LineVerdict


class Shown(Struct, frozen=True, tag="show"):
    """The learner asked for the answer of a blank."""

    blank: str


class Turned(Struct, frozen=True, tag="turn"):
    """The learner turned to another blank."""

    blank: str


class Ended(Struct, frozen=True, tag="end"):
    """The learner ended the card; what is open is shown."""


Move = Typed | Ran | Shown | Turned | Ended


class RefusedError(ValueError):
    """A move that is not possible now; the message says why."""


class Entry(Struct, frozen=True):
    """What stands in a blank: the latest answer, its mark and message.

    Attributes:
        mark: `right`, `carried`, `wrong`, `unreadable` or `shown`; empty before the first answer.
        tries: How many readable answers were given.
        rows: The comparison of a line with the reference.
    """

    text: str = ""
    mark: str = ""
    message: str = ""
    understood: str = ""
    rule: str | None = None
    tries: int = 0
    rows: tuple[StepRow, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether the blank needs no further answer."""
        return self.mark in ("right", "carried", "shown")

    @property
    def at_first(self) -> bool:
        """Whether the first readable answer was right, without help."""
        return self.mark == "right" and self.tries == 1


_EMPTY = Entry()


class PaperState(Struct, frozen=True):
    """A card in progress.

    Attributes:
        at: The blank in hand.
        naming: What the letters of shapes stand for.
        last: The blank that the latest move has settled; empty if it settled none.
    """

    drawn: DrawnCard
    at: str
    moves: tuple[Move, ...] = ()
    entries: Mapping[str, Entry] = {}
    naming: Naming = NO_NAMING
    last: str = ""
    ended: bool = False

    def entry(self, blank: str) -> Entry:
        """What stands in a blank."""
        return self.entries.get(blank, _EMPTY)

    @property
    def blank(self) -> Blank:
        """The blank in hand."""
        return self.named(self.at)

    def named(self, blank: str) -> Blank:
        """The blank with an id. Raises RefusedError."""
        found = next((one for one in self.drawn.blanks if one.id == blank), None)
        if found is None:
            raise RefusedError(f"this card has no blank {blank}")
        return found

    def field(self, name: str) -> tuple[Blank, ...]:
        """The blanks of a field."""
        return tuple(blank for blank in self.drawn.blanks if blank.field == name)

    @property
    def over(self) -> bool:
        """Whether the card is ended, or nothing is open."""
        return self.ended or all(self.entry(blank.id).settled for blank in self.drawn.blanks)

    def standing(self, field: str) -> str:
        """How far a field is: `new`, `begun`, or `done` when nothing in it is open."""
        entries = [self.entry(blank.id) for blank in self.field(field)]
        if all(entry.settled for entry in entries):
            return "done"
        return "begun" if any(entry.mark for entry in entries) or self.blank.field == field else "new"

    @property
    def clean(self) -> tuple[str, ...]:
        """The fields in which every first answer was right, without help."""
        return tuple(field for field in FIELDS if all(self.entry(blank.id).at_first for blank in self.field(field)))

    @property
    def helped(self) -> bool:
        """Whether any answer was shown, or left open at the end."""
        return any(self.entry(blank.id).mark not in ("right", "carried") for blank in self.drawn.blanks)

    def beside(self, by: int) -> str:
        """The id of the blank so many places on, or the first or last one."""
        ids = [blank.id for blank in self.drawn.blanks]
        return ids[max(0, min(len(ids) - 1, ids.index(self.at) + by))]


def begin(drawn: DrawnCard) -> PaperState:
    """A card at its beginning."""
    return PaperState(drawn, drawn.blanks[0].id)


def move(state: PaperState, given: Move) -> PaperState:
    """The state after a move. Raises RefusedError."""
    if state.over:
        raise RefusedError("this card is finished")
    return replace(_moved(replace(state, last=""), given), moves=(*state.moves, given))


def _moved(state: PaperState, given: Move) -> PaperState:
    match given:
        case Typed(blank=blank, text=text):
            return _typed(state, state.named(blank), text)
        case Ran(text=text, verdict=verdict):
            judged = Judged(verdict.mark, verdict.message, rule=verdict.rule)
            return _settled(state, _open(state, state.field("line")[0]), text, judged, verdict.rows)
        case Shown(blank=blank):
            one = _open(state, state.named(blank))
            entry = replace(
                state.entry(blank),
                text=state.drawn.answer(one),
                mark="shown",
                message="",
                understood="",
                rule=None,
                rows=(),
            )
            return _forward(_with(state, blank, entry), blank)
        case Turned(blank=blank):
            return replace(state, at=state.named(blank).id)
        case Ended():
            return replace(state, ended=True)


def _open(state: PaperState, blank: Blank) -> Blank:
    """The blank, if it can be answered. Raises RefusedError."""
    if state.entry(blank.id).settled:
        raise RefusedError("this is answered already")
    return blank


def _typed(state: PaperState, blank: Blank, text: str) -> PaperState:
    if _open(state, blank).field == "line":
        raise RefusedError("a line is run, not typed in")
    if not text.strip():
        raise RefusedError("nothing is typed yet")
    given = {key: entry.text for key, entry in state.entries.items()}
    return _settled(state, blank, text, judge_blank(state.drawn, blank, text, given, state.naming))


def _settled(state: PaperState, blank: Blank, text: str, judged: Judged, rows: tuple[StepRow, ...] = ()) -> PaperState:
    tries = state.entry(blank.id).tries + (judged.mark != "unreadable")
    entry = Entry(text, judged.mark, judged.message, judged.understood, judged.rule, tries, rows)
    naming = judged.naming if blank.field == "shapes" else state.naming
    after = replace(_with(state, blank.id, entry), at=blank.id, naming=naming)
    return _forward(after, blank.id) if entry.settled else after


def _with(state: PaperState, blank: str, entry: Entry) -> PaperState:
    return replace(state, entries={**state.entries, blank: entry})


def _forward(state: PaperState, blank: str) -> PaperState:
    """The state at the next open blank: behind this one, else the first; here if none is open."""
    ids = [one.id for one in state.drawn.blanks]
    place = ids.index(blank)
    following = (one for one in (*ids[place + 1 :], *ids[:place]) if not state.entry(one).settled)
    return replace(state, at=next(following, blank), last=blank)


def answer_events(before: PaperState, after: PaperState) -> tuple[Known, ...]:
    """The events of a move: an answer, or its being shown, where it is graded for a skill."""
    drawn = after.drawn
    graded = {"limit.0", f"number.{drawn.card.number.answer}"}
    events: list[Known] = []
    for blank in sorted(graded):
        entry, old = after.entry(blank), before.entry(blank)
        item = item_of(drawn.card.id, blank)
        if entry == old:
            continue
        if entry.mark == "shown":
            events.append(GaveUp(item=item, seed=drawn.seed))
        else:
            helped = any(after.entry(step.id).mark == "shown" for step in after.field(after.named(blank).field))
            events.append(_answer(item, drawn.seed, entry, unaided=not helped))
    return tuple(events)


def _answer(item: str, seed: int, entry: Entry, unaided: bool) -> Answer:
    verdict: Verdict = "right" if entry.mark == "right" else "unreadable" if entry.mark == "unreadable" else "wrong"
    return Answer(
        item=item,
        seed=seed,
        typed=entry.text,
        verdict=verdict,
        wrong_rule=entry.rule,
        understood=entry.understood,
        feedback=entry.message,
        unaided=unaided,
        where=WHERE,
        first=entry.tries == 1,
    )


def item_of(card: str, blank: str) -> str:
    """The id under which answers to a blank are recorded: the card's, and the field's."""
    return f"{card}.{blank.partition('.')[0]}"


def paper_read(state: PaperState) -> PaperRead:
    """The event of an ended card."""
    return PaperRead(card=state.drawn.card.id, seed=state.drawn.seed, clean=state.clean, helped=state.helped)


class Saved(Struct, frozen=True):
    """A card as its draft: the seed, the moves, and what is typed and not yet given."""

    seed: int
    moves: tuple[Move, ...] = ()
    box: str = ""


def encode(state: PaperState, box: str = "") -> str:
    """A card in progress as the text of a draft."""
    return msgspec.json.encode(Saved(state.drawn.seed, state.moves, box)).decode()


def decode(text: str) -> Saved | None:
    """The saved card; None where the text is none."""
    try:
        return msgspec.json.decode(text.encode(), type=Saved)
    except (msgspec.DecodeError, ValueError):
        return None


def replay(drawn: DrawnCard, moves: Iterable[Move]) -> PaperState:
    """The card after some moves; at its beginning where they do not fit."""
    state = begin(drawn)
    try:
        for given in moves:
            state = move(state, given)
    except RefusedError:
        return begin(drawn)
    return state
