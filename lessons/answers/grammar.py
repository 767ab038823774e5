"""The grammar: tokens to a tree, by precedence climbing.

The first reading is the usual one (`1/2x` is ½·x, left to right). The other readings, in which a product without a
sign, a power or a function takes in more, serve to tell a learner which brackets are missing.
"""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from .atoms import Atoms
from .labels import without_label
from .names import Names, resolve
from .question import NOTHING, AnswerError
from .tokens import tokenize
from .tree import Node, num

Alternative = Literal["usual", "tight product", "long power", "long argument"]
LONGEST = 300
MOST_POSTFIXES = 4


class Doubts(NamedTuple):
    """The other readings of a text with the column where each would begin, and the pieces that stand in brackets."""

    readings: Mapping[str, int] = NOTHING
    bracketed: frozenset[tuple[str, int]] = frozenset()


_TWO_LISTS = "Put `·` between two vectors to multiply them, a comma to list them."
_GROUP = re.compile(r"\d{3}")


def parse(
    text: str,
    names: Names,
    array: bool = False,
    limit: int | None = LONGEST,
    reading: Alternative = "usual",
    wrapped: bool = False,
) -> Node:
    """The tree of an answer; `array` is for a vector or matrix box, where spaces and lines separate entries.

    With `wrapped` a line break inside a bracket separates entries and not rows: a vector has no rows.
    """
    return parse_with_doubts(text, names, array, limit, reading, wrapped)[0]


def parse_with_doubts(
    text: str,
    names: Names,
    array: bool = False,
    limit: int | None = LONGEST,
    reading: Alternative = "usual",
    wrapped: bool = False,
) -> tuple[Node, Doubts]:
    """The tree, and what else the text allows."""
    if limit is not None and len(text) > limit:
        raise AnswerError(limit + 1, f"An answer can have at most {limit} characters: simplify it first.")
    tokens = tokenize(text)
    if not names.steps:
        tokens = without_label(tokens, names.undeclared, array, names.has)
    parser = Parser(resolve(tokens, names), names, reading)
    parser.wrapped = wrapped
    return parser.answer(array), Doubts(parser.doubts, frozenset(parser.bracketed))


