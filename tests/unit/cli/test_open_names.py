"""What `tutor open` takes for a name."""

from __future__ import annotations

import click
import pytest

from lessons.course import UnknownIdError
from tutor.cli.completion import KINDS
from tutor.cli.open import target
from tutor.cli.options import Options
from tutor.cli.screen_names import OTHER_NAMES, SCREENS

TUTOR = Options()


def test_an_exercise_that_shares_its_name_opens_by_its_long_one() -> None:
    assert target(TUTOR, "dot_product") == ("exercise", "dot_product")
    assert target(TUTOR, "exercise.softmax") == ("exercise", "softmax")
    assert target(TUTOR, "demo.softmax") == target(TUTOR, "softmax") == ("demo", "softmax")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("demo.arrows", ("demo", "arrows")),
        ("demo:arrows", ("demo", "arrows")),
        ("Arrows", ("demo", "arrows")),
        ("page.dot", target(TUTOR, "dot")),
        ("page.linear_algebra.dot", target(TUTOR, "dot")),
        ("rung.calculus", target(TUTOR, "calculus")),
        ("linear-algebra", target(TUTOR, "linear_algebra")),
        ("Linear Algebra", target(TUTOR, "linear_algebra")),
        ("the dot product", target(TUTOR, "dot")),
        ("dot product", ("exercise", "dot_product")),
        ("attention", target(TUTOR, "attention")),
        ("paper.attention", ("paper", "paper.attention")),
        ("layernorm", ("paper", "paper.layernorm")),
        ("loss-stays", ("diagnose", "diagnose.loss-stays")),
        ("diagnose.loss_stays", ("diagnose", "diagnose.loss-stays")),
        ("The loss stays where it began", ("diagnose", "diagnose.loss-stays")),
        ("repair.descend", ("repair", "repair.descend")),
        ("hunt.7", ("hunt", "hunt.7")),
    ],
)
def test_a_thing_is_found_by_each_name_that_a_person_would_type(typed: str, meant: tuple[str, str]) -> None:
    assert target(TUTOR, typed) == meant


def test_every_screen_is_found_by_its_names() -> None:
    for name, screen in SCREENS.items():
        assert target(TUTOR, name) == target(TUTOR, name.upper()) == screen
    for other, known in OTHER_NAMES.items():
        assert target(TUTOR, other) == SCREENS[known]
    assert "screen" in KINDS


def test_an_unknown_name_names_the_nearest_and_a_command_is_said_to_be_one() -> None:
    with pytest.raises(UnknownIdError, match="checklist"):
        target(TUTOR, "checklsit")
    with pytest.raises(UnknownIdError, match="arrows"):
        target(TUTOR, "demo.arows")
    with pytest.raises(click.ClickException, match="tutor settings --help"):
        target(TUTOR, "settings")
