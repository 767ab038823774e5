"""Reading what Textual writes: text, pens, cursor and erasing are drawn on a screen, the rest is handed on."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from tutor.driver.cells import Screen
from tutor.driver.sgr import PLAIN, NotAPen, styled

TEXT = r"[^\x00-\x1f\x7f-\x9f]"
TOKEN = re.compile(
    rf"\x1b\[(?P<sgr>[\d;]*)m(?P<styled>{TEXT}*)(?P<reset>\x1b\[0?m)?"
    r"|\x1b\[(?P<row>\d*)(?:;(?P<column>\d*))?H"
    rf"|(?P<text>{TEXT}+)"
    r"|\x1b\[(?P<count>\d*)(?P<motion>[ABCDGJK])"
    r"|(?P<control>[\n\r\b])"
    r"|\x1b\]8;(?P<link>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|(?P<sync>\x1b\[\?2026[hl])"
    r"|(?P<other>\x1b\[\?1049[hl])"
    # What changes no cell: mouse, focus, paste, wrap, keyboard and size modes, questions, bell, title, clipboard.
    r"|(?P<passed>\x1b\[\?(?:7|25|1000|1002|1003|1004|1006|1015|1016|2004|2031|2048)[hl]|\x1b\[\?\d+\$p"
    r"|\x1b\[[<>=?][\d;]*u|\x1b\[[>=]?\d*c|\x1b\[\??\d*n|\x1b\[\d* q"
    r"|\x07|\x1b\](?!8;)\d+;[^\x07\x1b]*(?:\x07|\x1b\\))"
)


class Kind(Enum):
    """What was read."""

    DRAWN = auto()
    HELD = auto()
    RELEASED = auto()
    ENTERED = auto()
    LEFT = auto()
    PASSED = auto()
    STRANGE = auto()


class Part(NamedTuple):
    """Something read that is not drawing; a strange one has all that follows in its text."""

    kind: Kind
    text: str = ""


class Reader:
    """Draws on `screen`; `cleared` says whether erasing leaves the pen's background."""

    def __init__(self, screen: Screen, shares_back: bool) -> None:
        self.screen = screen
        self.shares_back = shares_back

    def next(self, data: str, at: int) -> tuple[Part, int]:
        """Draw until something else comes: what that is, and where in the data it ends."""
        screen = self.screen
        match = TOKEN.match
        while at < len(data):
            found = match(data, at)
            if found is None:
                return Part(Kind.STRANGE, data[at:]), len(data)
            kind = found.lastgroup
            try:
                if kind == "reset" or kind == "styled":
                    sgr, text = found.group(1, 2)
                    screen.pen = styled(screen.pen, sgr or "0")
                    if text:
                        screen.write(text)
                    if kind == "reset":
                        screen.pen = styled(screen.pen, "0")
                elif kind in ("sync", "other", "passed"):
                    return self._part(found[0]), found.end()
                else:
                    self._draw(screen, kind, found)
            except NotAPen:
                return Part(Kind.STRANGE, data[at:]), len(data)
            at = found.end()
        return Part(Kind.DRAWN), at

    def _part(self, text: str) -> Part:
        named = {
            "\x1b[?2026h": Kind.HELD, "\x1b[?2026l": Kind.RELEASED,
            "\x1b[?1049h": Kind.ENTERED, "\x1b[?1049l": Kind.LEFT,
        }  # fmt: skip
        return Part(named.get(text, Kind.PASSED), text)

    def _draw(self, screen: Screen, kind: str | None, found: re.Match[str]) -> None:
        if kind in ("row", "column"):
            screen.move(int(found["column"] or 1) - 1, int(found["row"] or 1) - 1)
        elif kind == "text":
            screen.write(found["text"])
        elif kind == "link":
            link = found["link"]
            screen.pen = screen.pen._replace(link="" if link == ";" else link)
        elif kind == "control":
            self._control(screen, found[0])
        else:
            self._motion(screen, found["motion"], found["count"])

    def _control(self, screen: Screen, char: str) -> None:
        if char == "\b":
            screen.move(screen.x - 1, screen.y)
        elif char == "\r":
            screen.move(0, screen.y)
        elif screen.y == screen.height - 1:
            raise NotAPen("a line feed here scrolls the screen")
        else:
            screen.move(0, screen.y + 1)

    def _motion(self, screen: Screen, final: str, count: str) -> None:
        by = int(count or 1) or 1
        x, y = min(screen.x, screen.width - 1), screen.y
        if final in "AB":
            screen.move(x, y + (by if final == "B" else -by))
        elif final in "CD":
            screen.move(x + (by if final == "C" else -by), y)
        elif final == "G":
            screen.move(by - 1, y)
        else:
            self._erase(screen, final, int(count or 0), x)

    def _erase(self, screen: Screen, final: str, which: int, x: int) -> None:
        if which > 2 or not screen.pen.erases or (screen.pen.back and not self.shares_back):
            raise NotAPen("what erasing leaves differs between terminals")
        start, end = ((x, screen.width), (0, x + 1), (0, screen.width))[which]
        screen.erase(screen.y, start, end)
        if final == "J":
            below, above = range(screen.y + 1, screen.height), range(screen.y)
            for y in (below, above, (*above, *below))[which]:
                screen.erase(y, 0, screen.width)


__all__ = ["PLAIN", "Kind", "Part", "Reader"]
