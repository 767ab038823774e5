"""The update rule in any notation: steps, code and names of the learner's own, brought to the names of the question.

`w -= lr * w.grad`, `θ^{t+1} = θ^t − α∇J(θ^t)` and `Δθ = −η∇L` are one rule in three hands. A name that the learner
introduces is read in the role that it has: what changes, how far a step goes, or what is minimized.
"""

from collections.abc import Callable
from typing import NamedTuple

from .functions import ALIASES, CALLED, CONSTANTS
from .letters import GREEK, GREEK_WORDS, canonical
from .tokens import Token
from .tree import Node, walk

_AHEAD = 6
_STEPS = frozenset("tknijs")
_STEP_WORDS = frozenset({"new", "old", "next", "prev"})
_RATES = frozenset(
    {"lr", "alpha", "eta", "gamma", "epsilon", "eps", "rate", "step", "stepsize", "step_size", "learning_rate", "h",
     "learningrate", "mu", "a", "learn_rate", "step_length"}
)  # fmt: skip
_GRADIENTS = frozenset(
    {
        "grad",
        "grads",
        "gradient",
        "gradients",
        "g",
        "dparams",
        "dparam",
        "dw",
        "dW",
        "dtheta",
        "dx",
        "dL",
        "dJ",
        "dloss",
    }
)
_LOSSES = frozenset({"loss", "cost", "J", "L", "f", "F", "E", "C", "error", "objective"})
_NABLA = frozenset({"grad", "nabla", "Grad", "gradient"})
_VALUES_END = frozenset({"end", ")", "]", "}", "+", "-", "*", "/", ",", "assign", "step"})


class Roles(NamedTuple):
    """What the names of an update rule do: the one that changes, those that scale, the functions, the gradient."""

    target: str
    free: tuple[str, ...]
    functions: tuple[str, ...]
    gradient: str | None

    @classmethod
    def of(cls, tree: Node, is_function: Callable[[str], bool]) -> "Roles":
        """The roles in the rule that the author wrote."""
        target = tree.args[0].text if tree.args[0].op == "name" else ""
        parts = list(walk(tree))
        functions = sorted({part.text for part in parts if part.op in ("grad", "opaque")})
        free = sorted({part.text for part in parts if part.op == "name" and part.text != target})
        gradients = {part.text for part in parts if part.op == "grad"}
        return cls(
            target,
            tuple(name for name in free if not is_function(name)),
            tuple(functions),
            next(iter(gradients)) if len(gradients) == 1 else None,
        )


def without_steps(tokens: list[Token], has: Callable[[str], bool]) -> list[Token]:
    """The tokens without the number of the step: `θ^{t+1}`, `θ^(t)` and `θ^t` are θ."""
    found: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "'" and index == 1 and tokens[2].kind == "assign":
            index += 1
            continue
        if token.kind == "^" and found and found[-1].kind in ("word", "latex"):
            length = _step_length(tokens, index + 1, has)
            if length:
                index += 1 + length
                continue
        found.append(token)
        index += 1
    return found


def _step_length(tokens: list[Token], at: int, has: Callable[[str], bool]) -> int:
    """How many tokens the number of a step takes after `^`; 0 where none stands."""
    bracketed = tokens[at].kind in ("{", "(")
    inner = at + bracketed
    token = tokens[inner]
    name = token.text
    if token.kind != "word" or token.sub or has(name) or (name not in _STEPS and name not in _STEP_WORDS):
        return 0
    if not bracketed:
        return 1
    closing = {"{": "}", "(": ")"}[tokens[at].kind]
    if tokens[inner + 1].kind == closing:
        return 3
    ahead = tokens[inner + 1 : inner + 4]
    if len(ahead) == 3 and ahead[0].kind in "+-" and ahead[1].text == "1" and ahead[2].kind == closing:
        return 5
    return 0


def translate(tokens: list[Token], roles: Roles, has: Callable[[str], bool]) -> list[Token]:
    """A learner's rule with its names replaced by those of the question that have the same role."""
    padding = [tokens[-1]] * _AHEAD  # so that looking ahead needs no check
    return _Translator(roles, has).run(_plain_calls(_split(tokens + padding, has)))[:-_AHEAD]


