"""Lines of Python as an editor changes and searches them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

Location = tuple[int, int]
"""A row and a column, both counted from 0."""


def toggled_comments(lines: Sequence[str]) -> list[str]:
    """Return lines commented out, or with their comments taken away if every line that is not blank is one.

    The signs stand in one column, that of the least indented line.
    """
    filled = [line for line in lines if line.strip()]
    if not filled:
        return list(lines)
    if all(line.lstrip().startswith("#") for line in filled):
        return [_uncommented(line) for line in lines]
    column = min(len(line) - len(line.lstrip(" ")) for line in filled)
    return [f"{line[:column]}# {line[column:]}" if line.strip() else line for line in lines]


def _uncommented(line: str) -> str:
    before, sign, after = line.partition("#")
    return before + after.removeprefix(" ") if sign and not before.strip() else line


def next_match(lines: Sequence[str], text: str, start: Location) -> Location | None:
    """Return where a text is found next after a location, from the beginning again after the last line.

    The case of letters does not matter unless the text has a capital. None if the text is nowhere.
    """
    if not text:
        return None
    folded = text.lower() == text
    rows = [line.lower() for line in lines] if folded else list(lines)
    row, column = start
    for offset in range(len(rows) + 1):
        at = (row + offset) % len(rows)
        found = rows[at].find(text, column if offset == 0 else 0)
        if found >= 0:
            return at, found
    return None
