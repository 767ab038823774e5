"""Where the record is: never in a folder that depends on where the program is started."""

from __future__ import annotations

import os
import pwd
from pathlib import Path
from types import SimpleNamespace

import pytest

from progress.paths import home_dir


@pytest.mark.parametrize("home", [None, "", "relative", "."])
def test_an_odd_or_missing_home_is_looked_up(home: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pwd, "getpwuid", lambda _: SimpleNamespace(pw_dir=str(tmp_path)))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("TUTOR_HOME", raising=False)
    if home is None:
        monkeypatch.delenv("HOME", raising=False)
    else:
        monkeypatch.setenv("HOME", home)
    assert home_dir(None, os.environ) == tmp_path / ".local" / "share" / "ml-math-tutor"


def test_a_folder_of_the_first_edition_goes_on_being_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that another program called tutor has made is left alone."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    environ = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    ours, before = tmp_path / "ml-math-tutor", tmp_path / "tutor"
    before.mkdir()
    (before / "config.yml").touch()
    assert home_dir(None, environ) == ours
    (before / "journal").mkdir()
    assert home_dir(None, environ) == before
    ours.mkdir()
    assert home_dir(None, environ) == before, "an empty folder hides no record"
    (ours / "journal").mkdir()
    assert home_dir(None, environ) == ours


def test_a_user_without_a_home_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_user(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", no_such_user)
    with pytest.raises(ValueError, match="set HOME, or set TUTOR_HOME"):
        home_dir(None, {})
    assert home_dir(None, {"TUTOR_HOME": "/srv/record"}) == Path("/srv/record")


def test_a_user_who_does_not_exist_has_no_home() -> None:
    with pytest.raises(ValueError, match="does not exist"):
        home_dir("~no-such-user-here/x", {})


def test_a_chosen_folder_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert home_dir("record", {}) == tmp_path / "record"
    assert home_dir(None, {"TUTOR_HOME": "record"}) == tmp_path / "record"


def test_a_file_that_is_named_as_the_home_stays_as_it_is(tmp_path: Path) -> None:
    """One line says so: a mistyped name must not cost anybody a file."""
    path = tmp_path / "notes.txt"
    path.write_text("mine")
    for option, environ in ((str(path), {}), (None, {"TUTOR_HOME": str(path)})):
        with pytest.raises(ValueError, match=r"notes\.txt' is a file, .* --home"):
            home_dir(option, environ)
    assert path.read_text() == "mine"
