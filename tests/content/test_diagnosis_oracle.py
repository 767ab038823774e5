"""The numbers of the cases to diagnose, worked out again from what they show; nothing of their code is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from math import exp, log, log2, sqrt
from statistics import mean, pvariance, variance

import pytest

from lessons.answers import judge
from lessons.model.diagnosis import Diagnosis
from tests.support.cases import CASES, drawn

SEEDS = range(1, 7)
ELSEWHERE = "another-line"
Wrong = Mapping[str, float]
Found = tuple[float, Wrong]


def numbers(text: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", text)]


def after(text: str, word: str) -> float:
    """The number after a word."""
    found = re.search(rf"{re.escape(word)}\s+(-?[\d.]+(?:e[+-]?\d+)?)", text)
    assert found, (word, text)
    return float(found[1])


def loss_stays(case: Diagnosis) -> Found:
    losses = {after(line, "loss") for line in case.symptom.log}
    assert len(losses) == 1
    (loss,) = losses
    assert all(line.endswith("|dW1| 0.000  |dW2| 0.000") for line in case.symptom.log)
    return exp(loss), {"base-2": 2**loss, "in-bits": loss / log(2), "the-loss": loss, "probability": exp(-loss)}


def loss_floor(case: Diagnosis) -> Found:
    classes = int(numbers(case.about)[0])
    (last,) = case.symptom.log
    odds = [exp(1), *[1.0] * (classes - 1)]
    top = odds[0] / sum(odds)
    assert after(last, "largest probability") == pytest.approx(top, abs=6e-5)
    assert after(last, "loss") == pytest.approx(-log(top), abs=2e-4)
    assert after(last, "accuracy") == 1
    values = case.symptom.traces[0].values
    assert values[0] == pytest.approx(log(classes))
    assert values[-1] < values[0]
    assert values[-1] > -log(top)
    return -log2(top), {
        "in-nats": -log(top),
        "scores-swapped": -log2(1 / (1 + (classes - 1) * exp(1))),
        "one-other": -log2(exp(1) / (exp(1) + 1)),
        "counts-itself": -log2(exp(1) / (exp(1) + classes)),
        "no-log": top,
    }


def loss_ceiling(case: Diagnosis) -> Found:
    rows = [numbers(line)[1:] for line in case.symptom.log]  # without the number of the example
    largest = max(row[-1] for row in rows)
    ceiling = round(largest / log(10))
    for *scores, loss in rows:
        true = log(sum(exp(score - max(scores)) for score in scores)) + max(scores) - scores[0]
        capped = -log(exp(-true) + 10**-ceiling)
        assert loss == pytest.approx(capped, abs=0.08), (scores, loss)  # scores have one decimal
    assert sum(row[-1] == largest for row in rows) >= 3
    return exp(-largest), {
        "base-2": 2**-largest,
        "base-10": 10**-largest,
        "exponent": -ceiling,
        "no-minus": exp(largest),
        "one-over": 1 / largest,
    }


def divergence(case: Diagnosis) -> Found:
    rate = float(re.findall(r"\\eta = ([\d.]+)", case.about)[0])
    losses = [after(line, "loss") for line in case.symptom.log]
    first = [after(line, "w[0]") for line in case.symptom.log]
    ratio = losses[-1] / losses[-2]
    assert all(b / a == pytest.approx(ratio, rel=2e-2) for a, b in pairwise(losses[2:]))
    assert all(a * b < 0 for a, b in pairwise(first))
    stable = 2 * rate / (1 + sqrt(ratio))
    position, height = 1.0, []  # a parabola with this curvature, descended with the same rate
    for _ in range(3):
        height.append(position**2 / stable)
        position -= rate * 2 * position / stable
    assert height[-1] / height[-2] == pytest.approx(ratio, rel=1e-6)
    assert rate > stable
    return stable, {
        "no-root": 2 * rate / (1 + ratio),
        "minus": 2 * rate / abs(1 - sqrt(ratio)),
        "eigenvalue": 2 / stable,
        "half": stable / 2,
        "over-ratio": rate / ratio,
    }


def flat_line(case: Diagnosis) -> Found:
    targets = numbers(case.symptom.log[0])
    spread = pvariance(targets)
    last = case.symptom.log[-1]
    assert after(last, "rmse") == pytest.approx(sqrt(spread), abs=6e-5)
    assert after(last, "w") == pytest.approx(0, abs=6e-5)
    assert after(last, "b") == pytest.approx(mean(targets), abs=6e-4)
    return spread, {
        "n-minus-1": variance(targets),
        "deviation": sqrt(spread),
        "second-moment": mean(y * y for y in targets),
        "the-mean": mean(targets),
        "sum": spread * len(targets),
    }


def batch_loss(case: Diagnosis) -> Found:
    classes = int(numbers(case.about)[0])
    (small, first), (large, second) = ([numbers(line)[0], numbers(line)[-1]] for line in case.symptom.log)
    assert large == 2 * small
    assert second / first == pytest.approx(2, rel=1e-3)
    assert first / small == pytest.approx(log(classes), rel=1e-3)
    return first / small, {
        "the-loss": first,
        "other-batch": first / large,
        "by-classes": first / classes,
        "in-bits": first / small / log(2),
        "classes": exp(first / small),
    }


def good_accuracy(case: Diagnosis) -> Found:
    (last,) = case.symptom.log
    q = 1 - after(last, "accuracy")
    rare, common = -q * log(q), -(1 - q) * log(1 - q)
    assert after(last, "loss") == pytest.approx((rare + common) / log(2), abs=6e-5)
    assert after(last, "p from") == after(last, "to") == pytest.approx(q, abs=6e-4)
    return rare + common, {
        "in-bits": (rare + common) / log(2),
        "common-only": -log(1 - q),
        "rare-only": -log(q),
        "half": rare,
        "rate": q,
    }


def low_accuracy(case: Diagnosis) -> Found:
    rows, classes = numbers(case.symptom.log[0])
    hits, accuracy = after(case.symptom.log[1], "hits"), after(case.symptom.log[1], "accuracy")
    assert hits / accuracy == pytest.approx(rows * rows, rel=1e-3)
    assert hits > rows
    assert after(case.symptom.log[1], "test loss") < log(classes) / 5  # far below a uniform guess
    return rows**2, {
        "rows": rows,
        "rows-times-classes": rows * classes,
        "hits-per-row": hits / rows,
        "twice": 2 * rows,
        "times": hits * accuracy,
    }


def gradient_check(case: Diagnosis) -> Found:
    ratios = [after(line, "differences") / after(line, "backward") for line in case.symptom.log]
    assert all(ratio == pytest.approx(ratios[0], rel=1e-3) for ratio in ratios)
    rows, ratio = numbers(case.about)[0], mean(ratios)
    base = next(base for base in (2, 10) if abs(1 / log(base) - ratio) < 1e-3)
    return ratio, {"inverse": 1 / ratio, "minus-1": ratio - 1, "base": base, "per-row": ratio / rows}


ORACLES: Mapping[str, Callable[[Diagnosis], Found]] = {
    "batch_loss": batch_loss,
    "divergence": divergence,
    "flat_line": flat_line,
    "good_accuracy": good_accuracy,
    "gradient_check": gradient_check,
    "loss_ceiling": loss_ceiling,
    "loss_floor": loss_floor,
    "loss_stays": loss_stays,
    "low_accuracy": low_accuracy,
}


@pytest.mark.slow
def test_every_number_is_what_its_log_says() -> None:
    for name, oracle in ORACLES.items():
        for seed in SEEDS:
            case = drawn(name, seed)
            answer, wrong = oracle(case)
            assert float(case.number.exact) == pytest.approx(answer, rel=4e-3), (name, seed)
            given = {rule.id: float(rule.answer) for rule in case.number.wrong_rules if rule.id != ELSEWHERE}
            assert given == pytest.approx(dict(wrong), rel=1e-2, abs=2e-4), (name, seed)


def elsewhere(name: str, case: Diagnosis) -> list[float]:
    """What the right computation gives with the numbers of other lines of a log."""
    log_lines = case.symptom.log
    if name == "batch_loss":
        (small, _), (large, second) = ([numbers(line)[0], numbers(line)[-1]] for line in log_lines)
        return [second / small, second / large, second]
    if name == "divergence":
        rate = float(re.findall(r"\\eta = ([\d.]+)", case.about)[0])
        *earlier, _, last = (after(line, "loss") for line in log_lines)
        return [2 * rate / (1 + sqrt(last / loss)) for loss in earlier]
    if name == "gradient_check":
        return [
            after(one, "differences") / after(other, "backward")
            for one in log_lines
            for other in log_lines
            if one != other
        ]
    return [exp(-after(line, "loss")) for line in log_lines] if name == "loss_ceiling" else []


def test_numbers_of_other_lines_are_what_the_log_gives() -> None:
    for name in ORACLES:
        for seed in SEEDS:
            case = drawn(name, seed)
            found = elsewhere(name, case)
            for rule in case.number.wrong_rules:
                if rule.id == ELSEWHERE:
                    assert any(float(rule.answer) == pytest.approx(one, rel=5e-3) for one in found), (name, seed)


def test_the_shapes_of_the_traceback_fit_and_the_product_does_not() -> None:
    assert set(CASES) == {*ORACLES, "traceback"}
    for seed in SEEDS:
        case = drawn("traceback", seed)
        shapes = re.findall(r"\((\d+), (\d+)\)", case.symptom.log[-1])
        (n, d), (d_1, h), (h_2, k), (n_z, k_z) = shapes
        assert (d, h, k, n) == (d_1, h_2, k_z, n_z)
        assert len({n, d, h, k}) == 4
        assert f"size {h} is different from {k}" in case.symptom.log[2]
        assert case.number.answer == f"({n}, {h})"


def test_each_wrong_number_and_each_wrong_cause_has_its_own_message() -> None:
    for name in CASES:
        for seed in SEEDS:
            case = drawn(name, seed)
            assert judge(case.number.question, case.number.answer).mark == "right"
            said = set()
            for rule in case.number.wrong_rules:
                verdict = judge(case.number.question, rule.answer)
                assert (verdict.mark, verdict.wrong_rule, verdict.feedback) == ("wrong", rule.id, rule.message)
                said.add(verdict.feedback)
            assert len(said) == len({rule.id for rule in case.number.wrong_rules})
            marks = [judge(case.cause.question, option.id) for option in case.cause.options]
            assert sorted(one.mark for one in marks) == ["right", *["wrong"] * 4]
            assert len({one.feedback for one in marks}) == 5


def test_the_seed_decides_what_is_shown_and_where_the_right_cause_stands() -> None:
    for name in CASES:
        several = [drawn(name, seed) for seed in SEEDS]
        assert len({(case.about, case.symptom.log) for case in several}) > 3, name
        assert len({case.cause.answer for case in several}) > 1, name
        assert "{{" not in "".join((several[0].about, several[0].number.prompt, several[0].closing))