class Parser(Atoms):
    """Sums, products, powers and whole answers; the atoms are in the base class."""

    def answer(self, array: bool) -> Node:
        """The whole text; raises AnswerError."""
        self.array = array
        while self.now.kind in ("≈", "row") or (self.now.kind == "assign" and self.at == 0):
            self.next()
        if self.now.kind == "end":
            raise AnswerError(self.now.column, "Nothing is typed yet.")
        node = self.rows("end", array and not self.names.domains)
        if self.now.kind in ("assign", "step"):
            node = self.assignment(node)
        if self.now.kind != "end":
            raise self.unexpected()
        return node

    def assignment(self, target: Node) -> Node:
        """`target ← value`, also written with `=`, `:=`, `<-` or `-=`."""
        sign = self.next()
        value = self.expression()
        if sign.kind == "step":
            value = Node("sub" if sign.text == "-=" else "add", (target, value), at=sign.column)
        return Node("rule", (target, value), at=sign.column)

    def expression(self) -> Node:
        """A sum."""
        self.deeper()
        left = self.term()
        while self.now.kind in ("+", "-") and not self.starts_entry():
            sign = self.next()
            right = self.term()
            left = Node("add" if sign.text == "+" else "sub", (left, right), at=sign.column)
        self.depth -= 1
        return left

    def term(self) -> Node:
        """A product, with or without signs."""
        left = self.unary()
        while True:
            kind = self.now.kind
            if kind == "[" and left.op in ("vector", "matrix"):
                if not self.lists and not self.array:
                    raise AnswerError(self.now.column, _TWO_LISTS)
                return left
            if kind in ("*", "/", "@", "."):
                left = self.signed_factor(left)
            elif self.juxtaposed():
                at = self.now.column
                self.refuse_two_numbers(left)
                right = self.power()
                if left.op in ("vector", "matrix") and right.op in ("vector", "matrix"):
                    raise AnswerError(at, _TWO_LISTS)
                left = Node("mul", (left, right), at=at)
            else:
                return left

    def signed_factor(self, left: Node) -> Node:
        """One `* factor` or `/ factor`."""
        sign = self.next()
        right = self.unary()
        if sign.kind == "/" and self.juxtaposed():
            self.doubts.setdefault("tight product", sign.column)
            while self.reading == "tight product" and self.juxtaposed():
                right = Node("mul", (right, self.power()), at=sign.column)
        if sign.kind == "/":
            return Node("div", (left, right), at=sign.column)
        return Node("mul", (left, right), at=sign.column, extra="@" if sign.kind in ("@", ".") else "*")

    def juxtaposed(self) -> bool:
        """Whether a factor without a sign follows."""
        return self.starts_operand() and not (self.space_splits and self.now.spaced)

    def refuse_two_numbers(self, left: Node) -> None:
        """Two numbers side by side could be a mixed number, a product, a grouping of digits or a slip."""
        while left.op == "neg" or (left.op == "mul" and not left.extra):
            left = left.args[-1]
        if self.now.kind == "num" and left.op == "percent":
            raise AnswerError(left.at, "`%` means percent here: write `mod(7, 3)` for a remainder, `*` for a product.")
        if self.tokens[self.at - 1].kind != "num":
            return
        if self.now.kind == "num":
            raise AnswerError(self.now.column, self._two_numbers())
        if left.op == "num" and (fraction := self._plain_fraction()) is not None:
            way_out = f"write `{left.text} + {fraction}` for a sum, `{left.text}*{fraction}` for a product"
            raise AnswerError(self.now.column, f"A number and a fraction side by side: {way_out}.")

    def _two_numbers(self) -> str:
        first, second = self.tokens[self.at - 1].text, self.now.text
        groups = self._groups(first)
        if groups:
            return (
                f"Two numbers side by side, `{first} {second}`: write `{first}{groups}` for one number, "
                f"`{first}*{second}` for a product."
            )
        if self.peek().kind == "/" and self.peek(2).kind == "num":
            second += "/" + self.peek(2).text
        way_out = f"write `{first} + {second}` for a sum, `{first}*{second}` for a product"
        return f"Two numbers side by side, `{first} {second}`: {way_out}."

    def _groups(self, first: str) -> str:
        """The digits of `1 000 000` after the first group, if that is what stands here."""
        if not first.isdigit() or len(first) > 3 or first.startswith("0"):
            return ""
        found, at = "", self.at
        while self.tokens[at].kind == "num" and _GROUP.match(self.tokens[at].text):
            found, at = found + self.tokens[at].text, at + 1
        return found

    def _plain_fraction(self) -> str | None:
        """`1/2` where `\\frac{1}{2}` or `\\frac12` stands: a fraction of two numbers."""
        if self.now.kind != "frac":
            return None
        inner = [self.peek(offset) for offset in range(1, 7)]
        if inner[0].kind == "num" and len(inner[0].text) == 2:
            return f"{inner[0].text[0]}/{inner[0].text[1]}"
        numbers = [token.text for token in inner if token.kind == "num"]
        kinds = "".join(token.kind for token in inner)
        if len(numbers) >= 2 and (kinds.startswith(("{num}{num}", "{num}num", "num{num}", "numnum"))):
            return f"{numbers[0]}/{numbers[1]}"
        return None

    def unary(self) -> Node:
        """Signs before a power; -x^2 is -(x^2)."""
        column, negative = self.now.column, False
        while self.now.kind in ("+", "-"):
            negative ^= self.next().kind == "-"
        node = self.power()
        return Node("neg", (node,), at=column) if negative else node

    def power(self) -> Node:
        """A power, right associative."""
        base = self.postfix(self.atom())
        if self.now.kind != "^":
            return base
        at = self.next().column
        if self.now.kind == "T":
            self.next()
            return self.postfix(Node("transpose", (base,), at=at))
        if (group := self.transpose_group()) is not None:
            return self.postfix(Node("transpose", (base,), at=group))
        return Node("pow", (base, self.exponent(at)), at=at)

    def transpose_group(self) -> int | None:
        """`{T}` or `(T)` after `^`, consumed; its column."""
        kinds = [self.peek(offset).kind for offset in range(3)]
        if kinds in (["{", "T", "}"], ["(", "T", ")"]):
            self.at += 3
            return self.now.column
        return None

    def exponent(self, at: int) -> Node:
        """What stands after `^`."""
        self.deeper()
        bare = self.now.kind not in ("(", "{")
        node = self.group() if self.now.kind == "{" else self.unary()
        follows = self.now.kind == "/" or self.juxtaposed()
        if bare and follows:
            self.doubts.setdefault("long power", at)
            while self.reading == "long power" and (self.now.kind == "/" or self.juxtaposed()):
                slash = self.now.kind == "/"
                node = self.signed_factor(node) if slash else Node("mul", (node, self.power()), at=at)
        self.depth -= 1
        return node

    def argument(self) -> Node:
        """The argument of a function without brackets: `log 2n` is log(2n); stops at a sign or another function."""
        self.deeper()
        sign = self.next() if self.now.kind == "-" else None
        node = self.power()
        while self.juxtaposed() and self.now.kind != "func":
            self.refuse_two_numbers(node)
            node = Node("mul", (node, self.power()), at=self.now.column)
        if self.now.kind == "/" or self.now.kind == "*":
            self.doubts.setdefault("long argument", self.now.column)
            while self.reading == "long argument" and self.now.kind in ("/", "*"):
                node = self.signed_factor(node)
        self.depth -= 1
        return Node("neg", (node,), at=sign.column) if sign else node

    def postfix(self, node: Node) -> Node:
        """Factorials, percent signs, transposes and superscripts."""
        for _ in range(MOST_POSTFIXES):
            token = self.now
            if token.kind == "!":
                if self.peek().kind == "!":
                    raise AnswerError(token.column, "`!!` is not read here: write the product out.")
                node = Node("fact", (node,), at=token.column)
            elif token.kind == "%":
                node = Node("percent", (node,), at=token.column)
            elif token.kind == "T":
                node = Node("transpose", (node,), at=token.column)
            elif token.kind == "sup":
                node = Node("pow", (node, self.superscript()), at=token.column)
            elif token.kind == "." and self.is_method():
                node = self.method(node)
                continue
            elif token.kind == "'":
                raise AnswerError(
                    token.column, "A prime is a derivative of a function only: write `ᵀ` or `^T` to transpose."
                )
            else:
                return node
            self.next()
        raise AnswerError(self.now.column, "Too many signs in a row: simplify the answer first.")

    def superscript(self) -> Node:
        """The exponent that a superscript shows."""
        text, column = self.now.text, self.now.column
        try:
            return num(int(text), column) if int(text) >= 0 else Node("neg", (num(-int(text), column),), at=column)
        except ValueError:
            name = text.lstrip("-+")
            if len(name) == 1 and self.names.has(name):
                node = Node("name", text=name, at=column)
                return Node("neg", (node,), at=column) if text.startswith("-") else node
        raise AnswerError(column, "This superscript is not read: write the power with `^`.")
