"""A program that ends with something unsaved says so in one line, and its exit status is not 0."""

from __future__ import annotations

from pathlib import Path

import pytest

from progress import resume
from progress.events import Opened
from progress.files import SaveError
from progress.record import Record
from tests.conftest import Clock
from tests.support.content import COURSE
from tutor.app.session import Session
from tutor.cli.options import failure


def session_at(home: Path) -> Session:
    clock = Clock()
    return Session(COURSE, Record.open(home, device="test", now=clock), resume.load(home), home, clock)


@pytest.fixture
def blocked(tmp_path: Path) -> Path:
    """A home that cannot be made: a file is in the place of its parent."""
    (tmp_path / "file").write_text("")
    return tmp_path / "file" / "home"


def test_everything_saved_is_silent(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = session_at(home)
    session.remember(screen="lesson")
    assert session.close_quietly()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("what", ["an answer", "the place", "the place, tried before"])
def test_what_is_not_saved_is_one_line_and_a_failure(
    what: str, blocked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = session_at(blocked)
    if what == "an answer":
        session.append(Opened(page="linear_algebra.dot"))
    else:
        session.remember(screen="lesson")
    if what == "the place, tried before":
        saving = session.save_place()
        assert saving is not None
        with pytest.raises(SaveError):
            saving.result()
    assert not session.close_quietly()
    said = capsys.readouterr().err
    assert said.startswith("tutor: not saved: ")
    assert said.count("\n") == 1
    assert ("Lost with it: 1 entry" in said) == (what == "an answer")


def test_a_command_says_it_in_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert failure(SaveError(Path("/x/journal"), "no space left on the disk")) == 1
    assert capsys.readouterr().err == "tutor: not saved: /x/journal could not be saved: no space left on the disk\n"