def _split(tokens: list[Token], has: Callable[[str], bool]) -> list[Token]:
    """`αg` as two words, `dL_dw` as a fraction, `self.lr` as `lr`, `w.grad` as one word."""
    found: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        after = tokens[index + 1 : index + 3]
        if token.kind == "word" and [one.kind for one in after] == [".", "word"]:
            if token.text == "self":
                index += 2
                continue
            if after[1].text == "data":
                found.append(token)
                index += 3
                continue
            if after[1].text == "grad":
                found.append(token._replace(text="gradient", sub=""))
                index += 5 if _is_data(tokens, index + 3) else 3
                continue
        nabla = _nabla_of(token, has)
        if nabla:
            rest = Token("word", token.text[len(nabla) :], token.column + len(nabla), False, token.sub)
            found += [token._replace(text=nabla, sub=""), rest]
        elif token.kind == "word" and token.text[0] == "d" == token.sub[:1] and not _named(token, has):
            slash = Token("/", "/", token.column)
            found += [token._replace(sub=""), slash, token._replace(text=token.sub, sub="", spaced=False)]
        elif token.kind == "word" and len(token.text) > 1 and token.text[0] in GREEK and not _named(token, has):
            rest = token._replace(text=token.text[1:], column=token.column + 1, spaced=False)
            whole = token.text[1:].isdigit() or token.text.startswith("Δ")
            found += [token] if whole else [token._replace(text=token.text[0], sub=""), rest]
        else:
            found.append(token)
        index += 1
    return found


def _nabla_of(token: Token, has: Callable[[str], bool]) -> str:
    """The `grad` of `gradL`; nothing where the word is one of its own."""
    for start in ("grad", "nabla"):
        rest = token.text.removeprefix(start)
        if token.kind == "word" and rest not in ("", token.text, "s", "ient", "ients") and not _named(token, has):
            return start
    return ""


def _is_data(tokens: list[Token], at: int) -> bool:
    return [one.text for one in tokens[at : at + 2]] == [".", "data"]


def _named(token: Token, has: Callable[[str], bool]) -> bool:
    return has(canonical(token.text, token.sub)) or has(canonical(token.text))


def _plain_calls(tokens: list[Token]) -> list[Token]:
    """`grad(L, theta)` as `grad L(theta)`."""
    found = list(tokens)
    for index in range(len(found) - 5):
        one = found[index : index + 6]
        kinds = [token.kind for token in one]
        if one[0].text in _NABLA and kinds[1:] == ["(", "word", ",", "word", ")"]:
            found[index : index + 6] = [one[0], one[2], one[1], one[4], one[5]]
            break
    return found


