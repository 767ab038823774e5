"""`tutor settings`: every key of settings.toml with its value, its default and its meaning."""

from __future__ import annotations

import json
from pathlib import Path

import click
from msgspec.structs import replace

from progress import settings as settings_file
from progress.paths import Paths
from progress.settings import Settings
from tutor.app.key_settings import COMMANDS, keymap
from tutor.app.theme import THEME_NAMES, theme_name
from tutor.cli.commands import lazy_group
from tutor.cli.options import JsonObject, Options, print_json

MEANINGS = {
    "theme": "The colors: dark, light, or ansi to keep the terminal's own. Not set: as the terminal's background.",
    "ascii": "Whether to draw with plain characters only. Not set: by the terminal and its encoding.",
    "mouse": "Whether the mouse is used.",
    "driver": 'What draws: "wire" sends only what changed, "plain" is Textual\'s own.',
    "slow_link": 'Whether to send less over a slow connection; "auto" measures it.',
    "figures": 'The characters of figures: "braille", or "blocks" for fonts without braille.',
}
"""By key, in the order in which they are shown."""

VALUES = {
    "theme": THEME_NAMES,
    "ascii": ("true", "false"),
    "mouse": ("true", "false"),
    "driver": ("wire", "plain"),
    "slow_link": ("true", "false", "auto"),
    "figures": ("braille", "blocks"),
}
"""The values of a key that a shell completes."""


_HERE = "tutor.cli.settings"
_TABLE = {"show": f"{_HERE}:show", "path": f"{_HERE}:path", "set": f"{_HERE}:set_"}


@click.group(cls=lazy_group(_TABLE), invoke_without_command=True)
@click.pass_context
def settings(context: click.Context) -> None:
    """The settings: show them, find their file, set one."""
    if context.invoked_subcommand is None:
        context.invoke(show)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def show(tutor: Options, as_json: bool) -> None:
    """Every key with its value, its default and its meaning; exits 1 when the file has a fault."""
    path = Paths(tutor.own_dir()).settings
    chosen, problems = settings_file.load(path)
    rows = [*_settings(chosen), *_keys(chosen)]
    _, faults = keymap(chosen.keys)
    problems += tuple(f"{path}: {fault}" for fault in faults)
    if as_json:
        print_json({"path": str(path), "settings": rows, "problems": list(problems)})
    else:
        for row in rows:
            value, default = (_toml(row[name]) for name in ("value", "default"))
            note = "" if row["value"] == row["default"] else f"  (default: {default})"
            click.echo(f"{row['key']} = {value}{note}\n    {row['meaning']}")
    for problem in problems:
        click.echo(f"tutor: {problem}", err=True)
    raise click.exceptions.Exit(1 if problems else 0)


def _settings(chosen: Settings) -> list[JsonObject]:
    plain = Settings()
    return [
        {"key": name, "value": getattr(chosen, name), "default": getattr(plain, name), "meaning": meaning}
        for name, meaning in MEANINGS.items()
    ]


def _keys(chosen: Settings) -> list[JsonObject]:
    keys, _ = keymap(chosen.keys)
    return [
        {
            "key": f"keys.{name}",
            "value": keys.get(name, command.key),
            "default": command.key,
            "meaning": f"The key of the command {name.replace('_', ' ')}.",
        }
        for name, command in COMMANDS.items()
    ]


def _toml(value: object) -> str:
    return "not set" if value is None else json.dumps(value, ensure_ascii=False)


@click.command()
@click.pass_obj
def path(tutor: Options) -> None:
    """Where the settings are."""
    click.echo(Paths(tutor.own_dir()).settings)


def _complete_name(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    return [name for name in _names() if name.startswith(begun)]


def _complete_value(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    key = context.params.get("key") or ""
    return [value for value in (*VALUES.get(key, ()), "default") if value.startswith(begun)]


@click.command("set")
@click.argument("key", shell_complete=_complete_name)
@click.argument("value", shell_complete=_complete_value)
@click.pass_obj
def set_(tutor: Options, key: str, value: str) -> None:
    """Set a key, such as `theme light`; the value `default` takes it back. Comments in the file stay."""
    file = Paths(tutor.own_dir()).settings
    table, _, name = key.rpartition(".")
    try:
        if table == "keys":
            _set_key(file, name, value)
        elif table:
            raise KeyError(key)
        else:
            _set_value(file, name, value)
    except KeyError:
        raise click.UsageError(_unknown(key)) from None


def _set_value(file: Path, name: str, text: str) -> None:
    try:
        value = settings_file.value_of(name, text)
    except ValueError as expected:
        raise click.UsageError(f"{name} must be {expected}, not {text!r}") from None
    if name == "theme" and value is not None and theme_name(str(value)) is None:
        raise click.UsageError(f"no theme is called {value!r}; there are {', '.join(THEME_NAMES)}")
    chosen, problems = settings_file.load(file)
    if problems:
        raise click.UsageError(f"the file has a fault, which has to be mended first: {problems[0]}")
    settings_file.save(file, replace(chosen, **{name: value}))


def _set_key(file: Path, command: str, text: str) -> None:
    if command not in COMMANDS:
        raise KeyError(command)
    if text == "default":
        settings_file.save_key(file, command, None)
        return
    chosen, _ = settings_file.load(file)
    table = chosen.keys if isinstance(chosen.keys, dict) else {}
    _, faults = keymap({**table, command: text})
    if faults:
        raise click.UsageError(faults[0])
    settings_file.save_key(file, command, text)


def _names() -> list[str]:
    return [*MEANINGS, *(f"keys.{name}" for name in COMMANDS)]


def _unknown(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, _names(), 1)
    hint = f"Did you mean {near[0]}?" if near else "`tutor settings show` lists them."
    return f"no setting is called {key!r}. {hint}"
