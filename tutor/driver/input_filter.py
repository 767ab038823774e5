"""Bytes from a terminal, made safe for a key parser: replies and invalid bytes removed, old mouse reports rewritten.

A terminal sends more than keys. It answers queries, also late, and also those of a program that ran before (ECMA-48,
5.6, control strings; xterm's control sequences OSC, DCS, DA, DSR). A parser that does not know an answer takes it for
typed text.
"""

from __future__ import annotations

import codecs
import re
from enum import Enum, auto
from typing import NamedTuple

ESC = b"\x1b"
PASTE_END = b"\x1b[201~"
LONGEST_STRING = 65_536  # bytes of a control string after which it is taken to be unterminated

_STRING_START = re.compile(rb"\x1b(?:\]\d+(?:[;\x07\x1b]|\Z)|\][lL]|P[\d;>!$+|=]|_G)")
_STRING_END = re.compile(rb"\x07|\x1b\\|\x18|\x1a")
_CSI = re.compile(rb"\x1b\[([0-?]*)([ -/]*)([@-~])")
_CSI_SO_FAR = re.compile(rb"\x1b\[[0-?]*[ -/]*")
_STRING_SO_FAR = re.compile(rb"\x1b(?:\]\d*|P|_)")
_OLD_MOUSE = re.compile(rb"\x1b\[M([\s\S]{3})")
# In a paste: escape sequences, control strings, and control characters other than tab and line ends.
_IN_PASTE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
_KEY_FINALS = b"ABCDEFGHIOPQRSZu~"  # of keys, focus reports and cursor positions; others answer queries


class Kind(Enum):
    """What a part of the input is."""

    TEXT = auto()
    SEQUENCE = auto()
    ESCAPE = auto()
    PASTE = auto()
    REPLY = auto()


class Part(NamedTuple):
    """A part of the input: typed text, one escape sequence, the Escape key, a whole paste, or a terminal's reply."""

    kind: Kind
    text: str


