"""Which driver is used, and what a slow line leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from progress.settings import Settings, load
from tests.conftest import MakeApp
from tutor.app.launch_options import driver_name
from tutor.driver import TerminalAnswered


@pytest.mark.parametrize(
    ("environ", "chosen", "name"),
    [
        ({}, "wire", "wire"),
        ({}, "plain", "plain"),
        ({"TUTOR_WIRE": "off"}, "wire", "plain"),
        ({"TUTOR_WIRE": "on"}, "plain", "wire"),
        ({"TEXTUAL_DRIVER": "some.other:Driver"}, "wire", "plain"),
    ],
)
def test_the_variable_is_above_the_setting(environ: dict[str, str], chosen: str, name: str) -> None:
    assert driver_name(environ, chosen) == name


@pytest.mark.parametrize(
    ("text", "driver", "slow_link", "faults"),
    [
        ("", "wire", "auto", 0),
        ('driver = "plain"\nslow_link = true\n', "plain", True, 0),
        ('slow_link = "auto"\n', "wire", "auto", 0),
        ('driver = "fast"\nslow_link = 1\n', "wire", "auto", 2),
        ('driver = true\nslow_link = "yes"\n', "wire", "auto", 2),
    ],
)
def test_settings_of_the_line(tmp_path: Path, text: str, driver: str, slow_link: object, faults: int) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    settings, problems = load(path)
    assert (settings.driver, settings.slow_link) == (driver, slow_link)
    assert len(problems) == faults
    assert Settings().slow_link == "auto"


@pytest.mark.parametrize(("seconds", "level"), [(0.01, "full"), (0.4, "none")])
async def test_a_terminal_far_away_gets_nothing_that_is_only_smooth(
    make_app: MakeApp, seconds: float, level: str
) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        app.post_message(TerminalAnswered(seconds))
        await pilot.pause()
        assert app.animation_level == level


async def test_what_was_chosen_is_not_measured(make_app: MakeApp) -> None:
    app = make_app()
    app.slow_link(False)
    async with app.run_test() as pilot:
        app.post_message(TerminalAnswered(0.4))
        await pilot.pause()
        assert app.animation_level == "full"
