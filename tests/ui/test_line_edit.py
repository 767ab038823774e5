"""A line takes keys that come all at once as it takes them one by one."""

from __future__ import annotations

from random import Random

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.keys import key_to_character
from textual.pilot import Pilot

from tutor.app.widgets.line_edit import Edit, LineEdit

LONGEST = 12
KEYS = ["a", "7", "\u00e9", "backspace", "backspace", "left", "right", "home", "end", "delete", "ctrl+w", "shift+left"]


class Lines(App[None]):
    """Two lines: one for keys in a burst, one for the same keys with a pause after each."""

    def compose(self) -> ComposeResult:
        for name in ("burst", "slow"):
            line = LineEdit("", LONGEST)
            line.id = name
            yield line

    def line(self, name: str) -> LineEdit:
        return self.query_one(f"#{name}", LineEdit)


def key(name: str) -> events.Key:
    return events.Key(name, name if len(name) == 1 else key_to_character(name))


async def burst(pilot: Pilot[None], line: LineEdit, names: list[str]) -> None:
    for name in names:
        line.post_message(key(name))
    await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize("seed", range(40))
async def test_a_burst_is_as_keys_one_by_one(seed: int) -> None:
    rng = Random(seed)
    names = rng.choices(KEYS, k=rng.randint(1, 40))
    app = Lines()
    async with app.run_test() as pilot:
        await burst(pilot, app.line("burst"), names)
        for name in names:
            app.line("slow").post_message(key(name))
            await pilot.pause()
        found = [(one.value, one.cursor_position, one.selection) for one in map(app.line, ("burst", "slow"))]
        assert found[0] == found[1], names


async def test_a_burst_is_put_in_at_once() -> None:
    app = Lines()
    changes: list[str] = []
    async with app.run_test() as pilot:
        line = app.line("burst")
        line.focus()
        app.watch(line, "value", lambda value: changes.append(value), init=False)
        await burst(pilot, line, list("abcdef"))
        assert line.value == "abcdef"
        assert len(changes) <= 2
        await pilot.press("g")
        assert line.value == "abcdefg"


async def test_what_is_put_in_by_others_is_not_overwritten() -> None:
    app = Lines()
    async with app.run_test() as pilot:
        line = app.line("burst")

        def show() -> None:
            line.value = "shown"

        for name in "abc":
            line.post_message(key(name))
        line.call_later(show)
        line.post_message(key("d"))
        await pilot.pause()
        await pilot.pause()
        assert sorted(line.value) == sorted("shownd")


async def test_paste_comes_after_what_was_typed_before_it() -> None:
    app = Lines()
    async with app.run_test() as pilot:
        line = app.line("burst")
        for name in "abc":
            line.post_message(key(name))
        line.post_message(events.Paste("123"))
        line.post_message(key("d"))
        await pilot.pause()
        await pilot.pause()
        assert line.value == "abc123d"


def test_nothing_is_before_the_first_character() -> None:
    assert Edit("ab", 0).erased() == Edit("ab", 0)
    assert Edit("ab", 1).erased() == Edit("b", 0)
    assert Edit("ab", 1).typed("x") == Edit("axb", 2)
