"""Folding events into a State.

The result does not depend on the order of events, with two exceptions: a reset that is folded after events that it does
not hide, and a taking back that is folded after its answer. Counts cannot be split afterwards, so that raises
LateEventError, and the caller folds everything again with that event first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeAlias

from progress.events import PAUSE, Answer, Event, Known, Reset, ResetUndone, TookBack, Unknown
from progress.ids import check_id, parse_id
from progress.state.id_set import IdSetsBuilder
from progress.state.state import Folded, State
from progress.state.tallies import Tallies, TalliesBuilder, joined, split, within
from progress.times import milliseconds

BATCH = 128
"""How many answers to an item are collected before they are counted together."""

_NOTHING = Tallies()
_NOWHERE = (0, "", "")
_RARE = frozenset({Reset, ResetUndone, TookBack})

Early: TypeAlias = Reset | TookBack
"""The events that are folded before those they act on."""


class LateEventError(Exception):
    """An event has to be folded before some that are folded already; `event` is that event."""

    def __init__(self, event: Early) -> None:
        super().__init__(event.id)
        self.event = event


def fold_order(event: Event) -> int:
    """The sort key by which events are folded that are there at once: what acts on others comes before them."""
    return 0 if isinstance(event, Reset) else 1 if isinstance(event, TookBack) else 2


class StateFold:
    """A fold in progress: add events, then take the state."""

    def __init__(self, base: State) -> None:
        folded = base.folded
        self._tallies_by_key = dict(folded.tallies)
        self._builders: dict[str, TalliesBuilder] = {}
        self._resets = dict(folded.resets)
        self._undone = set(folded.undone)
        self._taken = dict(folded.taken)
        self._seen = IdSetsBuilder(folded.seen)
        self._streams: dict[str, tuple[list[int], str]] = {}
        self._irregular = set(folded.irregular)
        self._latest = folded.latest
        self._numbers = dict(folded.numbers)
        self._number = folded.number

    def add(self, event: Event) -> bool:
        """Fold one event; False where its id was folded before.

        Raises LateEventError, and ValueError for a malformed time or id; neither changes anything.
        """
        ms = milliseconds(event.t)
        if isinstance(event, Reset):
            return self._add_reset(event)
        if isinstance(event, TookBack):
            self._take_back(event)
        parsed = parse_id(event.id)
        if not self._note(event.id, parsed):
            return False
        if isinstance(event, ResetUndone):
            self._undo(event.reset)
        elif not isinstance(event, Unknown):
            self._count(event, ms, parsed or _NOWHERE)
        return True

    def expect(self, events: Iterable[Event]) -> None:
        """Note which answers are taken back among events that are to be folded next. Raises LateEventError."""
        for event in events:
            if isinstance(event, TookBack):
                self._take_back(event)

    def add_all(self, events: Sequence[Event]) -> list[tuple[int, str]]:
        """Fold events in order. Returns (index, reason) of each malformed one. Raises LateEventError."""
        faults = []
        index = self._add_next(events, 0)
        while index < len(events):
            try:
                self.add(events[index])
            except ValueError as fault:
                faults.append((index, str(fault)))
            index = self._add_next(events, index + 1)
        for builder in self._builders.values():
            builder.settle(BATCH)
        return faults

    def _add_next(self, events: Sequence[Event], start: int) -> int:
        """Fold events from `start` on as long as each is the next of a session seen before. Returns where they end.

        Nearly all events of a long record are such, so this is a fast version of `add` for them.
        """
        index, previous = start, -1
        while previous < index < len(events) and not self._resets:
            previous, name = index, events[index].id
            if stream := self._streams.get(name[8:]):
                index = self._add_run(events, index, name[8:], *stream)
        return index

    def _add_run(self, events: Sequence[Event], start: int, tail: str, runs: list[int], device: str) -> int:
        """Fold the consecutive events of one session, whose ids end in `tail`. Returns where they end."""
        builder, number, latest, index = self._builder(""), runs[-1], self._latest, start
        taken = self._taken
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
                if event.id not in taken:
                    builder.waiting[event.item].append((ms, number, event))
            else:
                builder.add(event, ms, number)
            if 0 < after < PAUSE:
                builder.time += after
        if index > start:
            runs[-1], self._latest = number, latest
            self._number = max(self._number, number)
            self._numbers[device] = max(self._numbers.get(device, 0), number)
        return index

    def is_new(self, name: str) -> bool:
        """Note an id; False where it was folded or noted before. Raises ValueError."""
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
        new = name not in self._irregular
        self._irregular.add(name)
        return new

    def _count(self, event: Known, ms: int, parsed: tuple[int, str, str]) -> None:
        number, _, device = parsed
        builder = time_builder = self._builder("")
        if self._resets:
            hiding = [reset for reset in self._active() if hides(reset, event, number, device)]
            builder = self._builder(_key(reset.id for reset in hiding))
            time_builder = self._builder(_key(reset.id for reset in hiding if not reset.scope))
        if event.t >= self._latest[0]:
            self._latest = max(self._latest, (event.t, event.id))
        if number >= self._numbers.get(device, 0):
            self._numbers[device] = number
        if not (isinstance(event, Answer) and event.id in self._taken):
            builder.add(event, ms, number)
        if 0 < event.after < PAUSE:
            time_builder.time += event.after

    def _builder(self, key: str) -> TalliesBuilder:
        builder = self._builders.get(key)
        if builder is None:
            builder = self._builders[key] = TalliesBuilder(self._tallies_by_key.get(key, _NOTHING))
        return builder

    def _build_all(self) -> dict[str, Tallies]:
        for key, builder in self._builders.items():
            self._tallies_by_key[key] = builder.build()
        self._builders = {}
        return self._tallies_by_key

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

    def _take_back(self, event: TookBack) -> None:
        check_id(event.id)
        if event.answer not in self._taken and self._has(event.answer):
            raise LateEventError(event)
        self._taken[event.answer] = max(self._taken.get(event.answer, ""), f"{event.item} {event.seed}")

    def _has(self, name: str) -> bool:
        """Whether the event with an id was folded."""
        parsed = parse_id(name)
        return name in self._irregular if parsed is None else self._seen.has(parsed[1], parsed[0])

    def _hide(self, reset: Reset) -> None:
        if not self._hides_all(reset):
            raise LateEventError(reset)
        earlier_tallies, self._tallies_by_key = self._build_all(), {}
        for key, tallies in earlier_tallies.items():
            inside, outside = split(tallies, reset.scope)
            self._put(_key([*key.split(), reset.id]), inside)
            self._put(key, outside)

    def _undo(self, name: str) -> None:
        self._undone.add(name)
        earlier_tallies, self._tallies_by_key = self._build_all(), {}
        for key, tallies in earlier_tallies.items():
            self._put(_key(set(key.split()) - {name}), tallies)

    def _put(self, key: str, tallies: Tallies) -> None:
        old = self._tallies_by_key.get(key)
        self._tallies_by_key[key] = joined(old, tallies) if old else tallies

    def _hides_all(self, reset: Reset) -> bool:
        """Whether the reset hides every folded event in its scope."""
        later = self._latest < (reset.t, reset.id)
        return all(
            number <= reset.seen.get(device, number if later else -1) for device, number in self._numbers.items()
        )

    def state(self) -> State:
        """The state with everything added; the fold must not be used afterwards."""
        return State(
            Folded(
                {key: tallies for key, tallies in self._build_all().items() if not tallies.empty()},
                dict(self._resets),
                frozenset(self._undone),
                self._taken,
                self._seen.build(),
                frozenset(self._irregular),
                self._latest,
                self._numbers,
                self._number,
            )
        )


def _key(resets: Iterable[str]) -> str:
    return " ".join(sorted(resets))


def hides(reset: Reset, event: Known, number: int, device: str) -> bool:
    """Whether the reset hides the event: it is in the reset's scope and was known to the device that made the reset.

    Events of a device that was not known there are hidden if they are earlier than the reset.
    """
    if not within(reset.scope, event.about):
        return False
    if device in reset.seen:
        return number <= reset.seen[device]
    return (event.t, event.id) < (reset.t, reset.id)


def fold(state: State, events: Iterable[Event]) -> State:
    """The state with these events added, the same for every order and repetition. Raises LateEventError."""
    folding, events = StateFold(state), list(events)
    folding.expect(events)
    for event in sorted(events, key=fold_order):
        folding.add(event)
    return folding.state()
