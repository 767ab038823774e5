"""`tutor` and `tutor open`: the app itself."""

from __future__ import annotations

import gc
import os
import sys

import click

from tutor.cli.options import Options


@click.command("open")
@click.argument("target_id", metavar="ID")
@click.option("--seed", type=click.IntRange(min=0), help="Which draw of a computed item.")
@click.pass_obj
def open_(tutor: Options, target_id: str, seed: int | None) -> None:
    """Open the app at a page, demo, item, exercise or checklist outcome.

    Where an exercise shares its name with something else, `exercise.NAME` is the exercise.
    """
    launch(tutor, target(tutor, target_id), (target_id, seed) if seed is not None else None)


def target(tutor: Options, target_id: str) -> tuple[str, str]:
    """The kind and id of what an id names.

    Raises:
        UnknownIdError: nothing that can be opened has this id.
    """
    from lessons.course import find_page

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
    if any(outcome.id == target_id for outcome in course.outline.outcomes):
        return "outcome", target_id
    if course.has_exercise(target_id):
        return "exercise", target_id
    raise course.unknown(target_id, "page, demo, item, exercise or outcome", course.ids())


FPS = "480"


def launch(
    tutor: Options,
    start: tuple[str, str] | None,
    seed: tuple[str, int] | None = None,
    wish: tuple[int | None, int | None] = (None, None),
) -> None:
    """Run the app and exit with its status; needs a terminal on stdin and stderr.

    `start` is the kind and id of what to open; for a study session, `wish` is the number of questions and the first
    seed.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.ClickException(
            "the app needs a terminal, and there is none here. "
            "`tutor read` prints the pages; `tutor practice --plain` asks line by line."
        )
    if os.environ.get("TERM") == "dumb":
        raise click.ClickException(
            "the app moves the cursor, and TERM=dumb says that this terminal cannot. "
            "`tutor review --plain` and `tutor practice --plain` ask line by line; `tutor read` prints the pages."
        )
    gc.disable()  # until the first paint, which then takes a quarter less time
    # Textual paints at the next tick of a timer, by default of 60 Hz and so 8 ms after a key on average. The driver
    # merges frames that a slow connection cannot take. Textual reads the variable when it is imported.
    os.environ.setdefault("TEXTUAL_FPS", FPS)
    from tutor.app.bootstrap import build
    from tutor.app.launch_options import LaunchOptions
    from tutor.app.main_loop import run

    options = LaunchOptions(tutor.home_dir(), tutor.ascii_only, tutor.theme, not tutor.no_mouse, start, seed)
    app, mouse = build(options)
    app.navigator.session_options = wish
    raise click.exceptions.Exit(run(app, mouse))
