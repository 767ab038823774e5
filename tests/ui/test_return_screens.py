"""Checklist, results, record, misconceptions: what they say, where their rows lead, and that nothing of it is cut."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from lessons.course import Course
from progress.events import Answer
from progress.record import Record
from tests.conftest import START, Clock, MakeApp
from tests.support.journeys import text_on
from tests.support.study_sessions import answer, question, ready, record_days, sit, sitting, wrongly
from tutor.app.screens.checklist import ChecklistScreen
from tutor.app.screens.lesson import LessonScreen
from tutor.app.screens.list_screen import ListScreen
from tutor.app.screens.misconceptions import MisconceptionsScreen
from tutor.app.screens.reference import Section
from tutor.app.screens.search import Entry, excerpt
from tutor.app.screens.statistics import StatisticsScreen
from tutor.app.widgets.menu import Menu

SIZE = (80, 24)


@pytest.fixture
def rich(home: Path, course: Course) -> Path:
    """A month of answers to all questions of a rung, right and wrong, some with a confidence."""
    items = [item_id for item_id in course.templates if item_id.startswith("linear_algebra.")]
    record_days(home, course, items, [START - timedelta(days=days) for days in (40, 39, 32, 2)])
    record_days(home, course, items[::3], [START - timedelta(days=1)], right=False)
    record = Record.open(home, device="past", now=Clock(START - timedelta(hours=3)))
    for seed in range(30, 42):
        item = course.item("linear_algebra.dot.compute", seed)
        record.append(
            Answer(
                item=item.id, seed=seed, typed=item.answer, verdict="right", wrong_rule=None, format=item.kind,
                confidence=90,
            )
        )  # fmt: skip
    record.close()
    return home


def rows_of(screen: object) -> list[str]:
    assert isinstance(screen, ListScreen)
    return ["".join(cell.text for cell in row.line) for row in screen.query_one(Menu).rows]


@pytest.mark.slow
@pytest.mark.parametrize("plain", [False, True], ids=["unicode", "ascii"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)], ids=str)
async def test_nothing_is_cut(make_app: MakeApp, rich: Path, size: tuple[int, int], plain: bool) -> None:
    """Every row fits its menu, in both character sets; no LaTeX is left over."""
    app = make_app(plain=plain, at=rich)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        home = app.screen.query_one(Menu)
        for row in home.rows:
            line = row.short if row.short and len(row.line) > home.size.width - 2 else row.line
            assert len(line) <= home.size.width - 2, "".join(cell.text for cell in line)
        opened = (("outcome", "by-hand"), ("record", ""), ("misconceptions", ""), ("papers", ""), ("debug", ""))
        for kind, item_id in opened:
            app.navigator.open_thing(kind, item_id)
            await ready(pilot)
            screen = app.screen
            assert isinstance(screen, ListScreen)
            menu = screen.query_one(Menu)
            assert len(menu.rows) > 8
            for row, text in zip(menu.rows, rows_of(screen), strict=True):
                assert len(row.line) + 2 <= menu.size.width, text
                assert not plain or text.isascii(), text
                assert "$" not in text, text
                assert "{{" not in text, text
            await pilot.press("escape")
            await ready(pilot)


async def test_the_checklist_opens_its_evidence_and_practises_what_is_missing(
    make_app: MakeApp, home: Path, course: Course
) -> None:
    """What was asked, typed and when, part by part; Enter on what is missing practices it."""
    item = "information_theory.entropy.coin"
    record_days(home, course, [item], [START - timedelta(days=1)])
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        await ready(pilot)
        await pilot.press("c")
        await ready(pilot)
        assert isinstance(app.screen, ChecklistScreen)
        await pilot.press("down", "down", "down", "enter")
        await ready(pilot)
        shown = text_on(app)
        assert "number, 1 Mar 2026" in shown
        assert f"answered: {course.item(item, 1).answer[:20]}" in shown
        assert "missing: two right answers in a row on two days" in shown
        assert "missing: one more right answer" in shown
        screen = app.screen
        menu = screen.query_one(Menu)
        while not menu.key.startswith("practice:"):
            await pilot.press("down")
        await pilot.press("enter")
        await ready(pilot)
        assert sitting(app).underway.sitting.kind == "practice"
        assert "entropy" in question(app).item.skills


async def test_a_line_that_is_due_is_marked_and_stays_cleared(make_app: MakeApp, home: Path, course: Course) -> None:
    items = [
        item_id for item_id, one in course.templates.items() if {"dot-product", "matvec", "matmul"} & set(one.skills)
    ]
    record_days(home, course, items, [START - timedelta(days=days) for days in (400, 398)], off_page=True)
    app = make_app(("outcome", "by-hand"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        shown = text_on(app)
        assert "1 of 5 cleared" in shown
        assert "↻" in shown
        assert "it stays" in shown


@pytest.mark.slow
async def test_a_wrong_answer_is_refuted_in_the_list_of_misconceptions(make_app: MakeApp, course: Course) -> None:
    """From a checkpoint with everything wrong to the record, and from there to the refutations."""
    app = make_app(("checkpoint", "linear_algebra"))
    app.navigator.session_options = (4, None)
    async with app.run_test(size=SIZE) as pilot:
        met = await sit(pilot, app, wrongly)
        await pilot.press("q")
        await ready(pilot)
        await pilot.press("y")
        await ready(pilot)
        assert isinstance(app.screen, StatisticsScreen)
        await pilot.press("m")
        await ready(pilot)
        assert isinstance(app.screen, MisconceptionsScreen)
        texts = " ".join(" ".join(rows_of(app.screen)).split())
        assert "0 of 2 right since" in texts
        assert "0 resolved" in text_on(app)
        assert "Resolved by" in texts
        assert texts.count("Resolved") == 1  # no section of that name
        assert "Met on one question" in texts
        computed = [view for view in met if course.is_computed(view.item.id) and view.attempt.verdict]
        said = [view.attempt.verdict.feedback for view in computed if view.attempt.verdict]
        plain = [text for text in said if "$" not in text]
        assert all(text in texts for text in plain)
        await pilot.press("enter")
        await ready(pilot)
        assert sitting(app).underway.sitting.kind == "practice"


@pytest.mark.slow
async def test_own_numbers_empty_and_full(make_app: MakeApp, rich: Path, tmp_path: Path) -> None:
    """Without answers it says what will fill it; with them a share comes with its interval, too few say so."""
    empty = make_app(("record", ""), at=tmp_path / "other")
    async with empty.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert "Nothing to count yet" in text_on(empty)
        await pilot.press("escape")
    app = make_app(("record", ""), at=rich)
    async with app.run_test(size=(80, 50)) as pilot:
        await ready(pilot)
        shown = " ".join(rows_of(app.screen))
        for part in ("Time spent", "Wilson interval", "1 day", "30 days", "between", "Calibration", "90 % sure"):
            assert part in shown, part
        assert "too few" in shown or "none yet" in shown
        assert "◆" in shown


async def test_an_outcome_is_opened_from_the_shell(make_app: MakeApp) -> None:
    app = make_app(("outcome", "entropy"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert isinstance(app.screen, ChecklistScreen)
        assert app.screen.query_one(Menu).key == "outcome:entropy"
        assert "missing: two right answers in a row" in text_on(app)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("dot product by hand", "practice"),
        ("dot product by hand", "exercise"),
        ("checkpoint calculus", "checkpoint"),
        ("misconceptions", "misconceptions"),
    ],
)
async def test_found_by_search(make_app: MakeApp, words: str, kind: str) -> None:
    from tutor.app.screens.search import entries, matches

    found = matches(entries(make_app().session), words)
    assert kind in [one.kind for one in found[:2]]


@pytest.mark.slow
async def test_a_line_of_the_results_opens_the_page_that_teaches_it(make_app: MakeApp) -> None:
    app = make_app(("checkpoint", ""))
    app.navigator.session_options = (2, None)
    async with app.run_test(size=SIZE) as pilot:
        await sit(pilot, app, wrongly)
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.page.id == "linear_algebra.dot"


async def test_the_key_line_keeps_the_keys_to_check_and_to_leave(make_app: MakeApp) -> None:
    """Where room is short, what takes an answer back makes room for them."""
    app = make_app(("practice", ""))
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        await answer(pilot, app, wrongly(question(app).item))
        keys = text_on(app).splitlines()[-1]
        assert "check" in keys or "next" in keys
        assert "leave" in keys or "stop" in keys


async def test_symbols_of_the_reference_are_not_cut(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.navigator.open_reference("symbols")
        await ready(pilot)
        section = app.screen.query_one("#symbols", Section)
        assert max(map(len, section.typeset(section.size.width))) <= section.size.width


def test_an_excerpt_shows_where_it_is_cut() -> None:
    entry = Entry("page", "x", "A title", "one two three four five six seven")
    assert excerpt(entry, "two", 40) == entry.text
    assert excerpt(entry, "one", 12) == "one two thr…"
    assert excerpt(entry, "six", 12) == "…ive six se…"


async def test_the_row_to_begin_with_is_in_sight(make_app: MakeApp) -> None:
    """On a small screen the text of an introduction fills it."""
    app = make_app()
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        app.navigator.open_session("placement")
        await ready(pilot)
        await ready(pilot)
        assert "▸ Begin" in text_on(app)
