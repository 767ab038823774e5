"""A paste without brackets is one paste; what a person types, also on a slow line, stays keys."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from tutor.driver.bursts import GAP, LONG, BurstReader
from tutor.driver.input_filter import Kind, Part
from tutor.driver.resilient_driver import KeyReader

LINES = st.lists(st.text(string.ascii_letters + string.digits + " (),.=", min_size=1, max_size=30), min_size=2)
STEP = GAP / 4  # seconds between two reads of one burst


def read(chunks: list[str], step: float, delay: float = 0.0) -> list[Part]:
    """The parts that come of chunks, so many seconds apart."""
    reader, now, parts = BurstReader(), 0.0, []
    reader.delay = delay
    for chunk in chunks:
        now += step
        parts += reader.tick(now)
        parts += reader.feed([Part(Kind.TEXT, chunk)], now)
    assert not reader.tick(now + GAP / 2) or step > 1
    return parts + reader.tick(now + 2 * GAP)


def cut(text: str, sizes: list[int]) -> list[str]:
    """A text in chunks of these sizes, again and again."""
    chunks: list[str] = []
    while text:
        size = sizes[len(chunks) % len(sizes)]
        chunks.append(text[:size])
        text = text[size:]
    return chunks


@given(LINES, st.lists(st.integers(1, 50), min_size=1, max_size=4), st.sampled_from(["\r", "\n", "\r\n"]))
def test_no_line_end_of_a_burst_is_a_key_and_nothing_is_lost(lines: list[str], sizes: list[int], end: str) -> None:
    if not (lines[0].strip() and lines[-1].strip()):
        return
    text = end.join(lines)
    parts = read(cut(text, sizes), STEP)
    assert "".join(part.text for part in parts) == "\n".join(lines)
    assert all(part.kind is Kind.PASTE for part in parts if "\r" in part.text or "\n" in part.text)
    assert sum(part.kind is Kind.PASTE for part in parts) == 1


@given(st.text(string.ascii_letters + string.digits + "\r\x7f\x03\t", max_size=40))
def test_what_is_typed_a_key_at_a_time_is_keys(text: str) -> None:
    assert read(list(text), 0.03) == [Part(Kind.TEXT, char) for char in text]


@given(st.sampled_from(["42\r", "\r42\r", "\r\r42\r", "7", "\r", "x+1\r\r"]))
def test_an_answer_that_comes_at_once_with_its_enter_keys_is_keys(text: str) -> None:
    parts = read([text], STEP)
    assert all(part.kind is Kind.TEXT for part in parts)
    assert "".join(part.text for part in parts) == text


def test_what_a_slow_line_held_up_is_keys() -> None:
    assert all(part.kind is Kind.TEXT for part in read(["2\r\r7\r"], STEP, delay=0.5))
    assert any(part.kind is Kind.PASTE for part in read(["2\r7\r" * 20], STEP, delay=0.5))


def test_a_long_line_is_one_paste() -> None:
    assert read(["1" * 4096] * 50, STEP) == [Part(Kind.PASTE, "1" * 4096 * 50)]
    assert read(["1" * LONG], STEP) == [Part(Kind.TEXT, "1" * LONG)]


def test_a_key_that_is_no_text_ends_a_burst() -> None:
    reader = BurstReader()
    parts = reader.feed([Part(Kind.TEXT, "1\r"), Part(Kind.SEQUENCE, "\x1b[A"), Part(Kind.TEXT, "2")], 1.0)
    assert [part.text for part in parts] == ["1", "\r", "\x1b[A", "2"]
    assert all(part.kind is not Kind.PASTE for part in parts)


def test_the_key_reader_gives_a_paste_with_line_feeds() -> None:
    reader = KeyReader()
    messages = [*reader.feed(b"a\rb\r", 1.0), *reader.tick(1.0 + 2 * GAP)]
    assert [getattr(message, "key", None) or getattr(message, "text", None) for message in messages] == ["a", "\nb\n"]
