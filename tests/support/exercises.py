"""Running a program against a check within the test's own process: same values in, same values out, no child."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import types
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from lessons.grading import Judgement
from lessons.reading.exercise import Task
from lessons.sandbox.inside.json_encoder import to_json
from lessons.sandbox.inside.values import Describer, build_argument
from lessons.sandbox.protocol import decode, encode
from lessons.sandbox.values import Call, Outcome, Raised, Report
from tests.support.content import COURSE

EXERCISES = [entry.id for entry in COURSE.outline.exercises]


def judged(task: Task, text: str) -> Judgement:
    """What the check says of a program; what it may import are the solutions."""
    with modules(task.modules({})):
        module = types.ModuleType(task.id)
        exec(compile(text, task.file, "exec"), vars(module))
        outcomes = tuple(called(module, call) for call in task.check.calls)
    return task.judged(Report("done", outcomes), text)


@contextlib.contextmanager
def modules(sources: Mapping[str, str]) -> Iterator[None]:
    """Files that can be imported, for a while."""
    names = [name.removesuffix(".py") for name in sources]
    try:
        for name, text in zip(names, sources.values(), strict=True):
            module = sys.modules[name] = types.ModuleType(name)
            exec(compile(text, f"{name}.py", "exec"), vars(module))
        yield
    finally:
        for name in names:
            sys.modules.pop(name, None)


def called(module: types.ModuleType, call: Call) -> Outcome:
    """The outcome of one call, through the same words as between parent and child."""
    function = getattr(module, call.function, None)
    if function is None:
        return Outcome(missing="absent")
    arguments = [build_argument(encode(one), lambda name, _: getattr(module, name)) for one in call.arguments]
    printed = io.StringIO()
    value: Any = None
    raised = None
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = function(*arguments)
        except Exception as error:
            raised = Raised(type(error).__name__, str(error), 1)
    after = tuple(_told(one) for one in arguments)
    return Outcome(_told(value), type(value).__name__, raised, "", after, printed=printed.getvalue())


def _told(value: Any) -> Any:
    return decode(json.loads(to_json(Describer().plain(value))))
