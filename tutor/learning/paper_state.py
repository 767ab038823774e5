"""One learner at a paper card: what was typed into each blank, and what was made of it. A function of the moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from lessons.answers.shapes import NO_NAMING, Naming
from lessons.model.papers import REVIEW_FIELDS, LineVerdict, StepRow
from lessons.outline import READING_SKILLS, reading_item
from lessons.paper_cards.drawing import Blank, DrawnCard
from lessons.paper_cards.hints import hints
from lessons.paper_cards.judging import Judged, judge_blank
from progress.events import Answer, GaveUp, Known, PaperRead, TookBack, Verdict
from progress.state.state import State

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


class Hinted(Struct, frozen=True, tag="hint"):
    """The learner asked for the next hint on a blank."""

    blank: str


class Shown(Struct, frozen=True, tag="show"):
    """The learner asked for the answer of a blank."""

    blank: str


class Retracted(Struct, frozen=True, tag="retract"):
    """The learner took a wrong choice back as a typo."""

    blank: str


class Turned(Struct, frozen=True, tag="turn"):
    """The learner turned to another blank."""

    blank: str


class Ended(Struct, frozen=True, tag="end"):
    """The learner ended the card; what is open is shown."""


Move = Typed | Ran | Hinted | Shown | Retracted | Turned | Ended


class RefusedError(ValueError):
    """A move that is not possible now; the message says why."""


class Entry(Struct, frozen=True):
    """What stands in a blank: the latest answer, its mark and message.

    Attributes:
        mark: `right`, `carried`, `wrong`, `unreadable` or `shown`; empty before the first answer.
        tries: How many readable answers were given.
        rows: The comparison of a line with the reference.
        hints: The hints that were taken.
    """

    text: str = ""
    mark: str = ""
    message: str = ""
    understood: str = ""
    rule: str | None = None
    tries: int = 0
    rows: tuple[StepRow, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether the blank needs no further answer."""
        return self.mark in ("right", "carried", "shown")

    @property
    def at_first(self) -> bool:
        """Whether the first readable answer was right, without help."""
        return self.mark == "right" and self.tries == 1 and not self.hints


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
        asked = self.drawn.fields
        return tuple(field for field in asked if all(self.entry(blank.id).at_first for blank in self.field(field)))

    @property
    def helped(self) -> bool:
        """Whether any answer was shown, or left open at the end."""
        return any(self.entry(blank.id).mark not in ("right", "carried") for blank in self.drawn.blanks)

    @property
    def open_hints(self) -> tuple[str, ...]:
        """The hints on the blank in hand that were not taken yet."""
        entry = self.entry(self.at)
        return () if entry.settled else hints(self.drawn, self.blank)[len(entry.hints) :]

    @property
    def retractable(self) -> bool:
        """Whether the answer in hand can be taken back: the first choice in a review, if it was wrong, and once."""
        entry = self.entry(self.at)
        first = entry.mark == "wrong" and entry.tries == 1 and self.blank.field in REVIEW_FIELDS
        return first and not any(isinstance(given, Retracted) for given in self.moves)

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
        case Hinted(blank=blank):
            there = replace(state, at=_open(state, state.named(blank)).id)
            if not there.open_hints:
                raise RefusedError("there is no further hint")
            entry = state.entry(blank)
            return _with(there, blank, replace(entry, hints=(*entry.hints, there.open_hints[0])))
        case Shown(blank=blank):
            one = _open(state, state.named(blank))
            entry = replace(
                state.entry(blank),
                text=state.drawn.answer(one),
                mark="shown",
                message=state.drawn.explanation,
                understood="",
                rule=None,
                rows=(),
            )
            return _forward(_with(state, blank, entry), blank)
        case Retracted(blank=blank):
            there = replace(state, at=state.named(blank).id)
            if not there.retractable:
                raise RefusedError("there is no wrong answer to take back: it works once, right after the answer")
            return _with(there, blank, Entry(hints=state.entry(blank).hints))
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
    before = state.entry(blank.id)
    tries = before.tries + (judged.mark != "unreadable")
    entry = Entry(text, judged.mark, judged.message, judged.understood, judged.rule, tries, rows, before.hints)
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
    """The events of a move: an answer, or its being shown or taken back, where it is graded for a skill."""
    if after.moves and isinstance(after.moves[-1], Retracted):
        return (TookBack(item=item_of(after.drawn.card.id, after.at), seed=after.drawn.seed),)
    return (*_leading_events(before, after), *_reading_events(before, after))


