"""What a page says of the learner's own record, as authors write it: a few lines of TOML.

`own` is said once there is enough, `example` until then, about the rows of `data`. Both are Markdown in which
`{{name}}` stands for a number worked out of the record, or of the example.
"""

from __future__ import annotations

import re

import tomli

from lessons.model.page import OwnData, OwnRow

COMMON = ("n", "need", "hits", "misses", "rate")
VALUES = {
    "hit-rate": COMMON,
    "log-loss": (*COMMON, "loss", "constant"),
    "forgetting": (*COMMON, "soon", "soon_days", "late", "late_days"),
}
"""By what is spoken of, the numbers that can be named."""

_NAME = re.compile(r"\{\{(\w+)\}\}")
_KEYS = {"own", "example", "data"}


def read_own(content: str, argument: str, line: int) -> OwnData:
    """The block of a fence. ValueError says what is wrong and what to do."""
    if argument not in VALUES:
        raise ValueError(f"{argument!r} is nothing a record holds; there are {', '.join(VALUES)}")
    try:
        raw = tomli.loads(content)
    except tomli.TOMLDecodeError as error:
        raise ValueError(f"not TOML: {error}") from None
    if raw.keys() != _KEYS:
        raise ValueError(f"wants exactly {', '.join(sorted(_KEYS))}")
    texts = str(raw["own"]).strip(), str(raw["example"]).strip()
    for name in _NAME.findall(" ".join(texts)):
        if name not in VALUES[argument]:
            raise ValueError(f"{{{{{name}}}}} is no number here; there are {', '.join(VALUES[argument])}")
    return OwnData(argument, *texts, tuple(_row(row) for row in raw["data"]), line)


def _row(row: object) -> OwnRow:
    if not isinstance(row, list) or len(row) != 4:
        raise ValueError("a row of data is [days, predicted, hits, tries]")
    days, predicted, hits, tries = row
    if not (days >= 1 and 0 < predicted < 1 and 0 <= hits <= tries):
        raise ValueError(f"{row} is not [days, predicted, hits, tries]; days from 1, predicted between 0 and 1")
    return OwnRow(int(days), float(predicted), int(hits), int(tries))


def filled(text: str, values: dict[str, str] | None = None) -> str:
    """The text with its numbers; with 1 for each where none are given."""
    return _NAME.sub(lambda found: "1" if values is None else values[found[1]], text)
