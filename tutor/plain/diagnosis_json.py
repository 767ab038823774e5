"""A diagnosis as JSON lines: one object a line in and out.

Inputs are `{"answer": TEXT}` (the number, then the letter of the cause), `{"show": true}` and `{"quit": true}`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite

from tutor.learning.diagnosis_state import QUESTIONS, Answered, DiagnosisState, Move, Shown
from tutor.plain.console import Console, EndOfInputError
from tutor.plain.diagnosis_recorder import DiagnosisRecorder
from tutor.plain.requests import BadRequestError, request

Json = Mapping[str, object]


def run(recorder: DiagnosisRecorder, console: Console) -> None:
    """Ask until the case is over, `quit` comes, or the input ends."""
    _say(console, _question(recorder))
    try:
        while not recorder.state.over:
            try:
                name, value = request(console.ask(""), ("answer",), ("show", "quit"))
            except BadRequestError as bad:
                _say(console, {"event": "error", "message": str(bad)})
                continue
            if name == "quit":
                break
            for event in _taken(recorder, Shown() if name == "show" else Answered(value)):
                _say(console, event)
    except EndOfInputError:
        pass
    state = recorder.state
    asked = QUESTIONS if state.over else int(state.stage == "cause")
    _say(console, {"event": "end", "asked": asked, "right_first": state.firsts})


def _question(recorder: DiagnosisRecorder) -> Json:
    """The question that is open; the first one with what the case shows."""
    state = recorder.state
    item = state.question
    return {
        "event": "question",
        "item": state.case.id,
        "seed": state.case.seed,
        "kind": item.kind,
        "prompt": item.prompt,
        "lead": item.lead,
        "options": [{"id": option.id, "text": option.text} for option in item.options],
        "shape": None,
        "why": "",
        "number": 1 if state.stage == "number" else QUESTIONS,
        "of": QUESTIONS,
        **(_symptom(recorder) if state.stage == "number" else {}),
    }


def _symptom(recorder: DiagnosisRecorder) -> Json:
    case = recorder.state.case
    traces = [
        {"name": one.name, "values": [value if isfinite(value) else None for value in one.values]}
        for one in case.symptom.traces
    ]
    return {"title": case.title, "about": case.about, "log": list(case.symptom.log), "traces": traces}


def _taken(recorder: DiagnosisRecorder, given: Move) -> list[Json]:
    """Make a move; the events that follow."""
    before = recorder.state
    recorder.take(given)
    state, events = recorder.state, list[Json]()
    if recorder.trouble:
        events.append({"event": "error", "message": recorder.trouble})
    events.append(_solution(before) if isinstance(given, Shown) else _verdict(before, state))
    if state.over:
        events.append(_closing(recorder))
    elif state.stage != before.stage:
        events.append(_question(recorder))
    return events


def _solution(before: DiagnosisState) -> Json:
    item = before.question
    return {"event": "solution", "text": f"{item.answer}\n\n{item.explanation}".strip()}


def _verdict(before: DiagnosisState, state: DiagnosisState) -> Json:
    verdict = state.verdict
    assert verdict is not None
    return {
        "event": "verdict",
        "verdict": verdict.mark,
        "understood": verdict.understood,
        "feedback": before.question.explanation if verdict.mark == "right" else verdict.feedback,
        "column": verdict.column,
        "wrong_rule": verdict.wrong_rule,
        "first_try": verdict.mark != "unreadable" and not before.misses,
        "evidence": [],
    }


def _closing(recorder: DiagnosisRecorder) -> Json:
    case, pages = recorder.state.case, [page.id for page in recorder.pages]
    text = {"event": "closing", "text": case.closing, "first_try": recorder.state.clean}
    return {**text, "skills": list(case.skills), "pages": pages}


def _say(console: Console, event: Json) -> None:
    console.say([json.dumps(event)])
