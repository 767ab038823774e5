"""The short road: what it asks, how long it takes, and what it says about the rest."""

from __future__ import annotations

import re

from lessons.model.page import DemoBlock, ItemBlock
from progress.events import Doors, Finished, GaveUp, Known, Opened, Predicted
from tests.support.content import COURSE, RUNGS, said_on
from tests.support.study import Learner
from tutor.learning.page_progress import fast_path_left, road_stops

OUTLINE = COURSE.outline
ROAD = COURSE.page("linear_algebra.ten_minutes")
WORDS_A_MINUTE = 220
CHOSEN, WORKED, MOVED = 0.5, 1.25, 3.0  # minutes for a question to choose in, for one with numbers, and for the demo


def _minutes(item_id: str) -> float:
    return CHOSEN if COURSE.item(item_id).kind == "choice" else WORKED


def _asked() -> list[str]:
    return [
        block.item if isinstance(block, ItemBlock) else block.demo
        for block in ROAD.blocks
        if isinstance(block, ItemBlock | DemoBlock)
    ]


def test_it_leads_from_arrows_over_the_dot_product_and_its_demo_to_the_cosine() -> None:
    assert _asked() == [
        "linear_algebra.dot.compute",
        "vectors",
        "linear_algebra.dot.sign",
        "linear_algebra.angle.cosine",
        "linear_algebra.angle.stretched",
    ]
    assert ROAD.words / WORDS_A_MINUTE + sum(map(_minutes, ROAD.items)) + MOVED < 10


def test_the_demo_comes_in_the_second_minute() -> None:
    said = said_on(ROAD)
    before = len(said.partition("Move the arrows")[0].split()) / WORDS_A_MINUTE
    assert before < 1
    assert 1 <= before + _minutes("linear_algebra.dot.compute") <= 2


def test_it_says_that_it_is_short_and_what_is_left() -> None:
    """The numbers are those of the course, and the last sentences are what it was for, and where to begin."""
    said = said_on(ROAD)
    assert said.startswith("This is the short road: ten minutes")
    found = re.search(r"Ahead of you are (\d+) pages, about (\d+) minutes of reading", said)
    assert found is not None
    minutes = sum(page.minutes for rung in RUNGS for page in COURSE.pages(rung))
    assert (int(found[1]), int(found[2])) == (len(OUTLINE.core_pages), round(minutes))
    assert said.index("In one sentence: ") < found.start()
    assert said.endswith("Start at the bottom: one more Enter opens page 1.")


def test_it_belongs_to_no_pass_and_teaches_nothing() -> None:
    assert OUTLINE.road is not None
    assert OUTLINE.road.id == ROAD.id not in [page.id for page in OUTLINE.pages]
    assert ROAD.teaches == ROAD.leans_on == ()
    assert all(COURSE.page_of(item) != ROAD for item in ROAD.items)


def test_what_is_left_of_it_shrinks_with_each_thing_done() -> None:
    learner = Learner(COURSE)
    steps: list[tuple[Known, tuple[bool, ...]]] = [
        (Opened(ROAD.id), (False, False, False, False, False)),
        (Predicted("vectors", "size", "3", False), (False, True, False, False, False)),
        (GaveUp(ROAD.items[0], 1), (True, True, False, False, False)),
    ]
    for event, stops in steps:
        learner.put(event)
        assert road_stops(OUTLINE, learner.state, ROAD) == stops
    learner.answer(ROAD.items[1], 1, right=False)
    assert road_stops(OUTLINE, learner.state, ROAD) == (True, True, False, False, False)
    learner.answer(ROAD.items[1], 1)
    assert road_stops(OUTLINE, learner.state, ROAD) == (True, True, True, False, False)


def test_it_is_over_once_it_is_done_or_the_bottom_was_opened() -> None:
    for ending in (Finished(ROAD.id), Opened(OUTLINE.pages[0].id)):
        learner = Learner(COURSE)
        assert fast_path_left(OUTLINE, learner.state) is None
        for event in (Doors("ten"), Opened(ROAD.id)):
            learner.put(event)
            assert fast_path_left(OUTLINE, learner.state) == "road"
        learner.put(ending)
        assert fast_path_left(OUTLINE, learner.state) == "pages"
