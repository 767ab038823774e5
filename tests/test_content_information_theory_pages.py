"""The pages of rung 4: what they teach and ask, and every number on them worked out again."""

from __future__ import annotations

import contextlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import permutations

import numpy as np
import pytest
from numpy.typing import NDArray

from lessons.answers import judge
from lessons.course import Course
from lessons.figures import Bars, Figure, Label, Line, Points
from lessons.model import (
    CodeCell,
    FigureBlock,
    Formula,
    Item,
    ItemBlock,
    Page,
    Paragraph,
    Pitfall,
    Prose,
    SidePath,
    Span,
)
from lessons.worded import Worded
from tests.test_content_information_theory_arithmetic import chains, checked, value_of
from tutor.charts import fits

Array = NDArray[np.float64]

COURSE = Course()
RUNG = "information_theory"
PAGES = {page.id.partition(".")[2]: page for page in COURSE.pages(RUNG)}
WORDED = {
    id.removeprefix(f"{RUNG}."): one.item
    for id, one in COURSE.templates.items()
    if isinstance(one, Worded) and id.startswith(f"{RUNG}.")
}


def _figure(name: str) -> Figure:
    return next(block.figure for block in PAGES[name].blocks if isinstance(block, FigureBlock))


def _lines(name: str, role: str = "") -> list[Line]:
    return [mark for mark in _figure(name).marks if isinstance(mark, Line) and role in ("", mark.role)]


def _bars(name: str) -> list[Bars]:
    return [mark for mark in _figure(name).marks if isinstance(mark, Bars)]


def _spans(page: Page) -> Iterator[Span]:
    for block in page.blocks:
        if isinstance(block, Prose | Pitfall | SidePath):
            for node in block.nodes:
                if isinstance(node, Paragraph):
                    yield from node.spans


def _said(page: Page) -> str:
    return "".join(span.text for span in _spans(page))


def _entropy(p: Array | list[float]) -> float:
    return -sum(float(x) * float(np.log2(x)) for x in p if x > 0)


def _soft(z: Array) -> Array:
    raised = np.exp(z)
    return np.asarray(raised / raised.sum())


def test_the_rung_is_read_in_five_to_six_minutes() -> None:
    assert len(PAGES) == 7
    assert 1100 <= sum(page.words for page in PAGES.values()) <= 1320
    assert all(130 <= page.words <= 235 for page in PAGES.values())


def test_every_skill_is_taught_by_one_page_and_exercised() -> None:
    skills = {skill.id for skill in COURSE.outline.skills if skill.rung == RUNG}
    assert 9 <= len(skills) <= 12
    taught = Counter(skill for page in PAGES.values() for skill in page.teaches)
    assert taught == Counter(skills)
    exercised = {skill for page in PAGES.values() for id in page.items for skill in COURSE.item(id).skills}
    assert skills <= exercised


def _earlier() -> set[str]:
    """The skills of the rungs below this one."""
    return {skill.id for skill in COURSE.outline.skills if skill.rung != RUNG}


def test_a_page_leans_only_on_what_came_before() -> None:
    known = _earlier()
    for page in PAGES.values():
        assert set(page.leans_on) <= known, page.id
        known |= set(page.teaches)


def test_a_question_asks_only_for_what_its_page_or_an_earlier_one_taught() -> None:
    known = _earlier()
    for page in PAGES.values():
        known |= set(page.teaches)
        for id in page.items:
            assert set(COURSE.item(id).skills) <= known, id


def test_a_skill_needs_only_what_is_taught_no_later() -> None:
    order = [skill for page in PAGES.values() for skill in page.teaches]
    for skill in COURSE.outline.skills:
        for need in skill.needs if skill.rung == RUNG else ():
            assert need in _earlier() or order.index(need) < order.index(skill.id)


def test_every_question_and_demo_stands_on_exactly_one_page() -> None:
    standing = Counter(id for page in PAGES.values() for id in page.items)
    ours = {id for id in COURSE.templates if id.startswith(f"{RUNG}.")}
    assert standing == Counter(ours)
    assert len(ours) >= 16
    assert sum(COURSE.is_computed(id) for id in ours) >= 10
    assert [demo for page in PAGES.values() for demo in page.demos] == ["entropy", "divergence", "classifier"]


