"""Demos moved by hand: values of their controls that meet each challenge, and the nudges that lead there."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lessons.model.demo import Demo, Handle, State, Value, number, point

GOALS: Mapping[tuple[str, str], Mapping[str, Value]] = {
    ("arrows", "cancel"): {"a": (2.0, 1.0), "b": (-2.0, -1.0)},
    ("arrows", "up"): {"a": (2.0, 2.0), "b": (-2.0, 2.0)},
    ("arrows", "full"): {"a": (3.0, 1.5), "b": (2.0, 1.0)},
    ("arrows", "short"): {"a": (3.0, 0.0), "b": (-2.5, 0.5)},
    ("vectors", "right-angle"): {"b": (-1.0, 3.0)},
    ("vectors", "against"): {"b": (-2.0, 2.0)},
    ("vectors", "half"): {"b": (1.5, 0.5)},
    ("vectors", "reach"): {"a": (3.0, 0.0), "b": (2.0, 2.0)},
    ("vectors", "large-apart"): {"a": (4.0, 4.0), "b": (4.0, -0.5)},
    ("matrix", "kept"): {"e1": (2.0, 1.0), "e2": (1.0, 2.0), "v": (1.0, 1.0)},
    ("matrix", "other"): {"e1": (2.0, 1.0), "e2": (1.0, 2.0), "v": (1.0, -1.0)},
    ("matrix", "round"): {"e1": (-1.0, 0.0), "v": (1.0, 0.0)},
    ("matrix", "flat"): {"e2": (2.0, 0.0)},
    ("eigen", "pulled"): {"n": 5.0},
    ("eigen", "weaker"): {"angle": 135.0},
    ("eigen", "only"): {"e1": (1.0, 0.0), "e2": (1.0, 1.0)},
    ("eigen", "none"): {"e1": (0.0, 1.0), "e2": (-1.0, 0.0)},
    ("eigen", "flip"): {"e1": (1.0, 2.0), "e2": (2.0, 1.0), "angle": -45.0},
    ("low_rank", "least"): {"k": 2.0},
    ("low_rank", "most"): {"k": 3.0},
    ("low_rank", "nearest"): {"k": 3.0, "noise": 0.25},
    ("low_rank", "lost"): {"k": 3.0, "noise": 0.4},
    ("distribution", "high"): {"sigma": 0.1},
    ("distribution", "most"): {"w": 2.0},
    ("distribution", "settled"): {"n": 2000.0},
    ("distribution", "unlucky"): {"n": 10.0, "seed": 5.0},
    ("bayes", "even"): {"alarm": 0.9},
    ("bayes", "perfect"): {"sensitivity": 100.0},
    ("bayes", "trusted"): {"sensitivity": 100.0, "alarm": 0.1},
    ("bayes", "useless"): {"alarm": 90.0},
    ("likelihood", "on-peak"): {"theta": 0.6},
    ("likelihood", "three-quarters"): {"heads": 6.0, "tails": 2.0},
    ("likelihood", "refuted"): {"heads": 10.0, "tails": 0.0},
    ("likelihood", "tiny"): {"heads": 12.0, "tails": 12.0},
    ("softmax", "unmoved"): {"c": 1.0},
    ("softmax", "sharp"): {"T": 0.2},
    ("softmax", "flat"): {"T": 10.0},
    ("softmax", "half"): {"z1": 0.7, "z2": 0.0},
    ("ellipse", "silent"): {"rho": 0.0},
    ("ellipse", "circle"): {"rho": 0.0, "sx": 1.0},
    ("ellipse", "known"): {"rho": -0.8},
    ("ellipse", "line"): {"rho": 0.95},
    ("attention", "uniform"): {"q": (0.0, 0.0)},
    ("attention", "copied"): {"q": (-4.0, 4.0)},
    ("attention", "sharp"): {"scale": 0.0},
    ("attention", "hidden"): {"seen": 1.0},
    ("tangent", "agree"): {"h": 0.01},
    ("tangent", "level"): {"x": -1.0},
    ("tangent", "fall"): {"x": 0.0},
    ("tangent", "deceive"): {"x": -2.0, "h": 3.0},
    ("graph", "idle"): {"x": 0.0, "b": 2.0},
    ("graph", "idle-input"): {"w": 0.0, "b": 2.0},
    ("graph", "fit"): {"y": 3.0},
    ("graph", "loud"): {"w": 1.0, "x": 3.0, "b": 0.0, "y": 0.5},
    ("descent", "land"): {"eta": 0.5, "n": 1.0},
    ("descent", "bounce"): {"eta": 1.0, "n": 2.0},
    ("descent", "diverge"): {"eta": 1.01, "n": 1.0},
    ("descent", "edge"): {"eta": 0.09, "stretch": 10.0, "n": 5.0},
    ("descent", "quick"): {"eta": 0.2, "stretch": 4.0, "n": 10.0},
    ("optimizers", "diverge"): {"eta": 0.081},
    ("optimizers", "thirty"): {"eta": 0.111, "beta": 0.44},
    ("optimizers", "adapt"): {"adam": 1.0, "eta": 1.0, "beta": 0.3},
    ("optimizers", "quiet"): {"noise": 5.0, "eta": 0.004},
    ("entropy", "half"): {"p": 0.11},
    ("entropy", "settled"): {"p": 1.0},
    ("entropy", "most"): {"p": 0.33, "split": 0.5},
    ("entropy", "disguise"): {"p": 0.75, "split": 0.2},
    ("divergence", "zero"): {"q1": 0.5, "q2": 0.5},
    ("divergence", "alike"): {"p2": 0.2, "q1": 0.5, "q2": 0.8},
    ("divergence", "infinite"): {"q1": 0.5, "q2": 1.0},
    ("divergence", "one-sided"): {"q1": 0.5, "q2": 0.95},
    ("divergence", "waste"): {"q1": 0.95, "q2": 0.5},
    ("classifier", "wrong"): {"z1": 5.0, "z2": -1.0},
    ("classifier", "guessing"): {"z1": 0.5, "z2": 0.0, "z3": -1.0},
    ("classifier", "bit"): {"z1": 2.0, "z2": 2.0, "z3": -3.0},
    ("classifier", "learned"): {"z1": -1.0, "z2": 5.0, "z3": -1.0},
}
"""By demo and challenge, values of the controls that meet it."""

NEAR: Mapping[tuple[str, str], Mapping[str, Value]] = {
    ("arrows", "cancel"): {"a": (0.0, 0.0), "b": (0.0, 0.0)},
    ("arrows", "up"): {"a": (0.0, 2.0), "b": (0.0, 2.0)},
    ("arrows", "full"): {"a": (2.0, 1.0), "b": (-2.0, -1.0)},
    ("arrows", "short"): {"a": (3.0, 0.0), "b": (-3.0, 0.0)},
    ("vectors", "right-angle"): {"b": (0.0, 0.0)},
    ("vectors", "against"): {"b": (-1.0, 1.0)},
    ("vectors", "half"): {"b": (-1.5, -0.5)},
    ("vectors", "reach"): {"a": (3.0, 0.0), "b": (2.0, 0.0)},
    ("vectors", "large-apart"): {"a": (4.0, 4.0), "b": (4.0, 0.0)},
    ("matrix", "kept"): {"e1": (2.0, 0.0), "e2": (0.0, 2.0)},
    ("matrix", "other"): {"e1": (2.0, 1.0), "e2": (1.0, 2.0), "v": (1.0, 1.0)},
    ("matrix", "round"): {"v": (0.0, 0.0)},
    ("matrix", "flat"): {"e2": (0.0, 0.0)},
    ("eigen", "pulled"): {"n": 3.0},
    ("eigen", "weaker"): {"angle": 45.0},
    ("eigen", "only"): {"e1": (1.0, 0.0), "e2": (0.0, 1.0)},
    ("eigen", "none"): {"e1": (0.0, 1.0), "e2": (1.0, 0.0)},
    ("eigen", "flip"): {"angle": -45.0},
    ("low_rank", "least"): {"k": 3.0},
    ("low_rank", "most"): {"k": 2.0},
    ("low_rank", "nearest"): {"k": 2.0, "noise": 0.25},
    ("low_rank", "lost"): {"k": 2.0, "noise": 0.4},
    ("distribution", "high"): {"sigma": 0.2},
    ("distribution", "most"): {"w": 1.9},
    ("distribution", "settled"): {"n": 2000.0, "sigma": 0.5},
    ("distribution", "unlucky"): {"n": 0.0},
    ("bayes", "even"): {"alarm": 1.0},
    ("bayes", "perfect"): {"sensitivity": 100.0, "prior": 20.0},
    ("bayes", "trusted"): {"sensitivity": 100.0, "alarm": 0.2},
    ("bayes", "useless"): {"sensitivity": 0.0, "alarm": 0.0},
    ("likelihood", "on-peak"): {"theta": 0.5, "tails": 3.0},
    ("likelihood", "three-quarters"): {"tails": 1.0},
    ("likelihood", "refuted"): {"heads": 5.0, "tails": 0.0},
    ("likelihood", "tiny"): {"heads": 20.0, "tails": 0.0},
    ("softmax", "unmoved"): {"c": 0.5},
    ("softmax", "sharp"): {"z1": 5.0, "z2": -5.0},
    ("softmax", "flat"): {"z1": 0.0, "z2": 0.0},
    ("softmax", "half"): {"z1": 0.0, "z2": 0.0},
    ("ellipse", "silent"): {"rho": -0.05},
    ("ellipse", "circle"): {"rho": 0.0, "sx": 1.5},
    ("ellipse", "known"): {"rho": 0.75},
    ("ellipse", "line"): {"rho": 0.9},
    ("attention", "uniform"): {"q": (0.5, 0.0)},
    ("attention", "copied"): {"q": (-4.0, 4.0), "scale": 0.0},
    ("attention", "sharp"): {"q": (2.5, 2.0)},
    ("attention", "hidden"): {"seen": 2.0},
    ("tangent", "agree"): {"h": 0.3},
    ("tangent", "level"): {"x": -0.75},
    ("tangent", "fall"): {"x": 0.25},
    ("tangent", "deceive"): {"x": -1.0, "h": 3.0},
    ("graph", "idle"): {"x": 0.0},
    ("graph", "idle-input"): {"w": 0.0},
    ("graph", "fit"): {"w": 0.0},
    ("graph", "loud"): {"x": 3.0, "y": 3.0},
    ("descent", "land"): {"eta": 0.5, "x": 3.0, "n": 1.0},
    ("descent", "bounce"): {"eta": 0.99, "n": 2.0},
    ("descent", "diverge"): {"eta": 1.0, "n": 1.0},
    ("descent", "edge"): {"eta": 0.1, "stretch": 10.0, "n": 5.0},
    ("descent", "quick"): {"eta": 0.1, "stretch": 4.0, "n": 10.0},
    ("optimizers", "diverge"): {"eta": 0.08},
    ("optimizers", "thirty"): {"eta": 0.077},
    ("optimizers", "adapt"): {"adam": 1.0, "eta": 0.1, "beta": 0.3},
    ("optimizers", "quiet"): {"noise": 5.0, "eta": 0.04},
    ("entropy", "half"): {"p": 0.9},
    ("entropy", "settled"): {"p": 0.99},
    ("entropy", "most"): {"p": 0.33, "split": 0.4},
    ("entropy", "disguise"): {"p": 0.5, "split": 0.0},
    ("divergence", "zero"): {"q1": 0.5, "q2": 0.45},
    ("divergence", "alike"): {"q1": 0.5, "q2": 0.5},
    ("divergence", "infinite"): {"p2": 1.0, "q2": 1.0, "q1": 0.5},
    ("divergence", "one-sided"): {"q1": 0.5, "q2": 1.0},
    ("divergence", "waste"): {"q1": 1.0},
    ("classifier", "wrong"): {"z1": 4.0, "z2": -0.5},
    ("classifier", "guessing"): {"z1": 1.0, "z2": 1.0, "z3": 1.0},
    ("classifier", "bit"): {"z1": 2.0, "z2": 2.0, "z3": 0.0},
    ("classifier", "learned"): {"z1": 5.0, "z2": -1.0, "z3": -1.0},
}
"""By demo and challenge, values close by that do not meet it."""


def moved_to(demo: Demo, goals: Mapping[str, Value]) -> State:
    """The state after nudging each control from its initial value to its goal, step by step."""
    state = demo.initial()
    for name, goal in goals.items():
        for _ in range(1200):
            off = np.atleast_1d(np.subtract(goal, state[name]))
            if np.abs(off).max() < 1e-9:
                break
            signs = [int(sign) for sign in np.sign(np.where(np.abs(off) < 1e-9, 0, off))]
            state = demo.nudge(state, name, signs[0], signs[1] if len(signs) > 1 else 0)
        else:
            raise AssertionError(f"{goal} is out of reach for {name}")
    return state


def in_range(demo: Demo, state: State) -> bool:
    """Whether every control has a value within its limits."""
    values = {
        control: point(state, control.name) if isinstance(control, Handle) else (number(state, control.name),)
        for control in demo.controls
    }
    return all(control.lo <= value <= control.hi for control, parts in values.items() for value in parts)
