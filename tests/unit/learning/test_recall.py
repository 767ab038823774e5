"""The recall model and its bench: against other code, on made-up learners who forget, and step by step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import groupby
from math import exp, log, log1p
from pathlib import Path
from random import Random

import numpy as np
import pytest
from fsrs import Card, Rating, Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS
from hypothesis import given, settings
from hypothesis import strategies as st

from progress import fsrs6
from progress.schedule import Grade, replay
from tests.bench.recall import NAMES, auc, delayed_counts, main, ours, read, report, score, tables
from tests.support.forgetful import DAY, FORGETFUL, MOTIVATED, START, Population, Row, answers
from tutor.learning.scheduling.recall import (
    ENOUGH_DELAYED,
    ITEM_SD,
    PRIOR,
    HoldOut,
    RecallModel,
    Try,
    sigmoid,
)

TINY = Population(skills=4, items=2, days=9, new_per_day=2, tries=2, again=1.0)


def test_the_parameters_are_those_of_the_reference_package() -> None:
    assert fsrs6.PARAMETERS == DEFAULT_PARAMETERS


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from((1, 2, 3))), min_size=1, max_size=15))
def test_a_memory_in_floats_is_that_of_the_reference_package(trials: list[tuple[int, Grade]]) -> None:
    """Gaps of whole days, those within a day included."""
    ms, memory, history = 0, None, list[tuple[int, Grade]]()
    for gap, grade in trials:
        ms += gap * DAY if history else 0
        memory = fsrs6.first_memory(grade) if memory is None else fsrs6.next_memory(memory, grade, gap)
        history.append((ms, grade))
    reference = replay(tuple(history))
    assert memory is not None
    assert reference is not None
    assert memory.stability == pytest.approx(reference.stability, rel=1e-9)
    assert memory.difficulty == pytest.approx(reference.difficulty, rel=1e-9)
    assert fsrs6.retrievability(memory.stability, 7) == pytest.approx(reference.recall(ms + 7 * DAY))
    days = fsrs6.days_until(memory.stability, 0.8)
    assert fsrs6.retrievability(memory.stability, days) == pytest.approx(0.8)


def by_learner(population: Population, count: int, seed: int) -> list[list[Row]]:
    rows = answers(population, count, seed)
    return [list(group) for _, group in groupby(rows, key=lambda row: row.learner)]


def write(path: Path, learners: list[list[Row]]) -> Path:
    lines = [f"{row.learner},{row.skill},{row.item},{row.t_ms},{int(row.right)}" for rows in learners for row in rows]
    path.write_text("\n".join(["learner,skill,item,t_ms,right", *lines]) + "\n")
    return path


def other_predictions(rows: list[Row]) -> list[float]:
    """The model's predictions by other code: matrices and precisions, cards and dates of the reference package."""
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    mean, covariance = np.array([m for m, _ in PRIOR]), np.diag([sd**2 for _, sd in PRIOR])
    items: dict[str, tuple[float, float]] = {}
    past: dict[str, list[Row]] = {}
    said = []
    for row in rows:
        before = past.setdefault(row.skill, [])
        today = (row.t_ms - 4 * 3_600_000) // DAY
        of_today = [one.right for one in before if (one.t_ms - 4 * 3_600_000) // DAY == today]
        x = np.array([1.0, 0, 0, 0, 0, 1.0, 0])
        if before:
            stability = whole_stability(scheduler, before)
            recall = (1 + (0.9 ** (-1 / 0.1542) - 1) * (row.t_ms - before[-1].t_ms) / DAY / stability) ** -0.1542
            recall = min(0.95, max(0.05, recall))
            x = np.array([
                1.0, log(recall / (1 - recall)) - log(9), log1p(sum(of_today)), -log1p(len(of_today) - sum(of_today)),
                1.0 if before[-1].right else -1.0, 0, float(row.t_ms - before[-1].t_ms >= DAY / 2),
            ])  # fmt: skip
        ease, variance = items.get(row.item, (0.0, ITEM_SD**2))
        spread = float(x @ covariance @ x) + variance
        said.append(1 / (1 + exp(-(float(x @ mean) + ease) / (1 + 3.141592653589793 / 8 * spread) ** 0.5)))
        covariance[0, 0] += 0.0003
        share = 1.0 if not before or x[6] else 0.4
        joint = np.zeros((8, 8))
        joint[:7, :7], joint[7, 7] = covariance, variance
        full, z = np.array([*mean, ease]), np.array([*x, 1.0])
        p = 1 / (1 + exp(-float(z @ full)))
        after = np.linalg.inv(np.linalg.inv(joint) + share * p * (1 - p) * np.outer(z, z))
        full += after @ z * (row.right - p) * share
        mean, covariance = full[:7], after[:7, :7]
        items[row.item] = float(full[7]), float(after[7, 7])
        before.append(row)
    return said


def whole_stability(scheduler: Scheduler, rows: list[Row]) -> float:
    card = Card(card_id=0)
    for row in rows:
        when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=row.t_ms)
        card, _ = scheduler.review_card(card, Rating.Good if row.right else Rating.Again, when)
    assert card.stability is not None
    return card.stability


