"""The learner's record by the skills and items of the present course. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache, reduce

from msgspec import Struct

from lessons.course import Course
from lessons.outline import Retired, Skill
from progress.fsrs6 import days_until
from progress.state.item_records import merged_items
from progress.state.records import DAY, DailyGrade, ItemRecord, decode_tries, id_checksum
from progress.state.state import State
from progress.times import milliseconds
from tutor.learning.scheduling.recall import SkillMemory, Try
from tutor.learning.scheduling.recall_fold import RecallFold, fold_tries
from tutor.learning.scheduling.skill_graph import skill_graph
from tutor.learning.scheduling.solved_cases import SolvedCase, solved_cases


class SkillRecall(Struct, frozen=True):
    """The memory of a skill at a time; times in milliseconds since 1970.

    Attributes:
        skill: The id of the skill.
        chance: The probability of a right answer, by the predictor in use.
        fsrs: FSRS-6's retrievability with default parameters.
        due: When `chance` falls to the learner's aim: in whole days, at least one.
        stability: FSRS-6's stability in days.
        last: The last try.
        last_right: Whether it was right.
        last_day: The learner's day of it.
        trials: How many tries there were.
        audited: Whether a review of it was credited that is to be asked all the same.
    """

    skill: str
    chance: float
    fsrs: float
    due: int
    stability: float
    last: int
    last_right: bool
    last_day: int
    trials: int
    audited: bool = False

    def is_due(self, end: int) -> bool:
        """Whether it is due before the end of the learner's day, so that a day's reviews fit in one session."""
        return self.due < end


class LearnerModel:
    """A course and a learner's state, and what follows from both; each property is computed on first use."""

    def __init__(self, course: Course, state: State) -> None:
        self.course, self.state = course, state
        self.graph = skill_graph(course)
        self._recalls: tuple[int, Mapping[str, SkillRecall]] | None = None

    @property
    def skills(self) -> Mapping[str, Skill]:
        """Skills by id, in course order."""
        return self.graph.skills

    @cached_property
    def core_skills(self) -> Mapping[str, Skill]:
        """Skills of the core by id, in course order: those that checkpoints and placements ask for."""
        return {skill_id: skill for skill_id, skill in self.skills.items() if not skill.second_pass}

    @cached_property
    def unopened_items(self) -> frozenset[str]:
        """The items of second-pass pages that were never opened; only practice of their own skill or page asks them."""
        unopened = {page.id for page in self.course.outline.pages if page.second_pass} - set(self.state.pages)
        return frozenset(item_id for item_id in self.course.entries if item_id.rpartition(".")[0] in unopened)

    @cached_property
    def open_skills(self) -> Mapping[str, Skill]:
        """Skills of the core and of the second-pass pages that were opened, by id, in course order."""
        return {
            skill_id: skill
            for skill_id, skill in self.skills.items()
            if not skill.second_pass or not self.unopened_items.issuperset(self.items_of[skill_id])
        }

    @property
    def items_of(self) -> Mapping[str, tuple[str, ...]]:
        """By skill, the items that exercise it."""
        return self.graph.items_of

    @cached_property
    def records(self) -> Mapping[str, ItemRecord]:
        """Item records by present id, merged with those under former ids."""
        parts: dict[str, list[ItemRecord]] = {}
        for item_id, record in self.state.items.items():
            parts.setdefault(self.course.renamed.get(item_id, item_id), []).append(record)
        # Sorted, so that the result does not depend on the order in which events were folded.
        order = {item_id: index for index, item_id in enumerate(self.course.entries)}
        ids = sorted(parts, key=lambda item_id: (order.get(item_id, len(order)), item_id))
        return {item_id: reduce(merged_items, parts[item_id]) for item_id in ids}

    def record(self, item: str) -> ItemRecord:
        """The record of an item; an empty one if it was never answered."""
        return self.records.get(item, ItemRecord())

    @cached_property
    def _days(self) -> Mapping[str, tuple[DailyGrade, ...]]:
        items = {item_id: record.days for item_id, record in self.records.items() if item_id in self.skills_of}
        return {**items, **{solved.case: (solved.day,) for solved in self.solved_cases}}

    def days(self, item: str) -> tuple[DailyGrade, ...]:
        """The first attempt of each day at an item, oldest first."""
        return self._days.get(item, ())

    @cached_property
    def draws(self) -> Mapping[str, Mapping[int, int]]:
        """By item and seed, when a draw was last answered (milliseconds since 1970)."""
        return {item_id: record.draws for item_id, record in self.records.items() if item_id in self.skills_of}

    def shown_unaided(self, item: str) -> bool:
        """Whether an item, under its present or a former id, was answered right without help."""
        return self.record(self.course.renamed.get(item, item)).unaided_right > 0

    @property
    def retired(self) -> tuple[Retired, ...]:
        """Retired items, with the present ids of their skills."""
        return self.graph.retired

    @cached_property
    def skills_of(self) -> Mapping[str, tuple[str, ...]]:
        """Skills by item: also retired ones, cases solved at the first try, and graded fields of paper cards."""
        solved = {one.case: one.skills for one in self.solved_cases}
        return {**solved, **self.graph.skills_of} if solved else self.graph.skills_of

    @cached_property
    def solved_cases(self) -> tuple[SolvedCase, ...]:
        """The cases to debug that were solved at the first try; each counts as a right answer without help."""
        return tuple(solved_cases(self.course, self.state))

    @property
    def paper_fields(self) -> Mapping[str, tuple[str, ...]]:
        """By graded field of a paper card, its skill."""
        return self.graph.paper_fields

    @cached_property
    def uses(self) -> Mapping[str, tuple[int, str]]:
        """By skill, the time and the id of the paper card or the case in which it was used last."""
        used = [(one.day.ms, one.case, one.skills) for one in self.solved_cases]
        for field, skills in self.paper_fields.items():
            if field in self.records and (tries := self.records[field].tries):
                used.append((tries[-1].ms, field.rpartition(".")[0], skills))
        return {skill: (ms, where) for ms, where, skills in sorted(used) for skill in skills}

    def leading(self, item: str) -> tuple[str, ...]:
        """The skills of an item that none of its other skills needs; a wrong answer is graded for these alone."""
        known = self.graph.leading.get(item)
        return known if known is not None else self.graph.leading_among(self.skills_of[item])

    @property
    def prerequisites(self) -> Mapping[str, frozenset[str]]:
        """All direct and indirect prerequisites, by skill."""
        return self.graph.prerequisites

    @property
    def dependents(self) -> Mapping[str, frozenset[str]]:
        """All skills that need a skill, directly or indirectly."""
        return self.graph.dependents

    @cached_property
    def tried_skills(self) -> frozenset[str]:
        """The skills of every item that was ever attempted."""
        tried = [item_id for item_id, days in self._days.items() if days]
        return frozenset(skill for item_id in tried for skill in self.skills_of[item_id])

    @cached_property
    def tries(self) -> Sequence[Try]:
        """The tries at all items, in order: by time, then the number and the checksum of the event's id."""
        return _merged_tries(
            {
                **{one.case: _solved(one) for one in self.solved_cases},
                **{
                    item_id: _tries(item_id, record.tries_json, record.try_count)
                    for item_id, record in self.records.items()
                    if item_id in self.skills_of
                },
            }
        )

    def recall(self, now: int) -> RecallFold:
        """The memories and the recall model after all tries up to a day after `now`.

        A later time comes from a wrong clock; the next review must not wait until then.
        """
        tries, end = self.tries, len(self.tries)
        while end and tries[end - 1].ms > now + DAY:
            end -= 1
        return fold_tries(self.course, tries if end == len(tries) else tries[:end])

    def recalls(self, now: int) -> Mapping[str, SkillRecall]:
        """The memory of each skill that was tried, in course order; those of the latest time are cached."""
        if self._recalls is None or self._recalls[0] != now:
            fold = self.recall(now)
            held = fold.model.skills
            self._recalls = (
                now,
                {skill: self._at(fold, skill, held[skill], now) for skill in self.skills if skill in held},
            )
        return self._recalls[1]

    def _at(self, fold: RecallFold, skill: str, held: SkillMemory, now: int) -> SkillRecall:
        items = self.items_of.get(skill, ())
        retention = fold.model.retention(skill, items, self.state.aim)
        days = min(36_500, max(1, round(days_until(held.memory.stability, retention)))) * self._stretch(skill, now)
        return SkillRecall(
            skill,
            fold.model.chance(skill, items, max(now, held.ms)),
            held.recall(now),
            held.ms + days * DAY,
            held.memory.stability,
            held.tried,
            held.last_right,
            held.day,
            held.tries,
            skill in fold.pending,
        )

    def _stretch(self, skill: str, now: int) -> int:
        """What an experiment multiplies the intervals of a skill by."""
        return 2 if self.is_treated(skill, "intervals", now) else 1

    def is_treated(self, skill: str, compares: str, now: int) -> bool:
        """Whether an experiment that compares this treats a skill at a time."""
        plan = self.state.experiment
        if plan is None or plan.compares != compares or skill not in plan.treated:
            return False
        return now < milliseconds(plan.t) + plan.days * DAY

    def strategy(self, item: str) -> str:
        """The solution strategy of an item."""
        return self.course.entries[item].strategy

    def title(self, skill: str) -> str:
        """The title of a skill, for use within a sentence."""
        title = self.skills[skill].title
        return title[:1].lower() + title[1:]


