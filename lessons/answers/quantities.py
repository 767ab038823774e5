"""What kind of quantity a question asks for, and the values that such a quantity can never have."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .functions import Scalar


class Quantity(NamedTuple):
    """A kind of number with its range; `words` start a sentence: "A probability"."""

    words: str
    low: float | None
    high: float | None

    def impossible(self, value: Scalar) -> str:
        """What is said about a value outside the range; nothing about one inside."""
        if self.low is not None and value < self.low:
            if self.high is None:
                return f"{self.words} is never {'negative' if self.low == 0 else f'below {self.low:g}'}."
            return f"{self.words} lies between {self.low:g} and {self.high:g}, and yours is below that."
        if self.high is not None and value > self.high:
            return f"{self.words} lies between {self.low:g} and {self.high:g}, and yours is above that."
        return ""


PROBABILITY = Quantity("A probability", 0, 1)
COSINE = Quantity("A cosine", -1, 1)
_KINDS: tuple[tuple[str, Quantity], ...] = (
    (r"^\s*P\s*\(|^\s*p_\{?\d|^\s*\\hat\s*\\theta", PROBABILITY),
    (r"^\s*\\cos\b", COSINE),
    (r"^\s*\\Var\b|^\s*\\hat\s*\\sigma\^2", Quantity("A variance", 0, None)),
    (r"^\s*\\lVert[^=]*\\rVert\s*=", Quantity("A length", 0, None)),
    (r"^\s*H\b|\bentropy\b", Quantity("An entropy", 0, None)),
    (r"KL|D_", Quantity("A KL divergence", 0, None)),
    (r"perplexity", Quantity("A perplexity", 1, None)),
    (r"surprisal", Quantity("A surprisal", 0, None)),
    (r"^\s*p\(\\text\{data\}|[Ll]ikelihood of \$", Quantity("A likelihood of counted outcomes", 0, 1)),
    (r"[Ww]hat is the probability", PROBABILITY),
    (r"[Ww]hat share", Quantity("A share", 0, 1)),
)  # fmt: skip


def quantity_of(about: Sequence[str], answers: Sequence[Scalar]) -> Quantity | None:
    """The quantity that texts, the left-hand side first, ask for; None where the right answers do not fit it."""
    for text in about:
        for pattern, quantity in _KINDS:
            if re.search(pattern, text):
                return None if any(quantity.impossible(answer) for answer in answers) else quantity
    return None
