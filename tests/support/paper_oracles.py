"""The numbers of the paper cards, computed from the texts of a draw alone: shares no code with the cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from lessons.course import Course
from lessons.model.papers import PaperCard

Texts = Mapping[str, str]
Found = tuple[list[float], dict[str, float]]


@lru_cache(maxsize=1)
def cards() -> Mapping[str, PaperCard]:
    course = Course()
    return {entry.id: course.card(entry.id) for entry in course.outline.cards}


def _vector(text: str) -> np.ndarray:
    return np.array([float(one) for one in text.strip("()").split(",")])


def _distribution(scores: object) -> np.ndarray:
    powers = np.exp(np.asarray(scores, float) - np.max(np.asarray(scores, float)))
    return np.asarray(powers / powers.sum())


def softmax_ce(texts: Texts) -> Found:
    z, y = _vector(texts["z"]), int(texts["y"])
    p = _distribution(z)
    loss = -np.log(p[y])
    step = 1e-6 * np.eye(len(z))[y]
    slope = (np.log(np.exp(z + step).sum()) - np.log(np.exp(z - step).sum())) / 2e-6 - 1
    assert abs(slope - (p[y] - 1)) < 1e-8
    wrong = {
        "favorite": -np.log(p.max()),
        "one-minus-p": 1 - p[y],
        "bits": -np.log2(p[y]),
        "over-classes": loss / z.size,
    }
    return [np.exp(z).sum(), p[y], loss, p[y] - 1], wrong


def attention(texts: Texts) -> Found:
    q, keys = _vector(texts["q"]), np.stack([_vector(texts["k1"]), _vector(texts["k2"])])
    values, d = np.array([float(texts["v1"]), float(texts["v2"])]), q.size
    assert d == int(texts["d"]) == int(texts["root"]) ** 2
    scores = keys @ q
    weights = _distribution(scores / np.sqrt(d))
    wrong = {
        "unscaled": _distribution(scores) @ values,
        "over-d": _distribution(scores / d) @ values,
        "plain-mean": values.mean(),
        "no-softmax": scores / np.sqrt(d) @ values,
        "best-key": values[scores.argmax()],
    }
    return [scores[0], scores[0] / np.sqrt(d), weights[0], weights @ values], wrong


def sqrt_dk(texts: Texts) -> Found:
    high, d = float(texts["high"]), float(texts["d"])
    assert float(texts["gap"]) == high / np.sqrt(d) == high / float(texts["root"])

    def slope(score: float) -> float:
        return float(np.prod(_distribution([score, 0])))

    p = _distribution([high / np.sqrt(d), 0])[0]
    wrong = {"unscaled": slope(high), "over-d": slope(high / d), "p": p, "equal-scores": slope(0)}
    return [np.sqrt(d), high / np.sqrt(d), p, slope(high / np.sqrt(d))], wrong


def adam(texts: Texts) -> Found:
    gradients = (float(texts["g1"]), float(texts["g2"]))

    def run(correct: bool = True, sign: int = -1, rootless: int = 0) -> tuple[list[float], float, float]:
        theta, m, v, path = 1.0, 0.0, 0.0, []
        for t, g in enumerate(gradients, 1):
            m, v = m + 0.1 * (g - m), v + 0.001 * (g * g - v)
            a, b = (m / (1 - 0.9**t), v / (1 - 0.999**t)) if correct else (m, v)
            theta += sign * 0.1 * a / (b if t == rootless else b**0.5)
            path.append(theta)
        return path, m, v

    path, m, v = run()
    wrong = {
        "uncorrected": run(correct=False)[0][1],
        "plain-descent": 1 - 0.1 * sum(gradients),
        "ascends": run(sign=1)[0][1],
        "no-root": run(rootless=2)[0][1],
    }
    return [path[0], m, v, path[1]], wrong


def layernorm(texts: Texts) -> Found:
    a, g, b = _vector(texts["a"]), float(texts["g"]), float(texts["b"])
    unit = ((a - a.mean()) / a.std())[-1]
    wrong = {
        "h-minus-1": g * (a[-1] - a.mean()) / a.std(ddof=1) + b,
        "variance": g * (a[-1] - a.mean()) / a.var() + b,
        "not-centered": g * a[-1] / a.std() + b,
        "bias-first": g * (unit + b),
    }
    return [a.mean(), a.var(), unit, g * unit + b], wrong


def vae_kl(texts: Texts) -> Found:
    mu, var = float(texts["mu"]), float(texts["var"])

    def divergence(m: tuple[float, float], n: tuple[float, float]) -> float:
        """KL between Gaussians (mean, variance), by integration."""
        x = np.linspace(-60, 60, 4_001)
        logs = [-((x - c) ** 2) / (2 * s) - np.log(2 * np.pi * s) / 2 for c, s in (m, n)]
        return float((np.exp(logs[0]) * (logs[0] - logs[1])).sum() * (x[1] - x[0]))

    kl = divergence((mu, var), (0, 1))
    bracket = 1 + np.log(var) - mu**2 - var
    wrong = {
        "left-side": -kl,
        "log-sigma": -(1 + np.log(var**0.5) - mu**2 - var) / 2,
        "no-half": -bracket,
        "sigma-for-variance": divergence((mu, var**2), (0, 1)),
        "reversed": divergence((0, 1), (mu, var)),
    }
    return [np.log(var), bracket, kl], wrong


def label_smoothing(texts: Texts) -> Found:
    eps, count = float(texts["eps"]), int(texts["K"])
    p = np.array([float(texts["top"]), *[float(texts["rest"])] * (count - 1)])
    assert abs(p.sum() - 1) < 1e-9
    assert float(texts["keep"]) == round(1 - eps, 6)
    hard, uniform = np.eye(count)[0], np.full(count, 1 / count)
    soft = (1 - eps) * hard + eps * uniform
    other = np.where(hard == 1, 1 - eps, eps / (count - 1))
    loss = -(soft * np.log(p)).sum()
    wrong = {
        "unsmoothed": -np.log(p[0]),
        "label-only": -((1 - eps) * hard * np.log(p)).sum(),
        "k-minus-1": -(other * np.log(p)).sum(),
        "bits": -(soft * np.log2(p)).sum(),
    }
    return [soft[0], soft[1], loss], wrong


def dropout(texts: Texts) -> Found:
    y, w, p = _vector(texts["y"]), _vector(texts["w"]), float(texts["p"])

    def moments(keep: float) -> tuple[float, float]:
        masks = np.array([(i, j) for i in (0, 1) for j in (0, 1)])
        weights = np.prod(np.where(masks == 1, keep, 1 - keep), axis=1)
        z = masks @ (w * y) + 1
        mean = weights @ z
        return mean, weights @ (z - mean) ** 2

    mean, variance = moments(p)
    wrong = {
        "none-dropped": w @ y + 1,
        "p-drops": moments(1 - p)[0],
        "bias-too": p * (w @ y + 1),
        "over-p": w @ y / p + 1,
    }
    return [mean, p * (1 - p), variance], wrong


def he_init(texts: Texts) -> Found:
    kernel, channels = int(texts["k"]), int(texts["c"])
    weights = np.empty((channels, kernel, kernel))
    assert int(texts["area"]) == weights[0].size
    n = weights.size
    wrong = {
        "variance": 2 / n,
        "channels": (2 / channels) ** 0.5,
        "no-2": n**-0.5,
        "positions": (2 / weights[0].size) ** 0.5,
    }
    return [n, 2 / n, (2 / n) ** 0.5], wrong


def lora(texts: Texts) -> Found:
    a, b = _vector(texts["A"]).reshape(1, 2), _vector(texts["B"]).reshape(2, 1)
    x, alpha = _vector(texts["x"]), float(texts["alpha"])
    update = b @ a @ x
    wrong = {
        "unscaled": (x + update)[1],
        "update-only": alpha * update[1],
        "all-scaled": alpha * (x + update)[1],
        "ab": (x + alpha * (a @ b).item() * x)[1],
    }
    return [(a @ x)[0], update[1], alpha * update[1], (x + alpha * update)[1]], wrong


def infonce(texts: Texts) -> Found:
    own, other, tau = (float(texts[name]) for name in ("own", "other", "tau"))
    others = {"two": 2, "three": 3, "four": 4}[texts["others"]]

    def loss(scale: float, count: int = others) -> float:
        return float(-np.log(_distribution(np.array([own, *[other] * count]) / scale)[0]))

    far = np.exp((other - own) / tau)
    wrong = {
        "no-tau": loss(1),
        "times-tau": loss(1 / tau),
        "own-left-out": np.log(others * np.exp(other / tau)) - own / tau,
        "one-other": loss(tau, 1),
    }
    return [(own - other) / tau, others * far, loss(tau)], wrong


def ddpm(texts: Texts) -> Found:
    beta, x, e = _vector(texts["beta"]), float(texts["x0"]), float(texts["eps"])
    left = np.cumprod(1 - beta)[-1]
    assert float(texts["last"]) == round(1 - beta[-1], 6)

    def mixed(a: float) -> float:
        return float(a**0.5 * x + (1 - a) ** 0.5 * e)

    wrong = {
        "no-roots": left * x + (1 - left) * e,
        "one-alpha": mixed(1 - beta[-1]),
        "betas": mixed(np.prod(beta)),
        "one-minus-root": left**0.5 * x + (1 - left**0.5) * e,
    }
    return [left, left**0.5, (1 - left) ** 0.5, mixed(left)], wrong


def dpo(texts: Texts) -> Found:
    beta, pw, rw, pl, rl = (float(texts[name]) for name in ("beta", "pw", "rw", "pl", "rl"))

    def loss(better: float, worse: float) -> float:
        return float(-np.log(_distribution([better, worse])[0]))

    winner, loser = pw - rw, pl - rl
    wrong = {
        "no-reference": loss(beta * pw, beta * pl),
        "swapped": loss(beta * loser, beta * winner),
        "no-beta": loss(winner, loser),
        "added": loss(beta * winner, -beta * loser),
        "no-log": _distribution([beta * winner, beta * loser])[0],
    }
    return [winner, loser, beta * (winner - loser), loss(beta * winner, beta * loser)], wrong


def reinforce(texts: Texts) -> Found:
    p, rewards = float(texts["p"]), np.array([float(texts["r1"]), float(texts["r0"])])
    y, chances = np.array([1.0, 0.0]), np.array([p, 1 - p])
    assert float(texts["rest"]) == round(1 - p, 6)
    terms = rewards * (y - p)
    wrong = {
        "unweighted": terms.sum(),
        "no-slope": p * (rewards[0] - rewards[1]),
        "mean-reward": chances @ rewards,
        "plain-mean": terms.mean(),
        "sign": -(chances @ terms),
    }
    return [*terms, chances @ terms], wrong


ORACLES: Mapping[str, Callable[[Texts], Found]] = {
    f"paper.{oracle.__name__}": oracle
    for oracle in (
        softmax_ce, attention, sqrt_dk, adam, layernorm, vae_kl, label_smoothing, dropout, he_init, lora, infonce,
        ddpm, dpo, reinforce,
    )
}  # fmt: skip
