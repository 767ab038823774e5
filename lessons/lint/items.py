"""Checks of an item: its texts, its draws, its wrong rules."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lessons.answers import QuestionError, judge, numbers
from lessons.course import Course
from lessons.lint.arithmetic import false_relations
from lessons.lint.giveaways import TYPED
from lessons.lint.pages import markdown_faults
from lessons.lint.problem import Problem
from lessons.lint.texts import message_faults, slip_faults
from lessons.lint.tools import Tools
from lessons.lint.wording import item_word_faults
from lessons.lint.worksheet import rounding_faults, step_faults
from lessons.model.computed_item import AmbiguousDrawError, ComputedItem, draw
from lessons.model.counterexample import Counterexample
from lessons.model.page import Item
from lessons.reading.worded_items import WordedItem

SEEDS = 40  # draws of an item
READ = 25  # draws whose texts are looked at
CALCULATED = 2  # draws whose formulas are calculated
WRONG_RULES = 3
MESSAGES = 2  # the fewest messages of a worded item
MESSAGES_DRAWN = 4  # the fewest different ones of a wrong rule over all draws
HINTS = 2  # the fewest hints of a worded item
DRAWN_HINTS = 3  # of a computed one: goal, rule, first step
STEPS = 2  # the fewest steps of a computed item
OPTIONS = (3, 4)  # how many options a choice has
MODEL_WORDS = 30  # the fewest words of a model explanation
RUBRIC = 3  # the fewest things to look for in own words
TRUE_STATEMENTS = 3  # the fewest that an explanation takes
CHOICES = 8  # of a rung, from which on the right option stands in every place
SEVERAL = 5  # the fewest options where several are right
MARKED = (2, 4)  # how many options of several are right
CHOSEN = ("choice", "multi", "order", "cloze", "explain")


def item_faults(course: Course, template: ComputedItem | WordedItem, tools: Tools, used: bool) -> Iterator[Problem]:
    """All problems of one item over its first seeds."""
    item_id, place, line = place_of(template)
    if not used and not template.practice:
        yield Problem(place, line, f"no page asks {item_id}; put it on one, or mark it as practice")
    if (instead := getattr(template, "instead", "")) and instead not in course.templates:
        yield Problem(place, line, f"{item_id}: {course.unknown(instead, 'item', list(course.templates))}")
    if template.practice and item_id.rpartition(".")[0] not in {page.id for page in course.outline.pages}:
        yield Problem(place, line, f"{item_id} comes in practice only, and its id names no page; call it PAGE.NAME")
    drawn, failed = _draws(template)
    texts = [text for number, item in enumerate(drawn[:READ]) for text in _problems(course, item, tools, number)]
    texts += failed or (_variety_problems(drawn) if isinstance(template, ComputedItem) else [])
    yield from (Problem(place, line, f"{item_id}: {text}") for text in dict.fromkeys(texts))


def place_faults(templates: Iterable[ComputedItem | WordedItem]) -> Iterator[Problem]:
    """Places where the right option of no choice of a rung stands; a page shows the options as the file has them."""
    choices: dict[str, list[Item]] = {}
    for one in templates:
        if isinstance(one, WordedItem) and one.item.kind == "choice":
            choices.setdefault(one.item.id.partition(".")[0], []).append(one.item)
    for rung, items in choices.items():
        offered = {option.id for item in items for option in item.options}
        if never := sorted(offered - {item.answer for item in items}) if len(items) >= CHOICES else []:
            places = ", ".join(never)
            yield Problem(
                f"{rung}/items.toml", 1, f"the right option of {len(items)} choices is never {places}; move it in some"
            )


def place_of(template: ComputedItem | WordedItem) -> tuple[str, str, int]:
    """(Id, file, line) of a template."""
    if isinstance(template, ComputedItem):
        file = inspect.getsourcefile(template.make) or "items.py"
        return template.id, "/".join(Path(file).parts[-2:]), inspect.getsourcelines(template.make)[1]
    return template.item.id, f"{template.item.id.partition('.')[0]}/items.toml", template.line


def _draws(template: ComputedItem | WordedItem) -> tuple[list[Item], list[str]]:
    """The first draws of an item, up to one that fails, and why that one fails."""
    if isinstance(template, WordedItem):
        return [template.item], []
    drawn: list[Item] = []
    faults: list[str] = []
    for seed in range(SEEDS):
        try:
            drawn.append(draw(template, seed))
        except AmbiguousDrawError as error:
            faults.append(f"ambiguous: {error}")
        except Exception as error:
            faults.append(f"cannot be drawn with seed {seed}: {error!r}")
        if faults:
            break
    return drawn, faults


def _problems(course: Course, item: Item, tools: Tools, number: int) -> Iterator[str]:
    """What is wrong with a draw; one with a field of another form, which fails somewhere, hides no other item's."""
    try:
        yield from _word_problems(course, item)
        yield from _text_problems(item, tools, course.is_computed(item.id))
        yield from _judging_problems(item)
        if course.is_computed(item.id):
            yield from _drawn_problems(item)
        if number < CALCULATED:
            yield from (fault for text in _true_texts(item) for fault in false_relations(text))
    except QuestionError as error:
        yield f"cannot be judged: {error}"
    except Exception as error:
        yield f"cannot be checked, a field has another form: {error!r}"


