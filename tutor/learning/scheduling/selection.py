"""Which question to ask for a skill: one that was not asked of late, with another strategy than the one before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct, field

from tutor.learning.scheduling.learner_model import LearnerModel
from tutor.learning.scheduling.misconceptions import refutation_on
from tutor.learning.scheduling.variants import fresh

_COST: Mapping[str, int] = {
    "choice": 1, "number": 2, "expression": 3, "multi": 3, "cloze": 3, "vector": 3, "rule": 3, "order": 4,
    "matrix": 6, "explain": 8,
}  # fmt: skip
"""How long an answer takes by kind, in quarters of a minute; a step of the solution adds half of one."""


class Target(Struct, frozen=True):
    """What a question is to be about: a skill, or a misconception that would show on certain questions."""

    skill: str
    why: str
    rule: str = ""
    items: tuple[str, ...] = ()
    """The questions that will do; all of the skill's where empty."""
    number: int = 0
    """Tells targets about the same skill apart."""
    kinds: tuple[str, ...] = ()
    """Kinds of question to ask only where there are no others."""
    in_order: bool = False
    """Whether the questions are to be taken in the order given, and not by when they were asked last."""
    follows: str = ""
    """The skill whose wrong answer this may explain."""


class SelectionContext(Struct, frozen=True):
    """When a question is looked for, and what this sitting has asked already."""

    found: LearnerModel
    now: int
    taken: Mapping[str, frozenset[int]] = field(default_factory=dict)
    last: str = ""
    """The question before this one."""
    first: int | None = None
    """The seed to begin with, where the learner has chosen one."""


class Selected(Struct, frozen=True):
    """A question found for a target."""

    target: Target
    item: str
    seed: int


def cost(found: LearnerModel, item: str) -> float:
    """How long a question takes, roughly, in quarters of a minute."""
    template = found.course.templates[item]
    return _COST.get(template.kind, 4) + 0.5 * len(found.course.item(item, 1).steps)


def pick(moment: SelectionContext, targets: Sequence[Target], within: Collection[str] | None = None) -> Selected | None:
    """A question for the first target that has one; one with the strategy of the last question only where no target
    has any other. None where every target has to wait."""
    alike: Selected | None = None
    before = moment.found.strategy(moment.last) if moment.last in moment.found.course.templates else None
    for target in targets:
        for item in questions(moment.found, target, within):
            other = moment.found.strategy(item) != before
            if (not other and alike is not None) or (seed := _seed(moment, target, item)) is None:
                continue
            if other:
                return Selected(target, item, seed)
            alike = Selected(target, item, seed)
    return alike


def questions(found: LearnerModel, target: Target, within: Collection[str] | None = None) -> Iterator[str]:
    """The questions for a target: of known skills only where there are such, asked longest ago first.

    `within` are the skills that count as known; those tried, where it is not said.
    """
    known = (found.met if within is None else frozenset(within)) | {target.skill}
    items = target.items or found.items_of.get(target.skill, ())
    ready = [id for id in items if set(found.course.templates[id].skills) <= known]

    def order(id: str) -> tuple[bool, bool, int, int]:
        template, draws = found.course.templates[id], found.draws.get(id, {})
        aside = target.skill not in found.leading(id)
        asked = 0 if target.in_order else max(draws.values(), default=0)
        return template.kind in target.kinds, aside and not target.in_order, asked, items.index(id)

    return iter(sorted(ready or items, key=order))


def _seed(moment: SelectionContext, target: Target, item: str) -> int | None:
    taken = set(moment.taken.get(item, ()))
    while True:
        seed = fresh(moment.found, item, moment.now, taken, moment.first)
        if seed is None or not target.rule or refutation_on(moment.found.course.item(item, seed), target.rule):
            return seed
        taken.add(seed)  # the misconception does not show on this draw
        if len(taken) > 20:
            return None
