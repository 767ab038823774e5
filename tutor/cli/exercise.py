"""`tutor exercise`: the exercises from the shell, with the same checks and messages as in the app."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from msgspec import to_builtins

from lessons.course import Course
from lessons.grading import Judgement
from lessons.reading.exercise import Task
from lessons.sandbox import Report
from progress import resume
from progress.events import Checked, Repaired
from progress.files import SaveError
from progress.paths import clock
from progress.record import Record
from progress.state.state import State
from tutor.cli.completion import ids
from tutor.cli.options import JsonObject, Options, print_json
from tutor.learning.exercise_files import ExerciseFiles, begin, checked, note_on, saves
from tutor.learning.page_progress import exercise_standing
from tutor.rendering.context import RenderContext

WIDEST = 90


@click.group()
def exercise() -> None:
    """The exercises: by hand, in NumPy, and the two compared."""


@exercise.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def list_(tutor: Options, as_json: bool) -> None:
    """Every exercise, and how far you are with it."""
    course, state = tutor.course(), _state(tutor)
    files = ExerciseFiles(tutor.home_dir())
    rows = [_entry(course, state, files, entry.id) for entry in course.outline.exercises]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['id']:<18} {row['standing']:<11} {row['title']}")
    click.echo("\n`tutor exercise start NAME` writes the file, `tutor exercise check NAME` runs it.")
    click.echo("`tutor exercise watch NAME` runs it at every save.")
    click.echo("`tutor open exercise.NAME` has both in the app, with the half done by hand.")


@exercise.command()
@click.argument("name", shell_complete=ids("exercise"))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def start(tutor: Options, name: str, as_json: bool) -> None:
    """Write the file of an exercise, to be filled in; one that is there stays as it is."""
    task = tutor.course().exercise(name)
    path, fresh = _saved(lambda: ExerciseFiles(tutor.home_dir()).start(task))
    if as_json:
        print_json({"exercise": task.id, "file": str(path), "written": fresh})
        return
    click.echo(str(path))
    status = "written" if fresh else "it was there already and stays as it is"
    click.echo(f"{status}; fill it in, then `tutor exercise check {task.id}`", err=True)


@exercise.command()
@click.argument("name", shell_complete=ids("exercise"))
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def check(tutor: Options, name: str, file: Path | None, as_json: bool) -> None:
    """Run the check of an exercise on your file, or on another; exits 0 when it passes, 1 when not."""
    check_program(tutor, tutor.course().exercise(name), file, as_json, f"tutor exercise start {name}")


def check_program(tutor: Options, task: Task, file: Path | None, as_json: bool, start: str) -> None:
    """Check a program and print what was found; exits 0 or 1. `start` is the command that writes a missing file."""
    files = ExerciseFiles(tutor.home_dir())
    source = file.read_bytes() if file else files.bytes(task)
    if source is None:
        raise _missing(files, task, start)
    judgement, _ = _checked(tutor, task, source, as_json)
    raise click.exceptions.Exit(0 if judgement.passed else 1)


def _missing(files: ExerciseFiles, task: Task, start: str) -> click.ClickException:
    return click.ClickException(f"{files.path(task)} is not there yet; `{start}` writes it")


def _checked(tutor: Options, task: Task, source: bytes, as_json: bool = False) -> tuple[Judgement, Report]:
    """Check a program, record the check and print what was found."""
    course, files = tutor.course(), ExerciseFiles(tutor.home_dir())
    beside, dependencies = files.beside(task, course, _state(tutor))
    report = begin(task, source, beside).wait()
    assert report is not None
    judgement = task.judged(report, source.decode("utf-8", "replace"))
    _record(tutor, checked(task, judgement))
    note = note_on(task, judgement, dependencies)
    if as_json:
        print_json(_json(task, judgement, report, note))
    else:
        _print(tutor, task, judgement, report, note)
    return judgement, report


@exercise.command()
@click.argument("name", shell_complete=ids("exercise"))
@click.pass_obj
def watch(tutor: Options, name: str) -> None:
    """Run the check of an exercise now and at every save of your file; ctrl+c ends it.

    Exits 0 when the last check passed, 1 when not.
    """
    task, files = tutor.course().exercise(name), ExerciseFiles(tutor.home_dir())
    if files.bytes(task) is None:
        raise _missing(files, task, f"tutor exercise start {name}")
    passed = False
    with contextlib.suppress(KeyboardInterrupt):
        for _ in saves(lambda: files.stamp(task)):
            source = files.bytes(task)
            if source is None:
                continue
            click.echo(f"{clock(os.environ)().astimezone():%H:%M:%S}  {files.path(task)}")
            judgement, report = _checked(tutor, task, source)
            passed = judgement.passed
            if report.end == "unstarted":
                break
            click.echo("\nWaiting for the next save; ctrl+c ends.\n")
    raise click.exceptions.Exit(0 if passed else 1)


@exercise.command()
@click.argument("name", shell_complete=ids("exercise"))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def hints(tutor: Options, name: str, as_json: bool) -> None:
    """Print the hints of an exercise, in order."""
    from tutor.rendering.typeset import markdown, text_of

    task = tutor.course().exercise(name)
    if as_json:
        print_json({"exercise": task.id, "hints": list(task.entry.hints)})
        return
    for number, hint in enumerate(task.entry.hints, 1):
        lines = markdown(hint, RenderContext(_width() - 3, tutor.plain_characters()))
        click.echo(f"{number}. " + text_of(lines).replace("\n", "\n   "))


@exercise.command()
@click.argument("name", shell_complete=ids("exercise"))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def solution(tutor: Options, name: str, as_json: bool) -> None:
    """Print the commented solution of an exercise."""
    task = tutor.course().exercise(name)
    if as_json:
        print_json({"exercise": task.id, "solution": task.solution})
    else:
        click.echo(task.solution.rstrip("\n"))


@exercise.command()
@click.argument("name", shell_complete=ids("exercise"))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def reset(tutor: Options, name: str, as_json: bool) -> None:
    """Start an exercise over; your file is kept beside the new one."""
    task = tutor.course().exercise(name)
    files = ExerciseFiles(tutor.home_dir())
    backup = _saved(lambda: files.reset(task))
    if as_json:
        kept = None if backup is None else str(backup)
        print_json({"exercise": task.id, "file": str(files.path(task)), "kept": kept})
        return
    click.echo(str(files.path(task)))
    if backup is not None:
        click.echo(f"what was in it is kept as {backup.name}", err=True)


def _width() -> int:
    return min(WIDEST, shutil.get_terminal_size((80, 24)).columns)


_T = TypeVar("_T")


def _saved(act: Callable[[], _T]) -> _T:
    try:
        return act()
    except SaveError as failed:
        raise click.ClickException(f"{failed}; make room or name another folder with --home") from None


def _state(tutor: Options) -> State:
    record = Record.open(tutor.home_dir(), now=clock(os.environ), readonly=True)
    record.close()
    return record.state


def _record(tutor: Options, event: Checked | Repaired) -> None:
    """Record a check; a failure to save is printed and leaves the verdict as it is."""
    try:
        record = Record.open(tutor.home_dir(), now=clock(os.environ))
        try:
            record.append(event)
        finally:
            record.close()
    except SaveError as failed:
        click.echo(f"not recorded: {failed}", err=True)


def _entry(course: Course, state: State, files: ExerciseFiles, exercise_id: str) -> JsonObject:
    task = course.exercise(exercise_id)
    record = state.exercises.get(exercise_id)
    standing = exercise_standing(state, exercise_id, begun=files.stamp(task) is not None)
    return {
        "id": exercise_id,
        "title": task.entry.title,
        "rung": task.entry.rung,
        "standing": "passed" if standing == "done" else standing,
        "checks": record.checks if record else 0,
        "passed": record.passed_t if record else None,
        "file": str(files.path(task)),
        "hand": list(task.entry.hand),
        "after": list(task.entry.after),
    }


def _json(task: Task, judgement: Judgement, report: Report, lent: str) -> JsonObject:
    return {
        "exercise": task.id,
        "passed": judgement.passed,
        "said": judgement.failure,
        "line": judgement.line,
        "findings": [to_builtins(finding) for finding in judgement.findings],
        "rules": list(judgement.rules),
        "builds_on": lent,
        "output": report.output,
        "seconds": round(report.seconds, 3),
        "level": report.level,
    }


def _print(tutor: Options, task: Task, judgement: Judgement, report: Report, lent: str) -> None:
    from tutor.learning.hand_results import hand_results
    from tutor.rendering.check_report import comparison_lines, judgement_lines
    from tutor.rendering.typeset import text_of

    context, home = RenderContext(_width(), tutor.plain_characters()), tutor.home_dir()
    click.echo(text_of(judgement_lines(judgement, context, lent, report.output)))
    if task.check.compare is None or not judgement.results:
        return
    hand = hand_results(tutor.course(), task, _state(tutor), resume.load(home, readonly=True).drafts)
    if hand.answers or hand.steps:
        click.echo("\n" + text_of(comparison_lines(task.check.compare(hand, judgement.results), context)))
    else:
        click.echo(f"\nThe half that is done by hand: tutor open exercise.{task.id}")
