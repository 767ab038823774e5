"""The skills and items of a course as a graph: what an item exercises, what a skill needs, and in what share. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from msgspec.structs import replace

from lessons.course import Course
from lessons.outline import Retired, Skill
from tutor.learning.scheduling.recall import difficulty_prior

SHARE = 0.5
"""What a right answer counts for a skill that its own needs directly, where the course does not say it."""

LEAST_SHARE = 0.2
"""The product of shares along a path below which nothing is credited."""


class SkillGraph:
    """What follows from a course alone; each property is computed on first use."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._priors: dict[str, float] = {}

    @cached_property
    def skills(self) -> Mapping[str, Skill]:
        """Skills by id, in course order."""
        return {skill.id: skill for skill in self.course.outline.skills}

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
            if item.id not in self.course.entries
        )

    @cached_property
    def skills_of(self) -> Mapping[str, tuple[str, ...]]:
        """Skills by item, including retired items and the graded fields of paper cards."""
        present = {item_id: entry.skills for item_id, entry in self.course.entries.items()}
        return {**{item.id: item.skills for item in self.retired}, **self.paper_fields, **present}

    @cached_property
    def paper_fields(self) -> Mapping[str, tuple[str, ...]]:
        """By graded field of a paper card, its skill: the one that the card leans on most, or one of reading."""
        graded = {field: skill for card in self.course.outline.cards for field, skill in card.graded.items()}
        return {field: (skill,) for field, skill in graded.items() if skill in self.skills}

    @cached_property
    def items_of(self) -> Mapping[str, tuple[str, ...]]:
        """By skill, the items that exercise it."""
        items_by_skill: dict[str, list[str]] = {skill: [] for skill in self.skills}
        for item_id, entry in self.course.entries.items():
            for skill in entry.skills:
                items_by_skill.setdefault(skill, []).append(item_id)
        return {skill: tuple(items) for skill, items in items_by_skill.items()}

    @cached_property
    def leading(self) -> Mapping[str, tuple[str, ...]]:
        """By item, the skills that none of its other skills needs; a wrong answer is graded for these alone."""
        return {item: self.leading_among(skills) for item, skills in self.skills_of.items()}

    def leading_among(self, skills: tuple[str, ...]) -> tuple[str, ...]:
        """Those of some skills that none of the others needs; all of them in a cycle."""
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
    def shares(self) -> Mapping[str, Mapping[str, float]]:
        """By skill, its prerequisites with their share: the greatest product of shares along a path to each."""
        return {skill: self._shares_of(skill) for skill in self.skills}

    def _shares_of(self, skill: str) -> Mapping[str, float]:
        best: dict[str, float] = {}
        front = {skill: 1.0}
        while front:
            reached: dict[str, float] = {}
            for one, share in front.items():
                for need in self.skills[one].needs if one in self.skills else ():
                    along = share * self.skills[one].shares.get(need, SHARE)
                    if along >= LEAST_SHARE and along > max(best.get(need, 0.0), reached.get(need, 0.0)):
                        reached[need] = along
            best |= reached
            front = reached
        best.pop(skill, None)
        return best

    @cached_property
    def blames(self) -> Mapping[str, Mapping[str, float]]:
        """By skill, the skills that need it with its share in them."""
        found: dict[str, dict[str, float]] = {skill: {} for skill in self.skills}
        for skill, needs in self.shares.items():
            for need, share in needs.items():
                found.setdefault(need, {})[skill] = share
        return found

    @cached_property
    def credits(self) -> Mapping[str, Mapping[str, float]]:
        """By item, the skills that it does not exercise and that its own need, with their greatest share."""
        return {item: self.credits_of(skills) for item, skills in self.skills_of.items()}

    def credits_of(self, skills: Sequence[str]) -> Mapping[str, float]:
        """The skills beside some others that these need, with their greatest share."""
        shares: dict[str, float] = {}
        for skill in skills:
            for need, share in self.shares.get(skill, {}).items():
                if need not in skills:
                    shares[need] = max(share, shares.get(need, 0.0))
        return shares

    def prior(self, item: str) -> float:
        """The prior mean of how easy an item is, from its kind and number of steps; 0 for a retired one."""
        if item not in self._priors:
            entry = self.course.entries.get(item)
            self._priors[item] = difficulty_prior(entry.kind, entry.steps) if entry else 0.0
        return self._priors[item]


@lru_cache(maxsize=4)
def skill_graph(course: Course) -> SkillGraph:
    """The graph of a course."""
    return SkillGraph(course)
