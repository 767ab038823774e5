"""What to say about a word that is no name: the nearest name, or how else to write what was meant."""

from collections.abc import Mapping, Sequence

from .functions import ALIASES
from .letters import canonical
from .tokens import Token

_FAR = 3
_UNITS = frozenset(
    {"bit", "bits", "nat", "nats", "degree", "degrees", "deg", "rad", "radians", "unit", "units", "token", "tokens",
     "m", "cm", "mm", "km", "kg", "g", "s", "ms", "sec", "seconds", "min", "minutes", "h", "hours", "people", "persons",
     "dollars", "dollar", "euros", "euro", "usd", "eur", "points", "times", "px", "pixels", "questions", "steps", "hz"}
)  # fmt: skip
_PERCENT = frozenset({"percent", "pct", "percents", "percentage"})
_INSTEAD = {
    "plus": "`+`", "minus": "`-`", "times": "`*`", "over": "`/`, or `\\frac{a}{b}` in LaTeX", "squared": "`^2`",
    "cubed": "`^3`", "choose": "`binom(4, 2)`", "divided": "`/`", "and": "a comma", "or": "one answer alone",
    "mod": "`mod(7, 3)`",
}  # fmt: skip
_CALLS = {"choose": "binom", "mod": "mod"}
_ALIKE = {
    "nu": "v", "omega": "w", "rho": "p", "alpha": "a", "kappa": "k", "chi": "x", "eta": "n", "iota": "i", "tau": "t",
    "upsilon": "u", "beta": "b", "gamma": "y", "sigma": "o",
}  # fmt: skip


def unknown(token: Token, names: Mapping[str, object], before: Sequence[Token], after: Token) -> str:
    """What to say about a word that is neither a name of the question nor a function."""
    word = f"{token.text}_{token.sub}" if token.sub else token.text
    start = f"`{word}` is not a name here"
    last = before[-1] if before else None
    after_value = last is not None and last.kind in ("num", ")", "]", "}", "name", "const")
    if word in ("i", "j", "I", "J"):
        return f"{start}, and complex numbers are not used: every value is a real number."
    if token.text.lower() in _CALLS and last is not None and last.kind == after.kind == "num":
        return f"{start}. Write `{_CALLS[token.text.lower()]}({last.text}, {after.text})`."
    if (spelled := _spelled_otherwise(token, last, after_value, names)) is not None:
        return f"{start}. {spelled}"
    if (close := nearest(canonical(token.text, token.sub), names, after.kind == "(")) is not None:
        return f"{start}. Did you mean `{close}`?"
    base = token.text.rstrip("0123456789")
    if base != token.text and canonical(base) in names:
        digits = token.text[len(base) :]
        return f"{start}. Write `{base}^{digits}` for a power, `{digits}{base}` for a product."
    if after_value and last is not None and last.kind == "num" and not names:
        return f"{start}. Write the number alone: `{last.text}`."
    listed = ", ".join(f"`{name}`" for name in sorted(names)[:8])
    return f"{start}. " + (f"The names are {listed}." if names else "Write a number, such as `3/4` or `0.75`.")


def _spelled_otherwise(token: Token, last: Token | None, after_value: bool, names: Mapping[str, object]) -> str | None:
    """How to write what an English word, a unit or an `x` between numbers stands for."""
    word = token.text.lower()
    number = last.text if last is not None and last.kind == "num" else ""
    if not after_value:
        return None
    if word in _PERCENT:
        return f"Write the percent sign: `{number}%`." if number else "Write the percent sign, `%`."
    if word in _INSTEAD:
        return f"Write {_INSTEAD[word]}."
    if number and not names and word[0] == "x" and (word[1:].isdigit() or word == "x"):
        return f"Write `*` for the `x` of a product, as in `{number}*10`."
    if word in _UNITS:
        return f"Leave the unit out: write `{number}`." if number else "Leave the unit out and write the number alone."
    return None


def nearest(word: str, names: Mapping[str, object], called: bool) -> str | None:
    """The name that a word is a slip of: at most two edits away, one in a short word.

    A function is only offered for a word that is used as one.
    """
    for name in sorted(names):
        if name.lower() == word.lower() or _ALIKE.get(word) == name:
            return name
    candidates = [*sorted(names), *(sorted(ALIASES) if called else ())]
    if not called:
        candidates = [name for name in candidates if len(name) > 1]
    limit = 1 if len(word) <= 3 else 2
    found = [(distance(word, name), name) for name in candidates if abs(len(name) - len(word)) <= limit]
    close = min(found, default=(_FAR, ""))
    return close[1] if close[0] <= limit and close[0] < len(word) else None


def distance(left: str, right: str) -> int:
    """The edits between two words, a swap of neighbors counted as one (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]
