"""The learner's record by the skills and items of the present course. Pure."""

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
from tutor.learning.scheduling.solved_cases import SolvedCase, solved_cases

_GRADES: Mapping[int, Grade] = {0: AGAIN, 1: AGAIN, 2: HARD, 3: GOOD}
_RIGHT = 3


class LearnerModel:
    """A course and a learner's state, and what follows from both; each property is computed on first use."""

    def __init__(self, course: Course, state: State) -> None:
        self.course, self.state = course, state
        self._memories: tuple[int, Mapping[str, Memory]] | None = None

    @cached_property
    def skills(self) -> Mapping[str, Skill]:
        """Skills by id, in course order."""
        return {skill.id: skill for skill in self.course.outline.skills}

    @cached_property
    def core_skills(self) -> Mapping[str, Skill]:
        """Skills of the core by id, in course order: those that checkpoints and placements ask for."""
        return {skill_id: skill for skill_id, skill in self.skills.items() if not skill.second_pass}

    @cached_property
    def unopened_items(self) -> frozenset[str]:
        """The items of second-pass pages that were never opened; only practice of their own skill or page asks them."""
        unopened = {page.id for page in self.course.outline.pages if page.second_pass} - set(self.state.pages)
        return frozenset(item_id for item_id in self.course.templates if item_id.rpartition(".")[0] in unopened)

    @cached_property
    def open_skills(self) -> Mapping[str, Skill]:
        """Skills of the core and of the second-pass pages that were opened, by id, in course order."""
        return {
            skill_id: skill
            for skill_id, skill in self.skills.items()
            if not skill.second_pass or not self.unopened_items.issuperset(self.items_of[skill_id])
        }

    @cached_property
    def items_of(self) -> Mapping[str, tuple[str, ...]]:
        """By skill, the items that exercise it."""
        items_by_skill: dict[str, list[str]] = {skill: [] for skill in self.skills}
        for item_id, template in self.course.templates.items():
            for skill in template.skills:
                items_by_skill.setdefault(skill, []).append(item_id)
        return {skill: tuple(items) for skill, items in items_by_skill.items()}

    @cached_property
    def records(self) -> Mapping[str, ItemRecord]:
        """Item records by present id, merged with those under former ids."""
        parts: dict[str, list[ItemRecord]] = {}
        for item_id, record in self.state.items.items():
            parts.setdefault(self.course.renamed.get(item_id, item_id), []).append(record)
        # Sorted, so that the result does not depend on the order in which events were folded.
        order = {item_id: index for index, item_id in enumerate(self.course.templates)}
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

    @cached_property
    def current_skills(self) -> Mapping[str, str]:
        """Present skill ids by former ids."""
        return {old: skill.id for skill in self.course.outline.skills for old in skill.was}

    @cached_property
    def retired(self) -> tuple[Retired, ...]:
        """Retired items, with the present ids of their skills."""
        return tuple(
            replace(item, skills=tuple(self.current_skills.get(skill, skill) for skill in item.skills))
            for item in self.course.outline.retired
            if item.id not in self.course.templates
        )

    @cached_property
    def skills_of(self) -> Mapping[str, tuple[str, ...]]:
        """Skills by item: also retired ones, cases solved at the first try, and graded fields of paper cards."""
        present = {item_id: template.skills for item_id, template in self.course.templates.items()}
        solved = {one.case: one.skills for one in self.solved_cases}
        return {**{item.id: item.skills for item in self.retired}, **solved, **self.paper_fields, **present}

    @cached_property
    def solved_cases(self) -> tuple[SolvedCase, ...]:
        """The cases to debug that were solved at the first try; each counts as a right answer without help."""
        return tuple(solved_cases(self.course, self.state))

    @cached_property
    def paper_fields(self) -> Mapping[str, tuple[str, ...]]:
        """By graded field of a paper card, the skill that the card leans on most."""
        return {field: card.needs[:1] for card in self.course.outline.cards for field in card.graded}

    def leading(self, item: str) -> tuple[str, ...]:
        """The skills of an item that none of its other skills needs; a wrong answer is graded for these alone."""
        skills = self.skills_of[item]
        needed = frozenset[str]().union(*(self.prerequisites.get(skill, frozenset()) for skill in skills))
        return tuple(skill for skill in skills if skill not in needed) or skills

    @cached_property
    def prerequisites(self) -> Mapping[str, frozenset[str]]:
        """All direct and indirect prerequisites, by skill."""
        reached: dict[str, frozenset[str]] = {}

        def of(skill: str) -> frozenset[str]:
            if skill not in reached:
                reached[skill] = frozenset()  # ends the recursion in a cycle, which `lessons check` reports
                needs = self.skills[skill].needs if skill in self.skills else ()
                reached[skill] = frozenset(needs).union(*(of(need) for need in needs))
            return reached[skill]

        return {skill: of(skill) for skill in self.skills}

    @cached_property
    def dependents(self) -> Mapping[str, frozenset[str]]:
        """All skills that need a skill, directly or indirectly."""
        return {
            skill: frozenset(other for other in self.skills if skill in self.prerequisites[other])
            for skill in self.skills
        }

    @cached_property
    def tried_skills(self) -> frozenset[str]:
        """The skills of every item that was ever attempted."""
        tried = [item_id for item_id, days in self._days.items() if days]
        return frozenset(skill for item_id in tried for skill in self.skills_of[item_id])

    @cached_property
    def histories(self) -> Mapping[str, History]:
        """Review histories by skill, with one grade a day.

        The first attempt of a day at an item of the skill gives the grade: again if wrong or given up, hard if right
        with help, good if right. A wrong answer is graded for the leading skills of the item only. A right answer
        without help also gives its direct prerequisites a good for that day, if they were tried before and not on that
        day themselves.
        """
        direct, credit = self._attempts
        return {skill: _joined(days, credit.get(skill, {})) for skill, days in direct.items()}

    @cached_property
    def tried_days(self) -> Mapping[str, frozenset[int]]:
        """By skill, the days (since 1970) on which one of its own items was attempted."""
        return {skill: frozenset(days) for skill, days in self._attempts[0].items()}

    @cached_property
    def _attempts(self) -> tuple[Mapping[str, Mapping[int, DailyGrade]], Mapping[str, Mapping[int, DailyGrade]]]:
        """By skill and day, the first attempt at it, and the first success that credits it as a prerequisite."""
        direct: dict[str, dict[int, DailyGrade]] = {}
        credit: dict[str, dict[int, DailyGrade]] = {}
        for item_id, days in self._days.items():
            leading, skills, needed = self._graded_skills(item_id)
            for day in days:
                for skill in skills if day.grade >= 2 else leading:
                    _keep_first(direct.setdefault(skill, {}), day)
                if day.grade == _RIGHT:
                    for skill in needed:
                        _keep_first(credit.setdefault(skill, {}), day)
        return direct, credit

    def _graded_skills(self, item: str) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
        """The leading skills of an item, all of its skills, and their other direct prerequisites."""
        skills = self.skills_of[item]
        needed = frozenset(need for skill in skills if skill in self.skills for need in self.skills[skill].needs)
        return self.leading(item), skills, needed - frozenset(skills)

    def history(self, skill: str, now: int) -> History:
        """The review history of a skill up to a day after `now`.

        A later time comes from a wrong clock; the next review must not wait until then.
        """
        history = self.histories.get(skill, ())
        end = len(history)
        while end and history[end - 1][0] > now + DAY:
            end -= 1
        return history[:end] if end < len(history) else history

    def memories(self, now: int) -> Mapping[str, Memory]:
        """FSRS memory states by skill, in course order; those of the latest time asked for are cached."""
        if self._memories is None or self._memories[0] != now:
            self._memories = now, schedule({skill: self.history(skill, now) for skill in self.skills})
        return self._memories[1]

    def strategy(self, item: str) -> str:
        """The solution strategy of an item."""
        return self.course.templates[item].strategy

    def title(self, skill: str) -> str:
        """The title of a skill, for use within a sentence."""
        title = self.skills[skill].title
        return title[:1].lower() + title[1:]


def _keep_first(days: dict[int, DailyGrade], day: DailyGrade) -> None:
    key = day.ms // DAY
    days[key] = min(days.get(key, day), day)


def _joined(direct: Mapping[int, DailyGrade], credit: Mapping[int, DailyGrade]) -> History:
    first = min(direct)
    days = {**{key: day for key, day in credit.items() if key > first}, **direct}
    return tuple((days[key].ms, _GRADES[days[key].grade]) for key in sorted(days))


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


def ago(then: int, now: int) -> str:
    """A past time in words, by UTC days: `today`, `yesterday`, `8 days ago`."""
    days = max(0, now // DAY - then // DAY)
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"


def percent(share: float) -> str:
    """A fraction as a whole percentage."""
    return f"{round(100 * share)} %"
