"""A paper card as JSON lines: one object a line in and out.

Inputs are `{"answer": TEXT}` for the blank in hand, `{"hint": true}`, `{"show": true}`, `{"next": true}`, which leaves
the blank open and ends the card after the last one, `{"back": true}` and `{"quit": true}`. In a review, `{"typo":
true}` takes a wrong choice back, once. The question about an output has the `arguments` of the lines and the `output`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tutor.learning.paper_state import Ended, Hinted, PaperState, RefusedError, Retracted, Shown, Turned
from tutor.plain.console import Console, EndOfInputError
from tutor.plain.json_input import parsed
from tutor.plain.paper_recorder import PaperRecorder
from tutor.rendering.context import RenderContext
from tutor.rendering.paper import lead_of, question_lines, spelled
from tutor.rendering.typeset import text_of

Json = Mapping[str, object]

NAMES = ("answer", "hint", "show", "typo", "next", "back", "quit")
_WIDE = 10_000
_KINDS = {"symbols": "match", "shapes": "shape", "number": "number", "line": "line"}


def run(recorder: PaperRecorder, console: Console, ending: str = "end") -> None:
    """Run a card until it is over, `quit` comes, or the input ends; `ending` is the name of the last event."""
    _say(console, _question(recorder.state))
    try:
        while not recorder.state.over:
            if not _take(console.ask(""), recorder, console):
                break
    except EndOfInputError:
        pass
    _say(console, {**_end(recorder), "event": ending})


def _take(line: str, recorder: PaperRecorder, console: Console) -> bool:
    """Run one line of input; whether the card goes on."""
    try:
        name, value = _parsed(line)
        if name == "quit":
            return False
        at = recorder.state.at
        _run(name, value, recorder)
        if name in ("answer", "show"):
            _say(console, _verdict(recorder.state, at))
        if name == "typo":
            _say(console, {"event": "taken_back"})
        if name == "hint":
            _say(console, {"event": "hint", "blank": at, "text": recorder.state.entry(at).hints[-1]})
        if recorder.state.at != at and not recorder.state.over:
            _say(console, _question(recorder.state))
        if recorder.trouble:
            _say(console, {"event": "error", "message": recorder.trouble})
    except (RefusedError, ValueError) as error:
        _say(console, {"event": "error", "message": str(error)})
    return True


def _parsed(line: str) -> tuple[str, Any]:
    name, value = parsed(line, NAMES, '{"answer": "(n, d)"}')
    if name == "answer" and not isinstance(value, str):
        raise ValueError('"answer" takes a string')
    if name != "answer" and value is not True:
        raise ValueError(f'"{name}" takes true')
    return name, value


def _run(name: str, value: str, recorder: PaperRecorder) -> None:
    state = recorder.state
    match name:
        case "answer":
            recorder.answer(value)
        case "hint":
            recorder.take(Hinted(state.at))
        case "show":
            recorder.take(Shown(state.at))
        case "typo":
            recorder.take(Retracted(state.at))
        case _:
            blank = state.beside(1 if name == "next" else -1)
            recorder.take(Turned(blank) if blank != state.at or name == "back" else Ended())


def _question(state: PaperState) -> Json:
    drawn, blank = state.drawn, state.blank
    asked = drawn.asked
    return {
        "event": "question",
        "item": drawn.card.id,
        "seed": drawn.seed,
        "kind": _KINDS.get(blank.field) or drawn.question(blank.field).kind,
        "blank": blank.id,
        "field": blank.field,
        "prompt": text_of(question_lines(state, blank, RenderContext(_WIDE))),
        "lead": lead_of(state, blank),
        "formula": drawn.card.latex,
        "options": [{"id": option.id, "text": option.text} for option in drawn.options(blank.field)],
        "sizes": dict(drawn.sizes.numbers),
        "given": drawn.card.line.given,
        "citation": drawn.card.cite,
        "number": drawn.fields.index(blank.field) + 1,
        "of": len(drawn.fields),
        **({} if asked is None else {"arguments": list(asked.given), "output": asked.output}),
    }


def _verdict(state: PaperState, at: str) -> Json:
    entry = state.entry(at)
    shown = entry.mark == "shown"
    return {
        "event": "solution" if shown else "verdict",
        "blank": at,
        "verdict": entry.mark,
        "understood": entry.understood,
        "feedback": entry.message,
        "text": spelled(state, state.named(at)) if shown else "",
        "wrong_rule": entry.rule,
        "first_try": entry.at_first,
        "steps": [{"role": row.role, "text": row.text, "value": row.value} for row in entry.rows],
    }


def _end(recorder: PaperRecorder) -> Json:
    state = recorder.state
    card = state.drawn.card
    entries = [state.entry(blank.id) for blank in state.drawn.blanks]
    closing = {"closing": card.closing, "citation": card.cite, "framework": card.framework} if state.over else {}
    return {
        "event": "end",
        "asked": sum(bool(entry.tries) for entry in entries),
        "right_first": sum(entry.at_first for entry in entries),
        "clean": list(state.clean),
        "pages": [page.id for page in recorder.pages],
        **closing,
    }


def _say(console: Console, event: Json) -> None:
    console.say([json.dumps(event)])
