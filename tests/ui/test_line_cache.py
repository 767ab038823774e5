"""Lines kept between runs: what is shown at once is what would be made, and a bad file is as good as none."""

from __future__ import annotations

import asyncio
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lessons.model.page import DOABLE, FigureBlock, Page, Prose
from tests.conftest import MakeApp
from tests.support.content import COURSE
from tests.support.journeys import lesson, text_on
from tests.support.study_sessions import ready
from tutor.fast import line_cache
from tutor.fast.line_cache import KEPT, LineCache, stamp_of, write_atomic
from tutor.rendering.blocks import figure_block, passive_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.notation import Line
from tutor.rendering.page_document import Illustration, PageBlock, PageDocument, Passage

PAGE = "linear_algebra.vectors"
PAGES = [COURSE.page(entry.id) for entry in COURSE.outline.pages]
FIGURES = [block for page in PAGES for block in page.blocks if isinstance(block, FigureBlock)]
ASCII = [False, True]


def kept(home: Path, block: FigureBlock, width: int = 64, ascii_only: bool = False) -> LineCache:
    kept = LineCache(home, PAGE)
    kept.keep(block, width, ascii_only, figure_block(block, RenderContext(width, ascii_only)))
    kept.save()
    return kept


@pytest.mark.parametrize("ascii_only", ASCII)
@pytest.mark.parametrize("page", PAGES, ids=[page.id for page in PAGES])
def test_every_piece_comes_back_as_it_was_made(tmp_path: Path, page: Page, ascii_only: bool) -> None:
    blocks = [block for block in page.blocks if not isinstance(block, DOABLE)]
    first = LineCache(tmp_path, page.id)
    for block in blocks:
        first.keep(block, 64, ascii_only, passive_lines(block, RenderContext(64, ascii_only)))
    first.save()
    again = LineCache(tmp_path, page.id)
    assert 3 * len(page.blocks) <= KEPT
    for block in blocks:
        assert again.find(block, 64, ascii_only) == passive_lines(block, RenderContext(64, ascii_only))
        assert again.find(block, 63, ascii_only) is None
        assert again.find(block, 64, not ascii_only) is None


class Counting(PageDocument):
    """A document that counts how often it is asked for the lines of a block."""

    asked = 0

    def lines_of(self, index: int, width: int, block: PageBlock | None = None) -> list[Line]:
        self.asked += 1
        return super().lines_of(index, width, block)


def test_a_page_is_laid_out_once_for_each_figure_that_is_drawn(tmp_path: Path) -> None:
    """A key asks thirty times where the blocks stand, which is looked at again only once there is something new."""
    page = next(page for page in PAGES if any(block in FIGURES for block in page.blocks))
    read = [block for block in page.blocks if not isinstance(block, DOABLE)]
    figures = [Illustration(block) for block in read if isinstance(block, FigureBlock)]
    blocks: list[PageBlock] = [*figures, *(Passage(block) for block in read if isinstance(block, Prose))]
    memo = LineCache(tmp_path, page.id)
    document = Counting(page, blocks, memo)
    while (before := document.asked) is not None and document.layout(64) and document.asked > before:
        pass  # the first time, the passages are set
    document.asked = 0
    for count, figure in enumerate(figures, 1):
        figure.draw(64, False, memo)
        assert document.layout(64) == document.layout(64) == PageDocument(page, blocks, memo).layout(64)
        assert document.asked == count * len(blocks)


def test_it_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "lines" / f"{PAGE}.json"
    kept(tmp_path, FIGURES[0])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "damage",
    [b"", b"{}", b"[", b"\xff\xfe", b"[" * 100_000, b'["other stamp",{}]', b'["a",{"b":[[["x",1,2,3]]]}]'],
)
def test_a_file_that_is_none_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "cache" / "lines" / f"{PAGE}.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    assert LineCache(tmp_path, PAGE).find(FIGURES[0], 64, False) is None
    kept(tmp_path, FIGURES[0])
    assert LineCache(tmp_path, PAGE).find(FIGURES[0], 64, False) == figure_block(FIGURES[0], RenderContext(64))


def test_what_another_drawing_left_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, FIGURES[0])
    monkeypatch.setattr(line_cache, "code_stamp", lambda: "drawn otherwise")
    assert LineCache(tmp_path, PAGE).find(FIGURES[0], 64, False) is None


def test_the_oldest_go_first(tmp_path: Path) -> None:
    figures = LineCache(tmp_path, PAGE)
    block = FIGURES[0]
    for width in range(20, 20 + KEPT + 5):
        figures.keep(block, width, False, [()])
    assert figures.find(block, 24, False) is None
    assert figures.find(block, 25, False) == [()]
    assert figures.find(block, 20 + KEPT + 4, False) == [()]


