"""Programs to debug as frozen values: faults, probes, what a probe reads, and the table of outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

Edit = tuple[str, str]
"""Old and new text; the old one occurs exactly once in the program."""


class Fault(Struct, frozen=True):
    """A fault operator: edits that put one fault into a program.

    `text` is what is wrong, a clause; `rule` is what the fault teaches, a sentence; `skills` are the skills it needs.
    """

    id: str
    text: str
    rule: str
    skills: tuple[str, ...]
    edits: tuple[Edit, ...]


class Trace(Struct, frozen=True):
    """A named series of numbers, one a step; numbers may be infinite or NaN."""

    name: str
    values: tuple[float, ...]


class Reading(Struct, frozen=True):
    """The result of a probe: its outcome by name, a summary of a few words, and the numbers behind it.

    `rows` are (label, value) pairs of a table; `traces` are drawn as curves.
    """

    outcome: str
    summary: str
    rows: tuple[tuple[str, str], ...] = ()
    traces: tuple[Trace, ...] = ()


class Probe(Struct, frozen=True):
    """A measurement of a running program: `title` names it, `tells` says what it can show, `cost` is at least 1."""

    id: str
    title: str
    cost: int
    tells: str
    read: Callable[[Any], Reading]


class Outcomes(Struct, frozen=True):
    """The measured outcomes: by probe and fault, the outcome on every one of the seeds 0 to `seeds` - 1.

    None stands for an unstable cell, whose outcome depends on the seed. `stamp` is the checksum of what was measured.
    """

    seeds: int
    by_probe: Mapping[str, Mapping[str, str | None]]
    stamp: str = ""

    def of(self, probe: str, fault: str) -> str | None:
        """The outcome of a probe on the program with a fault; None where it is unstable or was not measured."""
        return self.by_probe.get(probe, {}).get(fault)


class Program(Struct, frozen=True):
    """A program that trains a model, with the faults that can be put into it and the probes that can find them.

    `data` makes the table that the program reads, from a seed.
    """

    id: str
    title: str
    about: str
    source: str
    faults: Mapping[str, Fault]
    probes: Mapping[str, Probe]
    data: Callable[[int], Any]
    outcomes: Outcomes
    stamp: str = ""
    """The checksum of what the outcomes depend on; the table is current if it has the same."""
    score: str = "score"
    """What the program's score is called, such as accuracy."""

    def with_fault(self, fault: str) -> str:
        """The source text with a fault in it; the healthy text for an empty id."""
        text = self.source
        for old, new in self.faults[fault].edits if fault else ():
            text = text.replace(old, new)
        return text

    def changed_lines(self, fault: str) -> tuple[int, ...]:
        """The numbers, from 1, of the lines that a fault changes."""
        pairs = zip(self.source.split("\n"), self.with_fault(fault).split("\n"), strict=True)
        return tuple(number for number, (before, after) in enumerate(pairs, 1) if before != after)
