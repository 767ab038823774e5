"""`tutor` and `tutor open`: the app itself."""

from __future__ import annotations

import gc
import os
import sys

import click

from tutor.cli.options import Options


@click.command("open")
@click.argument("id")
@click.option("--seed", type=click.IntRange(min=0), help="Which draw of a computed item.")
@click.pass_obj
def open_(tutor: Options, id: str, seed: int | None) -> None:
    """Open the app at a page, demo, item, exercise or checklist outcome.

    Where an exercise shares its name with something else, `exercise.NAME` is the exercise.
    """
    launch(tutor, target(tutor, id), (id, seed) if seed is not None else None)


def target(tutor: Options, id: str) -> tuple[str, str]:
    """The kind and id of what an id names. UnknownId when it names nothing that can be opened."""
    from lessons.course import find_page

    course = tutor.course()
    entry = find_page(course, id)
    if entry is not None and (entry.id == id or id not in course.demos):
        return "page", entry.id
    for rung in course.outline.rungs:
        if rung.id == id and rung.pages:
            return "page", rung.pages[0].id
        if rung.id == id:
            raise click.ClickException(
                f"no page of {rung.title} is written yet; `tutor open` starts with what there is"
            )
    if id in course.demos:
        return "demo", id
    item = course.renamed.get(id, id)
    if item in course.templates:
        return "item", item
    if any(outcome.id == id for outcome in course.outline.outcomes):
        return "outcome", id
    if course.has_exercise(id):
        return "exercise", id
    raise course.unknown(id, "page, demo, item, exercise or outcome", course.ids())


FPS = "480"


def launch(
    tutor: Options,
    start: tuple[str, str] | None,
    seed: tuple[str, int] | None = None,
    wish: tuple[int | None, int | None] = (None, None),
) -> None:
    """Run the app until it ends; exits with its status. Needs a terminal on stdin and stderr.

    `start` is the kind and id of what to open; for a sitting, `wish` is how many questions and which draws.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.ClickException(
            "the app needs a terminal, and there is none here. "
            "`tutor read` prints the pages; `tutor practice --plain` asks line by line."
        )
    gc.disable()  # until the first paint: a quarter of the time to it
    # Textual paints at the next tick of a clock, by default one of 60 a second: a key would wait 8 ms for it, and up to
    # 17. What a slow line cannot take is left out by the driver. Read when Textual is imported.
    os.environ.setdefault("TEXTUAL_FPS", FPS)
    from tutor.app.bootstrap import build
    from tutor.app.main_loop import run

    app, mouse = build(tutor, start, seed)
    app.wish = wish
    raise click.exceptions.Exit(run(app, mouse))
