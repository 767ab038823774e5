"""`tutor read` and `tutor demo`: the course as text."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from lessons.course import Course, UnknownIdError, find_page
from lessons.model.demo import Demo, State, Value
from lessons.model.page import OwnData
from tutor.cli.completion import ids
from tutor.cli.options import JsonObject, Options, print_json
from tutor.fast.kept_answers import keep
from tutor.rendering.article import item_lines, page_lines, rung_lines, stage_lines, task_lines
from tutor.rendering.blocks import figure_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.notation import Line, one_line
from tutor.rendering.typeset import formula, text_of

if TYPE_CHECKING:
    from tutor.learning.scheduling.recall_trials import Trial

WIDEST = 100
NARROWEST = 40


def _width(columns: int | None) -> int:
    return columns or min(WIDEST, shutil.get_terminal_size((80, 24)).columns)


@click.command()
@click.argument("target_id", metavar="[ID]", required=False, shell_complete=ids("page", "rung"))
@click.option("--width", type=click.IntRange(NARROWEST, 400), help="Columns to fill.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with plain characters only.")
@click.option("--spoken", is_flag=True, help="Formulas in words, figures by what they show.")
@click.option("--no-pager", is_flag=True, help="Print at once, however long it is.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document, block by block.")
@click.pass_obj
def read(
    tutor: Options,
    target_id: str | None,
    width: int | None,
    ascii_only: bool,
    spoken: bool,
    no_pager: bool,
    as_json: bool,
) -> None:
    """Print a page, a rung or the whole stage as text.

    In a terminal, what is longer than the screen is shown by the pager that PAGER names, by default less.
    """
    course = tutor.cached_course()
    context = RenderContext(_width(width), ascii_only or tutor.plain_characters(), spoken)
    shown_id = target_id or course.outline.id
    if as_json and (fields := _reading(course, shown_id, context, tutor.drawn)) is not None:
        print_json(fields)
        return
    of_record = _speaks_of_record(course, shown_id)
    data = _own_record(tutor, course) if of_record else ()
    if spoken:
        click.echo("\n".join(_spoken(course, shown_id, context, data)))
        return
    lines = _lines(course, shown_id, context, data)
    if sys.stdout.isatty():
        from tutor.cli.pager import show

        show(lines, tutor.drawn, paged=not no_pager)
        return
    text = tutor.drawn(text_of(lines))
    print(text)
    if not of_record:
        keep(f"{text}\n", 0, course.source.root, record=None, span=None)


def _reading(course: Course, shown_id: str, context: RenderContext, drawn: Callable[[str], str]) -> JsonObject | None:
    from tutor.cli.readings import reading

    return reading(course, shown_id, context, drawn)


def _speaks_of_record(course: Course, target_id: str) -> bool:
    """Whether a text may have parts about the learner's own record, which takes the questions of all pages to read."""
    entry = find_page(course, target_id) if target_id not in {rung.id for rung in course.outline.rungs} else None
    return entry is None or any(isinstance(block, OwnData) for block in course.page(entry.id).blocks)


def _own_record(tutor: Options, course: Course) -> tuple[Trial, ...]:
    """The learner's trials, for the pages that show them."""
    from progress.paths import clock
    from progress.record import Record
    from tutor.learning.scheduling.recall_trials import trials

    record = Record.open(tutor.home_dir(), now=clock(os.environ), readonly=True)
    try:
        return trials(course, record.state)
    finally:
        record.close()


def _lines(course: Course, target_id: str, context: RenderContext, data: tuple[Trial, ...]) -> list[Line]:
    outline = course.outline
    if target_id == outline.id:
        return stage_lines(course, context, data)
    if any(rung.id == target_id for rung in outline.rungs):
        return rung_lines(course, course.rung(target_id), context, data)
    if entry := find_page(course, target_id):
        return page_lines(course, course.page(entry.id), context, data)
    if target_id in course.templates:
        return item_lines(course.item(target_id, 1), context)
    if course.has_exercise(target_id):
        return task_lines(course, course.exercise(target_id), context)
    raise _unreadable(course, target_id)


