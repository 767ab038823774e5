"""What a formula of numbers that is read aloud is worth, worked out from the words alone."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

Reading = tuple[float, int]  # a value, and the place after its words
POWERS = {"squared": 2, "cubed": 3, "inverse": -1}
RELATIONS = ("is approximately", "equals")
WORD = re.compile(r"[a-z]+|\d[\d.]*|[,;]")


class Listener:
    """Someone who hears the words, and knows that a comma ends what was begun with `of`, `quantity` or `fraction`.

    Where words can be meant in two ways, the shorter argument is taken to be meant first.
    """

    def __init__(self, text: str) -> None:
        self.words = WORD.findall(text)

    def value(self) -> float | None:
        """The first way in which all the words can be meant; None where there is none."""
        return next((value for value, at in self.sum(0) if at == len(self.words)), None)

    def after(self, at: int, *words: str) -> int | None:
        """The place after these words, if they stand there."""
        end = at + len(words)
        return end if tuple(self.words[at:end]) == words else None

    def sum(self, at: int) -> Iterator[Reading]:
        start = self.after(at, "plus")
        for first in self.signed(at if start is None else start, self.product):
            yield from self._rest(first, {"plus": 1.0, "minus": -1.0})

    def _rest(self, so_far: Reading, signs: dict[str, float]) -> Iterator[Reading]:
        """Longest first: what is said goes on as far as it can."""
        value, at = so_far
        sign = signs.get(self.words[at]) if at < len(self.words) else None
        if sign is not None:
            for term, end in self.signed(at + 1, self.product):
                yield from self._rest((value + sign * term, end), signs)
        yield so_far

    def signed(self, at: int, take: Callable[[int], Iterator[Reading]]) -> Iterator[Reading]:
        """What may begin with a minus."""
        start = self.after(at, "minus")
        yield from take(at) if start is None else ((-value, end) for value, end in take(start))

    def product(self, at: int) -> Iterator[Reading]:
        for first in self.power(at):
            yield from self._factors(first)

    def _factors(self, so_far: Reading) -> Iterator[Reading]:
        value, at = so_far
        word = self.words[at] if at < len(self.words) else ""
        if word in ("times", "over"):
            for factor, end in self.signed(at + 1, self.power):
                if word == "times" or factor:
                    yield from self._factors((value * factor if word == "times" else value / factor, end))
        yield so_far

    def power(self, at: int) -> Iterator[Reading]:
        for base, after in self.atom(at):
            word = self.words[after] if after < len(self.words) else ""
            if word in POWERS:
                yield _power(base, POWERS[word]), after + 1
            elif (start := self.after(after, "to", "the", "power")) is not None:
                for exponent, end in self.argument(self.after(start, "of") or start):
                    yield _power(base, exponent), end
            yield base, after

    def atom(self, at: int) -> Iterator[Reading]:
        if at >= len(self.words):
            return
        word = self.words[at]
        if word[0].isdigit():
            yield float(word), at + 1
        elif word == "e":
            yield math.e, at + 1
        elif (start := self.after(at, "the", "quantity")) is not None:
            yield from self.ended(start, self.sum)
        elif (start := self.after(at, "the", "fraction")) is not None:
            yield from self._fraction(start)
        for words, apply in FUNCTIONS.items():
            if (start := self.after(at, *words)) is not None:
                for value, end in self.argument(start):
                    if (result := apply(value)) is not None:
                        yield result, end

    def _fraction(self, at: int) -> Iterator[Reading]:
        for top, middle in self.power(at):
            if (start := self.after(middle, "over")) is not None:
                yield from ((top / bottom, end) for bottom, end in self.power(start) if bottom)
        for top, middle in self.ended(at, self.sum):
            if (start := self.after(middle, "over")) is not None:
                for bottom, end in self.ended(start, self.sum):
                    if bottom:
                        yield top / bottom, end

    def argument(self, at: int) -> Iterator[Reading]:
        """One number or one power."""
        yield from self.signed(at, self.power)

    def ended(self, at: int, take: Callable[[int], Iterator[Reading]]) -> Iterator[Reading]:
        """What a comma, or the end of all words, ends."""
        for value, end in take(at):
            if end == len(self.words):
                yield value, end
            elif self.words[end] == ",":
                yield value, end + 1


def _power(base: float, exponent: float) -> float:
    try:
        return float(base**exponent)
    except (OverflowError, ZeroDivisionError):
        return math.inf


def _log(base: float) -> Callable[[float], float | None]:
    return lambda value: math.log(value) / math.log(base) if value > 0 else None


FUNCTIONS: dict[tuple[str, ...], Callable[[float], float | None]] = {
    ("the", "square", "root", "of"): lambda value: math.sqrt(value) if value >= 0 else None,
    ("the", "natural", "log", "of"): _log(math.e),
    ("the", "log", "base", "2", "of"): _log(2),
    ("the", "log", "base", "10", "of"): _log(10),
}


def sides(text: str) -> list[str]:
    """What stands between `equals` and `is approximately`."""
    return [side.strip() for side in re.split("|".join(RELATIONS), text)]
