"""`tutor settings`: what can be set, and what is said to what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from progress import settings as settings_file
from progress.settings import Settings
from tests.support.commands import ok, one_line
from tutor.app.key_settings import COMMANDS
from tutor.cli.settings import MEANINGS


@pytest.fixture
def file(home: Path) -> Path:
    return home / "settings.toml"


def test_every_setting_has_a_meaning() -> None:
    assert list(MEANINGS) == [name for name in Settings.__struct_fields__ if name != "extra"]


def test_what_is_shown_has_value_default_and_meaning(run: object, file: Path) -> None:
    file.parent.mkdir()
    file.write_text('mouse = false\n[keys]\nhint = "f2"\n')
    shown = ok(run, "settings", "show", "--json").json
    assert isinstance(shown, dict)
    rows = {row["key"]: row for row in shown["settings"]}
    assert rows.keys() == {*MEANINGS, *(f"keys.{name}" for name in COMMANDS)}
    assert (rows["mouse"]["value"], rows["mouse"]["default"]) == (False, True)
    assert (rows["keys.hint"]["value"], rows["keys.hint"]["default"]) == ("f2", "ctrl+t")
    assert "mouse = false  (default: true)" in ok(run, "settings").out
    assert ok(run, "settings", "path").out.strip() == str(file)


def test_a_fault_in_the_file_is_said(run: object, file: Path) -> None:
    file.parent.mkdir()
    file.write_text('mouse = "yes"\n')
    assert "settings.toml:1: mouse must be true or false" in one_line(ok(run, "settings", "show", status=1))


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("theme", "light", "light"), ("theme", '"light"', "light"), ("mouse", "false", False), ("ascii", "true", True),
        ("slow_link", "auto", "auto"), ("slow_link", "true", True), ("figures", "blocks", "blocks"),
    ],
)  # fmt: skip
def test_a_value_is_set_and_taken_back(run: object, file: Path, key: str, typed: str, value: object) -> None:
    file.parent.mkdir()
    file.write_text("# mine\nother = 1\n")
    ok(run, "settings", "set", key, typed)
    chosen, problems = settings_file.load(file)
    assert (getattr(chosen, key), problems) == (value, ())
    ok(run, "settings", "set", key, "default")
    assert getattr(settings_file.load(file)[0], key) == getattr(Settings(), key)
    assert file.read_text().startswith("# mine\nother = 1\n")


@pytest.mark.parametrize("before", ["", "mouse = false", '[keys]\nsteps = "f4"\n', "[keys]\n[other]\na = 1\n"])
def test_a_key_is_set_and_taken_back(run: object, file: Path, before: str) -> None:
    file.parent.mkdir()
    file.write_text(before)
    for key in ("f2", "f3"):
        ok(run, "settings", "set", "keys.hint", key)
        keys = settings_file.load(file)[0].keys
        assert isinstance(keys, dict)
        assert keys["hint"] == key
    ok(run, "settings", "set", "keys.hint", "default")
    keys = settings_file.load(file)[0].keys
    assert isinstance(keys, dict)
    assert "hint" not in keys
    assert before.strip() in file.read_text()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("thme", "dark", "Did you mean theme?"), ("keys.hnt", "f2", "Did you mean keys.hint?"), ("a.b", "1", "show"),
        ("mouse", "yes", "true or false"), ("driver", "fast", '"wire" or "plain"'), ("theme", "pink", "no theme"),
        ("keys.hint", "q", "no key that can be used"), ("keys.hint", "ctrl+r", "key of solution"),
        ("extra", "1", "show"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_changes_nothing(run: object, file: Path, key: str, value: str, said: str) -> None:
    assert said in one_line(ok(run, "settings", "set", key, value, status=2))
    assert not file.exists()
