"""The smallest parts of an answer: numbers, names, roots, fractions."""

from .calls import Calls
from .tokens import Token, number_value
from .tree import Node, num


class Atoms(Calls):
    """Everything that binds tightest."""

    def atom(self) -> Node:
        """A number, name, call, bracket, array or gradient."""
        token = self.now
        if token.kind == "num":
            self.next()
            return num(number_value(token.text, token.column), token.column, token.text)
        if token.kind in ("name", "const"):
            self.next()
            return Node(token.kind, text=token.text, at=token.column)
        self.deeper()
        node = self._compound(token)
        self.depth -= 1
        return node

    def _compound(self, token: Token) -> Node:
        kind = token.kind
        if kind == "func":
            return self.call(self.next())
        if kind in ("(", "["):
            return self.bracket()
        if kind == "{":
            return self.group()
        if kind in ("|", "||", "norm"):
            return self.absolute()
        if kind in ("opaque", "grad", "deriv"):
            return self.opaque()
        if kind in ("begin", "array"):
            return self.environment() if kind == "begin" else self.array_call()
        return self._special(self.next())

    def _special(self, token: Token) -> Node:
        if token.kind == "root":
            self.deeper()
            inner = self.postfix(self.atom())
            self.depth -= 1
            if token.text == "√":
                return Node("call", (inner,), "sqrt", token.column)
            return Node("call", (inner, num(3 if token.text == "∛" else 4)), "root", token.column)
        if token.kind == "frac":
            self.bracketed.add(("div", token.column))
            return Node("div", (self.group(), self.group()), at=token.column)
        if token.kind == "binom":
            return Node("call", (self.group(), self.group()), "binomial", token.column)
        if token.kind == "sqrt":
            return self.latex_root(token)
        if token.kind in "⌊⌈":
            inner = self.expression()
            self.expect("⌋" if token.kind == "⌊" else "⌉", token)
            return Node("call", (inner,), "floor" if token.kind == "⌊" else "ceil", token.column)
        self.at -= token.kind != "end"
        raise self.unexpected()

    def latex_root(self, token: Token) -> Node:
        """`\\sqrt{x}` or `\\sqrt[n]{x}`."""
        degree = None
        if self.now.kind == "[":
            opened = self.next()
            degree = self.expression()
            self.expect("]", opened)
        inner = self.group() if self.now.kind == "{" else self.postfix(self.atom())
        return Node("call", (inner,) if degree is None else (inner, degree), "root" if degree else "sqrt", token.column)
