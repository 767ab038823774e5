"""`tutor progress`: the learner's record from the shell."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from msgspec import to_builtins
from msgspec.structs import replace

from lessons.course import Course
from progress import transfer
from progress.events import HIGHEST_AIM, LOWEST_AIM, Aimed
from progress.paths import clock
from progress.record import Record
from progress.resume import ResumePoint
from progress.state.state import State
from progress.times import utc_text
from progress.verify import verify as faults_of
from tutor.cli.completion import ids
from tutor.cli.options import JsonObject, Options, print_json
from tutor.fast.kept_answers import keep, record_stamps
from tutor.learning.checklist import OutcomeStatus, checklist
from tutor.learning.home_summary import unchanged_until, waiting_text
from tutor.learning.paper_line import paper_line
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
from tutor.learning.scheduling.checklist_parts import PartStatus
from tutor.learning.scheduling.due_fields import due_fields
from tutor.learning.scheduling.forecast import loads
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.recall_report import (
    RecallReport,
    audit_text,
    bin_text,
    prediction_text,
    recall_report,
)
from tutor.learning.scheduling.start import review_load
from tutor.learning.scheduling.statistics import learner_statistics

AIMS = (0.80, 0.85, 0.90, 0.95)
"""The chances of recall that are compared."""


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
@click.option(
    "--home",
    "homes",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The home of a learner; given several times, a table of a class.",
)
@click.pass_obj
def show(tutor: Options, as_json: bool, homes: tuple[Path, ...]) -> None:
    """What was done: answers, time, the checklist with its evidence.

    \b
    tutor progress show
    tutor progress show --home /srv/class/anna --home /srv/class/ben
    """
    if homes:
        _show_class(tutor, homes, as_json)
        return
    now, stamps = clock(os.environ)(), record_stamps(tutor.home_dir())
    record = _opened(tutor, readonly=True)
    course = tutor.cached_course()
    if as_json:
        print_json(_json(course, record, now))
    else:
        text = "\n".join(_lines(course, record, now))
        click.echo(text)
        if not record.problems:
            span = now, unchanged_until(record.state, ResumePoint(), now)
            keep(f"{text}\n", 0, course.source.root, stamps, span)
    record.close()


def _show_class(tutor: Options, homes: Sequence[Path], as_json: bool) -> None:
    """Print the records in several homes, which are only read."""
    from tutor.cli.class_progress import class_json, class_lines, learner_row, names

    course, now = tutor.cached_course(), clock(os.environ)()
    rows, documents = [], []
    for home, name in zip(homes, names([home.absolute() for home in homes]), strict=True):
        if not home.is_dir():
            click.echo(f"tutor: {home} is not there yet", err=True)
        record = _opened(replace(tutor, home=home), readonly=True)
        rows.append(learner_row(name, course, record.state, now))
        if as_json:
            documents.append({"home": str(home), **_json(course, record, now)})
        record.close()
    if as_json:
        print_json(class_json(course, rows, documents))
    else:
        click.echo("\n".join(class_lines(course, rows, tutor.plain_characters())))


@progress.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def verify(tutor: Options, as_json: bool) -> None:
    """Read every file of the record; name each fault and what would be done about it."""
    faults = faults_of(tutor.home_dir())
    if as_json:
        rows = [
            {"path": str(fault.path), "line": fault.line, "what": fault.problem, "then": fault.action}
            for fault in faults
        ]
        print_json(rows)
    else:
        for fault in faults:
            click.echo(f"{fault.path}:{max(fault.line, 1)}: {fault.problem}; {fault.action}")
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
        click.echo(f"{file}:{fault.line}: {fault.problem}; the line is left out", err=True)
    if done.more_faults:
        click.echo(f"{file}: {done.more_faults} more lines left out", err=True)
    click.echo(f"{done.added} events added, {done.known} were there already")
    raise click.exceptions.Exit(1 if done.faults else 0)


@progress.command()
@click.argument("scope_id", metavar="[ID]", required=False, shell_complete=ids("page", "rung", "item", "demo"))
@click.option("--undo", is_flag=True, help="Take the latest reset back.")
@click.pass_obj
def reset(tutor: Options, scope_id: str | None, undo: bool) -> None:
    """Start again with everything, or with one rung, page, item, demo, hunt, paper card, skill or outcome.

    Nothing is deleted; --undo takes it back.
    """
    record = _opened(tutor)
    try:
        if undo:
            if transfer.undo_reset(record) is None:
                raise click.ClickException("there is no reset to take back")
            click.echo("the latest reset is taken back")
        else:
            transfer.reset(record, _scope(tutor.course(), scope_id))
            click.echo(f"{scope_id or 'everything'} starts again; `tutor progress reset --undo` takes this back")
    finally:
        record.close()


@progress.command()
@click.argument("recall", required=False, type=click.FloatRange(LOWEST_AIM, HIGHEST_AIM))
@click.pass_obj
def aim(tutor: Options, recall: float | None) -> None:
    """The chance of recall at which a skill is due; without RECALL, what each choice means in reviews a day."""
    record, now = _opened(tutor, readonly=recall is None), clock(os.environ)()
    try:
        if recall is not None:
            record.append(Aimed(recall=recall))
        model = build_learner_model(tutor.cached_course(), record.state)
        chosen = record.state.aim
        for each, load in loads(model, now, sorted({*AIMS, chosen})).items():
            click.echo(f"{each:.2f}  {load:5.1f} reviews a day{'  (yours)' if each == chosen else ''}")
    finally:
        record.close()


def _scope(course: Course, scope_id: str | None) -> str:
    """The scope of a reset: the id itself, or the items of a skill or outcome.

    Raises:
        UnknownIdError: nothing in the course has this id.
    """
    if scope_id is None or scope_id == course.outline.id:
        return ""
    known = [*(rung.id for rung in course.outline.rungs), *(page.id for page in course.outline.pages)]
    known += [*course.templates, *course.demos, *(f"exercise.{entry.id}" for entry in course.outline.exercises)]
    known += [case for case, *_ in course.cases]
    known += [card.id for card in course.outline.cards]
    if scope_id in known:
        return scope_id
    skills: dict[str, tuple[str, ...]] = {skill.id: (skill.id,) for skill in course.outline.skills}
    skills |= {outcome.id: outcome.skills for outcome in course.outline.outcomes}
    if scope_id not in skills:
        raise course.unknown(
            scope_id, "rung, page, item, demo, exercise, case to debug, paper card, skill or outcome", [*known, *skills]
        )
    exercised = set(skills[scope_id])
    items = [item for item, template in course.templates.items() if exercised & set(template.skills)]
    graded = [field for card in course.outline.cards for field, skill in card.graded.items() if skill in exercised]
    return " ".join([*items, *graded])


def _opened(tutor: Options, readonly: bool = False) -> Record:
    """The record; problems with its files are printed."""
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
        "checklist": [_outcome_status(status) for status in checklist(course, state, now)],
        "optional": [_outcome_status(status) for status in paper_line(course, state, now)],
        "skills": _skills(course, state, now),
        "due": [_due(review) for review in due(course, state, now)],
        "due_fields": [{"id": one.id, **to_builtins(one)} for one in due_fields(course, state, now)],
        "review": review_load(course, state, now)[0],
        "waiting": review_load(course, state, now)[1],
        "misconceptions": [_misconception(shown) for shown in misconceptions(course, state, now)],
        "placement": {"skippable": list(skippable(course, state)), "kept": sorted(state.kept)},
        "numbers": _numbers(learner_statistics(state, now)),
        "papers": {
            card: {"readings": one.readings, "done": one.done_t is not None, "clean": list(one.clean)}
            for card, one in state.papers.items()
        },
        "prediction": _prediction(recall_report(course, state, now)),
        "hunts": {
            hunt: {"plays": one.plays, "found": one.clean_t is not None, "best": one.best}
            for hunt, one in state.hunts.items()
        },
        "cases": {
            case: {
                "plays": one.plays,
                "solved": one.solved_t is not None,
                "first_try": one.first is not None and one.first.clean,
            }
            for case, one in state.cases.items()
        },
        "disputes": [
            {name: getattr(dispute, name) for name in ("item", "seed", "typed", "understood", "verdict", "t")}
            for dispute in state.disputes
        ],
        "exercises": {entry.id: _exercise(state, entry.id) for entry in course.outline.exercises},
        "pages": {
            page_id: {"opened": page.opened_t, "finished": page.finished_t} for page_id, page in state.pages.items()
        },
        "problems": list(record.problems),
    }


def _outcome_status(status: OutcomeStatus) -> JsonObject:
    return {
        "id": status.outcome.id,
        "title": status.outcome.title,
        "cleared": status.cleared,
        "since": status.since or None,
        "due": status.due,
        "recall": status.recall,
        "evidence": [to_builtins(evidence) for evidence in status.evidence],
        "missing": list(status.missing),
        "earlier_rule": status.earlier_rule,
        "parts": [_part_status(part) for part in status.parts],
    }


def _part_status(status: PartStatus) -> JsonObject:
    return {
        "id": status.part.id,
        "title": status.part.title,
        "cleared": status.cleared,
        "items": list(status.part.items),
        "evidence": [{**to_builtins(evidence), "tries": 1, "hints": 0} for evidence in status.evidence],
        "tries": status.tries,
        "hints": status.hints,
        "own_words": None if status.words is None else to_builtins(status.words),
        "missing": status.missing,
    }


def _skills(course: Course, state: State, now: datetime) -> JsonObject:
    """Counts over the items of each skill; `due` and `recall` are null if it was never tried."""
    model, cards = build_learner_model(course, state), skill_cards(course, state, now)
    rows: JsonObject = {}
    for skill in model.skills:
        records = [model.record(item_id) for item_id, skills in model.skills_of.items() if skill in skills]
        card = cards.get(skill)
        rows[skill] = {
            "answers": sum(record.answers for record in records),
            "right": sum(record.right for record in records),
            "due": utc_text(card.due) if card else None,
            "recall": card.recall if card else None,
            "stability": card.stability if card else None,
        }
    return rows


def _due(review: Due) -> JsonObject:
    return {
        "skill": review.skill,
        "item": review.item,
        "seed": review.seed,
        "due": utc_text(review.due),
        "recall": review.recall,
        "why": review.why,
        "wrong_rule": review.rule or None,
    }


def _exercise(state: State, exercise_id: str) -> JsonObject:
    """The number of checks of an exercise's program, and when it first passed."""
    record = state.exercises.get(exercise_id)
    return {"checks": record.checks if record else 0, "passed": record.passed_t if record else None}


