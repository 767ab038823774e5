"""A matrix as other programs print or copy it, rewritten as one line that an answer may have."""

from __future__ import annotations

import re

_SCALAR = re.compile(r"\b(?:np|numpy)\.(?:float|int)\d+\(([^()]*)\)")  # NumPy 2 prints np.float64(0.5)
_OPTIONS = re.compile(r",\s*(?:dtype|device|requires_grad|shape)\s*=\s*[\w.:'\"<>]+")


def one_line(text: str) -> str:
    """The text as one line: brackets as they are, rows by line as `[1, 2; 3, 4]`.

    >>> one_line("array([[-1,  1],\\n       [ 4,  2]])")
    'array([[-1, 1], [ 4, 2]])'
    >>> one_line("-1\\t1\\n4\\t2")
    '[-1, 1; 4, 2]'
    """
    text = _OPTIONS.sub("", _SCALAR.sub(r"\1", text.strip()))
    rows = [line.strip() for line in text.splitlines() if line.strip()]
    if is_one_entry(text) or "[" in text or "\\begin" in text or ";" in text:
        return re.sub(r"\s+", " ", text)
    return "[" + "; ".join(", ".join(_entries(row)) for row in rows) + "]"


def is_one_entry(text: str) -> bool:
    """Whether a text can only be one entry, such as `sqrt(2)` or `-1/2`."""
    return not re.search(r"[\s,;\[\]&{}]", text.strip())


def _entries(row: str) -> list[str]:
    """The entries of a line, divided by tabs or else commas or else blanks."""
    for sign in ("\t", ",", "&"):
        if sign in row:
            return [entry.strip() for entry in row.rstrip(sign).split(sign)]
    return row.split()
