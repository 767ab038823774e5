"""Other notations of an update, brought to `name ← value`: numbered steps, changes, code, a left side left out.

Everything here works on tokens and knows of the names only whether the question has them.
"""

import re
from collections.abc import Callable

from .letters import GREEK, GREEK_WORDS, canonical
from .tokens import Token

STEP_WORDS = frozenset({"new", "old", "next", "prev"})
STEPS = frozenset("tknijs")
STEP = re.compile(r"[tknijs]([+-]1)?|new|old|next|prev|cur|curr|current")
NABLA = frozenset({"grad", "nabla", "Grad", "gradient"})
_WORDS = ("word", "latex")
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_IN_PLACE = {"sub_": "-=", "add_": "+="}
_DELTAS = frozenset({"Delta", "delta"})


def without_steps(tokens: list[Token], has: Callable[[str], bool]) -> list[Token]:
    """The tokens without the number of the step: `θ^{t+1}`, `θ^(t)`, `θ^t` and, for what changes, `θ(t)` are θ."""
    found: list[Token] = []
    index = 0
    changes = canonical(tokens[0].text) if tokens[0].kind in _WORDS else ""
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "'" and index == 1 and tokens[2].kind == "assign":
            index += 1
            continue
        if found and found[-1].kind in _WORDS:
            raised = token.kind == "^"
            called = token.kind in ("(", "[") and not found[-1].sub and canonical(found[-1].text) == changes
            length = _step_length(tokens, index + raised, has) if raised or called else 0
            if length:
                index += raised + length
                continue
        found.append(token)
        index += 1
    return found


def _step_length(tokens: list[Token], at: int, has: Callable[[str], bool]) -> int:
    """How many tokens the number of a step takes, its brackets included; 0 where none stands."""
    token = tokens[at]
    if token.kind in _CLOSING:
        inner = _step_length(tokens, at + 1, has)
        after = at + 1 + inner
        sum_of_two = [(one.kind, one.text) for one in tokens[after : after + 2]]
        inner += 2 if inner and sum_of_two in ([("+", "+"), ("num", "1")], [("-", "-"), ("num", "1")]) else 0
        return inner + 2 if inner and tokens[at + 1 + inner].kind == _CLOSING[token.kind] else 0
    numbers = token.kind == "word" and not token.sub and (token.text in STEPS or token.text in STEP_WORDS)
    return 1 if numbers and not has(token.text) else 0


def plainly(tokens: list[Token], has: Callable[[str], bool]) -> list[Token]:
    """A learner's rule with its steps, its code and its changes written as one assignment, where there is one."""
    tokens = [_without_step(token, has) for token in tokens]
    return _change(_in_place(_split(tokens, has)))


def _without_step(token: Token, has: Callable[[str], bool]) -> Token:
    """A name without the step it is numbered with: `w_t`, `w_new` and `new_w` are w."""
    if not token.sub or token.kind not in (*_WORDS, "grad") or has(canonical(token.text, token.sub)):
        return token
    if token.text in STEP_WORDS:
        return token._replace(text=token.sub, sub="")
    first, _, last = token.sub.rpartition("_")
    return token._replace(sub=first) if STEP.fullmatch(last) else token


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
        found += _parts(token, has)
        index += 1
    return found


def _parts(token: Token, has: Callable[[str], bool]) -> list[Token]:
    """The words that one word holds."""
    if token.kind != "word" or named(token, has):
        return [token]
    if nabla := _nabla_of(token):
        rest = Token("word", token.text[len(nabla) :], token.column + len(nabla), False, token.sub)
        return [token._replace(text=nabla, sub=""), rest]
    if token.text[0] == "d" == token.sub[:1]:
        slash = Token("/", "/", token.column)
        return [token._replace(sub=""), slash, token._replace(text=token.sub, sub="", spaced=False)]
    if len(token.text) > 1 and token.text[0] in GREEK and not token.text[1:].isdigit() and token.text[0] != "Δ":
        rest = token._replace(text=token.text[1:], column=token.column + 1, spaced=False)
        return [token._replace(text=token.text[0], sub=""), rest]
    return [token]


def _nabla_of(token: Token) -> str:
    """The `grad` of `gradL`; nothing where the word is one of its own."""
    for start in ("grad", "nabla"):
        if token.text.removeprefix(start) not in ("", token.text, "s", "ient", "ients"):
            return start
    return ""


def _is_data(tokens: list[Token], at: int) -> bool:
    return [one.text for one in tokens[at : at + 2]] == [".", "data"]


def named(token: Token, has: Callable[[str], bool]) -> bool:
    """Whether a word is a name of the question, with its subscript or without."""
    return has(canonical(token.text, token.sub)) or has(canonical(token.text))


def _in_place(tokens: list[Token]) -> list[Token]:
    """`p.sub_(lr * g)` as `p -= (lr * g)`, and `p.add_(g, alpha=-lr)` as `p += (-lr)(g)`."""
    kinds = [token.kind for token in tokens[:4]]
    if kinds != ["word", ".", "word", "("] or tokens[2].text not in _IN_PLACE:
        return tokens
    end = next(index for index, token in enumerate(tokens) if token.kind == "end")
    if tokens[end - 1].kind != ")":
        return tokens
    step = tokens[2]._replace(kind="step", text=_IN_PLACE[tokens[2].text])
    for at in range(4, end - 3):
        if [one.text for one in tokens[at : at + 2]] == [",", "alpha"] and tokens[at + 2].kind == "assign":
            scaled = [tokens[3], *tokens[at + 3 : end], tokens[3], *tokens[4:at], tokens[end - 1]]
            return [tokens[0], step, *scaled, *tokens[end:]]
    return [tokens[0], step, *tokens[3:]]


def _change(tokens: list[Token]) -> list[Token]:
    """`Δθ = …`, `dθ = …` and `θ_{t+1} − θ_t = …` as `θ += …`, and `w_t+1 = …` as `w = …`."""
    first, kinds = tokens[0], [token.kind for token in tokens[:4]]
    if first.kind not in _WORDS or "assign" not in kinds:
        return tokens
    assign = kinds.index("assign")
    change = tokens[assign]._replace(kind="step", text="+=")
    name = canonical(first.text, first.sub)
    if assign == 2 and (name in _DELTAS or name == "d") and kinds[1] in _WORDS:
        return [tokens[1], change, *tokens[3:]]
    if assign == 1 and (changed := _changed(first)):
        return [first._replace(kind="word", text=changed, sub=""), change, *tokens[2:]]
    if assign == 3 and kinds[1] == "-" and tokens[2].text == first.text and tokens[2].sub == first.sub:
        return [first, change, *tokens[4:]]
    if assign == 3 and kinds[1] in ("+", "-") and tokens[2].text == "1":
        return [first, *tokens[3:]]
    return tokens


def _changed(token: Token) -> str:
    """The name that `Δθ`, `delta_theta` or `dθ` is the change of; nothing for another word."""
    name = canonical(token.text, token.sub)
    if token.text in _DELTAS and token.sub:
        return token.sub
    rest = name.removeprefix("Delta")
    if rest not in ("", name):
        return rest
    rest = canonical(token.text.removeprefix("d"), token.sub)
    return rest if token.text[0] == "d" and (rest in GREEK_WORDS or len(rest) == 1) else ""
