"""SGR attributes (ECMA-48, 8.3.117) as pens, and the shortest sequence that changes one pen to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

BOLD, DIM, ITALIC, UNDERLINE, BLINK, FAST_BLINK, REVERSE, CONCEAL, STRIKE, DOUBLE, FRAME, CIRCLE, OVERLINE = (
    1 << bit for bit in range(13)
)
# The parameter that turns a flag on, and the one that turns it off together with the flags that share it.
ON = {
    BOLD: "1", DIM: "2", ITALIC: "3", UNDERLINE: "4", BLINK: "5", FAST_BLINK: "6", REVERSE: "7", CONCEAL: "8",
    STRIKE: "9", DOUBLE: "21", FRAME: "51", CIRCLE: "52", OVERLINE: "53",
}  # fmt: skip
OFF = {
    "22": BOLD | DIM, "23": ITALIC, "24": UNDERLINE | DOUBLE, "25": BLINK | FAST_BLINK, "27": REVERSE,
    "28": CONCEAL, "29": STRIKE, "54": FRAME | CIRCLE, "55": OVERLINE,
}  # fmt: skip
ON_BLANKS = UNDERLINE | REVERSE | STRIKE | DOUBLE | FRAME | CIRCLE | OVERLINE  # visible on a blank, too
FLAG_OF = {code: flag for flag, code in ON.items()}
COLOR_CODES = {str(code) for base in (30, 40, 90, 100) for code in range(base, base + 8)}


class Pen(NamedTuple):
    """The attributes of a cell: colors as SGR parameters ("" is the default), flags, and an OSC 8 link."""

    fore: str = ""
    back: str = ""
    flags: int = 0
    link: str = ""

    @property
    def blank(self) -> Pen:
        """The part of this pen that is visible on a blank cell."""
        return self if self.flags & ON_BLANKS or self.link else Pen(back=self.back)

    @property
    def erases(self) -> bool:
        """Whether erasing with this pen looks the same as writing blanks, on a terminal with `bce`."""
        return not (self.flags & ON_BLANKS or self.link)


PLAIN = Pen()


class UnsupportedSequenceError(ValueError):
    """A sequence whose effect on the screen is not modeled."""


@lru_cache(maxsize=4096)
def apply_sgr(pen: Pen, parameters: str) -> Pen:
    """The pen after an SGR sequence with these parameters.

    Raises:
        UnsupportedSequenceError: a parameter is unknown.
    """
    fore, back, flags, link = pen
    codes = parameters.split(";")
    at = 0
    while at < len(codes):
        code = codes[at].lstrip("0") or "0"
        at += 1
        if code == "0":
            fore, back, flags = "", "", 0
        elif code in FLAG_OF:
            flags |= FLAG_OF[code]
        elif code in OFF:
            flags &= ~OFF[code]
        elif code in ("38", "48"):
            length = {"5": 2, "2": 4}.get(codes[at] if at < len(codes) else "", 0)
            if not length or at + length > len(codes) or not all(codes[at : at + length]):
                raise UnsupportedSequenceError(parameters)
            color = ";".join((code, *codes[at : at + length]))
            fore, back = (color, back) if code == "38" else (fore, color)
            at += length
        elif code in ("39", "49"):
            fore, back = ("", back) if code == "39" else (fore, "")
        elif code in COLOR_CODES:
            fore, back = (code, back) if code[0] in "39" else (fore, code)
        else:
            raise UnsupportedSequenceError(parameters)
    return Pen(fore, back, flags, link)


@lru_cache(maxsize=65536)
def transition(old: Pen | None, new: Pen) -> str:
    """The shortest sequence that changes one pen to another; from an unknown pen (None), by way of a reset."""
    link = ""
    if (old.link if old else "?") != new.link and (old or new.link):
        link = f"\x1b]8;{new.link or ';'}\x1b\\"
    if old is not None and old[:3] == new[:3]:
        return link
    from_reset = _sgr(["", *_set(PLAIN, new)])
    if old is None:
        return from_reset + link
    return min(_sgr(_set(old, new)), from_reset, key=len) + link


def _set(old: Pen, new: Pen) -> list[str]:
    """The parameters that change one pen to another without a reset."""
    flags, codes = old.flags, []
    for code, off in OFF.items():
        if flags & off & ~new.flags:
            codes.append(code)
            flags &= ~off
    codes += [code for flag, code in ON.items() if new.flags & ~flags & flag]
    if old.fore != new.fore:
        codes.append(new.fore or "39")
    if old.back != new.back:
        codes.append(new.back or "49")
    return codes


def _sgr(codes: list[str]) -> str:
    return f"\x1b[{';'.join(codes)}m"


@lru_cache(maxsize=65536)
def pen_for_blank(old: Pen | None, blank: Pen, ahead: Pen | None) -> Pen:
    """The pen to write a blank with: the current one if it looks the same, else the next one if that does."""
    if not blank.erases:
        return blank
    if old is not None and writes_blank(old, blank):
        return old
    if ahead is not None and writes_blank(ahead, blank):
        return ahead
    if old is None:
        return blank
    candidate = Pen(old.fore, blank.back, old.flags & ~ON_BLANKS)
    return min(candidate, blank, key=lambda pen: len(transition(old, pen)))


def writes_blank(pen: Pen, blank: Pen) -> bool:
    """Whether a space written with `pen` looks like one written with `blank`, which shows only its background."""
    return pen.back == blank.back and pen.erases