def on_whole_days(rows: list[Row]) -> list[Row]:
    """The same, at noon of each day: the reference package counts whole days."""
    return [row._replace(t_ms=row.t_ms // DAY * DAY + DAY // 2) for row in rows]


def test_the_bench_gives_the_figures_that_other_code_gives(tmp_path: Path) -> None:
    learners = [on_whole_days(rows) for rows in by_learner(TINY, 6, 4)]
    path = write(tmp_path / "made-up.csv", learners)
    found = tables(score(read(path).learners))
    right = [row.right for rows in learners for row in rows]
    mine = [p for rows in learners for p in other_predictions(rows)]
    assert 60 < len(right) < 400
    rate = sum(right) / len(right)
    row = found["all answers"]
    assert row["constant"].loss == pytest.approx(-rate * log(rate) - (1 - rate) * log(1 - rate))
    assert row["constant"].auc == 0.5
    # The hold-out replaces predictions after ten delayed answers only where it has evidence; here it has none.
    assert row["ours"].loss == pytest.approx(other_loss(mine, right))
    pairs = [(p > q) + 0.5 * (p == q) for p, a in zip(mine, right, strict=True) if a for q, b in
             zip(mine, right, strict=True) if not b]  # fmt: skip
    assert row["ours"].auc == pytest.approx(sum(pairs) / len(pairs), abs=1e-6)
    tenths = np.minimum(9, np.array(mine) * 10).astype(int)
    for tenth, (count, said, happened) in enumerate(row["ours"].bins):
        inside = tenths == tenth
        assert count == inside.sum()
        if count:
            assert said == pytest.approx(np.array(mine)[inside].mean())
            assert happened == pytest.approx(np.array(right)[inside].mean())
    running = [(sum(a.right for a in rows[:at]) + 1) / (at + 2) for rows in learners for at in range(len(rows))]
    assert row["running mean"].loss == pytest.approx(other_loss(running, right))
    assert row["FSRS defaults"].loss == pytest.approx(other_loss(other_fsrs(learners), right))
    delayed = [count >= 0 for rows in learners for count in delayed_counts(rows)]
    late = [(p, a) for p, a, is_delayed in zip(mine, right, delayed, strict=True) if is_delayed]
    assert found[next(cut for cut in found if cut.startswith("delayed"))]["ours"].loss == pytest.approx(
        other_loss([p for p, _ in late], [a for _, a in late])
    )


def other_fsrs(learners: list[list[Row]]) -> list[float]:
    """The retrievability before each answer, by the reference package over the first try of each day."""
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    said = []
    for rows in learners:
        for at, row in enumerate(rows):
            first: dict[int, Row] = {}
            for one in rows[:at]:
                if one.skill == row.skill:
                    first.setdefault(one.t_ms // DAY, one)
            tries = list(first.values())
            if not tries:
                said.append(0.5)
                continue
            days = (row.t_ms - tries[-1].t_ms) / DAY
            said.append((1 + (0.9 ** (-1 / 0.1542) - 1) * days / whole_stability(scheduler, tries)) ** -0.1542)
    return said


def other_loss(said: list[float], right: list[bool]) -> float:
    p = np.clip(np.array(said), 1e-6, 1 - 1e-6)
    return float(-np.log(np.where(right, p, 1 - p)).mean())


def test_the_report_names_every_predictor_cut_and_assumption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "few.csv", by_learner(TINY, 2, 1))
    monkeypatch.setattr("sys.argv", ["recall", str(path)])
    main()
    text = capsys.readouterr().out
    assert text == report(tables(score(read(path).learners))) + "\n"
    for wanted in (*NAMES, "log loss", "AUC", "9th delayed", "12 hours", "nothing fitted"):
        assert wanted in text


HEADER = "learner,skill,item,t_ms,right"
LIBERAL = (
    "\ufeffright, T_ms ,school,item,skill,Learner\r\n\r\n"
    '1,1700000000000,x,"i ""1""",s,"a, b"\r\n'
    "   \r\n,,,,,\r\n"
    '0.0,1.6e12,x,,s,"a, b"\r\n'
    "TRUE,1700000000001.0,x,i,,\u00e9\u0000\r\n"
)


def test_records_are_read_as_liberally_as_their_meaning_is_certain(tmp_path: Path) -> None:
    """A byte order mark, CRLF, blank lines, columns in another order, quotes, a null, what has no skill or no item."""
    path = tmp_path / "odd.csv"
    path.write_bytes(LIBERAL.encode())
    records = read(path)
    assert records.faults == []
    assert records.learners == [
        [Row("a, b", "s", "s", 1_600_000_000_000, False), Row("a, b", "s", 'i "1"', 1_700_000_000_000, True)],
        [Row("\u00e9", "i", "i", 1_700_000_000_001, True)],
    ]


@pytest.mark.parametrize(
    "line",
    ["a,b,c,soon,1", "a,b,c,inf,1", "a,b,c,nan,1", "a,b,c,1e30,1", "a,b,c,1,nan", "a,b,c,1,0.5", "a,,,1,1", "a,b"],
)
def test_a_line_that_cannot_be_read_is_named_and_the_others_count(
    tmp_path: Path, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("\n".join([HEADER, "a,b,c,1,1", line, "\udcff,b,c,1,0"]), errors="surrogateescape")
    monkeypatch.setattr("sys.argv", ["recall", str(path)])
    assert main() == 0
    out, err = capsys.readouterr()
    assert "all answers (2)" in out
    assert err.startswith(f"{path}: 1 line was left out; line 3: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "the first line has to be"),
        ("learner,skill,t_ms,right\na,b,1,1\n", "it lacks item"),
        (HEADER, "it has no answers"),
        (f"{HEADER}\na,b,c,soon,1\n", "line 2: t_ms is 'soon'"),
        (None, "No such file"),
    ],
)
def test_a_file_without_answers_is_refused_in_one_line(
    tmp_path: Path, text: str | None, complaint: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = tmp_path / "none.csv"
    if text is not None:
        path.write_text(text)
    monkeypatch.setattr("sys.argv", ["recall", str(path)])
    assert main() == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{path}: ")
    assert complaint in err
    assert err.count("\n") == 1


def test_auc_of_ties_and_of_one_kind() -> None:
    assert auc([0.2, 0.5, 0.5, 0.9], [False, True, False, True]) == 0.875
    assert np.isnan(auc([0.1, 0.2], [True, True]))


@pytest.mark.slow
@pytest.mark.parametrize("population", [FORGETFUL, MOTIVATED._replace(days=20), FORGETFUL._replace(trace=0.0)])
def test_after_eight_delayed_answers_it_is_no_worse_than_a_constant(population: Population) -> None:
    """On learners who forget, on others, and where nothing is ever forgotten and FSRS is wrong throughout."""
    found = tables([one for one in score(by_learner(population, 50, 9)) if one.delayed >= 8])
    rows = found["from each learner's 9th delayed answer onward"]
    assert sum(count for count, _, _ in rows["ours"].bins) > 100
    assert rows["ours"].loss <= rows["constant"].loss
    assert rows["ours"].loss < rows["FSRS defaults"].loss


def tries(rows: list[Row]) -> list[tuple[str, Try]]:
    return [
        (row.skill, Try(row.t_ms, number, 0, row.item, row.t_ms // DAY, 3 if row.right else 1))
        for number, row in enumerate(rows)
    ]


def learned(model: RecallModel, some: list[tuple[str, Try]]) -> RecallModel:
    for skill, one in some:
        model.learn(skill, one)
        model.practise(skill, one)
    return model


def test_a_copy_learns_on_alone_and_to_the_same_numbers() -> None:
    some = tries(by_learner(FORGETFUL, 1, 2)[0])
    half = learned(RecallModel(), some[: len(some) // 2])
    before = half.numbers
    whole, other = learned(RecallModel(), some), learned(half.copy(), some[len(some) // 2 :])
    assert half.numbers == before != whole.numbers
    assert (other.numbers, other.items, other.skills, other.hold_out) == (
        whole.numbers, whole.items, whole.skills, whole.hold_out,
    )  # fmt: skip
    assert other.trials == whole.trials


def test_a_constant_takes_over_where_the_model_is_wrong_and_only_with_evidence() -> None:
    sure_and_wrong, hold_out = HoldOut(), HoldOut()
    rng = Random(3)
    for count in range(40):
        right = rng.random() < 0.5
        sure_and_wrong = sure_and_wrong.after(0.97, 0.97, right)
        hold_out = hold_out.after(0.5, 0.97, right)
        if count + 1 < ENOUGH_DELAYED:
            assert sure_and_wrong.best == "model"
    assert sure_and_wrong.best == "constant"
    assert hold_out.best == "model"
    plain = HoldOut()
    for count in range(60):
        plain = plain.after(0.5, 0.9 if count % 10 else 0.1, bool(count % 10))
    assert plain.best == "fsrs"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 40 * DAY), st.integers(0, 3), st.sampled_from((1, 2, 3))), min_size=1, max_size=60
    )
)
def test_whatever_comes_a_chance_is_a_chance_and_variances_stay_positive(
    some: list[tuple[int, int, int]],
) -> None:
    model = RecallModel()
    for number, (ms, item, grade) in enumerate(some):
        one = Try(START + ms, number, 0, f"i{item}", (START + ms) // DAY, grade)
        assert 0 < model.learn(f"s{item % 2}", one) < 1
        model.practise(f"s{item % 2}", one)
    assert all(sd > 0 for _, sd in model.numbers)
    assert all(variance > 0 for _, variance in model.items.values())


def test_sigmoid_does_not_overflow() -> None:
    assert [sigmoid(-800), sigmoid(800), sigmoid(0)] == pytest.approx([0, 1, 0.5])


def test_a_prediction_is_made_before_the_answer_is_learned_from() -> None:
    """The prediction for an answer does not depend on that answer."""
    rows = by_learner(FORGETFUL, 1, 2)[0]
    flipped = [*rows[:-1], rows[-1]._replace(right=not rows[-1].right)]
    assert ours(rows)[-1] == ours(flipped)[-1]
