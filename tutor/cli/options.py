"""What the commands share: global options, lazily loaded commands, JSON output, one-line errors."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from lessons.course import Course


class Options(NamedTuple):
    """The options given before the command."""

    home: Path | None = None
    ascii_only: bool = False
    theme: str | None = None
    no_mouse: bool = False

    def home_dir(self) -> Path:
        """The learner's folder: `--home`, else TUTOR_HOME, else the platform's data folder."""
        from progress.paths import home_dir

        return home_dir(str(self.home) if self.home else None, os.environ)

    def course(self) -> Course:
        """The course, read when its parts are first used."""
        from lessons.course import Course

        return Course()

    def plain_characters(self) -> bool:
        """Whether output is limited to ASCII, by option or by the encoding of stdout."""
        encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
        return self.ascii_only or encoding not in ("utf8", "utf16", "utf32")


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
            return command

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


def print_json(value: object) -> None:
    """Print one JSON document to stdout."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def failure(error: Exception) -> int:
    """Print an error in one line and return the exit status; an unexpected one leaves its traceback in a file."""
    from lessons.course import UnknownIdError
    from lessons.source import CourseError

    if isinstance(error, UnknownIdError):
        click.echo(f"tutor: {error}", err=True)
        return 2
    if isinstance(error, CourseError | ValueError | OSError) and not isinstance(error, UnicodeError):
        click.echo(f"tutor: {error}", err=True)
        return 1
    click.echo(f"tutor: something unforeseen: {error!r}. {_keep_traceback(error)}", err=True)
    return 1


def _keep_traceback(error: Exception) -> str:
    import tempfile
    import traceback

    text = "".join(traceback.format_exception(error))
    with tempfile.NamedTemporaryFile("w", prefix="tutor-crash-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(text)
    return f"The details are in {file.name}."


def keyword(pair: str) -> tuple[str, str]:
    """The parts of NAME=VALUE; a usage error if it has another form."""
    name, sign, value = pair.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise click.UsageError(f"--set wants NAME=VALUE, such as a=3,1; {pair!r} given")
    return name.strip(), value.strip()


JsonObject = dict[str, Any]
