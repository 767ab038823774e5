"""How well recall is predicted, on any record of answers: log loss, AUC and reliability of the program's own model.

    python -m tests.bench.recall FILE.csv

FILE.csv has the columns learner,skill,item,t_ms,right: who answered what, when (milliseconds since 1970), and whether
it was right (1 or 0). Each learner is new to the model, and each answer is predicted from that learner's earlier
answers alone, before it is learned from. Only the last row of a table knows other
learners: it takes how difficult an item is from those whose answers it is not judged on.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import isnan, log
from pathlib import Path
from typing import NamedTuple

from progress.fsrs6 import MemoryState, first_memory, next_memory, retrievability
from tests.support.forgetful import Row
from tutor.learning.scheduling.recall import DAY, DELAY, ITEM_SD, RecallModel, Try

ASSUMPTIONS = """\
Answers are predicted in each learner's order of time, from that learner's earlier answers alone.
constant              the mean of the answers in the table: the best that one number can do, known afterwards
running mean          (right + 1) / (answers + 2) over the learner's earlier answers
FSRS defaults         retrievability over the first try of each UTC day at the skill; 0.5 for a skill that is new
ours                  what the program would say, nothing fitted: every item begins alike
ours, items known     the same, where d[item] begins at how easy the item was for other learners, in five folds
A day is a UTC day from 4 a.m.; an answer is delayed when the last one to its skill is 12 hours old or more.
"""
_EDGE = 1e-6
FOLDS = 5
NAMES = ("constant", "running mean", "FSRS defaults", "ours", "ours, items known")


class Scored(NamedTuple):
    """One answer with its predictions, by name, and how many delayed answers the learner gave before; -1 if not one."""

    right: bool
    said: Mapping[str, float]
    delayed: int


class Measures(NamedTuple):
    """Log loss in nats, area under the ROC curve, and by tenth of predicted probability (count, said, happened)."""

    loss: float
    auc: float
    bins: tuple[tuple[int, float, float], ...]


COLUMNS = ("learner", "skill", "item", "t_ms", "right")
_RIGHT: Mapping[str, bool] = {"true": True, "yes": True, "right": True, "false": False, "no": False, "wrong": False}
_LATEST = 1 << 53
_LONGEST_FIELD = 1 << 24
"""Characters of a field from which a quote was surely never closed."""


class Records(NamedTuple):
    """The rows of each learner, in order of time, and a sentence on each line that could not be read."""

    learners: list[list[Row]]
    faults: list[str]


def read(path: Path) -> Records:
    """The answers of a file, as liberally as their meaning is certain; what is left out is in `faults`.

    Columns may come in any order, with others between them. An answer without a skill is one of its item, and one
    without an item is one of its skill. Raises ValueError where a file has no such columns or no answer at all.
    """
    learners: defaultdict[str, list[Row]] = defaultdict(list)
    faults = []
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        lines = csv.reader(_without_nulls(file), skipinitialspace=True)
        try:
            places = _places(next((line for line in lines if any(map(str.strip, line))), []))
            for fields in lines:
                if not any(map(str.strip, fields)):
                    continue
                try:
                    row = _row([fields[place].strip() for place in places])
                except (IndexError, ValueError) as fault:
                    what = "a field is missing" if isinstance(fault, IndexError) else fault
                    faults.append(f"line {lines.line_num}: {what}")
                else:
                    learners[row.learner].append(row)
        except csv.Error as fault:
            raise ValueError(f"line {lines.line_num}: {fault}") from None
    if not learners:
        raise ValueError(faults[0] if faults else "it has no answers")
    return Records([sorted(rows, key=lambda row: row.t_ms) for rows in learners.values()], faults)


def _without_nulls(lines: Iterable[str]) -> Iterator[str]:
    return (line.replace("\0", "") for line in lines)


def _places(header: Sequence[str]) -> list[int]:
    """Where each of COLUMNS stands in a line."""
    names = [name.strip().casefold() for name in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise ValueError(f"the first line has to be {','.join(COLUMNS)}, and it lacks {', '.join(missing)}")
    return [names.index(name) for name in COLUMNS]


def _row(fields: Sequence[str]) -> Row:
    learner, skill, item, time, outcome = fields
    if not (skill or item):
        raise ValueError("neither a skill nor an item")
    return Row(learner, skill or item, item or skill, _milliseconds(time), _is_right(outcome))


def _milliseconds(text: str) -> int:
    try:
        ms = float(text)
        exact = int(text) if text.lstrip("+-").isdecimal() else int(ms)
    except (ValueError, OverflowError):
        raise ValueError(f"t_ms is {text!r}, which is no number of milliseconds") from None
    if abs(exact) > _LATEST:
        raise ValueError(f"t_ms is {text!r}, which is no time")
    return exact


def _is_right(text: str) -> bool:
    if (named := _RIGHT.get(text.casefold())) is not None:
        return named
    try:
        return {0.0: False, 1.0: True}[float(text)]
    except (KeyError, ValueError):
        raise ValueError(f"right is {text!r}, which is neither 1 nor 0") from None


def ours(rows: Sequence[Row], prior: Callable[[str], float] = lambda _: 0.0) -> list[float]:
    """What the program would say before each answer of one learner."""
    model, said = RecallModel(prior), []
    for number, row in enumerate(rows):
        tried = Try(row.t_ms, number, 0, row.item, (row.t_ms - DAY // 6) // DAY, 3 if row.right else 1)
        said.append(model.learn(row.skill, tried))
        model.practise(row.skill, tried)
    return said


def fsrs_defaults(rows: Sequence[Row]) -> list[float]:
    """Retrievability before each answer of one learner, over the first try of each day at the skill."""
    held: dict[str, tuple[MemoryState, int]] = {}
    said = []
    for row in rows:
        before = held.get(row.skill)
        said.append(0.5 if before is None else retrievability(before[0].stability, (row.t_ms - before[1]) / DAY))
        grade = 3 if row.right else 1
        if before is None:
            held[row.skill] = first_memory(grade), row.t_ms
        elif row.t_ms // DAY > before[1] // DAY:
            held[row.skill] = next_memory(before[0], grade, max(1.0, (row.t_ms - before[1]) / DAY)), row.t_ms
    return said


def running_means(rows: Sequence[Row]) -> list[float]:
    """The mean of the earlier answers of one learner, with one right and one wrong added, before each answer."""
    said, right = [], 0
    for count, row in enumerate(rows):
        said.append((right + 1) / (count + 2))
        right += row.right
    return said


def delayed_counts(rows: Sequence[Row]) -> list[int]:
    """For each delayed answer of one learner, how many came before it; -1 for others."""
    last: dict[str, int] = {}
    counts, seen = [], 0
    for row in rows:
        delayed = row.skill in last and row.t_ms - last[row.skill] >= DELAY
        counts.append(seen if delayed else -1)
        seen += delayed
        last[row.skill] = row.t_ms
    return counts


def item_eases(learners: Iterable[tuple[Sequence[Row], Sequence[float]]]) -> dict[str, float]:
    """How easy each item was for some learners, on the logit scale: one Newton step from what was predicted."""
    slope: defaultdict[str, float] = defaultdict(float)
    weight: defaultdict[str, float] = defaultdict(float)
    for rows, said in learners:
        for row, p in zip(rows, said, strict=True):
            slope[row.item] += row.right - p
            weight[row.item] += p * (1 - p)
    return {item: slope[item] / (weight[item] + ITEM_SD**-2) for item in slope}


def score(learners: Sequence[Sequence[Row]]) -> list[Scored]:
    """All answers with their predictions; the constant is left to each table."""
    plain = [ours(rows) for rows in learners]
    scored = []
    for fold in range(FOLDS):
        others = [at for at in range(len(learners)) if at % FOLDS != fold]
        eases = item_eases((learners[at], plain[at]) for at in others)
        for at in range(fold, len(learners), FOLDS):
            rows = learners[at]
            informed = ours(rows, partial(_known, eases))
            said = (running_means(rows), fsrs_defaults(rows), plain[at], informed)
            for row, delayed, *values in zip(rows, delayed_counts(rows), *said, strict=True):
                scored.append(Scored(row.right, dict(zip(NAMES[1:], values, strict=True)), delayed))
    return scored


def _known(eases: Mapping[str, float], item: str) -> float:
    return eases.get(item, 0.0)


def measure(said: Sequence[float], right: Sequence[bool]) -> Measures:
    """The measures of some predictions."""
    kept = [min(1 - _EDGE, max(_EDGE, p)) for p in said]
    loss = -sum(log(p if hit else 1 - p) for p, hit in zip(kept, right, strict=True)) / len(kept)
    counts, sums, hits = [0] * 10, [0.0] * 10, [0] * 10
    for p, hit in zip(said, right, strict=True):
        tenth = min(9, int(p * 10))
        counts[tenth] += 1
        sums[tenth] += p
        hits[tenth] += hit
    bins = ((n, p / (n or 1), hit / (n or 1)) for n, p, hit in zip(counts, sums, hits, strict=True))
    return Measures(loss, auc(said, right), tuple(bins))


def auc(said: Sequence[float], right: Sequence[bool]) -> float:
    """The probability that a right answer was given more than a wrong one, ties counted half (Mann-Whitney)."""
    ordered = sorted(zip(said, right, strict=True))
    rank_sum, start = 0.0, 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        rank_sum += (start + 1 + end) / 2 * sum(hit for _, hit in ordered[start:end])
        start = end
    hits = sum(right)
    misses = len(right) - hits
    return (rank_sum - hits * (hits + 1) / 2) / (hits * misses) if hits and misses else float("nan")


CUTS: Mapping[str, Callable[[Scored], bool]] = {
    "all answers": lambda _: True,
    "delayed answers: the first to a skill after 12 hours or more": lambda one: one.delayed >= 0,
    "from each learner's 9th delayed answer onward": lambda one: one.delayed >= 8,
}


def tables(scored: Sequence[Scored]) -> dict[str, dict[str, Measures]]:
    """By cut and predictor, the measures; a cut without answers has none."""
    found: dict[str, dict[str, Measures]] = {}
    for cut, within in CUTS.items():
        inside = [one for one in scored if within(one)]
        right = [one.right for one in inside]
        rows: dict[str, Sequence[float]] = {"constant": [sum(right) / len(right)] * len(right)} if right else {}
        rows |= {name: [one.said[name] for one in inside] for name in NAMES[1:]} if right else {}
        found[cut] = {name: measure(said, right) for name, said in rows.items()}
    return found


def report(found: Mapping[str, Mapping[str, Measures]]) -> str:
    """The tables as they are printed."""
    lines = [ASSUMPTIONS]
    for cut, rows in found.items():
        count = sum(bin_[0] for bin_ in next(iter(rows.values())).bins) if rows else 0
        lines.append(f"{cut} ({count:,})")
        if rows:
            lines.append(f"  {'':<20}{'log loss':>10}{'AUC':>8}")
        for name, one in rows.items():
            lines.append(f"  {name:<20}{one.loss:>10.4f}{'-' if isnan(one.auc) else f'{one.auc:.3f}':>8}")
        for name, one in rows.items():
            lines += ["", f"  {name}: said, happened, answers"]
            for tenth, (count, said, happened) in enumerate(one.bins):
                if count:
                    lines.append(
                        f"    {tenth / 10:.1f} to {(tenth + 1) / 10:.1f}{said:>9.3f}{happened:>9.3f}{count:>9,}"
                    )
        lines.append("")
    return "\n".join(lines)


def unread(faults: Sequence[str], path: Path) -> str:
    """What could not be read, in a line; empty if nothing."""
    if not faults:
        return ""
    count = "1 line was" if len(faults) == 1 else f"{len(faults):,} lines were"
    return f"{path}: {count} left out; {'' if len(faults) == 1 else 'the first is '}{faults[0]}"


def main() -> int:
    """Run and print; 1 where the file has nothing that can be read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="a CSV file: learner,skill,item,t_ms,right")
    path: Path = parser.parse_args().file
    try:
        records = read(path)
    except OSError as fault:
        print(f"{path}: {fault.strerror}", file=sys.stderr)
        return 1
    except ValueError as fault:
        print(f"{path}: {fault}", file=sys.stderr)
        return 1
    if records.faults:
        print(unread(records.faults, path), file=sys.stderr)
    print(report(tables(score(records.learners))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
