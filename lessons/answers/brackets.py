"""Brackets of every kind: groups, vectors, matrices, absolute values."""

from .cursor import CLOSERS, Cursor
from .question import AnswerError
from .tokens import Token
from .tree import Node, num


class Brackets(Cursor):
    """What stands between two signs that belong together."""

    def group(self) -> Node:
        """`{...}`, or the single token that LaTeX takes instead."""
        if self.now.kind == "num" and len(self.now.text) > 1:
            first, self.tokens[self.at] = self.now.text[0], self.now._replace(text=self.now.text[1:])
            return num(int(first) if first.isdigit() else 0, self.now.column)
        if self.now.kind != "{":
            return self.atom()
        opened = self.next()
        saved, self.space_splits, self.bars = (self.space_splits, self.bars), False, []
        inner = self.expression()
        if self.now.kind == ",":
            raise AnswerError(opened.column, "Braces are for LaTeX: write a vector with square brackets, `[1, 2, 3]`.")
        self.expect("}", opened)
        self.bracketed.add((inner.op, inner.at))
        self.space_splits, self.bars = saved
        return inner

    def bracket(self) -> Node:
        """A bracketed expression, vector or matrix."""
        opened = self.next()
        saved, self.space_splits, self.bars = (self.space_splits, self.bars), False, []
        if self.now.kind == CLOSERS[opened.kind]:
            raise AnswerError(self.now.column, "Nothing stands between these brackets: fill them or take them out.")
        inside, self.lists = self.lists, self.lists + 1
        node = self.rows(CLOSERS[opened.kind], opened.kind == "[", opened)
        self.lists = inside
        self.bracketed.add((node.op, node.at))
        self.expect(CLOSERS[opened.kind], opened)
        self.space_splits, self.bars = saved
        return node

    def rows(self, closing: str, spaces: bool, opened: Token | None = None) -> Node:
        """Entries separated by commas (or spaces) in rows separated by `;` or lines."""
        start = self.now.column
        saved, self.space_splits = self.space_splits, spaces and not self._has_commas(closing)
        self.skip_lines()
        rows = [self.entries(closing)]
        breaks = set()
        while self.now.kind in (";", "row"):
            mark = self.next().kind
            if self.now.kind in (closing, ";", "row"):
                continue
            breaks.add(mark)
            rows.append(self.entries(closing))
        self.space_splits = saved
        if breaks == {"row"} and closing == "]" and (self.lists > 1 or self.wrapped) and _are_plain(rows):
            rows = [[entry for row in rows for entry in row]]  # a long vector, printed on several lines
        return self._assemble(rows, start, listed=opened is not None and opened.kind == "[")

    def _assemble(self, rows: list[list[Node]], at: int, listed: bool) -> Node:
        first = rows[0]
        if len(rows) == 1:
            if not listed and [entry.op == "vector" for entry in first] == [False, True]:
                return Node("mul", tuple(first), at=at)  # `1/2 (2, 4)`: a number times a vector, not a list of both
            if len(first) == 1 and first[0].op != "vector":
                return first[0] if not listed or first[0].op == "matrix" else Node("vector", (first[0],), at=at)
            if all(entry.op == "vector" for entry in first) and (listed or len(first) > 1):
                return self._matrix([entry.args for entry in first], at)
            return first[0] if len(first) == 1 else Node("vector", tuple(first), at=at)
        if all(len(row) == 1 and row[0].op == "vector" for row in rows):
            return self._matrix([row[0].args for row in rows], at)
        return self._matrix([tuple(row) for row in rows], at)

    def _matrix(self, rows: list[tuple[Node, ...]], at: int) -> Node:
        width = len(rows[0])
        for number, row in enumerate(rows, 1):
            if len(row) != width:
                noun = "entry" if len(row) == 1 else "entries"
                message = f"Row {number} has {len(row)} {noun} and row 1 has {width}: give every row as many."
                raise AnswerError(row[0].at, message)
            for entry in row:
                if entry.op in ("vector", "matrix"):
                    raise AnswerError(entry.at, "An entry of a matrix is a single number: take the inner brackets out.")
        return Node("matrix", tuple(Node("row", row, at=row[0].at) for row in rows), at=at)

    def entries(self, closing: str) -> list[Node]:
        """One row."""
        found = [self.expression()]
        while True:
            if self.now.kind in (",", "&"):
                self.next()
                self.skip_lines()
                if self.now.kind == closing and closing != "end":
                    return found
            elif self.now.kind == "[" and found[-1].op in ("vector", "matrix"):
                pass  # `[1, 2][3, 4]`: two rows
            elif not (self.space_splits and (self.starts_operand() or self.now.kind in ("+", "-"))):
                return found
            found.append(self.expression())

    def _has_commas(self, closing: str) -> bool:
        """Whether a comma or inner bracket list stands at this level, so that spaces mean nothing."""
        depth = 0
        for token in self.tokens[self.at :]:
            if token.kind in "([{":
                depth += 1
            elif depth == 0 and token.kind == closing:
                return False
            elif token.kind in ")]}":
                depth -= 1
            elif depth == 0 and token.kind in (",", "assign", "step"):
                return True
        return False

    def environment(self) -> Node:
        """A LaTeX matrix environment."""
        opened = self.next()
        saved, self.space_splits, self.bars = (self.space_splits, self.bars), False, []
        while self.now.kind == "row":
            self.next()
        rows = [self.entries("end of matrix")]
        while self.now.kind == "row":
            while self.now.kind == "row":
                self.next()
            if self.now.kind != "end":
                rows.append(self.entries("end of matrix"))
        if self.now.kind != "end" or self.now.text != "end":
            raise AnswerError(self.now.column, "`\\end{bmatrix}` is missing: close the matrix.")
        self.at += 1
        self.space_splits, self.bars = saved
        return self._matrix([tuple(row) for row in rows], opened.column)

    def array_call(self) -> Node:
        """`np.array([[1, 2], [3, 4]])` or `matrix([1, 2], [3, 4])`."""
        name = self.next()
        opened = self.now
        node = self.bracket()
        if name.text in ("matrix", "Matrix", "mat") and node.op == "vector" and opened.kind == "(":
            return self._matrix([node.args], name.column)
        return node

    def absolute(self) -> Node:
        """`|x|`, `‖x‖` or `||x||`; `||x|-1|` is a bar within a bar."""
        opened = self.next()
        if opened.kind != "||":
            return self._between(opened, opened.kind)
        saved = (self.at, self.depth, self.bars, self.space_splits)
        try:
            return self._between(opened, "||")
        except AnswerError:
            self.at, self.depth, self.bars, self.space_splits = saved
        inner = opened._replace(kind="|", text="|", column=opened.column + 1)
        self.tokens[self.at - 1 : self.at] = [opened._replace(kind="|", text="|"), inner]
        return self._between(opened._replace(kind="|", text="|"), "|")

    def _between(self, opened: Token, closing: str) -> Node:
        self.deeper()
        saved, self.space_splits = self.space_splits, False
        self.bars = [*self.bars, closing]
        inner = self.expression()
        self.bars = self.bars[:-1]
        self.space_splits = saved
        self._close_bar(opened, closing)
        self.depth -= 1
        return Node("abs" if closing == "|" else "norm", (inner,), at=opened.column)

    def _close_bar(self, opened: Token, closing: str) -> None:
        if closing == "|" and self.now.kind == "||":
            both = self.now._replace(kind="|", text="|")
            self.tokens[self.at : self.at + 1] = [both, both._replace(column=both.column + 1, spaced=False)]
        elif closing == "||" and self.now.kind == self.peek().kind == "|" and not self.peek().spaced:
            self.tokens[self.at : self.at + 2] = [self.now._replace(kind="||", text="||")]
        if self.now.kind != closing:
            raise AnswerError(self.now.column, f"The bar at column {opened.column} is not closed: add `{opened.text}`.")
        self.next()


def _are_plain(rows: list[list[Node]]) -> bool:
    return all(entry.op not in ("vector", "matrix") for row in rows for entry in row)