def _unreadable(course: Course, target_id: str) -> Exception:
    """Why an id cannot be read, and what shows it if it is of another kind."""
    outline = course.outline
    if target_id in course.demos:
        return click.UsageError(f"{target_id} is a demo; `tutor demo {target_id}` prints a frame of it")
    if course.has_card(target_id):
        return click.UsageError(f"{target_id} is a paper card; `tutor paper open {target_id} --plain` asks about it")
    if any(case == target_id for case, *_ in course.cases):
        return click.UsageError(f"{target_id} is to debug; `tutor debug open {target_id} --plain` asks about it")
    if any(outcome.id == target_id for outcome in outline.outcomes):
        return click.UsageError(f"{target_id} is a line of the checklist; `tutor progress show` says how it stands")
    readable = [*(page.id for page in outline.pages), *(rung.id for rung in outline.rungs)]
    readable += [*(task.id for task in outline.exercises), *course.templates]
    return course.unknown(target_id, "page", readable)


def _spoken(course: Course, target_id: str, context: RenderContext, data: tuple[Trial, ...]) -> list[str]:
    from tutor.plain.reading import course_lines, item_lines, page_lines, rung_lines
    from tutor.plain.text import TextStyle

    voice = TextStyle(*context)
    if target_id == course.outline.id:
        return course_lines(course, voice, data)
    if any(rung.id == target_id for rung in course.outline.rungs):
        return rung_lines(course, course.rung(target_id), voice, data)
    if entry := find_page(course, target_id):
        return page_lines(course, course.page(entry.id), voice, data)
    if target_id in course.templates:
        return item_lines(course, target_id, voice)
    raise _unreadable(course, target_id)


@click.command()
@click.argument("demo_id", metavar="ID", shell_complete=ids("demo"))
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Place a control, such as a=3,1.")
@click.option("--width", type=click.IntRange(NARROWEST, 400), help="Columns to fill.")
@click.option("--height", type=click.IntRange(6, 200), default=16, show_default=True, help="Rows of the picture.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with plain characters only.")
@click.option("--json", "as_json", is_flag=True, help="The readouts as JSON.")
@click.pass_obj
def demo(
    tutor: Options,
    demo_id: str,
    settings: tuple[str, ...],
    width: int | None,
    height: int,
    ascii_only: bool,
    as_json: bool,
) -> None:
    """Print one frame of a demo."""
    shown = tutor.course().demo(demo_id)
    state = _state(shown, settings)
    if as_json:
        print_json(_readings(shown, state))
    else:
        context = RenderContext(_width(width), ascii_only or tutor.plain_characters())
        click.echo(tutor.drawn(text_of(demo_frame(shown, state, context, height))))


def _state(demo: Demo, settings: tuple[str, ...]) -> State:
    state = demo.initial()
    names = [control.name for control in demo.controls]
    for setting in settings:
        name, text = keyword(setting)
        if name not in names:
            raise UnknownIdError(name, f"control of {demo.id}", tuple(names))
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
    if not all(abs(number) < 1e9 for number in numbers):
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


def demo_frame(demo: Demo, state: State, context: RenderContext, height: int) -> list[Line]:
    """A frame of a demo: figure, formulas with the state's numbers, readouts."""
    view = demo.view(state)
    lines = figure_lines(view.figure, context, height)
    for latex in view.formula:
        lines += formula(latex, context)
    lines.append(())
    for readout in view.readouts:
        lines += formula(rf"{readout.label} = {readout.text}", context)
    return lines


def keyword(pair: str) -> tuple[str, str]:
    """The parts of NAME=VALUE; a usage error if it has another form."""
    name, sign, value = pair.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise click.UsageError(f"--set wants NAME=VALUE, such as a=3,1; {pair!r} given")
    return name.strip(), value.strip()
