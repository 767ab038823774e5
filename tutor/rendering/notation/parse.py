"""A recursive-descent parser from LaTeX to a tree; errors are collected, and the tree holds what could be read."""

from collections.abc import Callable
from functools import lru_cache
from unicodedata import combining, normalize

from tutor.rendering.notation.attach import SUB_LETTERS, SUP_LETTERS
from tutor.rendering.notation.brackets import Placed, paired
from tutor.rendering.notation.commands import HANDLERS, delimiter
from tutor.rendering.notation.environments import environment
from tutor.rendering.notation.source import NotationError, Source, named, nearest
from tutor.rendering.notation.symbols import COMMANDS, Sym, letter, number, typed
from tutor.rendering.notation.tree import NOTHING, Accent, Node, Root, Row, Script, row

BACKSLASH = "\\"
MARKS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot", "\u0305": "bar", "\u20d7": "vec"}
_ENDS = ("\\\\", "\\end", "\\right")
_STRAY = {
    "}": "this } closes nothing; remove it, or write \\} for the sign",
    "&": "& only parts the cells of a matrix or of aligned lines; write \\& for the sign",
    "\\\\": "a line break only stands in a matrix or in aligned lines; use \\begin{aligned}",
    "\\end": "\\end without its \\begin",
    "\\right": "\\right without its \\left",
}
_HINTS = {
    "%": "write \\% for a percent sign",
    "$": "write \\$ for a dollar sign; the formula's own dollars are not part of it",
    "#": "write \\# for this sign",
    "@": "@ is not part of the notation; matrices are multiplied by writing them side by side",
}
_PRIMES = {"'": 1, "′": 1, "’": 1, "″": 2, "‴": 3}  # fmt: skip


@lru_cache(maxsize=512)
def parsed(latex: str) -> tuple[Node, tuple[NotationError, ...]]:
    """The tree of a source and its errors, by column."""
    parser = Parser(latex)
    tree = parser.whole()
    return tree, tuple(sorted(parser.source.errors, key=lambda error: error.column))


def tree_of(latex: str) -> Node:
    """The tree of a source.

    Raises:
        NotationError: the first error of the source.
    """
    tree, errors = parsed(latex)
    if errors:
        raise NotationError(errors[0].message, errors[0].column)
    return tree


