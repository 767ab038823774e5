"""`tutor review` and `tutor practice`: in the app, line by line, or as JSON lines."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from tutor.cli.completion import ids
from tutor.cli.options import Options
from tutor.learning.scheduling.study_session import Kind

if TYPE_CHECKING:
    from progress.state.state import State
    from tutor.learning.scheduling.study_session import StudySession

WIDEST = 100
NARROWEST = 40

_OPTIONS = (
    click.option("--plain", is_flag=True, help="Line by line on stdin and stdout, without the app."),
    click.option("--spoken", is_flag=True, help="With --plain: formulas in words."),
    click.option("--jsonl", is_flag=True, help="One JSON object a line on stdin and stdout, for front ends."),
    click.option("--width", type=click.IntRange(NARROWEST, 400), help="With --plain: columns to fill."),
    click.option("--new", "start_over", is_flag=True, help="With --plain or --jsonl: start over, whatever was left."),
    click.option("--count", type=click.IntRange(min=1), help="How many questions at most."),
)


class Face(Struct, frozen=True):
    """How a study session is asked, and which: the options of the command line."""

    plain: bool = False
    spoken: bool = False
    jsonl: bool = False
    width: int | None = None
    start_over: bool = False
    count: int | None = None
    seed: int | None = None


def _session_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that review and practice share."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


SCOPES = ("skill", "outcome", "rung", "page")


@click.command()
@_session_options
@click.option("--due", is_flag=True, help="Only print how many questions are due; exit with 1 when none is.")
@click.pass_obj
def review(tutor: Options, /, *, due: bool, **options: Any) -> None:
    """What is due today, interleaved: skills about to slip, and what is missing on the checklist."""
    if due:
        sys.exit(_show_due(tutor))
    start(tutor, "review", "", Face(**options))


def _show_due(tutor: Options) -> int:
    """Print how many questions a review would ask now, and return the exit status."""
    from progress.paths import clock
    from progress.record import Record
    from progress.resume import ResumePoint
    from tutor.fast.kept_answers import keep, record_stamps
    from tutor.learning.home_summary import unchanged_until
    from tutor.learning.scheduling.start import review_load

    home, now = tutor.home_dir(), clock(os.environ)()
    stamps = record_stamps(home)
    record = Record.open(home, now=lambda: now)
    count = review_load(tutor.cached_course(), record.state, now)[0]
    record.close()
    status = 0 if count else 1
    click.echo(count)
    if not record.problems:
        span = now, unchanged_until(record.state, ResumePoint(), now)
        keep(f"{count}\n", status, tutor.source().root, stamps, span)
    return status


@click.command()
@click.argument("scope", required=False, metavar="[SKILL, OUTCOME, RUNG or PAGE]", shell_complete=ids(*SCOPES))
@click.option("--ten", "kind", flag_value="ten", help="Ten minutes of what you may forget first.")
@click.option("--checkpoint", "kind", flag_value="checkpoint", help="A question for each skill, without hints.")
@click.option("--placement", "kind", flag_value="placement", help="A dozen questions that find what can be skipped.")
@_session_options
@click.option("--seed", type=click.IntRange(min=0), help="Which draws: the first has this seed.")
@click.pass_obj
def practice(tutor: Options, /, scope: str | None, kind: Kind | None, **options: Any) -> None:
    """Practice, for as long as you like; of everything, or of one skill, outcome, rung or page."""
    start(tutor, kind or "practice", scope or "", Face(**options))


def start(tutor: Options, kind: Kind, scope: str, face: Face) -> None:
    """Run a study session: as JSON lines or line by line where that is asked for, else in the app."""
    from tutor.learning.scheduling import scope_skills
    from tutor.learning.scheduling.learner_model import build_learner_model

    if scope:
        from progress.state.state import State

        scope_skills(build_learner_model(tutor.cached_course(), State()), scope)
    if not (face.plain or face.spoken or face.jsonl or _can_only_write_lines()):
        from tutor.cli.launch import launch

        raise click.exceptions.Exit(launch(tutor, (kind, scope), wish=(face.count, face.seed)))
    without_app(tutor, kind, scope, face)


def _can_only_write_lines() -> bool:
    return os.environ.get("TERM") == "dumb" and sys.stdin.isatty()


def without_app(
    tutor: Options, kind: Kind, scope: str, face: Face, planned: Callable[[State], StudySession] | None = None
) -> None:
    """Run a study session on this process's own streams: the unfinished one, unless a new one is asked for.

    `planned` makes the new one from the record; by default it is what the kind and the scope say.
    """
    from progress import resume
    from progress.paths import clock
    from progress.record import Record
    from tutor.learning.session_state import SessionState
    from tutor.plain import json_lines, study_session
    from tutor.plain.console import Console
    from tutor.plain.recorder import Recorder
    from tutor.plain.text import TextStyle

    home, now = tutor.home_dir(), clock(os.environ)
    record = Record.open(home, now=now)
    for problem in (*record.problems, *resume.load_all(home)[1]):
        click.echo(f"tutor: {problem}", err=True)
    recorder = Recorder(tutor.cached_course(), record, now)
    session = recorder.session(kind, scope, face.count, face.seed, start_over=face.start_over)
    if planned is not None and not session.begun:
        begun = SessionState(planned(record.state), begun=True)
        session = begun.onward(recorder.course, record.state, now())
    columns = face.width or min(WIDEST, max(NARROWEST, shutil.get_terminal_size((80, 24)).columns))
    console = Console(sys.stdin.buffer, sys.stdout, columns, echo=not (face.jsonl or sys.stdin.isatty()))
    try:
        if face.jsonl:
            json_lines.run(session, recorder, console)
        else:
            study_session.run(session, recorder, console, TextStyle(columns, tutor.plain_characters(), face.spoken))
    except KeyboardInterrupt:
        if not face.jsonl:
            console.say(["", "Stopped. Everything is kept."])
        raise
    finally:
        record.close()
