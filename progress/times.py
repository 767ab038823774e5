"""Times as events carry them: UTC, in milliseconds, `2025-01-31T09:05:00.000Z`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1)
_EPOCH_UTC = _EPOCH.replace(tzinfo=UTC)

DAWN = timedelta(hours=4)
"""When a learner's day begins, after local midnight: what is done late in the evening belongs to that evening."""

_DAWN_MS, _DAY_MS = 4 * 3_600_000, 86_400_000


@lru_cache(maxsize=1 << 14)
def _hour(text: str) -> int:
    """`YYYY-MM-DDTHH` as milliseconds since 1970."""
    if len(text) != 13 or text[4] + text[7] + text[10] != "--T":
        raise ValueError(text)
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(milliseconds=1)


class _Sixties(dict[str, int]):
    """`:SS` as milliseconds, each worked out once: a long record asks a million times."""

    def __missing__(self, text: str) -> int:
        digits = text[1:]
        if not (len(text) == 3 and text[0] == ":" and digits.isascii() and digits.isdigit() and int(digits) < 60):
            raise ValueError(text)
        return self.setdefault(text, int(digits) * 1000)


class _Thousandths(dict[str, int]):
    """`.mmmZ` as milliseconds."""

    def __missing__(self, text: str) -> int:
        digits = text[1:4]
        if not (len(text) == 5 and text[0] == "." and text[4] == "Z" and digits.isascii() and digits.isdigit()):
            raise ValueError(text)
        return self.setdefault(text, int(digits))


_sixties, _thousandths = _Sixties(), _Thousandths()


_FIRST = datetime.min + DAWN
"""The earliest moment that has a day."""


def milliseconds(t: str) -> int:
    """Milliseconds since 1970; raises ValueError unless `t` is `YYYY-MM-DDTHH:MM:SS.mmmZ`."""
    try:
        return _hour(t[:13]) + _sixties[t[13:16]] * 60 + _sixties[t[16:19]] + _thousandths[t[19:]]
    except ValueError:
        raise ValueError("the time is not of the form 2025-01-31T09:05:00.000Z") from None


def utc_text(moment: datetime) -> str:
    """The moment as events carry it: `YYYY-MM-DDTHH:MM:SS.mmmZ`. A naive one is local time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def local_day(moment: datetime, zone: tzinfo | None = None) -> str:
    """The learner's own day as an ISO date: from 4 a.m. to 4 a.m. by the clock in `zone`.

    Without a zone it is that of the moment itself; a naive moment is in the zone of the machine.
    """
    aware = moment.astimezone() if moment.tzinfo is None else moment
    wall = aware if zone is None else aware.astimezone(zone)
    return (max(wall.replace(tzinfo=None), _FIRST) - DAWN).date().isoformat()


def utc_day(ms: int) -> str:
    """The day of an answer that does not say its own: from 4 a.m. to 4 a.m. in UTC."""
    return (max(_EPOCH + timedelta(milliseconds=ms), _FIRST) - DAWN).date().isoformat()


@lru_cache(maxsize=1 << 12)
def day_number(day: str) -> int | None:
    """The number of a learner's day, an ISO date, counted from 1970-01-01; None for a text that is no date."""
    try:
        return (datetime.fromisoformat(day) - _EPOCH).days if len(day) == 10 else None
    except ValueError:
        return None


def day_at(day: str, ms: int) -> int:
    """The number of the learner's day of an event: what the event says, else the day from 4 a.m. to 4 a.m. in UTC."""
    number = day_number(day) if day else None
    return number if number is not None else (ms - _DAWN_MS) // _DAY_MS


def today(now: datetime) -> int:
    """The number of the learner's day at a moment, by the clock of the moment's own zone."""
    number = day_number(local_day(now))
    assert number is not None
    return number


def day_end(now: datetime) -> int:
    """The end of the learner's day in milliseconds since 1970: the next 4 a.m. by the clock of the moment's zone."""
    aware = now.astimezone() if now.tzinfo is None else now
    wall = max(aware.replace(tzinfo=None), _FIRST) - DAWN
    if wall.date() >= datetime.max.date() - timedelta(days=1):
        return (aware.replace(tzinfo=None) - _EPOCH) // timedelta(milliseconds=1)
    end = datetime.combine(wall.date() + timedelta(days=1), datetime.min.time()) + DAWN
    return round((end.replace(tzinfo=aware.tzinfo) - _EPOCH_UTC) / timedelta(milliseconds=1))


def day_start(now: datetime) -> int:
    """The beginning of the learner's day in milliseconds since 1970: the last 4 a.m."""
    aware = now.astimezone() if now.tzinfo is None else now
    return day_end(aware - timedelta(days=1)) if aware.replace(tzinfo=None) - _FIRST >= timedelta(days=1) else 0


def time_text(ms: int) -> str:
    """Milliseconds since 1970 as events carry them."""
    return (_EPOCH + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds") + "Z"
