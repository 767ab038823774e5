"""The paper cards: every number recomputed, every wrong answer reaches its message, every equivalent line passes."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.model.papers import FIELDS
from lessons.paper_cards.drawing import collision, draw
from lessons.paper_cards.judging import judge_blank
from lessons.paper_cards.lines import arrays_of, compared, references, same, traced
from tests.support.paper_oracles import ORACLES, cards
from tests.support.seeds import seeds

FEW = 12
IDS = tuple(ORACLES)

# Lines that compute the same as the reference in another way.
EQUIVALENT = {
    "paper.softmax_ce": (
        "loss = np.mean(-np.log(np.take_along_axis(softmax(Z, 1), y[:, None], 1)))",
        "loss = (np.log(np.exp(Z).sum(1)) - Z[np.arange(B), y]).mean()",
        "-np.log((softmax(Z) * np.eye(Z.shape[1])[y]).sum(axis=1)).sum() / B",
        "loss = np.mean([-np.log(softmax(Z, axis=1)[i, y[i]]) for i in range(B)])",
        "loss = np.log(np.exp(Z - Z[np.arange(B), y][:, None]).sum(axis=-1)).mean()",
    ),
    "paper.attention": (
        "out = softmax(Q @ K.T / d**0.5) @ V",
        "out = softmax(np.einsum('id,jd->ij', Q, K) / np.sqrt(d), axis=1) @ V",
        "out = np.matmul(softmax((Q / np.sqrt(d)) @ np.transpose(K), -1), V)",
        "softmax(Q.dot(K.T) * d**-0.5, axis=-1).dot(V)",
        "out = (softmax(K @ Q.T / np.sqrt(d), axis=0)).T @ V",
    ),
    "paper.sqrt_dk": (
        "v = np.var(np.einsum('nd,nd->n', q, k) / d**0.5)",
        "v = (q * k).sum(axis=-1).var() / d",
        "v = np.var((q * k).sum(1) / np.sqrt(q.shape[1]))",
        "v = ((q / np.sqrt(d)) * k).sum(axis=1).std() ** 2",
        "v = np.diag(q @ k.T / np.sqrt(d)).var()",
    ),
    "paper.adam": (
        "theta -= alpha * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)",
        "theta = theta - alpha * m / (1 - b1**t) / ((v / (1 - b2**t))**0.5 + eps)",
        "theta + -alpha * (m / (1 - np.power(b1, t))) / (eps + np.sqrt(v / (1 - b2**t)))",
        "theta = theta - (alpha / (1 - b1**t)) * m / (np.sqrt(v) / np.sqrt(1 - b2**t) + eps)",
        "theta = np.subtract(theta, alpha * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps))",
    ),
    "paper.layernorm": (
        "h = b + g * (a - np.mean(a, axis=1, keepdims=True)) / np.std(a, axis=1, keepdims=True)",
        "h = g * (a - a.mean(1)[:, None]) / a.std(1)[:, None] + b",
        "h = (g * ((a.T - a.mean(-1)) / a.std(-1)).T) + b",
        "h = g * (a - a.mean(-1, keepdims=True)) / np.sqrt(a.var(-1, keepdims=True)) + b",
        "h = g / a.std(axis=1, keepdims=True) * (a - a.mean(axis=1, keepdims=True)) + b",
    ),
    "paper.vae_kl": (
        "kl = 0.5 * (np.exp(logvar) + mu**2 - 1 - logvar).sum(1).mean()",
        "kl = (-0.5 * np.sum(1 + logvar - mu * mu - np.exp(logvar), axis=1)).mean()",
        "kl = -(1 + logvar - mu**2 - np.exp(logvar)).sum() / 2 / len(mu)",
        "kl = np.mean(np.sum((mu**2 + np.exp(logvar) - logvar - 1) / 2, axis=-1))",
        "kl = (mu**2 + np.exp(logvar) - logvar - 1).mean(axis=0).sum() / 2",
    ),
    "paper.label_smoothing": (
        "q = np.eye(K)[y] * (1 - eps) + eps / K",
        "q = np.where(np.arange(K) == y[:, None], 1 - eps + eps / K, eps / K)",
        "q = (1 - eps) * (y[:, None] == np.arange(K)) + eps * np.ones(K) / K",
        "q = np.eye(K)[y] + eps * (1 / K - np.eye(K)[y])",
        "q = ((1 - eps) * np.eye(K) + eps / K)[y]",
    ),
    "paper.dropout": (
        "out = np.where(u < p, y / p, 0)",
        "out = y / p * (u < p)",
        "out = (u < p).astype(float) * y / p",
        "out = y * (p > u) / p",
        "out = y * (1 - (u >= p)) / p",
    ),
    "paper.he_init": (
        "W = (2 / Z.shape[1])**0.5 * Z",
        "W = Z / np.sqrt(Z.shape[-1] / 2)",
        "W = np.sqrt(2) * Z / np.sqrt(len(Z[0]))",
        "Z * np.sqrt(2 / Z[0].size)",
        "W = np.sqrt(2 / Z.shape[1]) * Z",
    ),
    "paper.lora": (
        "H = X @ W0.T + alpha / r * (X @ A.T) @ B.T",
        "H = X @ (W0 + alpha / r * B @ A).T",
        "H = (W0 @ X.T + alpha / r * B @ A @ X.T).T",
        "H = np.einsum('nk,dk->nd', X, W0) + (alpha / r) * X @ (B @ A).T",
        "H = X @ W0.T + X @ A.T @ (alpha / r * B.T)",
    ),
    "paper.infonce": (
        "loss = -np.log(softmax(U @ V.T / tau)[np.arange(len(U)), np.arange(len(U))]).mean()",
        "loss = np.mean(-np.log(np.diagonal(softmax(U @ V.T / tau, 1))))",
        "loss = -np.trace(np.log(softmax(U @ V.T / tau, axis=1))) / len(U)",
        "loss = (np.log(np.exp(U @ V.T / tau).sum(1)) - (U * V).sum(1) / tau).mean()",
        "loss = -np.log(np.diag(softmax(V @ U.T / tau, axis=0))).mean()",
    ),
    "paper.ddpm": (
        "xt = abar[t][:, None]**0.5 * x0 + (1 - abar[t][:, None])**0.5 * eps",
        "xt = (np.sqrt(abar[t]) * x0.T + np.sqrt(1 - abar[t]) * eps.T).T",
        "xt = np.sqrt(abar)[t].reshape(-1, 1) * x0 + np.sqrt(1 - abar)[t].reshape(-1, 1) * eps",
        "xt = np.sqrt(np.cumprod(alpha)[t])[:, None] * x0 + np.sqrt(1 - np.cumprod(alpha)[t])[:, None] * eps",
        "xt = np.sqrt(1 - abar[t])[:, np.newaxis] * eps + np.sqrt(abar[t])[:, np.newaxis] * x0",
    ),
    "paper.dpo": (
        "loss = np.log(1 + np.exp(-beta * ((pw - rw) - (pl - rl)))).mean()",
        "loss = np.mean(-np.log(sigmoid(beta * (pw - pl - rw + rl))))",
        "loss = -np.log(sigmoid(beta * (pw - rw) - beta * (pl - rl))).mean()",
        "loss = np.logaddexp(0, beta * (pl - rl - pw + rw)).mean()",
        "loss = -np.log(sigmoid(beta * ((pw - pl) - (rw - rl)))).sum() / len(pw)",
    ),
    "paper.reinforce": (
        "grad = x.T @ ((r - b) * (y - p)) / len(r)",
        "grad = np.einsum('n,nd->d', (r - b) * (y - p), x) / len(x)",
        "grad = ((r - r.mean()) * (y - p)) @ x / r.size",
        "grad = np.mean(((r - b) * (y - p)).reshape(-1, 1) * x, axis=0)",
        "grad = (((r - b) * (y - p))[:, None] * x).sum(0) / len(y)",
    ),
}  # fmt: skip


def test_there_are_fourteen_cards_with_five_fields() -> None:
    assert set(cards()) == set(ORACLES) == set(EQUIVALENT)
    assert len(cards()) == 14
    assert {blank.field for card in cards().values() for blank in draw(card, 0).blanks} == set(FIELDS)


def test_eighty_three_wrong_lines_have_a_message() -> None:
    assert sum(len(card.line.wrong) for card in cards().values()) == 83


@pytest.mark.seeds
@pytest.mark.parametrize("card_id", IDS)
def test_every_number_equals_an_independent_one(card_id: str) -> None:
    card = cards()[card_id]
    for seed in seeds(300, few=40):
        drawn = draw(card, seed)
        steps, wrong = ORACLES[card_id](drawn.instance.texts)
        assert np.allclose(drawn.instance.steps, steps, rtol=1e-6, atol=1e-9), seed
        assert set(drawn.instance.wrong) == set(wrong)
        for name, value in wrong.items():
            assert np.isclose(drawn.instance.wrong[name], value, rtol=1e-6, atol=1e-9), (seed, name)
        assert collision(card, drawn.instance) is None


@pytest.mark.parametrize("card_id", IDS)
def test_every_wrong_number_reaches_its_message_as_it_would_be_typed(card_id: str) -> None:
    card = cards()[card_id]
    for seed in range(FEW):
        drawn = draw(card, seed)
        blank = next(one for one in drawn.blanks if one.id == f"number.{card.number.answer}")
        given = {f"number.{index}": step.expected for index, step in enumerate(drawn.steps)}
        for name, value in drawn.instance.wrong.items():
            judged = judge_blank(drawn, blank, f"{value:.4g}", given)
            assert (judged.mark, judged.rule) == ("wrong", name), (seed, name, judged)
        assert judge_blank(drawn, blank, f"{drawn.instance.steps[card.number.answer]:.4g}", {}).mark == "right"


@pytest.mark.seeds
@pytest.mark.parametrize("card_id", IDS)
def test_every_wrong_line_is_told_from_all_others(card_id: str) -> None:
    card = cards()[card_id]
    known = references(card, 0)
    for wrong in card.line.wrong:
        verdict = compared(card, 0, list(known[wrong.line]))
        assert (verdict.mark, verdict.rule, verdict.message) == ("wrong", wrong.id, wrong.message)
        assert {row.role for row in verdict.rows} >= {"yours", "reference"}
    for seed in seeds(40, few=4):
        ends = [[steps[-1][1] for steps in both] for both in references(card, seed).values()]
        for index, mine in enumerate(ends):
            for other in ends[index + 1 :]:
                assert not all(same(a, b) for a, b in zip(mine, other, strict=True)), seed


@pytest.mark.parametrize("card_id", IDS)
def test_equivalent_lines_pass(card_id: str) -> None:
    card = cards()[card_id]
    assert len(EQUIVALENT[card_id]) == 5
    for seed in (0, 7):
        for line in EQUIVALENT[card_id]:
            mine = [traced(line, draw_) for draw_ in arrays_of(card, seed)]
            assert compared(card, seed, mine).mark == "right", line
