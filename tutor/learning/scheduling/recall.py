"""The recall model: the probability that the next answer is right, learned from one learner's own answers. Pure.

    logit p = a + s (logit R - logit 0.9) + d[item] + u ln(1 + right today) - v ln(1 + wrong today) + w last + ...

R is FSRS-6's retrievability over all tries at the skill, a is the learner's level, d[item] how easy an item is for
them. Two indicators take the place of what R cannot say: that a skill is new, and that the last try was half a day ago
or more. The numbers shared by all items have a joint normal prior and each d[item] has one of its own; every answer
moves them by one Newton step (the Laplace approximation to Bayesian logistic regression; Spiegelhalter & Lauritzen
1990, Networks 20, 579-605). A prediction is averaged over what is still uncertain (MacKay 1992, Neural Computation 4,
720-736).

Whether that predicts this learner better than plain FSRS or a constant is measured on each first answer after half a
day or more, before the answer is learned from; the best of the three is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp, log, log1p, pi, sqrt
from typing import Literal, TypeAlias

from msgspec import Struct

from progress.fsrs6 import MemoryState, first_memory, next_memory, retrievability

DAY = 86_400_000
DELAY = DAY // 2
"""The gap in milliseconds from which an answer is delayed: recall, not what is still in mind."""

ENOUGH_DELAYED = 10
"""The number of delayed answers below which no percentage is claimed."""

Predictor: TypeAlias = Literal["model", "fsrs", "constant"]

LEVEL, SLOPE, RIGHT_TODAY, WRONG_TODAY, LAST, NEW, DELAYED = range(7)
PRIOR: tuple[tuple[float, float], ...] = (
    (1.3, 1.0),  # level: at R = 0.9, right about four times in five
    (0.3, 0.15),  # slope: less than 1, because slips, guesses and unlike items flatten what FSRS says
    (0.3, 0.3),
    (0.3, 0.3),
    (0.2, 0.2),
    (-0.8, 0.7),
    (-0.1, 0.4),
)
"""Mean and standard deviation of each shared number before the first answer."""

ITEM_SD = 0.8
"""Standard deviation of d[item] before the first answer to the item."""

_DRIFT = 0.0003
"""Variance that the level gains with each answer: learners change."""

REPEATED = 0.4
"""What an answer to a skill tells, within half a day of another, as a fraction of one answer: they are much alike."""

RETENTION_BAND = 0.03
"""How far the retrievability at which a skill is due may lie from the chance aimed at.

No schedule makes a learner surer than they are, and the ease of an item is known only roughly: without a bound, reviews
go to what looks hard, and what looks easy is forgotten.
"""

_CENTER = log(0.9 / 0.1)
_EDGE = 0.05
_FADE = 0.99
"""Weight of a delayed answer in the hold-out relative to the one after it."""

_MARGIN = 3.0
"""Log loss in nats, summed over the hold-out, by which another predictor has to be better: a factor of 20 in odds."""


class Try(Struct, frozen=True, gc=False, order=True):
    """An answer or a giving up: when (milliseconds since 1970), on which day of the learner's, at what, how it went.

    `number` and `id_checksum` order tries of the same time. `grade` is 1 for wrong or given up, 2 for right with help,
    3 for right. `skills` are those of a case to debug, which is no item and counts only when it was solved.
    """

    ms: int
    number: int
    id_checksum: int
    item: str
    day: int
    grade: int
    skills: tuple[str, ...] = ()


class SkillMemory(Struct, frozen=True, gc=False):
    """What is known of one skill: the FSRS memory, the last try and the counts of its day."""

    memory: MemoryState
    ms: int
    """When `memory` was last stepped; credit moves it without a try."""
    tried: int
    day: int
    right_today: int
    wrong_today: int
    last_right: bool
    tries: int = 1

    def recall(self, now: int) -> float:
        """FSRS-6's retrievability at a time."""
        return retrievability(self.memory.stability, (now - self.ms) / DAY)


class DelayedTrial(Struct, frozen=True, gc=False):
    """A first answer to a skill after half a day or more: the three predictions before it, and the outcome."""

    skill: str
    ms: int
    day: int
    days: int
    """Days of the learner's since the last try."""
    said: float
    """What the program put the chance at: the prediction of the predictor in use."""
    fsrs: float
    right: bool


