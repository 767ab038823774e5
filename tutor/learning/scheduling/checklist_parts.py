"""The parts of the checklist: the evidence for each, and what is missing. Pure.

A part is cleared by two answers to its deciding items. Each is right, the first readable answer to its draw, and given
before any help; they are to different draws, on two of the learner's own days and at least eight hours apart; one is
given away from the page, in a study session, and one is typed where the part can be typed. A wrong first answer between
the two starts the count again: two in a row are hardly ever luck. A part that asks for an explanation also needs one in
the learner's own words, which by itself clears nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from lessons.outline import Outcome, Part
from progress.state.item_records import STUDIED
from progress.state.records import ClearedRecord, DrawRecord
from tutor.learning.scheduling.learner_model import LearnerModel

APART = 8 * 3_600_000
"""The least time between the two answers that clear a part, in milliseconds."""


PRODUCED = ("number", "vector", "matrix", "expression", "rule", "shape")
"""The kinds of item whose answer is typed."""


ARRANGED = ("order", "cloze")
"""The kinds whose answer is put together from what is shown: they count beside a typed one, choices do not."""


class PartEvidence(Struct, frozen=True):
    """An answer that counts for a part: right at the first try, without help.

    Attributes:
        item: The id of the item.
        seed: The draw.
        t: The time in UTC.
        day: The learner's own day.
        typed: What was typed.
        kind: The kind of question.
        where: The kind of place it was answered at.
        off_page: Whether that was away from the page.
        produced: Whether the answer was typed rather than put together.
    """

    item: str
    seed: int
    t: str
    day: str
    typed: str
    kind: str
    where: str
    off_page: bool
    produced: bool


class PartWords(Struct, frozen=True):
    """The explanation in the learner's own words that is kept for a part: the item, the time in UTC, and the text."""

    item: str
    t: str
    typed: str


