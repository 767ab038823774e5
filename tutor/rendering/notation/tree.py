"""The nodes of the syntax tree."""

from typing import NamedTuple, Union

from tutor.rendering.notation.boxes import Style
from tutor.rendering.notation.symbols import Sym


class Row(NamedTuple):
    """Nodes side by side."""

    items: tuple["Node", ...]


class Text(NamedTuple):
    """Prose inside a formula, its spaces kept."""

    text: str


class Space(NamedTuple):
    """Explicit space in columns; a negative one removes space."""

    width: int


class Styled(NamedTuple):
    """Bold, italic or a role over everything inside."""

    style: Style
    body: "Node"


class Frac(NamedTuple):
    """A fraction; `small` when written to stay on one row, `bar` False for a binomial."""

    top: "Node"
    bottom: "Node"
    small: bool
    bar: bool


class Root(NamedTuple):
    """A root; `degree` None for the square root."""

    degree: Union["Node", None]
    body: "Node"


class Script(NamedTuple):
    """A nucleus with a subscript, a superscript or both."""

    base: "Node"
    sub: Union["Node", None]
    sup: Union["Node", None]


class Accent(NamedTuple):
    """A mark over or under: hat, bar, tilde, dot, overline, underline."""

    mark: str
    body: "Node"


class Fence(NamedTuple):
    """Paired delimiters around a body; None is the invisible one."""

    left: Sym | None
    body: "Node"
    right: Sym | None


class Grid(NamedTuple):
    """Rows of cells; `name` is the environment, `spec` the columns of an array."""

    name: str
    rows: tuple[tuple["Node", ...], ...]
    spec: str


class Brace(NamedTuple):
    """A brace under or over, with a label beyond it."""

    over: bool
    body: "Node"
    label: Union["Node", None]


class Boxed(NamedTuple):
    """A frame around the body."""

    body: "Node"


class Phantom(NamedTuple):
    """Empty space of the size of the body."""

    body: "Node"


Node = Sym | Row | Text | Space | Styled | Frac | Root | Script | Accent | Fence | Grid | Brace | Boxed | Phantom

NOTHING = Row(())


def row(items: list[Node]) -> Node:
    """One node for a run of them; a single one stays what it is."""
    return items[0] if len(items) == 1 else Row(tuple(items))


def peeled(node: Node) -> Node:
    """The node without styles and single-item rows around it."""
    while True:
        if isinstance(node, Styled):
            node = node.body
        elif isinstance(node, Row) and len(node.items) == 1:
            node = node.items[0]
        else:
            return node
