"""Input that is no typing: none of it raises, and none of it counts as a key."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from tutor.driver.input_filter import InputFilter, Kind
from tutor.driver.messages import Reply
from tutor.driver.resilient_driver import KeyReader


def read(*chunks: bytes) -> list[Message]:
    """Everything that comes of these reads, and of the silence after them."""
    reader = KeyReader()
    messages = [message for chunk in chunks for message in reader.feed(chunk)]
    return messages + reader.flush()


def keys(*chunks: bytes) -> list[str]:
    return [message.key for message in read(*chunks) if isinstance(message, events.Key)]


def test_the_patched_version_of_textual_is_installed() -> None:
    """The input thread is Textual 8.2.8's, rewritten: compare them again before this number changes."""
    assert version("textual") == "8.2.8"


NOT_TYPED = {
    "background": b"\x1b]11;rgb:ffff/ffff/ffff\x07",
    "background, string terminator": b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
    "palette": b"\x1b]4;1;rgb:0000/0000/0000\x1b\\",
    "clipboard": b"\x1b]52;c;" + b"QUJD" * 40 + b"\x07",
    "title": b"\x1b]ltutor\x1b\\",
    "version": b"\x1bP>|XTerm(379)\x1b\\",
    "setting": b"\x1bP1$r0m\x1b\\",
    "capability": b"\x1bP1+r544e=787465726d\x1b\\",
    "unit id": b"\x1bP!|00000000\x1b\\",
    "graphics": b"\x1b_Gi=31;OK\x1b\\",
    "primary attributes": b"\x1b[?64;1;2;6;9;15;18;21;22c",
    "secondary attributes": b"\x1b[>41;379;0c",
    "keyboard flags": b"\x1b[?1u",
    "color scheme": b"\x1b[?997;1n",
    "status": b"\x1b[0n",
    "cursor": b"\x1b[12;40R",
    "window size": b"\x1b[8;24;80t",
    "an unknown key": b"\x1b[5;5Z",
    "a byte that is no UTF-8": b"\xff",
    "half a character": b"\xc3",
    "Latin-1": b"\xfc",
    "X10 mouse": b"\x1b[M !!",
    "X10 mouse past column 95": b"\x1b[M \xe4\xff",
    "urxvt mouse": b"\x1b[32;10;12M",
}


@pytest.mark.parametrize("reply", NOT_TYPED.values(), ids=NOT_TYPED)
def test_what_is_not_typed_is_no_key(reply: bytes) -> None:
    assert keys(b"4" + reply + b"2") == ["4", "2"]


@pytest.mark.parametrize("reply", NOT_TYPED.values(), ids=NOT_TYPED)
def test_nor_when_it_comes_in_two_parts(reply: bytes) -> None:
    for cut in range(1, len(reply)):
        assert keys(b"4" + reply[:cut], reply[cut:] + b"2") == ["4", "2"], cut


TYPED = {
    b"\x1b[B": ["down"],
    b"\x1bOB": ["down"],
    b"\x1b": ["escape"],
    b"\x1b\x1b[A": ["escape", "up"],
    b"\x1b[1;5C": ["ctrl+right"],
    b"\x1b[3~": ["delete"],
    b"\x1b[[A": ["f1"],
    b"\x1b[Z": ["shift+tab"],
    b"\x1bx": ["alt+x"],
    b"\x1b]": ["alt+]"],
    b"\x1bP": ["alt+shift+p"],
    b"\x1b[97;5u": ["ctrl+a"],
    "√é".encode(): ["square_root", "é"],
}


@pytest.mark.parametrize(("data", "wanted"), TYPED.items(), ids=map(repr, TYPED))
def test_keys_are_read_whole_and_in_parts(data: bytes, wanted: list[str]) -> None:
    assert keys(data) == wanted
    assert keys(*(bytes([byte]) for byte in data)) == wanted


def test_old_mouse_reports_still_tell_where_the_mouse_is() -> None:
    down, up = (message for message in read(b"\x1b[M *,", b"\x1b[M#*,") if isinstance(message, events.MouseEvent))
    assert isinstance(down, events.MouseDown)
    assert isinstance(up, events.MouseMove | events.MouseUp)
    assert (down.x, down.y) == (9, 11)


def test_a_paste_keeps_its_lines_and_loses_its_escape_sequences() -> None:
    pasted = b"\x1b[200~a\tb\r\n\x1b[31mred\x1b[0m \x1b]0;title\x07x\xff\x00y\x1b[201~z"
    whole = read(pasted)
    assert [message.text for message in whole if isinstance(message, events.Paste)] == ["a\tb\r\nred xy"]
    assert keys(pasted) == ["z"]
    apart = read(*(bytes([byte]) for byte in pasted))
    assert [message.text for message in apart if isinstance(message, events.Paste)] == ["a\tb\r\nred xy"]


def test_a_reply_is_passed_on_as_one() -> None:
    (reply,) = read(b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\")
    assert isinstance(reply, Reply)
    assert reply.text == "\x1b]11;rgb:1e1e/1e1e/2e2e"


@pytest.mark.parametrize("data", [b"\x1b[97:65;2u", b"\x1b[99999999999u", b"\x1b[1;1;99999999999u"])
def test_what_the_parser_of_textual_raises_on_is_dropped_alone(data: bytes) -> None:
    assert keys(b"4" + data + b"2") == ["4", "2"]


@pytest.mark.parametrize("char", "ms1!Q ~")
def test_a_key_held_with_alt_types_nothing(char: str) -> None:
    (held,) = read(b"\x1b" + char.encode())
    assert isinstance(held, events.Key)
    assert held.key.startswith("alt+")
    assert held.character is None


FRAGMENTS = st.sampled_from([*NOT_TYPED.values(), *TYPED, b"\x1b[200~", b"\x1b[201~", b"\x1b[", b"\x1b]", b"\x1b[<0;1"])


@given(st.lists(st.one_of(st.binary(max_size=12), FRAGMENTS), max_size=12))
def test_no_bytes_raise(chunks: list[bytes]) -> None:
    read(*chunks)


@given(st.lists(FRAGMENTS, max_size=6).map(b"".join), st.data())
def test_where_the_input_is_cut_changes_nothing(data: bytes, draw: st.DataObject) -> None:
    cut = draw.draw(st.integers(0, len(data)))
    whole, halves = InputFilter(), InputFilter()
    parts = [*halves.feed(data[:cut]), *halves.feed(data[cut:])]

    def joined(found: list[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
        result: list[tuple[Kind, str]] = []
        for kind, text in found:
            if kind is Kind.TEXT and result and result[-1][0] is Kind.TEXT:
                result[-1] = (kind, result[-1][1] + text)
            else:
                result.append((kind, text))
        return result

    assert joined([*parts]) == joined([*whole.feed(data)])