class HoldOut(Struct, frozen=True, gc=False):
    """The rolling hold-out: the number of delayed answers, the right ones, and each predictor's faded loss."""

    delayed: int = 0
    right: int = 0
    weight: float = 0.0
    model: float = 0.0
    fsrs: float = 0.0
    constant: float = 0.0

    @property
    def enough(self) -> bool:
        """Whether there are enough delayed answers to claim a percentage."""
        return self.delayed >= ENOUGH_DELAYED

    @property
    def mean(self) -> float:
        """The constant prediction: the mean of the delayed answers, with two right answers of three added."""
        return (self.right + 2) / (self.delayed + 3)

    @property
    def best(self) -> Predictor:
        """The predictor in use: the model, unless another was better by the margin."""
        if not self.enough:
            return "model"
        bound = self.model - _MARGIN
        losses: dict[Predictor, float] = {"constant": self.constant, "fsrs": self.fsrs}
        name = min(losses, key=lambda one: losses[one])
        return name if losses[name] < bound else "model"

    def loss(self, predictor: Predictor) -> float | None:
        """The mean log loss of a predictor over the hold-out, in nats; None before the first delayed answer."""
        total = {"model": self.model, "fsrs": self.fsrs, "constant": self.constant}[predictor]
        return total / self.weight if self.weight else None

    def after(self, model: float, fsrs: float, right: bool) -> HoldOut:
        """The hold-out with one more delayed answer and what the model and FSRS had said."""
        return HoldOut(
            self.delayed + 1,
            self.right + right,
            self.weight * _FADE + 1,
            self.model * _FADE + log_loss(model, right),
            self.fsrs * _FADE + log_loss(fsrs, right),
            self.constant * _FADE + log_loss(self.mean, right),
        )


class RecallModel:
    """The numbers learned from a sequence of tries; `learn` adds one, `copy` makes an independent model.

    Args:
        prior: The prior mean of d[item]; 0 for all by default.
    """

    __slots__ = ("_covariance", "_mean", "_prior", "hold_out", "items", "skills", "trials")

    def __init__(self, prior: Callable[[str], float] = lambda _: 0.0) -> None:
        self._prior = prior
        self._mean = [mean for mean, _ in PRIOR]
        self._covariance = [
            [sd * sd if row == column else 0.0 for column in range(len(PRIOR))] for row, (_, sd) in enumerate(PRIOR)
        ]
        self.items: dict[str, tuple[float, float]] = {}
        """By item, mean and variance of d[item]."""
        self.skills: dict[str, SkillMemory] = {}
        self.hold_out = HoldOut()
        self.trials: list[DelayedTrial] = []

    def copy(self) -> RecallModel:
        """A model that can learn on without changing this one."""
        other = RecallModel(self._prior)
        other._mean = list(self._mean)
        other._covariance = [list(row) for row in self._covariance]
        other.items, other.skills = dict(self.items), dict(self.skills)
        other.hold_out, other.trials = self.hold_out, list(self.trials)
        return other

    @property
    def numbers(self) -> tuple[tuple[float, float], ...]:
        """Mean and standard deviation of each shared number, in the order of PRIOR."""
        return tuple((mean, sqrt(self._covariance[at][at])) for at, mean in enumerate(self._mean))

    def item(self, item: str) -> tuple[float, float]:
        """Mean and variance of d[item]."""
        held = self.items.get(item)
        return held if held is not None else (self._prior(item), ITEM_SD * ITEM_SD)

    def predict(self, skill: str, items: Sequence[str], now: int, day: int | None = None) -> float:
        """The model's probability that an answer at a time is right: at one item, or at an average one of several."""
        return self._predict(features(self.skills.get(skill), now, day), items)

    def _predict(self, x: Sequence[float], items: Sequence[str]) -> float:
        ease, variance = self._ease(items)
        score, spread, _ = self._score(x)
        return sigmoid((score + ease) / sqrt(1 + pi / 8 * (spread + variance)))

    def _ease(self, items: Sequence[str]) -> tuple[float, float]:
        """Mean and variance of d[item] at an average one of several items."""
        moments = [self.item(item) for item in items]
        count = len(moments) or 1
        return sum(mean for mean, _ in moments) / count, sum(each for _, each in moments) / count**2

    def chance(self, skill: str, items: Sequence[str], now: int, day: int | None = None) -> float:
        """The probability that the predictor in use gives; others than the model are for delayed answers only."""
        other = self._other_than_model(self.skills.get(skill), now)
        return self.predict(skill, items, now, day) if other is None else other

    def _other_than_model(self, held: SkillMemory | None, now: int) -> float | None:
        """What FSRS or the constant gives where it is in use; None where the model is."""
        best = self.hold_out.best
        if held is None or best == "model" or now - held.tried < DELAY:
            return None
        return clipped(held.recall(now)) if best == "fsrs" else self.hold_out.mean

    def retention(self, skill: str, items: Sequence[str], chance: float) -> float:
        """The retrievability at which the chance of a right answer, half a day or more after the last, is `chance`.

        At most RETENTION_BAND away from it; `chance` itself where the model is not in use, or not sure enough.
        """
        held = self.skills.get(skill)
        if held is None or not self.hold_out.enough or self.hold_out.best != "model":
            return chance
        ease, variance = self._ease(items)
        x = (1.0, 0.0, 0.0, 0.0, 1.0 if held.last_right else -1.0, 0.0, 1.0)
        score, spread, _ = self._score(x)
        wanted = log(chance / (1 - chance)) * sqrt(1 + pi / 8 * (spread + variance))
        slope = max(0.05, self._mean[SLOPE])
        low, high = chance - RETENTION_BAND, min(0.98, chance + RETENTION_BAND)
        return min(high, max(low, sigmoid(max(-30.0, min(30.0, _CENTER + (wanted - score - ease) / slope)))))

    def learn(self, skill: str, tried: Try) -> float:
        """Learn from one try at a skill. Returns the probability that was given before it.

        The memories of skills are stepped by `practise`, so that an item of several skills is learned from once.
        """
        held, right = self.skills.get(skill), tried.grade > 1
        x = features(held, tried.ms, tried.day)
        model, other = self._predict(x, (tried.item,)), self._other_than_model(held, tried.ms)
        said = model if other is None else other
        if held is not None and tried.ms - held.tried >= DELAY:
            fsrs, days = clipped(held.recall(tried.ms)), max(0, tried.day - held.day)
            self.trials.append(DelayedTrial(skill, tried.ms, tried.day, days, said, fsrs, right))
            self.hold_out = self.hold_out.after(model, fsrs, right)
        self._step(x, tried.item, right)
        return said

    def practise(self, skill: str, tried: Try) -> None:
        """Step the memory of a skill by one try."""
        self.skills[skill] = after_try(self.skills.get(skill), tried)

    def _score(self, x: Sequence[float]) -> tuple[float, float, list[float]]:
        """(mean, variance, covariance times x) of the shared part of the score."""
        used = [(at, value) for at, value in enumerate(x) if value]
        product = []
        for row in self._covariance:
            total = 0.0
            for at, value in used:
                total += row[at] * value
            product.append(total)
        mean, spread = 0.0, 0.0
        for at, value in used:
            mean += self._mean[at] * value
            spread += product[at] * value
        return mean, spread, product

    def _step(self, x: Sequence[float], item: str, right: bool) -> None:
        """One Newton step on the posterior of the shared numbers and d[item]."""
        share = 1.0 if x[NEW] or x[DELAYED] else REPEATED
        self._covariance[LEVEL][LEVEL] += _DRIFT
        score, spread, product = self._score(x)
        ease, variance = self.item(item)
        p = sigmoid(score + ease)
        weight = max(p * (1 - p), 1e-4) * share
        scale = 1 / (1 + weight * (spread + variance))
        gain, shrink = (right - p) * share * scale, weight * scale
        for row, each in enumerate(product):
            if each:
                self._mean[row] += gain * each
                line, factor = self._covariance[row], shrink * each
                for column, other in enumerate(product):
                    line[column] -= factor * other
        self.items[item] = ease + gain * variance, variance - shrink * variance * variance


