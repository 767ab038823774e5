"""A test over many cases fails if one case does, and names each that does."""

from __future__ import annotations

import pytest

from tests.support.for_each import for_each


def test_each_failing_case_is_named() -> None:
    @for_each(range(5), ids="case {}".format)
    def check(number: int) -> None:
        """Is even."""
        assert number % 2 == 0, "odd"

    with pytest.raises(AssertionError) as raised:
        check()
    assert "2 of 5 cases" in str(raised.value)
    assert [number for number in range(5) if f"case {number}" in str(raised.value)] == [1, 3]
    assert check.__doc__ == "Is even."


def test_no_case_is_a_failure() -> None:
    empty: list[int] = []

    @for_each(empty)
    def check(_case: int) -> None:
        pass

    with pytest.raises(AssertionError, match="no case"):
        check()
