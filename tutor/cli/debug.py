"""`tutor debug`: fault hunts, diagnoses and repairs in the app, line by line, or as JSON lines."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.completion import ids
from tutor.cli.options import JsonObject, Options, print_json

if TYPE_CHECKING:
    from lessons.course import Course
    from progress.record import Record
    from progress.state.state import State
    from tutor.plain.console import Console
    from tutor.plain.text import TextStyle

WIDEST = 100
NARROWEST = 40


@click.group()
def debug() -> None:
    """Debug models: hunt the fault in a program that is really trained, diagnose a symptom, repair a function."""


@debug.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def list_(tutor: Options, as_json: bool) -> None:
    """Every case, and how far you are with it."""
    from progress.paths import clock
    from progress.record import Record

    record = Record.open(tutor.home_dir(), now=clock(os.environ))
    rows = _rows(tutor.course(), record.state)
    record.close()
    if as_json:
        print_json(rows)
        return
    for row in rows:
        kind = row.get("level", row["form"])
        click.echo(f"{row['id']:<24} {kind:<9} {row['standing']:<8} {row['title']}")
    if any(row["id"].startswith("hunt.") for row in rows):
        click.echo("\nHigher numbers are hunts as well: `tutor debug open hunt.1000`, without end.")
    if not rows:
        click.echo("This course has nothing to debug yet.")


def _rows(course: Course, state: State) -> list[JsonObject]:
    rows: list[JsonObject] = []
    for hunt, title, level in course.hunts:
        done = state.hunts.get(hunt)
        standing = "new" if done is None else "found" if done.clean_t else "played"
        rows.append({"id": hunt, "title": title, "form": "hunt", "level": level, "standing": standing})
    for case, title, form in course.cases:
        if form != "hunt":
            played = state.cases.get(case)
            standing = "new" if played is None else "solved" if played.solved_t else "played"
            rows.append({"id": case, "title": title, "form": form, "standing": standing})
    return rows


@debug.command("open")
@click.argument("case", metavar="ID", shell_complete=ids("case"))
@click.option("--plain", is_flag=True, help="Line by line on stdin and stdout, without the app.")
@click.option("--jsonl", is_flag=True, help="One JSON object a line on stdin and stdout, for front ends.")
@click.option("--width", type=click.IntRange(NARROWEST, 400), help="With --plain: columns to fill.")
@click.option("--seed", type=click.IntRange(min=0), help="With --plain or --jsonl: which draw of a diagnosis.")
@click.option("--new", "again", is_flag=True, help="With --plain or --jsonl: begin again, whatever was left.")
@click.pass_obj
def open_(
    tutor: Options, case: str, plain: bool, jsonl: bool, width: int | None, seed: int | None, again: bool
) -> None:
    """Open a case, such as hunt.7, diagnose.loss-stays or repair.softmax; of a hunt its number alone will do."""
    from progress import resume
    from progress.paths import clock
    from progress.record import Record
    from tutor.plain.console import Console
    from tutor.plain.text import TextStyle

    course = tutor.course()
    case, form = _found(course, case)
    if not (plain or jsonl):
        from tutor.cli.launch import launch

        raise click.exceptions.Exit(launch(tutor, (form, case)))
    home, now = tutor.home_dir(), clock(os.environ)
    record = Record.open(home, now=now)
    for problem in (*record.problems, *resume.load_all(home)[1]):
        click.echo(f"tutor: {problem}", err=True)
    columns = width or min(WIDEST, max(NARROWEST, shutil.get_terminal_size((80, 24)).columns))
    console = Console(sys.stdin.buffer, sys.stdout, columns, echo=not (jsonl or sys.stdin.isatty()))
    style = None if jsonl else TextStyle(columns, tutor.plain_characters())
    try:
        match form:
            case "hunt":
                _hunt(course, case, record, console, style, again)
            case "diagnose":
                _diagnose(course, case, record, console, style, again, seed)
            case _:
                _repair(course, case, record, console, style)
    finally:
        record.close()


def _found(course: Course, case: str) -> tuple[str, str]:
    """The id and the form of a case. Raises UnknownIdError."""
    from lessons.model.hunts import hunt_id, number_of

    case = hunt_id(int(case)) if case.isascii() and case.isdigit() else case
    forms = {known: form for known, _, form in course.cases}
    if number_of(case) is not None and course.hunts:
        return case, "hunt"
    if case not in forms:
        raise course.unknown(case, "case to debug", list(forms))
    return case, forms[case]


def _hunt(course: Course, case: str, record: Record, console: Console, style: TextStyle | None, again: bool) -> None:
    from progress.paths import clock
    from tutor.plain import hunt_json, hunt_text
    from tutor.plain.hunt_recorder import HuntRecorder

    recorder = HuntRecorder(course, course.hunt(case), record, clock(os.environ), again)
    hunt_json.run(recorder, console) if style is None else hunt_text.run(recorder, console, style)


def _diagnose(
    course: Course, case: str, record: Record, console: Console, style: TextStyle | None, again: bool, seed: int | None
) -> None:
    from progress.paths import clock
    from tutor.plain import diagnosis_json, diagnosis_text
    from tutor.plain.diagnosis_recorder import DiagnosisRecorder

    recorder = DiagnosisRecorder(course, case, record, clock(os.environ), seed, again)
    diagnosis_json.run(recorder, console) if style is None else diagnosis_text.run(recorder, console, style)


def _repair(course: Course, case: str, record: Record, console: Console, style: TextStyle | None) -> None:
    from progress.paths import clock
    from tutor.plain import repair_json, repair_text
    from tutor.plain.repair_recorder import RepairRecorder

    recorder = RepairRecorder(course, course.repair(case), record, clock(os.environ))
    repair_json.run(recorder, console) if style is None else repair_text.run(recorder, console, style)


@debug.command()
@click.argument("repair", metavar="ID", shell_complete=ids("repair"))
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def check(tutor: Options, repair: str, file: Path | None, as_json: bool) -> None:
    """Run the check of a repair on your file, or on another; exits 0 when it passes, 1 when not."""
    from tutor.cli.exercise import check_program

    task = tutor.course().repair(repair).task
    check_program(tutor, task, file, as_json, f"tutor debug open {repair} --plain")