@pytest.mark.parametrize(
    ("outcome", "kinds"),
    [
        ("entropy", {"number", "expression", "choice", "cloze", "explain"}),
        ("nll", {"number", "order", "explain", "choice"}),
    ],
)
def test_outcomes_are_served_in_many_formats(outcome: str, kinds: set[str]) -> None:
    wanted = next(one for one in COURSE.outline.outcomes if one.id == outcome)
    items = [COURSE.item(id) for id in COURSE.templates if set(COURSE.item(id).skills) & set(wanted.skills)]
    assert len(items) >= 4
    assert {item.kind for item in items} >= kinds


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_figure_that_fits_and_something_to_do(name: str) -> None:
    blocks = PAGES[name].blocks
    figures = [block.figure for block in blocks if isinstance(block, FigureBlock)]
    assert figures
    assert sum(isinstance(block, ItemBlock) for block in blocks) >= 3
    for figure in figures:
        assert fits(figure, 60, figure.height) == ()
        assert fits(figure, 60, figure.height, ascii=True) == ()
        assert figure.alt
        assert sum(getattr(mark, "role", "") == "accent" and not isinstance(mark, Label) for mark in figure.marks) == 1


@pytest.mark.parametrize("name", PAGES)
def test_code_prints_what_the_page_says(name: str) -> None:
    names: dict[str, object] = {}
    cells = [block for block in PAGES[name].blocks if isinstance(block, CodeCell)]
    assert cells
    for cell in cells:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(cell.source, name, "exec"), names)  # the course's own code, on no input
        assert out.getvalue().rstrip("\n") == cell.output
        assert all(len(line) <= 72 for line in cell.source.splitlines())


@pytest.mark.parametrize(
    ("name", "least"),
    [("surprisal", 3), ("entropy", 2), ("cross_entropy", 1), ("kl", 1), ("classifier_loss", 1), ("end_to_end", 2)],
)
def test_worked_formulas_and_numbers_in_prose_hold(name: str, least: int) -> None:
    page = PAGES[name]
    sources = [block.latex for block in page.blocks if isinstance(block, Formula)]
    sources += [span.text for span in _spans(page) if span.kind == "math"]
    assert sum(checked(f"${latex}$") for latex in sources) >= least
    assert any(chains(latex) for latex in sources)


def test_the_surprisal_figure_is_minus_log2() -> None:
    (curve,) = _lines("surprisal", "accent")
    xs, ys = np.array(curve.points).T
    assert np.allclose(ys, -np.log2(xs))
    (marked,) = (mark for mark in _figure("surprisal").marks if isinstance(mark, Points))
    assert all(y == -np.log2(x) for x, y in marked.points)
    for label in (mark for mark in _figure("surprisal").marks if isinstance(mark, Label)):
        one, over, bits = map(int, re.findall(r"\d+", label.text))
        assert -np.log2(one / over) == bits
        assert abs(label.at[0] - one / over) < 0.05


def test_the_entropy_figure_is_the_entropy_of_a_coin() -> None:
    (arch,) = _lines("entropy", "accent")
    for x, y in arch.points:
        assert y == pytest.approx(_entropy([x, 1 - x]), abs=1e-9)
    (marked,) = (mark for mark in _figure("entropy").marks if isinstance(mark, Points))
    for x, y in marked.points:
        assert y == pytest.approx(_entropy([x, 1 - x]), abs=0.0005)


def test_word_lengths_are_surprisals_and_their_means_are_what_the_page_says() -> None:
    right, other = _bars("cross_entropy")
    p = np.array([float(name.partition("= ")[2]) for name in right.names])
    assert np.allclose(right.heights, -np.log2(p))
    q = 0.5 ** np.array(other.heights)
    assert q.sum() == 1
    assert p @ np.array(other.heights) == 1.75
    assert p @ np.array(right.heights) == 1.5 == _entropy(p)
    formulas = " ".join(span.text for span in _spans(PAGES["cross_entropy"]))
    for values in (p, q):
        assert "(" + ", ".join(f"{x:g}" for x in values) + ")" in formulas
    assert "1.75 bits, where the right code needs 1.5" in " ".join(_said(PAGES["cross_entropy"]).split())