class PartStatus(Struct, frozen=True):
    """The state of one part: its evidence, oldest first, and in words what would clear it."""

    part: Part
    evidence: tuple[PartEvidence, ...]
    missing: str
    answers_missing: bool = False
    """Whether right answers are missing, not only own words."""
    words: PartWords | None = None
    tries: int = 0
    """How many answers were given to its items in all."""
    hints: int = 0
    """How many hints were taken at its items in all."""

    @property
    def cleared(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def part_statuses(model: LearnerModel, outcome: Outcome) -> tuple[PartStatus, ...]:
    """The status of each part of an outcome, in order."""
    return tuple(_part_status(model, part) for part in parts_of(model, outcome))


def parts_of(model: LearnerModel, outcome: Outcome) -> tuple[Part, ...]:
    """The parts of an outcome; where the course names none, one for each skill."""
    if outcome.parts:
        return outcome.parts
    by_skill = {
        skill: tuple(
            item for item, skills in model.skills_of.items() if skill in skills and item not in model.paper_fields
        )
        for skill in outcome.skills
    }
    if not any(by_skill.values()):
        return ()
    return tuple(Part(skill, model.title(skill), items) for skill, items in by_skill.items())


def missing_parts(model: LearnerModel) -> Iterator[tuple[Outcome, PartStatus]]:
    """The parts that are not cleared, in the order of the checklist."""
    for outcome in model.course.outline.outcomes:
        event = cleared_event(model, outcome)
        if event is None or not event.parts:
            yield from ((outcome, status) for status in part_statuses(model, outcome) if not status.cleared)


def askable_words(model: LearnerModel, part: Part) -> tuple[str, ...]:
    """The explanations of a part that can be asked for."""
    return tuple(item for item in part.words if item in model.course.entries)


def askable_items(model: LearnerModel, part: Part) -> tuple[str, ...]:
    """The deciding items of a part that can still add evidence: a wording without options only the first time."""
    present = (item for item in part.items if item in model.course.entries)
    return tuple(item for item in present if model.course.entries[item].has_draws or not model.record(item).first_draws)


def answered_on(model: LearnerModel, items: Sequence[str], days: Collection[str]) -> bool:
    """Whether a draw of some items was first answered in a study session on some of the learner's own days."""
    draws = (draw for item in items for draw in model.record(item).first_draws)
    return any(draw.answered and draw.own_day in days and draw.where in STUDIED for draw in draws)


def _part_status(model: LearnerModel, part: Part) -> PartStatus:
    evidence, missing = _answers_status(model, part)
    words = _words_status(model, part)
    unsaid = () if words or not part.words else ("an explanation in your own words, before its statements",)
    records = [model.record(item) for item in part.items]
    tries, hints = sum(record.answers for record in records), sum(record.hints for record in records)
    return PartStatus(part, evidence, "; ".join((*missing, *unsaid)), bool(missing), words, tries, hints)


def _words_status(model: LearnerModel, part: Part) -> PartWords | None:
    """The first explanation in the learner's own words that is on record."""
    kept = ((words, item) for item in part.words if (words := model.record(item).words) is not None)
    first = min(kept, default=None)
    return None if first is None else PartWords(first[1], first[0].t, first[0].typed)


def _answers_status(model: LearnerModel, part: Part) -> tuple[tuple[PartEvidence, ...], tuple[str, ...]]:
    """The answers that count for a part, oldest first, and in words what else is missing of them."""
    kinds = {item: _kind(model, item) for item in part.items}
    typed = any(kind in PRODUCED for kind in kinds.values())
    seen: list[PartEvidence] = []
    times: list[int] = []
    for item, draw, fresh in _first_answers(model, part.items):
        if not draw.right:
            seen, times = [], []
            continue
        kind = draw.format or kinds[item]
        counts = kind in PRODUCED or kind in ARRANGED or not typed
        if not (counts and fresh and draw.unaided and not draw.bar):
            continue
        seen.append(_seen_in_part(item, draw, kind))
        times.append(draw.ms)
        if pair := _clearing_pair(model, seen, times, typed):
            return pair, ()
    return tuple(seen), (_still_missing(seen, typed),)


def _first_answers(model: LearnerModel, items: Sequence[str]) -> list[tuple[str, DrawRecord, bool]]:
    """The first answers to draws of some items, oldest first; False for a draw whose question was met before."""
    found = []
    for item in items:
        met: set[object] = set()
        for draw in model.record(item).first_draws:
            shown = _shown(model, item, draw.seed)
            if draw.answered:
                found.append((item, draw, shown not in met))
            met.add(shown)
    return sorted(found, key=lambda one: one[1])


def _shown(model: LearnerModel, item: str, seed: int) -> object:
    """What tells one draw from another: its text where the numbers are drawn, else the seed."""
    if item not in model.course.entries or _fixed(model, item):
        return seed
    drawn = model.course.item(item, seed)
    return drawn.prompt, drawn.lead, tuple(option.text for option in drawn.options)


def _fixed(model: LearnerModel, item: str) -> bool:
    return item not in model.course.entries or not model.course.entries[item].is_computed


def _kind(model: LearnerModel, item: str) -> str:
    entry = model.course.entries.get(item)
    if entry is not None:
        return entry.kind
    return next((retired.kind for retired in model.retired if retired.id == item), "")


def _seen_in_part(item: str, draw: DrawRecord, kind: str) -> PartEvidence:
    produced = kind in PRODUCED
    return PartEvidence(item, draw.seed, draw.t, draw.own_day, draw.typed, kind, draw.where, draw.off_page, produced)


def _clearing_pair(
    model: LearnerModel, seen: Sequence[PartEvidence], times: Sequence[int], typed: bool
) -> tuple[PartEvidence, ...]:
    """The first two that clear a part; none where there are no such. One wording is never both, in whatever order."""
    for (first, a), (second, b) in combinations(zip(seen, times, strict=True), 2):
        if first.item == second.item and _fixed(model, first.item):
            continue
        apart = first.day != second.day and b - a >= APART
        if apart and (first.off_page or second.off_page) and (not typed or first.produced or second.produced):
            return first, second
    return ()


def _still_missing(seen: Sequence[PartEvidence], typed: bool) -> str:
    """In words, what would clear a part."""
    if not seen:
        return "two right answers in a row on two days, at the first try and without help"
    needs = ["one more right answer, at the first try, on a later day"]
    if not any(one.off_page for one in seen):
        needs.append("in a review, a checkpoint or practice")
    if typed and not any(one.produced for one in seen):
        needs.append("typed")
    return ", ".join(needs)


def cleared_event(model: LearnerModel, outcome: Outcome) -> ClearedRecord | None:
    """The first event that cleared an outcome under the present rule, else under an earlier one.

    None where there is none, or a reset took its evidence away.
    """
    names = (outcome.id, *outcome.was)
    events = [model.state.cleared[name] for name in names if name in model.state.cleared]
    kept = [event for event in events if all(model.shown_unaided(item) for item in event.items)]
    return min(kept, key=lambda event: (not event.parts, event.t), default=None)
