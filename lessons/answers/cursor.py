"""A cursor over the tokens, with what to say where they stop making sense."""

from abc import ABC, abstractmethod

from .names import Names
from .question import AnswerError
from .tokens import Token
from .tree import Node

DEEPEST = 80
MOST_STEPS = 1500
_OPENERS = frozenset(
    ["num", "name", "opaque", "func", "const", "(", "[", "{", "root", "frac", "sqrt", "grad", "deriv", "begin", "norm",
     "array", "⌊", "⌈", "binom", "partial"]
)  # fmt: skip
CLOSERS = {"(": ")", "[": "]", "{": "}"}
_NAMES_OF = {")": "a closing bracket `)`", "]": "a closing bracket `]`", "}": "a closing brace `}`"}


class Cursor(ABC):
    """The place in the text, how deep it is nested and which readings are in doubt."""

    def __init__(self, tokens: list[Token], names: Names, reading: str = "usual") -> None:
        self.tokens = tokens
        self.names = names
        self.reading = reading
        self.at = 0
        self.depth = 0
        self.steps = 0
        self.bars: list[str] = []
        self.space_splits = False
        self.lists = 0
        self.array = False
        self.wrapped = False
        self.doubts: dict[str, int] = {}
        self.bracketed: set[tuple[str, int]] = set()

    @property
    def now(self) -> Token:
        """The token under the cursor."""
        return self.tokens[self.at]

    def peek(self, offset: int = 1) -> Token:
        """A token further on; the last one is `end`."""
        return self.tokens[min(self.at + offset, len(self.tokens) - 1)]

    def next(self) -> Token:
        """The token under the cursor, and step over it."""
        token = self.tokens[self.at]
        if token.kind != "end":
            self.at += 1
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise AnswerError(token.column, "Too many bars in one another: simplify the answer first.")
        return token

    def deeper(self) -> None:
        """Count one level of nesting."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise AnswerError(self.now.column, "Too deeply nested: simplify the answer first.")

    def unexpected(self) -> AnswerError:
        """What to say about the token under the cursor."""
        token = self.now
        if token.kind == "end":
            return AnswerError(token.column, "Something is missing here: the answer stops too early.")
        if token.kind in (")", "]", "}"):
            return AnswerError(
                token.column, f"`{token.text}` closes nothing: take it out, or open a bracket before it."
            )
        if token.kind == ",":
            return AnswerError(
                token.column, "A comma separates the entries of a vector: use a decimal point in a number."
            )
        if token.kind in ("*", "/", "^", "@", ".", "!", "%", "T"):
            return AnswerError(token.column, f"`{token.text}` needs something before it: put a number or a name there.")
        if token.kind in ("assign", "step"):
            return AnswerError(token.column, "Only one `=` or `<-` can stand in an answer: keep one side.")
        if token.kind == "partial":
            return AnswerError(
                token.column, "A partial derivative is written `∂L/∂w`, with the name of a function on top."
            )
        if token.kind == "row":
            return AnswerError(token.column, "A new line is for the rows of a matrix: write the answer on one line.")
        return AnswerError(token.column, f"`{token.text}` cannot stand here: check what is before it.")

    def expect(self, kind: str, opened: Token) -> None:
        """Step over a closing token, or say which bracket is open."""
        if self.now.kind == kind:
            self.next()
            return
        closing = _NAMES_OF.get(kind, f"a closing `{kind}`")
        if self.now.kind == "end" or self.now.kind in (")", "]", "}"):
            raise AnswerError(
                self.now.column, f"{closing.capitalize()} is missing for the one at column {opened.column}."
            )
        raise self.unexpected()

    def starts_operand(self) -> bool:
        """Whether the token under the cursor can start a factor."""
        kind = self.now.kind
        if kind in _OPENERS:
            return kind != "norm" or "norm" not in self.bars
        return kind in ("|", "||") and not self.bars

    def skip_lines(self) -> None:
        """Step over line breaks where they separate nothing."""
        while self.now.kind == "row":
            self.next()

    def starts_entry(self) -> bool:
        """Whether `1 -2` stands where spaces separate entries."""
        return self.space_splits and self.now.spaced and not self.peek().spaced

    @abstractmethod
    def expression(self) -> Node:
        """A sum."""

    @abstractmethod
    def argument(self) -> Node:
        """The argument of a function without brackets."""

    @abstractmethod
    def unary(self) -> Node:
        """A signed power."""

    @abstractmethod
    def postfix(self, node: Node) -> Node:
        """What follows an atom."""

    @abstractmethod
    def atom(self) -> Node:
        """A number, name, call, bracket, array or gradient."""
