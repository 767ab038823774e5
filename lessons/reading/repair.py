"""The programs to repair of a course: `debugging/repair/NAME.toml` and `NAME.py`.

The known repairs are run once, when a program is read: the first right one gives the expected results, the wrong ones
give the results by which they are recognized. What a learner types is never run here.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping
from typing import Any

import tomli
from msgspec import Struct

from lessons.grading import Case, Check, Function
from lessons.model.misconception import Misconception, Nested
from lessons.model.repair import PREFIX, KnownRepair, RepairCase
from lessons.outline import Exercise
from lessons.reading.exercise import Task
from lessons.sandbox.values import Array, Call, Plain, Polynomial
from lessons.source import CourseError, Source

FOLDER = "debugging/repair"
HEAD = "import numpy as np\n\n\n"


class Repair(Struct, frozen=True):
    """A program to repair, as an exercise without a half that is done by hand, and the repairs that are known."""

    id: str
    title: str
    skills: tuple[str, ...]
    function: str
    program: str
    cases: tuple[RepairCase, ...]
    right: tuple[KnownRepair, ...]
    wrong: tuple[KnownRepair, ...]
    task: Task
    harness: str = ""


def repair_entries(source: Source) -> tuple[tuple[str, str], ...]:
    """(id, title) of the programs, in their order. Runs nothing. Raises CourseError."""
    found = sorted((int(fields.get("order", 0)), name, fields) for name, fields in _all_fields(source))
    return tuple((repair_id(name), str(fields.get("title", name))) for _, name, fields in found)


def skills_by_repair(source: Source) -> Mapping[str, tuple[str, ...]]:
    """By program, the skills that its repair needs. Runs nothing. Raises CourseError."""
    return {repair_id(name): tuple(fields.get("skills", ())) for name, fields in _all_fields(source)}


def repair_id(name: str) -> str:
    """The id of the program in a file."""
    return PREFIX + name.replace("_", "-")


def file_name(repair: str) -> str:
    """The name of the files of a program."""
    return repair.removeprefix(PREFIX).replace("-", "_")


def repair_names(source: Source) -> tuple[str, ...]:
    """The names of the files, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in (source.root / FOLDER).glob("*.toml")))


def read_repair(source: Source, name: str) -> Repair:
    """A program to repair with its check. Imports NumPy. Raises CourseError."""
    fields, place, module = _fields(source, name), f"{FOLDER}/{name}.toml", source.module(FOLDER, name)
    cases: tuple[RepairCase, ...] = getattr(module, "CASES", ())
    if not cases:
        raise CourseError(f"{FOLDER}/{name}.py", 1, "write CASES, the hidden cases")
    try:
        title, about, function, program, closing = (
            str(fields[key]) for key in ("title", "about", "function", "program", "closing")
        )
        program = program.strip("\n") + "\n"
        right, wrong = (tuple(_known(entry, program) for entry in fields[key]) for key in ("right", "wrong"))
        skills, hints = tuple(fields["skills"]), tuple(fields["hints"])
        harness = str(getattr(module, "HARNESS", "")).strip("\n")
        check = _check(function, program, harness, cases, right, wrong)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise CourseError(place, 1, f"a field is missing or has another form: {error!r}") from None
    except Exception as error:
        raise CourseError(place, 1, f"a known repair or a case fails: {error!r}") from error
    task = Task(
        entry=Exercise(repair_id(name), title, "", about, hints=hints),
        starter=HEAD + program,
        solution=f"{HEAD}{right[0].program}",
        check=check,
        place=place,
        solutions={},
        harness=f"\n\n{harness}\n" if harness else "",
        closing=closing,
    )
    return Repair(repair_id(name), title, skills, function, program, cases, right, wrong, task, harness)


