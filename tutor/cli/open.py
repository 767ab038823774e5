"""`tutor` and `tutor open`: the app itself."""

from __future__ import annotations

import click

from tutor.cli.completion import ids
from tutor.cli.launch import launch
from tutor.cli.options import Options


@click.command("open")
@click.argument("target_id", metavar="ID", shell_complete=ids("page", "rung", "demo", "item", "exercise", "outcome"))
@click.option("--seed", type=click.IntRange(min=0), help="Which draw of a computed item.")
@click.pass_obj
def open_(tutor: Options, target_id: str, seed: int | None) -> None:
    """Open the app at a page, demo, item, exercise, checklist outcome, case to debug or paper card.

    Where an exercise shares its name with something else, `exercise.NAME` is the exercise.
    """
    start = target(tutor, target_id)
    raise click.exceptions.Exit(launch(tutor, start, (target_id, seed) if seed is not None else None))


def target(tutor: Options, target_id: str) -> tuple[str, str]:
    """The kind and id of what an id names.

    Raises:
        UnknownIdError: nothing that can be opened has this id.
    """
    from lessons.course import find_page
    from lessons.model.hunts import number_of

    course = tutor.course()
    entry = find_page(course, target_id)
    if entry is not None and (entry.id == target_id or target_id not in course.demos):
        return "page", entry.id
    for rung in course.outline.rungs:
        if rung.id == target_id and rung.pages:
            return "page", rung.pages[0].id
        if rung.id == target_id:
            raise click.ClickException(
                f"no page of {rung.title} is written yet; `tutor open` starts with what there is"
            )
    if target_id in course.demos:
        return "demo", target_id
    item = course.renamed.get(target_id, target_id)
    if item in course.templates:
        return "item", item
    line = course.outline.paper_line
    if target_id in [outcome.id for outcome in course.outline.outcomes] or (line and line.id == target_id):
        return "outcome", target_id
    if course.has_exercise(target_id):
        return "exercise", target_id
    if number_of(target_id) is not None and course.hunts:
        return "hunt", target_id
    forms = {case: form for case, _, form in course.cases}
    if target_id in forms:
        return forms[target_id], target_id
    if course.has_card(target_id):
        return "paper", target_id
    kinds = "page, demo, item, exercise, outcome, case to debug or paper card"
    raise course.unknown(target_id, kinds, course.ids())
