"""The learner's own record on the pages: every number recomputed here, from the same data and by other means."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from lessons.course import Course
from lessons.model.page import OwnData
from lessons.reading.personal_block import read_own_data
from tests.conftest import START, MakeApp
from tests.support.content import COURSE
from tests.support.study_sessions import ready, record_days
from tutor.app.screens.lesson import LessonScreen
from tutor.learning.scheduling.recall_trials import Trial, trials
from tutor.rendering.article import page_lines
from tutor.rendering.blocks import own_height, own_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.page_document import PersonalRecord
from tutor.rendering.personal_data import NEED, TITLES, example, shown
from tutor.rendering.typeset import text_of

BLOCKS = {
    page.id: block
    for page in (COURSE.page(entry.id) for entry in COURSE.outline.pages)
    for block in page.blocks
    if isinstance(block, OwnData)
}
PAGES = {
    "hit-rate": "probability.likelihood",
    "log-loss": "information_theory.cross_entropy",
    "forgetting": "probability.conditional",
}


def block(what: str) -> OwnData:
    return BLOCKS[PAGES[what]]


def arrays(rows: tuple[Trial, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        np.array([row.recalled for row in rows], dtype=float),
        np.array([row.predicted for row in rows]),
        np.array([row.days for row in rows]),
    )


def numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text)]


MADE_UP = tuple(
    Trial("dot-product", place, days, predicted, recalled)
    for place, (days, predicted, recalled) in enumerate(
        [(1, 0.97, True), (1, 0.9, True), (2, 0.92, False), (6, 0.8, True), (20, 0.7, False), (20, 0.75, True)] * 5
    )
)


def test_every_kind_stands_on_its_page() -> None:
    assert {one.kind for one in BLOCKS.values()} == set(PAGES)
    assert {page: one.kind for page, one in BLOCKS.items()} == {page: what for what, page in PAGES.items()}


@pytest.mark.parametrize("rows", [None, MADE_UP], ids=["example", "own"])
def test_the_hit_rate_is_where_the_likelihood_peaks(rows: tuple[Trial, ...] | None) -> None:
    said = shown(block("hit-rate"), rows or ())
    hit, _, _ = arrays(rows or example(block("hit-rate")))
    grid = np.linspace(0.001, 0.999, 999)
    likelihood = grid ** hit.sum() * (1 - grid) ** (len(hit) - hit.sum())
    peak = grid[likelihood.argmax()]
    assert said.own == (rows is not None)
    assert f"{hit.sum():.0f}" in said.text
    assert any(abs(one - peak) < 0.006 for one in numbers(said.text))
    curve = np.array(said.figure.marks[0].points)  # type: ignore[union-attr]
    inner = curve[1:-1]
    assert np.allclose(inner[:, 1], np.interp(inner[:, 0], grid, likelihood / likelihood.max()), atol=0.01)
    assert curve[:, 1].max() == 1.0


@pytest.mark.parametrize("rows", [None, MADE_UP], ids=["example", "own"])
def test_the_two_losses(rows: tuple[Trial, ...] | None) -> None:
    said = shown(block("log-loss"), rows or ())
    hit, predicted, _ = arrays(rows or example(block("log-loss")))
    loss = -np.log2(np.where(hit == 1, predicted, 1 - predicted)).mean()
    rate = hit.mean()
    entropy = -(rate * np.log2(rate) + (1 - rate) * np.log2(1 - rate))
    for wanted in (f"{loss:.3f}", f"{entropy:.3f}", f"{rate:.2f}"):
        assert wanted in said.text
    assert f"{loss:.3f}"[:4] in said.figure.alt


@pytest.mark.parametrize("rows", [None, MADE_UP], ids=["example", "own"])
def test_recall_by_days(rows: tuple[Trial, ...] | None) -> None:
    said = shown(block("forgetting"), rows or ())
    hit, _, days = arrays(rows or example(block("forgetting")))
    soon, late = hit[days == days.min()].mean(), hit[days >= 16].mean()
    assert f"{soon:.2f} after 1 day" in said.text
    assert f"{late:.2f} after 16 to 31 days" in said.text


@pytest.mark.parametrize("what", PAGES)
def test_too_few_answers_fall_back_to_the_example(what: str) -> None:
    said = shown(block(what), MADE_UP[: NEED - 1])
    assert not said.own
    assert said == shown(block(what), ())
    assert str(NEED) in said.text


@pytest.mark.parametrize("ascii_only", [False, True], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", [76, 56])
@pytest.mark.parametrize("what", PAGES)
def test_drawn_whole_and_in_its_room(what: str, width: int, ascii_only: bool) -> None:
    for rows in ((), MADE_UP):
        lines = own_lines(block(what), rows, RenderContext(width, ascii_only))
        assert all(len(line) <= width for line in lines)
        assert len(lines) <= own_height(block(what), RenderContext(width, ascii_only))
        assert "{" not in text_of(lines)


def learner(home: Path, course: Course) -> None:
    """Forty days of answers to questions of the first rung."""
    items = [item_id for item_id in course.templates if item_id.startswith("linear_algebra.")][:24]
    record_days(home, course, items, [START - timedelta(days=days) for days in (40, 39, 35)])
    record_days(home, course, items[::4], [START - timedelta(days=10)], right=False)


async def test_on_the_page_in_the_app(make_app: MakeApp, home: Path, course: Course) -> None:
    """The same numbers on the page as in what `tutor read` prints."""
    learner(home, course)
    app = make_app(("page", PAGES["hit-rate"]))
    data = trials(course, app.session.state)
    assert len(data) >= NEED
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        screen = app.screen
        assert isinstance(screen, LessonScreen)
        document = screen.scroll.document
        (index,) = document.of(PersonalRecord)
        here = text_of(document.lines_of(index, screen.scroll.text_width))
        assert here.split("\n")[0] in text_of(screen.scroll.above.lines(screen.scroll.text_width))
    assert TITLES[0] in here
    assert f"{sum(one.recalled for one in data)} of {len(data)} right" in " ".join(here.replace("▎", "").split())
    read = text_of(page_lines(course, course.page(PAGES["hit-rate"]), RenderContext(76), data=data))
    assert here.strip() in read
    assert TITLES[1] in text_of(page_lines(course, course.page(PAGES["hit-rate"]), RenderContext(76)))


@pytest.mark.parametrize(
    ("content", "argument", "fault"),
    [
        ("own = 'a'\nexample = 'b'\ndata = []", "weather", "nothing a record holds"),
        ("own = 'a'", "hit-rate", "wants exactly"),
        ("own = '{{loss}}'\nexample = 'b'\ndata = []", "hit-rate", "no number here"),
        ("own = 'a'\nexample = 'b'\ndata = [[1, 2, 3]]", "hit-rate", "a row of data"),
        ("own = 'a'\nexample = 'b'\ndata = [[0, 0.5, 1, 2]]", "hit-rate", "days from 1"),
        ("own =", "hit-rate", "not TOML"),
    ],
)
def test_what_an_author_can_get_wrong(content: str, argument: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_own_data(content, argument, 1)
