"""`tutor doctor`: what this terminal and machine offer, what is missing, and the consequences."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from tutor import __version__
from tutor.app.launch_options import driver_name
from tutor.cli.options import JsonObject, Options, print_json

PACKAGES = ("textual", "numpy", "click", "msgspec")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def doctor(tutor: Options, as_json: bool) -> None:
    """Look at terminal, folders and versions; exits 1 when something is missing."""
    report = examine(tutor)
    if as_json:
        print_json(report)
    else:
        for name, value in report.items():
            if name == "sandbox":
                value = {"level": value["level"], "bubblewrap": value["bubblewrap"]}
            if name not in ("problems", "notes"):
                click.echo(f"{name:<10} {_flat(value)}")
    problems, notes = report["problems"], report["notes"]
    if not as_json:
        for text in (*notes, *problems):
            click.echo(f"- {text}")
        if not problems:
            click.echo("nothing is missing")
    raise click.exceptions.Exit(1 if problems else 0)


def examine(tutor: Options) -> JsonObject:
    """Everything that `tutor doctor` reports."""
    home = tutor.home_dir()
    problems: list[str] = []
    notes: list[str] = []
    return {
        "tutor": __version__,
        "python": platform.python_version(),
        "packages": {name: _version(name, problems) for name in PACKAGES} | {"plotext": _plotext(notes)},
        "terminal": _terminal(notes),
        "wire": _wire(tutor.own_dir(), notes),
        "encoding": _encoding(notes),
        "home": _home(home, problems),
        "sandbox": _sandbox(problems, notes),
        "problems": problems,
        "notes": notes,
    }


def _version(name: str, problems: list[str]) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        problems.append(f"{name} is not installed; reinstall ml-math-tutor")
        return None


def _plotext(notes: list[str]) -> str | None:
    """The version of plotext; None where it is missing or cannot be loaded."""
    from tutor.rendering.charts.canvas import has_plotext

    if not has_plotext():
        notes.append("plotext cannot be loaded here, so figures are drawn without it; a few dots of them lie elsewhere")
        return None
    return _version("plotext", notes)


def _terminal(notes: list[str]) -> JsonObject:
    term = os.environ.get("TERM", "")
    interactive = sys.stdin.isatty() and sys.stderr.isatty()
    size = shutil.get_terminal_size((0, 0))
    if not interactive:
        notes.append("no terminal here, so the app cannot open; `tutor read` works without one")
    elif size.columns < 60 or size.lines < 20:
        notes.append(f"{size.columns}x{size.lines} is small; the app wants 60x20 and is at home from 80x24")
    if term in ("", "dumb", "linux"):
        notes.append(f"TERM={term or 'unset'}: formulas and figures are drawn in ASCII")
    colours = (
        "none" if os.environ.get("NO_COLOR") else os.environ.get("COLORTERM") or ("256" if "256" in term else "16")
    )
    return {"TERM": term, "columns": size.columns, "rows": size.lines, "interactive": interactive, "colours": colours}


def _wire(home: Path, notes: list[str]) -> JsonObject:
    """The terminal driver and the setting for slow connections."""
    from progress import settings as settings_file
    from progress.paths import Paths

    chosen, _ = settings_file.load(Paths(home).settings)
    name = driver_name(os.environ, chosen.driver)
    if name == "plain":
        notes.append("frames are sent as Textual writes them, about seven times as much as what changed in them")
    return {"driver": name, "slow_link": chosen.slow_link}


def _encoding(notes: list[str]) -> JsonObject:
    encoding = locale.getpreferredencoding(False)
    if encoding.lower().replace("-", "") != "utf8":
        notes.append(
            f"the encoding is {encoding}: formulas and figures are drawn in ASCII; a UTF-8 locale draws them well"
        )
    return {"locale": encoding, "stdout": getattr(sys.stdout, "encoding", None)}


def _home(home: Path, problems: list[str]) -> JsonObject:
    nearest = next((path for path in (home, *home.parents) if path.exists()), home)
    writable = os.access(nearest, os.W_OK)
    if not writable:
        problems.append(f"{home} cannot be written, so progress would be lost; name another folder with --home")
    free = shutil.disk_usage(nearest).free // 1_000_000 if nearest.exists() else 0
    if free < 10:
        problems.append(f"only {free} MB are free where {home} is; make room")
    return {"path": str(home), "exists": home.exists(), "writable": writable, "free_mb": free}


def _sandbox(problems: list[str], notes: list[str]) -> JsonObject:
    """The sandbox for the learner's programs, determined by running an empty one."""
    from lessons.sandbox import sandbox_level

    level = sandbox_level()
    if level.name == "none":
        problems.append(f"no program of yours can be run here, so exercises cannot be checked: {level.better}")
    else:
        notes.append(f"sandbox {level.name} protects from {level.protects}")
        notes.append(f"sandbox {level.name} does not protect from {level.not_from}")
        if level.better:
            notes.append(f"for a better sandbox: {level.better}")
    return {
        "level": level.name,
        "bubblewrap": shutil.which("bwrap"),
        "protects_from": level.protects,
        "not_from": level.not_from,
        "better": level.better,
    }


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {part}" for name, part in value.items())
    return str(value)
