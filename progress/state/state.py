"""The state: a function of the set of events, independent of their order and of repetitions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

import msgspec

from progress.events import Disputed, ExperimentPlanned, Reset
from progress.ids import parse_id
from progress.state.id_set import IdSets
from progress.state.records import (
    CaseRecord,
    ClearedRecord,
    ExerciseRecord,
    HuntRecord,
    ItemRecord,
    PageRecord,
    PaperRecord,
    PredictionRecord,
)
from progress.state.tallies import Tallies
from progress.times import milliseconds


class Folded(msgspec.Struct, frozen=True):
    """The data of a state, which is also what the cache stores: enough to fold more events."""

    tallies: dict[str, Tallies] = {}
    """By the sorted ids, joined by spaces, of the resets in force that hide the events; "" holds what is visible."""
    resets: dict[str, Reset] = {}
    undone: frozenset[str] = frozenset()
    """Ids of resets that were undone."""
    taken: Mapping[str, str] = {}
    """By id of an answer that was taken back, the item and the seed, with a space between."""
    seen: IdSets = IdSets()
    """By stream (device and session), the numbers of the folded events."""
    irregular: frozenset[str] = frozenset()
    """Folded ids that are not of the form that `parse_id` knows."""
    latest: tuple[str, str] = ("", "")
    """The greatest (t, id) among the events that a reset can hide."""
    numbers: Mapping[str, int] = {}
    """By device, the greatest number among those events."""
    number: int = 0
    """The greatest number in any id."""


_NOTHING = Tallies()

AIM = 0.9
"""The chance of recall at which a skill is due, where the learner has not chosen one."""


class State:
    """Everything the learner has done. Immutable; its mappings are read-only."""

    def __init__(self, folded: Folded | None = None) -> None:
        self.folded = folded or Folded()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, State) and self.folded == other.folded

    def __repr__(self) -> str:
        return f"State(answers={self.answers}, right={self.right}, items={len(self.items)}, pages={len(self.pages)})"

    def knows(self, name: str) -> bool:
        """Whether the event with this id was folded."""
        parsed = parse_id(name)
        return name in self.folded.irregular if parsed is None else (parsed[1], parsed[0]) in self.folded.seen

    @property
    def _shown(self) -> Tallies:
        return self.folded.tallies.get("", _NOTHING)

    @cached_property
    def answers(self) -> int:
        """How many answers were judged right or wrong."""
        return sum(record.answers for record in self._shown.items.values())

    @cached_property
    def right(self) -> int:
        """How many of them were right."""
        return sum(record.right for record in self._shown.items.values())

    @property
    def seconds(self) -> float:
        """Time spent: the sum of the intervals between events of a session that are shorter than two minutes."""
        return self._shown.time / 1000

    @property
    def items(self) -> Mapping[str, ItemRecord]:
        """By item id."""
        return MappingProxyType(self._shown.items)

    @property
    def pages(self) -> Mapping[str, PageRecord]:
        """By page id."""
        return MappingProxyType(self._shown.pages)

    @property
    def parts_seen(self) -> Mapping[str, str]:
        """By page id, the time at which a part of it was seen last elsewhere than on the page."""
        return MappingProxyType(self._shown.parts_seen)

    def pages_seen(self, since: int) -> frozenset[str]:
        """The pages of which all or a part was seen since a time in milliseconds."""
        opened = [(page, record.opened_t) for page, record in self.pages.items()]
        times = (*opened, *self.parts_seen.items())
        return frozenset(page for page, t in times if t is not None and milliseconds(t) >= since)

    @property
    def predictions(self) -> Mapping[str, PredictionRecord]:
        """By `demo.prediction`."""
        return MappingProxyType(self._shown.predictions)

    @property
    def challenges(self) -> Mapping[str, str]:
        """By `demo.challenge`, the time at which it was first met."""
        return MappingProxyType(self._shown.challenges)

    @cached_property
    def exercises(self) -> Mapping[str, ExerciseRecord]:
        """By exercise id."""
        shown = self._shown.exercises
        return MappingProxyType({name.removeprefix("exercise."): record for name, record in shown.items()})

    @property
    def hunts(self) -> Mapping[str, HuntRecord]:
        """By hunt id."""
        return MappingProxyType(self._shown.hunts)

    @property
    def cases(self) -> Mapping[str, CaseRecord]:
        """By the id of a case to diagnose, or of a program to repair."""
        return MappingProxyType(self._shown.cases)

    @property
    def papers(self) -> Mapping[str, PaperRecord]:
        """By paper card id."""
        return MappingProxyType(self._shown.papers)

    @cached_property
    def disputes(self) -> tuple[Disputed, ...]:
        """Every disputed verdict, oldest first."""
        return tuple(sorted(self._shown.disputes.values(), key=lambda one: (one.t, one.id)))

    @property
    def door(self) -> str | None:
        """The choice made last on the first screen; None where there was none."""
        return self._shown.door[2] if self._shown.door else None

    @property
    def placed(self) -> tuple[str, ...] | None:
        """The skills that the latest placement found known; None where there was none."""
        return self._shown.placed[2] if self._shown.placed else None

    @cached_property
    def kept(self) -> frozenset[str]:
        """The skills that the learner wants to study although a placement found them known."""
        return frozenset(skill for skill, (_, _, keep) in self._shown.kept.items() if keep)

    @property
    def aim(self) -> float:
        """The chance of recall at which a skill is due: the learner's latest choice, else the default."""
        return self._shown.aim[2] if self._shown.aim else AIM

    @property
    def experiment(self) -> ExperimentPlanned | None:
        """The latest plan of an experiment; None where there was none."""
        return self._shown.experiment

    @cached_property
    def _taken_draws(self) -> frozenset[str]:
        return frozenset(self.folded.taken.values())

    def took_back(self, item: str, seed: int) -> bool:
        """Whether an answer to a draw of an item was taken back."""
        return f"{item} {seed}" in self._taken_draws

    @property
    def cleared(self) -> Mapping[str, ClearedRecord]:
        """By outcome, how it was first cleared."""
        return MappingProxyType(self._shown.cleared)

    @cached_property
    def position(self) -> str | None:
        """The id of the page opened last; None where none was."""
        opened = [(page.opened_t, page.opened_id, name) for name, page in self.pages.items() if page.opened_t]
        return max(opened)[2] if opened else None

    @cached_property
    def resets(self) -> tuple[Reset, ...]:
        """The resets in force, oldest first."""
        active = (reset for key, reset in self.folded.resets.items() if key not in self.folded.undone)
        return tuple(sorted(active, key=lambda reset: (reset.t, reset.id)))
