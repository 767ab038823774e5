"""The table of outcomes of a program: what each probe shows for each fault, on several seeds."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from lessons.hunting.run import Run
from lessons.model.debugging import Outcomes, Program, Reading, Trace

_NEGATIVE_ZERO = re.compile(r"(?<![\w.])-(0\.0+)(?![\de]|\.\d)")
SEEDS = 8
"""The seeds on which outcomes are measured; hunts draw their data from the same ones."""


class Measured(Struct, frozen=True):
    """One measured outcome and the seconds it took."""

    probe: str
    fault: str
    seed: int
    outcome: str
    seconds: float


def read(program: Program, probe: str, run: Run) -> Reading:
    """The reading of a probe. Infinite and undefined numbers are results and no errors. Raises StoppedError."""
    with np.errstate(all="ignore"):
        reading = program.probes[probe].read(run)
    return replace(reading, summary=_NEGATIVE_ZERO.sub(r"\1", reading.summary))


def both_losses(program: Program, fault: str, seed: int) -> tuple[Trace, Trace]:
    """The training losses of the program with a fault and of the repaired one, on the same data."""
    with np.errstate(all="ignore"):
        broken, repaired = (Run(program, one, seed).trained.losses for one in (fault, ""))
    return Trace("with the fault", tuple(map(float, broken))), Trace("repaired", tuple(map(float, repaired)))


def measure(program: Program, seeds: Iterable[int], faults: Iterable[str] | None = None) -> Iterator[Measured]:
    """Run every probe on every fault and seed; a run is trained once for all its probes, by the first that asks."""
    chosen = tuple(program.faults) if faults is None else tuple(faults)
    for seed in seeds:
        for fault in chosen:
            run = Run(program, fault, seed)
            for probe in program.probes:
                start = time.perf_counter()
                outcome = read(program, probe, run).outcome
                yield Measured(probe, fault, seed, outcome, time.perf_counter() - start)


def extended(program: Program, measured: Iterable[Measured]) -> Outcomes:
    """The table of a program with the outcomes of further faults."""
    cells, before = _cells(measured), program.outcomes
    faults = dict.fromkeys(fault for _, fault in cells)
    by_probe = {
        probe: {**row, **{name: cells[probe, name] for name in faults}} for probe, row in before.by_probe.items()
    }
    return Outcomes(before.seeds, by_probe, program.stamp)


def tabulated(program: Program, measured: Iterable[Measured], seeds: int) -> Outcomes:
    """The table of measured outcomes, with None where a cell's seeds differ."""
    cells = _cells(measured)
    by_probe = {probe: {fault: cells[probe, fault] for fault in program.faults} for probe in program.probes}
    return Outcomes(seeds, by_probe, program.stamp)


def _cells(measured: Iterable[Measured]) -> dict[tuple[str, str], str | None]:
    """By probe and fault, the outcome; None where seeds differ."""
    found: dict[tuple[str, str], set[str]] = {}
    for one in measured:
        found.setdefault((one.probe, one.fault), set()).add(one.outcome)
    return {key: next(iter(outcomes)) if len(outcomes) == 1 else None for key, outcomes in found.items()}


def encode(outcomes: Outcomes) -> str:
    """The table as the text of its file, a probe's outcome for a fault on each line."""
    body = {"seeds": outcomes.seeds, "stamp": outcomes.stamp, "outcomes": outcomes.by_probe}
    return json.dumps(body, indent=1, ensure_ascii=False) + "\n"
