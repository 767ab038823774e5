"""The kept first screen is painted where nothing that it depends on has changed, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_math_tutor import first_paint
from ml_math_tutor.first_paint import Kept, decoded, environment, holds, key_of, options_of, stamp_of

SIZE = (80, 24)
lines = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(0, 9)
names = lines.map(lambda line: "/" + line.replace("\t", ""))
screens = st.builds(
    Kept,
    lines,
    st.floats(0, 2e9),
    st.floats(0, 2e9),
    lines,
    st.dictionaries(names, lines.map(lambda line: line.replace("\t", "")), max_size=3),
    lines,
    lines,
    st.lists(st.tuples(numbers, lines.map(lambda line: line.replace("\t", "")), numbers, lines), max_size=3),
)


@given(screens)
def test_what_was_kept_is_read_again(kept: Kept) -> None:
    assert vars(decoded(kept.encoded())) == vars(kept)


@given(screens, st.data())
def test_a_damaged_file_is_none(kept: Kept, data: st.DataObject) -> None:
    whole = bytearray(kept.encoded())
    at = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        assert decoded(bytes(whole[:at])) is None
    else:
        whole[at] ^= data.draw(st.integers(1, 255))
        assert decoded(bytes(whole)) is None


def test_a_name_that_no_line_can_hold() -> None:
    with pytest.raises(ValueError, match="line break"):
        Kept("key", 0, 1, "", {"/a\nb": "1"}, "", "").encoded()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """A screen that depends on two files, one of which is not there."""
    (tmp_path / "journal").write_text("{}\n")
    stamps = {str(tmp_path / name): stamp_of(str(tmp_path / name)) for name in ("journal", "settings")}
    return Kept("key", 100.0, 200.0, "", stamps, "", "screen")


def test_it_holds_for_its_key_in_its_time(kept: Kept) -> None:
    assert holds(kept, "key", 100.0)
    assert holds(kept, "key", 199.9)
    assert not holds(kept, "another", 150.0)
    assert not holds(kept, "key", 200.0)
    assert not holds(kept, "key", 99.9)  # the clock was put back


def test_a_clock_that_stands_still(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_paint, "at_start", (("TUTOR_NOW", "2026-03-02"),))
    assert holds(kept, "key", 1e9)


def replaced(folder: Path) -> None:
    new = folder / "new"
    new.write_text((folder / "journal").read_text())
    new.replace(folder / "journal")


CHANGES: dict[str, Callable[[Path], object]] = {
    "longer": lambda folder: (folder / "journal").write_text("{}\n{}\n"),
    "gone": lambda folder: (folder / "journal").unlink(),
    "replaced by the same": replaced,
    "a file that was not there": lambda folder: (folder / "settings").touch(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_holds_until_a_file_changes(kept: Kept, change: str, tmp_path: Path) -> None:
    CHANGES[change](tmp_path)
    assert not holds(kept, "key", 150.0)


def test_files_from_after_the_start_may_not_be_those_that_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "home.py"
    file.touch()
    changed = os.stat(file).st_ctime_ns
    stamps = {str(file): stamp_of(str(file))}
    monkeypatch.setattr(first_paint, "_started", changed + 1)
    assert first_paint.unchanged_since_start(stamps)
    monkeypatch.setattr(first_paint, "_started", changed)
    assert not first_paint.unchanged_since_start(stamps)
    assert not first_paint.unchanged_since_start({"gone": "-"})


PLAIN = (None, False, False, False)


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ([], ("", PLAIN)),
        (["--home", "x"], ("x", PLAIN)),
        (["--home=x", "--home=y"], ("y", PLAIN)),
        (["--theme", "light", "--no-mouse"], ("", ("light", False, False, True))),
        (["--ascii", "--blocks"], ("", (None, True, True, False))),
        (["--home"], None),
        (["--home", ""], None),
        (["--home="], None),
        (["--course", "x"], None),
        (["--help"], None),
        (["open", "linear_algebra.dot"], None),
        (["--", "--ascii"], None),
        (["--ascii=1"], None),
    ],
)
def test_options_that_a_first_screen_is_kept_for(words: list[str], options: object) -> None:
    assert options_of(words) == options


@pytest.mark.parametrize(
    "name", ["TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "TZ", "TUTOR_NOW", "TEXTUAL_THEME"]
)
def test_the_key_tells_environments_apart(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = set()
    for environ in ({}, {name: "a"}, {name: "b"}, {name: "b", "PWD": "/"}):
        monkeypatch.setattr(first_paint, "at_start", environment(environ))
        keys.add(key_of("home", PLAIN, SIZE))
    assert len(keys) == 3


def test_the_key_tells_homes_options_and_sizes_apart() -> None:
    keys = {key_of("a", PLAIN, SIZE), key_of("b", PLAIN, SIZE), key_of("a", PLAIN, (80, 25))}
    assert len(keys | {key_of("a", ("light", *PLAIN[1:]), SIZE)}) == 4


def test_nothing_is_painted_without_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    file = tmp_path.joinpath(*first_paint.PLACE)
    file.parent.mkdir()
    file.write_bytes(Kept("key", 0, 1, "", {}, "", "screen").encoded())
    first_paint.paint([])
    assert first_paint.painted() is None