class _Translator:
    def __init__(self, roles: Roles, has: Callable[[str], bool]) -> None:
        self.roles = roles
        self.has = has
        self.left = ""

    def name(self, token: Token) -> str:
        """The name of a word, without the number of a step."""
        name = canonical(token.text, token.sub)
        if self.has(name) or not token.sub:
            return name
        sub = token.sub.removesuffix("+1").removesuffix("-1")
        return canonical(token.text) if sub in _STEPS or token.sub in _STEP_WORDS else name

    def run(self, tokens: list[Token]) -> list[Token]:
        """The tokens with the names of the question."""
        tokens = self._change(tokens)
        self.left = self.name(tokens[0]) if tokens[0].kind in ("word", "latex") else ""
        mine = self._mapping(tokens)
        found: list[Token] = []
        for index, token in enumerate(tokens):
            if token.kind == "grad" and token.sub:
                found += self._nabla(token, mine)
            elif token.kind not in ("word", "latex"):
                found.append(token)
            elif self._is_gradient(tokens, index):
                assert self.roles.gradient is not None
                found.append(token._replace(kind="grad", text="∇", sub=""))
                found.append(token._replace(kind="word", text=self.roles.gradient, sub="", spaced=False))
            elif token.text in _NABLA:
                found.append(token._replace(sub=mine.get(token.sub, token.sub)))
            else:
                found.append(self._renamed(token, mine))
        return found

    def _change(self, tokens: list[Token]) -> list[Token]:
        """`Δθ = …` as `θ += …`."""
        first = tokens[0]
        if first.kind not in ("word", "latex"):
            return tokens
        name = canonical(first.text, first.sub)
        if name in ("Delta", "d") and tokens[1].kind in ("word", "latex") and tokens[2].kind == "assign":
            return [tokens[1], tokens[2]._replace(kind="step", text="+="), *tokens[3:]]
        rest = name.removeprefix("Delta")
        if rest and rest != name and tokens[1].kind == "assign":
            changed = first._replace(kind="word", text=rest, sub="")
            return [changed, tokens[1]._replace(kind="step", text="+="), *tokens[2:]]
        return tokens

    def _mapping(self, tokens: list[Token]) -> dict[str, str]:
        """For each name that the question does not have, the one that has its role there."""
        used: set[str] = set()
        functions: list[str] = []
        others: list[str] = []
        for index, token in enumerate(tokens):
            if token.kind == "grad" and token.sub:
                others += [part for part in (token.sub,) if not self.has(part) and len(part) == 1]
            if token.kind not in ("word", "latex") or self._is_gradient(tokens, index):
                continue
            name = self._inner(tokens, index)
            if name is None:
                continue
            if self.has(name):
                used.add(name)
            elif name != self.left and self._is_function(tokens, index):
                functions.append(name)
            else:
                others.append(name)
        mine: dict[str, str] = {}
        if self.left in others and self.roles.target not in used:
            mine[self.left] = self.roles.target
            used.add(self.roles.target)
        self._pair(mine, functions, [name for name in self.roles.functions if name not in used])
        left = [name for name in self.roles.free if name not in used]
        rest = [name for name in dict.fromkeys(others) if name not in mine]
        rates = [name for name in rest if name in _RATES]
        self._pair(mine, rates if len(rest) > 1 else rest, left)
        losses = [name for name in rest if name not in mine and name in _LOSSES]
        self._pair(mine, losses, [name for name in self.roles.functions if name not in {*used, *mine.values()}])
        return mine

    @staticmethod
    def _pair(mine: dict[str, str], theirs: list[str], ours: list[str]) -> None:
        theirs = list(dict.fromkeys(theirs))
        if len(theirs) == 1 and len(ours) == 1:
            mine[theirs[0]] = ours[0]

    def _inner(self, tokens: list[Token], index: int) -> str | None:
        """The name that a word holds: `dJ` holds J; None for functions, constants and ∇."""
        token = tokens[index]
        if not self.has(self.name(token)):
            if token.text in _NABLA or token.text == "d" or token.text in CONSTANTS:
                return None
            if token.text in ALIASES or (token.text in CALLED and tokens[index + 1].kind == "("):
                return None
            if self._in_fraction(tokens, index) and token.text.startswith("d"):
                return canonical(token.text[1:], token.sub)
        return self.name(token)

    def _in_fraction(self, tokens: list[Token], index: int) -> bool:
        """Whether a word such as `dJ` is the numerator or the denominator of a derivative."""
        around = {tokens[index - 1].kind if index else "", tokens[index + 1].kind}
        return bool(around & {"/", "{"}) or (tokens[index + 1].kind == "(" and len(tokens[index].text) == 2)

    def _is_function(self, tokens: list[Token], index: int) -> bool:
        before = tokens[index - 1] if index else None
        after = tokens[index + 1].kind
        if before is not None and (before.kind == "grad" or before.text in _NABLA):
            return True
        if before is not None and before.kind in ("(", "{") and index > 1 and tokens[index - 2].text in _NABLA:
            return True
        above = after in ("/", "}") and (tokens[index].text.startswith("d") or (before and before.kind == "partial"))
        return bool(above) or after in ("(", "'")

    def _is_gradient(self, tokens: list[Token], index: int) -> bool:
        """Whether a word stands for the gradient itself: `grad`, `grads`, `g`, `dw`."""
        token = tokens[index]
        name = canonical(token.text, token.sub)
        if self.roles.gradient is None or self.has(name) or index == 0:
            return False
        after = tokens[index + 1]
        if name not in _GRADIENTS and name != f"d{self.roles.target}" and not self._grad_of(token):
            return False
        if after.kind in ("word", "latex", "grad"):
            return False
        if after.kind == "(":
            inside = tokens[index + 2]
            closed = tokens[index + 3].kind == ")"
            over = tokens[index + 4].kind == "/"
            return closed and not over and inside.kind in ("word", "latex") and not self._names_function(inside)
        above = token.text.startswith("d") and after.kind == "/" and tokens[index + 2].text.startswith("d")
        return after.kind in _VALUES_END and not above and tokens[index - 1].kind != "/"

    def _grad_of(self, token: Token) -> bool:
        """`w_grad` or `grad_w`, with the name of what changes."""
        return token.sub in ("grad", "grads", "gradient") or (
            token.text in ("grad", "gradient") and token.sub != "" and token.sub in (self.roles.target, self.left)
        )

    def _names_function(self, token: Token) -> bool:
        name = canonical(token.text, token.sub)
        if name == self.left:
            return False
        return name in self.roles.functions or (len(name) == 1 and name.isupper() and not self.has(name))

    def _nabla(self, token: Token, mine: dict[str, str]) -> list[Token]:
        """∇ with its subscript in the names of the question; `∇_wJ` is taken apart."""
        sub = token.sub
        if sub in mine:
            return [token._replace(sub=mine[sub])]
        if not self.has(sub):
            for end in range(len(sub) - 1, 0, -1):
                variable, function = canonical(sub[:end]), canonical(sub[end:])
                known = self.has(variable) or variable in mine
                if known and (self.has(function) or function in mine or len(self.roles.functions) == 1):
                    name = function if self.has(function) else mine.get(function, self.roles.functions[0])
                    after = Token("word", name, token.column)
                    return [token._replace(sub=mine.get(variable, variable)), after]
            if sub in GREEK_WORDS or len(sub) == 1:
                return [token._replace(sub=self.roles.target)]
        return [token]

    def _renamed(self, token: Token, mine: dict[str, str]) -> Token:
        name = self.name(token)
        if name in mine:
            return token._replace(kind="word", text=mine[name], sub="")
        inner = canonical(token.text[1:], token.sub)
        if token.text.startswith("d") and inner in mine and not self.has(name):
            return token._replace(text="d" + mine[inner], sub="")
        return token