def test_a_folder_that_cannot_be_written_loses_nothing_else(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    figures = kept(blocked, FIGURES[0])
    assert figures.find(FIGURES[0], 64, False) == figure_block(FIGURES[0], RenderContext(64))
    assert blocked.read_text() == "in the way"


async def test_the_next_start_shows_the_figure_without_drawing(
    make_app: MakeApp, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(("page", PAGE))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        figure, width = scroll.document.of(Illustration)[0], scroll.text_width
        first = scroll.document.lines_of(figure, width)
        assert "a+b" in text_on(app)
    assert (home / "cache" / "lines" / f"{PAGE}.json").exists()
    monkeypatch.setattr("tutor.rendering.page_document.figure_block", None)
    again = make_app(("page", PAGE))
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert lesson(again).scroll.document.lines_of(figure, width) == first
        assert "a+b" in text_on(again)


async def test_a_page_can_be_left_while_its_figure_is_drawn(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine: the figure is ready when its page is gone."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(block: FigureBlock, context: RenderContext) -> list[Line]:
        if threading.current_thread() is not threading.main_thread():  # where the next page's figures are got ready
            begun.set()
            go_on.wait(30)
        return figure_block(block, context)

    monkeypatch.setattr("tutor.rendering.page_document.figure_block", slow)
    app = make_app(("page", PAGE))
    async with app.run_test(size=(80, 24)) as pilot:
        await asyncio.to_thread(begun.wait, 30)
        await pilot.press("right")
        await pilot.pause()
        go_on.set()
        await ready(pilot)
        assert lesson(app).page.id == "linear_algebra.dot"


RESUMED = f"""
import asyncio, sys
from pathlib import Path
from tutor.app.app import TutorApp
from tutor.app.screens.lesson import LessonScreen
from tutor.app.bootstrap import open_session
async def no_more(self):  # it is after the first paint that what the first key needs is loaded
    self.scroll.document.memo.save()
LessonScreen._get_ready = no_more
async def main():
    app = TutorApp(open_session(Path(sys.argv[1]), False), ("page", "{PAGE}"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
    print(*set(sys.modules).intersection(["plotext", "markdown_it", "tutor.rendering.notation.layout"]))
asyncio.run(main())
"""


@pytest.mark.slow
def test_a_page_that_was_open_before_needs_nothing_slow(home: Path) -> None:
    loaded = [
        subprocess.run(
            [sys.executable, "-c", RESUMED, str(home)], capture_output=True, text=True, check=True, env=os.environ
        ).stdout.split()
        for _ in range(2)
    ]
    assert [len(names) for names in loaded] == [3, 1], loaded
    assert loaded[1] == ["markdown_it"]  # the page is read again; nothing is set or drawn


def test_the_stamp_follows_the_sources_and_the_version(tmp_path: Path) -> None:
    """Wherever below the folders they lie; a package that is missing counts as such."""
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "one.py").write_text("1")
    first = stamp_of([tmp_path], ("markdown_it", "no_such_package"), "1.0")
    assert first is not None
    assert stamp_of([tmp_path], ("markdown_it",), "1.0") == first
    assert stamp_of([tmp_path], ("markdown_it",), "1.1") != first
    (tmp_path / "a" / "note.md").write_text("not a source")
    assert stamp_of([tmp_path], ("markdown_it",), "1.0") == first
    (tmp_path / "a" / "two.py").write_text("2")
    added = stamp_of([tmp_path], ("markdown_it",), "1.0")
    assert added != first
    os.utime(deep / "one.py", ns=(2**62, 2**62))
    assert stamp_of([tmp_path], ("markdown_it",), "1.0") not in (first, added)


def test_a_module_that_is_missing_costs_only_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the sources cannot be looked at, nothing is read from the disk and nothing written."""
    kept(tmp_path, FIGURES[0])
    path = tmp_path / "cache" / "lines" / f"{PAGE}.json"
    before = path.read_bytes()
    assert stamp_of([tmp_path / "renamed"], (), "1.0") is None
    monkeypatch.setattr(line_cache, "code_stamp", lambda: stamp_of([tmp_path / "renamed"], (), "1.0"))
    cache = LineCache(tmp_path, PAGE)
    assert cache.find(FIGURES[0], 64, False) is None
    cache.keep(FIGURES[0], 64, False, [()])
    cache.save()
    assert path.read_bytes() == before
    assert cache.find(FIGURES[0], 64, False) == [()]


def test_what_a_kill_has_left_goes_with_the_next_save(tmp_path: Path) -> None:
    old, new = tmp_path / ".a.json.1.part", tmp_path / ".a.json.2.part"
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))
    write_atomic(tmp_path / "a.json", b"data")
    assert sorted(one.name for one in tmp_path.iterdir()) == [new.name, "a.json"]


def test_what_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "a.json"
    path.mkdir(parents=True)
    write_atomic(path, b"data")
    assert [one.name for one in path.parent.iterdir()] == ["a.json"]
