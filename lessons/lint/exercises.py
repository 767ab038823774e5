"""Checks of an exercise: its entry, files and check module. Runs the starter and the solution."""

from __future__ import annotations

import tokenize
from collections.abc import Iterator, Mapping
from io import StringIO

from lessons.course import Course
from lessons.grading import close, nested
from lessons.lint.giveaways import after_giveaways, hand_giveaways
from lessons.lint.outline import line_of
from lessons.lint.pages import markdown_faults
from lessons.lint.problem import Problem
from lessons.lint.tools import Tools
from lessons.lint.wording import word_faults
from lessons.outline import Exercise
from lessons.reading.exercise import TODO, Task
from lessons.sandbox import run_calls
from lessons.source import PLACE, CourseError
from ml_math_tutor.platform import why_no_programs

HINTS = 2
MISCONCEPTIONS = 8  # that the check of an exercise must tell apart at least
CODE_WIDTH = 74  # columns of code that the editor shows on a screen of 80 columns
FORMS = ("", "_solution", "_check")


def exercise_faults(
    course: Course, entry: Exercise, tools: Tools, items: Mapping[str, object] | None, used: bool
) -> Iterator[Problem]:
    """All problems of one exercise."""
    line = line_of(course.source, f'id = "{entry.id}"\ntitle = "{entry.title}"')
    given_away = hand_giveaways(course, entry) if items is not None else ()
    faults = (*_entry_faults(course, entry, items, used), *_word_faults(entry.hints, entry.about, tools), *given_away)
    for text in faults:
        yield Problem(PLACE, line, f"exercise {entry.id}: {text}")
    if entry.rung not in [rung.id for rung in course.outline.rungs]:
        return
    missing = [form for form in FORMS if not course.source.has(entry.rung, "exercises", f"{entry.id}{form}.py")]
    for form in missing:
        place = f"{entry.rung}/exercises/{entry.id}{form}.py"
        yield Problem(place, 1, "the file is missing; write it, or take the exercise out of course.toml")
    if missing:
        return
    try:
        task = course.exercise(entry.id)
    except CourseError as error:
        yield from Problem.all_of(error)
        return
    given_away = after_giveaways(course, task) if items is not None else ()
    yield from (Problem(PLACE, line, f"exercise {entry.id}: {text}") for text in given_away)
    yield from _file_faults(task)
    yield from _check_faults(task, tools)


def _entry_faults(course: Course, entry: Exercise, items: Mapping[str, object] | None, used: bool) -> Iterator[str]:
    if entry.rung not in [rung.id for rung in course.outline.rungs]:
        yield f"it names the rung {entry.rung}, which there is not"
    if [exercise.id for exercise in course.outline.exercises].count(entry.id) > 1:
        yield "the id is used twice; ids are unique"
    if not entry.id.isidentifier():
        yield "the id is the name of a Python file: letters, digits and _"
    if not used:
        yield "no page offers it; add an exercise block"
    if not entry.hand:
        yield "nothing is done by hand; name a question in hand = [...]"
    if len(entry.hints) < HINTS:
        yield f"{len(entry.hints)} hints for the code; give {HINTS} or more, the last nearly the whole of it"
    for item_id in (*entry.hand, *entry.after):
        if items is None:
            return
        if item_id not in items:
            yield str(course.unknown(item_id, "item", list(items)))
        elif course.is_computed(item_id):
            yield f"{item_id} draws its numbers; an exercise is about fixed ones, so word it in items.toml"


def _word_faults(hints: tuple[str, ...], about: str, tools: Tools) -> Iterator[str]:
    for text in (about, *hints):
        yield from markdown_faults(text, tools)


