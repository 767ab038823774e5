"""A repair as JSON lines: one object a line in and out.

Inputs are `{"answer": TEXT}` (the whole program), `{"check": true}` (the learner's file), `{"hint": true}`,
`{"show": true}` and `{"quit": true}`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec import to_builtins

from lessons.grading import Judgement
from lessons.sandbox import Report
from progress.files import SaveError
from tutor.plain.console import Console, EndOfInputError
from tutor.plain.repair_recorder import RepairRecorder
from tutor.plain.requests import BadRequestError, request

Json = Mapping[str, object]


def run(recorder: RepairRecorder, console: Console) -> None:
    """Check programs until one passes, `quit` comes, or the input ends."""
    try:
        recorder.start()
    except SaveError as failed:
        _say(console, {"event": "error", "message": str(failed)})
    _say(console, _question(recorder))
    try:
        while recorder.judgement is None or not recorder.judgement.passed:
            try:
                name, value = request(console.ask(""), ("answer",), ("check", "hint", "show", "quit"))
            except BadRequestError as bad:
                _say(console, {"event": "error", "message": str(bad)})
                continue
            if name == "quit":
                break
            _say(console, _taken(recorder, name, value))
            if recorder.trouble:
                _say(console, {"event": "error", "message": recorder.trouble})
    except EndOfInputError:
        pass
    passed = recorder.judgement is not None and recorder.judgement.passed
    _say(console, {"event": "end", "asked": int(passed), "right_first": int(passed and recorder.first_try)})


def _question(recorder: RepairRecorder) -> Json:
    repair = recorder.repair
    return {
        "event": "question",
        "item": repair.id,
        "seed": 0,
        "kind": "repair",
        "prompt": repair.task.entry.about,
        "lead": "",
        "options": [],
        "shape": None,
        "why": "",
        "number": 1,
        "of": 1,
        "title": repair.title,
        "function": repair.function,
        "program": repair.task.starter,
        "file": str(recorder.path),
    }


def _taken(recorder: RepairRecorder, name: str, value: str) -> Json:
    """Run one input; the event that follows."""
    if name == "hint":
        hint = recorder.hint()
        return {"event": "hint", "text": hint} if hint else {"event": "error", "message": "there is no further hint"}
    if name == "show":
        return {"event": "solution", "text": recorder.solution()}
    found = recorder.check(value.encode("utf-8", "replace") if name == "answer" else None)
    if found is None:
        return {"event": "error", "message": f"{recorder.path} is not there"}
    return _verdict(recorder, *found)


def _verdict(recorder: RepairRecorder, judgement: Judgement, report: Report) -> Json:
    said = next((finding.text for finding in judgement.findings if not finding.ok and finding.text), "")
    return {
        "event": "verdict",
        "verdict": "right" if judgement.passed else "wrong",
        "understood": "",
        "feedback": recorder.task.closing if judgement.passed else judgement.failure or said,
        "column": None,
        "wrong_rule": next(iter(judgement.rules), None),
        "first_try": recorder.first_try,
        "evidence": [],
        "findings": [to_builtins(finding) for finding in judgement.findings],
        "output": report.output,
        "skills": list(recorder.repair.skills),
        "pages": [page.id for page in recorder.pages],
    }


def _say(console: Console, event: Json) -> None:
    console.say([json.dumps(event)])
