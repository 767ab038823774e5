"""A program of the course that runs with a fault in it. What a learner types is never run here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lessons.model.debugging import Program
from lessons.model.text_module import load_module

Array = npt.NDArray[Any]
Weights = dict[str, Array]


class StoppedError(Exception):
    """A run was stopped before its end."""


class Trained(Struct, frozen=True):
    """The result of a training run: the weights, two scores, and per step loss, gradient norm and weight norm."""

    weights: Mapping[str, Array]
    train_score: float
    test_score: float
    losses: Array
    gradient_norms: Array
    weight_norms: Array


class Run:
    """A program with one fault, its data, and what it computes. It trains when that is first asked for.

    Args:
        program: The program.
        fault: The id of the fault; empty for the healthy program.
        seed: Draws the data and the first weights.
        stopped: Asked before each step; a run that is stopped raises StoppedError.
        relabel: Whether to shuffle the first column of the table, which holds labels or targets.
        constants: Replace constants of the program, such as LR.
    """

    def __init__(
        self,
        program: Program,
        fault: str,
        seed: int,
        stopped: Callable[[], bool] = lambda: False,
        relabel: bool = False,
        constants: Mapping[str, float] | None = None,
    ) -> None:
        self.program, self.fault, self.seed, self._stopped = program, fault, seed, stopped
        self.module = load_module(f"{program.id}_{fault or 'healthy'}", program.with_fault(fault))
        vars(self.module).update(constants or {})
        self.table = program.data(seed)
        if relabel:
            self.table[:, 0] = np.random.default_rng(3).permutation(self.table[:, 0])

    def again(self, relabel: bool = False, **constants: float) -> Run:
        """Another run of the same program with other constants, or with shuffled labels."""
        return Run(self.program, self.fault, self.seed, self._stopped, relabel, constants)

    def call(self, name: str, *arguments: Any, **options: Any) -> Any:
        """Call a function of the program."""
        return getattr(self.module, name)(*arguments, **options)

    @property
    def data(self) -> tuple[Array, Array, Array, Array]:
        """Training rows and labels, test rows and labels, as the program loads them."""
        return cast("tuple[Array, Array, Array, Array]", self.call("load", self.table))

    @property
    def initial(self) -> Weights:
        """The first weights."""
        return cast("Weights", self.call("init", np.random.default_rng(self.seed)))

    def batch(self, rows: int) -> tuple[Array, Array]:
        """A random sample of training rows and their labels, the same for every call."""
        x, y, *_ = self.data
        chosen = np.random.default_rng(5).permutation(len(y))[:rows]
        return x[chosen], y[chosen]

    def loss(self, weights: Weights, x: Array, y: Array) -> float:
        """The loss of some rows, without dropout."""
        return float(self.call("loss", self.call("forward", weights, x)[-1], y))

    def gradient(self, weights: Weights, x: Array, y: Array) -> Weights:
        """The gradient of the loss of some rows as the program computes it."""
        g: Weights = {name: np.zeros(value.shape) for name, value in weights.items()}
        self.call("backward", weights, x, y, g, *self.call("forward", weights, x))
        return g

    @cached_property
    def trained(self) -> Trained:
        """Train as the program does. Raises StoppedError."""
        log: list[tuple[float, float, float]] = []

        def note(weights: Weights, loss: float, gradient: Weights, _: Array) -> None:
            self.check()
            log.append((float(loss), norm(gradient), norm(weights)))

        weights, first, second = self.call("run", self.table, np.random.default_rng(self.seed), note)
        losses, gradients, sizes = np.array(log).T
        return Trained(weights, float(first), float(second), losses, gradients, sizes)

    def check(self) -> None:
        """Raise StoppedError if the run was stopped."""
        if self._stopped():
            raise StoppedError


def norm(arrays: Mapping[str, Array]) -> float:
    """The Euclidean norm of all entries of several arrays."""
    return float(np.sqrt(sum(float((value.astype(float) ** 2).sum()) for value in arrays.values())))
