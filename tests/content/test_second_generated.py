"""The generated texts of rungs 3 and 4 over 200 seeds: nothing in them reads as if a program had written it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from lessons.model.computed_item import first_unambiguous
from tests.support.content import computed_of, messages_of, texts_of, worded_of

RUNGS = ("calculus", "information_theory")
COMPUTED = [id for rung in RUNGS for id in computed_of(rung)]
FAULTS = {
    "one bit in the plural": r"(?<![\d.])1\}?\$? bits\b",
    "one coin side in the plural": r"(?<![\d.])1\$? (tails|heads)\b",
    "a power of 1": r"\d\^\{?1\}?(?![\d.])",
    "a 0 added or subtracted": r"[-+] 0\)",
    "a German ordinal": r"[Tt]he \d+\. ",
    "division by 1": r"divide by \$?1\$?(?!\d|\.\d)",
    "a fraction shortened": r"\b[Ss]horten",
    "a gap in a formula": r"\$[^$]*\S  \S[^$]*\$",
}


def repeated_sides(text: str) -> Iterator[str]:
    """Formulas that say that something equals itself."""
    for formula in re.findall(r"\$([^$]+)\$", text):
        sides = [side.strip() for side in re.split(r"=|\\approx", formula)]
        yield from (formula for one, other in pairwise(sides) if one and one == other)


def test_the_faults_are_recognized() -> None:
    samples = {
        "one bit in the plural": "because $1$ bits", "one coin side in the plural": "10 heads and 1 tails",
        "a power of 1": "$0.4^1$", "a 0 added or subtracted": r"$2 \cdot (-4 - 0)$", "a German ordinal": "The 1. row",
        "division by 1": "divide by 1.", "a fraction shortened": "Shorten:",
        "a gap in a formula": "$A (1, 1) =  (1, 1)$",
    }  # fmt: skip
    assert samples.keys() == FAULTS.keys()
    assert all(re.search(FAULTS[name], sample) for name, sample in samples.items())
    assert list(repeated_sides(r"$\frac{2}{13} = \frac{2}{13}$"))


@pytest.mark.parametrize("id", COMPUTED)
def test_generated_texts_read_as_if_written(id: str) -> None:
    template = computed_of()[id]
    for seed in range(200):
        for text in texts_of(first_unambiguous(template, seed)):
            assert [name for name, fault in FAULTS.items() if re.search(fault, text)] == [], text
            assert list(repeated_sides(text)) == [], text


@pytest.mark.parametrize("rung", RUNGS)
def test_at_most_two_thirds_of_the_messages_follow_one_pattern(rung: str) -> None:
    said = [wrong.message for one in computed_of(rung).values() for wrong in first_unambiguous(one, 0).misconceptions]
    said += [message for item in worded_of(rung).values() for message in messages_of(item)]
    pattern = [message for message in said if re.search(r"\bBut\b", message) and "because" in message]
    assert len(pattern) <= 2 / 3 * len(said)
