"""Texts of a question: messages that refute, and slips of texts that are put together from drawn numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

WORDS = 8
"""The fewest words of a message."""

_SENTENCE_END = re.compile(r"[.?!:;](?=[\s$]|$)")
_COUNTED = "heads|tails|bits|nats|emails|people|rounds|flips|points|examples|machines|users"

SLIPS: Mapping[str, re.Pattern[str]] = {
    "a plural after 1": re.compile(rf"(?<![\d.,/\w])\$?1\$? (?:{_COUNTED})\b"),
    "a power of 1": re.compile(r"(?<!e)\^(?:1(?![\d.])|\{1\})"),
    "an ordinal with a period": re.compile(r"\b[Tt]he \d+\. [a-z]"),
    "a missing factor": re.compile(r"=\s\s+\("),
    "a division by 1": re.compile(r"\b[Dd]ivide by \$?1\$?(?!\d|\.\d)"),
    "two spaces": re.compile(r"[^\s]  +[^\s]"),
    "a space before a period": re.compile(r"[^ .] \.(?!\d|\w|\.)"),
    "a 0 added or subtracted": re.compile(r"[-+] 0\)"),
    "a doubled sign": re.compile(r"[+-] [+-] ?\d|\+ -"),
    "a value that is no number": re.compile(r"\bnan\b"),
    "a name of the program": re.compile(r"(?<![\\\w^_}])\{[a-z_]{2,}\}"),
}
"""Slips of a text that is put together from numbers, by what they are."""

_EQUATION = re.compile(r"\$([^$=]+?)\s*=\s*([^$=]+?)\$")


def refutes(message: str) -> bool:
    """Whether a message says two things: what the answer is, and what to do instead."""
    return len(message.split()) >= WORDS and len(_SENTENCE_END.findall(message)) >= 2


def message_faults(name: str, message: str) -> Iterator[str]:
    """What is wrong with the message of a wrong answer; one that is missing is another check's."""
    if message.strip() and not refutes(message):
        yield f"the message of {name} is short; say what the answer is, and in a second sentence what to do instead"


def slip_faults(text: str) -> Iterator[str]:
    """Slips of a drawn text."""
    for slip, pattern in SLIPS.items():
        if found := pattern.search(text):
            yield f"{slip}, {found[0]!r}; word it for these numbers, or draw others"
    if text.replace("$$", "").count("$") % 2:
        yield f"a dollar sign stands alone in {text[:40]!r}; they come in pairs"
    for found in _EQUATION.finditer(text):
        left, right = (re.sub(r"\s|\\left|\\right", "", side).strip("()") for side in found.groups())
        if left == right:
            yield f"{found[0]} says the same on both sides; leave it out"
