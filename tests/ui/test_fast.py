"""Nothing depends on `tutor.fast`: with all of it switched off a page is read, answered, turned and come back to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import MakeApp
from tests.support.journeys import give, lesson, questions_on, state_of, text_on, work_at
from tests.support.study_sessions import ready
from tutor import fast
from tutor.app.screens.demo import DemoScreen
from tutor.fast.line_cache import LineCache, LineCaches
from tutor.rendering.page_document import Illustration

PARTS = [path.stem for path in Path(str(fast.__file__)).parent.glob("*.py") if path.stem != "__init__"]


@pytest.mark.parametrize(
    ("value", "off"),
    [("", set()), ("off", set(PARTS)), ("-garbage", {"garbage"}), ("-idle,-line_cache", {"idle", "line_cache"})],
)
def test_the_switch(value: str, off: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fast.SWITCH, value)
    assert {part for part in PARTS if not fast.enabled(part)} == off


def test_every_part_is_described() -> None:
    readme = (Path(str(fast.__file__)).parent / "README.md").read_text("utf-8")
    assert all(f"`{part}`" in readme for part in PARTS)


async def test_a_page_without_any_of_it(make_app: MakeApp, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fast.SWITCH, "off")
    assert not isinstance(LineCaches(home).of("any"), LineCache)
    app = make_app(("page", "linear_algebra.dot"))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        scroll = lesson(app).scroll
        view = await work_at(pilot, questions_on(app, "text")[0])
        await give(pilot, view, view.item.answer)
        assert "right." in text_on(app)
        await pilot.press("space")
        await ready(pilot)
        assert scroll.scroll_y > 0
        await pilot.press("right")
        await ready(pilot)
        assert lesson(app).page.id == "linear_algebra.angle"
        (figure,) = scroll.document.of(Illustration)
        assert any(scroll.document.lines_of(figure, scroll.text_width)[:8])
        await pilot.press("left")
        await ready(pilot)
        assert state_of(app, view.item.id).standing == "right"
        await pilot.press("d")
        await ready(pilot)
        assert isinstance(app.screen, DemoScreen)
        await pilot.press("escape", "escape")
        await ready(pilot)
    assert not (home / "cache" / "lines").exists()
