"""`make adversaries`: bots that answer without knowing, and bots that know, over simulated days.

Each bot sees what a front end of the JSON-lines face sees: the question, and what its inputs give. A bot of the first
sort must clear no part of the checklist; how likely luck is, is worked out from how often its first tries are right.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from lessons.answers import judge
from lessons.course import Course
from lessons.model.page import Item
from progress.events import Answer, Known
from progress.ids import make_id
from progress.state.fold import fold
from progress.state.state import State
from progress.times import local_day, utc_text
from tutor.learning.checklist import checklist, newly_cleared
from tutor.learning.scheduling.study_session import Kind, StudySession
from tutor.learning.session_state import SessionState
from tutor.learning.study_engine import (
    AnswerInput,
    HintOutput,
    Input,
    QuestionOutput,
    Request,
    SolutionOutput,
    StudyEngine,
    VerdictOutput,
)

START = datetime(2026, 3, 2, 18, tzinfo=UTC)
DAILY = 20
KINDS: tuple[Kind, ...] = ("review", "checkpoint", "practice")
TRIES = 4
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FORMULA = re.compile(r"\$([^$]+)\$|`([^`]+)`")


class Seen(Struct):
    """What a bot has on its screen: the question, and every text of this sitting."""

    item: Item
    texts: list[str]
    tries: int = 0


class Bot:
    """A strategy with its memory.

    Args:
        rng: What it guesses with.
    """

    helps: tuple[Request, ...] = ()
    """The help it asks for before it answers."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.learned: dict[str, str] = {}

    def answer(self, seen: Seen) -> str:
        """What it types."""
        options = [option.id for option in seen.item.options]
        if seen.item.kind in ("choice", "multi", "explain") and options:
            return self.pick(options, seen)
        if options:
            return " ".join(self.rng.sample(options, len(options)))
        return self.filled(seen, lambda: self.number(seen))

    def pick(self, options: Sequence[str], seen: Seen) -> str:
        """The option it takes."""
        return self.rng.choice(options)

    def number(self, seen: Seen) -> str:
        """The number it types."""
        return str(self.rng.randint(-9, 20))

    def filled(self, seen: Seen, one: Callable[[], str]) -> str:
        """Something of the form asked for, each entry by itself."""
        item = seen.item
        if item.shape is not None:
            rows, columns = item.shape
            return "[" + "; ".join(", ".join(one() for _ in range(columns)) for _ in range(rows)) + "]"
        if item.kind == "vector":
            return ", ".join(one() for _ in item.answer.split(","))
        return one()


class Guess(Bot):
    """Guesses until it is right."""


class First(Bot):
    """Takes the first option, and types 1."""

    def pick(self, options: Sequence[str], seen: Seen) -> str:
        return options[0]

    def number(self, seen: Seen) -> str:
        return "1"


class Eliminate(Bot):
    """Goes through the options, and through the whole numbers."""

    def pick(self, options: Sequence[str], seen: Seen) -> str:
        return options[seen.tries % len(options)]

    def number(self, seen: Seen) -> str:
        return str(seen.tries)


class Copy(Bot):
    """Types a number or a formula that the screen shows."""

    def number(self, seen: Seen) -> str:
        found: list[str] = _NUMBER.findall(" ".join(seen.texts))
        return self.rng.choice(found or ["0"])

    def answer(self, seen: Seen) -> str:
        formulas: list[str] = [a or b for text in seen.texts for a, b in _FORMULA.findall(text)]
        if seen.item.kind in ("expression", "rule") and formulas:
            return self.rng.choice(formulas)
        return super().answer(seen)


class Helped(Copy):
    """Takes every hint and the steps, then copies from them."""

    helps = (Request.HINT, Request.HINT, Request.HINT, Request.HINT, Request.STEPS)


class Repeat(Bot):
    """Has the solution shown, and types what was right the last time."""

    def answer(self, seen: Seen) -> str:
        return self.learned.get(seen.item.id) or super().answer(seen)


class Paste(First):
    """Pastes the model answer where own words are asked for, and takes what comes first."""


class Click(Bot):
    """Answers only what can be clicked."""

    def filled(self, seen: Seen, one: Callable[[], str]) -> str:
        return "0"


class Able(Bot):
    """Knows every answer, but for a share of slips.

    Args:
        rng: What it slips with.
        slips: The share of wrong answers.
    """

    def __init__(self, rng: Random, slips: float = 0.0) -> None:
        super().__init__(rng)
        self.slips = slips

    def answer(self, seen: Seen) -> str:
        item = seen.item
        if self.rng.random() >= self.slips or seen.tries:
            return item.answer
        return item.wrong_rules[0].answer if item.wrong_rules else super().answer(seen)


ADVERSARIES: dict[str, type[Bot]] = {
    "guess": Guess,
    "first": First,
    "eliminate": Eliminate,
    "copy": Copy,
    "hints": Helped,
    "repeat": Repeat,
    "paste": Paste,
    "click": Click,
}


