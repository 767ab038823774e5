"""The manual pages: one for the program and one for each command, made from their help. Written by `make man`.

They are kept in the source tree, because what builds the wheel has none of the libraries that the commands import.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from inspect import cleandoc
from pathlib import Path

import click

SECTION = "1"
DATE = "2026-11-29"
"""The day on which the pages were last changed; lint of `mandoc` wants one."""


def pages() -> Mapping[str, str]:
    """The pages by the names of their files."""
    from tutor.cli.commands import cli

    root = click.Context(cli, info_name="tutor", help_option_names=cli.context_settings["help_option_names"])
    texts = {f"tutor.{SECTION}": _page("tutor", root, cli)}
    for name, command in _commands(cli, root):
        with click.Context(command, parent=root, info_name=name) as context:
            texts[f"tutor-{name}.{SECTION}"] = _page(f"tutor-{name}", context, command)
    return texts


def write(folder: Path) -> None:
    """Write the pages to a folder, and remove those of commands that are gone. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = pages()
    for old in folder.glob(f"tutor*.{SECTION}"):
        if old.name not in texts:
            old.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _page(name: str, context: click.Context, command: click.Command) -> str:
    title = name.upper().replace("-", r"\-")
    lines = [f'.TH {title} {SECTION} "{DATE}" "" "tutor"', ".SH NAME"]
    lines.append(f"{_escaped(name)} \\- {_escaped(_summary(command))}")
    lines += [".SH SYNOPSIS", rf"\fB{_escaped(context.command_path)}\fR {_escaped(_usage(context, command))}".rstrip()]
    lines += [".SH DESCRIPTION", *_prose(command.help or "")]
    lines += _options(context, command)
    if isinstance(command, click.Group):
        lines.append(".SH COMMANDS")
        for sub_name, sub in _commands(command, context):
            with click.Context(sub, parent=context, info_name=sub_name) as inner:
                lines += _subcommand(inner, sub, name == "tutor")
    if command.epilog:
        lines += [".SH EXAMPLES", *_prose(command.epilog.replace("Examples:\n", ""))]
    if name != "tutor":
        lines += [".SH SEE ALSO", rf"\fBtutor\fR({SECTION})"]
    return "\n".join(lines) + "\n"


def _subcommand(context: click.Context, command: click.Command, has_page: bool) -> list[str]:
    """A command of a group: in a line where it has a page of its own, else with its options."""
    usage = rf"\fB{_escaped(context.command_path)}\fR {_escaped(_usage(context, command))}".rstrip()
    if has_page:
        return [".TP", usage, _escaped(_summary(command))]
    return [
        f".SS {_escaped(str(context.info_name))}",
        usage,
        ".PP",
        *_prose(command.help or ""),
        *_rows(context, command),
    ]


def _commands(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            yield name, command


def _summary(command: click.Command) -> str:
    return " ".join((command.help or "").split("\n\n")[0].split()).rstrip(".")


def _usage(context: click.Context, command: click.Command) -> str:
    return " ".join(command.collect_usage_pieces(context))


def _prose(text: str) -> list[str]:
    r"""Paragraphs; one that begins with \b is kept line by line."""
    lines: list[str] = []
    for paragraph in cleandoc(text).split("\n\n"):
        lines += [".PP"] if lines else []
        if paragraph.startswith("\b"):
            lines += [".nf", *(_escaped(line) for line in paragraph.removeprefix("\b").strip("\n").split("\n")), ".fi"]
        else:
            lines.append(_escaped(" ".join(paragraph.split())))
    return lines


def _options(context: click.Context, command: click.Command) -> list[str]:
    rows = _rows(context, command)
    return [".SH OPTIONS", *rows] if rows else []


def _rows(context: click.Context, command: click.Command) -> list[str]:
    lines: list[str] = []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and record[1]:
            lines += [".TP", rf"\fB{_escaped(record[0])}\fR", _escaped(" ".join(record[1].split()))]
    return lines


def _escaped(text: str) -> str:
    """Text without what roff reads as a command: backslashes, hyphens, a dot or quote at the beginning of a line."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"^([.'])", r"\\&\1", escaped)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
