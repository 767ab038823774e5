"""`tutor debug`: fault hunts in the app, line by line, or as JSON lines."""

from __future__ import annotations

import os
import shutil
import sys

import click

from tutor.cli.completion import ids
from tutor.cli.options import JsonObject, Options, print_json

WIDEST = 100
NARROWEST = 40


@click.group()
def debug() -> None:
    """Debug models: find the fault in a program that is really trained."""


@debug.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def list_(tutor: Options, as_json: bool) -> None:
    """Every case, and how far you are with it."""
    from progress.paths import clock
    from progress.record import Record

    record = Record.open(tutor.home_dir(), now=clock(os.environ))
    state = record.state
    record.close()
    rows: list[JsonObject] = []
    for hunt, title, level in tutor.course().hunts:
        done = state.hunts.get(hunt)
        standing = "new" if done is None else "found" if done.clean_t else "played"
        rows.append({"id": hunt, "title": title, "form": "hunt", "level": level, "standing": standing})
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['id']:<10} {row['level']:<8} {row['standing']:<8} {row['title']}")
    if rows:
        click.echo("\nHigher numbers are hunts as well: `tutor debug open hunt.1000`, without end.")
    else:
        click.echo("This course has nothing to debug yet.")


@debug.command("open")
@click.argument("case", metavar="ID", shell_complete=ids("hunt"))
@click.option("--plain", is_flag=True, help="Line by line on stdin and stdout, without the app.")
@click.option("--jsonl", is_flag=True, help="One JSON object a line on stdin and stdout, for front ends.")
@click.option("--width", type=click.IntRange(NARROWEST, 400), help="With --plain: columns to fill.")
@click.option("--new", "again", is_flag=True, help="With --plain or --jsonl: begin again, whatever was left.")
@click.pass_obj
def open_(tutor: Options, case: str, plain: bool, jsonl: bool, width: int | None, again: bool) -> None:
    """Open a case, such as hunt.7; its number alone will do."""
    from lessons.model.hunts import hunt_id

    course, hunt = tutor.course(), hunt_id(int(case)) if case.isascii() and case.isdigit() else case
    chosen = course.hunt(hunt)
    if not (plain or jsonl):
        from tutor.cli.launch import launch

        raise click.exceptions.Exit(launch(tutor, ("hunt", chosen.id)))
    from progress import resume
    from progress.paths import clock
    from progress.record import Record
    from tutor.plain import hunt_json, hunt_text
    from tutor.plain.console import Console
    from tutor.plain.hunt_recorder import HuntRecorder
    from tutor.plain.text import TextStyle

    home, now = tutor.home_dir(), clock(os.environ)
    record = Record.open(home, now=now)
    for problem in (*record.problems, *resume.load_all(home)[1]):
        click.echo(f"tutor: {problem}", err=True)
    columns = width or min(WIDEST, max(NARROWEST, shutil.get_terminal_size((80, 24)).columns))
    console = Console(sys.stdin.buffer, sys.stdout, columns, echo=not (jsonl or sys.stdin.isatty()))
    try:
        recorder = HuntRecorder(course, chosen, record, now, again)
        if jsonl:
            hunt_json.run(recorder, console)
        else:
            hunt_text.run(recorder, console, TextStyle(columns, tutor.plain_characters()))
    finally:
        record.close()
