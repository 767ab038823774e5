"""Reads a line of JSON input: an object with one key."""

from __future__ import annotations

import json


class BadRequestError(ValueError):
    """A line that is no input; the message says what an input looks like."""


def request(line: str, texts: tuple[str, ...], flags: tuple[str, ...]) -> tuple[str, str]:
    """The name of an input and its text: `texts` take a string, `flags` take true and have no text.

    Raises BadRequestError.
    """
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRequestError(f"this line is no JSON: {error}") from None
    if not isinstance(given, dict) or len(given) != 1:
        raise BadRequestError(f'a line is an object with one key, such as {{"{flags[0]}": true}}')
    ((name, value),) = given.items()
    if name in texts:
        if not isinstance(value, str):
            raise BadRequestError(f'"{name}" takes a string')
        return name, value
    if name not in flags:
        raise BadRequestError(f"there is no input {json.dumps(name)}; there are {', '.join((*texts, *flags))}")
    if value is not True:
        raise BadRequestError(f'"{name}" takes true')
    return name, ""
