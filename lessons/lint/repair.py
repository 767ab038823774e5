"""Checks of the programs to repair: their texts, and what the known repairs give in each case."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from lessons.course import Course
from lessons.grading import close
from lessons.lint.exercises import CODE_WIDTH, HINTS
from lessons.lint.pages import markdown_faults
from lessons.lint.problem import Problem
from lessons.lint.tools import Tools
from lessons.lint.wording import word_faults
from lessons.model.misconception import Nested
from lessons.reading.repair import FOLDER, Repair, Returned, read_repair, repair_names, returned
from lessons.source import CourseError

MOST_LINES = 20
RIGHT, WRONG, CASES = 2, 5, 3  # the fewest of each

_Results = tuple[Returned, ...]


def repair_faults(course: Course, tools: Tools) -> Iterator[Problem]:
    """All problems of the programs to repair."""
    skills = {skill.id for skill in course.outline.skills}
    titles = [title for _, title in course.repairs]
    for name in repair_names(course.source):
        place = f"{FOLDER}/{name}.toml"
        try:
            repair = read_repair(course.source, name)
        except CourseError as error:
            yield from Problem.all_of(error)
            continue
        if titles.count(repair.title) > 1:
            yield Problem(place, 1, "another program has the same title")
        found = (*text_faults(repair, skills, tools), *program_faults(repair), *result_faults(repair))
        for text in dict.fromkeys(found):
            yield Problem(place, 1, text)


def text_faults(repair: Repair, skills: set[str], tools: Tools) -> Iterator[str]:
    """What is wrong with the texts of a program to repair."""
    task = repair.task
    texts = [repair.title, task.entry.about, task.closing, *task.entry.hints, *(case.why for case in repair.cases)]
    texts += [known.message for known in repair.wrong]
    for text in texts:
        yield from markdown_faults(text, tools)
        yield from word_faults(text)
    if not repair.skills:
        yield "it names no skill; name those that the repair takes"
    yield from (f"there is no skill {skill}" for skill in repair.skills if skill not in skills)
    if len(task.entry.hints) < HINTS:
        yield f"{len(task.entry.hints)} hints; give {HINTS} or more, the last nearly the whole of it"
    for known in repair.wrong:
        if bool(known.message.strip()) == bool(known.rule):
            yield f"wrong repair {known.id} has either a message, or the rule that recognizes it"


def program_faults(repair: Repair) -> Iterator[str]:
    """What is wrong with the program and the known repairs as texts, and how many there are."""
    lines = repair.program.rstrip("\n").split("\n")
    if len(lines) > MOST_LINES:
        yield f"the program has {len(lines)} lines; {MOST_LINES} at most"
    for line in (*lines, *repair.right[0].program.split("\n")):
        if len(line) > CODE_WIDTH:
            yield f"code of {len(line)} columns; break it at {CODE_WIDTH}"
    for count, least, name in (
        (len(repair.right), RIGHT, "right repairs"),
        (len(repair.wrong), WRONG, "wrong repairs"),
        (len(repair.cases), CASES, "cases"),
    ):
        if count < least:
            yield f"{count} {name}; give {least} or more"
    for names in ([case.name for case in repair.cases], [known.id for known in (*repair.right, *repair.wrong)]):
        if len(set(names)) < len(names):
            yield "two cases or two repairs have the same name; names are unique"


def result_faults(repair: Repair) -> Iterator[str]:
    """What is wrong with the results of the program and of the known repairs."""
    expected = [case.expected for case in repair.task.check.cases]

    def passes(results: _Results) -> bool:
        return all(_same(one.value, want) for one, want in zip(results, expected, strict=True))

    def of(program: str) -> _Results:
        return returned(program, repair.harness, repair.cases)

    if passes(of(repair.program)):
        yield "the program passes as it is given; add a case that it fails"
    for known in repair.right:
        results = of(known.program)
        if not passes(results) or any(one.mutates for one in results):
            yield f"the right repair {known.id} does not pass"
    wrong = {known.id: of(known.program) for known in repair.wrong}
    for known in repair.wrong:
        results = wrong[known.id]
        if known.rule == "mutates" and not (passes(results) and any(one.mutates for one in results)):
            yield f"the wrong repair {known.id} is not one that is right and changes its argument"
        if not known.rule and passes(results):
            yield f"the wrong repair {known.id} passes; add a case that it fails"
    for a, b in combinations([known.id for known in repair.wrong if not known.rule], 2):
        if all(_same(one.value, other.value) for one, other in zip(wrong[a], wrong[b], strict=True)):
            yield f"no case tells the wrong repair {a} from {b}; add one, or make them one"


def _same(a: Nested | str, b: Nested | str) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    return close(a, b)
