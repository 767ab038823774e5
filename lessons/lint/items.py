"""Checks of an item: its texts, its draws, its wrong rules."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

from lessons.answers import judge, numbers
from lessons.course import Course
from lessons.lint.pages import markdown_faults
from lessons.lint.problem import Problem
from lessons.lint.tools import Tools
from lessons.lint.wording import item_word_faults
from lessons.model.computed_item import AmbiguousDrawError, ComputedItem, draw
from lessons.model.counterexample import Counterexample
from lessons.model.page import Item
from lessons.reading.worded_items import WordedItem

SEEDS = 25
WRONG_RULES = 3
CHOSEN = ("choice", "multi", "order", "cloze", "explain")


def item_faults(course: Course, template: ComputedItem | WordedItem, tools: Tools, used: bool) -> Iterator[Problem]:
    """All problems of one item over its first 25 seeds."""
    item_id, place, line = place_of(template)
    if not used and not template.practice:
        yield Problem(place, line, f"no page asks {item_id}; put it on one, or mark it as practice")
    if (instead := getattr(template, "instead", "")) and instead not in course.templates:
        yield Problem(place, line, f"{item_id}: {course.unknown(instead, 'item', list(course.templates))}")
    if template.practice and item_id.rpartition(".")[0] not in {page.id for page in course.outline.pages}:
        yield Problem(place, line, f"{item_id} comes in practice only, and its id names no page; call it PAGE.NAME")
    seen: set[str] = set()
    for item, problem in _draws(template):
        texts = [problem] if item is None else _problems(course, item, tools)
        for text in texts:
            if text not in seen:
                seen.add(text)
                yield Problem(place, line, f"{item_id}: {text}")


def place_of(template: ComputedItem | WordedItem) -> tuple[str, str, int]:
    """(Id, file, line) of a template."""
    if isinstance(template, ComputedItem):
        file = inspect.getsourcefile(template.make) or "items.py"
        return template.id, "/".join(Path(file).parts[-2:]), inspect.getsourcelines(template.make)[1]
    return template.item.id, f"{template.item.id.partition('.')[0]}/items.toml", template.line


def _draws(template: ComputedItem | WordedItem) -> Iterator[tuple[Item | None, str]]:
    if isinstance(template, WordedItem):
        yield template.item, ""
        return
    for seed in range(SEEDS):
        try:
            yield draw(template, seed), ""
        except AmbiguousDrawError as error:
            yield None, f"ambiguous: {error}"
            return
        except Exception as error:
            yield None, f"cannot be drawn with seed {seed}: {error!r}"
            return


def _problems(course: Course, item: Item, tools: Tools) -> Iterator[str]:
    yield from _word_problems(course, item)
    yield from _text_problems(item, tools)
    yield from _judging_problems(item)


def _word_problems(course: Course, item: Item) -> Iterator[str]:
    skills = {skill.id for skill in course.outline.skills}
    yield from (f"{skill} is no skill of course.toml" for skill in item.skills if skill not in skills)
    if not item.hints or not all(hint.strip() for hint in item.hints):
        yield "a hint is missing or empty; give the goal, the rule, the first step"
    if not item.explanation.strip():
        yield "the explanation is empty; say why the answer is what it is"
    for rule in item.wrong_rules:
        if not rule.message.strip():
            yield f"wrong rule {rule.id} has no message; say what went wrong and why"
    if course.is_computed(item.id) and item.kind not in CHOSEN and len(item.wrong_rules) < WRONG_RULES:
        yield f"{len(item.wrong_rules)} wrong rules; a computed item has {WRONG_RULES} or more"
    yield from _kind_problems(item)


def _kind_problems(item: Item) -> Iterator[str]:
    """What an item of its kind must have."""
    if item.kind in CHOSEN and len(item.options) < 2:
        yield "fewer than two options"
    if long := [option.id for option in item.options if len(option.id) != 1]:
        yield f"option {long[0]!r}: an option's id is one letter, for it is the key that takes it"
    if item.kind == "shape" and not item.names:
        yield 'a shape needs its sizes, names = { n = "2", d = "3" }'
    if item.kind == "explain" and not (item.model and item.rubric):
        yield "an explanation needs a model answer and a rubric"
    gaps = range(1, len(item.answer.split()) + 1)
    if item.kind == "cloze" and not all(f"[{gap}]" in item.prompt for gap in gaps):
        yield "a cloze has a gap [1], [2], ... in its prompt for each word of its answer"


def _text_problems(item: Item, tools: Tools) -> Iterator[str]:
    texts = [item.prompt, item.explanation, *item.hints, *(step.text for step in item.steps)]
    texts += [rule.message for rule in item.wrong_rules]
    texts += [text for option in item.options for text in (option.text, option.message)]
    texts += [item.model, *item.rubric]
    for text in texts:
        yield from markdown_faults(text, tools)
    yield from item_word_faults(texts)
    for lead in (item.lead, *(step.lead for step in item.steps)):
        yield from (f"in ${lead}$: {problem}" for problem in tools.latex(lead))


def _judging_problems(item: Item) -> Iterator[str]:
    question = item.question
    verdict = judge(question, item.answer)
    if verdict.mark != "right":
        yield f"its own answer {item.answer!r} is judged {verdict.mark}: {verdict.feedback}"
    for mark, answers in (("right", item.accept), ("wrong", item.reject), ("unreadable", item.invalid)):
        for answer in answers:
            mark_given = judge(question, answer).mark
            if mark_given != mark:
                yield f"{answer!r} is to be {mark}, and is judged {mark_given}"
    if isinstance(item.condition, Counterexample):
        yield from _counterexample_problems(item, item.condition)
    for rule in item.wrong_rules:
        met = judge(question, rule.answer)
        if met.mark != "wrong" or met.wrong_rule != rule.id:
            hit = met.wrong_rule or met.mark
            yield f"ambiguous: wrong rule {rule.id} answers {rule.answer!r}, which is judged {hit}"


def _counterexample_problems(item: Item, condition: Counterexample) -> Iterator[str]:
    """Requirements that no answer of `reject` breaks, so that nothing shows that they are needed."""
    rejected = [numbers(item.question, answer) for answer in item.reject]
    broken = [condition.failed(one)[0] for one in rejected if one is not None]
    for requirement in condition.requirements:
        if requirement not in broken:
            relation = f"{requirement.left} {requirement.relation} {requirement.right}"
            yield f"no answer in reject breaks {relation}; add one, or leave the requirement out"
