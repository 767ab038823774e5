"""A line of the JSON-lines face of paper cards and hunts: an object with one key."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any


def parsed(line: str, names: Collection[str], example: str) -> tuple[str, Any]:
    """Return the key and the value of a line; `example` is a line as it should be. Raises ValueError."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"this line is no JSON: {error}") from None
    if not isinstance(given, dict) or len(given) != 1:
        raise ValueError(f"a line is an object with one key, such as {example}")
    ((name, value),) = given.items()
    if name not in names:
        raise ValueError(f"there is no input {json.dumps(name)}; there are {', '.join(names)}")
    return name, value
