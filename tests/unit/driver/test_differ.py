"""The encoder by itself: whatever is written, the terminal shows it; whatever it does not understand, it forgets."""

from __future__ import annotations

from collections.abc import Iterable

import pyte.screens
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.support.driver import Emulator
from tutor.driver import Encoder
from tutor.driver.cursor_moves import move
from tutor.driver.sgr import PLAIN, Pen, UnsupportedSequenceError, apply_sgr, transition
from tutor.driver.widths import grapheme_clusters, has_certain_width

WIDTH, HEIGHT = 18, 5
STYLES = ["", "1", "2;3", "31", "1;38;5;186;48;5;233", "38;2;1;20;3;48;2;9;9;9", "7", "4;92", "48;5;16", "9;53;21;104"]
styles = st.sampled_from(STYLES)
narrow = st.sampled_from(list("ab  ─⠋∑ ·"))
letters = st.one_of(narrow, st.sampled_from(["日", "e\u0301", "한", "x\u0302", "、", " ", " "]))
segments = st.lists(st.tuples(st.text(narrow, max_size=WIDTH), styles), max_size=4)
rows = st.lists(st.tuples(st.lists(letters, max_size=12), styles), min_size=1, max_size=4)
frames = st.lists(st.dictionaries(st.integers(0, HEIGHT - 1), rows, max_size=HEIGHT), min_size=1, max_size=8)


def opened(back_color_erase: bool = True, width: int = WIDTH, height: int = HEIGHT) -> Encoder:
    encoder = Encoder(width, height, back_color_erase=back_color_erase)
    encoder.feed("\x1b[?1049h")
    assert encoder.take() == "\x1b[?1049h"
    return encoder


def at(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"


def paint(text: str, style: str) -> str:
    """A segment as Textual writes it."""
    return f"\x1b[{style}m{text}\x1b[0m" if style else text


def whole_row(y: int, parts: Iterable[tuple[list[str], str]]) -> str:
    """A row of segments as Textual writes it: never longer than the terminal, padded to its width."""
    written, room = at(0, y), WIDTH
    for chars, style in parts:
        fitting = []
        for char in chars:
            room -= 2 if char in "日한、" else 1
            if room < 0:
                room += 2 if char in "日한、" else 1
                break
            fitting.append(char)
        written += paint("".join(fitting), style)
    return written + paint(" " * room, "48;5;233")


def agree(encoder: Encoder, plain: Emulator, ours: Emulator) -> None:
    ours.feed(encoder.take())
    plain.changed()
    ours.changed()
    assert ours.rows == plain.rows
    assert ours.cursor == plain.cursor


@pytest.mark.parametrize("style", [style for style in STYLES if style])
def test_a_blank_between_two_words_keeps_its_look(style: str) -> None:
    """A cursor may stand on it, or a line under it; the words beside it are of one pen."""
    encoder, plain, ours = opened(), Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    mark = paint(" ", style)
    for frame in ("aaa bbb ccc", f"ddd{mark}eee fff", f"ggg{mark}hhh{mark}iii"):
        for terminal in (plain, encoder):
            terminal.feed(at(0, 0) + frame + " " * (WIDTH - 11) + at(0, 1))
        agree(encoder, plain, ours)


@pytest.mark.slow
@given(frames, st.booleans(), st.sets(st.integers(0, 7)))
@settings(max_examples=150, deadline=None)
def test_any_frames_show_as_they_were_written(
    drawn: list[dict[int, list[tuple[list[str], str]]]], back_color_erase: bool, late: set[int]
) -> None:
    """Wide characters and accents among them; some frames come before the terminal has taken the one before."""
    encoder, plain = opened(back_color_erase), Emulator(WIDTH, HEIGHT)
    ours = Emulator(WIDTH, HEIGHT, back_color_erase)
    for number, frame in enumerate(drawn):
        data = "".join(whole_row(y, parts) for y, parts in frame.items()) + at(number % WIDTH, number % HEIGHT)
        plain.feed(data)
        encoder.feed(data)
        if number not in late:
            agree(encoder, plain, ours)
    agree(encoder, plain, ours)


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1), segments), max_size=20))
@settings(max_examples=150, deadline=None)
def test_narrow_text_anywhere_shows_as_it_was_written(drawn: list[tuple[int, int, list[tuple[str, str]]]]) -> None:
    """Also beyond the right edge, where it goes over the last column."""
    encoder, plain, ours = opened(), Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    for x, y, parts in drawn:
        data = at(x, y) + "".join(paint(text, style) for text, style in parts) + at(0, 0)
        plain.feed(data)
        encoder.feed(data)
        agree(encoder, plain, ours)


