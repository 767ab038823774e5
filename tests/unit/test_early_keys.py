"""Up and Down are answered in an order that can be played back; any other key, and all after it, is left alone."""

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from ml_math_tutor.early_keys import DOWN, UP, EarlyKeys
from tests.support.waiting import happens

MOVES = [("<1>", "<0>"), ("<2>", "<1>"), ("<3>", "<2>")]
KEYS = st.lists(st.sampled_from([DOWN, UP, b"q", b"\x1b", b"\r", b"\x1b[C"]), max_size=8)


def shown(keys: list[bytes]) -> tuple[str, int]:
    """What should be written for some keys, and how many of them are answered."""
    at, text, answered = 0, "", 0
    for key in keys:
        to = at + {DOWN: 1, UP: -1}.get(key, 99)
        if not 0 <= to <= len(MOVES):
            break
        at, text, answered = to, f"{text}<{to}>", answered + 1
    return text, answered


@given(KEYS, st.data())
def test_what_is_answered(keys: list[bytes], data: st.DataObject) -> None:
    """Nothing is lost, and what comes after the first other key is left for the program."""
    written: list[str] = []
    reading, terminal = os.pipe()
    early = EarlyKeys(MOVES, written.append, reading)
    typed = b"".join(keys)
    cut = data.draw(st.integers(0, len(typed)))
    text, answered = shown(keys)
    for part in (typed[:cut], typed[cut:]):
        os.write(terminal, part)
    assert happens(lambda: early.answered == answered, 5)
    assert early.stop()
    os.close(terminal)
    with open(reading, "rb") as rest:
        assert early.typed + rest.read() == typed
    assert ("".join(written), early.sent, early.answered) == (text, text, answered)
