"""Every command, and a journey through the app, for a system without what only Unix has."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from tests.support.paths import COURSES
from tutor.cli.commands import cli
from tutor.cli.main import main as run_command

TINY = str(COURSES / "tiny")
REASON = "this system has no limits for a process"

COMMANDS: dict[str, tuple[int, str]] = {
    "read vectors --width 70": (0, "Vectors"),
    "demo vectors --set a=3,1": (0, "3"),
    "exercise list": (0, "softmax"),
    "exercise start softmax": (0, "softmax.py"),
    "exercise check softmax": (1, REASON),
    "exercise watch softmax": (1, REASON),
    "exercise hints softmax": (0, "1."),
    "exercise solution softmax": (0, "def softmax"),
    "exercise reset softmax": (0, "softmax.py"),
    "lessons list": (0, "linear_algebra.dot"),
    "lessons show linear_algebra.dot.compute": (0, "linear_algebra.dot.compute"),
    "lessons judge --kind number --expected 2 --answer 2": (0, "right"),
    f"lessons check {TINY}": (0, ""),
    f"lessons measure none {TINY}": (1, ""),
    "lessons new course mine": (0, "course.toml"),
    "lessons reference": (0, "# Writing a course"),
    "practice dot-product --plain --count 1": (0, ""),
    "review --plain": (0, ""),
    "debug list": (0, "hunt.1"),
    "debug open hunt.1 --plain": (0, ""),
    "debug check repair.softmax": (1, ""),
    "paper list": (0, "paper."),
    "paper open paper.adam --plain": (0, ""),
    "progress show": (0, ""),
    "progress path": (0, ""),
    "progress verify": (0, ""),
    "progress aim 0.9": (0, ""),
    "progress export OUT": (0, ""),
    "progress import OUT": (0, ""),
    "progress reset linear_algebra.dot": (0, ""),
    "study show": (0, ""),
    "study start": (1, ""),
    "study export": (0, ""),
    "study finish": (1, "no experiment"),
    "study stop": (0, ""),
    f"--course {TINY} export worksheet basics sheet.html": (0, ""),
    f"--course {TINY} export html site": (0, ""),
    f"--course {TINY} export anki deck.apkg": (0, ""),
    "settings show": (0, "theme"),
    "settings path": (0, "settings.toml"),
    "settings set theme dark": (0, ""),
    "open vectors": (1, "needs a terminal"),
    "serve --host 192.0.2.1 --port 0": (1, "cannot listen"),
    "doctor": (1, REASON),
    "completion bash": (0, "tutor"),
}


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of all commands, those in groups with their groups."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from leaves(found, (*path, name))
    else:
        yield " ".join(path)


def ran(arguments: list[str], typed: str = "") -> tuple[int, str]:
    """The exit status of a command and what it printed, complaints included."""
    printed = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(typed.encode()), "utf-8")
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            run_command(arguments)
    except SystemExit as ended:
        return int(ended.code or 0), printed.buffer.getvalue().decode()
    finally:
        sys.stdin = before
    return 0, ""


async def journey(home: Path) -> None:
    """Home, a page, an answer that is recorded, an exercise whose check says why it does not run."""
    from tests.support.journeys import checked, give, questions_on, text_on, wait_until, work_at
    from tutor.app.bootstrap import build, driver_class
    from tutor.app.launch_options import LaunchOptions
    from tutor.app.screens.lesson import LessonScreen

    assert driver_class({}, "wire") is None, "Textual's own driver"
    app, _ = build(LaunchOptions(home))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "Start at the bottom" in text_on(app))
        app.navigator.open_page("linear_algebra.dot")
        await wait_until(pilot, lambda: isinstance(app.screen, LessonScreen) and bool(questions_on(app, "text")))
        view = await work_at(pilot, questions_on(app, "text")[0])
        await give(pilot, view, view.item.answer)
        assert view.settled
        await pilot.press("escape")
        app.navigator.open_thing("exercise", "softmax")
        await wait_until(pilot, lambda: "softmax" in text_on(app))
        await checked(pilot, app)
        await wait_until(pilot, lambda: REASON in text_on(app))
        await pilot.press("ctrl+q")
    app.session.close()
    (journal,) = (home / "journal").glob("*.jsonl")
    assert '"verdict":"right"' in journal.read_text("utf-8")


def main() -> None:
    """Run every command, then the journey; print what is wrong."""
    home = Path(tempfile.mkdtemp())
    # Textual's own choice of a driver would be one of Unix here.
    driver = "textual.drivers.headless_driver:HeadlessDriver"
    os.environ.update(TUTOR_HOME=str(home / "home"), TERM="xterm-256color", TEXTUAL_DRIVER=driver)
    os.chdir(home)
    names = set(leaves(cli))
    for command, (status, text) in COMMANDS.items():
        found, printed = ran(command.split())
        if found != status or text not in printed or "unforeseen" in printed:
            print(f"{command}: {found}, not {status}:\n{printed[-600:]}")
    run = [command.removeprefix(f"--course {TINY} ") for command in COMMANDS]
    for name in sorted(name for name in names if not any(f"{command} ".startswith(f"{name} ") for command in run)):
        print(f"{name} was not run")
    asyncio.run(journey(home / "home"))
    for path in home.rglob("*"):
        if set(path.name) & set('<>:"|?*\\'):
            print(f"{path} has a name that Windows does not take")