def _known(entry: Mapping[str, Any], program: str) -> KnownRepair:
    text = str(entry["program"]).strip("\n") + "\n" if "program" in entry else edited(program, entry["edits"])
    return KnownRepair(entry["id"], text, str(entry.get("message", "")), str(entry.get("rule", "")))


def edited(program: str, edits: list[list[str]]) -> str:
    """The program after some edits. Raises ValueError for one that does not match exactly once."""
    for old, new in edits:
        if program.count(old) != 1:
            raise ValueError(f"{old!r} occurs {program.count(old)} times; an edit must match exactly once")
        program = program.replace(old, new)
    return program


def _check(
    function: str,
    program: str,
    harness: str,
    cases: tuple[RepairCase, ...],
    right: tuple[KnownRepair, ...],
    wrong: tuple[KnownRepair, ...],
) -> Check:
    expected = [one.value for one in returned(right[0].program, harness, cases)]
    if raised := next((value for value in expected if isinstance(value, str)), ""):
        raise ValueError(f"the right repair {right[0].id} raises {raised}")
    results = {one.id: returned(one.program, harness, cases) for one in wrong if not one.rule}
    messages = {one.id: one.message for one in wrong}
    return Check(
        functions=(Function(function, _parameters(program, function)),),
        cases=tuple(
            Case(
                case.name,
                case.call,
                _number(expected[at]),
                case.why,
                tuple(Misconception(key, found[at].value, messages[key]) for key, found in results.items()),
                case.parts,
                shown=case.shown,
            )
            for at, case in enumerate(cases)
        ),
    )


def _number(result: Nested | str) -> Nested:
    assert not isinstance(result, str)
    return result


def _parameters(program: str, function: str) -> tuple[str, ...]:
    definition = next(node for node in ast.parse(program).body if isinstance(node, ast.FunctionDef))
    if definition.name != function:
        raise ValueError(f"the program defines {definition.name}, not {function}")
    return tuple(argument.arg for argument in definition.args.args)


class Returned(Struct, frozen=True):
    """What a known program gives in a case: numbers, or an exception by name; and whether it changed an argument."""

    value: Nested | str
    mutates: bool = False


def returned(program: str, harness: str, cases: tuple[RepairCase, ...]) -> tuple[Returned, ...]:
    """What a known program gives in each case."""
    import numpy as np

    from lessons.model.text_module import load_module

    module = load_module("known_repair", f"{HEAD}{program}\n\n{harness}\n")
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return tuple(_returned(getattr(module, case.call.function), case.call) for case in cases)


def _returned(function: Any, call: Call) -> Returned:
    arguments = list(map(_argument, call.arguments))
    before = [_nested(one) for one in arguments if not callable(one)]
    try:
        value: Nested | str = _nested(function(*arguments))
    except Exception as error:  # any: what a wrong program raises is how it is recognized
        value = type(error).__name__
    return Returned(value, before != [_nested(one) for one in arguments if not callable(one)])


def _argument(value: Plain) -> Any:
    """An argument as the sandbox makes it."""
    import numpy as np
    from numpy.polynomial import Polynomial as Function

    if isinstance(value, Array):
        return np.array(value.numbers, dtype=value.dtype).reshape(value.shape)
    return Function(value.coefficients) if isinstance(value, Polynomial) else value


def _nested(value: Any) -> Nested:
    import numpy as np

    if isinstance(value, tuple | list):
        return tuple(map(_nested, value))
    return _nested(value.tolist()) if isinstance(value, np.ndarray) and value.ndim else float(value)


def _fields(source: Source, name: str) -> dict[str, Any]:
    try:
        return tomli.loads(source.text(*FOLDER.split("/"), f"{name}.toml"))
    except tomli.TOMLDecodeError as error:
        raise CourseError(f"{FOLDER}/{name}.toml", 1, f"TOML cannot be read: {error}") from None


def _all_fields(source: Source) -> list[tuple[str, dict[str, Any]]]:
    return [(name, _fields(source, name)) for name in repair_names(source)]
