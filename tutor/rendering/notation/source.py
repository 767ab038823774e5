"""The lexer: a cursor over a LaTeX source that records errors with their columns."""

from collections.abc import Iterable
from unicodedata import bidirectional, category, combining, east_asian_width

MAX_LENGTH = 2000
MAX_DEPTH = 40
MAX_ERRORS = 20

_JAMO = range(0x1160, 0x1200)
_JAMO_EXTENDED = range(0xD7B0, 0xD800)
_SELECTORS = range(0xFE00, 0xFE10)


class NotationError(ValueError):
    """A LaTeX source that cannot be drawn; `column` is 1-based into the source."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column

    def __reduce__(self) -> tuple[type["NotationError"], tuple[str, int]]:
        return NotationError, (self.message, self.column)


def nearest(name: str, names: Iterable[str], mark: str) -> str:
    """A hint at the known name most similar to an unknown one."""
    from difflib import get_close_matches  # only a mistake pays for it

    near = get_close_matches(name, names, 1, 0.7)
    return f"did you mean {mark}{near[0]}" if near else "it is not part of the notation"


def one_column(char: str) -> bool:
    """Whether a terminal draws the character in one column, or on the one before it."""
    if " " <= char <= "~":
        return True
    kind = category(char)
    if kind[0] not in "LNPS" and kind != "Zs" and not combining(char):
        return False
    if east_asian_width(char) in "WF" or bidirectional(char) in ("R", "AL", "AN", "RLE", "RLO", "RLI"):
        return False
    code = ord(char)
    return code not in _JAMO and code not in _JAMO_EXTENDED and code not in _SELECTORS


class Source:
    """A LaTeX source, the position reached, and the errors found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.too_deep = False  # what was skipped must not be complained of
        self.errors: list[NotationError] = []
        if len(text) > MAX_LENGTH:
            self.fail(f"a formula may be {MAX_LENGTH} characters long; split it", MAX_LENGTH)
            self.text = text[:MAX_LENGTH]

    def fail(self, message: str, at: int) -> None:
        """Record an error at index `at`; parsing continues."""
        if not self.too_deep and len(self.errors) < MAX_ERRORS and all(error.column != at + 1 for error in self.errors):
            self.errors.append(NotationError(message, at + 1))

    def deepen(self, at: int) -> bool:
        """Go one level deeper. Returns False at the limit, after an error at index `at`; the rest is skipped."""
        if self.depth >= MAX_DEPTH:
            self.fail(f"nested deeper than {MAX_DEPTH} levels; take a part out and name it", at)
            self.at = len(self.text)
            self.too_deep = True
            return False
        self.depth += 1
        return True

    def peek(self) -> str:
        """The character here; empty at the end."""
        return self.text[self.at : self.at + 1]

    def last_seen(self) -> int:
        """The place here, or the last character when nothing is left."""
        return max(0, min(self.at, len(self.text) - 1))

    def skip_blanks(self) -> None:
        """Skip spaces, tabs and line ends."""
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1

    def sees(self, literal: str) -> bool:
        """Whether `literal` comes next; a command has to end there."""
        if not self.text.startswith(literal, self.at):
            return False
        after = self.text[self.at + len(literal) : self.at + len(literal) + 1]
        return not (literal[0] == "\\" and literal[-1].isalpha() and after.isascii() and after.isalpha())

    def take(self, literal: str) -> bool:
        """Skip `literal` if it comes next. Returns whether it does."""
        self.skip_blanks()
        if not self.sees(literal):
            return False
        self.at += len(literal)
        return True

    def command(self) -> str:
        """The name after the backslash here: letters, or one other character; may be empty at the end."""
        start = self.at + 1
        end = start
        while end < len(self.text) and self.text[end].isascii() and self.text[end].isalpha():
            end += 1
        end = max(end, min(start + 1, len(self.text)))
        self.at = end
        return self.text[start:end]

    def sign_at(self, at: int) -> str:
        """The command or character at index `at`."""
        end = at + 1
        while self.text[at] == "\\" and end < len(self.text) and self.text[end].isalpha():
            end += 1
        return self.text[at:end]

    def raw_group(self, owner: str) -> tuple[str, int]:
        """The characters of `{...}` as they stand, and where they begin; notes a missing or open brace."""
        self.skip_blanks()
        opened = self.at
        if self.peek() != "{":
            self.fail(f"{owner} needs {{...}} after it", self.last_seen())
            return "", opened
        end = self._closing_brace(opened)
        if end < 0:
            self.fail("this { is never closed; add }", opened)
            self.at = len(self.text)
            return self.text[opened + 1 :], opened + 1
        self.at = end + 1
        return self.text[opened + 1 : end], opened + 1

    def _closing_brace(self, opened: int) -> int:
        depth = 0
        at = opened
        while at < len(self.text):
            char = self.text[at]
            if char == "\\":
                at += 1
            elif char == "{":
                depth += 1
            elif char == "}":
                depth -= 1
                if not depth:
                    return at
            at += 1
        return -1

    def prose(self, owner: str) -> str:
        r"""The text of `\text{...}`: escapes undone, line ends as spaces; notes what no terminal column can hold."""
        raw, start = self.raw_group(owner)
        chars: list[str] = []
        escaped = False
        for offset, char in enumerate(raw):
            if char == "\\" and not escaped:
                escaped = True
                continue
            if escaped and char not in "%$&#_{} \\,":
                self.fail(f"no commands inside {owner}; close the braces before it", start + offset - 1)
            elif char in "{}" and not escaped:
                pass
            else:
                chars.append(self._prose_char(char, start + offset, chars))
            escaped = False
        return "".join(chars)

    def _prose_char(self, char: str, at: int, before: list[str]) -> str:
        if char in "\t\r\n":
            return " "
        if not one_column(char) or (combining(char) and not before):
            self.fail(f"{named(char)} has no place in a terminal column; write it differently", at)
            return ""
        return " " if char.isspace() else char


def named(char: str) -> str:
    """A character, with its marks, as a message can show it."""
    return f"{char!r}" if char.isprintable() else f"the character U+{ord(char[0]):04X}"
