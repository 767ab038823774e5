"""Words to names, functions and constants; glued words such as `2xlnx` are taken apart."""

from collections.abc import Mapping
from functools import lru_cache

from .domains import FUNCTION, REAL, Domain, parse_domain
from .functions import ALIASES, CALLED, CONSTANTS
from .letters import GREEK_WORDS, canonical
from .question import AnswerError
from .suggest import unknown
from .tokens import Token, tokenize
from .update_notations import STEP, without_steps
from .update_rule import Roles, translate

_OPERANDS = frozenset({"num", "name", ")", "}"})
_INFIX = frozenset({"choose", "over", "mod"})
_LOWER_CONSTANTS = {"pi": "pi", "inf": "inf", "infinity": "inf"}


class Names:
    """The names of a question.

    With `undeclared`, unknown letters of an author's text are taken as real variables. With `steps`, as in a rule,
    `θ_t` and `θ_{t+1}` are the name `θ`.
    """

    __slots__ = ("domains", "roles", "steps", "undeclared")

    def __init__(self, domains: dict[str, Domain] | None = None, undeclared: bool = False, steps: bool = False) -> None:
        self.domains = {} if domains is None else domains
        self.undeclared = undeclared
        self.steps = steps
        self.roles: Roles | None = None

    def has(self, name: str) -> bool:
        """Whether the name is declared."""
        return name in self.domains

    def is_function(self, name: str) -> bool:
        """Whether the name is an opaque function."""
        domain = self.domains.get(name)
        return domain is not None and domain.function

    def declare(self, name: str, domain: Domain) -> None:
        """Add a name that an author's text uses without declaring it."""
        self.domains.setdefault(name, domain)


def declared(names: Mapping[str, str]) -> dict[str, Domain]:
    """The declared names in their one spelling; raises QuestionError for an unknown domain."""
    return {spelling(name): parse_domain(words) for name, words in names.items()}


@lru_cache(maxsize=1024)
def spelling(name: str) -> str:
    """The one spelling of a declared name, however it is written."""
    try:
        tokens = tokenize(name)
    except AnswerError:
        return name
    words = [token for token in tokens if token.kind in ("word", "latex")]
    return canonical(words[0].text, words[0].sub) if len(words) == 1 and len(tokens) == 2 else name


def resolve(tokens: list[Token], names: Names) -> list[Token]:
    """The tokens with every word replaced by names, functions, constants and numbers; raises AnswerError."""
    result: list[Token] = []
    index = 0
    if names.steps:
        tokens = without_steps(tokens, names.has)
        if names.roles is not None and not names.undeclared:
            tokens = translate(tokens, names.roles, names.has)
    while index < len(tokens):
        token = tokens[index]
        if (found := _derivative(tokens, index, names)) is not None:
            derivative, length = found
            result.append(derivative[0])
            for offset, part in enumerate(derivative[1:], 1):
                follows = derivative[offset + 1] if offset + 1 < len(derivative) else tokens[index + length]
                word = part.kind in ("word", "latex")
                result.extend(_word(part, names, result, follows) if word else [part])
            index += length
            continue
        if token.kind in ("word", "latex"):
            result.extend(_word(token, names, result, tokens[index + 1]))
        elif token.kind == "grad" and token.sub:
            result.extend(_gradient(token, names))
        else:
            result.append(token)
        index += 1
    return result


def _gradient(token: Token, names: Names) -> list[Token]:
    """`∇_θL` is ∇ with respect to θ, then L; `grad_L` is the gradient of L."""
    sub = token.sub
    if names.has(sub) and not names.is_function(sub):
        return [token]
    if names.is_function(sub):
        return [token._replace(sub=""), token._replace(kind="opaque", text=sub, sub="")]
    for end in range(len(sub) - 1, 0, -1):
        variable, function = canonical(sub[:end]), canonical(sub[end:])
        known = names.has(variable) or (names.undeclared and (len(variable) == 1 or variable in GREEK_WORDS))
        if known and (names.is_function(function) or (names.undeclared and function.isalpha())):
            names.declare(function, FUNCTION)
            return [token._replace(sub=variable), token._replace(kind="opaque", text=function, sub="")]
    return [token]


