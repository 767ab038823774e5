"""Checks of a demo: what it asks and keeps covered, and what a walk through its states shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from lessons.lint.problem import Problem
from lessons.lint.tools import Tools
from lessons.lint.wording import demo_word_faults
from lessons.model.demo import Demo, Handle, State, View
from lessons.outline import Outline

READOUTS = 8  # rows beside the figure
PREDICTED = 3  # draws of each prediction that are looked at
WALKS, MOVES = 2, 30
TAKEN = frozenset("purqd/?0123456789") | {"enter", "tab"}
"""Keys of the screen itself."""


def demo_faults(outline: Outline, demo: Demo, tools: Tools, used: bool) -> Iterator[Problem]:
    """All problems of a demo."""
    place, line = place_of(demo)
    if not used:
        yield Problem(place, line, f"no page offers the demo {demo.id}; add a demo block or take it out")
    checks: list[Iterator[str]] = [_declared_faults(outline, demo), _start_faults(demo, tools)]
    try:
        demo.view(demo.initial())
    except Exception as error:
        checks = [iter([f"it fails at its start: {error!r}"])]
    else:
        checks += [demo_word_faults(demo), _covered_faults(demo, tools), _end_faults(demo, tools)]
        checks += [walk_faults(demo, tools, seed) for seed in range(WALKS)]
    texts = [text for check in checks for text in _unless_it_fails(check)]
    yield from (Problem(place, line, f"demo {demo.id}: {text}") for text in dict.fromkeys(texts))


def _unless_it_fails(check: Iterator[str]) -> Iterator[str]:
    """What a check finds; what the demo's own functions raise on the way is a fault like any other."""
    try:
        yield from check
    except Exception as error:
        yield f"it fails: {error!r}"


def place_of(demo: Demo) -> tuple[str, int]:
    """The file and the line of the function that draws a demo."""
    code = getattr(demo.view, "__code__", None)
    if code is None:
        return f"{demo.rung}/demos.py", 1
    return "/".join(Path(code.co_filename).parts[-2:]), code.co_firstlineno


def _declared_faults(outline: Outline, demo: Demo) -> Iterator[str]:
    """What is wrong before anything is drawn."""
    if not demo.predictions:
        yield "it asks for no prediction; add one"
    if not demo.challenges:
        yield "it has no challenge; add one"
    for challenge in demo.challenges:
        if not challenge.reason:
            yield f"challenge {challenge.id} gives no reason once it is met; add one"
        elif not challenge.reason.endswith("."):
            yield f"the reason of challenge {challenge.id} is no sentence; end it with a period"
        if not challenge.hint:
            yield f"challenge {challenge.id} has no hint; say where to move first"
    taught = {skill.id: skill.rung for skill in outline.skills}
    for skill_id in demo.skills:
        if taught.get(skill_id) != demo.rung:
            yield f"{skill_id} is no skill of the rung {demo.rung}; mend the name"
    keys = [action.key for action in demo.actions]
    for key in sorted({key for key in keys if key in TAKEN or keys.count(key) > 1}):
        yield f"the key {key} of an action is taken; choose another one"


def _start_faults(demo: Demo, tools: Tools) -> Iterator[str]:
    """What is wrong with the first state."""
    state = demo.initial()
    view = demo.view(state)
    for challenge in demo.challenges:
        if challenge.met(state):
            yield f"challenge {challenge.id} is met before anything moves; start elsewhere"
    yield from _view_faults(view, tools)
    for readout in view.readouts:
        yield from (f"in ${readout.label}$: {problem}" for problem in tools.latex(readout.label))
    for figure in (view.figure, view.covered):
        yield from (f"figure: {problem}" for problem in tools.demo_figure(figure))
    if not any(readout.secret for readout in view.readouts):
        yield "no readout is secret, so that a prediction is answered beside the figure; give one secret=True"


def _view_faults(view: View, tools: Tools) -> Iterator[str]:
    """What cannot be shown of a view beside its figure."""
    if len(view.readouts) > READOUTS:
        yield f"{len(view.readouts)} readouts; {READOUTS} fit beside the figure"
    if "nan" in repr(view):
        yield "a state gives nan; keep the controls where the view has values"
    for latex in (*view.formula, *(readout.text for readout in view.readouts)):
        yield from (f"in ${latex}$: {problem}" for problem in tools.latex(latex))


def _covered_faults(demo: Demo, tools: Tools) -> Iterator[str]:
    """Predictions that the figure, or its description, answers while they are open."""
    for prediction in demo.predictions:
        for seed in range(PREDICTED):
            view = demo.view(prediction.draw(Random(seed)))
            if view.covered.marks == view.figure.marks:
                yield "covered is the figure itself; leave out of it what gives a prediction away"
            elif view.covered.alt == view.figure.alt:
                yield "covered has the alt of the figure; say in it only what is to be seen"
            for figure in (view.figure, view.covered):
                yield from (f"prediction {prediction.id}: {problem}" for problem in tools.demo_figure(figure))


def _end_faults(demo: Demo, tools: Tools) -> Iterator[str]:
    """Controls at whose ends the figure cannot be drawn."""
    for control in demo.controls:
        for end in (control.lo, control.hi):
            value = (end, end) if isinstance(control, Handle) else end
            view = demo.view(demo.place(demo.initial(), control.name, value))
            yield from (f"{control.name} at {end:g}: {problem}" for problem in tools.demo_figure(view.figure))


def walk_faults(demo: Demo, tools: Tools, seed: int) -> Iterator[str]:
    """What is wrong with the states of a walk, in which any control is moved, and any action is done."""
    rng = Random(seed)
    state = demo.initial()
    for _ in range(MOVES):
        state = _moved(demo, state, rng)
        try:
            view = demo.view(state)
            _ = [challenge.met(state) for challenge in demo.challenges]
        except Exception as error:
            yield f"it fails at {dict(state)}: {error!r}"
            return
        yield from _view_faults(view, tools)
        yield from _range_faults(demo, state)


def _moved(demo: Demo, state: State, rng: Random) -> State:
    control = rng.choice(demo.controls)
    moved = demo.nudge(state, control.name, rng.randint(-1, 1), rng.randint(-1, 1), big=rng.random() < 0.5)
    return rng.choice(demo.actions).apply(moved) if demo.actions and rng.random() < 0.25 else moved


def _range_faults(demo: Demo, state: State) -> Iterator[str]:
    for control in demo.controls:
        value = state[control.name]
        if not all(control.lo <= one <= control.hi for one in (value if isinstance(value, tuple) else (value,))):
            yield f"an action moves {control.name} out of its range, {control.lo:g} to {control.hi:g}; use place"
