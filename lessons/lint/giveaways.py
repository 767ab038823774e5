"""What gives an answer away: further down on the page of its question, or in another question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lessons.course import Course
from lessons.lint.problem import Problem
from lessons.model.computed_item import ComputedItem, draw
from lessons.model.page import Block, CodeCell, Formula, Item, ItemBlock, Page, Pitfall, Prose, SidePath
from lessons.model.text import Bullets, Display, Node
from lessons.outline import Exercise
from lessons.reading.exercise import Task
from lessons.reading.worded_items import WordedItem

Templates = Mapping[str, ComputedItem | WordedItem]

TYPED = ("number", "vector", "matrix", "expression", "rule")
"""The kinds of item whose answer is typed."""

SEEDS = (1, 2, 3)
"""The draws in which items are compared with one another."""

FIGURES = 3
"""From how many figures on a number is told from any other that happens to stand on a page."""

_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]*\d)")
_FORMULA = re.compile(r"\$\$?([^$]+)\$|`([^`]+)`")


def page_giveaways(course: Course, page: Page) -> Iterator[Problem]:
    """Answers that are printed on the page of their question, below it.

    The output of a cell directly below a question is covered until that is answered.
    """
    for index, block in enumerate(page.blocks):
        if not isinstance(block, ItemBlock) or block.item not in course.templates:
            continue
        item, asked = _drawn(course, block.item), 0
        for later in page.blocks[index + 1 :]:
            asked += isinstance(later, ItemBlock)
            text = _shown(later, covered=not asked)
            if item is not None and _states_number(item, text):
                said = f"the answer to {item.id}, {item.answer}, stands below it; use other numbers, or move it"
                yield Problem(page.place, getattr(later, "line", 0) or block.line, said)


def _drawn(course: Course, item_id: str) -> Item | None:
    """The draw that the page shows first; None where it cannot be drawn, which is a fault of its own."""
    try:
        return course.item(item_id, course.first_seed(item_id))
    except Exception:
        return None


def item_giveaways(templates: Templates) -> Iterator[tuple[ComputedItem | WordedItem, str]]:
    """(Item, what it gives away): prompts and explanations that state the formula another item asks for.

    A prompt may not state its own either. What draws its numbers is looked at in its first draws, the same for both.
    """
    found: dict[tuple[str, str], str] = {}
    for seed in SEEDS:
        drawn = [item for template in templates.values() if (item := _draw(template, seed)) is not None]
        asked = [item for item in drawn if item.kind in ("rule", "expression")]
        for item in drawn:
            for other in asked:
                if set(other.skills) & set(item.skills) and _gives(item, other):
                    found.setdefault((item.id, other.id), other.answer)
    for (item_id, other_id), answer in found.items():
        yield templates[item_id], f"states the answer to {other_id}, {answer}; say it in words, or leave it out"


def _gives(item: Item, asked: Item) -> bool:
    """Whether an item states the formula that another one asks for, or its own prompt its own."""
    texts = (item.prompt,) if item.id == asked.id else _told(item)
    told = {_spelled(formula) for text in texts for formula in _formulas(text)}
    return bool(told & {_spelled(text) for text in (asked.answer, *asked.accept)})


def hand_giveaways(course: Course, entry: Exercise) -> Iterator[str]:
    """Questions by hand that state the answer to another one of their exercise; all of them are in sight at once."""
    templates = [course.templates.get(item_id) for item_id in entry.hand]
    items = [template.item for template in templates if isinstance(template, WordedItem)]
    for asked in items:
        for other in items:
            if asked is not other and _tells(other, asked) and not _tells(asked, asked):
                yield f"{other.id} states the answer to {asked.id}, {asked.answer}; both are in sight, so reword it"


def after_giveaways(course: Course, task: Task) -> Iterator[str]:
    """Texts of an exercise that state the answer to a question which comes after the program."""
    for item_id in task.entry.after:
        template = course.templates.get(item_id)
        asked = template.item if isinstance(template, WordedItem) else None
        for name, text in _before_the_end(course, task):
            if asked is not None and (_states_reason(asked, text) or _states_number(asked, text)):
                yield f"{name} states the answer to {item_id}, which comes after the program; reword it"


def _before_the_end(course: Course, task: Task) -> Iterator[tuple[str, str]]:
    """What an exercise says before the questions after its program: a name, and the text."""
    yield from (("its text", text) for text in (task.entry.about, *task.entry.hints))
    for template in (course.templates.get(item_id) for item_id in task.entry.hand):
        if isinstance(template, WordedItem):
            yield from ((template.item.id, text) for text in _told(template.item))
            yield from ((template.item.id, rule.message) for rule in template.item.wrong_rules)
    yield from ((f"case {case.name}", case.why) for case in task.check.cases)
    for case in task.check.cases:
        yield from ((f"wrong rule {one.id}", one.message) for one in case.misconceptions)


def _states_reason(asked: Item, text: str) -> bool:
    """Whether a text has every formula of the right option that is not in the question itself."""
    right = next((option.text for option in asked.options if option.id == asked.answer), "")
    reasons = [one for formula in _formulas(right) if (one := _spelled(formula)) not in _spelled(asked.prompt)]
    told = " ".join(map(_spelled, _formulas(text)))
    return bool(reasons) and all(re.search(re.escape(one) + r"(?![\w.])", told) for one in reasons)


def _tells(item: Item, asked: Item) -> bool:
    """Whether what an item asks has every number of another one's answer, or the text of its right option."""
    text = " ".join((item.prompt, item.lead, *(option.text for option in item.options)))
    if asked.kind == "choice":
        right = next((option.text for option in asked.options if option.id == asked.answer), "")
        return bool(right) and right.lower() in text.lower()
    shown, wanted = _NUMBER.findall(text), _NUMBER.findall(asked.answer)
    return bool(wanted) and all(number in shown or _rounded(number, shown) for number in wanted)


