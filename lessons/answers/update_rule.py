"""The update rule in any notation: steps, code and names of the learner's own, brought to the names of the question.

`w -= lr * w.grad`, `θ^{t+1} = θ^t − α∇J(θ^t)` and `Δθ = −η∇L` are one rule in three hands. A name that the learner
introduces is read in the role that it has: what changes, how far a step goes, or what is minimized.
"""

from collections.abc import Callable
from typing import NamedTuple

from .functions import ALIASES, CALLED, CONSTANTS
from .letters import GREEK_WORDS, canonical
from .question import AnswerError
from .tokens import Token
from .tree import Node, walk
from .update_notations import NABLA, plainly

_AHEAD = 6
_RATES = frozenset(
    {"lr", "alpha", "eta", "gamma", "epsilon", "eps", "rate", "step", "stepsize", "step_size", "learning_rate", "h",
     "learningrate", "mu", "a", "learn_rate", "step_length"}
)  # fmt: skip
_LOSSES = frozenset({"loss", "Loss", "cost", "J", "L", "f", "F", "E", "C", "error", "objective"})
_GRADIENTS = frozenset(
    {"grad", "grads", "gradient", "gradients", "g", "dparams", "dparam", "dw", "dW", "dtheta", "dx",
     *(f"d{loss}" for loss in _LOSSES)}
)  # fmt: skip
_VALUES_END = frozenset({"end", ")", "]", "}", "+", "-", "*", "/", ",", "assign", "step"})


class Roles(NamedTuple):
    """What the names of an update rule do: the one that changes, those that scale, the functions, the gradient.

    With `own`, only these names are read, in whatever notation.
    """

    target: str
    free: tuple[str, ...]
    functions: tuple[str, ...]
    gradient: str | None
    own: bool

    @classmethod
    def of(cls, tree: Node, is_function: Callable[[str], bool], own: bool = False) -> "Roles":
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
            own,
        )


def translate(tokens: list[Token], roles: Roles, has: Callable[[str], bool]) -> list[Token]:
    """A learner's rule with its names replaced by those of the question that have the same role.

    Raises AnswerError for another name where the question asks for its own.
    """
    padding = [tokens[-1]] * _AHEAD  # so that looking ahead needs no check
    return _Translator(roles, has).run(_plain_calls(plainly(tokens + padding, has)))[:-_AHEAD]


def _plain_calls(tokens: list[Token]) -> list[Token]:
    """`grad(L, theta)` as `grad L(theta)`."""
    found = list(tokens)
    for index in range(len(found) - 5):
        one = found[index : index + 6]
        kinds = [token.kind for token in one]
        if one[0].text in NABLA and kinds[1:] == ["(", "word", ",", "word", ")"]:
            found[index : index + 6] = [one[0], one[2], one[1], one[4], one[5]]
            break
    return found


class _Translator:
    def __init__(self, roles: Roles, has: Callable[[str], bool]) -> None:
        self.roles = roles
        self.has = has
        self.left = ""

    @staticmethod
    def name(token: Token) -> str:
        """The name of a word."""
        return canonical(token.text, token.sub)

    def run(self, tokens: list[Token]) -> list[Token]:
        """The tokens with the names of the question."""
        if self.roles.target and not any(token.kind in ("assign", "step") for token in tokens):
            tokens = self._with_left_side(tokens)
        self.left = self.name(tokens[0]) if tokens[0].kind in ("word", "latex") else ""
        mine = self._mapping(tokens)
        if self.roles.own and mine:
            raise self._other_letters(tokens, mine)
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
            elif token.text in NABLA:
                found.append(token._replace(sub=mine.get(token.sub, token.sub)))
            else:
                found.append(self._renamed(token, mine))
        return found

    def _with_left_side(self, tokens: list[Token]) -> list[Token]:
        """`w - lr*grad`, the new value alone, with the name that it is the new value of."""
        words = [index for index, token in enumerate(tokens) if token.kind in ("word", "latex")]
        changing = [self.name(tokens[index]) for index in words if self._could_change(tokens, index)]
        left = self.roles.target if self.roles.target in changing or not changing else changing[0]
        column = tokens[0].column
        return [Token("word", left, column), Token("assign", "=", column), *tokens]

    def _could_change(self, tokens: list[Token], index: int) -> bool:
        """Whether a word can be the name of what changes: no step size, no gradient, no function."""
        name = self._inner(tokens, index)
        if name is None or name in _RATES or name in _GRADIENTS or (self.has(name) and name != self.roles.target):
            return False
        return not self._is_gradient(tokens, index) and not self._is_function(tokens, index)

    def _other_letters(self, tokens: list[Token], mine: dict[str, str]) -> AnswerError:
        """What is said to other names where the question's own are asked for."""
        pairs = [f"`{ours}` instead of `{theirs}`" for theirs, ours in mine.items()]
        listed = pairs[0] if len(pairs) == 1 else f"{', '.join(pairs[:-1])} and {pairs[-1]}"
        column = next((token.column for token in tokens if mine.keys() & {self.name(token), token.sub}), 1)
        return AnswerError(column, f"Write the rule in the letters of this question: {listed}.")

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
            if token.text in NABLA or token.text == "d" or token.text in CONSTANTS:
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
        if self.name(tokens[index]) in _RATES:
            return False  # the bracket after a step size is a factor
        before = tokens[index - 1] if index else None
        after = tokens[index + 1].kind
        if before is not None and (before.kind == "grad" or before.text in NABLA):
            return True
        if before is not None and before.kind in ("(", "{") and index > 1 and tokens[index - 2].text in NABLA:
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
        loss = token.sub if token.text in NABLA else token.text.removeprefix("d")
        if self.roles.own and loss in _LOSSES and loss not in self.roles.functions:
            return False
        differential = name in (f"d{self.roles.target}", f"d{self.left}")
        if name not in _GRADIENTS and not differential and not self._grad_of(token):
            return False
        if tokens[index - 1].kind == "/" or after.kind in ("word", "latex", "grad"):
            return False
        if after.kind == "(":
            inside = tokens[index + 2]
            closed = tokens[index + 3].kind == ")"
            over = tokens[index + 4].kind == "/"
            return closed and not over and inside.kind in ("word", "latex") and not self._names_function(inside)
        above = token.text.startswith("d") and after.kind == "/" and tokens[index + 2].text.startswith("d")
        return after.kind in _VALUES_END and not above

    def _grad_of(self, token: Token) -> bool:
        """`w_grad`, `grad_w` or `grad_loss`, with the name of what changes or of a loss."""
        return token.sub in ("grad", "grads", "gradient") or (
            token.text in ("grad", "gradient")
            and token.sub != ""
            and token.sub in (self.roles.target, self.left, *_LOSSES - {*self.roles.functions})
        )

    def _names_function(self, token: Token) -> bool:
        name = canonical(token.text, token.sub)
        if name == self.left:
            return False
        return (
            name in self.roles.functions
            or name in _LOSSES
            or (len(name) == 1 and name.isupper() and not self.has(name))
        )

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
            if sub in _LOSSES and len(self.roles.functions) == 1:
                return [token._replace(sub=""), Token("word", self.roles.functions[0], token.column)]
            if self.roles.own:
                raise self._other_letters([token], {sub: self.roles.target})
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