def test_both_divergences_are_drawn_and_named_rightly() -> None:
    p = np.array([0.5, 0.5])
    (forth,), (back,) = _lines("kl", "accent"), _lines("kl", "second")
    for x, y in forth.points:
        q = np.array([x, 1 - x])
        assert y == pytest.approx(float(p @ np.log2(p / q)), abs=1e-9)
    for x, y in back.points:
        q = np.array([x, 1 - x])
        assert y == pytest.approx(float(q @ np.log2(q / p)), abs=1e-9)
    named = {mark.role: mark.text for mark in _figure("kl").marks if isinstance(mark, Label)}
    assert named == {"accent": "KL(p‖q)", "second": "KL(q‖p)"}


def test_the_five_flips_cost_what_the_figure_shows() -> None:
    (bars,) = _bars("nll")
    costs = [-np.log(0.8) if name == "H" else -np.log(0.2) for name in bars.names]
    assert np.allclose(bars.heights, costs, atol=0.0006)
    (mean,) = _lines("nll")
    assert all(y == pytest.approx(np.mean(costs), abs=0.001) for _, y in mean.points)
    share = np.array([bars.names.count("H"), bars.names.count("T")]) / 5
    assert np.isclose(-share @ np.log([0.8, 0.2]), np.mean(costs))


def test_the_gradient_figure_is_output_minus_label() -> None:
    p = _soft(np.array([2.0, 1.0, 0.0]))
    (bars,) = _bars("classifier_loss")
    assert np.allclose(bars.heights, p - [0, 1, 0], atol=0.0006)
    said = _said(PAGES["classifier_loss"])
    assert "(0.665, 0.245, 0.090)" in said
    assert np.allclose([0.665, 0.245, 0.090], p, atol=0.0006)
    assert r"-\ln 0.2447 \approx 1.408" in said
    assert -np.log(p[1]) == pytest.approx(1.408, abs=0.0005)


def _training() -> tuple[list[float], Array, Array]:
    """The losses of ten steps of the last page, and the first probabilities and errors."""
    w = np.array([[1.0, -1.0], [0.0, 1.0], [-1.0, 1.0]])
    x, y = np.array([1.0, 2.0]), np.array([0.0, 0.0, 1.0])
    losses, first = [], _soft(w @ x)
    for _ in range(11):
        p = _soft(w @ x)
        losses.append(-float(np.log(p[2])))
        for i in range(3):
            for j in range(2):
                w[i, j] -= 0.1 * (p[i] - y[i]) * x[j]
    return losses, first, first - y


def test_the_last_page_trains_as_it_says() -> None:
    losses, p, error = _training()
    shown = next(block.latex for block in PAGES["end_to_end"].blocks if isinstance(block, Formula))
    w, x, z = (value_of(side) for side in re.findall(r"\\begin\{bmatrix\}.*?\\end\{bmatrix\}", shown))
    assert np.allclose(w, [[1, -1], [0, 1], [-1, 1]])
    assert np.allclose(w @ x, z)
    (curve,) = _lines("end_to_end", "accent")
    assert [x for x, _ in curve.points] == list(range(11))
    assert np.allclose([y for _, y in curve.points], losses, atol=0.0006)
    (guess,) = _lines("end_to_end", "dim")
    assert all(y == pytest.approx(np.log(3), abs=0.001) for _, y in guess.points)
    said = " ".join(_said(PAGES["end_to_end"]).split())
    assert f"falls from {losses[0]:.3f} to {losses[1]:.3f}" in said
    for vector in (p, error):
        assert "(" + ", ".join(f"{x:.3f}" for x in vector) + ")" in said
    assert losses[0] == pytest.approx(1.35, abs=0.005)
    assert losses[0] > np.log(3)


def test_the_gradient_at_the_weights_is_error_times_input() -> None:
    w, x, at, step = np.array([[1.0, -1.0], [0.0, 1.0], [-1.0, 1.0]]), np.array([1.0, 2.0]), 2, 1e-6
    _, _, error = _training()
    for i in range(3):
        for j in range(2):
            nudge = np.zeros((3, 2))
            nudge[i, j] = step
            slope = (-np.log(_soft((w + nudge) @ x)[at]) + np.log(_soft((w - nudge) @ x)[at])) / (2 * step)
            assert slope == pytest.approx(error[i] * x[j], abs=1e-6)


