"""Where a window scrolls to so that the row of the cursor is on the screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.app.widgets.cursor_row import row_to_show, shift_into

rows = st.integers(min_value=-50, max_value=200)
heights = st.integers(min_value=1, max_value=60)


@given(rows, heights, rows, heights)
def test_after_the_shift_the_rows_are_seen_and_no_shift_is_longer_than_needed(
    top: int, height: int, first: int, count: int
) -> None:
    shift = shift_into(top, top + height, first, first + count)
    start, end = top + shift, top + shift + height
    assert start <= first < end
    if count <= height:
        assert first + count <= end
        assert shift == 0 or first == start or first + count == end


@given(rows, heights, heights, st.data())
def test_the_cursor_stays_on_the_screen_when_a_question_grows(
    top: int, rows_of_question: int, height: int, data: st.DataObject
) -> None:
    """Whatever the question has: with room all of it is seen, else its end, and the cursor in any case."""
    end = top + rows_of_question
    first = data.draw(st.integers(min_value=top, max_value=end - 1))
    to = row_to_show(top, end, height, (first, first + 1))
    assert to <= first < to + height
    assert to + height <= max(end, top + height)
    if rows_of_question <= height:
        assert to <= top
        assert end <= to + height
    elif end - first <= height:
        assert to + height == end


@given(rows, heights, heights)
def test_without_a_cursor_a_question_is_shown_from_its_beginning(top: int, rows_of_question: int, height: int) -> None:
    to = row_to_show(top, top + rows_of_question, height, None)
    assert to <= top
    assert to == top or to + height == top + rows_of_question
