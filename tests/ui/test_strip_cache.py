"""What our widgets paint by themselves is what Textual would have painted, cell for cell."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tests.conftest import MakeApp
from tests.support.study_sessions import ready
from tutor.app.app import TutorApp
from tutor.app.widgets.lines import Lines
from tutor.app.widgets.plain_containers import PlainContainer

STARTS = [
    None, ("page", "linear_algebra.dot"), ("demo", "vectors"),
    ("exercise", "softmax"), ("item", "linear_algebra.products.matmul"), ("checklist", ""),
]  # fmt: skip
KEYS = ("space", "down", "enter", "1", "question_mark", "escape")


def cells(segment: Segment) -> list[tuple[object, ...]]:
    """What can be seen of a run of cells: of a blank one its ground, and a line under it."""
    style = segment.style or Style()
    looks = (style.bgcolor, bool(style.underline), bool(style.reverse))
    ink = (style.color, bool(style.bold), bool(style.italic), bool(style.dim))
    return [(char, *looks, *(() if char == " " and not style.reverse else ink)) for char in segment.text]


def seen(strips: list[Strip]) -> list[list[tuple[object, ...]]]:
    return [[cell for segment in strip for cell in cells(segment)] for strip in strips]


def compare(app: TutorApp) -> int:
    """Every widget on the screen against Textual's own way; how many there were."""
    own = [widget for widget in app.screen.walk_children() if isinstance(widget, Lines | PlainContainer)]
    sized = [widget for widget in own if widget.outer_size and widget.display and widget.is_on_screen]
    for widget in sized:
        whole = widget.outer_size.region
        part = Region(1, 0, max(1, whole.width - 2), max(1, whole.height - 1))
        for crop in (whole, part):
            assert seen(widget.render_lines(crop)) == seen(Widget.render_lines(widget, crop)), widget
    return len(sized)


@pytest.mark.parametrize(
    ("theme", "size"),
    [
        ("dark", (80, 24)),
        ("light", (130, 40)),
        ("ansi-dark", (80, 24)),
        ("ansi-light", (130, 40)),
        ("no colour", (80, 24)),
        ("ASCII", (130, 40)),
    ],
)
async def test_what_is_painted(
    theme: str, size: tuple[int, int], make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    if theme == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    met = 0
    for start in STARTS:
        app = make_app(start, plain=theme == "ASCII", theme=None if theme in ("no colour", "ASCII") else theme)
        async with app.run_test(size=size) as pilot:
            await ready(pilot)
            met += compare(app)
            for key in KEYS:
                await pilot.press(key)
                await pilot.pause()
                met += compare(app)
    assert met > 5 * len(STARTS) * len(KEYS)
