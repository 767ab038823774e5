"""What an empty answer box says, in the room that it has."""

from __future__ import annotations

from lessons.answers import Comparison
from lessons.model.page import Item
from tutor.rendering.answer_boxes import fitting, placeholders


def item(kind: str, answer: str, rule: Comparison | None = None) -> Item:
    return Item(f"x.{kind}", kind, ("skill",), 0, "What?", answer, rule=rule)


def test_the_example_goes_first_and_how_exact_the_answer_has_to_be_last() -> None:
    hints = placeholders(item("vector", "[0.25, 0.5, 0.25]", Comparison(decimals=2)))
    assert hints == ("a vector, such as 1, 2, 3, to 2 decimal places", "a vector, to 2 decimal places",
                     "to 2 decimal places")  # fmt: skip
    assert [fitting(hints, width) for width in (46, 45, 28, 18)] == [hints[0], hints[1], hints[2], ""]


def test_a_kind_without_an_example_or_a_rule_has_one_form_less() -> None:
    assert placeholders(item("number", "3")) == ("a number",)
    assert placeholders(item("shape", "(n, d)")) == ("a shape, such as (n, d) or (n,)", "a shape")
