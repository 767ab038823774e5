"""The numbers of the fault hunts: by number, the level and the program of a hunt."""

from __future__ import annotations

from msgspec import Struct

PREFIX = "hunt."
NAMED = 48
"""How many hunts are listed; higher numbers are hunts as well, without end."""


class Level(Struct, frozen=True):
    """A level of difficulty: the number of candidates, and the least and most probes that tell a close pair apart."""

    name: str
    candidates: int
    least: int
    most: int


LEVELS = (Level("easy", 8, 2, 99), Level("medium", 12, 1, 99), Level("hard", 16, 1, 1))


def hunt_id(number: int) -> str:
    """The id of the hunt with a number."""
    return f"{PREFIX}{number}"


def number_of(hunt: str) -> int | None:
    """The number, from 1, in the id of a hunt; None for another id."""
    digits = hunt.removeprefix(PREFIX)
    known = hunt.startswith(PREFIX) and digits.isascii() and digits.isdigit() and len(digits) < 10
    return int(digits) if known and int(digits) > 0 else None


def title_of(number: int, program: str) -> str:
    """The title of the hunt with a number."""
    return f"Hunt {number}: {program[:1].lower()}{program[1:]}"


def level_of(number: int) -> Level:
    """The level of a hunt: the listed ones climb in three equal parts, those after them take turns."""
    part = NAMED // len(LEVELS)
    return LEVELS[(number - 1) // part] if number <= NAMED else LEVELS[number % len(LEVELS)]


def program_of(names: tuple[str, ...], number: int) -> str:
    """The name of the program of a hunt: the first of them has two hunts in three, the others take turns."""
    others = names[1:]
    return others[(number // 3 - 1) % len(others)] if others and number % 3 == 0 else names[0]
