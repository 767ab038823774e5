"""`tutor completion`, and what the shells are told about ids and values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, get_completion_class

from tutor.cli.options import Options
from tutor.cli.screen_names import SCREENS

if TYPE_CHECKING:
    from lessons.course import Course

VARIABLE = "_TUTOR_COMPLETE"
INSTALL = {
    "bash": "echo 'eval \"$(tutor completion bash)\"' >> ~/.bashrc",
    "zsh": "echo 'eval \"$(tutor completion zsh)\"' >> ~/.zshrc",
    "fish": "tutor completion fish > ~/.config/fish/completions/tutor.fish",
}
Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


@click.command()
@click.argument("shell", type=click.Choice(list(INSTALL)))
def completion(shell: str) -> None:
    """Print the script with which a shell completes commands, ids and values; its first line says how to install it."""
    from tutor.cli.commands import cli

    found = get_completion_class(shell)
    assert found is not None
    click.echo(f"# To install it, once: {INSTALL[shell]}")
    click.echo(found(cli, {}, "tutor", VARIABLE).source())


def ids(*kinds: str) -> Completer:
    """What completes an id of some KINDS, in the course that `--course` names."""

    def complete(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        course = Options(course_name=context.find_root().params.get("course_name")).course()
        known = dict.fromkeys(one for kind in kinds for one in _KNOWN[kind](course))
        return [CompletionItem(one) for one in known if one.startswith(begun)]

    return complete


_KNOWN: dict[str, Callable[[Course], Iterable[str]]] = {
    "page": lambda course: (page.id for page in course.outline.pages),
    "rung": lambda course: (rung.id for rung in course.outline.rungs),
    "demo": lambda course: course.demos,
    "item": lambda course: course.templates,
    "exercise": lambda course: (exercise.id for exercise in course.outline.exercises),
    "outcome": lambda course: (outcome.id for outcome in course.outline.outcomes),
    "skill": lambda course: (skill.id for skill in course.outline.skills),
    "case": lambda course: (*_hunts(course), *(case for case, _, _ in course.cases)),
    "repair": lambda course: (case for case, _, form in course.cases if form == "repair"),
    "card": lambda course: (card.id for card in course.outline.cards),
    "screen": lambda _: SCREENS,
}

KINDS = tuple(_KNOWN)


def words(*known: str) -> Completer:
    """What completes one of some words."""

    def complete(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        return [CompletionItem(one) for one in known if one.startswith(begun)]

    return complete


def complete_theme(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The themes."""
    from tutor.app.theme import THEME_NAMES

    return words(*THEME_NAMES)(context, parameter, begun)


def complete_course(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The packs that are installed, where one begins like that; else folders."""
    from lessons.source import installed_packs

    return words(*installed_packs())(context, parameter, begun) or [CompletionItem(begun, type="dir")]


def _hunts(course: Course) -> Iterable[str]:
    from lessons.model.hunts import hunt_id

    return (hunt_id(number) for number in range(1, course.hunt_count + 1))
