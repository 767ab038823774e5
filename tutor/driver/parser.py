"""A parser for what Textual writes: text, SGR, cursor moves and erasing are applied to a screen, the rest returned."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from tutor.driver.cells import Screen
from tutor.driver.sgr import UnsupportedSequenceError, apply_sgr

TEXT = r"[^\x00-\x1f\x7f-\x9f]"
SEQUENCE = re.compile(
    rf"\x1b\[(?P<sgr>[\d;]*)m(?P<styled>{TEXT}*)(?P<reset>\x1b\[0?m)?"
    r"|\x1b\[(?P<row>\d*)(?:;(?P<column>\d*))?H"
    rf"|(?P<text>{TEXT}+)"
    r"|\x1b\[(?P<count>\d*)(?P<motion>[ABCDGJK])"
    r"|(?P<control>[\n\r\b])"
    r"|\x1b\]8;(?P<link>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|(?P<sync>\x1b\[\?2026[hl])"
    r"|(?P<other>\x1b\[\?1049[hl])"
    # No cell changes: mouse, focus, paste, wrap, keyboard and size modes, queries, bell, title, clipboard.
    r"|(?P<passed>\x1b\[\?(?:7|25|1000|1002|1003|1004|1006|1015|1016|2004|2031|2048)[hl]|\x1b\[\?\d+\$p"
    r"|\x1b\[[<>=?][\d;]*u|\x1b\[[>=]?\d*c|\x1b\[\??\d*n|\x1b\[\d* q"
    r"|\x07|\x1b\](?!8;)\d+;[^\x07\x1b]*(?:\x07|\x1b\\))"
)


class Kind(Enum):
    """What kind of sequence ended a run of drawing."""

    END = auto()
    FRAME_BEGIN = auto()
    FRAME_END = auto()
    ALTERNATE_SCREEN = auto()
    MAIN_SCREEN = auto()
    PASSTHROUGH = auto()
    UNKNOWN = auto()


class Token(NamedTuple):
    """A sequence that draws nothing; the text of an unknown one is all the remaining input."""

    kind: Kind
    text: str = ""


class Parser:
    """A parser that draws on `screen`; `back_color_erase` says whether erasing fills with the pen's background."""

    def __init__(self, screen: Screen, back_color_erase: bool) -> None:
        self.screen = screen
        self.back_color_erase = back_color_erase

    def next(self, data: str, at: int) -> tuple[Token, int]:
        """Draw up to the next sequence that draws nothing; return it and the index of its end in `data`."""
        screen = self.screen
        match_at = SEQUENCE.match
        while at < len(data):
            match = match_at(data, at)
            if match is None:
                return Token(Kind.UNKNOWN, data[at:]), len(data)
            kind = match.lastgroup
            try:
                if kind == "reset" or kind == "styled":
                    sgr, text = match.group(1, 2)
                    screen.pen = apply_sgr(screen.pen, sgr or "0")
                    if text:
                        screen.write(text)
                    if kind == "reset":
                        screen.pen = apply_sgr(screen.pen, "0")
                elif kind in ("sync", "other", "passed"):
                    return self._token(match[0]), match.end()
                else:
                    self._draw(screen, kind, match)
            except UnsupportedSequenceError:
                return Token(Kind.UNKNOWN, data[at:]), len(data)
            at = match.end()
        return Token(Kind.END), at

    def _token(self, text: str) -> Token:
        kinds = {
            "\x1b[?2026h": Kind.FRAME_BEGIN, "\x1b[?2026l": Kind.FRAME_END,
            "\x1b[?1049h": Kind.ALTERNATE_SCREEN, "\x1b[?1049l": Kind.MAIN_SCREEN,
        }  # fmt: skip
        return Token(kinds.get(text, Kind.PASSTHROUGH), text)

    def _draw(self, screen: Screen, kind: str | None, match: re.Match[str]) -> None:
        if kind in ("row", "column"):
            screen.move(int(match["column"] or 1) - 1, int(match["row"] or 1) - 1)
        elif kind == "text":
            screen.write(match["text"])
        elif kind == "link":
            link = match["link"]
            screen.pen = screen.pen._replace(link="" if link == ";" else link)
        elif kind == "control":
            self._control(screen, match[0])
        else:
            self._motion(screen, match["motion"], match["count"])

    def _control(self, screen: Screen, char: str) -> None:
        if char == "\b":
            screen.move(screen.x - 1, screen.y)
        elif char == "\r":
            screen.move(0, screen.y)
        elif screen.y == screen.height - 1:
            raise UnsupportedSequenceError("a line feed in the last row scrolls the screen")
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

    def _erase(self, screen: Screen, final: str, extent: int, x: int) -> None:
        if extent > 2 or not screen.pen.erases or (screen.pen.back and not self.back_color_erase):
            raise UnsupportedSequenceError("what erasing leaves differs between terminals")
        start, end = ((x, screen.width), (0, x + 1), (0, screen.width))[extent]
        screen.erase(screen.y, start, end)
        if final == "J":
            below, above = range(screen.y + 1, screen.height), range(screen.y)
            for y in (below, above, (*above, *below))[extent]:
                screen.erase(y, 0, screen.width)
