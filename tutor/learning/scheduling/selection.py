"""Selection of an item and draw for a target: not asked recently, and with a strategy other than the last."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct, field

from tutor.learning.scheduling.learner_model import LearnerModel
from tutor.learning.scheduling.misconceptions import refutation_on
from tutor.learning.scheduling.variants import unseen_seed

_COST: Mapping[str, int] = {
    "choice": 1, "number": 2, "expression": 3, "multi": 3, "cloze": 3, "vector": 3, "rule": 3, "shape": 3, "order": 4,
    "matrix": 6, "explain": 8,
}  # fmt: skip
"""The time an answer takes by kind of item, in units of 15 s; each step of the solution adds half a unit."""

_SEARCH: Mapping[str, int] = {"broken": 4, "counterexample": 6}
"""What a form adds to that time: something has to be found before it can be answered."""


class Target(Struct, frozen=True):
    """The subject of a question: a skill, or a misconception that would show on certain items."""

    skill: str
    why: str
    rule: str = ""
    items: tuple[str, ...] = ()
    """The items to choose from; empty for all of the skill's."""
    number: int = 0
    """Distinguishes targets about the same skill."""
    kinds: tuple[str, ...] = ()
    """Kinds of item to use only if there are no others."""
    in_order: bool = False
    """Whether to take the items in the order given, not by when they were last asked."""
    follows: str = ""
    """The skill whose wrong answer this target may explain."""
    part: str = ""
    """The part of the checklist that it is to show, as `OUTCOME.PART`."""


class SelectionContext(Struct, frozen=True):
    """The learner model, the time, and what this session has already asked."""

    model: LearnerModel
    now: int
    taken: Mapping[str, frozenset[int]] = field(default_factory=dict)
    last: str = ""
    """The item asked last."""
    first: int | None = None
    """The seed to begin with, if the learner has chosen one."""
    due: frozenset[str] = frozenset()
    """The skills that are still to be reviewed: of a target's items those that exercise most of them come first."""


class Selected(Struct, frozen=True):
    """The item and draw selected for a target."""

    target: Target
    item: str
    seed: int


def cost(model: LearnerModel, item: str) -> float:
    """The approximate time an item takes, in units of 15 s."""
    entry = model.course.entries[item]
    return _COST.get(entry.kind, 4) + _SEARCH.get(entry.form, 0) + 0.5 * entry.steps


def select(
    context: SelectionContext, targets: Sequence[Target], within: Collection[str] | None = None
) -> Selected | None:
    """The first target's unseen question whose strategy differs from the last question's.

    A question with the same strategy is returned only if no target has another, and the item asked last only if there
    is nothing else; None if no target has an unseen question.
    """
    alike: Selected | None = None
    before = context.model.strategy(context.last) if context.last in context.model.course.entries else None
    for target in targets:
        for item in questions(context.model, target, within, context.due):
            other = context.model.strategy(item) != before
            better = alike is None or (alike.item == context.last != item)
            if not (other or better) or (seed := _seed(context, target, item)) is None:
                continue
            if other:
                return Selected(target, item, seed)
            alike = Selected(target, item, seed)
    return alike


def questions(
    model: LearnerModel, target: Target, within: Collection[str] | None = None, due: frozenset[str] = frozenset()
) -> Iterator[str]:
    """The items for a target, least recently asked first; only those of known skills, if there are any.

    `within` holds the skills that count as known; by default those tried before. Items that exercise more of the
    skills in `due` come before those that exercise fewer.
    """
    known = (model.tried_skills if within is None else frozenset(within)) | {target.skill}
    items = target.items or model.items_of.get(target.skill, ())
    if target.skill in model.open_skills:
        items = tuple(item_id for item_id in items if item_id not in model.unopened_items)
    ready = [item_id for item_id in items if set(model.course.entries[item_id].skills) <= known]

    def order(item_id: str) -> tuple[bool, bool, int, int, int]:
        entry, draws = model.course.entries[item_id], model.draws.get(item_id, {})
        aside = target.skill not in model.leading(item_id)
        asked = 0 if target.in_order else max(draws.values(), default=0)
        covered = 0 if target.in_order else len(due.intersection(entry.skills))
        return entry.kind in target.kinds, aside and not target.in_order, -covered, asked, items.index(item_id)

    return iter(sorted(ready or items, key=order))


def _seed(context: SelectionContext, target: Target, item: str) -> int | None:
    taken = set(context.taken.get(item, ()))
    while True:
        seed = unseen_seed(context.model, item, context.now, taken, context.first, again=bool(target.part))
        if seed is None or not target.rule or refutation_on(context.model.course.item(item, seed), target.rule):
            return seed
        taken.add(seed)  # this draw would not show the misconception
        if len(taken) > 20:
            return None
