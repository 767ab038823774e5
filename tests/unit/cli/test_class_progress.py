"""The records of a class in one table."""

from __future__ import annotations

from pathlib import Path

import pytest

from progress.events import Answer
from progress.record import Record
from tests.support.commands import ok
from tests.support.records import ticking
from tutor.cli.class_progress import names

DOT = "linear_algebra.dot.compute"


@pytest.fixture
def homes(tmp_path: Path) -> list[str]:
    """Three learners: two answers, one wrong answer, nothing yet."""
    for learner, answers in (("anna", (True, False)), ("ben", (False,)), ("cleo", ())):
        record = Record.open(tmp_path / learner / "data", device="test", now=ticking(60))
        for seed, right in enumerate(answers):
            record.append(
                Answer(item=DOT, seed=seed, typed="1", verdict="right" if right else "wrong", wrong_rule=None)
            )
        record.close()
    return [part for learner in ("anna", "ben", "cleo") for part in ("--home", str(tmp_path / learner / "data"))]


def test_a_table_of_a_class(run: object, homes: list[str]) -> None:
    lines = ok(run, "progress", "show", *homes).out.splitlines()
    assert lines[0].split()[:3] == ["learner", "answers", "right"]
    assert [line.split()[:3] for line in lines[1:4]] == [["anna", "2", "50%"], ["ben", "1", "0%"], ["cleo", "0", "-"]]
    assert "2025-03-01" in lines[1]
    assert any(line.startswith("  0 of 3  work out a·b") for line in lines)
    assert ok(run, "--ascii", "progress", "show", *homes).out.splitlines()[1].isascii()


def test_a_class_as_json(run: object, homes: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each learner's document is what `progress show --json` prints for them."""
    monkeypatch.setenv("TUTOR_NOW", "2025-03-04T09:00")
    found = ok(run, "progress", "show", "--json", *homes).json
    assert isinstance(found, dict)
    assert [(one["name"], one["answers"]) for one in found["learners"]] == [("anna", 2), ("ben", 1), ("cleo", 0)]
    assert found["checklist"][0] == {"id": "by-hand", "title": found["checklist"][0]["title"], "cleared": 0, "of": 3}
    own = ok(run, "--home", homes[1], "progress", "show", "--json").json
    assert isinstance(own, dict)
    assert {name: found["learners"][0][name] for name in own} == own
    assert found["learners"][0]["home"] == homes[1]


def test_a_home_that_is_not_there(run: object, homes: list[str]) -> None:
    """The learner has not begun, or the path is misspelled: the table has a row, and a warning names the path."""
    ran = ok(run, "progress", "show", *homes, "--home", "/nowhere")
    assert "/nowhere is not there yet" in ran.err
    assert len([line for line in ran.out.splitlines() if "nowhere" in line]) == 1


@pytest.mark.parametrize(
    ("homes", "short"),
    [
        (["/srv/class/anna", "/srv/class/ben"], ["anna", "ben"]),
        (["/home/anna/.local/share/tutor", "/home/ben/.local/share/tutor"], ["anna", "ben"]),
        (["/a/x/1", "/a/y/2"], ["x/1", "y/2"]),
        (["/a", "/a/b"], ["a", "b"]),
        (["/srv/anna"], ["anna"]),
        (["/srv/anna", "/srv/anna"], ["anna", "anna"]),
    ],
)
def test_learners_are_named_by_what_differs(homes: list[str], short: list[str]) -> None:
    assert names([Path(home) for home in homes]) == short
