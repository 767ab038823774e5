"""Personal-data blocks: read from the TOML of a page's own block.

`own` is shown once the record has enough data; `example`, about the rows of `data`, until then. Both are Markdown in
which `{{name}}` stands for a number computed from the record, or from the example.
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
"""By statistic, the names that may be used."""

_NAME = re.compile(r"\{\{(\w+)\}\}")
_KEYS = {"own", "example", "data"}


def read_own_data(content: str, argument: str, line: int) -> OwnData:
    """Read the block of a fence. Raises ValueError, which says what is wrong and how to fix it."""
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
    """The text with its names replaced by values; by 1 where `values` is None."""
    return _NAME.sub(lambda match: "1" if values is None else values[match[1]], text)