def _misconception(misconception: Misconception) -> JsonObject:
    return {
        "id": misconception.id,
        "wrong_rule": misconception.rule,
        "skill": misconception.skill,
        "items": list(misconception.items),
        "times": misconception.times,
        "last": utc_text(misconception.last),
        "active": misconception.active,
        "told_apart": misconception.apart,
        "resolved": utc_text(misconception.resolved) if misconception.resolved else None,
        "refutation": misconception.refutation,
    }


def _numbers(statistics: Statistics) -> JsonObject:
    return {
        "accuracy": _proportion(statistics.accuracy),
        "today": _proportion(statistics.today),
        "recall": {str(days): _proportion(share) for days, share in statistics.recall.items()},
        "calibration": [
            {"confidence": group.confidence, **_proportion(group.share)} for group in statistics.calibration
        ],
        "too_few": list(statistics.too_few),
    }


def _prediction(report: RecallReport) -> JsonObject:
    return {
        "predictor": report.predictor,
        "enough": report.enough,
        "delayed": report.delayed,
        "log_loss": dict(report.losses),
        "reliability": [{"low": one.low, "said": one.said, **_proportion(one.share)} for one in report.bins],
        "credit": to_builtins(report.audit),
    }


def _proportion(share: Proportion) -> JsonObject:
    low, high = share.interval
    return {"right": share.right, "of": share.total, "low": low, "high": high, "enough": share.enough}


