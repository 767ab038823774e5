"""A hundred days of made-up learners: recall at the end and time spent, by how they review.

The learners forget by a power law of their own, which is not the model that schedules the reviews. What comes out holds
for learners of this kind and for no others; every assumption is printed with it.

    python -m tests.bench.simulate [--learners 8] [--days 100] [--seed 1] [--population NAME]
"""

from __future__ import annotations

import argparse
import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from random import Random

from msgspec.structs import replace

from lessons.course import Course
from progress.events import Answer, Event, Explained
from progress.fsrs6 import MemoryState, first_memory, next_memory, retrievability
from progress.ids import make_id
from progress.state.fold import fold
from progress.state.state import State
from progress.times import utc_text
from tests.bench.placement import all_or_nothing, patchy
from tutor.learning.own_words import asks_own_words
from tutor.learning.scheduling import begin, next_question
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model
from tutor.learning.scheduling.recall_fold import Audit
from tutor.learning.scheduling.selection import SelectionContext, Target, cost, select

START = datetime(2026, 1, 5, 18, tzinfo=UTC)
SECONDS = 15.0  # a quarter of a minute, in which costs are counted
READING = 240.0  # seconds of reading a page
PAGES = 2  # pages a day in the first round
SAME_WAY = 0.5  # what a trace is worth after a question with the same strategy
BY_THE_WAY = 0.5  # what a right answer leaves in the skills that its own need directly
SLIP, GUESS = 0.10, 0.05
NOISY = (0.25, 0.20)
BEFORE = (-240.0, -120.0, -60.0, -30.0)  # days on which a skill that is known beforehand was practiced
FLOOR = 0.02  # days: the least age of a trace

ASSUMPTIONS = f"""\
Learners.   Every practice of a skill leaves a trace. The activation of a skill is
            ln(sum of w * (age + {FLOOR})^-d), ages in days; it is recalled with the chance
            1 / (1 + exp(-(activation - tau) / s)). The decay d of a trace is
            a + c * exp(activation when it was left), so what is repeated while it is
            still in mind fades fast. Each learner has their own a ~ N(0.30, 0.04),
            tau ~ N(-0.75, 0.15) and s ~ N(0.35, 0.04); c = 0.10 for all. The forgetful have
            a ~ N(0.38, 0.04) and tau ~ N(-0.45, 0.15). The patchy begin with the skills up to
            a level of their own in each rung; of the all or nothing one in two begins with
            every skill and the others with none, like all other learners. What is known
            beforehand was practiced {", ".join(f"{-day:.0f}" for day in BEFORE)} days before the first.
Traces.     A right answer and a wrong one leave w = 1, for the explanation is read; a
            right one leaves {BY_THE_WAY} in each skill that its own need directly. After a
            question of the same strategy w is {SAME_WAY} of that: an assumption, and all the
            difference that mixing makes here.
Answers.    What is recalled is answered wrong {SLIP:.0%} of the time all the same, what is not
            is answered right {GUESS:.0%} of it; by the noisy {NOISY[0]:.0%} and {NOISY[1]:.0%}. Where a question
            asks for own words first, they are given.
Days.       {PAGES} pages a day until all are read: {READING / 60:.0f} min of reading and every question once.
            And then, each day:
            none     nothing more
            massed   the questions of the day's pages again while they are new, in all as
                     long as `mixed` spends on reviews
            blocked  what is due, those of one strategy together
            fsrs     the skills that plain FSRS puts lowest, over first tries of a day and
                     without any credit; on each day as many questions as `mixed`
            mixed    what `tutor review` asks, in its order
Time.       What choosing a question counts it with, in quarters of a minute; half as much
            again for a wrong answer.
Measured.   When the last day is over, before anything else is done: the mean chance of
            recall over all skills taught. The learners are the same in every row; 95 %
            intervals are for the mean over learners like these. Reviews are questions asked
            in them; credited are reviews saved because another question counted for them,
            checked those asked all the same, held those of them that were right.
            Nothing here is a claim about you.
"""


@dataclass
class Mind:
    """What one learner remembers."""

    decay: float
    threshold: float
    noise: float
    rng: Random
    slip: float = SLIP
    guess: float = GUESS
    traces: dict[str, list[tuple[float, float, float]]] = field(default_factory=dict)
    """By skill: when, weight, decay."""

    @classmethod
    def born(cls, seed: int, population: str = "ordinary") -> Mind:
        """A learner with parameters of their own."""
        rng = Random(seed)
        forgets = population == "forgetful"
        decay = min(0.5, max(0.15, rng.gauss(0.38 if forgets else 0.30, 0.04)))
        threshold, noise = rng.gauss(-0.45 if forgets else -0.75, 0.15), max(0.2, rng.gauss(0.35, 0.04))
        slip, guess = NOISY if population == "noisy" else (SLIP, GUESS)
        return cls(decay, threshold, noise, rng, slip, guess)

    def activation(self, skill: str, day: float) -> float:
        """How much of a skill is in mind."""
        held = sum(weight * (day - at + FLOOR) ** -decay for at, weight, decay in self.traces.get(skill, ()))
        return math.log(held) if held > 0 else -math.inf

    def recall(self, skill: str, day: float) -> float:
        """The chance that a skill is recalled."""
        return 1 / (1 + math.exp(min(700.0, -(self.activation(skill, day) - self.threshold) / self.noise)))

    def practise(self, skill: str, day: float, weight: float) -> None:
        """Leave a trace."""
        decay = self.decay + 0.10 * math.exp(min(2.5, self.activation(skill, day)))
        self.traces.setdefault(skill, []).append((day, weight, decay))

    def answers(self, skills: Iterable[str], day: float) -> bool:
        """Whether an answer comes out right."""
        recalled = all(self.rng.random() < self.recall(skill, day) for skill in skills)
        return self.rng.random() < (1 - self.slip if recalled else self.guess)


