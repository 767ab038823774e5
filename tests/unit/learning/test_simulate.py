"""The made-up learners: the same for the same seed, forgetful, and better off with reviews."""

from __future__ import annotations

from random import Random

import pytest

from lessons.course import Course
from tests.bench.simulate import BEFORE, POPULATIONS, Life, Mind, simulate, table


def mind() -> Mind:
    return Mind(0.3, -0.75, 0.35, Random(1))


def test_memory_fades_by_a_power_of_time_and_not_as_the_schedule_has_it() -> None:
    one = mind()
    one.practise("dot-product", 0.0, 1.0)
    recalls = [one.recall("dot-product", day) for day in (1.0, 3.0, 10.0, 100.0)]
    assert recalls == sorted(recalls, reverse=True)
    assert recalls[0] > 0.85
    assert recalls[-1] < 0.2
    assert one.recall("matvec", 1.0) < 1e-6
    assert one.activation("dot-product", 9.98) == pytest.approx(-0.3 * 2.302585, abs=1e-5)


def test_spaced_practice_outlasts_massed_practice() -> None:
    massed, spaced = mind(), mind()
    for place in range(4):
        massed.practise("dot-product", 0.001 * place, 1.0)
        spaced.practise("dot-product", 7.0 * place, 1.0)
    assert spaced.recall("dot-product", 21 + 60.0) > massed.recall("dot-product", 60.0) + 0.1


def test_some_begin_with_skills_that_they_practiced_before(course: Course) -> None:
    begun = {name: [set(Life(course, seed, name).mind.traces) for seed in range(4)] for name in POPULATIONS}
    assert not any(map(any, (begun[name] for name in ("ordinary", "noisy", "forgetful"))))
    core = {skill.id for skill in course.outline.skills if not skill.second_pass}
    assert core in begun["all or nothing"]
    assert set() in begun["all or nothing"]
    assert any(set() < known < core for known in begun["patchy"])
    life = Life(course, 0, "all or nothing")
    assert all([at for at, _, _ in traces] == list(BEFORE) for traces in life.mind.traces.values())


@pytest.mark.slow
def test_the_same_seed_gives_the_same_table_and_reviews_help() -> None:
    found = simulate(2, 25, 7, workers=1)
    assert table(found, 25) == table(simulate(2, 25, 7, workers=1), 25)
    for none, mixed in zip(found["none"], found["mixed"], strict=True):
        assert mixed.recall > none.recall + 0.1
        assert mixed.minutes > none.minutes
        assert none.extra == 0
