"""The records of several learners in one table: `tutor progress show --home A --home B`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from lessons.course import Course
from progress.state.state import State
from tutor.cli.options import JsonObject
from tutor.learning.checklist import checklist
from tutor.learning.scheduling import misconceptions
from tutor.learning.scheduling.start import review_load
from tutor.rendering.icons import sign

HEADS = ("answers", "right", "hours", "last", "checklist", "exercises", "to review")
MOST = 5
"""How many misconceptions are listed."""


class LearnerRow(Struct, frozen=True):
    """What a table says of one learner."""

    name: str
    answers: int
    right: int
    seconds: float
    last: str
    """The day of the latest event, in UTC; empty where there is none."""
    cleared: tuple[str, ...]
    """The outcomes of the checklist that are cleared."""
    exercises: int
    due: int
    errors: tuple[tuple[str, str], ...]
    """The active misconceptions: the id of each, and what is said against it."""


def learner_row(name: str, course: Course, state: State, now: datetime) -> LearnerRow:
    """Return what a table says of a learner's state at a time."""
    passed = [entry for entry in course.outline.exercises if (one := state.exercises.get(entry.id)) and one.passed_t]
    return LearnerRow(
        name,
        state.answers,
        state.right,
        state.seconds,
        state.folded.latest[0][:10],
        tuple(status.outcome.id for status in checklist(course, state, now) if status.cleared),
        len(passed),
        review_load(course, state, now)[0],
        tuple((one.id, one.refutation) for one in misconceptions(course, state, now) if one.active),
    )


def names(homes: Sequence[Path]) -> list[str]:
    """Return a short name for each home: the parts of its path in which they differ."""
    parts = [home.parts for home in homes]
    if len(set(parts)) < 2:
        return [home.name or str(home) for home in homes]
    start = _common(parts)
    end = _common([tuple(reversed(path[start:])) for path in parts])
    return ["/".join(path[start : len(path) - end]) or path[-1] for path in parts]


def _common(paths: Sequence[tuple[str, ...]]) -> int:
    """The number of parts with which all paths begin."""
    shared = 0
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        shared += 1
    return shared


def class_lines(course: Course, rows: Sequence[LearnerRow], ascii_only: bool) -> list[str]:
    """Return the table, then how many have cleared each line of the checklist, and the most common misconceptions."""
    outcomes = course.outline.outcomes
    table = [("learner", *HEADS)]
    for row in rows:
        marks = "".join(sign("done" if one.id in row.cleared else "new", ascii_only) for one in outcomes)
        right = f"{row.right / row.answers:.0%}" if row.answers else "-"
        hours, exercises = f"{row.seconds / 3600:.1f}", f"{row.exercises} of {len(course.outline.exercises)}"
        table.append((row.name, str(row.answers), right, hours, row.last or "-", marks, exercises, str(row.due)))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip() for cells in table
    ]
    lines.append("")
    for outcome in outcomes:
        count = sum(outcome.id in row.cleared for row in rows)
        lines.append(f"{count:>3} of {len(rows)}  {outcome.title}")
    errors = _errors(rows)[:MOST]
    if errors:
        lines += ["", "Misconceptions, and how many have each:"]
        lines += [f"{count:>3} of {len(rows)}  {text}" for (_, text), count in errors]
    return lines


def _errors(rows: Sequence[LearnerRow]) -> list[tuple[tuple[str, str], int]]:
    """The misconceptions of all learners with how many have each, the most common one first."""
    return Counter(error for row in rows for error in row.errors).most_common()


def class_json(course: Course, rows: Sequence[LearnerRow], documents: Sequence[JsonObject]) -> JsonObject:
    """Return the learners' documents, each as `progress show --json` prints it, and what they add up to."""
    return {
        "learners": [{"name": row.name, **document} for row, document in zip(rows, documents, strict=True)],
        "checklist": [
            {"id": one.id, "title": one.title, "cleared": sum(one.id in row.cleared for row in rows), "of": len(rows)}
            for one in course.outline.outcomes
        ],
        "misconceptions": [
            {"id": error, "refutation": text, "learners": count} for (error, text), count in _errors(rows)
        ],
    }
