"""Homes that the first edition of the program wrote: every later one reads them, and comes back to the same keystroke.

`support/first_edition/expected.json` says by home what the first edition made of it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.pty import Terminal

SAME = ("answers", "right", "seconds", "position", "placement", "disputes", "problems")
"""What `progress show --json` says of a record whatever the course teaches today."""
HOMES = Path(__file__).parents[1] / "support" / "first_edition"
EXPECTED: dict[str, dict[str, Any]] = json.loads((HOMES / "expected.json").read_text("utf-8"))
NAMES = sorted(EXPECTED)
QUIT = "\x11"  # ctrl+q


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def old(name: str, home: Path) -> Path:
    """A copy of the home, to be worked in; a checkout does not keep who may read it."""
    shutil.copytree(HOMES / name, home)
    for path in (home, *home.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return home


def tutor(home: Path, now: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command at a time that stands still."""
    command = [sys.executable, "-m", "tutor", "--home", str(home), *arguments]
    return subprocess.run(
        command, env={**os.environ, "TUTOR_NOW": now}, capture_output=True, encoding="utf-8", check=False, timeout=60
    )


def place(home: Path) -> dict[str, Any]:
    """Where the learner is, by the file that was changed last."""
    places = [json.loads(path.read_text("utf-8")) for path in (home / "drafts").glob("*.json")]
    return dict(max(places, key=lambda one: str(one["t"])))


def journal(home: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in (home / "journal").glob("*.jsonl") for line in path.read_text("utf-8").splitlines()
    ]


def without_new(now: Any, then: Any) -> Any:
    """What was kept, without fields that came later and are empty."""
    if isinstance(now, dict) and isinstance(then, dict):
        return {key: without_new(value, then.get(key)) for key, value in now.items() if value or key in then}
    if isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        return [without_new(one, other) for one, other in zip(now, then, strict=True)]
    return now


@pytest.mark.parametrize("cached", [True, False], ids=["from the cache", "from the journal"])
def test_the_record_says_the_same(old: Path, name: str, cached: bool) -> None:
    if not cached:
        (old / "progress.json").unlink()
    shown = tutor(old, EXPECTED[name]["now"], "progress", "show", "--json")
    now, then = json.loads(shown.stdout), EXPECTED[name]["progress"]
    assert {key: now[key] for key in SAME} == {key: then[key] for key in SAME}
    assert {name: now["exercises"][name] for name in then["exercises"]} == then["exercises"]  # there are more by now
    cleared = {line["id"] for line in then["checklist"] if line["cleared"]}
    assert cleared <= {line["id"] for line in now["checklist"] if line["cleared"]}
    assert shown.stderr == ""


def test_nothing_in_it_is_a_fault(old: Path, name: str) -> None:
    assert tutor(old, EXPECTED[name]["now"], "progress", "verify").stdout == "no faults\n"


def test_the_app_comes_back_to_the_same_place(old: Path, name: str) -> None:
    """Screen by screen; and what was left half done is on the disk again when the app has ended."""
    expected, before, events = EXPECTED[name], place(old), journal(old)
    settings = old / "settings.toml"
    chosen = settings.read_bytes() if settings.exists() else None
    programs = {path.name: path.read_bytes() for path in (old / "exercises").glob("*")}
    terminal = Terminal(old, env={"TUTOR_NOW": expected["now"]})
    try:
        for screen in expected["screens"]:
            terminal.press(screen["keys"])
            for text in screen["shows"]:
                terminal.wait_for(text)
        terminal.press(QUIT)
        assert terminal.end() == 0
    finally:
        if terminal.child.isalive():
            terminal.kill()
    after = place(old)
    assert without_new({one: after[one] for one in expected["kept"]}, before) == {
        one: before[one] for one in expected["kept"]
    }
    assert (settings.read_bytes() if settings.exists() else None) == chosen
    assert {path.name: path.read_bytes() for path in (old / "exercises").glob("*")} == programs
    assert [event for event in journal(old) if event in events] == events


def test_every_kind_of_event_is_in_one_of_them() -> None:
    """What is read above is all that can be written."""
    kinds = {event["kind"] for name in NAMES for event in journal(HOMES / name)}
    assert kinds == {
        "answer", "hint", "gave_up", "disputed", "stepped", "explained", "opened", "finished", "predicted",
        "challenge_met", "checked", "doors", "placed", "kept", "cleared", "reset", "reset_undone",
    }  # fmt: skip