def _lines(course: Course, record: Record, now: datetime) -> list[str]:
    state = record.state
    if not state.answers and not state.pages and not state.exercises:
        return ["Nothing yet. `tutor` opens the app; every answer is kept from the first one on."]
    minutes = round(state.seconds / 60)
    count, waiting = review_load(course, state, now)
    lines = [
        f"{state.answers} answers, {state.right} right; {minutes} min spent; now at {state.position or 'home'}",
        f"{count} to review today{waiting_text(waiting)}",
        "",
    ]
    for status in (*checklist(course, state, now), *paper_line(course, state, now)):
        note = "  (optional)" if status.optional else ""
        due_note = "  (due)" if status.due else ""
        lines.append(f"[{'x' if status.cleared else ' '}] {status.outcome.title}{note}{due_note}")
        for evidence in status.evidence:
            lines.append(f"      done: {evidence.item}")
            lines += [f"            {seen.t[:10]}, draw {seen.seed}: {seen.typed}" for seen in evidence.seen]
        lines += [f"      missing: {missing}" for missing in status.missing]
    lines.append("")
    for entry in course.outline.exercises:
        tried = state.exercises.get(entry.id)
        tries = f" ({tried.checks} checks)" if tried else ""
        lines.append(f"[{'x' if tried and tried.passed_t else ' '}] {entry.title}{tries}")
    lines += ["", *_recall_lines(learner_statistics(state, now))]
    lines += ["", *_prediction_lines(recall_report(course, state, now))]
    errors = [shown for shown in misconceptions(course, state, now) if shown.active]
    if errors:
        lines += ["", f"{len(errors)} misconceptions active; --json lists them with what refutes them"]
    if state.disputes:
        lines += ["", f"{len(state.disputes)} disputed verdicts; --json lists them"]
    return lines


def _prediction_lines(report: RecallReport) -> list[str]:
    """What predicts recall, how often that was right, and what was credited."""
    bins = [f"  {bin_text(one)}" for one in report.bins] if report.enough else []
    return [f"recall predicted: {prediction_text(report)}", *bins, audit_text(report.audit)]


def _recall_lines(statistics: Statistics) -> list[str]:
    lines = []
    for days, share in statistics.recall.items():
        span = "a day" if days == 1 else f"{days} days"
        low, high = share.interval
        few = "" if share.enough else ", too few to say more"
        lines.append(f"recall after {span}: {share.right} of {share.total}, 95 % in {low:.0%} to {high:.0%}{few}")
    return lines