class Parser:
    """Recursive descent over one source."""

    def __init__(self, latex: str) -> None:
        self.source = Source(latex)

    def whole(self) -> Node:
        """The whole source; an unmatched closing sign is reported and skipped."""
        items = self.placed_items()
        while self.source.at < len(self.source.text):
            self._stray()
            items += self.placed_items()
        return row(paired(items, self.source.fail))

    def _stray(self) -> None:
        source = self.source
        start = source.at
        if source.peek() == "\\":
            name = "\\" + source.command()
            source.fail(_STRAY[name], start)
            if name == "\\end":
                source.raw_group(name)
            elif name == "\\right":
                delimiter(self, name)
            return
        source.at += 1
        source.fail(_STRAY[source.text[start]], start)

    def row(self, lenient: bool = False) -> Node:
        """A run of items up to what ends it; in cells a bracket may stay open."""
        return row(paired(self.placed_items(), None if lenient else self.source.fail))

    def placed_items(self) -> list[Placed]:
        """Items with their places, before brackets are paired."""
        source = self.source
        placed: list[Placed] = []
        opened = 0
        while True:
            source.skip_blanks()
            start = source.at
            if self.at_end():
                break
            for node in self.scripted():
                placed.append(Placed(node, start))
                if isinstance(node, Sym) and node.kind == "open":
                    opened += 1
                    source.deepen(start)
        source.depth -= opened
        return placed

    def at_end(self) -> bool:
        """Whether the run of items ends here."""
        source = self.source
        char = source.peek()
        if char != "\\":
            return char in ("", "}", "&")
        return any(source.sees(end) for end in _ENDS)

    def scripted(self) -> list[Node]:
        """One nucleus with its scripts; several nodes where a command stands for several."""
        source = self.source
        start = source.at
        if source.peek() in "^_" or source.peek() in _PRIMES:
            nodes: list[Node] = []
            source.fail(f"{source.peek()} has nothing to sit on; write a letter or {{}} before it", start)
        else:
            nodes = self.nucleus(join_digits=True)
        sub, sup = self.scripts()
        if sub is None and sup is None:
            return nodes
        if nodes:
            nodes[-1] = Script(nodes[-1], sub, sup)
        return nodes

    def scripts(self) -> tuple[Node | None, Node | None]:
        """What follows as `_`, `^`, primes or raised and lowered characters."""
        source = self.source
        sub: Node | None = None
        sup: Node | None = None
        while True:
            source.skip_blanks()
            start = source.at
            char = source.peek()
            if char == "\\" and (source.sees("\\limits") or source.sees("\\nolimits")):
                source.command()
            elif char and (char in _PRIMES or char in SUP_LETTERS):
                raised = self.primes() if char in _PRIMES else self.glyphs(SUP_LETTERS)
                sup = self._joined(sup, raised, start)
            elif char == "^":
                source.at += 1
                sup = self._joined(sup, self.argument(start), start)
            elif char == "_":
                source.at += 1
                if sub is not None:
                    source.fail("two subscripts on one letter; group them as _{...}", start)
                sub = self.argument(start)
            elif char and char in SUB_LETTERS:
                sub = self.glyphs(SUB_LETTERS)
            else:
                return sub, sup

    def _joined(self, old: Node | None, new: Node, at: int) -> Node:
        if old is None:
            return new
        if not (isinstance(old, Row) and old.items and isinstance(old.items[0], Sym) and old.items[0].kind == "post"):
            self.source.fail("two superscripts on one letter; group them as ^{...}", at)
        items = old.items if isinstance(old, Row) else (old,)
        return Row((*items, new))

    def primes(self) -> Node:
        """A run of primes, as few characters as there are for it."""
        count = 0
        while self.source.peek() and self.source.peek() in _PRIMES:
            count += _PRIMES[self.source.peek()]
            self.source.at += 1
        signs = [typed(char) for char in "‴" * (count // 3) + ("", "′", "″")[count % 3]]
        return Row(tuple([sign for sign in signs if sign]))

    def glyphs(self, table: dict[str, str]) -> Node:
        """A run of raised or lowered characters as the script they stand for."""
        source = self.source
        items: list[Placed] = []
        digits = ""
        while source.peek() and source.peek() in table:
            plain = table[source.peek()]
            if plain.isdigit():
                digits += plain
            else:
                items += [Placed(number(digits), source.at)] if digits else []
                digits = ""
                items.append(Placed(typed(plain) or letter(plain), source.at))
            source.at += 1
        items += [Placed(number(digits), source.at)] if digits else []
        return row(paired(items, source.fail))

    def argument(self, at: int) -> Node:
        """One group or one sign, as the command or the script at index `at` takes it."""
        source = self.source
        source.skip_blanks()
        if self.at_end() or source.peek() in "^_":
            source.fail(f"{source.sign_at(at)} needs something after it, one sign or {{...}}", at)
            return NOTHING
        if source.peek() == "{":
            return self.group()
        return self.nested(lambda: row(self.nucleus(join_digits=False)), source.at)

    def until(self, end: int) -> Node:
        """The items up to index `end`."""
        source = self.source
        full_text, source.text = source.text, source.text[:end]
        node = self.row()
        if source.at < end:
            source.fail(f"{source.peek()} has no place here", source.at)
        source.text = full_text
        return node

    def nucleus(self, join_digits: bool) -> list[Node]:
        """One group, number, sign or command, without scripts; never at an end."""
        source = self.source
        start = source.at
        char = source.text[start]
        if char == "{":
            return [self.group()]
        if char == "\\":
            return self.command()
        if char.isascii() and (char.isdigit() or (char == "." and source.text[start + 1 : start + 2].isdigit())):
            return [self.numeral(join_digits)]
        source.at += 1
        if char == "~":
            return HANDLERS["~"](self, "~", start)
        if char == ":" and source.take("="):
            return [COMMANDS["coloneqq"]]
        if char == "√":
            return [Root(None, self.argument(start))]
        return [self.sign(char, start)]

    def numeral(self, join_digits: bool) -> Sym:
        """A numeral with its decimals; a single digit where TeX takes one character."""
        source = self.source
        start = source.at
        source.at += 1
        text = source.text
        while join_digits and source.at < len(text):
            char = text[source.at]
            decimal = (
                char == "." and "." not in text[start : source.at] and text[source.at + 1 : source.at + 2].isdigit()
            )
            if not (decimal or (char.isascii() and char.isdigit())):
                break
            source.at += 1
        return number(text[start : source.at])

    def sign(self, char: str, at: int) -> Node:
        """A character typed directly, with the combining marks that follow or are composed into it."""
        source = self.source
        while source.peek() and combining(source.peek()):
            char += source.peek()
            source.at += 1
        parts = list(normalize("NFD", char)) if char.isalpha() or len(char) > 1 else [char]
        base, marks = parts[0], parts[1:]
        sym = typed(base)
        if sym is None or any(mark not in MARKS for mark in marks):
            source.fail(_HINTS.get(base) or f"{named(char)} is not part of the notation; use a LaTeX command", at)
            return NOTHING
        node: Node = sym
        for mark in marks:
            node = Accent(MARKS[mark], node)
        return node

    def group(self) -> Node:
        """`{...}` as one node."""
        source = self.source
        opened = source.at
        source.at += 1
        inside = self.nested(self.row, opened)
        if not source.take("}"):
            source.fail("this { is never closed; add }", opened)
        return inside

    def nested(self, read: Callable[[], Node], at: int) -> Node:
        """Reads one level deeper, or notes that it is too deep and gives up on the rest."""
        if not self.source.deepen(at):
            return NOTHING
        node = read()
        self.source.depth -= 1
        return node

    def command(self) -> list[Node]:
        """A backslash and what it names."""
        source = self.source
        start = source.at
        name = source.command()
        if name == "begin":
            return [self.nested(lambda: environment(self, start), start)]
        if name in HANDLERS:
            return HANDLERS[name](self, name, start)
        sym = COMMANDS.get(name)
        if sym is None:
            source.fail(_unknown(name), start)
            return []
        return [sym]


def _unknown(name: str) -> str:
    if not name:
        return "a backslash with nothing after it; remove it"
    if name.rstrip("lrg") in ("bi", "Bi"):
        return f"\\{name} is not part of the notation; use \\left and \\right, which find the size"
    return f"unknown command \\{name}; {nearest(name, [*COMMANDS, *HANDLERS], BACKSLASH)}"
