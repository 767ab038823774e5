"""What the tests of the content share: questions by rung, their numbers and texts, pages and demos taken apart."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from lessons.answers import judge
from lessons.course import Course
from lessons.model.computed_item import ComputedItem, ItemDraw, first_unambiguous
from lessons.model.demo import Demo, Prediction, View
from lessons.model.figure import Figure
from lessons.model.misconception import Value
from lessons.model.page import CodeCell, FigureBlock, Formula, Item, Page, Pitfall, Prose, SidePath, Why
from lessons.model.text import Paragraph, Span
from lessons.reading.worded_items import WordedItem

Array = NDArray[np.float64]
Numbers = Mapping[str, Array]
Found = Mapping[str, Array | float]
Oracle = Callable[[Numbers], Found]

COURSE = Course()
SEEDS = range(40)
MANY = range(10_000)
CHOSEN = ("choice", "multi")
RUNGS = tuple(rung.id for rung in COURSE.outline.rungs)
SECOND_PASS = tuple(page.id for page in COURSE.outline.pages if page.second_pass)


# Questions.

CHECKLIST_ITEMS = {
    item_id
    for item_id, one in COURSE.templates.items()
    if isinstance(one, ComputedItem) and one.make.__module__.endswith(".items_checklist")
}
"""Questions made for the checklist: formulas and examples, worked out a second time in test_checklist_items."""


def computed_of(rung: str = "") -> dict[str, ComputedItem]:
    """The questions of a rung, or of all, that draw their numbers, by id."""
    return {
        item_id: one
        for item_id, one in COURSE.templates.items()
        if isinstance(one, ComputedItem) and (not rung or _in(rung, item_id))
    }


def core_computed_of(rung: str) -> dict[str, ComputedItem]:
    """The questions of a rung's core that draw their numbers, by id."""
    return {item_id: one for item_id, one in computed_of(rung).items() if not for_papers(item_id)}


def for_papers(item_id: str) -> bool:
    """Whether a question is named after a page of the second pass."""
    return item_id.rpartition(".")[0] in SECOND_PASS


def named_after(page: str) -> dict[str, ComputedItem]:
    """The questions named after a page that draw their numbers, by id."""
    return {item_id: one for item_id, one in computed_of().items() if item_id.rpartition(".")[0] == page}


def worded_of(rung: str = "") -> dict[str, Item]:
    """The questions of a rung, or of all, whose words are fixed, by id."""
    return {
        item_id: one.item
        for item_id, one in COURSE.templates.items()
        if isinstance(one, WordedItem) and (not rung or _in(rung, item_id))
    }


def prediction_of(demo: Demo, prediction_id: str) -> Prediction:
    """The prediction of a demo with this id."""
    return next(prediction for prediction in demo.predictions if prediction.id == prediction_id)


def practice_of(rung: str) -> set[str]:
    """The questions of a rung that stand on no page: they come in practice, or in an exercise."""
    paged = {item_id for page in COURSE.pages(rung) + COURSE.second_pass(rung) for item_id in page.items}
    exercised = {item_id for one in COURSE.outline.exercises for item_id in (*one.hand, *one.after)} - paged
    return {
        item_id
        for item_id, one in COURSE.templates.items()
        if _in(rung, item_id) and (one.practice or item_id in exercised)
    }


def all_of(rung: str) -> set[str]:
    return {item_id for item_id in COURSE.templates if _in(rung, item_id)}


def _in(rung: str, item_id: str) -> bool:
    return item_id.startswith(f"{rung}.")


def items_of_outcome(item_id: str) -> list[Item]:
    """Every question that serves a line of the checklist."""
    outcome = next(one for one in COURSE.outline.outcomes if one.id == item_id)
    return [COURSE.item(one) for one, item in COURSE.templates.items() if set(item.skills) & set(outcome.skills)]


# What a draw holds.


def as_array(value: Value) -> Array:
    """A drawn value as an array."""
    assert not isinstance(value, str)
    return np.array(value, dtype=float)


def numbers(made: ItemDraw) -> Numbers:
    """The numbers drawn, as arrays."""
    return {name: as_array(value) for name, value in made.given.items()}


def same(value: Value, expected: object, slack: float = 1e-9) -> bool:
    """Whether a drawn value has the shape and the entries that are expected."""
    mine, theirs = as_array(value), np.array(expected, dtype=float)
    return mine.shape == theirs.shape and bool(np.allclose(mine, theirs, rtol=0, atol=slack))