def _leading_events(before: PaperState, after: PaperState) -> Iterator[Known]:
    """The events of limit and number, which are graded for the skill that the card leans on most."""
    drawn = after.drawn
    for blank in ("limit.0", f"number.{drawn.card.number.answer}"):
        entry, old = after.entry(blank), before.entry(blank)
        item = item_of(drawn.card.id, blank)
        if (entry.mark, entry.tries, entry.text) == (old.mark, old.tries, old.text):
            continue
        if entry.mark == "shown":
            yield GaveUp(item=item, seed=drawn.seed)
        else:
            yield _answer(item, drawn.seed, entry, unaided=not _helped(after, after.named(blank).field))


def _reading_events(before: PaperState, after: PaperState) -> Iterator[Known]:
    """The events of the fields that are graded for a skill of reading, one for each field.

    Limit, line and what reviews alone ask count with their first readable answer, symbols and shapes when none of them
    is open, or the card has ended. A wrong limit whose cause has a name says something of the leading skill alone.
    """
    drawn = after.drawn
    for field in drawn.fields:
        if field == "number" or _graded(before, field) or not _graded(after, field):
            continue
        item, entries = reading_item(drawn.card.id, field), [after.entry(blank.id) for blank in after.field(field)]
        if any(not entry.tries or entry.mark == "shown" for entry in entries):
            yield GaveUp(item=item, seed=drawn.seed)
            continue
        right = all(entry.mark == "right" and entry.tries == 1 for entry in entries)
        if right or field != "limit" or entries[0].rule is None:
            whole = Entry("; ".join(entry.text for entry in entries), "right" if right else "wrong", tries=1)
            yield _answer(item, drawn.seed, whole, unaided=not _helped(after, field))


def _graded(state: PaperState, field: str) -> bool:
    """Whether a field has said what it says of its skill."""
    entries = [state.entry(blank.id) for blank in state.field(field)]
    if not any(entry.tries or entry.mark == "shown" for entry in entries):
        return False
    if field not in ("symbols", "shapes"):
        return True
    return state.ended or all(entry.settled for entry in entries)


def _helped(state: PaperState, field: str) -> bool:
    """Whether an answer of a field was shown, or a hint on it taken."""
    entries = [state.entry(blank.id) for blank in state.field(field)]
    return any(entry.mark == "shown" or entry.hints for entry in entries)


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


def end_events(state: PaperState) -> tuple[PaperRead, ...]:
    """The event of an ended card; none while it goes on, and none for one field alone."""
    return () if state.drawn.only or not state.over else (paper_read(state),)


def paper_read(state: PaperState) -> PaperRead:
    """The event of an ended card."""
    return PaperRead(card=state.drawn.card.id, seed=state.drawn.seed, clean=state.clean, helped=state.helped)


def next_seed(state: State, card: str, field: str = "") -> int:
    """The seed of the next reading of a card, or of one field: the first after those drawn; 0, its file's, at first."""
    done = state.papers.get(card)
    fields = (field,) if field else ("limit", "number", *READING_SKILLS)
    records = (state.items.get(reading_item(card, one)) for one in fields)
    drawn = [seed + 1 for record in records if record is not None for seed in record.draws]
    return max([done.readings if done is not None else 0, *drawn])


def draft_key(drawn: DrawnCard) -> str:
    """The name of a card's draft; a field that is reviewed alone has one of its own."""
    return f"{SAVED}{drawn.card.id}.{drawn.only}" if drawn.only else SAVED + drawn.card.id


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
