"""`tutor review` and `tutor practice`: in the app, or line by line."""

from __future__ import annotations

import os
import shutil
import sys

import click

from tutor.cli.options import Options
from tutor.learning.scheduling.study_session import Kind

WIDEST = 100
NARROWEST = 40

_plain = click.option("--plain", is_flag=True, help="Line by line on stdin and stdout, without the app.")
_spoken = click.option("--spoken", is_flag=True, help="With --plain: formulas in words.")
_width = click.option("--width", type=click.IntRange(NARROWEST, 400), help="With --plain: columns to fill.")
_count = click.option("--count", type=click.IntRange(min=1), help="How many questions at most.")
_seed = click.option("--seed", type=click.IntRange(min=0), help="Which draws: the first has this seed.")


@click.command()
@_plain
@_spoken
@_width
@_count
@click.pass_obj
def review(tutor: Options, plain: bool, spoken: bool, width: int | None, count: int | None) -> None:
    """What is due today, interleaved."""
    start(tutor, "review", "", plain, spoken, width, count, None)


@click.command()
@click.argument("scope", required=False, metavar="[SKILL, OUTCOME, RUNG or PAGE]")
@click.option("--ten", "kind", flag_value="ten", help="Ten minutes of what sits loosest.")
@click.option("--checkpoint", "kind", flag_value="checkpoint", help="A question for each skill, without hints.")
@click.option("--placement", "kind", flag_value="placement", help="A dozen questions that find what can be skipped.")
@_plain
@_spoken
@_width
@_count
@_seed
@click.pass_obj
def practice(
    tutor: Options,
    scope: str | None,
    kind: Kind | None,
    plain: bool,
    spoken: bool,
    width: int | None,
    count: int | None,
    seed: int | None,
) -> None:
    """Practice, for as long as you like; of everything, or of one skill, outcome, rung or page."""
    start(tutor, kind or "practice", scope or "", plain, spoken, width, count, seed)


def start(
    tutor: Options,
    kind: Kind,
    scope: str,
    plain: bool,
    spoken: bool,
    width: int | None,
    count: int | None,
    seed: int | None,
) -> None:
    """A sitting: line by line where that is asked for, else in the app."""
    from tutor.learning.scheduling import scope_skills
    from tutor.learning.scheduling.learner_model import build_learner_model

    if scope:
        from progress.state.state import State

        scope_skills(build_learner_model(tutor.course(), State()), scope)
    if not (plain or spoken or _can_only_write_lines()):
        from tutor.cli.app import launch

        launch(tutor, (kind, scope), wish=(count, seed))
    line_by_line(tutor, kind, scope, spoken, width, count, seed)


def _can_only_write_lines() -> bool:
    return os.environ.get("TERM") == "dumb" and sys.stdin.isatty()


def line_by_line(
    tutor: Options, kind: Kind, scope: str, spoken: bool, width: int | None, count: int | None, seed: int | None
) -> None:
    """The plain face, on this process's own streams."""
    from progress.paths import clock
    from progress.record import Record
    from tutor.learning.scheduling import begin
    from tutor.plain.console import Console
    from tutor.plain.study_session import run
    from tutor.plain.text import TextStyle

    course, now = tutor.course(), clock(os.environ)
    record = Record.open(tutor.home_dir(), now=now)
    for problem in record.problems:
        click.echo(f"tutor: {problem}", err=True)
    columns = width or min(WIDEST, max(NARROWEST, shutil.get_terminal_size((80, 24)).columns))
    voice = TextStyle(columns, tutor.plain_characters(), spoken)
    console = Console(sys.stdin.buffer, sys.stdout, columns, echo=not sys.stdin.isatty())
    try:
        run(course, record, begin(kind, course, record.state, now(), scope, count, seed), console, voice, now)
    except KeyboardInterrupt:
        console.say(["", "Stopped. Everything is kept."])
        raise
    finally:
        record.close()
