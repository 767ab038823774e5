"""`tutor study`: an experiment with your own reviews, which you choose to take part in."""

from __future__ import annotations

import os
import secrets

import click

from progress.paths import clock
from progress.record import Record
from progress.schedule import stamp
from progress.state.state import State
from tutor.cli.options import Options, print_json
from tutor.cli.review import Face, without_app
from tutor.learning.scheduling.experiment import (
    BASE,
    DAYS,
    FRESH,
    LARGE,
    LEAST_POWER,
    SCOPE,
    SMALL,
    TREATMENTS,
    drawn,
    ends,
    exported,
    final_session,
    outcomes,
    pairs,
    summary,
)
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.learning.scheduling.study_session import StudySession

_ABOUT = {
    "intervals": (
        "The experiment compares reviews as they are with reviews after twice the time. Of each pair of skills a coin "
        f"sends one to the longer intervals for {DAYS} days; then {FRESH} fresh questions of each are the outcome."
    ),
    "order": (
        "The experiment compares practice that begins with a worked example with practice in which you answer first. "
        f"Of each pair of skills a coin sends one to answering first for {DAYS} days; then {FRESH} fresh questions of "
        "each are the outcome."
    ),
}


@click.group(invoke_without_command=True)
@click.pass_context
def study(context: click.Context) -> None:
    """An experiment with your own reviews or practice. Without a command, how yours stands."""
    if context.invoked_subcommand is None:
        context.invoke(show)


@study.command()
@click.pass_obj
def show(tutor: Options) -> None:
    """How the experiment stands, or what one would be able to see."""
    record, now = _opened(tutor, readonly=True)
    state = record.state
    plan = state.experiment
    if plan is None or not plan.treated:
        found = pairs(build_learner_model(tutor.cached_course(), state), now)
        click.echo(_ABOUT["intervals"])
        click.echo(f"{len(found)} pairs of skills are there. `tutor study start` begins; with `--compare order` it")
        click.echo("compares answering first with a worked example first.")
    elif now < ends(plan):
        days = -(-(ends(plan) - now) // 86_400_000)
        click.echo(f"{len(plan.treated)} pairs, {days} days to go; {_power(plan.power_large, plan.power_small)}")
    else:
        done = outcomes(tutor.cached_course(), state, plan)
        click.echo(summary(done, plan))
        if len(done) < len(plan.treated):
            click.echo(f"The days are over. `tutor study finish` asks {FRESH} fresh questions of each skill.")
    record.close()


@study.command()
@click.option("--seed", type=click.IntRange(min=0), help="What the coins follow from; drawn at random by default.")
@click.option(
    "--compare", type=click.Choice(list(TREATMENTS)), default="intervals", help="What the two arms differ in."
)
@click.pass_obj
def start(tutor: Options, seed: int | None, compare: str) -> None:
    """Write the plan and what it can see to the journal, and throw the coins."""
    record, now = _opened(tutor)
    try:
        plan = record.state.experiment
        if plan is not None and plan.treated and now < ends(plan):
            raise click.ClickException("an experiment is under way; `tutor study stop` ends it")
        found = pairs(build_learner_model(tutor.cached_course(), record.state), now)
        planned = drawn(found, secrets.randbelow(1 << 31) if seed is None else seed, compare)
        if planned.power_large < LEAST_POWER:
            raise click.ClickException(
                f"{len(found)} pairs are too few: they would see {BASE:.0%} against {LARGE:.0%} with a chance of "
                f"{planned.power_large:.0%}, and {LEAST_POWER:.0%} is the least; learn more skills first"
            )
        record.append(planned)
        click.echo(_ABOUT[compare])
        click.echo(f"{len(found)} pairs; {_power(planned.power_large, planned.power_small)}.")
    finally:
        record.close()


@study.command()
@click.option("--jsonl", is_flag=True, help="One JSON object a line on stdin and stdout, for front ends.")
@click.pass_obj
def finish(tutor: Options, jsonl: bool) -> None:
    """Ask the last questions, line by line, when the days are over; they can be left and gone on with."""
    record, now = _opened(tutor, readonly=True)
    plan = record.state.experiment
    record.close()
    if plan is None or not plan.treated:
        raise click.ClickException("there is no experiment; `tutor study start` begins one")
    if now < ends(plan):
        raise click.ClickException("the days of the experiment are not over; `tutor study` says how many are left")
    course = tutor.cached_course()

    def planned(state: State) -> StudySession:
        return final_session(build_learner_model(course, state), plan, now)

    without_app(tutor, "checkpoint", SCOPE, Face(jsonl=jsonl), planned)


@study.command()
@click.pass_obj
def stop(tutor: Options) -> None:
    """End the experiment; all reviews are as they were before."""
    record, _ = _opened(tutor)
    record.append(drawn((), 0))
    record.close()
    click.echo("The experiment is over; what it had is in the journal.")


@study.command()
@click.pass_obj
def export(tutor: Options) -> None:
    """Print arms and outcomes as JSON, and nothing else, so that several learners can pool theirs."""
    record, _ = _opened(tutor, readonly=True)
    plan = record.state.experiment
    print_json(exported(outcomes(tutor.cached_course(), record.state, plan)) if plan is not None else [])
    record.close()


def _power(large: float, small: float) -> str:
    blind = "" if small >= LEAST_POWER else f", not {BASE:.0%} against {SMALL:.0%} ({small:.0%})"
    return f"this can see {BASE:.0%} against {LARGE:.0%} (in {large:.0%} of such experiments){blind}"


def _opened(tutor: Options, readonly: bool = False) -> tuple[Record, int]:
    now = clock(os.environ)
    record = Record.open(tutor.home_dir(), now=now, readonly=readonly)
    for problem in record.problems:
        click.echo(f"tutor: {problem}", err=True)
    return record, stamp(now())
