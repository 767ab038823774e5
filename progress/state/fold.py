"""Folding events into a State.

Nothing here depends on the order of events except where a reset comes in after events that it does not hide: counts
cannot be taken apart again, so that raises LateReset, and the caller folds everything anew, that reset first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from progress.events import PAUSE, Answer, Event, Known, Reset, ResetUndone, Unknown
from progress.ids import parse_id
from progress.journal.codec import check_id
from progress.state.id_set import IdSetsBuilder
from progress.state.state import Folded, State
from progress.state.tallies import Tallies, TalliesBuilder, joined, split, within
from progress.times import milliseconds

BATCH = 128
"""How many answers to an item wait at least until they are counted in together."""

_NOTHING = Tallies()
_NOWHERE = (0, "", "")
_RARE = frozenset({Reset, ResetUndone})


class LateReset(Exception):
    """A reset that hides some of the events already folded and not others; `reset` is the event."""

    def __init__(self, reset: Reset) -> None:
        super().__init__(reset.id)
        self.reset = reset


class StateFold:
    """A fold under way: add events, then take the state."""

    def __init__(self, base: State) -> None:
        folded = base.folded
        self._ledgers = dict(folded.ledgers)
        self._books: dict[str, TalliesBuilder] = {}
        self._resets = dict(folded.resets)
        self._undone = set(folded.undone)
        self._seen = IdSetsBuilder(folded.seen)
        self._streams: dict[str, tuple[list[int], str]] = {}
        self._odd = set(folded.odd)
        self._latest = folded.latest
        self._numbers = dict(folded.numbers)
        self._number = folded.number

    def add(self, event: Event) -> bool:
        """Fold one event in; False where its id was folded before.

        Raises LateReset, and ValueError for a time or an id that is none, both without changing anything.
        """
        ms = milliseconds(event.t)
        if isinstance(event, Reset):
            return self._add_reset(event)
        parsed = parse_id(event.id)
        if not self._note(event.id, parsed):
            return False
        if isinstance(event, ResetUndone):
            self._undo(event.reset)
        elif not isinstance(event, Unknown):
            self._count(event, ms, parsed or _NOWHERE)
        return True

    def add_all(self, events: Sequence[Event]) -> list[tuple[int, str]]:
        """Fold many in; of those that cannot be, the index and why. Raises LateReset."""
        faults = []
        index = self._add_next(events, 0)
        while index < len(events):
            try:
                self.add(events[index])
            except ValueError as fault:
                faults.append((index, str(fault)))
            index = self._add_next(events, index + 1)
        for book in self._books.values():
            book.settle(BATCH)
        return faults

    def _add_next(self, events: Sequence[Event], start: int) -> int:
        """Fold the events from `start` on that are each the next of a session met before: where they end.

        A long record is made of hardly anything else, so what `add` does for them is done here in one place.
        """
        index, before = start, -1
        while before < index < len(events) and not self._resets:
            before, name = index, events[index].id
            if stream := self._streams.get(name[8:]):
                index = self._add_run(events, index, name[8:], *stream)
        return index

    def _add_run(self, events: Sequence[Event], start: int, tail: str, runs: list[int], device: str) -> int:
        """The same for one session, whose ids end in `tail`."""
        book, number, latest, index = self._book(""), runs[-1], self._latest, start
        for event in islice(events, start, None):
            if event.id != f"{number + 1:08d}{tail}":
                break
            if type(event) in _RARE or isinstance(event, Unknown):
                break
            t, after = event.t, event.after
            try:
                ms = milliseconds(t)
            except ValueError:
                break
            index, number = index + 1, number + 1
            if t >= latest[0]:
                latest = max(latest, (t, event.id))
            if type(event) is Answer:
                book.waiting[event.item].append((ms, number, event))
            else:
                book.add(event, ms, number)
            if 0 < after < PAUSE:
                book.time += after
        if index > start:
            runs[-1], self._latest = number, latest
            self._number = max(self._number, number)
            self._numbers[device] = max(self._numbers.get(device, 0), number)
        return index

    @property
    def hides(self) -> bool:
        """Whether there is a reset in it."""
        return bool(self._resets or self._undone)

    def is_new(self, name: str) -> bool:
        """Note an id; False where it was folded or noted before. Raises UnreadableLine."""
        return self._note(name, parse_id(name))

    def _note(self, name: str, parsed: tuple[int, str, str] | None) -> bool:
        if parsed is not None:
            number, stream, device = parsed
            if number > self._number:
                self._number = number
            new = self._seen.add(stream, number)
            self._streams[f"-{stream}"] = self._seen.own(stream), device
            return new
        check_id(name)
        new = name not in self._odd
        self._odd.add(name)
        return new

    def _count(self, event: Known, ms: int, parsed: tuple[int, str, str]) -> None:
        number, _, device = parsed
        book = time_book = self._book("")
        if self._resets:
            hiding = [reset for reset in self._active() if hides(reset, event, number, device)]
            book = self._book(_key(reset.id for reset in hiding))
            time_book = self._book(_key(reset.id for reset in hiding if not reset.scope))
        if event.t >= self._latest[0]:
            self._latest = max(self._latest, (event.t, event.id))
        if number >= self._numbers.get(device, 0):
            self._numbers[device] = number
        book.add(event, ms, number)
        if 0 < event.after < PAUSE:
            time_book.time += event.after

    def _book(self, key: str) -> TalliesBuilder:
        book = self._books.get(key)
        if book is None:
            book = self._books[key] = TalliesBuilder(self._ledgers.get(key, _NOTHING))
        return book

    def _close_books(self) -> dict[str, Tallies]:
        for key, book in self._books.items():
            self._ledgers[key] = book.build()
        self._books = {}
        return self._ledgers

    def _active(self) -> Iterable[Reset]:
        return (reset for reset in self._resets.values() if reset.id not in self._undone)

    def _add_reset(self, event: Reset) -> bool:
        if event.id in self._resets:
            return False
        check_id(event.id)
        if event.id not in self._undone:
            self._hide(event)
        self._resets[event.id] = event
        self.is_new(event.id)
        return True

    def _hide(self, reset: Reset) -> None:
        if not self._hides_all(reset):
            raise LateReset(reset)
        before, self._ledgers = self._close_books(), {}
        for key, ledger in before.items():
            inside, outside = split(ledger, reset.scope)
            self._put(_key([*key.split(), reset.id]), inside)
            self._put(key, outside)

    def _undo(self, name: str) -> None:
        self._undone.add(name)
        before, self._ledgers = self._close_books(), {}
        for key, ledger in before.items():
            self._put(_key(set(key.split()) - {name}), ledger)

    def _put(self, key: str, ledger: Tallies) -> None:
        old = self._ledgers.get(key)
        self._ledgers[key] = joined(old, ledger) if old else ledger

    def _hides_all(self, reset: Reset) -> bool:
        """Whether the reset hides every event folded that is in its scope."""
        later = self._latest < (reset.t, reset.id)
        return all(
            number <= reset.seen.get(device, number if later else -1) for device, number in self._numbers.items()
        )

    def state(self) -> State:
        """The state with everything added; the fold is over then."""
        return State(
            Folded(
                {key: ledger for key, ledger in self._close_books().items() if not ledger.empty()},
                dict(self._resets),
                frozenset(self._undone),
                self._seen.build(),
                frozenset(self._odd),
                self._latest,
                self._numbers,
                self._number,
            )
        )


def _key(resets: Iterable[str]) -> str:
    return " ".join(sorted(resets))


def hides(reset: Reset, event: Known, number: int, device: str) -> bool:
    """Whether the event is in the reset's scope, and was known where that was made.

    Of a device that was not known there, what is earlier is hidden.
    """
    if not within(reset.scope, event.about):
        return False
    if device in reset.seen:
        return number <= reset.seen[device]
    return (event.t, event.id) < (reset.t, reset.id)


def fold(state: State, events: Iterable[Event]) -> State:
    """The state with these events folded in: the same for every order and any repetition. Raises LateReset."""
    folding = StateFold(state)
    for event in sorted(events, key=lambda event: not isinstance(event, Reset)):
        folding.add(event)
    return folding.state()