def _drawn_problems(item: Item) -> Iterator[str]:
    """What a computed item must have."""
    if len(item.hints) != DRAWN_HINTS:
        yield f"{len(item.hints)} hints; a computed item has {DRAWN_HINTS}: goal, rule, first step"
    if len(item.steps) < STEPS:
        yield f"{len(item.steps)} steps; a computed item has {STEPS} or more"
    if item.kind in TYPED and item.steps:
        yield from step_faults(item)
        yield from rounding_faults(item) if item.rule is not None else ()


def _variety_problems(drawn: list[Item]) -> Iterator[str]:
    """What all draws of a computed item have in common and should not."""
    said: dict[str, set[str]] = {}
    for item in drawn:
        for rule in item.wrong_rules if item.kind not in CHOSEN else ():
            said.setdefault(rule.id, set()).add(rule.message)
    for rule_id, messages in said.items():
        if len(messages) < MESSAGES_DRAWN:
            yield f"wrong rule {rule_id} says nearly the same whatever is drawn; give the numbers of the draw"
    if drawn[0].kind in ("choice", "multi"):
        yield from _still_options(drawn)


def _still_options(drawn: list[Item]) -> Iterator[str]:
    """Places of the options of a computed item where the right one stands in no draw."""
    right = {letter for item in drawn for letter in item.answer.split()}
    still = sorted({option.id for item in drawn for option in item.options} - right)
    if still and len(drawn) == SEEDS:
        yield f"option {', '.join(still)} is right in none of {SEEDS} draws; shuffle the options"


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
        yield from message_faults(rule.id, rule.message)
    if course.is_computed(item.id) and item.kind not in CHOSEN and len(item.wrong_rules) < WRONG_RULES:
        yield f"{len(item.wrong_rules)} wrong rules; a computed item has {WRONG_RULES} or more"
    if not course.is_computed(item.id):
        yield from _worded_problems(item)
    yield from _kind_problems(item)


def _worded_problems(item: Item) -> Iterator[str]:
    """What an item with fixed words must have."""
    if len(item.hints) < HINTS:
        yield f"{len(item.hints)} hints; a worded item has {HINTS} or more"
    messages = [rule.message for rule in item.wrong_rules] + [one.message for one in item.options if one.message]
    if len(messages) < MESSAGES:
        yield f"{len(messages)} messages; give {MESSAGES} wrong answers or more one each"
    if item.kind in ("expression", "rule"):
        for name in ("accept", "reject", "invalid"):
            if not getattr(item, name):
                yield f"a formula to be typed has an answer or more in {name}, which the check judges"
    if item.kind == "choice" and not OPTIONS[0] <= len(item.options) <= OPTIONS[1]:
        yield f"{len(item.options)} options; a choice has {OPTIONS[0]} or {OPTIONS[1]}"


def _kind_problems(item: Item) -> Iterator[str]:
    """What an item of its kind must have."""
    if item.kind in CHOSEN:
        yield from _option_problems(item)
    if item.kind == "explain":
        yield from _explanation_problems(item)
    if item.kind in ("multi", "explain") or (item.kind == "order" and len(item.answer.split()) < len(item.options)):
        yield from _announced_problems(item)
    if item.kind == "shape" and not item.names:
        yield 'a shape needs its sizes, names = { n = "2", d = "3" }'
    gaps = range(1, len(item.answer.split()) + 1)
    if item.kind == "cloze" and not all(f"[{gap}]" in item.prompt for gap in gaps):
        yield "a cloze has a gap [1], [2], ... in its prompt for each word of its answer"


