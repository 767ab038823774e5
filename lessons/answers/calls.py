"""Calls: functions with their powers and bases, opaque functions and their gradients."""

from .brackets import Brackets
from .cursor import CLOSERS
from .functions import ALIASES, ARITY, CALLED, METHODS
from .question import AnswerError
from .tokens import Token
from .tree import Node, num

_TAKE_ARRAYS = frozenset({"norm", "abs", "det", "inv", "trace", "transpose", *CALLED.values()})
_INDEXED = frozenset({"log", "sqrt", "root"})


class Calls(Brackets):
    """Whatever takes arguments."""

    def call(self, token: Token) -> Node:
        """A function with its power, its base and its arguments."""
        base = self._base(token)
        exponent = self._function_power(token)
        square = self.now.kind == "["
        args = self._arguments(token)
        self._refuse_index(token, args, square)
        node = self._applied(token, args, base)
        if self.tokens[self.at - 1].kind in (")", "]", "}"):
            self.bracketed.add((node.op, node.at))
        return node if exponent is None else Node("pow", (node, exponent), at=token.column)

    def _refuse_index(self, token: Token, args: list[Node], square: bool) -> None:
        """`log[2](p)`, `sqrt[3](x)` and `root(3)(8)` name a base or a degree in a way that is not read."""
        follows = self.now.kind in ("(", "{")
        indexed = square and (follows or (token.text in _INDEXED and self.starts_operand()))
        number = len(args) == 1 and args[0].op == "num"
        called = follows and self.tokens[self.at - 1].kind == ")" and number and token.text in ("log", "root")
        if not indexed and not called:
            return
        way_out = {
            "log": "`log_2(x)` or `log(x, 2)` for a logarithm with a base",
            "sqrt": "`x^(1/3)` or `root(x, 3)` for a root with a degree",
            "root": "`root(8, 3)`: first the number, then the degree",
        }.get(token.text, f"`{token.text}(x)` with round brackets, and `*` before another factor")
        raise AnswerError(token.column, f"Write {way_out}.")

    def is_method(self) -> bool:
        """Whether `.dot(`, `.sum(` or the like stands here."""
        return self.peek().kind == "func" and self.peek().text in METHODS and self.peek(2).kind == "("

    def method(self, node: Node) -> Node:
        """`a.dot(b)` or `x.sum()`, after its object."""
        self.next()
        name = self.next()
        if self.peek().kind == ")":
            self.next()
            self.next()
            return self._applied(name, [node], None)
        return self._applied(name, [node, *self._arguments(name)], None)

    def _base(self, token: Token) -> Node | None:
        sub = token.sub
        if not sub:
            return None
        if sub.isascii() and sub.isdigit():
            return num(int(sub), token.column)
        if sub == "e":
            return Node("const", text="e", at=token.column)
        if self.names.has(sub):
            return Node("name", text=sub, at=token.column)
        raise AnswerError(
            token.column, f"The base `{sub}` of the logarithm is not a name here: write `log_2` or `log(x, 2)`."
        )

    def _function_power(self, token: Token) -> Node | None:
        if self.now.kind not in ("^", "sup"):
            return None
        mark = self.next()
        node = num(int(mark.text), mark.column) if mark.kind == "sup" and mark.text.isdigit() else None
        if node is None and mark.kind == "^":
            node = self.group() if self.now.kind == "{" else self.unary()
        if node is None or node.op == "neg":
            inverse = f"a{token.text}" if f"a{token.text}" in ALIASES else "an inverse function"
            way_out = (
                f"write `{inverse}(x)` or `1/{token.text}(x)`"
                if token.text in ("sin", "cos", "tan")
                else "use brackets"
            )
            raise AnswerError(mark.column, f"`{token.text}^-1` has two meanings: {way_out}.")
        return node

    def _arguments(self, token: Token) -> list[Node]:
        if self.now.kind == "end" or self.now.kind in (
            ")",
            "]",
            "}",
            ",",
            "+",
            "*",
            "/",
            "@",
            ";",
            "row",
            "=",
            "assign",
        ):
            raise AnswerError(self.now.column, f"`{token.text}` needs an argument: write `{token.text}(x)`.")
        if self.now.kind == "{":
            groups = [self.group()]
            while self.now.kind == "{" and len(groups) < ARITY.get(token.text, (1, 1))[1]:
                groups.append(self.group())
            return groups
        if self.now.kind != "(" and (self.now.kind != "[" or token.text in _TAKE_ARRAYS):
            return [self.argument()]
        opened = self.next()
        closing = CLOSERS[opened.kind]
        if self.now.kind == closing:
            raise AnswerError(self.now.column, f"`{token.text}` needs an argument between its brackets.")
        saved, self.space_splits, self.bars = (self.space_splits, self.bars), False, []
        args = self.entries(closing)
        self.expect(closing, opened)
        self.space_splits, self.bars = saved
        return args

    def _applied(self, token: Token, args: list[Node], base: Node | None) -> Node:
        name, at = token.text, token.column
        least, most = ARITY.get(name, (1, 1))
        if not least <= len(args) <= most:
            wanted = f"{least}" if least == most else f"{least} to {most}"
            plural = "argument" if wanted == "1" else "arguments"
            given = f"`{name}` takes {wanted} {plural}, and {len(args)} {'is' if len(args) == 1 else 'are'} given."
            if most == 1 and len(args) == 2 and args[0].op == args[1].op == "num":
                given += f" For a decimal use a point: `{args[0].text}.{args[1].text}`."
            raise AnswerError(at, given)
        if base is not None and len(args) == 1:
            return Node("log", (args[0], base), at=at)
        if name in ("log", "log10", "log2") and (len(args) == 2 or name != "log"):
            return Node("log", (args[0], args[1] if len(args) == 2 else num(int(name[3:]))), at=at)
        if name in ("abs", "norm", "det", "transpose", "fact"):
            return Node(name, tuple(args), at=at)
        if name in ("pow", "frac"):
            return Node("pow" if name == "pow" else "div", tuple(args), at=at)
        return Node("call", tuple(args), name, at)

    def opaque(self) -> Node:
        """An opaque function, its gradient or its derivative."""
        token = self.next()
        if token.kind == "deriv":
            return Node("grad", self._point(), token.text, token.column, 1, token.sub)
        if token.kind == "grad":
            return self._gradient(token)
        primes = 0
        while self.now.kind == "'":
            self.next()
            primes += 1
        args = self._point(always=True)
        if primes:
            return Node("grad", args, token.text, token.column, primes, "'")
        return Node("opaque", args, token.text, token.column)

    def _gradient(self, token: Token) -> Node:
        wrapped = self.next() if self.now.kind in ("(", "{") else None
        if self.now.kind != "opaque":
            raise AnswerError(self.now.column, "∇ needs the function right after it: write `∇L(θ)` or `grad L(theta)`.")
        name = self.next()
        args = self._point(always=True)
        if wrapped is not None:
            self.expect(CLOSERS[wrapped.kind], wrapped)
            args = args or self._point(always=True)
        return Node("grad", args, name.text, token.column, 1, token.sub)

    def _point(self, always: bool = False) -> tuple[Node, ...]:
        """The bracketed arguments of an opaque function; after a fraction only if they are plain names."""
        if self.now.kind != "(":
            return ()
        if not always and not (self.peek().kind == "name" and self.peek(2).kind in (")", ",")):
            return ()
        opened = self.next()
        saved, self.space_splits, self.bars = (self.space_splits, self.bars), False, []
        if self.now.kind == ")":
            raise AnswerError(self.now.column, "The function needs an argument between its brackets.")
        args = self.entries(")")
        self.expect(")", opened)
        self.space_splits, self.bars = saved
        return tuple(args)
