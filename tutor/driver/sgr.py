"""Pens: how a cell is drawn, and the least a terminal must be told to go from one pen to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

BOLD, DIM, ITALIC, UNDERLINE, BLINK, FAST_BLINK, REVERSE, CONCEAL, STRIKE, DOUBLE, FRAME, CIRCLE, OVERLINE = (
    1 << bit for bit in range(13)
)
# The parameter that turns a flag on; and the one that turns it off, together with whatever shares it.
ON = {
    BOLD: "1", DIM: "2", ITALIC: "3", UNDERLINE: "4", BLINK: "5", FAST_BLINK: "6", REVERSE: "7", CONCEAL: "8",
    STRIKE: "9", DOUBLE: "21", FRAME: "51", CIRCLE: "52", OVERLINE: "53",
}  # fmt: skip
OFF = {
    "22": BOLD | DIM, "23": ITALIC, "24": UNDERLINE | DOUBLE, "25": BLINK | FAST_BLINK, "27": REVERSE,
    "28": CONCEAL, "29": STRIKE, "54": FRAME | CIRCLE, "55": OVERLINE,
}  # fmt: skip
ON_BLANKS = UNDERLINE | REVERSE | STRIKE | DOUBLE | FRAME | CIRCLE | OVERLINE  # what shows even where nothing stands
FLAG_OF = {code: flag for flag, code in ON.items()}
COLOURS = {str(code) for base in (30, 40, 90, 100) for code in range(base, base + 8)}


class Pen(NamedTuple):
    """Colours as the parameters that choose them, "" for the terminal's own; flags; a link as OSC 8 has it."""

    fore: str = ""
    back: str = ""
    flags: int = 0
    link: str = ""

    @property
    def blank(self) -> Pen:
        """What of this pen shows on an empty cell."""
        return self if self.flags & ON_BLANKS or self.link else Pen(back=self.back)

    @property
    def erases(self) -> bool:
        """Whether erasing with this pen looks as writing blanks does, where erasing takes the pen's background."""
        return not (self.flags & ON_BLANKS or self.link)


PLAIN = Pen()


class NotAPen(ValueError):
    """Parameters of SGR that are not known here."""


@lru_cache(maxsize=4096)
def styled(pen: Pen, parameters: str) -> Pen:
    """The pen after SGR with these parameters; NotAPen for what is not known."""
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
                raise NotAPen(parameters)
            chosen = ";".join((code, *codes[at : at + length]))
            fore, back = (chosen, back) if code == "38" else (fore, chosen)
            at += length
        elif code in ("39", "49"):
            fore, back = ("", back) if code == "39" else (fore, "")
        elif code in COLOURS:
            fore, back = (code, back) if code[0] in "39" else (fore, code)
        else:
            raise NotAPen(parameters)
    return Pen(fore, back, flags, link)


@lru_cache(maxsize=65536)
def change(old: Pen | None, new: Pen) -> str:
    """The shortest sequence from one pen to another; from None, which is any pen at all, by way of a reset."""
    link = ""
    if (old.link if old else "?") != new.link and (old or new.link):
        link = f"\x1b]8;{new.link or ';'}\x1b\\"
    if old is not None and old[:3] == new[:3]:
        return link
    again = _sgr(["", *_set(PLAIN, new)])
    if old is None:
        return again + link
    return min(_sgr(_set(old, new)), again, key=len) + link


def _set(old: Pen, new: Pen) -> list[str]:
    """Parameters that make one pen of the other, without a reset."""
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
def onto_blank(old: Pen | None, blank: Pen, ahead: Pen | None) -> Pen:
    """The pen to write a blank with: the present one where it will do, else the one that is wanted next."""
    if not blank.erases:
        return blank
    if old is not None and leaves(old, blank):
        return old
    if ahead is not None and leaves(ahead, blank):
        return ahead
    if old is None:
        return blank
    kept = Pen(old.fore, blank.back, old.flags & ~ON_BLANKS)
    return min(kept, blank, key=lambda pen: len(change(old, pen)))


def leaves(pen: Pen, blank: Pen) -> bool:
    """Whether a blank written with a pen looks as this one, of which nothing but the background is seen."""
    return pen.back == blank.back and pen.erases