def _solved(one: SolvedCase) -> tuple[Try, ...]:
    """The try that a solved case counts as."""
    day = one.day
    return (Try(day.ms, day.number, id_checksum(one.case), one.case, day.day, day.grade, one.skills),)


@lru_cache(maxsize=4096)
def _tries(item: str, tries_json: str, count: int) -> tuple[Try, ...]:
    """The tries at an item; the same objects for the same record."""
    return tuple(
        Try(one.ms, one.number, one.id_checksum, item, one.day, max(1, one.grade))
        for one in decode_tries(tries_json, count)
    )


_latest_tries: tuple[Mapping[str, tuple[Try, ...]], list[Try]] = {}, []


def _merged_tries(by_item: Mapping[str, tuple[Try, ...]]) -> Sequence[Try]:
    """All tries in order. Where some come after all of the latest time, those are appended instead of sorting again."""
    global _latest_tries
    before, rows = _latest_tries
    more: list[Try] | None = []
    for item, tries in by_item.items():
        known = before.get(item, ())
        if tries is not known:
            more = more + list(tries[len(known) :]) if more is not None and tries[: len(known)] == known else None
    more = None if more is None or not before.keys() <= by_item.keys() else sorted(more, key=_order)
    if more is None or (more and rows and _order(more[0]) < _order(rows[-1])):
        rows = sorted((one for tries in by_item.values() for one in tries), key=_order)
    elif more:
        rows = [*rows, *more]
    _latest_tries = by_item, rows
    return rows


def _order(tried: Try) -> tuple[int, int, int]:
    return tried.ms, tried.number, tried.id_checksum


_CACHED = 3
_latest: tuple[LearnerModel, ...] = ()


def build_learner_model(course: Course, state: State) -> LearnerModel:
    """The model of a course and a state, both immutable; the latest models are cached by identity."""
    global _latest
    for model in _latest:
        if model.course is course and model.state is state:
            return model
    model = LearnerModel(course, state)
    _latest = (model, *_latest[: _CACHED - 1])
    return model


def ago(day: int, today: int) -> str:
    """A past day in words, by the learner's own days: `today`, `yesterday`, `8 days ago`."""
    days = max(0, today - day)
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"


def percent(share: float) -> str:
    """A fraction as a whole percentage."""
    return f"{round(100 * share)} %"
