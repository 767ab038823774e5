"""Tallies: the records of all items, pages, predictions, exercises and cases for one set of events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from progress.events import (
    HIGHEST_AIM,
    LOWEST_AIM,
    Aimed,
    Answer,
    ChallengeMet,
    Checked,
    Cleared,
    Diagnosed,
    Disputed,
    Doors,
    ExperimentPlanned,
    Explained,
    Finished,
    GaveUp,
    Hint,
    Hunted,
    Kept,
    Known,
    Opened,
    PaperRead,
    Placed,
    Predicted,
    Repaired,
    Stepped,
)
from progress.state.item_records import ItemTally, TimedAnswer, merged_items
from progress.state.records import (
    CaseRecord,
    ClearedRecord,
    ExerciseRecord,
    HuntRecord,
    ItemRecord,
    PageRecord,
    PaperRecord,
    PredictionRecord,
    SortKey,
    id_checksum,
    merged_cases,
    merged_exercises,
    merged_hunts,
    merged_maps,
    merged_pages,
    merged_papers,
    merged_predictions,
    with_case,
    with_check,
    with_hunt,
    with_reading,
    with_try,
    with_visit,
)

_V = TypeVar("_V")
_NO_ITEM, _NO_PAGE, _NO_PREDICTION = ItemRecord(), PageRecord(), PredictionRecord()
_NO_EXERCISE, _NO_HUNT, _NO_CASE, _NO_PAPER = ExerciseRecord(), HuntRecord(), CaseRecord(), PaperRecord()


class Tallies(msgspec.Struct, frozen=True):
    """The records of one set of events, by id."""

    items: Mapping[str, ItemRecord] = {}
    pages: Mapping[str, PageRecord] = {}
    predictions: Mapping[str, PredictionRecord] = {}
    challenges: Mapping[str, str] = {}
    """By `demo.challenge`, the time it was first met."""
    disputes: Mapping[str, Disputed] = {}
    """By event id."""
    door: tuple[str, str, str] | None = None
    """(t, id, chosen) of the latest choice."""
    time: int = 0
    """Time spent, in milliseconds."""
    placed: tuple[str, str, tuple[str, ...]] | None = None
    """(t, id, skills) of the latest placement."""
    kept: Mapping[str, tuple[str, str, bool]] = {}
    """By skill, (t, id, keep) of the latest choice."""
    cleared: Mapping[str, ClearedRecord] = {}
    """By outcome id, how it was first cleared."""
    exercises: Mapping[str, ExerciseRecord] = {}
    """By `exercise.ID`."""
    hunts: Mapping[str, HuntRecord] = {}
    """By `hunt.NUMBER`."""
    parts_seen: Mapping[str, str] = {}
    """By page, the time at which a part of it was seen last elsewhere."""
    aim: tuple[str, str, float] | None = None
    """(t, id, recall) of the latest choice of when a skill is due."""
    experiment: ExperimentPlanned | None = None
    """The latest plan of an experiment."""
    cases: Mapping[str, CaseRecord] = {}
    """By `diagnose.NAME` or `repair.NAME`."""
    papers: Mapping[str, PaperRecord] = {}
    """By `paper.NAME`."""

    def empty(self) -> bool:
        """Whether there are no events."""
        tallies = (
            self.items, self.pages, self.predictions, self.challenges, self.disputes, self.kept, self.cleared,
            self.exercises, self.hunts, self.parts_seen, self.cases, self.papers,
        )  # fmt: skip
        single = (self.door, self.placed, self.aim, self.experiment)
        return all(one is None for one in single) and not self.time and not any(tallies)


class TalliesBuilder:
    """Adds events to tallies."""

    def __init__(self, old: Tallies) -> None:
        self._items = dict(old.items)
        self._tallies: dict[str, ItemTally] = {}
        self.waiting: defaultdict[str, list[TimedAnswer]] = defaultdict(list)
        """By item, answers that are not counted yet."""
        self._pages, self._predictions = dict(old.pages), dict(old.predictions)
        self._challenges, self._disputes = dict(old.challenges), dict(old.disputes)
        self._door = old.door
        self.time = old.time  # milliseconds spent
        self._placed, self._kept, self._cleared = old.placed, dict(old.kept), dict(old.cleared)
        self._exercises, self._hunts = dict(old.exercises), dict(old.hunts)
        self._parts_seen, self._cases, self._papers = dict(old.parts_seen), dict(old.cases), dict(old.papers)
        self._aim, self._experiment = old.aim, old.experiment

    def add(self, event: Known, ms: int, number: int) -> None:
        """Count one event, except for the time before it."""
        match event:
            case Answer():
                self.waiting[event.item].append((ms, number, event))
            case Hint() | Explained() | Stepped() | GaveUp():
                self._tally(event.item).add(event, ms, number)
            case Opened(part=part) if part:
                self._parts_seen[event.page] = max(self._parts_seen.get(event.page, event.t), event.t)
            case Opened() | Finished():
                self._pages[event.page] = with_visit(self._pages.get(event.page, _NO_PAGE), event)
            case Predicted():
                key, at = event.about, (ms, number, id_checksum(event.id))
                self._predictions[key] = with_try(self._predictions.get(key, _NO_PREDICTION), event, at)
            case ChallengeMet():
                key = event.about
                self._challenges[key] = min(self._challenges.get(key, event.t), event.t)
            case Checked() | Hunted() | Diagnosed() | Repaired() | PaperRead():
                self._add_work(event, (ms, number, id_checksum(event.id)))
            case Disputed():
                self._disputes[event.id] = event
            case Doors():
                self._door = max(self._door or ("", "", ""), (event.t, event.id, event.chosen))
            case Placed() | Kept() | Cleared() | Aimed() | ExperimentPlanned():
                self._add_standing(event)
            case _:
                pass

    def _add_work(self, event: Checked | Hunted | Diagnosed | Repaired | PaperRead, at: SortKey) -> None:
        match event:
            case Checked():
                self._exercises[event.about] = with_check(self._exercises.get(event.about, _NO_EXERCISE), event)
            case Hunted():
                self._hunts[event.hunt] = with_hunt(self._hunts.get(event.hunt, _NO_HUNT), event, at)
            case Diagnosed() | Repaired():
                self._cases[event.about] = with_case(self._cases.get(event.about, _NO_CASE), event, at)
            case PaperRead():
                self._papers[event.card] = with_reading(self._papers.get(event.card, _NO_PAPER), event, at)

    def _add_standing(self, event: Placed | Kept | Cleared | Aimed | ExperimentPlanned) -> None:
        match event:
            case Aimed():
                if LOWEST_AIM <= event.recall <= HIGHEST_AIM:
                    self._aim = max(self._aim or ("", "", 0.0), (event.t, event.id, event.recall))
            case ExperimentPlanned():
                self._experiment = _later(self._experiment, event)
            case Placed():
                self._placed = max(self._placed or ("", "", ()), (event.t, event.id, event.skills))
            case Kept():
                new = (event.t, event.id, event.keep)
                self._kept[event.skill] = max(self._kept.get(event.skill, new), new)
            case Cleared():
                first = ClearedRecord(event.t, event.id, event.items, event.parts)
                self._cleared[event.outcome] = _first(self._cleared.get(event.outcome, first), first)

    def settle(self, least: int = 1) -> None:
        """Count the waiting answers of items that have at least `least` of them."""
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
        """The tallies with everything added; the builder must not be used afterwards."""
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
            self._hunts,
            self._parts_seen,
            self._aim,
            self._experiment,
            self._cases,
            self._papers,
        )


def _later(a: ExperimentPlanned | None, b: ExperimentPlanned | None) -> ExperimentPlanned | None:
    """The later of two plans, either of which may be None."""
    return max((one for one in (a, b) if one is not None), key=lambda one: (one.t, one.id), default=None)


def _first(a: ClearedRecord, b: ClearedRecord) -> ClearedRecord:
    """The first under the present rule; the first under an earlier one only where there is no such."""
    return min(a, b, key=lambda one: (not one.parts, one.t, one.id))


def within(scope: str, name: str) -> bool:
    """Whether an id is in a scope: equal to one of its ids, or below one; the empty scope contains everything."""
    return not scope or any(name == one or name.startswith(one + ".") for one in scope.split())


def split(tallies: Tallies, scope: str) -> tuple[Tallies, Tallies]:
    """(tallies in the scope, the rest). Door, placement and time spent belong to the empty scope only."""
    if not scope:
        return tallies, Tallies()
    inside, outside = (
        Tallies(
            _part(tallies.items, scope, side),
            _part(tallies.pages, scope, side),
            _part(tallies.predictions, scope, side),
            _part(tallies.challenges, scope, side),
            {key: one for key, one in tallies.disputes.items() if within(scope, one.item) == side},
            kept=_part(tallies.kept, scope, side),
            cleared=_part(tallies.cleared, scope, side),
            exercises=_part(tallies.exercises, scope, side),
            hunts=_part(tallies.hunts, scope, side),
            parts_seen=_part(tallies.parts_seen, scope, side),
            cases=_part(tallies.cases, scope, side),
            papers=_part(tallies.papers, scope, side),
        )
        for side in (True, False)
    )
    return inside, msgspec.structs.replace(
        outside,
        door=tallies.door,
        time=tallies.time,
        placed=tallies.placed,
        aim=tallies.aim,
        experiment=tallies.experiment,
    )


def _part(whole: Mapping[str, _V], scope: str, side: bool) -> dict[str, _V]:
    return {key: value for key, value in whole.items() if within(scope, key) == side}


def joined(a: Tallies, b: Tallies) -> Tallies:
    """The tallies of the union of two disjoint sets of events."""
    doors = [door for door in (a.door, b.door) if door]
    placed = [one for one in (a.placed, b.placed) if one]
    aims = [one for one in (a.aim, b.aim) if one]
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
        merged_maps(a.hunts, b.hunts, merged_hunts),
        merged_maps(a.parts_seen, b.parts_seen, max),
        max(aims) if aims else None,
        _later(a.experiment, b.experiment),
        merged_maps(a.cases, b.cases, merged_cases),
        merged_maps(a.papers, b.papers, merged_papers),
    )
