"""The place in the header where it does not fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.app.widgets.header_footer import shortened

PLACE = "Diagnose › A gradient check that fails everywhere"


def test_the_last_part_of_a_place_stays_and_is_cut_with_dots() -> None:
    assert shortened(PLACE, 60, plain=False) == PLACE
    assert shortened(PLACE, 42, plain=False) == "A gradient check that fails everywhere"
    assert shortened(PLACE, 20, plain=False) == "A gradient check th…"
    assert shortened(PLACE.replace("›", ">"), 20, plain=True) == "A gradient check..."


@given(st.text(st.sampled_from("ab ›"), max_size=30), st.integers(0, 30), st.booleans())
def test_a_place_never_takes_more_than_its_room(place: str, room: int, plain: bool) -> None:
    assert len(shortened(place, room, plain)) <= room