def test_the_first_page_says_what_will_be_possible_and_the_last_where_it_leads() -> None:
    first, last = _said(PAGES["surprisal"]), _said(PAGES["end_to_end"])
    assert "After this rung" in first
    for word in ("Rung 1", "Rung 2", "Rung 3", "Rung 4", "Stage 02", "stage 03", "stage 06", "Probabilistic Machine"):
        assert word in last
    assert any(isinstance(block, Pitfall) for block in PAGES["surprisal"].blocks)
    assert any(isinstance(block, SidePath) for block in PAGES["kl"].blocks)


# The worded questions.


def _right(item: Item) -> str:
    return next(option.text for option in item.options if option.id == item.answer)


def test_worded_questions_judge_their_own_answers() -> None:
    assert len(WORDED) >= 12
    for item in WORDED.values():
        assert item.hints
        assert item.explanation
        assert judge(item.question, item.answer).mark == "right"
        for rule in item.wrong_rules:
            verdict = judge(item.question, rule.answer)
            assert (verdict.mark, verdict.wrong_rule, verdict.feedback) == ("wrong", rule.id, rule.message), item.id
        for message in [rule.message for rule in item.wrong_rules] + [one.message for one in item.options]:
            assert not message or re.search(r"\b[Bb]ut\b", message), (item.id, message)
            assert not message or re.search(r"because|: ", message), (item.id, message)


def test_the_right_option_stands_in_every_place() -> None:
    places = Counter(item.answer for item in WORDED.values() if item.kind == "choice")
    assert places.keys() == {"a", "b", "c", "d"}


def test_arithmetic_in_worded_questions_is_true() -> None:
    found = 0
    for item in WORDED.values():
        messages = [rule.message for rule in item.wrong_rules] + [option.message for option in item.options]
        texts = [item.prompt, item.explanation, *messages, *item.hints, *(step.text for step in item.steps)]
        found += sum(map(checked, texts))
    assert found >= 4


def test_the_fourth_exercise_comes_out() -> None:
    item = WORDED["entropy.exercise"]
    fair, bent = _entropy([0.5, 0.5]), _entropy([0.9, 0.1])
    expected = {
        "other-coin": bent,
        "nats-for-one": 1 - bent * np.log(2),
        "nats-for-both": (fair - bent) * np.log(2),
        "wrong-way": bent - fair,
    }
    assert float(item.answer) == pytest.approx(fair - bent, abs=1e-4)
    assert {rule.id: float(rule.answer) for rule in item.wrong_rules} == pytest.approx(expected, abs=1e-4)
    assert judge(item.question, "0.531").mark == "right"
    assert judge(item.question, "1 + 0.9 log2(0.9) + 0.1 log2(0.1)").mark == "right"
    assert f"{bent:.3f}" in item.explanation


@pytest.mark.parametrize(
    "typed",
    [
        "-p log2 p - (1-p) log2(1-p)",
        "p log2(1/p) + (1-p) log2(1/(1-p))",
        "-(p ln p + (1-p) ln(1-p))/ln 2",
        "-p log p - (1 - p) log(1 - p)",
        "H = -p log_2(p) - (1-p) log_2(1-p)",
    ],
)
def test_the_entropy_formula_is_known_in_every_dress(typed: str) -> None:
    assert judge(WORDED["entropy.formula"].question, typed.removeprefix("H = ")).mark == "right"


def test_entropy_in_words_has_no_other_filling() -> None:
    item = WORDED["entropy.meaning"]
    assert [one.text for one in item.options if one.id in item.answer.split()] == [
        "certain", "average", "probability", "equally likely",
    ]  # fmt: skip
    for gap, word in ((0, "c"), (1, "g"), (2, "e"), (3, "e")):
        filled = item.answer.split()
        filled[gap] = word
        verdict = judge(item.question, " ".join(filled))
        assert verdict.mark == "wrong"
        assert verdict.feedback == next(one.message for one in item.options if one.id == word)


def test_explanations_take_every_true_statement_and_refute_every_false_one() -> None:
    for item in (WORDED["cross_entropy.recall"], WORDED["nll.why"]):
        assert item.kind == "explain"
        assert item.model
        assert len(item.rubric) >= 3
        true = item.answer.split()
        assert len(true) >= 3
        for option in item.options:
            if option.id not in true:
                verdict = judge(item.question, " ".join([*true, option.id]))
                assert (verdict.mark, verdict.feedback) == ("wrong", option.message)
        assert judge(item.question, " ".join(true[:-1])).mark == "wrong"


