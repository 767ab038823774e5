"""The programs to debug of a course: `debugging/NAME.toml`, `NAME.py` and `NAME.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import tomli

from lessons.model.debugging import Fault, Outcomes, Probe, Program
from lessons.model.hunts import NAMED, hunt_id, level_of, program_of, title_of
from lessons.source import CourseError, Source

FOLDER = "debugging"
SHARED = "common.py"
"""Functions that the modules of all programs use."""


def program_names(source: Source) -> tuple[str, ...]:
    """The names of the programs, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in (source.root / FOLDER).glob("*.toml")))


def hunt_entries(source: Source) -> tuple[tuple[str, str, str], ...]:
    """(id, title, level) of the listed hunts. Raises CourseError."""
    names = program_names(source)
    titles = {name: str(_fields(source, name).get("title", name)) for name in names}
    if not names:
        return ()
    return tuple(
        (hunt_id(number), title_of(number, titles[program_of(names, number)]), level_of(number).name)
        for number in range(1, NAMED + 1)
    )


def skills_by_fault(source: Source) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By program and fault, the skills that the fault needs. Runs nothing. Raises CourseError."""
    return {
        name: {str(entry.get("id")): tuple(entry.get("skills", ())) for entry in _fields(source, name).get("fault", ())}
        for name in program_names(source)
    }


def read_programs(source: Source) -> Mapping[str, Program]:
    """Every program by name. Raises CourseError."""
    return {name: read_program(source, name) for name in program_names(source)}


def read_program(source: Source, name: str) -> Program:
    """One program with its faults, probes and outcomes. Raises CourseError."""
    place, fields = f"{FOLDER}/{name}.toml", _fields(source, name)
    try:
        faults = {entry["id"]: _fault(entry) for entry in fields["fault"]}
        probes = {
            entry["id"]: (str(entry["title"]), int(entry["cost"]), str(entry["tells"])) for entry in fields["probe"]
        }
        title, about, program = fields["title"], fields["about"], fields["program"].rstrip("\n")
    except (KeyError, TypeError, ValueError) as error:
        raise CourseError(place, 1, f"a field is missing or has another form: {error!r}") from None
    module = source.module(FOLDER, name)
    readers, data = getattr(module, "READERS", {}), getattr(module, "data", None)
    if data is None or set(readers) != set(probes):
        raise CourseError(f"{FOLDER}/{name}.py", 1, "write data(), and READERS with one function for each probe")
    by_id = {key: Probe(key, *rest, readers[key]) for key, rest in probes.items()}
    outcomes, score = _outcomes(source, name), str(fields.get("score", "score"))
    return Program(name, title, about, program, faults, by_id, data, outcomes, stamp(source, name), score)


def stamp(source: Source, name: str) -> str:
    """A checksum of all that outcomes depend on: the program, the edits of its faults, data and probes."""
    fields = _fields(source, name)
    edits = [[entry.get("id"), entry.get("edits")] for entry in fields.get("fault", ())]
    files = [source.text(FOLDER, file) for file in (f"{name}.py", SHARED) if source.has(FOLDER, file)]
    parts = [str(fields.get("program", "")), json.dumps(edits), *("".join(text.split()) for text in files)]
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _fields(source: Source, name: str) -> dict[str, Any]:
    try:
        return tomli.loads(source.text(FOLDER, f"{name}.toml"))
    except tomli.TOMLDecodeError as error:
        raise CourseError(f"{FOLDER}/{name}.toml", 1, f"TOML cannot be read: {error}") from None


def _fault(entry: Mapping[str, Any]) -> Fault:
    edits = tuple((str(old), str(new)) for old, new in entry["edits"])
    return Fault(entry["id"], entry["text"], entry["rule"], tuple(entry["skills"]), edits)


def _outcomes(source: Source, name: str) -> Outcomes:
    """The measured outcomes; an empty table where there is no file yet. Raises CourseError."""
    if not source.has(FOLDER, f"{name}.json"):
        return Outcomes(0, {})
    try:
        body = json.loads(source.text(FOLDER, f"{name}.json"))
        cells = {probe: dict(outcomes) for probe, outcomes in body["outcomes"].items()}
        return Outcomes(int(body["seeds"]), cells, str(body["stamp"]))
    except (KeyError, TypeError, ValueError) as error:
        raise CourseError(f"{FOLDER}/{name}.json", 1, f"the table cannot be read ({error!r}); measure again") from None
