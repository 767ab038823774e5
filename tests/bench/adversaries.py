"""`make adversaries`: bots that answer without knowing, and bots that know, over simulated days.

Each bot sees what a front end of the JSON-lines face sees: the question, and what its inputs give. A bot of the first
sort must clear no part of the checklist; how likely luck is, is worked out from how often its first tries are right.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from lessons.answers import Verdict, judge
from lessons.course import Course
from lessons.model.page import Formula, Item
from progress.events import Answer, Known, Opened
from progress.ids import make_id
from progress.state.fold import fold
from progress.state.state import State
from progress.times import local_day, utc_text
from tutor.learning.checklist import checklist, newly_cleared
from tutor.learning.formulas_shown import in_its_letters
from tutor.learning.scheduling.study_session import Kind, StudySession
from tutor.learning.scheduling.variants import content
from tutor.learning.session_state import SessionState
from tutor.learning.study_engine import (
    AnswerInput,
    HintOutput,
    Input,
    OwnWordsInput,
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
DRAWS = 1200
SITTING = 6
LUCK = 0.01
"""What the probability of clearing a part by chance stays under."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PLAIN = re.compile(r"[-\d\s.,;\[\]]+")
_FORMULA = re.compile(r"\$([^$]+)\$|`([^`]+)`")