class Life:
    """One learner with the program, day after day. The record is folded once a day."""

    def __init__(self, course: Course, seed: int, population: str = "ordinary") -> None:
        self.course, self.mind, self.state = course, Mind.born(seed, population), State()
        for skill in sorted(BEGINS_WITH[population](self.found, Random(seed)) if population in BEGINS_WITH else ()):
            for at in BEFORE:
                self.mind.practise(skill, at, 1.0)
        self.day, self.number, self.seconds, self.last = 0, 0, 0.0, ""
        self.spent: list[float] = []
        """Seconds spent on reviews, by day."""
        self.reviews: list[int] = []
        """Questions asked in reviews, by day."""
        self._plain: dict[str, tuple[MemoryState, int]] = {}
        """By skill, what plain FSRS makes of the first try of each day, and that day."""
        self._today: list[Event] = []

    @property
    def found(self) -> LearnerModel:
        return build_learner_model(self.course, self.state)

    @property
    def now(self) -> datetime:
        return START + timedelta(days=self.day)

    def ask(self, item: str, seed: int, where: str) -> bool:
        """Answer a question: remember, take the time, put it on record."""
        skills, found, day = self.course.templates[item].skills, self.found, float(self.day)
        right = self.mind.answers(skills, day)
        strategy = found.strategy(item)
        weight = SAME_WAY if strategy == self.last else 1.0
        self.last = strategy
        for skill in skills:
            self.mind.practise(skill, day, weight)
        for need in {need for skill in skills for need in found.skills[skill].needs} - set(skills) if right else ():
            self.mind.practise(need, day, weight * BY_THE_WAY)
        self.seconds += cost(found, item) * SECONDS * (1.0 if right else 1.5)
        self.number += 1
        self._note_plain(skills if right else found.leading(item), right)
        if asks_own_words(self.course.item(item, seed)):
            self._put(Explained(item, seed, "in words of my own"), "words")
        self._put(Answer(item, seed, "", "right" if right else "wrong", None, where=where), "answer")
        return right

    def _put(self, event: Answer | Explained, tail: str) -> None:
        name = make_id(self.number, f"made-up-{tail}", "aaaaaa")
        self._today.append(replace(event, id=name, t=utc_text(self.now + timedelta(seconds=self.number % 3000))))

    def _note_plain(self, skills: Iterable[str], right: bool) -> None:
        grade = 3 if right else 1
        for skill in skills:
            memory, day = self._plain.get(skill, (None, -1))
            if memory is None:
                self._plain[skill] = first_memory(grade), self.day
            elif day < self.day:
                self._plain[skill] = next_memory(memory, grade, self.day - day), self.day

    def review_by_fsrs(self, count: int) -> None:
        """So many questions on the skills of lowest retrievability."""
        found, now = self.found, round(self.now.timestamp() * 1000)
        order = sorted(
            self._plain,
            key=lambda skill: retrievability(self._plain[skill][0].stability, self.day - self._plain[skill][1]),
        )
        last, asked = "", 0
        for skill in order:
            if asked == count:
                return
            one = select(SelectionContext(found, now, last=last), [Target(skill, "")])
            if one is not None:
                asked, last = asked + 1, one.item
                self.ask(one.item, one.seed, "review")

    def end_day(self, before: float, asked: int) -> None:
        """Put the day on record."""
        self.reviews.append(self.number - asked)
        self.spent.append(self.seconds - before)
        self.state = fold(self.state, self._today)
        self._today = []
        self.day += 1
        self.last = ""

    def read(self, page: str) -> None:
        """The first round of a page."""
        self.seconds += READING
        for item in self.course.page(page).items:
            self.ask(item, int(self.course.is_computed(item)), "lesson")

    def review(self) -> None:
        """What is due, as the program asks it."""
        sitting = begin("review", self.course, self.state, self.now)
        while (asked := next_question(sitting, self.course, self.state, self.now)) is not None:
            sitting = sitting.answered(asked, self.ask(asked.item, asked.seed, "review"))

    def review_blocked(self) -> None:
        """The same targets, one skill after the other, those of one strategy together."""
        sitting, found = begin("review", self.course, self.state, self.now), self.found
        moment = SelectionContext(found, round(self.now.timestamp() * 1000))
        picked = [one for target in sitting.targets if (one := select(moment, [target])) is not None]
        for one in sorted(picked, key=lambda one: (found.strategy(one.item), one.target.skill)):
            self.ask(one.item, one.seed, "review")

    def cram(self, pages: Sequence[str], seconds: float) -> None:
        """The questions of the day's pages again, until as much time is spent."""
        items = [item for page in pages for item in self.course.page(page).items]
        end, seed = self.seconds + seconds, 2
        while items and self.seconds < end:
            for item in items:
                if self.seconds < end:
                    self.ask(item, seed, "practice")
            seed += 1


