"""`tutor paper`: paper cards in the app, line by line, or as JSON lines."""

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
def paper() -> None:
    """Read papers: one formula, its symbols, its shapes, a limit, a number and a line of NumPy."""


@paper.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def list_(tutor: Options, as_json: bool) -> None:
    """Every card, and how far you are with it."""
    from lessons.reading.papers import citation
    from progress.paths import clock
    from progress.record import Record
    from tutor.learning.scheduling.due_fields import due_fields

    now, course = clock(os.environ), tutor.course()
    record = Record.open(tutor.home_dir(), now=now)
    done, due = record.state.papers, due_fields(course, record.state, now())
    record.close()
    rows: list[JsonObject] = []
    for card in course.outline.cards:
        one = done.get(card.id)
        standing = "new" if one is None else "done" if one.done_t else "read"
        cite = citation(course.source, card.id)
        fields = [field.field for field in due if field.card == card.id]
        rows.append({"id": card.id, "title": card.title, "citation": cite, "standing": standing, "due": fields})
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['id']:<22} {row['standing']:<5} {row['title']}")
    for field in due:
        click.echo(f"due: {field.id}  {field.why}")
    if not rows:
        click.echo("This course has no papers to read yet.")


@paper.command("open")
@click.argument("card", metavar="ID", shell_complete=ids("card"))
@click.option("--plain", is_flag=True, help="Line by line on stdin and stdout, without the app.")
@click.option("--jsonl", is_flag=True, help="One JSON object a line on stdin and stdout, for front ends.")
@click.option("--width", type=click.IntRange(NARROWEST, 400), help="With --plain: columns to fill.")
@click.option("--seed", type=click.IntRange(min=0), help="With --plain or --jsonl: which draw of its numbers.")
@click.pass_obj
def open_(tutor: Options, card: str, plain: bool, jsonl: bool, width: int | None, seed: int | None) -> None:
    """Open a card, such as paper.attention, or one field of it, such as paper.attention.shapes."""
    from lessons.model.papers import split_id

    course = tutor.course()
    name, field = split_id(card)
    chosen = course.card(name)
    if not (plain or jsonl):
        from tutor.cli.launch import launch

        raise click.exceptions.Exit(launch(tutor, ("paper", f"{chosen.id}.{field}" if field else chosen.id)))
    from progress import resume
    from progress.paths import clock
    from progress.record import Record
    from tutor.plain import paper_json, paper_text
    from tutor.plain.console import Console
    from tutor.plain.paper_recorder import PaperRecorder
    from tutor.plain.text import TextStyle

    home, now = tutor.home_dir(), clock(os.environ)
    record = Record.open(home, now=now)
    for problem in (*record.problems, *resume.load_all(home)[1]):
        click.echo(f"tutor: {problem}", err=True)
    columns = width or min(WIDEST, max(NARROWEST, shutil.get_terminal_size((80, 24)).columns))
    console = Console(sys.stdin.buffer, sys.stdout, columns, echo=not (jsonl or sys.stdin.isatty()))
    try:
        recorder = PaperRecorder(course, chosen, record, now, seed, field)
        if jsonl:
            paper_json.run(recorder, console)
        else:
            paper_text.run(recorder, console, TextStyle(columns, tutor.plain_characters()))
    finally:
        record.close()
