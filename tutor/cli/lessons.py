"""`tutor lessons`: the course as its authors see it."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import to_builtins

from tutor.cli.completion import KINDS, ids, words
from tutor.cli.options import JsonObject, Options, print_json

if TYPE_CHECKING:
    from lessons.source import Source


JUDGED = ("number", "vector", "matrix", "expression", "rule", "shape")
"""The kinds of answer that `judge` takes."""


@click.group()
def lessons() -> None:
    """The course as its authors see it: list, show, judge, check."""


@lessons.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def list_(tutor: Options, as_json: bool) -> None:
    """The stage: rungs, pages, demos, items, exercises, skills, checklist, with their ids."""
    from tutor.cli.catalogue import listing, listing_text

    catalogue = listing(tutor.course())
    if as_json:
        print_json(catalogue)
    else:
        click.echo(listing_text(catalogue))


@lessons.command()
@click.argument("target_id", metavar="ID", shell_complete=ids(*KINDS))
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Which draw of a computed item.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def show(tutor: Options, target_id: str, seed: int, as_json: bool) -> None:
    """One thing as its author sees it; for an item its answer and every wrong rule."""
    from tutor.cli.catalogue import shown, shown_text

    fields = shown(tutor.course(), target_id, seed)
    if as_json:
        print_json(fields)
    else:
        click.echo(shown_text(fields))


@lessons.command()
@click.option("--kind", shell_complete=words(*JUDGED), help="number, vector, matrix, expression, rule or shape.")
@click.option("--expected", help="The right answer, as one would type it.")
@click.option("--answer", help="What was typed.")
@click.option("--names", help='Names and their domains as JSON, such as {"x": "positive"}.')
@click.option("--tolerance", help='A comparison as JSON, such as {"relative": 0.05} or {"decimals": 2}.')
@click.option("--item", shell_complete=ids("item"), help="Judge against an item of the course instead.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Which draw of that item.")
@click.option("--jsonl", is_flag=True, help="One JSON request a line on stdin, one answer a line on stdout.")
@click.pass_obj
def judge(
    tutor: Options,
    kind: str | None,
    expected: str | None,
    answer: str | None,
    names: str | None,
    tolerance: str | None,
    item: str | None,
    seed: int,
    jsonl: bool,
) -> None:
    """How an answer is judged; exits 0 when it is right, 1 when not."""
    from tutor.cli.judge_requests import judge_line, judge_request

    if jsonl:
        course = cache(tutor.course)  # read once, when the first line needs it
        for line in sys.stdin.buffer:
            sys.stdout.write(json.dumps(judge_line(course, line), ensure_ascii=False) + "\n")
            sys.stdout.flush()
        return
    if answer is None or (item is None and (kind is None or expected is None)):
        raise click.UsageError("--kind, --expected and --answer are wanted, or --item and --answer, or --jsonl")
    request: JsonObject = {"answer": answer}
    if item is not None:
        request |= {"item": item, "seed": seed}
    else:
        request |= {"kind": kind, "expected": expected}
        request |= _parsed("--names", "names", names) | _parsed("--tolerance", "rule", tolerance)
    verdict = judge_request(tutor.course, request)
    print_json(verdict)
    if "error" in verdict:
        raise click.exceptions.Exit(2)
    raise click.exceptions.Exit(0 if verdict["verdict"] == "right" else 1)


def _parsed(option: str, field: str, text: str | None) -> JsonObject:
    if text is None:
        return {}
    try:
        return {field: json.loads(text)}
    except ValueError as error:
        raise click.UsageError(f"{option} wants JSON: {error}") from None


@lessons.command()
@click.argument("directory", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def check(tutor: Options, directory: Path | None, as_json: bool) -> None:
    """Everything an author can get wrong, all of it in one run."""
    from lessons.source import Source
    from ml_math_tutor.platform import why_no_programs
    from tutor.rendering.author_check import check_course

    faults = check_course(Source.folder(directory) if directory else tutor.source())
    if reason := why_no_programs():
        click.echo(f"code cells and exercises were not run: {reason}", err=True)
    if as_json:
        print_json([to_builtins(fault) for fault in faults])
    else:
        for fault in faults:
            click.echo(str(fault))
        if not faults:
            click.echo("no faults", err=True)
    raise click.exceptions.Exit(1 if faults else 0)


@lessons.command()
@click.argument("kind", type=click.Choice(["course", "page", "item", "demo", "exercise", "paper", "case"]))
@click.argument("new_id", metavar="ID")
@click.option("--title", help="Its title; without it, made from the id.")
@click.option(
    "--page",
    metavar="PAGE",
    shell_complete=ids("page"),
    help="The page that offers a demo or an exercise; without it, the last one.",
)
@click.option(
    "--form", type=click.Choice(["diagnose", "repair", "fault"]), default="diagnose", help="The form of a case."
)
@click.pass_obj
def new(tutor: Options, kind: str, new_id: str, title: str | None, page: str | None, form: str) -> None:
    """Add to a course, as a template that passes the check.

    The course is that of `--course`, else the one in the current folder. The ID of a page is RUNG.NAME and that of a
    question RUNG.PAGE.NAME; `tutor lessons new course FOLDER` begins a course.
    """
    from lessons import authoring

    title = title or new_id.rpartition(".")[2].rpartition("/")[2].replace("_", " ").replace("-", " ").capitalize()
    if kind == "course":
        root = Path(new_id)
        if root.exists():
            raise click.ClickException(f"{root} is there already; name a new folder")
        files = authoring.new_course(root.name, title)
    else:
        source = _written(tutor)
        root = source.root
        files = {
            "page": lambda: authoring.new_page(source, new_id, title),
            "item": lambda: authoring.new_item(source, new_id, title),
            "demo": lambda: authoring.new_demo(source, new_id, page or _last_page(source), title),
            "exercise": lambda: authoring.new_exercise(source, new_id, page or _last_page(source), title),
            "paper": lambda: authoring.new_paper(source, new_id, title),
            "case": lambda: authoring.new_case(source, new_id, form, title),
        }[kind]()
    authoring.write(root, files)
    if form == "fault":
        authoring.write(root, authoring.measured(source, new_id.replace("_", "-")))
    for place in files:
        click.echo(str(root / place))


def _written(tutor: Options) -> Source:
    """The course that is being written: that of `--course`, else the one in the current folder."""
    from lessons.source import PLACE, Source

    folder = Path(tutor.course_name or "").expanduser()
    if not (folder / PLACE).is_file():
        raise click.ClickException(
            f"no {PLACE} is in {folder.absolute()}; name the folder of a course with "
            "`tutor --course DIR lessons new ...`, or begin one with `tutor lessons new course DIR`"
        )
    return Source.folder(folder)


def _last_page(source: Source) -> str:
    from lessons.course import Course

    pages = Course(source).outline.core_pages
    if not pages:
        raise click.ClickException("the course has no page yet; begin with `tutor lessons new page RUNG.NAME`")
    return pages[-1].id


@lessons.command()
def reference() -> None:
    """Print the reference for authors: every field, and everything that is checked."""
    from lessons.lint.reference import reference as text

    click.echo(text(), nl=False)


@lessons.command()
@click.argument("name")
@click.argument("directory", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--seeds", type=click.IntRange(min=1), help="How many seeds; hunts draw their data from them.")
@click.pass_obj
def measure(tutor: Options, name: str, directory: Path | None, seeds: int | None) -> None:
    """Measure what each probe of a program to debug shows for each fault, and write the table. Takes minutes."""
    from lessons.hunting.outcomes import SEEDS, encode, measure, tabulated
    from lessons.reading.debugging import FOLDER, read_program
    from lessons.source import Source

    source = Source.folder(directory) if directory else tutor.source()
    program, count = read_program(source, name), seeds or SEEDS
    outcomes = tabulated(program, measure(program, range(count)), count)
    path = source.root / FOLDER / f"{name}.json"
    path.write_text(encode(outcomes), encoding="utf-8")
    for probe, cells in outcomes.by_probe.items():
        click.echo(f"{probe}: " + ", ".join(f"{fault} {outcome or 'unstable'}" for fault, outcome in cells.items()))
    click.echo(str(path), err=True)
