"""Loading the learner's file and calling its functions; running cells."""

from __future__ import annotations

import io
import os
import sys
import warnings

from .channel import Channel
from .values import Describer, build_argument, describe_opaque, shared

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

NAME = "solution"  # not the file's own, which may be numpy.py
PRINTED = 4_000  # characters of one call's output that travel with its outcome


class Recorder(io.TextIOWrapper):
    """The standard output, which also records what is written to it."""

    recorded = ""
    most = PRINTED

    def write(self, text: str) -> int:
        """Write and record text."""
        if len(self.recorded) < self.most:
            self.recorded += text[: self.most - len(self.recorded)]
        return super().write(text)

    def take(self) -> str:
        """The text written since the last call, up to `most` characters."""
        text, self.recorded = self.recorded, ""
        return text


def run(job: dict[str, Any], channel: Channel) -> str:
    """Run the job. Returns how it ended: "done", "failed", "memory" or "exited"."""
    recorder = Recorder(sys.stdout.buffer, "utf-8", "backslashreplace", write_through=True)
    sys.stdout = recorder
    if job["cells"] is not None:
        recorder.most = job["shown"]
        return _cells(job["cells"], recorder, channel)
    path = os.path.join(job["work"], job["name"])
    module = type(sys)(NAME)
    module.__file__ = path
    sys.modules[NAME] = module
    try:
        exec(compile(job["source"], path, "exec", dont_inherit=True), module.__dict__)
    except BaseException as error:
        channel.send({"failed": raised(error, path)})
        return _end(error, "failed")
    recorder.take()
    for function, arguments, keywords in job["calls"]:
        outcome, caught = _call(module, function, arguments, keywords, recorder, path)
        channel.send({"outcome": outcome})
        if isinstance(caught, MemoryError):
            return "memory"
    return "done"


def _end(error: BaseException, otherwise: str) -> str:
    if isinstance(error, MemoryError):
        return "memory"
    return "exited" if isinstance(error, SystemExit) else otherwise


def _call(
    module: Any, name: str, arguments: Any, keywords: Any, recorder: Recorder, path: str
) -> tuple[dict[str, Any], BaseException | None]:
    function = getattr(module, name, module)
    if function is module:
        return {"missing": "absent"}, None
    if not callable(function):
        return {"missing": type(function).__name__}, None
    outcome: dict[str, Any] = {}
    positional: tuple[Any, ...] = ()
    named: dict[str, Any] = {}
    caught: BaseException | None = None
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            lookup = _lookup(module)
            positional = tuple([build_argument(argument, lookup) for argument in arguments])
            named = {key: build_argument(argument, lookup) for key, argument in keywords.items()}
            value = function(*positional, **named)
            outcome = _value(value, positional)
        except BaseException as error:
            caught = error
            outcome["raised"] = raised(error, path)
    outcome["warnings"] = [_warning(warning, path) for warning in (warned or [])[:20]]
    outcome["printed"] = recorder.take()
    described = Describer()
    outcome["arguments"] = [_safely(described.plain, argument) for argument in positional]
    outcome["keywords"] = {key: _safely(described.plain, argument) for key, argument in named.items()}
    return outcome, caught


def _lookup(module: Any) -> Callable[[str, str], Any]:
    def lookup(name: str, module_name: str) -> Any:
        return getattr(__import__(module_name) if module_name else module, name)

    return lookup


def _value(value: Any, arguments: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "value": _safely(Describer().plain, value),
        "kind": str(type(value).__name__),
        "shared": shared(value, arguments),
    }


def _safely(describe: Callable[[Any], Any], value: Any) -> Any:
    """A description, also of a value whose methods raise."""
    try:
        return describe(value)
    except Exception:
        return describe_opaque(value, "something that cannot be looked at")


def _warning(warning: warnings.WarningMessage, path: str) -> list[Any]:
    line = warning.lineno if warning.filename == path else None
    return [str(warning.category.__name__), str(warning.message)[:500], line]


def raised(error: BaseException, path: str) -> list[Any]:
    """[type, message, innermost line of the file in the traceback] of an exception."""
    line = None
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == path:
            line = step.tb_lineno
        step = step.tb_next
    try:
        text = str(error)
        if isinstance(error, SyntaxError):
            text = str(error.msg)
            if error.filename == path and type(error.lineno) is int and error.lineno > 0:
                line = error.lineno
    except BaseException:
        text = ""
    return [str(type(error).__name__), text[:2000], line]


def _cells(cells: list[str], recorder: Recorder, channel: Channel) -> str:
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, source in enumerate(cells, 1):
        path = f"<cell {number}>"
        outcome: dict[str, Any] = {}
        try:
            exec(compile(source, path, "exec", dont_inherit=True), names)
        except BaseException as error:
            outcome["raised"] = raised(error, path)
        outcome["printed"] = recorder.take()
        channel.send({"outcome": outcome})
    return "done"
