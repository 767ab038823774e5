"""A walk through every screen: the same picture after every frame, for a fraction of the bytes."""

from __future__ import annotations

import pytest

from tests.support.driver import Emulator, Replay
from tests.support.driver_walk import SIZE, WALK, recorded
from tutor.driver import Encoder

COLOURS: dict[int, dict[str, str]] = {256: {}, 24: {"COLORTERM": "truecolor"}, 16: {"TERM": "xterm"}}
MARGIN = 1.15  # of the cheapest encoding of the cells that changed
SHARE = 0.2  # of what Textual writes


@pytest.mark.slow
@pytest.mark.parametrize("name", WALK)
def test_the_same_picture_for_a_fifth_of_the_bytes(name: str) -> None:
    replay = Replay()
    replay.run(recorded(name, COLOURS[256]))
    assert replay.frames > 10
    assert replay.sent <= SHARE * replay.stock
    if name != "foreign":  # emoji are fenced in, because terminals measure them differently
        assert replay.worst[0] <= MARGIN, replay.over


@pytest.mark.slow
@pytest.mark.parametrize(("name", "depth", "back_color_erase"), [("sizes", 24, True), ("foreign", 16, False)])
def test_in_other_colours_and_where_erasing_leaves_none(name: str, depth: int, back_color_erase: bool) -> None:
    frames = recorded(name, COLOURS[depth])
    written = "".join(data for _, data in frames)
    assert ("38;2;" in written, "38;5;" in written) == (depth == 24, depth == 256)
    replay = Replay(back_color_erase=back_color_erase, depth=depth)
    replay.run(frames)
    assert replay.sent <= 2 * SHARE * replay.stock


@pytest.mark.slow
def test_stopped_resumed_written_over_and_late() -> None:
    """Whatever happens to the terminal between two frames, the next one puts it right."""
    plain, ours, encoder = Emulator(*SIZE), Emulator(*SIZE), Encoder(*SIZE, back_color_erase=True)
    encoder.feed("\x1b[?1049h")
    for number, (_, data) in enumerate(recorded("foreign", COLOURS[256])):
        plain.feed(data)
        encoder.feed(data)
        if number % 5 == 1:
            continue  # the terminal has not taken the one before: this frame and the next become one
        if number % 5 == 3:
            encoder.feed("\x1b[?1049l\x1b[?25h")
            ours.feed(encoder.take() + "\x1b[2J\x1b[31mwhat another program left")
            encoder.feed("\x1b[?1049h")
        if number % 5 == 4:
            ours.feed("\x1b[H\x1b[7mmail for you\x1b[5;5H")
            encoder.redraw()
        ours.feed(encoder.take())
        plain.changed()
        ours.changed()
        assert ours.rows == plain.rows
        assert ours.cursor == plain.cursor