def test_nothing_changed_sends_nothing() -> None:
    encoder = opened()
    data = at(0, 0) + paint("hello", "1;31") + at(0, 0)
    encoder.feed(data)
    assert "hello" in encoder.take()
    encoder.feed(data)
    assert encoder.take() == ""


def test_one_cell_is_one_cell() -> None:
    encoder = opened()
    encoder.feed(at(0, 0) + paint("hello world", "31"))
    encoder.take()
    encoder.feed(at(0, 0) + paint("hello World", "31") + at(7, 0))
    assert encoder.take() == "\x1b[5DW"


def test_a_resize_sends_everything_again() -> None:
    encoder = opened()
    encoder.feed(at(0, 0) + "hello")
    encoder.take()
    encoder.resize(40, 2)
    encoder.feed(at(0, 0) + "hello" + at(0, 0))
    assert "hello" in encoder.take()


def test_a_redraw_sends_everything_again_even_what_is_not_written_again() -> None:
    encoder = opened()
    encoder.feed(at(0, 0) + "hello" + at(3, 3))
    encoder.take()
    encoder.redraw()
    assert "hello" in encoder.take()


@pytest.mark.parametrize(
    "strange",
    ["\x1b[3S", "\x1b[5;5r", "\x1bPq\x1b\\", "\x1b[2L", "\x1b_Gf=100;AAAA\x1b\\", "\x1b[?6h", "\x1b[58;5;1mx", "\t"],
)
def test_what_is_not_understood_goes_as_it_is_and_after_it_nothing_is_known(strange: str) -> None:
    encoder = opened()
    encoder.feed(at(0, 0) + paint("hello", "31"))
    encoder.take()
    encoder.feed(at(2, 1) + "ab" + strange + "cd" + at(0, 0))
    sent = encoder.take()
    assert strange + "cd" in sent
    assert "ab" in sent[: sent.index(strange)]
    encoder.feed(at(0, 0) + paint("hello", "31"))
    assert encoder.take() == at(0, 0).replace("1;1", "") + "\x1b[;31mhello"


@pytest.mark.parametrize(
    "passed",
    [
        "\x07",
        "\x1b]52;c;aGk=\x07",
        "\x1b]22;text\x07",
        "\x1b[?1000h",
        "\x1b[>25u",
        "\x1b[<u",
        "\x1b[?2026$p",
        "\x1b[6n",
    ],
)
def test_what_changes_no_cell_goes_as_it_is_and_nothing_is_forgotten(passed: str) -> None:
    encoder = opened()
    encoder.feed(at(0, 0) + "hello" + at(0, 0))
    encoder.take()
    encoder.feed(passed)
    assert encoder.take() == passed
    encoder.feed(at(0, 0) + "hello" + at(0, 0))
    assert encoder.take() == ""


def test_a_frame_is_held_until_it_is_whole() -> None:
    encoder = opened()
    encoder.feed("\x1b[?2026h")
    encoder.feed(at(0, 0) + "hello")
    assert encoder.take() == ""
    encoder.feed("\x1b[?2026l")
    assert "hello" in encoder.take()


def test_large_frames_are_shown_at_once_where_the_terminal_can() -> None:
    encoder = opened(width=200, height=20)
    page = "".join(at(0, y) + "ab" * 100 for y in range(20))
    encoder.feed(f"\x1b[?2026h{page}\x1b[?2026l")
    sent = encoder.take()
    assert sent.startswith("\x1b[?2026h")
    assert sent.endswith("\x1b[?2026l")


def test_nothing_is_drawn_on_the_screen_of_the_shell() -> None:
    encoder = opened()
    encoder.feed(at(0, 0) + "hello\x1b[?1049l" + at(0, 1) + "late")
    assert "late" not in encoder.take()
    encoder.feed("\x1b[?1049h")
    sent = encoder.take()
    assert "hello" in sent
    assert "late" in sent


def test_links_open_and_close() -> None:
    encoder = opened()
    encoder.feed(at(0, 0) + "\x1b]8;id=1;https://a.example\x1b\\\x1b[4mlink\x1b[0m\x1b]8;;\x1b\\ and" + at(0, 0))
    sent = encoder.take()
    assert "\x1b]8;id=1;https://a.example\x1b\\link" in sent
    assert sent.index("\x1b]8;;\x1b\\") < sent.index("and")