class InputFilter:
    """Divides the bytes of a terminal into parts; a sequence that is not complete is held until it is, or `flush`."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        self._held = b""
        self._paste: bytearray | None = None

    @property
    def holds(self) -> bool:
        """Whether a sequence has begun whose end has not come."""
        return bool(self._held)

    @property
    def holds_string(self) -> bool:
        """Whether it is a control string, which no key begins."""
        return _STRING_START.match(self._held) is not None

    def feed(self, data: bytes) -> list[Part]:
        """Return the parts that are complete with these bytes."""
        data, self._held = self._held + data, b""
        parts: list[Part] = []
        at = 0
        while at < len(data):
            if self._paste is not None:
                at = self._read_paste(data, at, parts)
            elif data[at : at + 1] == ESC:
                end = self._read_sequence(data, at, parts)
                if end is None:
                    self._held = data[at:]
                    break
                at = end
            else:
                end = data.find(ESC, at)
                end = len(data) if end < 0 else end
                if text := self._decoder.decode(data[at:end]):
                    parts.append(Part(Kind.TEXT, text))
                at = end
        return parts

    def flush(self) -> list[Part]:
        """Return what the held bytes are if nothing follows them: the Escape key, Alt and a key, or nothing."""
        pending, self._held = self._held, b""
        if pending == ESC:
            return [Part(Kind.ESCAPE, "\x1b")]
        if len(pending) == 2 and self._paste is None:  # Alt with a bracket, P, O or an underscore
            return [Part(Kind.SEQUENCE, pending.decode("ascii", "ignore"))]
        return []

    def _read_paste(self, data: bytes, at: int, parts: list[Part]) -> int:
        """Add to the paste, and complete it if its end has come; return the index after what was read."""
        paste = self._paste or bytearray()
        searched = max(0, len(paste) - len(PASTE_END))
        paste += data[at:]
        end = paste.find(PASTE_END, searched)
        self._paste = paste if end < 0 else None
        if end < 0:
            return len(data)
        text = paste[:end].decode("utf-8", "ignore")
        parts.append(Part(Kind.PASTE, _IN_PASTE.sub("", text)))
        return len(data) - (len(paste) - end - len(PASTE_END))

    def _read_sequence(self, data: bytes, at: int, parts: list[Part]) -> int | None:
        """Add the sequence that begins here; return the index after it, or None if its end has not come."""
        self._decoder.reset()
        if data[at : at + 2] == ESC + ESC:
            parts.append(Part(Kind.ESCAPE, "\x1b"))
            return at + 1
        if _STRING_START.match(data, at):
            return self._read_string(data, at, parts)
        if data[at + 1 : at + 2] == b"[":
            return self._read_csi(data, at, parts)
        if at + 1 == len(data) or _STRING_SO_FAR.fullmatch(data, at) or data[at + 1 :] == b"O":
            return None
        length = 3 if data[at + 1 : at + 2] == b"O" else 2
        if length == 2 and data[at + 1] >= 0x80:  # Alt with a character of several bytes
            parts.append(Part(Kind.ESCAPE, "\x1b"))
            return at + 1
        parts.append(Part(Kind.SEQUENCE, data[at : at + length].decode("ascii", "ignore")))
        return at + length

    def _read_string(self, data: bytes, at: int, parts: list[Part]) -> int | None:
        """Read a control string (OSC, DCS or APC)."""
        end = _STRING_END.search(data, at + 2)
        if end is None:
            return len(data) if len(data) - at > LONGEST_STRING else None
        parts.append(Part(Kind.REPLY, data[at : end.start()].decode("utf-8", "ignore")))
        return end.end()

    def _read_csi(self, data: bytes, at: int, parts: list[Part]) -> int | None:
        """Read a control sequence; the X10 mouse report has three more bytes, and Linux's F1 to F5 one more."""
        if data[at + 2 : at + 3] == b"M":
            report = _OLD_MOUSE.match(data, at)
            if report is None:
                return None
            button, column, row = report[1]
            parts.append(Part(Kind.SEQUENCE, _sgr_mouse(button, max(column - 32, 0), max(row - 32, 0))))
            return report.end()
        if data[at + 2 : at + 3] == b"[":
            if len(data) < at + 4:
                return None
            parts.append(Part(Kind.SEQUENCE, data[at : at + 4].decode("ascii", "ignore")))
            return at + 4
        sequence = _CSI.match(data, at)
        if sequence is None:
            so_far = _CSI_SO_FAR.match(data, at)
            end = so_far.end() if so_far is not None else at + 2
            return None if end == len(data) else end  # cut short by what is no part of a sequence: dropped
        self._add_csi(sequence, parts)
        return sequence.end()

    def _add_csi(self, sequence: re.Match[bytes], parts: list[Part]) -> None:
        parameters, between, final = sequence.groups()
        text = sequence[0].decode("ascii")
        if text == "\x1b[200~":
            self._paste = bytearray()
        elif final == b"M" and (codes := re.fullmatch(rb"(\d+);(\d+);(\d+)", parameters)):
            parts.append(Part(Kind.SEQUENCE, _sgr_mouse(*map(int, codes.groups()))))
        elif _is_input(parameters, between, final):
            parts.append(Part(Kind.SEQUENCE, text))
        else:
            parts.append(Part(Kind.REPLY, text))


def _is_input(parameters: bytes, between: bytes, final: bytes) -> bool:
    """Whether a control sequence is a key, or a report that the parser knows."""
    if parameters.startswith(b"?"):
        return between == b"$" and final == b"y"
    if parameters.startswith(b"<"):
        return final in b"Mm"
    if parameters[:1] in (b">", b"=") or between:
        return False
    return parameters.startswith(b"48;") if final == b"t" else final in _KEY_FINALS


def _sgr_mouse(button: int, column: int, row: int) -> str:
    """A mouse report of the X10 or urxvt kind, with the button offset by 32, as one of the SGR kind.

    Coordinates that make no sense become 0, which the parser drops.
    """
    button = max(button - 32, 0)
    released = button & 3 == 3 and not button & (32 | 64)
    return f"\x1b[<{button & ~3 if released else button};{column};{row}{'m' if released else 'M'}"