def _orders(item: Item) -> set[tuple[str, ...]]:
    """The orders of the right steps that keep every pair of `before`."""
    steps = item.answer.split()
    return {
        order
        for order in permutations(steps)
        if all(order.index(first) < order.index(then) for first, then in item.before)
    }


@pytest.mark.parametrize(("name", "orders"), [("nll.derivation", 4), ("end_to_end.order", 2)])
def test_derivations_may_be_given_in_every_order_that_makes_sense(name: str, orders: int) -> None:
    item = WORDED[name]
    good = _orders(item)
    assert len(good) == orders
    for order in permutations(item.answer.split()):
        assert (judge(item.question, " ".join(order)).mark == "right") == (order in good)
    for option in item.options:
        if option.id not in item.answer.split():
            verdict = judge(item.question, f"{item.answer} {option.id}")
            assert (verdict.mark, verdict.feedback) == ("wrong", option.message)
            assert option.message


def test_the_steps_of_the_derivation_are_equal_on_data_and_the_false_ones_are_not() -> None:
    q, data = np.array([0.2, 0.5, 0.3]), np.array([1, 1, 0, 2, 1, 0])
    n, counts = len(data), np.bincount(data)
    share = counts / n
    nll = -np.log(np.prod(q[data])) / n
    true = {"d": nll, "b": -sum(np.log(q[y]) for y in data) / n, "h": -(counts @ np.log(q)) / n}
    true |= {"a": -(share @ np.log(q)), "e": -sum(s * np.log(x) for s, x in zip(share, q, strict=True))}
    false = {"c": -np.prod(np.log(q[data])) / n, "g": -(q @ np.log(share)), "i": -np.log(q[data].mean())}
    assert all(value == pytest.approx(nll) for value in true.values())
    assert all(abs(value - nll) > 0.01 for value in false.values())
    item = WORDED["nll.derivation"]
    assert {*true, "f"} == set(item.answer.split())
    assert {one.id for one in item.options} - {*true, "f"} == false.keys()


@pytest.mark.parametrize(
    "typed", ["z := z + eta (y - p)", "z = z - η(p - y)", r"z \gets z - \eta (p - y)", "z <- z - eta p + eta y"]
)
def test_the_step_on_the_logits_is_known_in_every_dress(typed: str) -> None:
    assert judge(WORDED["classifier_loss.rule"].question, typed).mark == "right"


def test_a_bent_coin_is_less_uncertain_and_its_surprise_is_what_is_said() -> None:
    item = WORDED["entropy.bent"]
    assert "fair" in _right(item)
    assert _entropy([0.5, 0.5]) > _entropy([0.9, 0.1]) == pytest.approx(0.469, abs=0.0005)
    assert -np.log2(0.1) == pytest.approx(3.3, abs=0.05)


def test_a_perfect_model_pays_the_entropy_and_no_model_less() -> None:
    p, rng = np.array([0.5, 0.3, 0.2]), np.random.default_rng(1)
    floor = -(p @ np.log2(p))
    assert all(-(p @ np.log2(q)) >= floor for q in rng.dirichlet([1, 1, 1], 500))
    assert "entropy" in _right(WORDED["cross_entropy.perfect"])


def test_a_divergence_is_no_distance_and_infinite_where_the_belief_says_never() -> None:
    assert "exchanging" in _right(WORDED["kl.distance"])
    p, q = np.array([0.5, 0.5]), np.array([1.0, 0.0])
    assert sum(b * np.log2(b / a) for a, b in zip(p, q, strict=True) if b) == 1
    with np.errstate(divide="ignore"):
        assert np.isinf(sum(a * np.log2(a / b) for a, b in zip(p, q, strict=True)))
    assert _right(WORDED["kl.infinite"]).startswith(r"$\mathrm{KL}(\mathbf q")


def test_a_one_hot_label_leaves_the_true_class() -> None:
    p, q = np.array([0.0, 1.0, 0.0]), np.array([0.2, 0.5, 0.3])
    values = {"a": -np.log(q).sum(), "b": -(q @ np.log(q)), "c": -np.log(0.5), "d": 0.0}
    item = WORDED["nll.onehot"]
    assert [id for id, value in values.items() if np.isclose(value, -(p @ np.log(q)))] == [item.answer]
