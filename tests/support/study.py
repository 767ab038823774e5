"""A learner made up for tests: what they answered when, and the state that it folds into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from msgspec.structs import replace

from lessons.course import Course
from lessons.source import Source
from progress.events import Answer, Event, GaveUp, Known, TookBack
from progress.ids import make_id
from progress.state.fold import fold
from progress.state.state import State
from progress.times import utc_text
from tutor.learning.scheduling import PlannedQuestion, StudySession, begin, next_question
from tutor.learning.scheduling.study_session import Kind

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Learner:
    """Answers questions of a course; the clock stands still unless `wait` is called."""

    def __init__(self, course: Course, now: datetime = NOON, device: str = "lappy-1") -> None:
        self.course, self.now, self.device = course, now, device
        self.state = State()
        self.events: list[Event] = []

    def wait(self, days: float = 0, seconds: float = 0) -> None:
        """Let time pass; backwards with less than nothing."""
        self.now += timedelta(days=days, seconds=seconds)

    def put(self, event: Known) -> None:
        """One event, now."""
        if isinstance(event, TookBack):
            given = [one for one in self.events if isinstance(one, Answer) and one.about == event.item]
            event = replace(event, answer=next(one.id for one in reversed(given) if one.seed == event.seed))
        name = make_id(self.state.folded.number + 1, self.device, "aaaaaa")
        placed = replace(event, id=name, t=utc_text(self.now))
        self.events.append(placed)
        late = isinstance(placed, TookBack)
        self.state = fold(State(), self.events) if late else fold(self.state, [placed])

    def answer(
        self,
        item: str,
        seed: int = 1,
        right: bool = True,
        *,
        rule: str | None = None,
        unaided: bool = True,
        where: str = "lesson",
        confidence: int | None = None,
        answer_format: str = "",
        bar: str = "",
    ) -> None:
        """One answer; a wrong one follows the rule, where one is named."""
        template = self.course.templates.get(item)
        self.put(
            Answer(
                item=item,
                seed=seed,
                typed="12",
                verdict="right" if right else "wrong",
                wrong_rule=rule,
                unaided=unaided,
                where=where,
                format=answer_format or (template.kind if template else "number"),
                confidence=confidence,
                bar=bar,
            )
        )

    def give_up(self, item: str, seed: int = 1) -> None:
        """Ask for the solution."""
        self.put(GaveUp(item=item, seed=seed))

    def sit(
        self,
        kind: Kind,
        scope: str = "",
        *,
        right: Callable[[PlannedQuestion], bool] = lambda _: True,
        count: int | None = None,
        most: int = 200,
        told: Callable[[StudySession, PlannedQuestion], None] = lambda _, __: None,
    ) -> StudySession:
        """A sitting to its end, twenty seconds a question; `told` hears of each question before it is answered."""
        sitting = begin(kind, self.course, self.state, self.now, scope, count)
        for _ in range(most):
            asked = next_question(sitting, self.course, self.state, self.now)
            if asked is None:
                return sitting
            told(sitting, asked)
            self.wait(seconds=20)
            good = right(asked)
            rule = None if good else first_rule(self.course, asked)
            self.answer(asked.item, asked.seed, good, rule=rule, unaided=asked.support == "bare", where=kind)
            sitting = sitting.answered(asked, good, True, rule)
        return sitting


def first_rule(course: Course, asked: PlannedQuestion) -> str | None:
    """A wrong rule that shows on a question."""
    return next((rule.id for rule in course.item(asked.item, asked.seed).wrong_rules), None)


OUTLINE = """
format = 1
[stage]
id = "small"
title = "A small stage"
order = "Low, then high."
[[rung]]
id = "basics"
title = "Basics"
tagline = "counting"
pages = []
{skills}
{extra}
"""

SKILL = """
[[skill]]
id = "{id}"
title = "Be good at {id}"
rung = "basics"
needs = {needs}
was = {was}
"""

ITEM = """
[[item]]
id = "{id}"
was = {was}
kind = "number"
skills = {skills}
strategy = "{strategy}"
prompt = "What is {id}?"
answer = "{answer}"
explanation = "That is what it is."
[[item.wrong]]
id = "slip"
answer = "{wrong}"
message = "That is what a slip gives; but it is not, because of the sum."
"""


def small_course(
    folder: Path, skills: Mapping[str, list[str]], items: Mapping[str, list[str]], *, extra: str = "", **was: str
) -> Course:
    """A course of worded questions: skills with what they need, questions with their skills.

    `was` gives the former id of a question, whose id is written with `_` for a dot, or of a skill; `extra` is more
    TOML for the outline.
    """
    former = {name.replace("__", "."): old for name, old in was.items()}
    rows = [SKILL.format(id=item_id, needs=needs, was=_list(former, item_id)) for item_id, needs in skills.items()]
    folder.mkdir(parents=True)
    outline = OUTLINE.format(skills="\n".join(rows), extra=extra)
    (folder / "course.toml").write_text(outline.replace("'", '"'))
    (folder / "basics").mkdir()
    questions = [
        ITEM.format(
            id=item_id,
            was=_list(former, item_id),
            skills=of,
            strategy=f"way {place % 3}",
            answer=place + 10,
            wrong=place + 500,
        )
        for place, (item_id, of) in enumerate(items.items())
    ]
    (folder / "basics" / "items.toml").write_text("\n".join(questions).replace("'", '"'))
    return Course(Source.folder(folder))


def _list(former: dict[str, str], skill_id: str) -> list[str]:
    return [former[skill_id]] if skill_id in former else []


def lucky(rng: Random, share: float = 0.7) -> Callable[[PlannedQuestion], bool]:
    return lambda _: rng.random() < share


def read_up(learner: Learner, rung: str, rng: Random, share: float = 0.8) -> None:
    """Every question of a rung, as its pages ask them."""
    for item_id in learner.course.templates:
        if item_id.startswith(rung):
            learner.wait(seconds=30)
            learner.answer(item_id, int(learner.course.is_computed(item_id)), rng.random() < share)