def _option_problems(item: Item) -> Iterator[str]:
    """What the options of an item must have."""
    if len(item.options) < 2:
        yield "fewer than two options"
    if long := [option.id for option in item.options if len(option.id) != 1]:
        yield f"option {long[0]!r}: an option's id is one letter, for it is the key that takes it"
    right = item.answer.split()
    if item.kind in ("multi", "explain"):
        yield from _marked_problems(item)
    for option in item.options if item.kind in ("choice", "multi", "explain") else ():
        if option.id in right and option.message:
            yield f"option {option.id} is right and has a message; leave it out"
        if option.id not in right and not option.message.strip():
            yield f"option {option.id} has no message; say why it is not right"
        if option.message not in [rule.message for rule in item.wrong_rules]:
            yield from message_faults(f"option {option.id}", option.message)


def _marked_problems(item: Item) -> Iterator[str]:
    """What is wrong with how many options are to be marked."""
    if not MARKED[0] <= (right := len(item.answer.split())) <= MARKED[1]:
        yield f"it has {right} right options; mark {MARKED[0]} to {MARKED[1]} as right"
    if len(item.options) < SEVERAL:
        yield f"{len(item.options)} options; where several are marked, there are {SEVERAL} or more"


def _announced_problems(item: Item) -> Iterator[str]:
    """Words that tell how many options to mark, or how many lines belong: what is left is then found by counting."""
    for name, text in (("the prompt", item.prompt), *(("a hint", hint) for hint in item.hints)):
        if found := _ANNOUNCED.search(_IN_SIGNS.sub(" x ", text)):
            yield f"{name} tells how many are right, {found[0]!r}; leave the number out"


_IN_SIGNS = re.compile(r"`[^`]*`|\$[^$]*\$")
_COUNT = r"(?:both|one|two|three|four|five|six|[1-6])"
_ANNOUNCED = re.compile(
    rf"\b(?:(?:mark|choose|pick|select|tick|find|which|exactly|leave out|take out)(?: the)? {_COUNT}\b"
    rf"|{_COUNT} of (?:them|these|those|the (?:statements|options|sentences|lines|steps))\b"
    rf"|{_COUNT} (?:true|right|correct|wrong|false|extra) (?:statements|options|sentences|lines|steps)\b"
    rf"|{_COUNT} (?:statements|options|lines|steps)\b)",
    re.IGNORECASE,
)
"""How the number of right options is told, in a text without its formulas."""


def _explanation_problems(item: Item) -> Iterator[str]:
    """What an item must have that asks for own words."""
    if not (item.model and item.rubric):
        yield "an explanation needs a model answer and a rubric"
        return
    if (words := len(item.model.split())) <= MODEL_WORDS:
        yield f"the model answer has {words} words; write more than {MODEL_WORDS}"
    if len(item.rubric) < RUBRIC:
        yield f"a rubric of {len(item.rubric)}; name {RUBRIC} things to look for or more"
    if len(item.answer.split()) < TRUE_STATEMENTS:
        yield f"an explanation takes {TRUE_STATEMENTS} statements or more"


def _text_problems(item: Item, tools: Tools, computed: bool) -> Iterator[str]:
    texts = _texts(item)
    for text in texts:
        yield from markdown_faults(text, tools)
        yield from slip_faults(text) if computed else ()
    yield from item_word_faults(texts)
    for lead in (item.lead, *(step.lead for step in item.steps)):
        yield from (f"in ${lead}$: {problem}" for problem in tools.latex(lead))


def _texts(item: Item) -> list[str]:
    """Everything that a learner can read of an item."""
    texts = [item.prompt, item.explanation, *item.hints, *(step.text for step in item.steps)]
    texts += [rule.message for rule in item.wrong_rules]
    texts += [text for option in item.options for text in (option.text, option.message)]
    return [*texts, item.model, *item.rubric]


def _true_texts(item: Item) -> list[str]:
    """The texts of an item without its options, which may be wrong on purpose."""
    options = [option.text for option in item.options]
    return [text for text in _texts(item) if text not in options]


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
