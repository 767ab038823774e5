"""Light or dark, by what a terminal answers; what of the program changed on the disk; figures in blocks."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.app.background import is_light
from tutor.app.installation import changed_since, packages
from tutor.app.theme import themes_by_background
from tutor.rendering.quadrants import BLOCKS, BRAILLE, quadrant

CHANNEL = st.integers(1, 4).flatmap(lambda digits: st.text("0123456789abcdefABCDEF", min_size=digits, max_size=digits))


@pytest.mark.parametrize(
    ("color", "light"),
    [
        ("rgb:ffff/ffff/ffff", True), ("rgb:0000/0000/0000", False), ("rgb:fdfd/f6f6/e3e3", True),
        ("rgb:0000/2b2b/3636", False), ("rgb:f/f/f", True), ("rgba:1e1e/1e1e/2e2e/ffff", False),
        ("rgb:8080/8080/8080", True), ("rgb:4040/4040/4040", False),
    ],
)  # fmt: skip
def test_backgrounds_of_terminals(color: str, light: bool) -> None:
    assert is_light(f"\x1b]11;{color}") is light


@given(CHANNEL, CHANNEL, CHANNEL)
def test_every_color_is_one_or_the_other(red: str, green: str, blue: str) -> None:
    assert is_light(f"\x1b]11;rgb:{red}/{green}/{blue}") in (True, False)


@given(st.text())
def test_any_other_reply_is_none(text: str) -> None:
    assert is_light(text) is None
    assert is_light(f"\x1b]10;{text}") is None


def test_the_terminals_own_colors_stay_its_own() -> None:
    assert themes_by_background("ansi-dark") == ("ansi-dark", "ansi-light")
    assert themes_by_background("dark") == ("dark", "light")


def test_the_program_on_the_disk_is_the_one_that_runs(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    source = package / "module.py"
    source.write_text("")
    os.utime(source, (0, 0))  # an installer may keep the time at which a file was made
    assert changed_since(time.time() - 3600, [package])
    assert not changed_since(time.time() + 3600, [package])
    assert changed_since(time.time() + 3600, [tmp_path / "gone"])
    assert not changed_since(time.time() + 3600, packages())


@given(st.integers(0, 255))
def test_a_block_has_the_dots_of_its_braille_pattern(dots: int) -> None:
    """A quadrant is filled just if one of its dots is set; the two columns and the two halves stay apart."""
    assert (quadrant(dots) == " ") is (dots == 0)
    assert chr(BRAILLE + dots).translate(BLOCKS) == quadrant(dots)


def test_blocks_that_everyone_knows() -> None:
    assert "".join(chr(BRAILLE + dots) for dots in (0xFF, 0x1B, 0xE4, 0x47, 0xB8, 0x00)).translate(BLOCKS) == "█▀▄▌▐ "
    assert "x │ ◆".translate(BLOCKS) == "x │ ◆"
