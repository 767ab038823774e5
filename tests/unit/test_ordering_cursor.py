"""The cursor of an order stays on its piece while others are put in place and taken back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lessons.answers import Option
from tutor.app.widgets.ordering_input import OrderingInput
from tutor.rendering.answer_boxes import CHECK

PIECES = tuple(Option(name, name) for name in "abcde")


class Unmounted(OrderingInput):
    """An order that is not on a screen."""

    def refresh_bindings(self) -> None:
        """Do nothing: there is no key line."""

    def changed(self, layout: bool = True) -> None:
        """Do nothing: nothing is painted."""


@given(st.booleans(), st.lists(st.sampled_from(["down", "undo", *"abcde"]), max_size=30))
def test_the_cursor_stays_on_its_piece(cloze: bool, keys: list[str]) -> None:
    box = Unmounted(PIECES, gaps=3 if cloze else 0)
    for key in keys:
        here = box.left[box.cursor]
        if key == "down":
            box.action_move(1)
        elif key == "undo" and box.taken:
            box.action_undo()
            assert box.left[box.cursor] == here
        elif key in box.left:
            before = box.left
            box._take(key)
            after = [name for name in before[before.index(here) :] if name in box.left]
            assert box.left[box.cursor] == after[0]
        assert box.left[-1] == CHECK
