"""How long the coach takes over a long record: 10,000 answers in a year, over every question of the course."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from msgspec.structs import replace

from lessons.course import Course
from progress.events import Answer, Event
from progress.ids import make_id
from progress.state.fold import fold
from progress.state.state import State
from progress.times import utc_text
from tests.support.study import NOON
from tutor.learning.checklist import checklist
from tutor.learning.scheduling import begin, due, misconceptions, next_question
from tutor.learning.scheduling.recall_trials import trials
from tutor.learning.scheduling.statistics import learner_statistics

Row = tuple[str, float, str]


def history(course: Course, count: int, days: float, seed: int = 1) -> Iterator[Event]:
    """So many answers over so many days: four in five right, one in ten with help, slips at random."""
    rng, ids = Random(seed), list(course.templates)
    for number in range(1, count + 1):
        item = course.item(rng.choice(ids), 1)
        right = rng.random() < 0.8
        rule = rng.choice(item.wrong_rules).id if item.wrong_rules and not right else None
        draw = number if course.is_computed(item.id) else 0
        verdict = "right" if right else "wrong"
        event = Answer(item.id, draw, "12", verdict, rule, unaided=rng.random() < 0.9, format=item.kind)  # type: ignore[arg-type]
        when = NOON + timedelta(days=days * number / count)
        yield replace(event, id=make_id(number, "bench", "aaaaaa"), t=utc_text(when))


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def rows(count: int = 10_000, days: float = 365.0) -> list[Row]:
    """(what, value, unit): processor time, the first time and after one more answer."""
    course = Course()
    events = list(history(course, count, days))
    now: datetime = NOON + timedelta(days=days)
    state = fold(State(), events[:-1])
    name = f"{count:,} answers"
    due(course, fold(State(), events[:1]), now)  # what is imported and read once
    out = [(f"due, {name}", _timed(lambda: due(course, state, now)), "ms")]
    after = fold(state, events[-1:])
    out.append((f"due after one more answer, {name}", _timed(lambda: due(course, after, now)), "ms"))
    sitting = begin("review", course, after, now)
    out.append((f"next question of a review, {name}", _timed(lambda: next_question(sitting, course, after, now)), "ms"))
    out.append((f"checklist, {name}", _timed(lambda: checklist(course, after, now)), "ms"))
    out.append((f"misconceptions, {name}", _timed(lambda: misconceptions(course, after, now)), "ms"))
    out.append((f"numbers, {name}", _timed(lambda: learner_statistics(after, now)), "ms"))
    out.append((f"own record as a data set, {name}", _timed(lambda: trials(course, after)), "ms"))
    return out


if __name__ == "__main__":
    for what, value, unit in rows():
        print(f"{what:<55}{value:>10.2f} {unit}")
