"""`tutor progress`: the learner's record from the shell."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click
from msgspec import to_builtins

from lessons.course import Course
from progress import transfer
from progress.paths import clock
from progress.record import Record
from progress.state.state import State
from progress.times import utc_text
from progress.verify import verify as faults_of
from tutor.cli.options import JsonObject, Options, print_json
from tutor.learning.checklist import OutcomeStatus, checklist
from tutor.learning.scheduling import (
    Due,
    Misconception,
    Proportion,
    Statistics,
    due,
    misconceptions,
    skill_cards,
    skippable,
)
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.statistics import learner_statistics


@click.group()
def progress() -> None:
    """Your record: what was done, and where it is kept."""


@progress.command()
@click.pass_obj
def path(tutor: Options) -> None:
    """Print the folder that holds your record."""
    click.echo(str(tutor.home_dir()))


@progress.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def show(tutor: Options, as_json: bool) -> None:
    """What was done: answers, time, the checklist with its evidence."""
    record = _opened(tutor, readonly=True)
    course = tutor.course()
    if as_json:
        print_json(_json(course, record, clock(os.environ)()))
    else:
        click.echo("\n".join(_lines(course, record, clock(os.environ)())))
    record.close()


@progress.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def verify(tutor: Options, as_json: bool) -> None:
    """Read every file of the record; name each fault and what would be done about it."""
    faults = faults_of(tutor.home_dir())
    if as_json:
        rows = [
            {"path": str(one.path), "line": one.line, "what": one.what, "then": one.what_would_be_done}
            for one in faults
        ]
        print_json(rows)
    else:
        for one in faults:
            click.echo(f"{one.path}:{max(one.line, 1)}: {one.what}; {one.what_would_be_done}")
        if not faults:
            click.echo("no faults")
    raise click.exceptions.Exit(1 if faults else 0)


@progress.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def export(tutor: Options, file: Path | None) -> None:
    """Write every event, one a line, to a file or to stdout."""
    record = _opened(tutor, readonly=True)
    count = transfer.export(record, file or sys.stdout.buffer)
    if file is not None:
        click.echo(f"{count} events written to {file}")
    record.close()


@progress.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.pass_obj
def import_(tutor: Options, file: Path) -> None:
    """Add the events of an exported file that are not there yet; doing it twice changes nothing."""
    record = _opened(tutor)
    done = transfer.import_(record, sys.stdin.buffer if str(file) == "-" else file)
    record.close()
    for fault in done.faults:
        click.echo(f"{file}:{fault.line}: {fault.what}; the line is left out", err=True)
    if done.more_faults:
        click.echo(f"{file}: {done.more_faults} more lines left out", err=True)
    click.echo(f"{done.added} events added, {done.known} were there already")
    raise click.exceptions.Exit(1 if done.faults else 0)


@progress.command()
@click.argument("id", required=False)
@click.option("--undo", is_flag=True, help="Take the latest reset back.")
@click.pass_obj
def reset(tutor: Options, id: str | None, undo: bool) -> None:
    """Start again with everything, or with one rung, page, item, demo, skill or outcome.

    Nothing is deleted; --undo takes it back.
    """
    record = _opened(tutor)
    try:
        if undo:
            if transfer.undo_reset(record) is None:
                raise click.ClickException("there is no reset to take back")
            click.echo("the latest reset is taken back")
        else:
            transfer.reset(record, _scope(tutor.course(), id))
            click.echo(f"{id or 'everything'} starts again; `tutor progress reset --undo` takes this back")
    finally:
        record.close()


def _scope(course: Course, id: str | None) -> str:
    """What a reset of an id hides: the id itself, or the questions of a skill or outcome. UnknownId."""
    if id is None or id == course.outline.id:
        return ""
    known = [*(rung.id for rung in course.outline.rungs), *(page.id for page in course.outline.pages)]
    known += [*course.templates, *course.demos, *(f"exercise.{one.id}" for one in course.outline.exercises)]
    if id in known:
        return id
    skills = {one.id: (one.id,) for one in course.outline.skills} | {
        one.id: one.skills for one in course.outline.outcomes
    }
    if id not in skills:
        raise course.unknown(id, "rung, page, item, demo, exercise, skill or outcome", [*known, *skills])
    wanted = set(skills[id])
    return " ".join(item for item, template in course.templates.items() if wanted & set(template.skills))


def _opened(tutor: Options, readonly: bool = False) -> Record:
    """The record, what is wrong with its files said."""
    record = Record.open(tutor.home_dir(), now=clock(os.environ), readonly=readonly)
    for problem in record.problems:
        click.echo(f"tutor: {problem}", err=True)
    return record


def _json(course: Course, record: Record, now: datetime) -> JsonObject:
    state = record.state
    return {
        "answers": state.answers,
        "right": state.right,
        "seconds": state.seconds,
        "position": state.position,
        "checklist": [_checked(one) for one in checklist(course, state, now)],
        "skills": _skills(course, state, now),
        "due": [_due(one) for one in due(course, state, now)],
        "misconceptions": [_misconception(one) for one in misconceptions(course, state, now)],
        "placement": {"skippable": list(skippable(course, state)), "kept": sorted(state.kept)},
        "numbers": _numbers(learner_statistics(state, now)),
        "disputes": [
            {
                "item": one.item,
                "seed": one.seed,
                "typed": one.typed,
                "understood": one.understood,
                "verdict": one.verdict,
                "t": one.t,
            }
            for one in state.disputes
        ],
        "exercises": {one.id: _exercise(state, one.id) for one in course.outline.exercises},
        "pages": {id: {"opened": page.opened_t, "finished": page.finished_t} for id, page in state.pages.items()},
        "problems": list(record.problems),
    }


def _checked(one: OutcomeStatus) -> JsonObject:
    return {
        "id": one.outcome.id,
        "title": one.outcome.title,
        "cleared": one.cleared,
        "since": one.since or None,
        "due": one.due,
        "recall": one.recall,
        "evidence": [to_builtins(evidence) for evidence in one.evidence],
        "missing": list(one.missing),
    }


def _skills(course: Course, state: State, now: datetime) -> JsonObject:
    """Counts over the questions of each skill; `due` and `recall` are null for one that was never tried."""
    found, cards = build_learner_model(course, state), skill_cards(course, state, now)
    rows: JsonObject = {}
    for skill in found.skills:
        records = [found.record(id) for id, skills in found.skills_of.items() if skill in skills]
        card = cards.get(skill)
        rows[skill] = {
            "answers": sum(one.answers for one in records),
            "right": sum(one.right for one in records),
            "due": utc_text(card.due) if card else None,
            "recall": card.recall if card else None,
            "stability": card.stability if card else None,
        }
    return rows


def _due(one: Due) -> JsonObject:
    return {
        "skill": one.skill,
        "item": one.item,
        "seed": one.seed,
        "due": utc_text(one.due),
        "recall": one.recall,
        "why": one.why,
        "wrong_rule": one.rule or None,
    }


def _exercise(state: State, id: str) -> JsonObject:
    """How often the program of an exercise was checked, and when it first passed."""
    record = state.exercises.get(id)
    return {"checks": record.checks if record else 0, "passed": record.passed_t if record else None}


def _misconception(one: Misconception) -> JsonObject:
    return {
        "id": one.id,
        "wrong_rule": one.rule,
        "skill": one.skill,
        "items": list(one.items),
        "times": one.times,
        "last": utc_text(one.last),
        "active": one.active,
        "told_apart": one.apart,
        "resolved": utc_text(one.resolved) if one.resolved else None,
        "refutation": one.refutation,
    }


def _numbers(found: Statistics) -> JsonObject:
    return {
        "accuracy": _share(found.accuracy),
        "today": _share(found.today),
        "recall": {str(days): _share(share) for days, share in found.recall.items()},
        "calibration": [{"confidence": one.confidence, **_share(one.share)} for one in found.calibration],
        "too_few": list(found.too_few),
    }


def _share(share: Proportion) -> JsonObject:
    low, high = share.interval
    return {"right": share.right, "of": share.total, "low": low, "high": high, "enough": share.enough}


def _lines(course: Course, record: Record, now: datetime) -> list[str]:
    state = record.state
    if not state.answers and not state.pages and not state.exercises:
        return ["Nothing yet. `tutor` opens the app; every answer is kept from the first one on."]
    minutes = round(state.seconds / 60)
    lines = [
        f"{state.answers} answers, {state.right} right; {minutes} min spent; now at {state.position or 'home'}",
        f"{len(due(course, state, now))} to review today",
        "",
    ]
    for one in checklist(course, state, now):
        lines.append(f"[{'x' if one.cleared else ' '}] {one.outcome.title}{'  (due)' if one.due else ''}")
        for evidence in one.evidence:
            lines.append(f"      done: {evidence.item}")
            lines += [f"            {seen.t[:10]}, draw {seen.seed}: {seen.typed}" for seen in evidence.seen]
        lines += [f"      missing: {missing}" for missing in one.missing]
    lines.append("")
    for entry in course.outline.exercises:
        tried = state.exercises.get(entry.id)
        tries = f" ({tried.checks} checks)" if tried else ""
        lines.append(f"[{'x' if tried and tried.passed_t else ' '}] {entry.title}{tries}")
    lines += ["", *_own_numbers(learner_statistics(state, now))]
    errors = [one for one in misconceptions(course, state, now) if one.active]
    if errors:
        lines += ["", f"{len(errors)} misconceptions active; --json lists them with what refutes them"]
    if state.disputes:
        lines += ["", f"{len(state.disputes)} disputed verdicts; --json lists them"]
    return lines


def _own_numbers(found: Statistics) -> list[str]:
    lines = []
    for days, share in found.recall.items():
        span = "a day" if days == 1 else f"{days} days"
        low, high = share.interval
        few = "" if share.enough else ", too few to say more"
        lines.append(f"recall after {span}: {share.right} of {share.total}, 95 % in {low:.0%} to {high:.0%}{few}")
    return lines
