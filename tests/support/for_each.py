"""One test over many quick cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Case = TypeVar("Case")

Check = Callable[[Case], None]
Test = Callable[[], None]


def for_each(cases: Iterable[Case], ids: Callable[[Case], str] = str) -> Callable[[Check[Case]], Test]:
    """A decorator that makes a check of one case a test of all; it names every case that fails.

    A case as a test of its own costs as much as a hundred quick checks: `parametrize` is for those that take a while.
    """
    every = list(cases)

    def decorate(check: Check[Case]) -> Test:
        def test() -> None:
            failed = []
            for case in every:
                try:
                    check(case)
                except Exception as error:  # whatever it is, the other cases are looked at too
                    failed.append(f"{ids(case)}: {type(error).__name__}: {error}")
            assert every, "no case"
            assert not failed, "\n\n".join([f"{len(failed)} of {len(every)} cases", *failed])

        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        return test

    return decorate
