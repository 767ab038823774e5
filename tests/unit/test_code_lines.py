"""Comments and the search of the editor."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.app.widgets.code_lines import next_match, toggled_comments

CODE = st.lists(
    st.builds(
        lambda indent, text: " " * indent + text, st.integers(0, 8), st.text("abc=()1 ", max_size=8).map(str.lstrip)
    ),
    min_size=1,
    max_size=8,
)


@given(CODE)
def test_comments_made_twice_are_gone(lines: list[str]) -> None:
    commented = toggled_comments(lines)
    assert toggled_comments(commented) == lines
    assert all(line.lstrip().startswith("# ") for line in commented if line.strip())
    columns = {line.index("#") for line in commented if line.strip()}
    assert len(columns) <= 1


def test_a_block_with_one_comment_is_commented_out_as_a_whole() -> None:
    lines = ["def f():", "    # why", "", "    return 1"]
    assert toggled_comments(lines) == ["# def f():", "#     # why", "", "#     return 1"]
    assert toggled_comments(["#x", "  # y"]) == ["x", "  y"]


@given(CODE, st.text("abc=", min_size=1, max_size=3), st.data())
def test_what_is_found_is_there_and_comes_first(lines: list[str], text: str, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(lines) - 1))
    start = (row, data.draw(st.integers(0, len(lines[row]))))
    found = next_match(lines, text, start)
    places = [
        (index, column)
        for index, line in enumerate(lines)
        for column in range(len(line))
        if line.startswith(text, column)
    ]
    assert found == (min((place for place in places if place >= start), default=min(places, default=None)))


def test_capitals_count_only_if_they_are_typed() -> None:
    assert next_match(["Loss", "loss"], "loss", (0, 0)) == (0, 0)
    assert next_match(["loss", "Loss"], "Loss", (0, 0)) == (1, 0)
    assert next_match(["x"], "", (0, 0)) is None