class Run:
    """One bot and its record over simulated days.

    Args:
        course: The course.
        bot: The bot.
    """

    def __init__(self, course: Course, bot: Bot) -> None:
        self.course, self.bot = course, bot
        self.state, self.now = State(), START
        self.engine: StudyEngine | None = None
        self.firsts: defaultdict[str, list[bool]] = defaultdict(list)

    def day(self, number: int, most: int = DAILY) -> None:
        """A day of questions: a review, then a checkpoint, then practice, as long as questions are left."""
        self.now = START + timedelta(days=number)
        left = most
        for kind in KINDS:
            left -= self._sit(kind, left)

    def _sit(self, kind: Kind, most: int) -> int:
        if most <= 0:
            return 0
        self.engine = StudyEngine(self.course, SessionState(StudySession(kind, count=most)))
        texts: list[str] = []
        for asked in range(most):
            question = next((one for one in self._take(Request.NEXT) if isinstance(one, QuestionOutput)), None)
            if question is None:
                return asked
            self._question(question.item, texts)
        return most

    def _question(self, item: Item, texts: list[str]) -> None:
        texts += [item.prompt, item.lead, *(option.text for option in item.options)]
        seen = Seen(item, texts)
        for request in self.bot.helps:
            texts += [one.text for one in self._take(request) if isinstance(one, HintOutput)]
        for seen.tries in range(TRIES):
            outputs = self._take(AnswerInput(self.bot.answer(seen) or "0"))
            verdict = next((one.verdict for one in outputs if isinstance(one, VerdictOutput)), None)
            if verdict is None:
                break
            texts.append(verdict.feedback)
            if not seen.tries:
                self.firsts[item.id].append(verdict.mark == "right")
            if verdict.mark == "right":
                break
        shown = [one.text for one in self._take(Request.SHOW) if isinstance(one, SolutionOutput)]
        texts += shown
        self.bot.learned[item.id] = item.answer

    def _take(self, given: Input) -> tuple[object, ...]:
        assert self.engine is not None
        self.now += timedelta(seconds=3)
        transition = self.engine.take(given, self.state, self.now)
        self.engine = transition.engine
        for event in transition.events:
            self._record(event)
        return transition.outputs

    def _record(self, event: Known) -> None:
        if isinstance(event, Answer):
            event = replace(event, day=local_day(self.now))
        name = make_id(self.state.folded.number + 1, "bot", "aaaaaa")
        self.state = fold(self.state, [replace(event, id=name, t=utc_text(self.now))])

    def cleared_parts(self) -> list[str]:
        """The parts that are cleared, as `OUTCOME.PART`."""
        rows = checklist(self.course, self.state)
        return [f"{row.outcome.id}.{part.part.id}" for row in rows for part in row.parts if part.cleared]

    def days_to_clear(self, most: int) -> int | None:
        """On which day every line is cleared, counted from 1; None where that takes longer."""
        for number in range(most):
            self.day(number)
            for event in newly_cleared(self.course, self.state):
                self._record(event)
            if all(row.cleared for row in checklist(self.course, self.state)):
                return number + 1
        return None


def luck(course: Course, bot: Bot, days: int, draws: int = 400) -> Iterator[tuple[str, float]]:
    """By part, how likely it is that a bot clears it within so many days by chance, at most.

    A part is asked at most once a day. With p the share of draws at which the bot's first try is right, two in a row
    within n tries have a probability of at most (n - 1) p².
    """
    for outcome in course.outline.outcomes:
        for part in outcome.parts:
            items = [item for item in part.items if course.is_computed(item)]
            best = 0.0
            for item_id in items:
                hits = 0
                for seed in range(1, draws + 1):
                    item = course.item(item_id, seed)
                    typed = bot.answer(Seen(item, [item.prompt, item.lead])) or "0"
                    hits += judge(item.question, typed).mark == "right"
                    bot.learned[item_id] = item.answer
                best = max(best, hits / draws)
            yield f"{outcome.id}.{part.id}", min(1.0, (days - 1) * best * best)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every bot; 1 where one clears what it should not, or an able one takes too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--only", choices=[*ADVERSARIES, "able"])
    chosen = parser.parse_args(arguments)
    course, bad = Course(), 0
    for name, kind in ADVERSARIES.items():
        if chosen.only not in (None, name):
            continue
        begun, found = time.perf_counter(), []
        for seed in range(chosen.seeds):
            run = Run(course, kind(Random(f"{name}/{seed}")))
            for day in range(chosen.days):
                run.day(day)
            found += run.cleared_parts()
        chance = max(luck(course, kind(Random(name)), chosen.days), key=lambda one: one[1])
        bad += bool(found) or chance[1] >= 0.01
        took = time.perf_counter() - begun
        print(
            f"{name:10} cleared {len(found)} parts {found[:3]}; "
            f"luck at most {chance[1]:.3%} ({chance[0]}); {took:.0f} s"
        )
    if chosen.only in (None, "able"):
        for slips, most in ((0.0, 8), (0.1, 15)):
            took_days = [
                Run(course, Able(Random(f"able/{seed}"), slips)).days_to_clear(most) for seed in range(chosen.seeds)
            ]
            slow = sum(one is None for one in took_days)
            bad += bool(slow)
            known = sorted(one for one in took_days if one is not None)
            print(f"able, {slips:.0%} slips: within {most} days {len(known)} of {len(took_days)}, slowest {known[-1:]}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
