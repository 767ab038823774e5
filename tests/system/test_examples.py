"""Every command line of the README and of the help of a command, run as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import Timer

import click
import pytest

from tests.support.paths import ROOT
from tutor.cli.commands import cli

BEGINS = re.compile(r"(?:tutor|make|pipx|ssh|uv|cat) ")
NOT_HERE = {
    "make": "it makes the environment in which this runs, or runs this",
    "pipx": "it installs",
    "uv": "it installs",
    "ssh": "it needs another host",
}
TERMINAL = re.compile(r"tutor(?: --course \S+)*(?: open .*| practice| review)?")
"""Command lines that open the app, which says without a terminal that it needs one."""
CHECK = "tutor lessons check"  # half a minute; `make check` runs it
BEFORE = (
    "tutor lessons new course DIR",
    "tutor --course DIR lessons new page first.means",
    "tutor --course DIR lessons new case sign_only --form fault",
    "tutor exercise start softmax",
    "tutor progress export record.json",
)
"""What other command lines need."""
NEEDS = {
    "tutor export anki": "genanki",
    "tutor serve": "textual_serve",
    "tutor --theme light serve": "textual_serve",
}
"""Command lines that need a library of an extra."""
OTHER_EXITS = {
    "tutor review --due": (0, 1),  # 1: nothing is due
    "tutor exercise check": (0, 1),  # 1: the starter fails
    "tutor debug check": (0, 1),  # 1: a program that is as it was given
    "tutor debug open": (0, 1),
    "tutor study": (0, 1),  # 1: there is no experiment
    "tutor progress aim": (0, 1),
    "tutor --course NAME": (2,),  # no pack of this name is installed
}
"""Exits with a meaning of their own."""


def commands(command: click.Command, context: click.Context) -> Iterator[click.Command]:
    yield command
    if not isinstance(command, click.Group):
        return
    for name in command.list_commands(context):
        sub = command.get_command(context, name)
        assert sub is not None
        with click.Context(sub, parent=context, info_name=name) as inner:
            yield from commands(sub, inner)


def examples(command: click.Command) -> list[str]:
    said = f"{command.help or ''}\n{command.epilog or ''}"
    return [line.strip() for line in said.splitlines() if BEGINS.match(f"{line.strip()} ")]


def of_readme() -> Iterator[str]:
    for block in re.findall(r"^```\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL):
        yield from (re.sub(r"\s+#.*", "", line) for line in block.splitlines() if BEGINS.match(f"{line} "))


ALL = list(commands(cli, click.Context(cli, info_name="tutor")))
LINES = tuple(dict.fromkeys([*of_readme(), *(line for command in ALL for line in examples(command))]))


def filled(line: str) -> str:
    """A command line with a folder in the place of DIR."""
    return re.sub(r"\bDIR\b", "mine", line)


def in_shell(line: str, seconds: float = 60, until: str = "") -> tuple[int, str, str]:
    """Exit, output and complaints of a command line in a shell; one that goes on is stopped as ctrl+c stops it.

    With `until`, it is stopped as soon as a line of its output contains this.
    """
    process = subprocess.Popen(
        ["bash", "-c", f'tutor() {{ "{sys.executable}" -m tutor "$@"; }}; lp() {{ cat >/dev/null; }}; {line}'],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    said = ""
    if until:
        assert process.stdout is not None
        patience = Timer(seconds, os.killpg, (process.pid, signal.SIGKILL))
        patience.start()
        said = next((row for row in process.stdout if until in row), "")
        patience.cancel()
        seconds = 0.0
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=20)
    return process.returncode, said + out, err


def complaint(run: object, line: str) -> str:
    """What is wrong with how a command line ends; empty where nothing is."""
    assert callable(run)
    if " serve" in line:
        status, out, err = in_shell(line if "--port" in line else f"{line} --port 0", until="is ready")
        return "" if "is ready" in out and status in (0, 130, -signal.SIGINT) else f"{status} {out} {err}"
    if "watch" in line or set(line) & set("|$"):
        status, _, err = in_shell(line, 4 if "watch" in line else 60)
        return "" if status in (0, 1, 130, -signal.SIGINT) else f"{status} {err}"
    ran = run(*shlex.split(line)[1:])
    if "Traceback" in ran.err:
        return str(ran.err)
    if TERMINAL.fullmatch(line):
        return "" if "terminal" in ran.err else f"{ran.status} {ran.err}"
    wanted = next((codes for start, codes in OTHER_EXITS.items() if line.startswith(start)), (0,))
    return "" if ran.status in wanted else f"{ran.status} {ran.err}"


def test_every_help_has_an_example() -> None:
    lacking = [command.name for command in ALL if command is not cli and not examples(command)]
    assert lacking == []


@pytest.mark.slow
def test_every_command_line_runs(run: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other in one folder, as somebody would who tries all of them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO()))
    for before in BEFORE:
        assert complaint(run, filled(before)) == "", before
    (tmp_path / "mine.py").write_bytes(next((tmp_path / "home").rglob("softmax.py")).read_bytes())
    failed = []
    for line in LINES:
        if line.split()[0] in NOT_HERE or line in (*BEFORE, CHECK):
            continue
        if any(line.startswith(start) and find_spec(library) is None for start, library in NEEDS.items()):
            continue
        if said := complaint(run, filled(line).replace("/srv/class", str(tmp_path / "class"))):
            failed.append(f"{line}: {said}")
    assert not failed, "\n".join(failed)