def _file_faults(task: Task) -> Iterator[Problem]:
    """Problems of starter and solution, as text and as programs."""
    solved = task.place.replace(".py", "_solution.py")
    for place, text in ((task.place, task.starter), (solved, task.solution)):
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > CODE_WIDTH:
                yield Problem(place, number, f"code of {len(line)} columns; break it at {CODE_WIDTH}")
        yield from (Problem(place, line, fault) for line, said in _said(text) for fault in word_faults(said))
    if TODO not in task.starter:
        yield Problem(task.place, 1, "the starter has no TODO; say where to begin")
    if "#" not in task.solution:
        yield Problem(solved, 1, "the solution has no comment; say why it is done so")
    yield from _run_faults(task, task.place, task.starter, passes=False)
    yield from _run_faults(task, solved, task.solution, passes=True)


def _said(program: str) -> Iterator[tuple[int, str]]:
    """(Line, text): the comments and strings of a program, as far as it is Python."""
    try:
        for token in tokenize.generate_tokens(StringIO(program).readline):
            if token.type in (tokenize.COMMENT, tokenize.STRING):
                yield token.start[0], token.string
    except (tokenize.TokenError, SyntaxError):
        return


def _run_faults(task: Task, place: str, text: str, passes: bool) -> Iterator[Problem]:
    if why_no_programs():
        return
    report = run_calls(text, task.check.calls, name=task.file, modules=task.modules({}))
    judgement = task.judged(report, text)
    if judgement.failure:
        yield Problem(place, judgement.line or 1, f"it cannot be run to its end: {judgement.failure}")
        return
    if passes:
        for finding in judgement.findings:
            if not finding.ok:
                yield Problem(
                    place,
                    finding.line or 1,
                    f"{finding.call} gives {finding.got}, {finding.expected} expected; mend one of the two",
                )
        return
    if judgement.passed:
        yield Problem(place, 1, "the starter passes the check; leave something to do, or ask for more")
    for function in task.check.functions:
        if any(
            finding.rule == "missing" and finding.call.startswith(f"{function.name}(") for finding in judgement.findings
        ):
            yield Problem(place, 1, f"the starter has no function {function.name}; give its head")


def _check_faults(task: Task, tools: Tools) -> Iterator[Problem]:
    """Problems of the check: functions without a case, misconceptions that never differ from the right answer."""
    place = task.place.replace(".py", "_check.py")
    called = {case.call.function for case in task.check.cases}
    for function in task.check.functions:
        if function.name not in called:
            yield Problem(place, 1, f"no case calls {function.name}; add one")
    for name in sorted(called - {function.name for function in task.check.functions}):
        yield Problem(place, 1, f"a case calls {name}, which functions does not name")
    names = task.check.names
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem(place, 1, f"two calls have the name {name!r}; names are unique")
    misconceptions: dict[str, bool] = {}
    problems: set[str] = set()
    for case in task.check.cases:
        for misconception in case.misconceptions:
            answer = nested(misconception.answer)
            apart = answer is None or not close(answer, case.expected, case.relative)
            misconceptions[misconception.id] = misconceptions.get(misconception.id, False) or apart
            if not misconception.message.strip():
                problems.add(f"wrong rule {misconception.id} has no message; say what went wrong and why")
            faults = [*markdown_faults(misconception.message, tools), *word_faults(misconception.message)]
            problems.update(f"wrong rule {misconception.id}: {fault}" for fault in faults)
        faults = [*markdown_faults(case.why, tools), *word_faults(case.why)]
        problems.update(f"case {case.name}: {fault}" for fault in faults)
    for picture in task.check.pictures:
        problems.update(f"picture: {fault}" for fault in word_faults(picture.caption))
    if len(misconceptions) < MISCONCEPTIONS:
        yield Problem(place, 1, f"{len(misconceptions)} wrong rules; a check tells {MISCONCEPTIONS} or more apart")
    for rule_id in (rule_id for rule_id, apart in misconceptions.items() if not apart):
        yield Problem(place, 1, f"wrong rule {rule_id} never differs from what is right; add a case in which it does")
    for text in sorted(problems):
        yield Problem(place, 1, text)
