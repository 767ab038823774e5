"""Where the record is: never in a folder that depends on where the program is started."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from progress.paths import home_dir

OURS = Path(pwd.getpwuid(os.getuid()).pw_dir, ".local", "share", "tutor")


@pytest.mark.parametrize("home", [None, "", "relative", "."])
def test_an_odd_or_missing_home_is_looked_up(home: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("TUTOR_HOME", raising=False)
    if home is None:
        monkeypatch.delenv("HOME", raising=False)
    else:
        monkeypatch.setenv("HOME", home)
    assert home_dir(None, os.environ) == OURS


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
