"""The background color of the terminal, from its answer to OSC 11 (xterm control sequences, dynamic colors)."""

from __future__ import annotations

import re

QUERY = "\x1b]11;?\x1b\\"
NEVER_ASKED = ("", "dumb", "linux")  # terminals that print the query, or have no such color

_ANSWER = re.compile(r"\x1b\]11;rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})")
_WEIGHTS = (0.2126, 0.7152, 0.0722)  # of red, green and blue in relative luminance (ITU-R BT.709)
_GAMMA = 2.2  # of the channels, about
_MIDDLE = 0.18  # the luminance that looks halfway between black and white


def is_light(answer: str) -> bool | None:
    """Whether the background is light, by the terminal's answer; None for text that is no such answer."""
    found = _ANSWER.match(answer)
    if found is None:
        return None
    channels = [int(digits, 16) / (16 ** len(digits) - 1) for digits in found.groups()]
    luminance: float = sum(weight * channel**_GAMMA for weight, channel in zip(_WEIGHTS, channels, strict=True))
    return luminance > _MIDDLE
