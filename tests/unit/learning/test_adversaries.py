"""Bots that guess, copy or repeat clear nothing of the checklist; one that knows clears all of it."""

from __future__ import annotations

from random import Random

import pytest

from lessons.course import Course
from tests.bench.adversaries import ADVERSARIES, Able, Run


@pytest.mark.parametrize("name", ADVERSARIES)
def test_a_bot_that_knows_nothing_clears_no_part(course: Course, name: str) -> None:
    run = Run(course, ADVERSARIES[name](Random(name)))
    for day in range(3):
        run.day(day, 12)
    assert run.firsts
    assert run.cleared_parts() == []


@pytest.mark.parametrize(("slips", "days"), [(0.0, 8), (0.1, 15)])
def test_a_bot_that_knows_clears_every_line_in_time(course: Course, slips: float, days: int) -> None:
    assert Run(course, Able(Random(5), slips)).days_to_clear(days) is not None
