"""The record as the course of today sees it: by present ids, by skill, as histories for the schedule. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, reduce

from msgspec.structs import replace

from lessons.course import Course
from lessons.outline import Retired, Skill
from progress.schedule import AGAIN, GOOD, HARD, Grade, History, Memory, schedule
from progress.state.item_records import merged_items
from progress.state.records import DAY, DailyGrade, ItemRecord
from progress.state.state import State

_GRADES: Mapping[int, Grade] = {0: AGAIN, 1: AGAIN, 2: HARD, 3: GOOD}
_RIGHT = 3


class LearnerModel:
    """A course and a state, and what follows from the two. Each part is worked out when it is first asked for."""

    def __init__(self, course: Course, state: State) -> None:
        self.course, self.state = course, state

    @cached_property
    def skills(self) -> Mapping[str, Skill]:
        """By id, in the order of the course."""
        return {skill.id: skill for skill in self.course.outline.skills}

    @cached_property
    def items_of(self) -> Mapping[str, tuple[str, ...]]:
        """By skill, the questions that exercise it."""
        found: dict[str, list[str]] = {skill: [] for skill in self.skills}
        for id, template in self.course.templates.items():
            for skill in template.skills:
                found.setdefault(skill, []).append(id)
        return {skill: tuple(items) for skill, items in found.items()}

    @cached_property
    def records(self) -> Mapping[str, ItemRecord]:
        """By present item id; what was recorded under former ids counts with it."""
        parts: dict[str, list[ItemRecord]] = {}
        for id, record in self.state.items.items():
            parts.setdefault(self.course.renamed.get(id, id), []).append(record)
        # In one order, whatever the order in which the record was folded.
        places = {id: place for place, id in enumerate(self.course.templates)}
        ids = sorted(parts, key=lambda id: (places.get(id, len(places)), id))
        return {id: reduce(merged_items, parts[id]) for id in ids}

    def record(self, item: str) -> ItemRecord:
        """What is known of a question; an empty record where nothing is."""
        return self.records.get(item, ItemRecord())

    @cached_property
    def _days(self) -> Mapping[str, tuple[DailyGrade, ...]]:
        return {id: record.days for id, record in self.records.items() if id in self.skills_of}

    def days(self, item: str) -> tuple[DailyGrade, ...]:
        """The first try of each day at a question, oldest first."""
        return self._days.get(item, ())

    @cached_property
    def draws(self) -> Mapping[str, Mapping[int, int]]:
        """By question and seed, when a draw of the last month was answered last."""
        return {id: record.draws for id, record in self.records.items() if id in self.skills_of}

    def shown_unaided(self, item: str) -> bool:
        """Whether a question, under its present id or a former one, was answered right without help."""
        return self.record(self.course.renamed.get(item, item)).unaided_right > 0

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Former ids of skills, and what they are called now."""
        return {old: skill.id for skill in self.course.outline.skills for old in skill.was}

    @cached_property
    def retired(self) -> tuple[Retired, ...]:
        """Questions that are no longer asked, with their skills as they are called now."""
        return tuple(
            replace(one, skills=tuple(self.names.get(skill, skill) for skill in one.skills))
            for one in self.course.outline.retired
            if one.id not in self.course.templates
        )

    @cached_property
    def skills_of(self) -> Mapping[str, tuple[str, ...]]:
        """By id, the skills of a question, retired ones too."""
        asked = {id: template.skills for id, template in self.course.templates.items()}
        return {**{one.id: one.skills for one in self.retired}, **asked}

    def leading(self, item: str) -> tuple[str, ...]:
        """Those skills of a question that no other of them needs: a wrong answer speaks of these alone."""
        skills = self.skills_of[item]
        return tuple(one for one in skills if not any(one in self.below.get(other, ()) for other in skills)) or skills

    @cached_property
    def below(self) -> Mapping[str, frozenset[str]]:
        """By skill, all that it needs, directly or not."""
        found: dict[str, frozenset[str]] = {}

        def of(skill: str) -> frozenset[str]:
            if skill not in found:
                found[skill] = frozenset()  # a circle, which `lessons check` reports, ends here
                needs = self.skills[skill].needs if skill in self.skills else ()
                found[skill] = frozenset(needs).union(*(of(one) for one in needs))
            return found[skill]

        return {skill: of(skill) for skill in self.skills}

    @cached_property
    def above(self) -> Mapping[str, frozenset[str]]:
        """By skill, all that need it, directly or not."""
        return {skill: frozenset(one for one in self.skills if skill in self.below[one]) for skill in self.skills}

    @cached_property
    def met(self) -> frozenset[str]:
        """The skills of every question that was ever tried."""
        tried = [id for id, days in self._days.items() if days]
        return frozenset(skill for id in tried for skill in self.skills_of[id])

    @cached_property
    def histories(self) -> Mapping[str, History]:
        """By skill, one grade a day.

        The first try of a day at a question of the skill is its grade: again when wrong or given up, hard when right
        with help, good when right. A wrong answer speaks of the leading skills of the question only. A right answer
        without help credits what its skills need directly with a good of that day, where that was met before and was
        not itself tried that day.
        """
        own, credit = self._tries
        return {skill: _joined(days, credit.get(skill, {})) for skill, days in own.items()}

    @cached_property
    def own_days(self) -> Mapping[str, frozenset[int]]:
        """By skill, the days on which it was tried itself."""
        return {skill: frozenset(days) for skill, days in self._tries[0].items()}

    @cached_property
    def _tries(self) -> tuple[Mapping[str, Mapping[int, DailyGrade]], Mapping[str, Mapping[int, DailyGrade]]]:
        """By skill and day, the first try at it, and the first success that credits it."""
        own: dict[str, dict[int, DailyGrade]] = {}
        credit: dict[str, dict[int, DailyGrade]] = {}
        for id, days in self._days.items():
            leading, all_of_it, needed = self._reach(id)
            for day in days:
                for skill in all_of_it if day.grade >= 2 else leading:
                    _keep_first(own.setdefault(skill, {}), day)
                if day.grade == _RIGHT:
                    for skill in needed:
                        _keep_first(credit.setdefault(skill, {}), day)
        return own, credit

    def _reach(self, item: str) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
        skills = self.skills_of[item]
        needed = frozenset(need for skill in skills if skill in self.skills for need in self.skills[skill].needs)
        return self.leading(item), skills, needed - frozenset(skills)

    def history(self, skill: str, now: int) -> History:
        """What was tried of a skill, without what carries a time more than a day after now: a clock was wrong then, and
        what is due must not wait for the year it showed."""
        history = self.histories.get(skill, ())
        end = len(history)
        while end and history[end - 1][0] > now + DAY:
            end -= 1
        return history[:end] if end < len(history) else history

    def memories(self, now: int) -> Mapping[str, Memory]:
        """By skill, in the order of the course, what FSRS makes of its history."""
        return schedule({skill: self.history(skill, now) for skill in self.skills})

    def strategy(self, item: str) -> str:
        """What a learner does to answer a question."""
        return self.course.templates[item].strategy

    def title(self, skill: str) -> str:
        """A skill in a sentence."""
        title = self.skills[skill].title
        return title[:1].lower() + title[1:]


def _keep_first(days: dict[int, DailyGrade], day: DailyGrade) -> None:
    key = day.ms // DAY
    days[key] = min(days.get(key, day), day)


def _joined(own: Mapping[int, DailyGrade], credit: Mapping[int, DailyGrade]) -> History:
    first = min(own)
    days = {**{key: day for key, day in credit.items() if key > first}, **own}
    return tuple((days[key].ms, _GRADES[days[key].grade]) for key in sorted(days))


_KEPT = 3
_latest: tuple[LearnerModel, ...] = ()


def build_learner_model(course: Course, state: State) -> LearnerModel:
    """The facts of a course and a state; those asked for last are kept, since neither ever changes."""
    global _latest
    for found in _latest:
        if found.course is course and found.state is state:
            return found
    made = LearnerModel(course, state)
    _latest = (made, *_latest[: _KEPT - 1])
    return made


def ago(then: int, now: int) -> str:
    """How long ago, in days: `today`, `yesterday`, `8 days ago`."""
    days = max(0, now // DAY - then // DAY)
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"


def percent(share: float) -> str:
    """A share as it is said."""
    return f"{round(100 * share)} %"
