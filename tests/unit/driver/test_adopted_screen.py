"""A first screen that was sent before the driver began: taken for what the terminal shows, cell for cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.support.driver import Emulator
from tutor.driver import Encoder

WIDTH, HEIGHT = 12, 4
STYLES = ["", "\x1b[31m", "\x1b[1;38;5;110;48;2;22;24;29m", "\x1b[7m", "\x1b[4m"]
texts = st.text("ab│█ẋ ", min_size=WIDTH, max_size=WIDTH)
rows = st.tuples(st.sampled_from(STYLES), texts, st.sampled_from(STYLES), st.integers(0, WIDTH))
frames = st.lists(rows, min_size=HEIGHT, max_size=HEIGHT)


def drawn(frame: list[tuple[str, str, str, int]]) -> str:
    """A frame as a program writes it."""
    return "".join(
        f"\x1b[{y};1H\x1b[0m{one}{text[:at]}\x1b[0m{other}{text[at:]}"
        for y, (one, text, other, at) in enumerate(frame, 1)
    )


def started(first: str) -> tuple[Emulator, Encoder]:
    """A terminal that shows a screen, and an encoder that was told so before Textual began."""
    terminal, encoder = Emulator(WIDTH, HEIGHT), Encoder(WIDTH, HEIGHT, back_color_erase=True)
    terminal.feed(first)
    encoder.adopt(first)
    encoder.feed("\x1b[?1049h\x1b[?1004h")
    return terminal, encoder


def whole(frame: str) -> str:
    encoder = Encoder(WIDTH, HEIGHT, back_color_erase=True)
    encoder.feed(frame)
    return encoder.whole()


@given(frames, frames)
def test_what_follows_is_the_difference(
    first: list[tuple[str, str, str, int]], then: list[tuple[str, str, str, int]]
) -> None:
    terminal, encoder = started(whole(drawn(first)))
    encoder.feed(drawn(then))
    assert encoder.take() == "\x1b[?1004h"  # and no second alternate screen, which would be blank
    encoder.held = False
    sent = encoder.take()
    terminal.feed(sent)
    plain = Emulator(WIDTH, HEIGHT)
    plain.feed(drawn(then))
    plain.changed()
    terminal.changed()
    assert terminal.rows == plain.rows
    if whole(drawn(first)) == whole(drawn(then)):
        assert len(sent) < 8  # the cursor at most


def test_a_screen_that_is_not_all_known_is_not_kept() -> None:
    assert whole("\x1b[1;1Hab") == ""


def test_widths_that_terminals_do_not_agree_on_are_not_kept() -> None:
    frame = [("", "a" * WIDTH, "", 0)] * HEIGHT
    assert whole(drawn(frame))
    assert whole(drawn(frame) + "\x1b[1;1H❤️") == ""


def test_after_a_resize_nothing_is_known_and_nothing_waits() -> None:
    terminal, encoder = started(whole(drawn([("", "a" * WIDTH, "", 0)] * HEIGHT)))
    encoder.resize(WIDTH, HEIGHT)
    encoder.feed(drawn([("", "b" * WIDTH, "", 0)] * HEIGHT))
    terminal.feed(encoder.take())
    assert terminal.screen.display == ["b" * WIDTH] * HEIGHT


def test_the_main_screen_and_back() -> None:
    _, encoder = started(whole(drawn([("", "a" * WIDTH, "", 0)] * HEIGHT)))
    encoder.feed("\x1b[?1049l")
    assert encoder.take().endswith("\x1b[?1049l")
    encoder.feed("\x1b[?1049h")
    assert "\x1b[?1049h" in encoder.take()