class Screen:
    """The numbers and the formulas that were shown in a session."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        self.formulas: list[str] = []

    def show(self, *texts: str) -> None:
        """Show some texts."""
        for text in texts:
            self.numbers += _NUMBER.findall(text)
            self.formulas += [a or b for a, b in _FORMULA.findall(text)]


class Seen(Struct):
    """What a bot has before it: the question, what this session has shown, and how often it has tried."""

    item: Item
    screen: Screen
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

    def words(self, seen: Seen) -> str:
        """What it writes where own words are asked for."""
        return ""

    def pages(self, course: Course) -> Sequence[str]:
        """The pages that it opens when a session begins."""
        return ()

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
        return self.rng.choice(seen.screen.numbers or ["0"])

    def answer(self, seen: Seen) -> str:
        if seen.item.kind in ("expression", "rule") and seen.screen.formulas:
            return self.rng.choice(seen.screen.formulas)
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

    def words(self, seen: Seen) -> str:
        return seen.item.model


class Reader(Copy):
    """Opens the pages of the checklist first, and copies from them."""

    def pages(self, course: Course) -> Sequence[str]:
        known = {page.id for page in course.outline.pages}
        items = (item for outcome in course.outline.outcomes for part in outcome.parts for item in part.items)
        homes = dict.fromkeys(item.rpartition(".")[0] for item in items)
        return [page for page in homes if page in known]


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

    def words(self, seen: Seen) -> str:
        return f"I would put it like this to a friend, on try {seen.item.seed}"


ADVERSARIES: dict[str, type[Bot]] = {
    "guess": Guess,
    "first": First,
    "eliminate": Eliminate,
    "copy": Copy,
    "pages": Reader,
    "hints": Helped,
    "repeat": Repeat,
    "paste": Paste,
    "click": Click,
}


class Judge:
    """The verdict on an answer, each worked out once for all bots and seeds.

    Args:
        exact: Whether a wrong number is diagnosed, too. That takes most of the time; without it only the misconceptions
            of the question are recognized.
    """

    def __init__(self, exact: bool = False) -> None:
        self.exact = exact
        self._known: dict[tuple[str, int, str], Verdict] = {}

    def __call__(self, item: Item, text: str) -> Verdict:
        key = (item.id, item.seed, text)
        if key not in self._known:
            quick = None if self.exact else self._far(item, text)
            self._known[key] = quick or judge(item.question, text)
        return self._known[key]

    def _far(self, item: Item, text: str) -> Verdict | None:
        """The verdict on plain numbers one of which is nowhere near the right one."""
        if item.kind not in ("number", "vector", "matrix") or item.condition or not _PLAIN.fullmatch(text):
            return None
        given, right = _numbers(text), _numbers(item.answer)
        if len(given) != len(right) or all(_near(a, b) for a, b in zip(given, right, strict=True)):
            return None
        rules = (rule for rule in item.wrong_rules if _numbers(rule.answer) == given)
        known = next(rules, None)
        return Verdict("wrong", "", known.message if known else "", wrong_rule=known.id if known else None)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 0.05 * max(abs(a), abs(b), 1)


class Run:
    """One bot and its record over simulated days.

    The record is folded after each session: within one, no draw is asked twice.

    Args:
        course: The course.
        bot: The bot.
        judge: What judges its answers.
    """

    def __init__(self, course: Course, bot: Bot, judge: Judge | None = None) -> None:
        self.course, self.bot, self.judge = course, bot, judge or Judge(exact=True)
        self.state, self.now = State(), START
        self.engine: StudyEngine | None = None
        self.firsts: defaultdict[str, list[bool]] = defaultdict(list)
        self.counted: Counter[str] = Counter()
        self._events: list[Known] = []
        self._number = 0

    def day(self, number: int, most: int = DAILY) -> None:
        """A day of questions: a review, then a checkpoint, then practice, as long as questions are left."""
        self.now = START + timedelta(days=number)
        left = most
        for kind in KINDS:
            left -= self._sit(kind, left)

    def _sit(self, kind: Kind, most: int) -> int:
        if most <= 0:
            return 0
        self.engine = StudyEngine(self.course, SessionState(StudySession(kind, count=most)), judge=self.judge)
        screen = Screen()
        asked = 0
        while asked < most:
            question = next((one for one in self._take(Request.NEXT) if isinstance(one, QuestionOutput)), None)
            if question is None:
                break
            if not asked:
                self._open_pages(screen)
            self._question(question.item, screen)
            asked += 1
        self._fold()
        return asked

    def _open_pages(self, screen: Screen) -> None:
        """Open the pages that the bot reads, at the beginning of a session."""
        for page_id in self.bot.pages(self.course):
            page = self.course.page(page_id)
            screen.show(*(f"${block.latex}$" for block in page.blocks if isinstance(block, Formula)))
            items = map(self.course.item, page.items)
            screen.show(*(text for item in items for text in (item.prompt, item.lead)))
            self._record(Opened(page=page_id))
        self._fold()

    def _question(self, item: Item, screen: Screen) -> None:
        screen.show(item.prompt, item.lead, *(option.text for option in item.options))
        seen = Seen(item, screen)
        if item.kind == "explain" and (words := self.bot.words(seen)):
            self._take(OwnWordsInput(words))
        for request in self.bot.helps:
            screen.show(*(one.text for one in self._take(request) if isinstance(one, HintOutput)))
        known = False
        for seen.tries in range(TRIES):
            outputs = self._take(AnswerInput(self.bot.answer(seen) or "0"))
            judged = next((one for one in outputs if isinstance(one, VerdictOutput)), None)
            if judged is None:
                break
            verdict = judged.verdict
            screen.show(verdict.feedback)
            known = verdict.mark == "right"
            if not seen.tries:
                self.firsts[item.id].append(known)
                self.counted[item.id] += not judged.bar
            if known:
                break
        solutions = [one.text for one in self._take(Request.SHOW) if isinstance(one, SolutionOutput)]
        screen.show(*solutions)
        if known or solutions:
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
        self._number += 1
        self._events.append(replace(event, id=make_id(self._number, "bot", "aaaaaa"), t=utc_text(self.now)))

    def _fold(self) -> None:
        self.state, self._events = fold(self.state, self._events), []

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
            self._fold()
            if all(row.cleared for row in checklist(self.course, self.state)):
                return number + 1
        return None


def luck(
    course: Course, bot: Bot, judge: Judge, tries: Mapping[str, int], draws: int = DRAWS
) -> Iterator[tuple[str, float]]:
    """By part, how likely it is at most that a bot clears it by chance.

    With p the share of draws at which the bot's first answer would count, two in a row within n first answers have a
    probability of at most (n - 1) p². Draws come as they do in sessions: none with the same words twice.

    Args:
        course: The course.
        bot: The bot.
        judge: What judges its answers.
        tries: By item, the greatest number of first answers that one bot of this kind gave and that could count.
        draws: How many draws the share is taken of.
    """
    for outcome in course.outline.outcomes:
        for part in outcome.parts:
            items = [item for item in part.items if course.is_computed(item)]
            share = max((_hits(course, bot, judge, item, draws) for item in items), default=0.0)
            count = sum(tries.get(item, 0) for item in part.items)
            yield f"{outcome.id}.{part.id}", min(1.0, max(0, count - 1) * share * share)


def _hits(course: Course, bot: Bot, judge: Judge, item_id: str, most: int) -> float:
    """The share of an item's draws at which a bot's first answer would count."""
    draws = {content(course.item(item_id, seed)): seed for seed in range(most, 0, -1)}
    hits, screen = 0, Screen()
    for number, seed in enumerate(sorted(draws.values())):
        item = course.item(item_id, seed)
        screen = Screen() if number % SITTING == 0 else screen
        screen.show(item.prompt, item.lead)
        typed = bot.answer(Seen(item, screen)) or "0"
        verdict = judge(item, typed)
        hits += verdict.mark == "right" and (item.kind != "rule" or in_its_letters(item, typed))
        screen.show(verdict.feedback, item.explanation, *item.hints, *(step.text for step in item.steps))
        bot.learned[item_id] = item.answer
    return hits / len(draws)


class Outcome(Struct):
    """What came of all bots of one kind: the cleared parts by seed, the most first answers that could count by item."""

    cleared: list[str]
    tries: dict[str, int]


def run_bots(course: Course, name: str, seeds: range, days: int, judge: Judge) -> Outcome:
    """Run the bots of one kind."""
    outcome = Outcome([], {})
    for seed in seeds:
        run = Run(course, ADVERSARIES[name](Random(f"{name}/{seed}")), judge)
        for day in range(days):
            run.day(day)
        outcome.cleared += [f"{part} (seed {seed})" for part in run.cleared_parts()]
        for item, count in run.counted.items():
            outcome.tries[item] = max(outcome.tries.get(item, 0), count)
    return outcome


def run_able(course: Course, seeds: range, slips: float, most: int, judge: Judge) -> bool:
    """Run the bots that know, and say how long they take; False where one takes longer than it may."""
    runs = (Run(course, Able(Random(f"able/{seed}"), slips), judge) for seed in seeds)
    took = [run.days_to_clear(most) for run in runs]
    known = sorted(days for days in took if days is not None)
    middle, last = (known[len(known) // 2], known[-1]) if known else ("-", "-")
    print(
        f"able, {slips:.0%} slips: {len(known)} of {len(took)} clear every line within {most} days; "
        f"the middle one takes {middle}, the slowest {last}",
        flush=True,
    )
    return len(known) == len(took)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every bot; 1 where one clears what it should not, or an able one takes too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--only", choices=[*ADVERSARIES, "able"])
    chosen = parser.parse_args(arguments)
    course, judge, good = Course(), Judge(), True
    seeds = range(chosen.seeds)
    print(f"{chosen.seeds} seeds, {chosen.days} days of {DAILY} questions", flush=True)
    if chosen.only in (None, "able"):
        for slips, most in ((0.0, 8), (0.1, 15)):
            good = run_able(course, seeds, slips, most, judge) and good
    for name in ADVERSARIES if chosen.only is None else {chosen.only} & set(ADVERSARIES):
        begun = time.perf_counter()
        outcome = run_bots(course, name, seeds, chosen.days, judge)
        part, chance = max(luck(course, ADVERSARIES[name](Random(name)), judge, outcome.tries), key=lambda one: one[1])
        good = good and not outcome.cleared and chance < LUCK
        print(
            f"{name:10} cleared {len(outcome.cleared)} parts {outcome.cleared[:3]}; "
            f"luck at most {chance:.3%} ({part}); {time.perf_counter() - begun:.0f} s",
            flush=True,
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
