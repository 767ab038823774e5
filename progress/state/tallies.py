"""All tallies of one set of events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from progress.events import (
    Answer,
    ChallengeMet,
    Checked,
    Cleared,
    Disputed,
    Doors,
    Finished,
    GaveUp,
    Hint,
    Kept,
    Known,
    Opened,
    Placed,
    Predicted,
)
from progress.state.item_records import Given, ItemTally, merged_items
from progress.state.records import (
    ClearedRecord,
    ExerciseRecord,
    ItemRecord,
    PageRecord,
    PredictionRecord,
    merged_exercises,
    merged_maps,
    merged_pages,
    merged_predictions,
    tie,
    with_check,
    with_try,
    with_visit,
)

_V = TypeVar("_V")
_NO_ITEM, _NO_PAGE, _NO_PREDICTION = ItemRecord(), PageRecord(), PredictionRecord()
_NO_EXERCISE = ExerciseRecord()


class Tallies(msgspec.Struct, frozen=True):
    """Tallies by id."""

    items: Mapping[str, ItemRecord] = {}
    pages: Mapping[str, PageRecord] = {}
    predictions: Mapping[str, PredictionRecord] = {}
    challenges: Mapping[str, str] = {}
    """By `demo.challenge`, when it was first met."""
    disputes: Mapping[str, Disputed] = {}
    """By event id."""
    door: tuple[str, str, str] | None = None
    """(t, id, chosen) of the latest choice."""
    time: int = 0
    """Milliseconds spent."""
    placed: tuple[str, str, tuple[str, ...]] | None = None
    """(t, id, skills) of the latest placement."""
    kept: Mapping[str, tuple[str, str, bool]] = {}
    """By skill, (t, id, keep) of the latest choice."""
    cleared: Mapping[str, ClearedRecord] = {}
    """By outcome, how it was first cleared."""
    exercises: Mapping[str, ExerciseRecord] = {}
    """By `exercise.ID`."""

    def empty(self) -> bool:
        """Whether nothing is in it."""
        tallies = (
            self.items, self.pages, self.predictions, self.challenges, self.disputes, self.kept, self.cleared,
            self.exercises,
        )  # fmt: skip
        return self.door is None and self.placed is None and not self.time and not any(tallies)


class TalliesBuilder:
    """A ledger while events are added to it."""

    def __init__(self, old: Tallies) -> None:
        self._items = dict(old.items)
        self._tallies: dict[str, ItemTally] = {}
        self.waiting: defaultdict[str, list[Given]] = defaultdict(list)
        """By item, answers that are not counted in yet."""
        self._pages, self._predictions = dict(old.pages), dict(old.predictions)
        self._challenges, self._disputes = dict(old.challenges), dict(old.disputes)
        self._door = old.door
        self.time = old.time  # milliseconds spent
        self._placed, self._kept, self._cleared = old.placed, dict(old.kept), dict(old.cleared)
        self._exercises = dict(old.exercises)

    def add(self, event: Known, ms: int, number: int) -> None:
        """Count one event in, except for the time before it."""
        match event:
            case Answer():
                self.waiting[event.item].append((ms, number, event))
            case Hint():
                self._tally(event.item).add_hint()
            case GaveUp():
                self._tally(event.item).add_giving_up(event, ms, number)
            case Opened() | Finished():
                self._pages[event.page] = with_visit(self._pages.get(event.page, _NO_PAGE), event)
            case Predicted():
                key, at = event.about, (ms, number, tie(event.id))
                self._predictions[key] = with_try(self._predictions.get(key, _NO_PREDICTION), event, at)
            case ChallengeMet():
                key = event.about
                self._challenges[key] = min(self._challenges.get(key, event.t), event.t)
            case Checked():
                self._exercises[event.about] = with_check(self._exercises.get(event.about, _NO_EXERCISE), event)
            case Disputed():
                self._disputes[event.id] = event
            case Doors():
                self._door = max(self._door or ("", "", ""), (event.t, event.id, event.chosen))
            case Placed() | Kept() | Cleared():
                self._add_standing(event)
            case _:
                pass

    def _add_standing(self, event: Placed | Kept | Cleared) -> None:
        match event:
            case Placed():
                self._placed = max(self._placed or ("", "", ()), (event.t, event.id, event.skills))
            case Kept():
                new = (event.t, event.id, event.keep)
                self._kept[event.skill] = max(self._kept.get(event.skill, new), new)
            case Cleared():
                first = ClearedRecord(event.t, event.id, event.items)
                self._cleared[event.outcome] = _first(self._cleared.get(event.outcome, first), first)

    def settle(self, least: int = 1) -> None:
        """Count the waiting answers in, of items with at least so many."""
        for item, given in self.waiting.items():
            if len(given) >= least:
                self._tally(item).add_answers(given)
                given.clear()

    def _tally(self, item: str) -> ItemTally:
        tally = self._tallies.get(item)
        if tally is None:
            tally = self._tallies[item] = ItemTally(self._items.get(item, _NO_ITEM))
        return tally

    def build(self) -> Tallies:
        """The ledger with everything added; the book must not be used after."""
        self.settle()
        self._items.update((item, tally.record()) for item, tally in self._tallies.items())
        return Tallies(
            self._items,
            self._pages,
            self._predictions,
            self._challenges,
            self._disputes,
            self._door,
            self.time,
            self._placed,
            self._kept,
            self._cleared,
            self._exercises,
        )


def _first(a: ClearedRecord, b: ClearedRecord) -> ClearedRecord:
    return min(a, b, key=lambda one: (one.t, one.id))


def within(scope: str, name: str) -> bool:
    """Whether an id is one of the scope's or lies under one; everything is under the empty scope."""
    return not scope or any(name == one or name.startswith(one + ".") for one in scope.split())


def split(ledger: Tallies, scope: str) -> tuple[Tallies, Tallies]:
    """(what lies in the scope, the rest). Door, placement and time spent belong to the empty scope only."""
    if not scope:
        return ledger, Tallies()
    inside, outside = (
        Tallies(
            _part(ledger.items, scope, side),
            _part(ledger.pages, scope, side),
            _part(ledger.predictions, scope, side),
            _part(ledger.challenges, scope, side),
            {key: one for key, one in ledger.disputes.items() if within(scope, one.item) == side},
            kept=_part(ledger.kept, scope, side),
            cleared=_part(ledger.cleared, scope, side),
            exercises=_part(ledger.exercises, scope, side),
        )
        for side in (True, False)
    )
    return inside, msgspec.structs.replace(outside, door=ledger.door, time=ledger.time, placed=ledger.placed)


def _part(whole: Mapping[str, _V], scope: str, side: bool) -> dict[str, _V]:
    return {key: value for key, value in whole.items() if within(scope, key) == side}


def joined(a: Tallies, b: Tallies) -> Tallies:
    """The ledger of both sets of events."""
    doors = [door for door in (a.door, b.door) if door]
    placed = [one for one in (a.placed, b.placed) if one]
    return Tallies(
        merged_maps(a.items, b.items, merged_items),
        merged_maps(a.pages, b.pages, merged_pages),
        merged_maps(a.predictions, b.predictions, merged_predictions),
        merged_maps(a.challenges, b.challenges, min),
        {**a.disputes, **b.disputes},
        max(doors) if doors else None,
        a.time + b.time,
        max(placed) if placed else None,
        merged_maps(a.kept, b.kept, max),
        merged_maps(a.cleared, b.cleared, _first),
        merged_maps(a.exercises, b.exercises, merged_exercises),
    )
