"""Times as events carry them: UTC, in milliseconds, `2025-01-31T09:05:00.000Z`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1)


@lru_cache(maxsize=1 << 14)
def _hour(text: str) -> int:
    """`YYYY-MM-DDTHH` as milliseconds since 1970."""
    if len(text) != 13 or text[4] + text[7] + text[10] != "--T":
        raise ValueError(text)
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(milliseconds=1)


@lru_cache(maxsize=64)
def _minute(text: str) -> int:
    """`:MM` as milliseconds."""
    digits = text[1:]
    if not (len(text) == 3 and text[0] == ":" and digits.isascii() and digits.isdigit() and int(digits) < 60):
        raise ValueError(text)
    return int(digits) * 60_000


@lru_cache(maxsize=1 << 16)
def _second(text: str) -> int:
    """`:SS.mmmZ` as milliseconds."""
    digits = text[1:3] + text[4:7]
    shaped = len(text) == 8 and text[0] == ":" and text[3] == "." and text[7] == "Z"
    if not (shaped and digits.isascii() and digits.isdigit() and int(text[1:3]) < 60):
        raise ValueError(text)
    return int(digits)


def milliseconds(t: str) -> int:
    """Milliseconds since 1970; raises ValueError unless `t` is `YYYY-MM-DDTHH:MM:SS.mmmZ`."""
    try:
        return _hour(t[:13]) + _minute(t[13:16]) + _second(t[16:])
    except ValueError:
        raise ValueError("the time is not of the form 2025-01-31T09:05:00.000Z") from None


def utc_text(moment: datetime) -> str:
    """The moment as events carry it: `YYYY-MM-DDTHH:MM:SS.mmmZ`. A naive one is local time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def time_text(ms: int) -> str:
    """Milliseconds since 1970 as events carry them."""
    return (_EPOCH + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds") + "Z"
