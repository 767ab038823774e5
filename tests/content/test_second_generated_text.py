"""What drawn questions say, over 200 seeds: no slips of a text that is put together from numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from lessons.model.computed_item import first_unambiguous
from tests.support.content import RUNGS, computed_of, messages_of, texts_of, worded_of
from tests.support.seeds import seeds

IDS = [item_id for rung in RUNGS for item_id in computed_of(rung)]
SEEDS = seeds(200, few=12)
COMPUTED = {item_id: one for rung in RUNGS for item_id, one in computed_of(rung).items()}

COUNTED = "heads|tails|bits|nats|emails|people|rounds|flips|points|examples|machines|users"
SLIPS = {
    "a plural after 1": re.compile(rf"(?<![\d.,/\w])\$?1\$? (?:{COUNTED})\b"),
    "a power of 1": re.compile(r"(?<!e)\^(?:1(?![\d.])|\{1\})"),
    "an ordinal with a period": re.compile(r"\b[Tt]he \d+\. [a-z]"),
    "a missing factor": re.compile(r"=\s\s+\("),
    "a division by 1": re.compile(r"\b[Dd]ivide by \$?1\$?(?!\d|\.\d)"),
    "two spaces": re.compile(r"[^\s]  +[^\s]"),
    "shorten for simplify": re.compile(r"\b[Ss]horten"),
    "a 0 added or subtracted": re.compile(r"[-+] 0\)"),
    "a doubled sign": re.compile(r"[+-] [+-] ?\d|\+ -"),
}
EQUATION = re.compile(r"\$([^$=]+?)\s*=\s*([^$=]+?)\$")


SAMPLES = {
    "a plural after 1": "10 heads and 1 tails", "a power of 1": "$0.4^1$", "an ordinal with a period": "The 1. row",
    "a missing factor": "$A (1, 1) =  (1, 1)$", "a division by 1": "divide by 1.", "two spaces": "so  much",
    "shorten for simplify": "Shorten:", "a 0 added or subtracted": r"$2 \cdot (-4 - 0)$",
    "a doubled sign": "$1 + -2$",
}  # fmt: skip


def test_the_slips_are_recognized() -> None:
    assert SAMPLES.keys() == SLIPS.keys()
    assert all(SLIPS[name].search(sample) for name, sample in SAMPLES.items())
    assert list(_tautologies(r"$\frac{2}{13} = \frac{2}{13}$"))


def _texts(item_id: str) -> Iterator[str]:
    for seed in SEEDS:
        yield from texts_of(first_unambiguous(COMPUTED[item_id], seed))


@pytest.mark.slow
@pytest.mark.seeds
@pytest.mark.parametrize("item_id", IDS)
def test_no_drawn_text_has_a_slip(item_id: str) -> None:
    found = set()
    for text in _texts(item_id):
        for name, slip in SLIPS.items():
            if hit := slip.search(text):
                found.add((name, hit[0], text))
    assert not found, sorted(found)[:3]


@pytest.mark.slow
@pytest.mark.seeds
@pytest.mark.parametrize("item_id", IDS)
def test_no_equation_says_the_same_on_both_sides(item_id: str) -> None:
    same = {whole for text in _texts(item_id) for whole in _tautologies(text)}
    assert not same, sorted(same)[:3]


def _tautologies(text: str) -> Iterator[str]:
    for found in EQUATION.finditer(text):
        left, right = (re.sub(r"\s|\\left|\\right", "", side).strip("()") for side in found.groups())
        if left == right:
            yield found[0]


@pytest.mark.parametrize("rung", RUNGS)
def test_most_messages_do_not_follow_one_template(rung: str) -> None:
    said = [
        wrong.message
        for item_id in computed_of(rung)
        for wrong in first_unambiguous(COMPUTED[item_id], 0).misconceptions
    ]
    said += [message for item in worded_of(rung).values() for message in messages_of(item)]
    template = [message for message in said if re.search(r"\bBut\b.*\bbecause\b", message, re.DOTALL)]
    assert len(template) <= 2 / 3 * len(said), (len(template), len(said))


def test_the_trace_is_named_only_after_it_is_defined() -> None:
    """A message of a question that stands before the page defines the word says what it is."""
    for seed in SEEDS:
        for text in texts_of(first_unambiguous(COMPUTED["linear_algebra.eigen.value"], seed)):
            assert "trace" not in text


@pytest.mark.slow
@pytest.mark.seeds
@pytest.mark.parametrize("item_id", IDS)
def test_no_text_shows_a_name_of_the_program(item_id: str) -> None:
    for text in _texts(item_id):
        assert not re.search(r"(?<![\\\w^_}])\{[a-z_]{2,}\}", text), text
