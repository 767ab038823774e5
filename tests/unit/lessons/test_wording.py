"""Words that the course does not use: refused wherever a learner reads, with the word to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.lint.wording import word_faults
from tests.support.broken_courses import DEMOS, ITEMS, OUTLINE, PAGE, WORDED, broken, faults_of

REFUSED = {
    "All mails": "emails",
    "the quotient of both": "ratio",
    "it came": "happened",
    "weigh by p": "weight",
    "weighed by its probability": "weight",
    "the share of heads": "probability, fraction",
    "raise, then share": "exponentiate and normalize",
    "turn the bar round": "reverse",
    "turned round": "reverse",
    "the surface is level": "flat",
    "alarms 9 % of the healthy": "raises a false alarm",
    "for each unit of way": "unit of distance",
    "dear to evaluate": "expensive to",
    "it belongs into the sum": "belongs in",
    "a terrace": "flat inflection point",
    "carry four on the way": "keep four decimals",
    "of ln 2 to the bit": "0.693 nats",
    "The 2. row": "row N",
    "shorten the fraction": "simplify",
    "of its own accord": "automatically",
    "by itself": "automatically",
    "Whoever has": "if you",
    "who reads": "a reader",
    "to the full": "complete",
    "of one kind": "the same",
    "take X off": "subtract",
    "taken away": "subtract",
    "above the line": "numerator",
    "below the line": "denominator",
    "behind the bar": "to the right of the bar",
    "Behind the loop": "after the loop",
    "stands square to": "orthogonal",
    "the four quarters": "quadrants",
    "anew": "again",
    "the centre of the cloud": "center",
    "centred columns": "center",
    "It points backwards": "backward",
    "An axis labelled x": "labeled",
    "the neighbouring pixel": "neighbor",
    "a normalised vector": "normalize",
}
ALLOWED = (
    "Emails about weights, weighted by a ratio.",
    "Tall people tend to weigh more.",
    "The quotient rule.",
    "A false alarm; false alarms the detector gives.",
    "Three quarters of them.",
    "A round of power iteration; round to two decimals; a noise level.",
    "`mails` and $\\text{share}$ are names here.",
)


@pytest.mark.parametrize(("text", "instead"), REFUSED.items())
def test_a_refused_word_comes_with_its_replacement(text: str, instead: str) -> None:
    assert any(instead in fault for fault in word_faults(text)), list(word_faults(text))


@pytest.mark.parametrize("text", ALLOWED)
def test_words_of_the_field_pass(text: str) -> None:
    assert list(word_faults(text)) == []


@pytest.mark.parametrize(
    ("file", "was", "is_"),
    [
        (PAGE, "Adding joins two", "Adding, whoever does it, joins two"),
        (PAGE, "figure A line that rises.", "figure A line that stands square to the axis."),
        (PAGE, 'alt = "The line', 'alt = "Anew the line'),
        (PAGE, "A slider", "A slider, by itself"),
        (WORDED, 'hints = ["Count on."', 'hints = ["Count anew."'),
        (ITEMS, "is the product. Add", "is the product of all mails. Add"),
        (DEMOS, 'about="Doubling."', 'about="Doubling anew."'),
        (DEMOS, '"Make $2 x$ ten."', '"Make $2 x$ ten by itself."'),
        (OUTLINE, 'about = "Add two numbers, $a + b$."', 'about = "Add two numbers anew, $a + b$."'),
        ("basics/exercises/plus.py", "# TODO: add them", "# TODO: add all mails"),
        ("basics/exercises/plus_solution.py", "# The sign does it.", "# The sign does it by itself."),
    ],
)
def test_a_refused_word_is_found_where_it_stands(file: str, was: str, is_: str, tmp_path: Path) -> None:
    found = [fault for fault in faults_of(broken(tmp_path, [(file, was, is_, "")])) if "is not used here" in fault.text]
    assert [fault.path for fault in found] == [file]