def _word(token: Token, names: Names, before: list[Token], after: Token) -> list[Token]:
    name = canonical(token.text, token.sub)
    if names.steps and not names.has(name) and STEP.fullmatch(token.sub):
        token = token._replace(sub="")
        name = canonical(token.text)
    if names.undeclared and (_takes_function(before) or after.kind == "'"):
        names.declare(name, FUNCTION)
    if names.has(name):
        return [_named(token, name, names)]
    if token.text in ("T", "top") and not token.sub and before and _is_exponent(before):
        return [token._replace(kind="T")]
    if (
        token.text in _INFIX
        and after.kind not in ("(", "{")
        and before
        and before[-1].kind in ("num", "name", ")", "}")
    ):
        raise AnswerError(token.column, unknown(token, names.domains, before, after))
    if (known := _known(token, after)) is not None:
        if known.kind == "grad" and known.sub:
            return _gradient(known, names)
        return [known]
    if token.text.startswith(("grad", "nabla")) and (parts := _glued_gradient(token, names)) is not None:
        return parts
    pieces = _Splitter(token, names).pieces()
    if pieces is None:
        raise AnswerError(token.column, unknown(token, names.domains, before, after))
    for piece in pieces:
        if piece.kind == "name" and names.undeclared:
            names.declare(piece.text, REAL)
    return pieces


def _glued_gradient(token: Token, names: Names) -> list[Token] | None:
    """`gradL`: the gradient of L."""
    start = 4 if token.text.startswith("grad") else 5
    function = canonical(token.text[start:], token.sub)
    if not names.is_function(function):
        return None
    return [
        token._replace(kind="grad", text="grad", sub=""),
        Token("opaque", function, token.column + start),
    ]


def _takes_function(before: list[Token]) -> bool:
    if before and before[-1].kind in "({":
        before = before[:-1]
    return bool(before) and before[-1].kind == "grad"


def _is_exponent(before: list[Token]) -> bool:
    return before[-1].kind == "^" or (len(before) > 1 and before[-1].kind in "{(" and before[-2].kind == "^")


def _named(token: Token, name: str, names: Names) -> Token:
    return token._replace(kind="opaque" if names.is_function(name) else "name", text=name, sub="")


def _known(token: Token, after: Token) -> Token | None:
    """A function, a constant or ∇, spelled in any case."""
    word = token.text
    if word in ("grad", "nabla", "Grad", "gradient") and after.kind != "end":
        return token._replace(kind="grad")
    if token.sub:
        if word.lower() in ("log", "ln", "lg"):
            return token._replace(kind="func", text="log")
        return None
    if word in CONSTANTS or (len(word) > 1 and word.lower() in _LOWER_CONSTANTS) or word == "π":
        return token._replace(kind="const", text=CONSTANTS.get(word, _LOWER_CONSTANTS.get(word.lower(), "pi")))
    if after.kind in ("(", "[") and word in CALLED:
        return token._replace(kind="func", text=CALLED[word])
    function = ALIASES.get(word) or (ALIASES.get(word.lower()) if len(word) > 1 else None)
    if function is not None:
        return token._replace(kind="func", text=function)
    if word in ("σ", "sigma") and after.kind == "(":
        return token._replace(kind="func", text="sigmoid")
    return None


class _Splitter:
    """The fewest known pieces that a word falls into."""

    def __init__(self, token: Token, names: Names) -> None:
        self.token = token
        self.names = names
        self.best: dict[int, list[Token] | None] = {}

    def pieces(self) -> list[Token] | None:
        if len(self.token.text) > 40:
            return None
        return self._from(0)

    def _from(self, start: int) -> list[Token] | None:
        word = self.token.text
        if start == len(word):
            return []
        if start not in self.best:
            self.best[start] = None
            options = [self._joined(start, end) for end in range(len(word), start, -1)]
            found = [option for option in options if option is not None]
            self.best[start] = min(found, key=_cost) if found else None
        return self.best[start]

    def _joined(self, start: int, end: int) -> list[Token] | None:
        piece = self._piece(start, end)
        if piece is None:
            return None
        rest = self._from(end)
        if rest is None or (piece.kind == "func" and end == len(self.token.text) and self.token.sub):
            return None
        return [piece, *rest]

    def _piece(self, start: int, end: int) -> Token | None:
        word = self.token.text
        text = word[start:end]
        last = end == len(word)
        token = Token("name", text, self.token.column + start, self.token.spaced and start == 0)
        if text.isdigit():
            return (
                token._replace(kind="num") if _after_function(word[:start]) and not (last and self.token.sub) else None
            )
        if not last and word[end].isdigit() and not text[-1].isdigit() and text not in ALIASES:
            return None
        return self._meaning(token, text, self.token.sub if last else "")

    def _meaning(self, token: Token, text: str, sub: str) -> Token | None:
        name = canonical(text, sub)
        if self.names.has(name):
            return _named(token, name, self.names)
        if not sub and len(text) > 1 and text in ALIASES:
            return token._replace(kind="func", text=ALIASES[text])
        if not sub and (text in ("e", "pi", "π")):
            return token._replace(kind="const", text=CONSTANTS.get(text, "pi"))
        if sub and text in ("log", "ln"):
            return token._replace(kind="func", text="log", sub=sub)
        base = text.rstrip("0123456789")
        if self.names.undeclared and (
            len(base) == 1 or base in GREEK_WORDS or (sub and base.isalpha() and base not in ALIASES)
        ):
            return token._replace(text=name)
        return None