def texts_of(made: ItemDraw) -> list[str]:
    """Everything a learner can read of a draw."""
    messages = [wrong.message for wrong in made.misconceptions]
    options = [text for option in made.options for text in (option.text, option.message)]
    return [*messages, *options, *made.hints, made.explanation, *(step.text for step in made.steps), made.prompt]


def messages_of(item: Item) -> list[str]:
    """Everything that is said to a wrong answer."""
    return [rule.message for rule in item.wrong_rules] + [one.message for one in item.options if one.message]


def words_of(item: Item) -> list[str]:
    """Everything a learner can read of a question with fixed words."""
    shown = [option.text for option in item.options] + [step.text for step in item.steps]
    return [item.prompt, item.explanation, *item.hints, *shown, *messages_of(item), item.model, *item.rubric]


def true_words_of(item: Item) -> list[str]:
    """Everything a learner can read of a question, without the lines of an argument that are false on purpose."""
    if item.form != "broken":
        return words_of(item)
    line, repair = item.answer.split()
    false = {one.text for one in item.options if (one.gap == 1) == (one.id in (line, repair))}
    return [text for text in words_of(item) if text not in false]


def option_text(item: Item, item_id: str) -> str:
    return next(option.text for option in item.options if option.id == item_id)


def right_text(item: Item) -> str:
    """The words of the option that is right."""
    return option_text(item, item.answer)


def check_another_way(template: ComputedItem, oracle: Oracle, slack: float = 1e-9) -> None:
    """Answer and misconceptions come out the same when an oracle works them out from the numbers drawn."""
    for seed in SEEDS:
        made = first_unambiguous(template, seed)
        expected = oracle(numbers(made))
        found = {"answer": made.answer, **{wrong.id: wrong.answer for wrong in made.misconceptions}}
        assert found.keys() == expected.keys(), (template.id, seed)
        assert len(made.misconceptions) >= 3
        for name, value in found.items():
            assert same(value, expected[name], slack), (template.id, seed, name, value, expected[name])


def check_only_right_options(item: Item) -> None:
    """A false statement is refused with its own reason, and a missing one is missed."""
    right = item.answer.split()
    for option in item.options:
        assert bool(option.message) == (option.id not in right), option.id
        verdict = judge(item.question, " ".join(sorted({*right} ^ {option.id})))
        assert verdict.mark == "wrong"
        assert not option.message or verdict.feedback == option.message


# Pages.


def pages_of(rung: str) -> dict[str, Page]:
    """The core pages of a rung by the last part of their ids."""
    return {page.id.partition(".")[2]: page for page in COURSE.pages(rung)}


def figure_of(page: Page, which: int = 0) -> Figure:
    return [block.figure for block in page.blocks if isinstance(block, FigureBlock)][which]


def caption_of(page: Page) -> str:
    caption = next(block.caption for block in page.blocks if isinstance(block, FigureBlock))
    return "".join(span.text for span in caption)


def formulas_of(page: Page) -> list[str]:
    """The displayed formulas of a page, without their colors."""
    found = [block.latex for block in page.blocks if isinstance(block, Formula)]
    return [re.sub(r"\\textcolor\{\w+\}\{([^{}]*)\}", r"\1", latex) for latex in found]


def spans_of(page: Page) -> Iterator[Span]:
    for block in page.blocks:
        if isinstance(block, Prose | Pitfall | SidePath | Why):
            for node in block.nodes:
                if isinstance(node, Paragraph):
                    yield from node.spans


def said_on(page: Page) -> str:
    """The prose of a page, its lines joined."""
    return re.sub(r"\s+", " ", "".join(span.text for span in spans_of(page)))


def printed(page: Page) -> list[tuple[CodeCell, str]]:
    """The code cells of a page with what they print when they are run from top to bottom."""
    names: dict[str, object] = {}
    found = []
    for cell in (block for block in page.blocks if isinstance(block, CodeCell)):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(cell.source, page.id, "exec"), names)  # the course's own code, on no input
        found.append((cell, out.getvalue().rstrip("\n")))
    return found


# Demos.


def readings(view: View) -> dict[str, Array]:
    """The numbers beside a demo's picture, by name."""
    return {readout.name: np.array(readout.value, dtype=float) for readout in view.readouts}
