"""`tutor progress`: the learner's record from the shell."""

from __future__ import annotations

import os
from dataclasses import asdict

import click

from lessons.course import Course
from progress import Record, clock
from tutor.checklist import Standing, checklist
from tutor.cli_support import JsonObject, Tutor, print_json


@click.group()
def progress() -> None:
    """Your record: what was done, and where it is kept."""


@progress.command()
@click.pass_obj
def path(tutor: Tutor) -> None:
    """Print the folder that holds your record."""
    click.echo(str(tutor.home_dir()))


@progress.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def show(tutor: Tutor, as_json: bool) -> None:
    """What was done: answers, time, the checklist with its evidence."""
    record = Record.open(tutor.home_dir(), now=clock(os.environ), readonly=True)
    for problem in record.problems:
        click.echo(f"tutor: {problem}", err=True)
    course = tutor.course()
    if as_json:
        print_json(_json(course, record))
    else:
        click.echo("\n".join(_lines(course, record)))
    record.close()


def _json(course: Course, record: Record) -> JsonObject:
    state = record.state
    return {
        "answers": state.answers,
        "right": state.right,
        "seconds": state.seconds,
        "position": state.position,
        "checklist": [_checked(one) for one in checklist(course, state)],
        "skills": {skill.id: _skill(course, record, skill.id) for skill in course.outline.skills},
        "due": [],
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
        "pages": {id: {"opened": page.opened_t, "finished": page.finished_t} for id, page in state.pages.items()},
        "problems": list(record.problems),
    }


def _checked(one: Standing) -> JsonObject:
    return {
        "id": one.outcome.id,
        "title": one.outcome.title,
        "cleared": one.cleared,
        "evidence": [asdict(evidence) for evidence in one.evidence],
        "missing": list(one.missing),
    }


def _skill(course: Course, record: Record, skill: str) -> JsonObject:
    """Counts over the questions of a skill. `due` and `recall` are null: nothing schedules reviews yet."""
    ids = [id for id, template in course.templates.items() if skill in template.skills]
    records = [record.state.items[id] for id in ids if id in record.state.items]
    return {
        "answers": sum(one.answers for one in records),
        "right": sum(one.right for one in records),
        "due": None,
        "recall": None,
    }


def _lines(course: Course, record: Record) -> list[str]:
    state = record.state
    if not state.answers and not state.pages:
        return ["Nothing yet. `tutor` opens the app; every answer is kept from the first one on."]
    minutes = round(state.seconds / 60)
    lines = [
        f"{state.answers} answers, {state.right} right; {minutes} min spent; now at {state.position or 'home'}",
        "",
    ]
    for one in checklist(course, state):
        lines.append(f"[{'x' if one.cleared else ' '}] {one.outcome.title}")
        lines += [f"      done: {evidence.item}" for evidence in one.evidence]
        lines += [f"      missing: {missing}" for missing in one.missing]
    if state.disputes:
        lines += ["", f"{len(state.disputes)} disputed verdicts; --json lists them"]
    return lines
