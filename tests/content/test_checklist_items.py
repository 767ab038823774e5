"""The questions that decide the checklist: each worked out a second time, from its numbers or letters."""

from __future__ import annotations

import math

import pytest

from lessons.answers import evaluate, judge
from lessons.model.computed_item import draw, first_unambiguous
from tests.support.content import CHECKLIST_ITEMS, COURSE, SEEDS, computed_of

COMPUTED = computed_of()


@pytest.mark.parametrize("outcome", COURSE.outline.outcomes, ids=lambda outcome: outcome.id)
def test_every_part_has_an_item_that_is_typed_and_draws_its_question(outcome: object) -> None:
    parts = getattr(outcome, "parts", ())
    assert len(parts) >= 2
    for part in parts:
        kinds = {COURSE.templates[item].kind for item in part.items if COURSE.is_computed(item)}
        assert kinds & {"number", "vector", "matrix", "expression", "rule"}, part.id


def test_a_negative_share_is_judged_by_working_it_out() -> None:
    for seed in SEEDS:
        item = draw(COMPUTED["probability.softmax.positive"], seed)
        given = first_unambiguous(COMPUTED["probability.softmax.positive"], seed).given
        k, b = given["k"], given["b"]
        assert isinstance(k, int)
        assert isinstance(b, int)
        for scale in (1, 2, 0.5, -3):
            z = (k + scale * (b + 1), k - scale * b)
            assert math.isclose((z[1] - k) / (z[0] + z[1] - 2 * k), -b)
            assert judge(item.question, f"{z[0]}, {z[1]}").mark == "right"
        for typed in (f"{k}, {k}", f"{k}, {-b}", f"{b}, {k}", "3, -1" if (k, b) != (0, 0) else "1, 1", "1000, -999"):
            first, second = (float(one) - k for one in typed.split(","))
            fulfils = first + second != 0 and math.isclose(second / (first + second), -b, rel_tol=1e-6)
            assert judge(item.question, typed).mark == ("right" if fulfils else "wrong"), (seed, typed)
        assert judge(item.question, "1, 2, 3").mark == "unreadable"


def test_the_others_share_what_one_class_leaves() -> None:
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED["probability.softmax.line"], seed)
        z, total, count = (made.given[name] for name in ("z", "total", "count"))
        scores = (0.3, -1.2, 0.9)
        whole = sum(map(math.exp, scores))
        others = sum(math.exp(score) / whole for score in scores[1:])
        assert isinstance(made.answer, str)
        assert math.isclose(evaluate(made.answer, {str(z): scores[0], str(total): whole}), float(str(count)) * others)


def test_a_softmax_divided_by_the_largest_adds_up_to_more_than_one() -> None:
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED["probability.softmax.broken"], seed)
        z = made.given["z"]
        assert isinstance(z, tuple)
        raised = [math.exp(float(str(one))) for one in z]
        found = {wrong.id: float(str(wrong.answer)) for wrong in made.misconceptions}
        assert math.isclose(float(str(made.answer)), sum(raised) / max(raised))
        assert math.isclose(found["sum-of-exponentials"], sum(raised))
        assert math.isclose(found["largest-share"], max(raised) / sum(raised))


def test_summands_of_entropy_add_up_to_it() -> None:
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED["information_theory.entropy.summand"], seed)
        letter, unit = str(made.given["p"]), made.given["unit"]
        assert isinstance(made.answer, str)
        entropy = sum(evaluate(made.answer, {letter: p}) for p in (0.5, 0.25, 0.25))
        assert math.isclose(entropy, 1.5 * (1 if unit == "bits" else math.log(2)))


@pytest.mark.slow
def test_a_rare_side_is_judged_by_its_surprisal_and_the_entropy() -> None:
    for seed in SEEDS:
        item = draw(COMPUTED["information_theory.entropy.rare"], seed)
        bits, least = (float(part.partition("$")[0]) for part in item.prompt.split("more than $")[1:])
        right = 0
        for n in range(1, 1000):
            p = round(0.0005 * n, 4)
            entropy = -p * math.log2(p) - (1 - p) * math.log2(1 - p)
            surprisal = -math.log2(p)
            fulfils = surprisal > bits and entropy > least
            close = abs(surprisal - bits) < 0.1 or abs(entropy - least) < 0.01
            if close or n % 50 == 0:
                assert (judge(item.question, str(p)).mark == "right") == fulfils, (seed, p)
            right += fulfils
        assert 1 <= right <= 6, seed  # hardly to be met by chance


def test_weights_of_the_line_add_up_to_one() -> None:
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED["information_theory.nll.line"], seed)
        count, size, copies = (made.given[name] for name in ("count", "size", "copies"))
        per_machine, every = 12.0, 12.0 * float(str(copies))
        assert isinstance(made.answer, str)
        shares = (evaluate(made.answer, {str(count): every * part, str(size): per_machine}) for part in (0.5, 0.2, 0.3))
        assert math.isclose(sum(shares), 1)


def test_the_update_rule_is_asked_in_many_letters() -> None:
    items = [draw(COMPUTED["calculus.descent.letters"], seed) for seed in SEEDS]
    assert len({item.answer for item in items}) > 20
    for item in items:
        assert judge(item.question, item.answer).mark == "right"
        assert judge(item.question, item.answer.replace(" - ", " + ")).mark == "wrong"
        other = judge(item.question, "θ ← θ − η∇L(θ)")
        assert other.mark != "right"
        for name in item.names:
            assert f"`{name}` instead of" in other.feedback


def test_no_prompt_of_theirs_states_its_answer() -> None:
    for item_id in CHECKLIST_ITEMS:
        for seed in SEEDS:
            item = draw(COMPUTED[item_id], seed)
            assert item.answer not in item.prompt.replace("$", ""), (item_id, seed)
