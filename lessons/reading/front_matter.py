"""The front matter of a page: skills it teaches and builds on. Imports no Markdown parser, because Home reads it."""

from __future__ import annotations

import re

import tomli

from lessons.source import CourseError

_FRONT = re.compile(r"\A\+\+\+\n(.*?)^\+\+\+\n", re.DOTALL | re.MULTILINE)
KEYS = {"teaches", "leans_on"}


def read_front(place: str, text: str) -> tuple[dict[str, tuple[str, ...]], str, int]:
    """(front matter, rest of the text, number of lines of the front matter). Raises CourseError."""
    match = _FRONT.match(text)
    if match is None:
        raise CourseError(place, 1, "no front matter; start with +++, teaches = [...], +++")
    try:
        raw = tomli.loads(match[1])
    except tomli.TOMLDecodeError as error:
        raise CourseError(place, 2, f"front matter is not TOML: {error}") from None
    unknown = raw.keys() - KEYS
    if unknown:
        raise CourseError(place, 2, f"front matter knows no {', '.join(sorted(unknown))}; it knows teaches, leans_on")
    for key, value in raw.items():
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise CourseError(place, 2, f"{key} is a list of ids in quotes")
    return {key: tuple(value) for key, value in raw.items()}, text[match.end() :], match[0].count("\n")
