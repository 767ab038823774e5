"""`tutor` and `tutor open`: the app itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from tutor.cli.completion import ids
from tutor.cli.launch import launch
from tutor.cli.options import Options
from tutor.cli.screen_names import OTHER_NAMES, SCREENS

if TYPE_CHECKING:
    from lessons.course import Course


@click.command("open")
@click.argument(
    "target_id", metavar="ID", shell_complete=ids("page", "rung", "demo", "item", "exercise", "outcome", "screen")
)
@click.option("--seed", type=click.IntRange(min=0), help="Which draw of a computed item.")
@click.pass_obj
def open_(tutor: Options, target_id: str, seed: int | None) -> None:
    """Open the app at a page, demo, item, exercise, checklist outcome, case to debug, paper card or screen.

    Where things share a name, say which is meant: `demo.NAME`, `exercise.NAME`. A screen is home, review, practice,
    ten, checkpoint, placement, checklist, record, misconceptions, papers, letters, debug, books, pitfalls,
    symbols or search.
    """
    start = target(tutor, target_id)
    raise click.exceptions.Exit(launch(tutor, start, (target_id, seed) if seed is not None else None))


KINDS = ("page", "lesson", "rung", "demo", "item", "question", "exercise", "outcome", "checklist")
"""What may stand before an id, behind which a dot or a colon follows."""


def target(tutor: Options, target_id: str) -> tuple[str, str]:
    """The kind and id of what a name means: an id, one with its kind before it, or a screen.

    Upper case, blanks and underscores are read as lower case and hyphens where nothing has the name as it is typed.

    Raises:
        UnknownIdError: nothing that can be opened has this id.
    """
    for name in _spellings(target_id):
        if (found := _thing(tutor, name) or _screen(tutor, name)) is not None:
            return found
    course = tutor.course()
    if (titled := _titles(course).get(target_id.strip().lower())) is not None:
        return titled
    _refuse_command(target_id)
    kinds = "page, demo, item, exercise, outcome, case to debug, paper card or screen"
    raise course.unknown(target_id, kinds, [*course.ids(), *SCREENS, *OTHER_NAMES])


def _spellings(name: str) -> Iterator[str]:
    """The ways in which a name may have been meant, as it is typed first."""
    lower = "-".join(name.strip().lower().split())
    yield from dict.fromkeys((name, lower, lower.replace("_", "-"), lower.replace("-", "_")))


def _titles(course: Course) -> Mapping[str, tuple[str, str]]:
    """By title in lower case, the kind and id of what has it; a page before anything else."""
    outline = course.outline
    found = [(card.title, ("paper", card.id)) for card in outline.cards]
    found += [(title, (form, case)) for case, title, form in course.cases]
    found += [(exercise.title, ("exercise", exercise.id)) for exercise in outline.exercises]
    found += [(demo.title, ("demo", demo.id)) for demo in course.demos.values()]
    found += [(page.title, ("page", page.id)) for page in outline.pages]
    return {title.lower(): thing for title, thing in found}


def _refuse_command(name: str) -> None:
    """Say so where a name is that of a command, which opens nothing in the app. Raises ClickException."""
    from tutor.cli.commands import GROUPS

    if name in GROUPS:
        raise click.ClickException(f"{name} is a command of its own: `tutor {name} --help` says what it does")


def _screen(tutor: Options, name: str) -> tuple[str, str] | None:
    """The screen of a name, if the course has something for it."""
    course, screen = tutor.course(), OTHER_NAMES.get(name, name)
    if (screen in ("papers", "letters") and not course.outline.cards) or (screen == "debug" and not course.has_cases):
        return None
    return SCREENS.get(screen)


def _thing(tutor: Options, name: str) -> tuple[str, str] | None:
    """What an id names, alone or behind its kind."""
    course = tutor.course()
    kind, dot, rest = name.replace(":", ".", 1).partition(".")
    if dot and kind in KINDS:
        found = _of_kind(course, kind, rest) or _page(course, rest) or _to_do(course, rest)
        if found is not None:
            return found
    return _page(course, name) or _to_do(course, name)


def _of_kind(course: Course, kind: str, name: str) -> tuple[str, str] | None:
    """A thing that may share its name with one of another kind."""
    if kind == "demo" and name in course.demos:
        return "demo", name
    if kind == "exercise" and course.has_exercise(name):
        return "exercise", name
    return ("outcome", name) if kind in ("outcome", "checklist") and name in _outcomes(course) else None


def _page(course: Course, name: str) -> tuple[str, str] | None:
    """A page, alone or as the first of a rung. Raises ClickException for a rung without pages."""
    from lessons.course import find_page

    entry = find_page(course, name)
    if entry is not None and (entry.id == name or name not in course.demos):
        return "page", entry.id
    rung = next((rung for rung in course.outline.rungs if rung.id == name), None)
    if rung is not None and not rung.pages:
        raise click.ClickException(f"no page of {rung.title} is written yet; `tutor open` starts with what there is")
    return ("page", rung.pages[0].id) if rung is not None else None


def _to_do(course: Course, name: str) -> tuple[str, str] | None:
    """Anything but a page."""
    item = course.renamed.get(name, name)
    kinds = {
        "demo": name in course.demos,
        "item": item in course.templates,
        "outcome": name in _outcomes(course),
        "exercise": course.has_exercise(name),
    }
    kind = next((kind for kind, has in kinds.items() if has), "")
    return (kind, item if kind == "item" else name) if kind else _use(course, name)


def _use(course: Course, name: str) -> tuple[str, str] | None:
    """A case to debug or a paper card, with or without what its id begins with."""
    from lessons.model.hunts import number_of

    if number_of(name) is not None and course.hunts:
        return "hunt", name
    forms = {case: form for case, _, form in course.cases}
    for case in (name, f"diagnose.{name}", f"repair.{name}"):
        if case in forms:
            return forms[case], case
    return next((("paper", card) for card in (name, f"paper.{name}") if course.has_card(card)), None)


def _outcomes(course: Course) -> list[str]:
    line = course.outline.paper_line
    return [outcome.id for outcome in course.outline.outcomes] + ([line.id] if line else [])
