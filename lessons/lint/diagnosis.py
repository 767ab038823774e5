"""Checks of the cases to diagnose: their texts, and the draws of several seeds."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from lessons.answers import judge
from lessons.course import Course
from lessons.lint.pages import markdown_faults
from lessons.lint.problem import Problem
from lessons.lint.tools import Tools
from lessons.lint.wording import word_faults
from lessons.model.computed_item import AmbiguousDrawError
from lessons.model.diagnosis import Diagnosis, DiagnosisTexts
from lessons.reading.diagnosis import FOLDER, case_names, diagnosis, read_texts
from lessons.source import CourseError

SEEDS = 4  # draws that are looked at
CAUSES = 5
WRONG_NUMBERS = 3
MOST_LINES = 10  # of a log: it stands above its question on a screen of 24 rows
SLOW = 1.0  # seconds that a draw may take at its fastest


def diagnosis_faults(course: Course, tools: Tools) -> Iterator[Problem]:
    """All problems of the cases to diagnose."""
    skills, orders = {skill.id for skill in course.outline.skills}, dict[int, str]()
    for name in case_names(course.source):
        place = f"{FOLDER}/{name}.toml"
        try:
            texts = read_texts(course.source, name)
        except CourseError as error:
            yield from Problem.all_of(error)
            continue
        if texts.order in orders:
            yield Problem(place, 1, f"order {texts.order} is that of {orders[texts.order]} as well; give each its own")
        orders[texts.order] = texts.id
        for text in dict.fromkeys((*text_faults(texts, skills), *draw_faults(texts, tools))):
            yield Problem(place, 1, text)


def text_faults(texts: DiagnosisTexts, skills: set[str]) -> Iterator[str]:
    """What is wrong with a case before anything is drawn."""
    yield from word_faults(texts.title)
    if not texts.skills:
        yield "it names no skill; name those that it takes to see the cause"
    yield from (f"there is no skill {skill}" for skill in texts.skills if skill not in skills)
    ids = [cause.id for cause in texts.causes]
    if len(ids) != CAUSES:
        yield f"{len(ids)} causes; give {CAUSES} to choose from"
    if len(set(ids)) < len(ids):
        yield "two causes have the same id; ids are unique"
    if sum(cause.right for cause in texts.causes) != 1:
        yield "exactly one cause has right = true"
    for cause in texts.causes:
        if not cause.right and not cause.message.strip():
            yield f"cause {cause.id} has no message; say what contradicts it"
    for key, message in texts.messages.items():
        if not message.strip():
            yield f"wrong number {key} has no message; say what it is and what to do instead"


def draw_faults(texts: DiagnosisTexts, tools: Tools) -> Iterator[str]:
    """What is wrong with the draws of some seeds."""
    drawn: list[Diagnosis] = []
    seconds = []
    for seed in range(1, SEEDS + 1):
        start = perf_counter()
        try:
            drawn.append(diagnosis(texts, seed))
        except KeyError as error:
            yield f"{error.args[0]} is a name in a text without a value, or a wrong number without a message"
            return
        except AmbiguousDrawError as error:
            yield f"ambiguous: {error}"
            return
        except Exception as error:
            yield f"cannot be drawn with seed {seed}: {error!r}"
            return
        seconds.append(perf_counter() - start)
    if min(seconds) > SLOW:
        yield f"a draw takes {min(seconds):.1f} s; make it faster than {SLOW:g} s"
    if len({(case.about, case.symptom.log) for case in drawn}) < len(drawn) - 1:
        yield "several seeds show the same; draw more of the numbers"
    if diagnosis(texts, 1) != drawn[0]:
        yield "the same seed shows something else the next time; take every random number from rng"
    for case in drawn:
        yield from _symptom_faults(texts, case)
        yield from _step_faults(case)
        yield from _judging_faults(case)
        yield from _prose_faults(case, tools)


def _step_faults(case: Diagnosis) -> Iterator[str]:
    steps = case.number.steps
    if steps and judge(case.number.question, steps[-1].value).mark != "right":
        yield f"the last step gives {steps[-1].value}, which is not the number"


def _symptom_faults(texts: DiagnosisTexts, case: Diagnosis) -> Iterator[str]:
    if not case.symptom.log:
        yield "it shows no log; give a line or more"
    if len(case.symptom.log) > MOST_LINES:
        yield f"a log of {len(case.symptom.log)} lines; {MOST_LINES} are shown at most"
    if len(case.symptom.wrong) < WRONG_NUMBERS:
        yield f"{len(case.symptom.wrong)} wrong numbers; give {WRONG_NUMBERS} or more"
    for key in texts.messages.keys() - case.symptom.wrong.keys():
        yield f"the message of {key} belongs to no wrong number"


def _judging_faults(case: Diagnosis) -> Iterator[str]:
    question = case.number.question
    if judge(question, case.number.answer).mark != "right":
        yield f"its own number {case.number.answer} is not judged right"
    for rule in case.number.wrong_rules:
        if judge(question, rule.answer).wrong_rule != rule.id:
            yield f"the wrong number {rule.id} is not recognized when it is typed"


def _prose_faults(case: Diagnosis, tools: Tools) -> Iterator[str]:
    texts = [case.about, case.closing, case.number.prompt, case.number.explanation]
    texts += [rule.message for rule in case.number.wrong_rules]
    texts += [f"${step.lead}$" for step in case.number.steps]
    texts += [text for option in case.cause.options for text in (option.text, option.message)]
    for text in texts:
        if not text.strip() and text in texts[:4]:
            yield "about, ask, because and closing have to say something"
        yield from markdown_faults(text, tools)
        yield from word_faults(text)