def _told(item: Item) -> tuple[str, ...]:
    """What an item says without being asked for help."""
    return item.prompt, item.explanation, item.model


def _draw(template: ComputedItem | WordedItem, seed: int) -> Item | None:
    """A draw of an item; None where it cannot be drawn, which is a fault of its own."""
    if isinstance(template, WordedItem):
        return template.item
    try:
        return draw(template, seed)
    except Exception:
        return None


def part_faults(course: Course, templates: Templates) -> Iterator[tuple[str, str]]:
    """(Outcome, what is wrong): parts whose items do not exist, or of which none is typed and drawn."""
    for outcome in course.outline.outcomes:
        for part in outcome.parts:
            name = f"part {part.id} of {outcome.id}"
            for item in (*part.items, *part.words):
                if item not in templates:
                    yield outcome.id, f"{name}: {course.unknown(item, 'item', list(templates))}"
            known = [templates[item] for item in part.items if item in templates]
            if not any(isinstance(one, ComputedItem) and one.kind in TYPED for one in known):
                yield outcome.id, f"{name} has no item that is typed and draws its numbers; choices clear nothing"
            explained = [templates[item] for item in part.words if item in templates]
            if any(one.kind != "explain" for one in explained):
                yield outcome.id, f"{name}: words are items of the kind explain"


def _shown(block: Block, *, covered: bool) -> str:
    """What a block of a page prints; nothing for a block that asks or is folded."""
    match block:
        case Prose() | Pitfall() | SidePath():
            return " ".join(map(_text, block.nodes))
        case Formula():
            return block.latex
        case CodeCell():
            return block.source if covered else f"{block.source}\n{block.output}"
        case _:
            return ""


def _text(node: Node) -> str:
    if isinstance(node, Display):
        return node.latex
    spans = [span for entry in node.entries for span in entry] if isinstance(node, Bullets) else node.spans
    return " ".join(span.text for span in spans)


def _states_number(item: Item, text: str) -> bool:
    """Whether a text has every number of a typed answer, to the figures in which it is shown."""
    if item.kind not in ("number", "vector", "matrix") or item.condition is not None:
        return False
    wanted = _NUMBER.findall(item.answer)
    if not wanted or max(len(number.strip("-0.").replace(".", "")) for number in wanted) < FIGURES:
        return False
    shown = _NUMBER.findall(text)
    return all(number in shown or _rounded(number, shown) for number in wanted)


def _rounded(number: str, shown: list[str]) -> bool:
    """Whether one of some numbers is this one, in fewer figures but enough."""
    for one in shown:
        places = len(one.partition(".")[2])
        if len(one.strip("-0.").replace(".", "")) >= FIGURES and places and f"{float(number):.{places}f}" == one:
            return True
    return False


def _formulas(text: str) -> Iterator[str]:
    return (displayed or code for displayed, code in _FORMULA.findall(text))


_SAME = (("\\leftarrow", "←"), ("\\gets", "←"), ("<-", "←"), ("\\theta", "θ"), ("theta", "θ"), ("\\eta", "η"),
         ("eta", "η"), ("\\nabla", "∇"), ("grad", "∇"), ("-", "−"), ("*", ""), ("\\cdot", ""), ("\\,", ""))  # fmt: skip


def _spelled(formula: str) -> str:
    """A formula in one spelling: signs for words, and no spaces."""
    for written, sign in _SAME:
        formula = formula.replace(written, sign)
    return re.sub(r"[\s{}]", "", formula)