@dataclass(frozen=True)
class Result:
    """One learner on the last day: mean recall, minutes in all and on reviews, reviews, and the audit of credits."""

    recall: float
    minutes: float
    extra: float
    reviews: int
    audit: Audit


ROWS = ("none", "massed", "blocked", "fsrs", "mixed")
BEGINS_WITH: Mapping[str, Callable[[LearnerModel, Random], frozenset[str]]] = {
    "patchy": patchy,
    "all or nothing": all_or_nothing,
}
POPULATIONS = ("ordinary", *BEGINS_WITH, "noisy", "forgetful")
Row = Callable[[Life, Sequence[str]], None]


def live(course: Course, seed: int, days: int, after: Row, population: str) -> tuple[Result, Life]:
    """A learner's days; `after` is what is done each day once its pages are read."""
    life = Life(course, seed, population)
    pages = [entry.id for entry in course.outline.core_pages]
    for day in range(days):
        todays = pages[day * PAGES : (day + 1) * PAGES]
        for page in todays:
            life.read(page)
        before, asked = life.seconds, life.number
        after(life, todays)
        life.end_day(before, asked)
    mean = statistics.fmean(life.mind.recall(skill, float(days)) for skill in sorted(life.mind.traces))
    audit = life.found.recall(round(life.now.timestamp() * 1000)).audit
    return Result(mean, life.seconds / 60, sum(life.spent) / 60, sum(life.reviews), audit), life


def one_learner(seed: int, days: int, population: str = "ordinary") -> Mapping[str, Result]:
    """The same learner in every row."""
    course = _course()
    mixed, first = live(course, seed, days, lambda life, _: life.review(), population)
    blocked, _ = live(course, seed, days, lambda life, _: life.review_blocked(), population)
    fsrs, _ = live(course, seed, days, lambda life, _: life.review_by_fsrs(first.reviews[life.day]), population)
    none, _ = live(course, seed, days, lambda _, __: None, population)
    reading_days = -(-len(course.outline.core_pages) // PAGES)
    share = sum(first.spent) / min(days, reading_days)
    massed, _ = live(course, seed, days, lambda life, pages: life.cram(pages, share), population)
    return {"none": none, "massed": massed, "blocked": blocked, "fsrs": fsrs, "mixed": mixed}


@cache
def _course() -> Course:
    return Course()


def simulate(
    learners: int, days: int, seed: int, workers: int = 2, population: str = "ordinary"
) -> Mapping[str, list[Result]]:
    """Every learner in every row: a function of its arguments alone, however many workers there are."""
    seeds = [1000 * seed + number for number in range(learners)]
    run = partial(one_learner, days=days, population=population)
    if workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            found = list(pool.map(run, seeds))
    else:
        found = [run(one) for one in seeds]
    return {row: [one[row] for one in found] for row in ROWS}


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Mean and half of its 95 % interval (normal)."""
    half = 1.96 * statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else math.nan
    return statistics.fmean(values), half


def table(found: Mapping[str, Sequence[Result]], days: int) -> str:
    """The rows as they are printed."""
    head = f"{'':<9}{f'recall on day {days}':>22}{'minutes':>10}{'extra':>8}{'reviews':>9}"
    lines = [f"{head}{'credited':>10}{'checked':>9}{'held':>6}"]
    for row, results in found.items():
        recall, half = interval([one.recall for one in results])
        values = [
            (one.minutes, one.extra, one.reviews, one.audit.credited, one.audit.checked, one.audit.held)
            for one in results
        ]
        minutes, extra, reviews, credited, checked, held = map(statistics.fmean, zip(*values, strict=True))
        counts = f"{minutes:>10.0f}{extra:>8.0f}{reviews:>9.0f}{credited:>10.1f}{checked:>9.1f}{held:>6.1f}"
        lines.append(f"{row:<9}{f'{recall:.1%} ± {half:.1%}':>22}{counts}")
    lines.append("")
    for other in ("blocked", "fsrs"):
        pairs = zip(found["mixed"], found[other], strict=True)
        gain, half = interval([one.recall - another.recall for one, another in pairs])
        lines.append(f"mixed less {other}, learner by learner: {gain:+.1%} ± {half:.1%}")
    return "\n".join(lines)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--learners", type=int, default=8)
    parser.add_argument("--population", choices=POPULATIONS, help="one of the populations; all by default")
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print(ASSUMPTIONS)
    for population in (chosen.population,) if chosen.population else POPULATIONS:
        print(f"{chosen.learners} {population} learners, seed {chosen.seed}\n")
        found = simulate(chosen.learners, chosen.days, chosen.seed, population=population)
        print(table(found, chosen.days), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
