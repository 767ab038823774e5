"""A key that is pressed twice."""

from __future__ import annotations

from tutor.app.second_press import CONFIRM_TIME, SecondPress


def pressed(keys: str, seconds: float = 0.0) -> list[bool]:
    """What each of some presses confirms, so many seconds apart; a key other than `s` and `h` asks nothing."""
    now = 0.0
    second = SecondPress(lambda: now)
    done = []
    for key in keys:
        second.pressed()
        done.append(key in "sh" and second.confirms("card", key))
        now += seconds
    return done


def test_the_second_press_confirms() -> None:
    assert pressed("ss") == [False, True]
    assert pressed("sss") == [False, True, False]


def test_another_key_in_between_takes_the_first_back() -> None:
    assert not any(pressed("s-s-shs"))


def test_a_long_wait_takes_the_first_back() -> None:
    assert pressed("ss", CONFIRM_TIME - 1) == [False, True]
    assert pressed("ss", CONFIRM_TIME) == [False, False]


def test_each_asks_for_itself() -> None:
    second = SecondPress(lambda: 0.0)
    for asker in ("one", "other"):
        second.pressed()
        assert not second.confirms(asker, "s")


def test_what_is_out_of_sight_is_taken_back() -> None:
    second = SecondPress(lambda: 0.0)
    second.pressed()
    second.confirms("one", "s")
    second.take_back()
    second.pressed()
    assert not second.confirms("one", "s")
