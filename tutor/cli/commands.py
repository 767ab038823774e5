"""The commands, each imported when it runs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor import __version__
from tutor.cli.options import Options

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

GROUPS = {
    "read": "tutor.cli.read:read",
    "demo": "tutor.cli.read:demo",
    "exercise": "tutor.cli.exercise:exercise",
    "lessons": "tutor.cli.lessons:lessons",
    "practice": "tutor.cli.review:practice",
    "review": "tutor.cli.review:review",
    "debug": "tutor.cli.debug:debug",
    "paper": "tutor.cli.paper:paper",
    "export": "tutor.cli.export:export",
    "serve": "tutor.cli.serve:serve",
    "progress": "tutor.cli.progress:progress",
    "study": "tutor.cli.study:study",
    "settings": "tutor.cli.settings:settings",
    "open": "tutor.cli.open:open_",
    "doctor": "tutor.cli.doctor:doctor",
    "completion": "tutor.cli.completion:completion",
}


def lazy_group(table: Mapping[str, str]) -> type[click.Group]:
    """A group class whose commands, `name -> "module:attribute"`, are imported when called or listed."""

    class Lazy(click.Group):
        def list_commands(self, _: click.Context) -> list[str]:
            return list(table)

        def get_command(self, context: click.Context, name: str) -> click.Command | None:
            if name not in table:
                return None
            module, _, attribute = table[name].partition(":")
            command = getattr(importlib.import_module(module), attribute)
            if not isinstance(command, click.Command):
                raise TypeError(f"{table[name]} is not a command")
            from tutor.cli.examples import with_examples

            return with_examples(name if context.parent is None else f"{context.info_name} {name}", command)

        def resolve_command(
            self, context: click.Context, args: list[str]
        ) -> tuple[str | None, click.Command | None, list[str]]:
            try:
                return super().resolve_command(context, args)
            except click.UsageError:
                raise unknown_command(args[0], list(table)) from None

    return Lazy


def unknown_command(name: str, known: list[str]) -> click.UsageError:
    """The error for an unknown command, with similar names."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, 2, 0.6)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`tutor --help` lists the commands."
    return click.UsageError(f"no command is called {name!r}. {hint}")


def _version(context: click.Context, _: click.Parameter, requested: bool) -> None:
    if requested and not context.resilient_parsing:
        click.echo(f"tutor {__version__}")
        context.exit()


def _completed(name: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """A function of `tutor.cli.completion`, which is imported only when a shell asks."""

    def complete(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        found: list[CompletionItem] = getattr(importlib.import_module("tutor.cli.completion"), name)(
            context, parameter, begun
        )
        return found

    return complete


@click.group(
    cls=lazy_group(GROUPS), invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("--home", type=click.Path(path_type=Path), help="Where your progress lives (also TUTOR_HOME).")
@click.option(
    "--course",
    "course_name",
    metavar="DIR|NAME",
    shell_complete=_completed("complete_course"),
    help="Another course: its folder, or the name of an installed pack.",
)
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with plain characters only.")
@click.option("--blocks", is_flag=True, help="Draw figures in blocks, for fonts without braille.")
@click.option(
    "--theme",
    metavar="NAME",
    shell_complete=_completed("complete_theme"),
    help="The colors: dark, light, or ansi to keep the terminal's own.",
)
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option(
    "--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Print the version."
)
@click.pass_context
def cli(
    context: click.Context,
    home: Path | None,
    course_name: str | None,
    ascii_only: bool,
    blocks: bool,
    theme: str | None,
    no_mouse: bool,
) -> None:
    """The mathematics of machine learning, learned in a terminal.

    Without a command, opens the app where you left off.
    """
    if theme is not None:
        from tutor.app.theme import THEME_NAMES, theme_name

        if theme_name(theme) is None:
            raise click.UsageError(f"no theme is called {theme!r}; there are {', '.join(THEME_NAMES)}")
    context.obj = Options(home, ascii_only, theme, no_mouse, blocks, course_name)
    if context.invoked_subcommand is None:
        from tutor.cli.launch import launch

        raise click.exceptions.Exit(launch(context.obj, None))


def _complaint(error: click.ClickException) -> str:
    """What is wrong, and what to do where that does not say it: one line."""
    message = " ".join(error.format_message().split())
    message = message[:1].lower() + message[1:]
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None or "`" in message or "id you mean" in message:
        return message
    return f"{message.rstrip('.')}. `{context.command_path} --help` says what it takes."


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status. What click complains about becomes one line."""
    try:
        status = cli.main(args=list(arguments), prog_name="tutor", standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        print(f"tutor: {_complaint(error)}", file=sys.stderr)
        return 2 if isinstance(error, click.UsageError) else 1
    return status if isinstance(status, int) else 0
