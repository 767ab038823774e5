"""A fault hunt as JSON lines: one object a line in and out.

Inputs are `{"probe": ID}`, `{"strike": [ID, ...]}` (also the guess about the last probe, and it may be empty),
`{"unstrike": [ID, ...]}`, `{"name": {"fault": ID, "line": N}}`, `{"show": true}` and `{"quit": true}`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from typing import Any

from msgspec import to_builtins

from lessons.model.debugging import Reading
from tutor.learning.hunt_state import (
    Compared,
    HuntState,
    Named,
    RefusedError,
    Shown,
    Struck,
    comparison,
    loss_lines,
    mistakes,
    verdict_text,
)
from tutor.plain.console import Console, EndOfInputError
from tutor.plain.hunt_recorder import HuntRecorder
from tutor.plain.json_input import parsed

Json = Mapping[str, object]

NAMES = ("probe", "strike", "unstrike", "name", "show", "quit")


def run(recorder: HuntRecorder, console: Console) -> None:
    """Run a hunt until it is over, `quit` comes, or the input ends.

    A finished one begins again; its question has the verdict on the last play.
    """
    last = _verdict(recorder) if recorder.state.over and not recorder.state.remembered else None
    if recorder.state.over:
        recorder.restart()
    _say(console, {**_question(recorder), "last": last})
    try:
        while not recorder.state.over:
            if not _take(console.ask(""), recorder, console):
                break
    except EndOfInputError:
        pass
    _say(console, _end(recorder))


def _take(line: str, recorder: HuntRecorder, console: Console) -> bool:
    """Run one line of input; whether the hunt goes on."""
    try:
        name, value = parsed(line, NAMES, '{"probe": "loss-curve"}')
        if name == "quit":
            return False
        for event in _ACTIONS[name](recorder, value):
            _say(console, event)
        if recorder.trouble:
            _say(console, {"event": "error", "message": recorder.trouble})
    except (RefusedError, ValueError) as error:
        _say(console, {"event": "error", "message": str(error)})
    return True


def _probe(recorder: HuntRecorder, value: Any) -> list[Json]:
    reading = recorder.buy(_text(value, "probe"))
    taken = recorder.state.taken[-1]
    expected = recorder.case.puzzle.expected_bits(taken.before, taken.probe)
    return [{"event": "probe", "probe": taken.probe, **_shown(reading), "bits": round(expected, 4), **_score(recorder)}]


def _shown(reading: Reading) -> Json:
    traces = [{"name": one.name, "values": _finite(one.values)} for one in reading.traces]
    rows = [list(row) for row in reading.rows]
    return {"outcome": reading.outcome, "summary": reading.summary, "rows": rows, "traces": traces}


def _finite(values: Iterable[float]) -> list[float | None]:
    """The values, with None for those that JSON does not have."""
    return [value if isfinite(value) else None for value in values]


def _strike(recorder: HuntRecorder, value: Any) -> list[Json]:
    puzzle = recorder.case.puzzle
    for candidate in _candidates(recorder, value):
        if not recorder.state.struck & puzzle.bit(candidate):
            recorder.take(Struck(candidate))
    recorder.take(Compared())
    state = recorder.state
    found = [{"candidate": one.candidate, "kept": one.kept, "message": one.message} for one in mistakes(state)]
    last = state.taken[-1] if state.taken else None
    return [
        {
            "event": "strike",
            "struck": list(puzzle.names(state.struck)),
            "mistakes": found,
            "bits": round(last.bits, 4) if last else 0.0,
            "best": last.best if last else None,
            "best_bits": round(last.best_bits, 4) if last else 0.0,
            "feedback": comparison(state),
            **_score(recorder),
        }
    ]


def _unstrike(recorder: HuntRecorder, value: Any) -> list[Json]:
    for candidate in _candidates(recorder, value):
        if recorder.state.struck & recorder.case.puzzle.bit(candidate):
            recorder.take(Struck(candidate))
    return [{"event": "strike", "struck": list(recorder.case.puzzle.names(recorder.state.struck)), **_score(recorder)}]


def _name(recorder: HuntRecorder, value: Any) -> list[Json]:
    if not isinstance(value, dict) or set(value) != {"fault", "line"} or not isinstance(value["line"], int):
        raise ValueError('"name" takes an object such as {"fault": "log2", "line": 32}')
    before = recorder.state.lost
    recorder.take(Named(_text(value["fault"], "fault"), value["line"]))
    state = recorder.state
    right = state.named is not None
    event = {
        "event": "name",
        "fault": value["fault"],
        "right": right,
        "line_right": state.line_right,
        "bits": round(state.lost - before, 4),
        **_score(recorder),
    }
    return [event, _verdict(recorder)] if right else [event]


def _show(recorder: HuntRecorder, value: Any) -> list[Json]:
    if value is not True:
        raise ValueError('"show" takes true')
    recorder.take(Shown())
    return [_verdict(recorder)]


_ACTIONS: Mapping[str, Callable[[HuntRecorder, Any], list[Json]]] = {
    "probe": _probe,
    "strike": _strike,
    "unstrike": _unstrike,
    "name": _name,
    "show": _show,
}


def _candidates(recorder: HuntRecorder, value: Any) -> list[str]:
    names = value if isinstance(value, list) else [value]
    for name in names:
        if name not in recorder.case.puzzle.candidates:
            raise ValueError(f"{json.dumps(name)} is not among the candidates")
    return list(dict.fromkeys(names))


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f'"{name}" takes a string')
    return value


def _question(recorder: HuntRecorder) -> Json:
    case, state = recorder.case, recorder.state
    return {
        "event": "question",
        "item": case.id,
        "seed": case.seed,
        "kind": "hunt",
        "level": case.level.name,
        "prompt": f"{case.program.about} One fault of {len(case.puzzle.candidates)} is in the program.",
        **_briefing(recorder),
        "program": case.program.with_fault(case.fault),
        "candidates": [{"id": one, "text": case.program.faults[one].text} for one in case.puzzle.candidates],
        "probes": [_offer(recorder, probe) for probe in case.puzzle.partitions],
        "bought": [{"probe": one.probe, "outcome": one.outcome, "summary": one.summary} for one in state.taken],
        "struck": list(case.puzzle.names(state.struck)),
        **_score(recorder),
    }


def _briefing(recorder: HuntRecorder) -> Json:
    """What a sound run reaches, and what this run has shown that all candidates give."""
    told = recorder.briefing
    sound = {
        "steps": told.steps,
        "losses": _finite((told.first_loss, told.last_loss)),
        "scores": _finite((told.train_score, told.test_score)),
    }
    return {"sound": sound, "seen": None if told.seen is None else to_builtins(told.seen)}


def _offer(recorder: HuntRecorder, probe: str) -> Json:
    one = recorder.case.program.probes[probe]
    return {"id": one.id, "title": one.title, "cost": one.cost, "tells": one.tells}


def _score(recorder: HuntRecorder) -> Json:
    state: HuntState = recorder.state
    return {"cost": state.cost, "par": round(recorder.par.cost, 4), "lost": round(state.lost, 4)}


def _verdict(recorder: HuntRecorder) -> Json:
    case, state = recorder.case, recorder.state
    fault = case.program.faults[case.fault]
    lines = case.program.changed_lines(case.fault)
    now, fixed = case.program.with_fault(case.fault).split("\n"), case.program.source.split("\n")
    return {
        "event": "verdict",
        "verdict": "wrong" if state.shown else "right",
        "understood": state.named.fault if state.named else "",
        "feedback": verdict_text(state),
        "first_try": state.clean,
        "fault": case.fault,
        "lines": [{"line": line, "before": now[line - 1], "after": fixed[line - 1]} for line in lines],
        "rule": fault.rule,
        "skills": list(fault.skills),
        "pages": [page.id for page in recorder.pages],
        "optimal": list(recorder.par.path),
        "steps": recorder.par.steps(),
        "mistakes": loss_lines(state),
        **_score(recorder),
    }


def _end(recorder: HuntRecorder) -> Json:
    over = recorder.state.over
    return {"event": "end", "asked": int(over), "right_first": int(recorder.state.clean), **_score(recorder)}


def _say(console: Console, event: Json) -> None:
    console.say([json.dumps(event)])
