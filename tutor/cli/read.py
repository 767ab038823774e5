"""`tutor read` and `tutor demo`: the course as text."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import click

from lessons.course import Course, UnknownId, find_page
from lessons.model.demo import Demo, State, Value
from tutor.cli.options import Options, keyword, print_json
from tutor.rendering.article import item_lines, page_lines, rung_lines, stage_lines, task_lines
from tutor.rendering.blocks import figure_lines
from tutor.rendering.notation import Line, one_line
from tutor.rendering.typeset import formula, text_of

if TYPE_CHECKING:
    from tutor.learning.scheduling.recall_trials import Trial

WIDEST = 100
NARROWEST = 40


def _width(wanted: int | None) -> int:
    return wanted or min(WIDEST, shutil.get_terminal_size((80, 24)).columns)


@click.command()
@click.argument("id", required=False)
@click.option("--width", type=click.IntRange(NARROWEST, 400), help="Columns to fill.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with plain characters only.")
@click.option("--spoken", is_flag=True, help="Formulas in words, figures by what they show.")
@click.pass_obj
def read(tutor: Options, id: str | None, width: int | None, ascii_only: bool, spoken: bool) -> None:
    """Print a page, a rung or the whole stage as text."""
    course = tutor.course()
    plain = ascii_only or tutor.plain_characters()
    wanted, data = id or course.outline.id, _own_record(tutor, course)
    if spoken:
        click.echo("\n".join(_said(course, wanted, _width(width), plain, data)))
        return
    click.echo(text_of(_lines(course, wanted, _width(width), plain, data)))


def _own_record(tutor: Options, course: Course) -> tuple[Trial, ...]:
    """The learner's own record, for the pages that speak of it."""
    from progress.paths import clock
    from progress.record import Record
    from tutor.learning.scheduling.recall_trials import trials

    record = Record.open(tutor.home_dir(), now=clock(os.environ), readonly=True)
    try:
        return trials(course, record.state)
    finally:
        record.close()


def _lines(course: Course, id: str, width: int, ascii_only: bool, data: tuple[Trial, ...]) -> list[Line]:
    outline = course.outline
    if id == outline.id:
        return stage_lines(course, width, ascii_only, data)
    if any(rung.id == id for rung in outline.rungs):
        return rung_lines(course, course.rung(id), width, ascii_only, data)
    if entry := find_page(course, id):
        return page_lines(course, course.page(entry.id), width, ascii_only, data)
    if id in course.templates:
        return item_lines(course.item(id, 1), width, ascii_only)
    if id in course.demos:
        raise click.UsageError(f"{id} is a demo; `tutor demo {id}` prints a frame of it")
    if course.has_exercise(id):
        return task_lines(course, course.exercise(id), width, ascii_only)
    raise course.unknown(id, "page", course.ids())


def _said(course: Course, id: str, width: int, ascii_only: bool, data: tuple[Trial, ...]) -> list[str]:
    from tutor.plain.reading import item_said, page_said, rung_said, stage_said
    from tutor.plain.text import TextStyle

    voice = TextStyle(width, ascii_only, aloud=True)
    if id == course.outline.id:
        return stage_said(course, voice, data)
    if any(rung.id == id for rung in course.outline.rungs):
        return rung_said(course, course.rung(id), voice, data)
    if entry := find_page(course, id):
        return page_said(course, course.page(entry.id), voice, data)
    if id in course.templates:
        return item_said(course, id, voice)
    raise course.unknown(id, "page", course.ids())


@click.command()
@click.argument("id")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Place a control, such as a=3,1.")
@click.option("--width", type=click.IntRange(NARROWEST, 400), help="Columns to fill.")
@click.option("--height", type=click.IntRange(6, 200), default=16, show_default=True, help="Rows of the picture.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with plain characters only.")
@click.option("--json", "as_json", is_flag=True, help="The readouts as JSON.")
@click.pass_obj
def demo(
    tutor: Options, id: str, settings: tuple[str, ...], width: int | None, height: int, ascii_only: bool, as_json: bool
) -> None:
    """Print one frame of a demo."""
    shown = tutor.course().demo(id)
    state = _state(shown, settings)
    if as_json:
        print_json(_readings(shown, state))
    else:
        click.echo(text_of(demo_frame(shown, state, _width(width), height, ascii_only or tutor.plain_characters())))


def _state(demo: Demo, settings: tuple[str, ...]) -> State:
    state = demo.initial()
    names = [control.name for control in demo.controls]
    for setting in settings:
        name, text = keyword(setting)
        if name not in names:
            raise UnknownId(name, f"control of {demo.id}", tuple(names))
        try:
            state = demo.place(state, name, _value(text))
        except TypeError as error:
            raise click.UsageError(str(error)) from None
    return state


def _value(text: str) -> Value:
    parts = text.strip("()[]").replace(",", " ").split()
    try:
        numbers = tuple(float(part) for part in parts)
    except ValueError:
        raise click.UsageError(f"{text!r} is not a number or a pair of numbers such as 3,1") from None
    if not all(abs(one) < 1e9 for one in numbers):
        raise click.UsageError(f"{text!r} is too large")
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    raise click.UsageError(f"{text!r} has {len(numbers)} numbers; a control takes one or two")


def _readings(demo: Demo, state: State) -> dict[str, object]:
    view = demo.view(state)
    return {
        "id": demo.id,
        "title": demo.title,
        "state": {name: list(value) if isinstance(value, tuple) else value for name, value in state.items()},
        "readouts": {
            readout.name: {
                "value": list(readout.value) if isinstance(readout.value, tuple) else readout.value,
                "text": one_line(readout.text),
            }
            for readout in view.readouts
        },
        "formula": [one_line(latex) for latex in view.formula],
        "challenges": {challenge.id: challenge.met(state) for challenge in demo.challenges},
    }


def demo_frame(demo: Demo, state: State, width: int, height: int, ascii_only: bool) -> list[Line]:
    """One frame: picture, formula with live numbers, readouts."""
    view = demo.view(state)
    lines = figure_lines(view.figure, width, height, ascii_only)
    for latex in view.formula:
        lines += formula(latex, width, ascii_only)
    lines.append(())
    for readout in view.readouts:
        lines += formula(rf"{readout.label} = {readout.text}", width, ascii_only)
    return lines
