"""Figures kept between runs: what is shown at once is what would be drawn, and a bad file is as good as none."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lessons.course import Course
from lessons.model import FigureBlock
from tests.conftest import MakeApp
from tests.journeys import lesson, text_on
from tests.sitting_kit import ready
from tutor import drawn
from tutor.blocks import figure_block
from tutor.drawn import KEPT, Drawn
from tutor.widgets.page_parts import Picture

PAGE = "linear_algebra.vectors"
COURSE = Course()
PAGES = [COURSE.page(entry.id) for entry in COURSE.outline.pages]
FIGURES = [block for page in PAGES for block in page.blocks if isinstance(block, FigureBlock)]
ASCII = [False, True]


def kept(home: Path, block: FigureBlock, width: int = 64, ascii: bool = False) -> Drawn:
    figures = Drawn(home)
    figures.keep(block, width, ascii, figure_block(block, width, ascii))
    figures.save()
    return figures


@pytest.mark.parametrize("ascii", ASCII)
def test_every_figure_comes_back_as_it_was_drawn(tmp_path: Path, ascii: bool) -> None:
    figures = Drawn(tmp_path)
    for block in FIGURES:
        figures.keep(block, 64, ascii, figure_block(block, 64, ascii))
    figures.save()
    again = Drawn(tmp_path)
    assert len(FIGURES) <= KEPT
    for block in FIGURES:
        assert again.lines(block, 64, ascii) == figure_block(block, 64, ascii)
        assert again.lines(block, 63, ascii) is None
        assert again.lines(block, 64, not ascii) is None


def test_it_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "figures.json"
    kept(tmp_path, FIGURES[0])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "damage",
    [b"", b"{}", b"[", b"\xff\xfe", b"[" * 100_000, b'["other stamp",{}]', b'["a",{"b":[[["x",1,2,3]]]}]'],
)
def test_a_file_that_is_none_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "cache" / "figures.json"
    path.parent.mkdir()
    path.write_bytes(damage)
    assert Drawn(tmp_path).lines(FIGURES[0], 64, False) is None
    kept(tmp_path, FIGURES[0])
    assert Drawn(tmp_path).lines(FIGURES[0], 64, False) == figure_block(FIGURES[0], 64)


def test_what_another_drawing_left_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, FIGURES[0])
    monkeypatch.setattr(drawn, "_stamp", lambda: "drawn otherwise")
    assert Drawn(tmp_path).lines(FIGURES[0], 64, False) is None


def test_the_oldest_go_first(tmp_path: Path) -> None:
    figures = Drawn(tmp_path)
    block = FIGURES[0]
    for width in range(20, 20 + KEPT + 5):
        figures.keep(block, width, False, [()])
    assert figures.lines(block, 24, False) is None
    assert figures.lines(block, 25, False) == [()]
    assert figures.lines(block, 20 + KEPT + 4, False) == [()]


def test_a_folder_that_cannot_be_written_loses_nothing_else(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    figures = kept(blocked, FIGURES[0])
    assert figures.lines(FIGURES[0], 64, False) == figure_block(FIGURES[0], 64)
    assert blocked.read_text() == "in the way"


async def test_the_next_start_shows_the_figure_without_drawing(
    make_app: MakeApp, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(("page", PAGE))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        picture = lesson(app).query(Picture).first()
        width = picture.size.width
        first = picture.lines(width)
        assert "a+b" in text_on(app)
    assert (home / "cache" / "figures.json").exists()
    monkeypatch.setattr("tutor.widgets.page_parts.figure_block", None)
    again = make_app(("page", PAGE))
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert lesson(again).query(Picture).first().lines(width) == first
        assert "a+b" in text_on(again)


RESUMED = f"""
import asyncio, sys
from pathlib import Path
from tutor.app import TutorApp
from tutor.starting import open_session
async def main():
    app = TutorApp(open_session(Path(sys.argv[1]), False), ("page", "{PAGE}"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
    print("plotext" in sys.modules)
asyncio.run(main())
"""


def test_a_page_that_was_open_before_needs_no_drawing_library(home: Path) -> None:
    loaded = [
        subprocess.run(
            [sys.executable, "-c", RESUMED, str(home)], capture_output=True, text=True, check=True, env=os.environ
        ).stdout.strip()
        for _ in range(2)
    ]
    assert loaded == ["True", "False"]
