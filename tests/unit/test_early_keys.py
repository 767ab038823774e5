"""Keys are answered in an order that can be played back; the first without an answer, and all after it, is left."""

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from ml_math_tutor.early_keys import Answer, EarlyKeys
from tests.support.waiting import happens

DOWN, UP, ENTER, SPACE = "\x1b[B", "\x1b[A", "\r", " "
NEXT = {(0, DOWN): 1, (1, UP): 0, (1, DOWN): 2, (2, UP): 1, (0, ENTER): 3, (3, SPACE): 4}
ANSWERS: list[Answer] = [(at, key, to, f"<{to}>") for (at, key), to in NEXT.items()]
KEYS = st.lists(st.sampled_from([DOWN, UP, ENTER, SPACE, "q", "\x1b", "\x1b[C"]), max_size=8)


def shown(keys: list[str]) -> tuple[str, int]:
    """What should be written for some keys, and how many of them are answered."""
    at, text, answered = 0, "", 0
    for key in keys:
        if (at, key) not in NEXT:
            break
        at = NEXT[at, key]
        text, answered = f"{text}<{at}>", answered + 1
    return text, answered


@given(KEYS, st.data())
def test_what_is_answered(keys: list[str], data: st.DataObject) -> None:
    """Nothing is lost, and what comes after the first other key is left for the program."""
    written: list[str] = []
    reading, terminal = os.pipe()
    early = EarlyKeys(ANSWERS, written.append, reading)
    typed = "".join(keys).encode()
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
