"""What Python and NumPy print for the answer of a computed question is right, and usual slips are named."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from lessons.answers import judge, numbers
from lessons.model.computed_item import ComputedItem, draw, first_unambiguous
from lessons.model.page import Item
from tests.bench import slips as bench_slips
from tests.support.content import COURSE
from tests.support.for_each import for_each
from tests.support.seeds import seeds

COMPUTED = {item_id: one for item_id, one in COURSE.templates.items() if isinstance(one, ComputedItem)}
NUMERIC = [item_id for item_id, one in COMPUTED.items() if one.kind in ("number", "vector", "matrix")]
SEEDS = 200
NAMED_AT_LEAST = 0.85


def printed(item: Item) -> Iterator[str]:
    """The answer of a question as Python and NumPy print it, after a little arithmetic too."""
    found = numbers(item.question, item.exact)
    assert found is not None
    rows = item.exact.count(";") + 1
    if item.kind == "number":
        yield from (repr(found[0]), repr(np.float64(found[0] * 1.1 / 1.1)), str(np.float64(found[0] + 0.1 - 0.1)))
        return
    exact = np.array(found) if item.kind == "vector" else np.array(found).reshape(rows, -1)
    changed = exact * 1.1 / 1.1
    yield from (repr(changed), str(changed), repr((exact + 0.1 - 0.1).tolist()))
    yield np.array2string(changed, max_line_width=20)


@pytest.mark.slow
@pytest.mark.seeds
@pytest.mark.parametrize("item_id", NUMERIC)
def test_what_is_printed_for_the_answer_is_right(item_id: str) -> None:
    for seed in seeds(SEEDS, few=20):
        item = draw(COMPUTED[item_id], seed)
        for text in (*printed(item), *recomputed(item)):
            if len(text) <= 300:
                verdict = judge(item.question, text)
                assert verdict.mark == "right", (seed, text, item.answer, verdict.feedback)


def recomputed(item: Item) -> Iterator[str]:
    """The last cell of the worksheet, worked out in Python from the cells before it, where that is the whole answer."""
    cells = [step for step in item.steps if step.lead and step.value]
    last = cells[-1] if cells else None
    if last is None or last.follow is None or item.kind != "number" or last is not item.steps[-1]:
        return
    if any("." in step.value or "/" in step.value for step in cells[:-1]):
        return  # those are rounded on the page, and what follows from them is too
    value = float(last.follow(tuple(float(step.value) for step in cells[:-1])))
    yield from (repr(value), repr(np.float64(value)))


@pytest.mark.slow
def test_most_slips_are_named() -> None:
    """Two of the 50 seeds; `make bench` measures all."""
    verdicts = [verdict for template in COMPUTED.values() for _, _, verdict in bench_slips.judged(template, range(2))]
    named = sum(map(bench_slips.is_specific, verdicts))
    assert named >= NAMED_AT_LEAST * len(verdicts)


@for_each([item_id for item_id, one in COMPUTED.items() if one.kind not in ("choice", "multi")])
def test_every_question_has_its_slips(item_id: str) -> None:
    assert (
        len(bench_slips.slips(draw(COMPUTED[item_id], 0), first_unambiguous(COMPUTED[item_id], 0))) >= bench_slips.LEAST
    )