def features(held: SkillMemory | None, now: int, day: int | None) -> tuple[float, ...]:
    """The features of a try at a skill at a time, in the order of PRIOR.

    Without a day, one less than half a day after the last try is of the same day.
    """
    if held is None:
        return 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0
    recall = min(1 - _EDGE, max(_EDGE, held.recall(now)))
    delayed = now - held.tried >= DELAY
    today = day == held.day if day is not None else not delayed
    return (
        1.0,
        log(recall / (1 - recall)) - _CENTER,
        log1p(held.right_today) if today else 0.0,
        -log1p(held.wrong_today) if today else 0.0,
        1.0 if held.last_right else -1.0,
        0.0,
        1.0 if delayed else 0.0,
    )


def after_try(held: SkillMemory | None, tried: Try) -> SkillMemory:
    """The memory of a skill after one more try; one with an earlier time than the last counts at the last's."""
    right = tried.grade > 1
    if held is None:
        return SkillMemory(first_memory(tried.grade), tried.ms, tried.ms, tried.day, int(right), int(not right), right)
    ms = max(tried.ms, held.ms)
    memory = next_memory(held.memory, tried.grade, (ms - held.ms) / DAY)
    same = tried.day == held.day
    return SkillMemory(
        memory,
        ms,
        max(tried.ms, held.tried),
        tried.day,
        right + (held.right_today if same else 0),
        (not right) + (held.wrong_today if same else 0),
        right,
        held.tries + 1,
    )


def sigmoid(score: float) -> float:
    """1 / (1 + exp(-score)), without overflow."""
    if score >= 0:
        return 1 / (1 + exp(-score))
    small = exp(score)
    return small / (1 + small)


def clipped(p: float) -> float:
    """A probability clipped away from 0 and 1, where the log loss is infinite."""
    return min(0.99, max(0.01, p))


def log_loss(p: float, right: bool) -> float:
    """The log loss of a probability, in nats."""
    return -log(p if right else 1 - p)


def difficulty_prior(kind: str, steps: int) -> float:
    """The prior mean of d[item], from the item's kind and its number of steps: a guess that a few answers correct."""
    return _EASE.get(kind, 0.0) - 0.08 * min(steps, 6)


_EASE: Mapping[str, float] = {"choice": 0.4, "multi": -0.1, "order": 0.0, "expression": -0.1, "matrix": -0.3}
