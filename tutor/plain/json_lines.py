"""A study session as JSON lines, for other front ends: one object a line in and out.

Inputs are `{"answer": TEXT}`, `{"own_words": TEXT}` (an explanation, before its statements are answered), and `{"hint":
true}`, also with `steps`, `show`, `dispute`, `typo`, `next` and `quit`. Nothing goes on by itself: `next` leaves a
question, whether it was answered or not. The first question of a checkpoint or a placement has an `intro`: what the
session asks, how long it takes, and that it can wait. A review asks fields of paper cards again, too: after the event
`field` come the events and inputs of a card, up to `field_end`; then the next question opens.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from tutor.learning.checklist import evidence_of
from tutor.learning.not_counted import not_counted
from tutor.learning.own_words import asks_own_words
from tutor.learning.scheduling.due_fields import DueField
from tutor.learning.scheduling.study_session import PlannedQuestion
from tutor.learning.session_intro import intro
from tutor.learning.session_state import SessionState
from tutor.learning.study_engine import (
    AnswerInput,
    DisputeOutput,
    EndOutput,
    FieldOutput,
    HintOutput,
    Input,
    Output,
    OwnWordsInput,
    OwnWordsOutput,
    QuestionOutput,
    Refusal,
    Request,
    SolutionOutput,
    StepsOutput,
    StudyEngine,
    TypoOutput,
    VerdictOutput,
)
from tutor.learning.worksheet import Sheet
from tutor.plain.console import Console, EndOfInputError
from tutor.plain.recorder import Recorder

Json: TypeAlias = Mapping[str, object]

REQUESTS: Mapping[str, Request] = {request.value: request for request in Request}
NAMES = ("answer", "own_words", *REQUESTS, "quit")


class BadInputError(Exception):
    """A line that is no input; the message says what an input looks like."""


def run(session: SessionState, recorder: Recorder, console: Console) -> StudyEngine:
    """Run a session until it is over, `quit` comes, or the input ends; the engine as it stands then."""
    recorder.catch_up()
    engine = recorder.engine(session)
    if not session.begun:
        paragraphs = intro(recorder.course, recorder.record.state, session.sitting, recorder.now())
        engine = _take(engine, Request.NEXT, recorder, console, "\n\n".join(paragraphs))
    elif engine.session.field is not None:
        _say(console, _event(FieldOutput(engine.session.field), engine))
    elif engine.question is None or engine.over:
        engine = _take(engine, Request.NEXT, recorder, console)
    else:
        _say(console, _event(engine.question, engine))
    try:
        while not engine.session.over:
            if engine.session.field is not None:
                if not _read_field(engine.session.field, recorder, console):
                    break
                engine = _take(engine, Request.NEXT, recorder, console)
                continue
            try:
                given = parse(console.ask(""))
            except BadInputError as bad:
                _say(console, {"event": "error", "message": str(bad)})
                continue
            if given is None:
                break
            engine = _take(engine, given, recorder, console)
    except EndOfInputError:
        pass
    if not engine.session.over:
        _say(console, _event(engine.end, engine))
    return engine


def _read_field(field: DueField, recorder: Recorder, console: Console) -> bool:
    """Read a field of a paper card; whether it came to its end."""
    from tutor.plain import paper_json
    from tutor.plain.paper_recorder import field_recorder

    paper = field_recorder(recorder.course, field.id, recorder.record, recorder.now)
    paper_json.run(paper, console, ending="field_end")
    return paper.state.over


def parse(line: str) -> Input | None:
    """The input that a line stands for; None for `quit`. Raises BadInputError."""
    try:
        given = json.loads(line)
    except ValueError as error:
        raise BadInputError(f"this line is no JSON: {error}") from error
    except RecursionError as error:
        raise BadInputError("this line is nested too deeply") from error
    if not isinstance(given, dict) or len(given) != 1:
        raise BadInputError('a line is an object with one key, such as {"answer": "12"} or {"next": true}')
    ((name, value),) = given.items()
    if name in ("answer", "own_words"):
        if not isinstance(value, str):
            raise BadInputError(f'"{name}" takes a string')
        return AnswerInput(value) if name == "answer" else OwnWordsInput(value)
    if name not in NAMES:
        raise BadInputError(f"there is no input {json.dumps(name)}; there are {', '.join(NAMES)}")
    if value is not True:
        raise BadInputError(f'"{name}" takes true')
    return None if name == "quit" else REQUESTS[name]


def _take(engine: StudyEngine, given: Input, recorder: Recorder, console: Console, first: str = "") -> StudyEngine:
    """The engine after an input, its events said; `first` is what a question that opens has to say of the session."""
    if given == Request.NEXT:
        recorder.record.refresh()  # answers of other programs count from the next question on
    answered = isinstance(given, AnswerInput)
    before = _evidence(engine, recorder) if answered else ()
    engine, outputs = recorder.take(engine, given)
    added = [one for one in _evidence(engine, recorder) if one not in before] if answered else []
    for output in outputs:
        if isinstance(output, VerdictOutput) and output.verdict.mark == "right" and engine.question is not None:
            for _ in recorder.newly_cleared(engine.question.item):
                pass  # the events are what counts here
    if recorder.trouble:
        _say(console, {"event": "error", "message": recorder.trouble})
    for output in outputs:
        if event := _event(output, engine):
            if first and isinstance(output, QuestionOutput):
                event = {**event, "intro": first}
            _say(console, _with_evidence(output, event, added, _note(engine)))
    return engine


def _evidence(engine: StudyEngine, recorder: Recorder) -> tuple[tuple[str, str], ...]:
    """The (outcome, part) pairs for which the answer to the open question is evidence."""
    asked = engine.session.asked
    return () if asked is None else evidence_of(recorder.course, recorder.record.state, asked.item, asked.seed)


def _note(engine: StudyEngine) -> str:
    """Why the last answer does not count, in words; empty where it does."""
    attempt = engine.attempt
    return "" if attempt is None else not_counted(engine.course, attempt.item.id, attempt.bar)


def _with_evidence(output: Output, event: Json, added: Sequence[tuple[str, str]], note: str) -> Json:
    """The event of a verdict with what the answer adds to the checklist, or why a right one adds nothing."""
    if not isinstance(output, VerdictOutput):
        return event
    feedback = output.verdict.feedback
    if output.verdict.mark == "right" and not added:
        feedback = f"{feedback} {note}".strip()
    evidence = [{"outcome": outcome, "part": part} for outcome, part in added]
    return {**event, "feedback": feedback, "evidence": evidence}


def _say(console: Console, event: Json) -> None:
    console.say([json.dumps(event)])


def _event(output: Output, engine: StudyEngine) -> Json:
    """The JSON object for an output; empty for one that has none."""
    match output:
        case QuestionOutput(planned=planned, number=number, of=of):
            return _question(output, planned, number, of)
        case FieldOutput(field=field):
            return {"event": "field", "id": field.id, "why": field.why}
        case VerdictOutput(verdict=verdict, first_try=first_try):
            return _compared(engine) | {
                "event": "verdict",
                "verdict": verdict.mark,
                "understood": verdict.understood,
                "feedback": verdict.feedback,
                "column": verdict.column,
                "wrong_rule": verdict.wrong_rule,
                "first_try": first_try,
            }
        case HintOutput(text=text):
            return {"event": "hint", "text": text}
        case StepsOutput(sheet=sheet):
            return {"event": "steps", "text": _steps(sheet)}
        case SolutionOutput(text=text):
            return {"event": "solution", "text": text}
        case OwnWordsOutput(fault=fault):
            return _compared(engine) | {"event": "own_words", "kept": fault is None, "message": fault or ""}
        case EndOutput(asked=asked, right_first=right_first):
            return {"event": "end", "asked": asked, "right_first": right_first}
        case Refusal():
            return {"event": "error", "message": output.value}
        case TypoOutput():
            return {"event": "taken_back"}
        case DisputeOutput() | _:
            return {}


def _compared(engine: StudyEngine) -> dict[str, object]:
    """What own words are compared with, once the statements are answered: the model answer and the rubric."""
    attempt = engine.attempt
    if attempt is None or not (engine.over and asks_own_words(attempt.item)):
        return {}
    return {"model": attempt.item.model, "rubric": list(attempt.item.rubric)}


def _question(output: QuestionOutput, planned: PlannedQuestion, number: int, of: int | None) -> Json:
    item = output.item
    return {
        "event": "question",
        "item": item.id,
        "seed": item.seed,
        "kind": item.kind,
        "prompt": item.prompt,
        "lead": item.lead,
        "options": [{"id": option.id, "text": option.text} for option in item.options],
        "shape": list(item.shape) if item.shape else None,
        "why": planned.why,
        "number": number,
        "of": of,
    }


def _steps(sheet: Sheet) -> str:
    """The worksheet as Markdown, a line for each step; the value stands where it is given."""
    return "\n".join(
        f"{number}. ${cell.step.lead} {cell.step.value if cell.given else '?'}$"
        for number, cell in enumerate(sheet.cells, 1)
    )
