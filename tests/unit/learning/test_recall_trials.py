"""The learner's own record as a data set: against sums done here by hand."""

from __future__ import annotations

from math import log

import pytest

from lessons.course import Course
from tests.support.study import Learner
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.recall_trials import (
    Trial,
    constant_log_loss,
    forgetting_curve,
    hit_rate,
    log_likelihood,
    log_loss,
    trials,
)

DOT, MATVEC = "linear_algebra.dot.compute", "linear_algebra.maps.matvec"


def trial(predicted: float, recalled: bool, days: int = 1) -> Trial:
    return Trial("dot-product", 0, days, predicted, recalled)


def test_trials_are_first_tries_of_later_days_with_what_was_predicted(course: Course) -> None:
    learner = Learner(course)
    learner.answer(DOT, 1)
    learner.answer(DOT, 2, right=False)  # the same day: no trial
    learner.wait(days=3)
    learner.answer(DOT, 3, right=False)
    learner.wait(days=4)
    learner.answer(DOT, 4, unaided=False)
    first, second = trials(course, learner.state)
    assert (first.skill, first.days, first.recalled) == ("dot-product", 3, False)
    assert [first.predicted, second.predicted] == [
        one.said for one in build_learner_model(course, learner.state).recall(second.ms).model.trials
    ]
    assert (second.days, second.recalled) == (4, True)
    learner.wait(days=1)
    learner.answer(MATVEC, 1)  # a credit moves the memory of dot-product and is no trial of it
    learner.wait(days=5)
    learner.answer(DOT, 5)
    third = trials(course, learner.state)[-1]
    assert (third.skill, third.days) == ("dot-product", 6)


def test_the_hit_rate_is_where_the_likelihood_peaks() -> None:
    data = [trial(0.9, True)] * 7 + [trial(0.9, False)] * 3
    assert hit_rate(data).value == 0.7
    peak = log_likelihood(data, 0.7)
    assert peak == pytest.approx(7 * log(0.7) + 3 * log(0.3))
    assert all(log_likelihood(data, rate / 100) < peak for rate in range(1, 100) if rate != 70)
    assert log_likelihood(data, 0.0) == float("-inf")
    assert log_likelihood([], 0.0) == 0.0


def test_log_loss_against_the_best_constant() -> None:
    data = [trial(0.9, True), trial(0.8, True), trial(0.3, False)]
    assert log_loss(data) == pytest.approx(-(log(0.9) + log(0.8) + log(0.7)) / 3)
    assert constant_log_loss(data) == pytest.approx(-(2 * log(2 / 3) + log(1 / 3)) / 3)
    assert log_loss([]) is constant_log_loss([]) is None
    certain = log_loss([trial(1.0, False)])
    assert certain is not None
    assert 13 < certain < 14


def test_the_forgetting_curve_bins_by_days() -> None:
    data = [trial(0.9, True, 1), trial(0.8, False, 2), trial(0.7, True, 3), trial(0.5, False, 40)]
    bins = forgetting_curve(data)
    assert [(one.first, one.last, one.share.right, one.share.total) for one in bins] == [
        (1, 1, 1, 1),
        (2, 3, 1, 2),
        (32, 63, 0, 1),
    ]
    assert bins[1].predicted == pytest.approx(0.75)
