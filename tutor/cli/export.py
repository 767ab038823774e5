"""`tutor export`: the course as a worksheet, a deck or a static site."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.completion import ids
from tutor.cli.options import Options

if TYPE_CHECKING:
    from lessons.model.page import Item

WIDTH = 76
SCOPES = ("rung", "page", "exercise", "outcome", "skill", "item")


@click.group()
def export() -> None:
    """The course in other forms: a worksheet to print, a deck for Anki, a static site."""


@export.command()
@click.argument("scope", shell_complete=ids(*SCOPES))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Which numbers are drawn.")
@click.option("--count", type=click.IntRange(min=1), default=20, show_default=True, help="How many questions at most.")
@click.option("--worked", is_flag=True, help="Add the worked solutions to the answers.")
@click.pass_obj
def worksheet(tutor: Options, scope: str, file: Path, seed: int, count: int, worked: bool) -> None:
    """Write questions to print, with the answers on the last page.

    SCOPE is a rung, page, exercise, outcome, skill or question, or the id of the course. The same seed gives the same
    worksheet. FILE is a page for a browser if it ends in .html, and otherwise plain text; - stands for stdout.

    \b
    tutor export worksheet linear_algebra sheet.txt
    tutor export worksheet softmax sheet.html
    tutor export worksheet eigenvalues - --seed 7 | lp
    """
    from tutor.export.questions import sample

    course = tutor.course()
    items = sample(course, scope, seed, count)
    if not items:
        raise click.ClickException(f"{scope} has no questions")
    title = f"{course.outline.title}: {scope}, seed {seed}"
    _write(file, _worksheet(tutor, file, title, items, worked), len(items))


def _worksheet(tutor: Options, file: Path, title: str, items: Sequence[Item], worked: bool) -> str:
    """A worksheet in the form that the name of its file asks for."""
    if file.suffix.lower() in (".html", ".htm"):
        from tutor.export.worksheet_page import worksheet_page

        return worksheet_page(title, items, worked)
    from tutor.export.worksheet import worksheet as text
    from tutor.plain.text import TextStyle

    return tutor.drawn(text(title, items, TextStyle(WIDTH, tutor.plain_characters()), worked))


def _write(file: Path, text: str, count: int) -> None:
    """Write text to a file, or to stdout for -; and say on stderr what was written."""
    if str(file) == "-":
        click.echo(text, nl=False)
        return
    file.write_text(text, encoding="utf-8")
    click.echo(f"{count} questions written to {file}", err=True)


@export.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Which numbers are drawn.")
@click.pass_obj
def anki(tutor: Options, file: Path, seed: int) -> None:
    """Write a deck for Anki: every question with its answer, the fields of the paper cards, and the symbols.

    What is computed has the numbers of the seed. Importing a newer deck updates the notes and keeps their reviews.
    FILE should end in .apkg.

    \b
    tutor export anki course.apkg
    """
    try:
        from tutor.export.anki import write
    except ModuleNotFoundError as error:
        if error.name != "genanki":
            raise
        raise click.ClickException(
            "a deck is written by genanki, which is not installed; `pip install 'ml-math-tutor[anki]'` brings it"
        ) from None
    count = write(tutor.course(), file, seed)
    click.echo(f"{count} notes written to {file}", err=True)


@export.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def html(tutor: Options, folder: Path) -> None:
    """Write the course as a static site: pages, figures, questions with folded answers, paper cards, cases to debug.

    It needs no scripts and no network. DIR is made; one with other files in it is left alone, and one with an earlier
    site is written over.

    \b
    tutor export html site
    """
    from tutor.export.elements import GENERATOR, INDEX
    from tutor.export.site import site

    index = folder / INDEX
    ours = index.is_file() and GENERATOR in index.read_text("utf-8", "replace")[:1000]
    if not ours and folder.is_dir() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} has other files in it; name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    files = tuple(site(tutor.course()))
    for file in files:
        (folder / file.name).write_text(file.text, encoding="utf-8")
    click.echo(f"{len(files)} files written; open {index}", err=True)