def _cost(pieces: list[Token]) -> int:
    return len(pieces)


def _after_function(before: str) -> bool:
    return any(before.endswith(name) for name in ALIASES if len(name) > 1)


def _derivative(tokens: list[Token], index: int, names: Names) -> tuple[list[Token], int] | None:
    """`dL/dθ`, `∂L(θ)/∂θ` or `d/dθ L`, also as a LaTeX fraction: the tokens it is read as, and how many it takes."""
    at = index
    in_fraction = tokens[at].kind == "frac" and tokens[at + 1].kind == "{"
    at += 2 if in_fraction else 0
    upper = _differential(tokens, at) or _operator(tokens, at)
    if upper is None:
        return None
    between = ("}", "{") if in_fraction else ("/",)
    at += upper[1]
    point: list[Token] = []
    if upper[0]:
        point = _point(tokens, at)
        at += len(point)
    if tuple(token.kind for token in tokens[at : at + len(between)]) != between:
        return None
    at += len(between)
    lower = _differential(tokens, at)
    if lower is None:
        return None
    at += lower[1]
    if in_fraction and tokens[at].kind != "}":
        return None
    at += in_fraction
    name = upper[0]
    if not name:
        if tokens[at].kind not in ("word", "latex"):
            return None
        name, at = canonical(tokens[at].text, tokens[at].sub), at + 1
    found = _derivative_token(tokens[index], name, lower[0], names)
    if found is None:
        return None
    return [found, *point], at - index


def _derivative_token(start: Token, upper: str, lower: str, names: Names) -> Token | None:
    if names.undeclared and not names.has(upper):
        names.declare(upper, FUNCTION)
    if not names.is_function(upper):
        if names.is_function(lower) and names.has(upper):
            raise AnswerError(
                start.column, f"This derivative is upside down: write `d{lower}/d{upper}`, the function on top."
            )
        return None
    if names.undeclared:
        names.declare(lower, REAL)
    if not names.has(lower):
        return None
    return Token("deriv", upper, start.column, start.spaced, lower)


def _operator(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """The `d` or `∂` of `d/dθ L`, which names no function yet."""
    is_d = tokens[at].kind == "partial" or (tokens[at].kind in ("word", "latex") and tokens[at].text == "d")
    return ("", 1) if is_d and not tokens[at].sub else None


def _point(tokens: list[Token], at: int) -> list[Token]:
    """The bracketed names after the function of a derivative: the `(θ)` of `∂L(θ)/∂θ`."""
    if tokens[at].kind != "(":
        return []
    end = at + 1
    while tokens[end].kind in ("word", "latex", ","):
        end += 1
    return tokens[at : end + 1] if tokens[end].kind == ")" and end > at + 1 else []


def _differential(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """The name after a `d` or `∂`, and how many tokens the two take."""
    if at + 1 >= len(tokens):
        return None
    first, second = tokens[at], tokens[at + 1]
    bracketed = [token.kind for token in tokens[at + 1 : at + 4]] in (["(", "word", ")"], ["(", "latex", ")"])
    is_d = first.kind == "partial" or (first.kind == "word" and first.text == "d" and not first.sub)
    if is_d and bracketed:
        return canonical(tokens[at + 2].text, tokens[at + 2].sub), 4
    if is_d and second.kind in ("word", "latex"):
        return canonical(second.text, second.sub), 2
    if first.kind == "word" and first.text.startswith("d") and len(first.text) > 1:
        return canonical(first.text[1:], first.sub), 1
    return None