@pytest.mark.parametrize("doubtful", ["❤\ufe0f", "👩\u200d🔬", "🔎", "👍🏽", "क्षि"])
def test_after_what_terminals_measure_differently_the_cursor_is_put_where_it_belongs(doubtful: str) -> None:
    encoder = opened()
    column = 3 + cell_len(doubtful)
    encoder.feed(at(0, 0) + "abc" + doubtful + "def" + at(0, 2))
    assert f"\x1b[;{column + 1}Hdef" in encoder.take()


@pytest.mark.parametrize(("doubtful", "columns"), [("🔎", 1), ("🔎", 2), ("\ue000", 1), ("\ue000", 2)])
@given(st.lists(st.dictionaries(st.integers(0, 2), st.text("abX ", max_size=8), max_size=3), min_size=2, max_size=6))
@settings(max_examples=30, deadline=None)
def test_a_terminal_that_measures_differently_shows_all_the_rest(
    doubtful: str, columns: int, drawn: list[dict[int, str]]
) -> None:
    """X stands for the character in doubt; whatever it takes, its neighbours are where they belong."""
    encoder, ours = opened(), Emulator(WIDTH, HEIGHT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyte.screens, "wcwidth", lambda char: columns if char == doubtful else 1)
        for number, frame in enumerate(drawn):
            for y, text in frame.items():
                room = WIDTH - cell_len(text.replace("X", doubtful))
                encoder.feed(at(0, y) + paint(text.replace("X", doubtful) + " " * room, STYLES[number % 4]))
            ours.feed(encoder.take())
            ours.changed()
            for y, row in enumerate(encoder.screen.rows):
                for x, cell in enumerate(row):
                    if cell.text not in (doubtful, "", "\0"):
                        assert ours.rows[y][x][0] == cell.text, (x, y)


def test_what_is_doubtful_is_left_alone_where_only_the_rest_of_the_row_changes() -> None:
    encoder = opened()
    encoder.feed(at(0, 0) + "abc❤\ufe0f def" + at(0, 2))
    encoder.take()
    encoder.feed(at(0, 0) + "abc❤\ufe0f dEf" + at(0, 2))
    assert encoder.take() == "\x1b[;8HE\x1b[3;1H".replace("3;1", "3")


def test_half_a_wide_character_is_never_left() -> None:
    encoder = opened()
    encoder.feed(at(0, 0) + "日本" + at(1, 0) + "x" + at(0, 1))
    assert [cell.text for cell in encoder.screen.rows[0][:4]] == [" ", "x", "本", ""]


@given(st.sampled_from(STYLES), st.sampled_from(STYLES))
def test_a_change_of_pen_is_a_change_of_pen(old: str, new: str) -> None:
    before, after = (apply_sgr(PLAIN, style) if style else PLAIN for style in (old, new))
    sequence = transition(before, after)
    assert apply_sgr(before, sequence[2:-1]) == after if sequence else before == after
    assert len(sequence) <= len(transition(None, after))
    assert apply_sgr(before, transition(None, after)[2:-1]) == after


@pytest.mark.parametrize("bad", ["38", "38;5", "38;2;1;2", "58;5;1", "38;7;1", "200"])
def test_a_style_that_is_not_known(bad: str) -> None:
    with pytest.raises(UnsupportedSequenceError):
        apply_sgr(Pen(), bad)


places = st.tuples(st.integers(0, 11), st.integers(0, 6))


@given(st.one_of(places, st.tuples(st.just(-1), st.integers(0, 6)), st.none()), places)
def test_a_move_arrives_and_is_never_longer_than_the_absolute_one(
    start: tuple[int, int] | None, end: tuple[int, int]
) -> None:
    emulator = Emulator(12, 7)
    if start is not None:
        x, y = start
        emulator.feed(at(x, y) if x >= 0 else at(11, y) + "x")
    way = move(start, end)
    emulator.feed(way)
    assert emulator.cursor == end
    assert len(way) <= len(at(*end))


def test_clusters_are_what_stands_in_one_place() -> None:
    assert list(grapheme_clusters("ae\u0301日👩\u200d🔬❤\ufe0fb")) == [
        "a",
        "e\u0301",
        "日",
        "👩\u200d🔬",
        "❤\ufe0f",
        "b",
    ]
    assert [one for one in ("a", "e\u0301", "日", "∑", "⠋", "─") if not has_certain_width(one)] == []
    assert [one for one in ("🔎", "❤\ufe0f", "\u05d0", "\ue000", "a\u200d", "\u200b") if has_certain_width(one)] == []
