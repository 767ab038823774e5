"""A demo lets the learner play first, marks what was met, and ends with what it was for."""

from __future__ import annotations

from msgspec.structs import replace

from progress.events import ChallengeMet
from tests.conftest import MakeApp
from tests.support.journeys import text_on, wait_until
from tests.support.study_sessions import ready
from tutor.app.screens.demo import DemoScreen
from tutor.app.widgets.demo_panels import DemoTalk
from tutor.learning.demo_state import DemoState


async def test_play_first_then_predict(make_app: MakeApp) -> None:
    app = make_app(("demo", "matrix"))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, DemoScreen))
        screen = app.screen
        assert isinstance(screen, DemoScreen)
        assert screen.play.covered
        await pilot.press("tab")
        await wait_until(pilot, lambda: "Play as long as you like" in text_on(app))
        before = screen.play.state
        await pilot.press("right")
        await wait_until(pilot, lambda: screen.play.state != before)
        await pilot.press("p")
        await wait_until(pilot, lambda: screen.play.covered)


async def test_a_met_challenge_is_marked_and_the_last_leads_to_the_closing(make_app: MakeApp) -> None:
    app = make_app(("demo", "vectors"))
    demo = app.session.course.demo("vectors")
    for challenge in demo.challenges[1:]:
        app.session.append(ChallengeMet(demo=demo.id, challenge=challenge.id)).result()
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, DemoScreen))
        screen = app.screen
        assert isinstance(screen, DemoScreen)
        await pilot.press("tab")
        await ready(pilot)
        assert demo.challenges[0].id == "right-angle"
        for key in ("tab", "minus", "1", "comma", "3", "enter"):
            await pilot.press(key)
        await wait_until(pilot, lambda: "✓ Challenge met:" in text_on(app))
        await wait_until(pilot, lambda: "esc goes back" in text_on(app))
        assert "all 5 challenges met" in text_on(app)


async def test_the_closing_sentence_is_said(make_app: MakeApp) -> None:
    app = make_app(("demo", "vectors"))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, DemoScreen))
        demo = replace(app.session.course.demo("vectors"), closing="The sign says which side of the right angle.")
        met = frozenset(challenge.id for challenge in demo.challenges)
        app.screen.query_one(DemoTalk).show(DemoState(demo, demo.initial()), met)
        await wait_until(pilot, lambda: "The sign says which side of the right angle." in text_on(app))
