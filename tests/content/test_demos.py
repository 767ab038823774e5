"""What holds for every demo: challenges can be met by hand, no walk breaks it, covered figures keep the secret."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import strategies as st

from tests.support.content import COURSE
from tests.support.demos import GOALS, NEAR, moved_to
from tests.support.seeds import seeds
from tutor.rendering.charts import fits

DEMOS = COURSE.demos
WIDEST = 34  # columns of a formula beside the figure
TAKEN = {*"puhrqd/?0123456789", "enter", "tab"}  # keys of the screen itself

moves = st.lists(st.tuples(st.integers(0, 4), st.integers(-1, 1), st.integers(-1, 1), st.booleans()), max_size=40)


def test_every_challenge_has_a_goal() -> None:
    named = {(demo.id, challenge.id) for demo in DEMOS.values() for challenge in demo.challenges}
    assert named == GOALS.keys() == NEAR.keys()


@pytest.mark.parametrize("demo_id", DEMOS)
def test_a_demo_asks_and_challenges(demo_id: str) -> None:
    demo = DEMOS[demo_id]
    assert all(one.reason.endswith(".") for one in demo.challenges)
    assert len(demo.challenges) >= 4
    assert len(demo.predictions) >= 2
    assert set(demo.skills) <= {skill.id for skill in COURSE.outline.skills if skill.rung == demo.rung}


@pytest.mark.parametrize(("demo_id", "challenge_id"), GOALS)
def test_a_challenge_is_open_at_first_and_met_by_nudges(demo_id: str, challenge_id: str) -> None:
    demo = DEMOS[demo_id]
    challenge = next(challenge for challenge in demo.challenges if challenge.id == challenge_id)
    assert challenge.hint
    assert not challenge.met(demo.initial())
    assert challenge.met(moved_to(demo, GOALS[demo_id, challenge_id]))
    assert not challenge.met(moved_to(demo, NEAR[demo_id, challenge_id]))


@pytest.mark.slow
@pytest.mark.seeds
@pytest.mark.parametrize("demo_id", DEMOS)
def test_figures_fit_and_keep_their_secret(demo_id: str) -> None:
    demo = DEMOS[demo_id]
    for prediction in demo.predictions:
        for seed in seeds(40, few=6):
            view = demo.view(prediction.draw(Random(seed)))
            for figure in (view.figure, view.covered):
                assert fits(figure, 60, 18) == ()
                assert fits(figure, 42, 16) == ()
                assert fits(figure, 60, 18, ascii_only=True) == ()
            assert view.covered.alt != view.figure.alt
            assert demo.rung == "probability" or view.figure.alt.startswith(view.covered.alt.rstrip("."))
            assert view.covered.marks != view.figure.marks
            assert any(readout.secret for readout in view.readouts)
