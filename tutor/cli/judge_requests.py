"""Judging requests as JSON objects, which may name an item of the course."""

from __future__ import annotations

import json
from collections.abc import Callable

from lessons.answers import Verdict, judge
from lessons.answers import judge_request as judge_bare
from lessons.course import Course, UnknownIdError
from lessons.model.computed_item import AmbiguousDrawError
from lessons.source import CourseError

JsonObject = dict[str, object]


def judge_line(course: Callable[[], Course], line: bytes) -> JsonObject:
    """The response to one line of JSONL; an invalid line gets an error object."""
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "not JSON; one object a line is wanted"}
    return judge_request(course, request)


def judge_request(course: Callable[[], Course], request: object) -> JsonObject:
    """The verdict on one request; with `item`, the answer is judged as in the app."""
    if not isinstance(request, dict) or "item" not in request:
        return judge_bare(request)
    request_id, item, seed, answer = (request.get(name) for name in ("id", "item", "seed", "answer"))
    seed = 1 if seed is None else seed
    if not isinstance(item, str) or not isinstance(answer, str):
        return {"id": request_id, "error": "item and answer are texts"}
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        return {"id": request_id, "error": "seed is a whole number from 0"}
    try:
        drawn = course().item(item, seed)
    except (UnknownIdError, CourseError, AmbiguousDrawError) as error:
        return {"id": request_id, "error": str(error)}
    return {"id": request_id, **verdict_fields(judge(drawn.question, answer))}


def verdict_fields(verdict: Verdict) -> JsonObject:
    """A verdict as a JSON object."""
    return {
        "verdict": verdict.mark,
        "understood": verdict.understood,
        "feedback": verdict.feedback,
        "column": verdict.column,
        "wrong_rule": verdict.wrong_rule,
    }
