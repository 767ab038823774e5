"""The commands that take arguments, and the nodes they make."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tutor.rendering.notation.boxes import Style
from tutor.rendering.notation.symbols import BLACKBOARD, CALLIGRAPHIC, COMMANDS, Kind, Sym, typed, word
from tutor.rendering.notation.tree import (
    Accent,
    Boxed,
    Brace,
    Fence,
    Frac,
    Node,
    Phantom,
    Root,
    Row,
    Space,
    Styled,
    Text,
    row,
)

if TYPE_CHECKING:
    from tutor.rendering.notation.parse import Parser

Handler = Callable[["Parser", str, int], list[Node]]

ROLES = ("accent", "dim", "good", "bad", "first", "second", "third")
BOLD = Style(bold=True)
ITALIC = Style(italic=True)

_SPACES = {",": 1, ";": 1, ":": 1, "!": -1, " ": 1, "\n": 1, "\t": 1, "~": 1, "quad": 3, "qquad": 6}
_MARKS = ("hat", "bar", "tilde", "dot", "overline", "underline")
_ANGLES = {"<": "langle", ">": "rangle"}


def _space(_: "Parser", name: str, __: int) -> list[Node]:
    return [Space(_SPACES[name])]


def _frac(parser: "Parser", name: str, at: int) -> list[Node]:
    top = parser.argument(at)
    return [Frac(top, parser.argument(at), small=name == "tfrac", bar=name != "binom")]


def _sqrt(parser: "Parser", _: str, at: int) -> list[Node]:
    degree: Node | None = None
    if parser.source.take("["):
        end = parser.source.text.find("]", parser.source.at)
        if end < 0:
            parser.source.fail("the [ of this root is never closed; add ]", parser.source.at - 1)
        else:
            degree = parser.nested(lambda: parser.until(end), at)
            parser.source.at = end + 1
    return [Root(degree, parser.argument(at))]


def _accent(parser: "Parser", name: str, at: int) -> list[Node]:
    return [Accent(name, parser.argument(at))]


def _bold(parser: "Parser", _: str, at: int) -> list[Node]:
    return _each(parser.argument(at), BOLD)


def _italic(parser: "Parser", _: str, at: int) -> list[Node]:
    return _each(parser.argument(at), ITALIC)


def _each(body: Node, style: Style) -> list[Node]:
    """The styled items as separate items of the surrounding row, so that a style does not change the spacing."""
    items = body.items if isinstance(body, Row) else (body,)
    return [Styled(style, item) for item in items]


def _upright(parser: "Parser", name: str, at: int) -> list[Node]:
    source = parser.source
    source.skip_blanks()
    start = source.at
    letters = source.raw_group("\\" + name)[0] if source.peek() == "{" else ""
    if len(letters) > 1 and letters.isascii() and letters.replace(" ", "").replace("-", "").isalpha():
        function = COMMANDS.get(letters)
        return [function if function and function.kind == "fn" else word(letters)]
    source.at = start
    return [parser.argument(at)]


def _operator(parser: "Parser", name: str, _: int) -> list[Node]:
    starred = parser.source.take("*")
    kind: Kind = "lim" if starred else "fn"
    text = " ".join(parser.source.prose("\\" + name).replace(",", " ").split())
    function = COMMANDS.get(text)
    return (
        [function if function and function.kind in ("fn", "lim") and not starred else _named(text, kind)]
        if text
        else []
    )


def _named(text: str, kind: Kind) -> Sym:
    sym = word(text, kind)
    return sym._replace(spoken=f"{text} of") if kind == "fn" else sym


def _text(parser: "Parser", name: str, _: int) -> list[Node]:
    body = Text(parser.source.prose("\\" + name))
    style = {"textbf": BOLD, "textit": ITALIC}.get(name)
    return [Styled(style, body) if style else body]


def _alphabet(parser: "Parser", name: str, at: int) -> list[Node]:
    table = BLACKBOARD if name == "mathbb" else CALLIGRAPHIC
    body = parser.argument(at)
    items = body.items if isinstance(body, Row) else (body,)
    nodes: list[Node] = []
    for item in items:
        if not (isinstance(item, Sym) and len(item.glyph) == 1 and item.kind in ("ord", "num")):
            parser.source.fail(f"\\{name} takes letters only", at)
        elif item.glyph in table:
            nodes.append(typed(table[item.glyph]) or item)
        else:
            nodes.append(item)
    return [row(nodes)]


def _colour(parser: "Parser", name: str, at: int) -> list[Node]:
    role, start = parser.source.raw_group("\\" + name)
    if role.strip() not in ROLES:
        parser.source.fail(f"{role.strip()!a} is not a role; use one of {', '.join(ROLES)}", start)
    # Bold besides, so that it is not told by its color alone.
    return _each(parser.argument(at), Style(role=role.strip(), bold=role.strip() != "dim"))


def _brace(parser: "Parser", name: str, at: int) -> list[Node]:
    body = parser.argument(at)
    over = name == "overbrace"
    label = parser.argument(parser.source.at - 1) if parser.source.take("^" if over else "_") else None
    return [Brace(over, body, label)]


def _boxed(parser: "Parser", _: str, at: int) -> list[Node]:
    return [Boxed(parser.argument(at))]


def _phantom(parser: "Parser", _: str, at: int) -> list[Node]:
    return [Phantom(parser.argument(at))]


def _arg(parser: "Parser", name: str, _: int) -> list[Node]:
    for limit in ("max", "min"):
        if parser.source.take("\\" + limit):
            return [word(f"arg {limit}", "lim")]
    return [COMMANDS[name]]


def _left(parser: "Parser", name: str, at: int) -> list[Node]:
    left = delimiter(parser, "\\" + name)
    body = parser.nested(parser.row, at)
    if not parser.source.take("\\right"):
        parser.source.fail("\\left without its \\right; add \\right and a bracket", at)
        return [Fence(left, body, None)]
    return [Fence(left, body, delimiter(parser, "\\right"))]


def delimiter(parser: "Parser", owner: str) -> Sym | None:
    r"""The bracket after `\left` or `\right`; None for the invisible one."""
    source = parser.source
    source.skip_blanks()
    at = source.at
    char = source.peek()
    if char == "\\":
        sym = COMMANDS.get(source.command())
    else:
        source.at = min(at + 1, len(source.text))
        if char == ".":
            return None
        sym = COMMANDS[_ANGLES[char]] if char in _ANGLES else typed(char) if char else None
    if sym is None or sym.kind not in ("open", "close", "bar"):
        source.at = at
        source.fail(f"{owner} needs a bracket after it, such as ( [ \\{{ | or . for none", source.last_seen())
        return None
    return sym


def _sign_handlers() -> dict[str, Handler]:
    table: dict[str, Handler] = dict.fromkeys(_SPACES, _space)
    table |= dict.fromkeys(("frac", "dfrac", "tfrac", "binom"), _frac)
    table |= dict.fromkeys(_MARKS, _accent)
    table |= dict.fromkeys(("boldsymbol", "mathbf", "bm"), _bold)
    table |= dict.fromkeys(("text", "textbf", "textit"), _text)
    table |= dict.fromkeys(("mathbb", "mathcal"), _alphabet)
    table |= dict.fromkeys(("underbrace", "overbrace"), _brace)
    table |= {"sqrt": _sqrt, "vec": _bold, "mathit": _italic, "mathrm": _upright, "operatorname": _operator}
    table |= {"textcolor": _colour, "boxed": _boxed, "phantom": _phantom, "arg": _arg, "left": _left}
    return table


HANDLERS = _sign_handlers()
