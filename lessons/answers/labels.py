"""Labels: `x =`, `f(x) =` or `a·b =` in front of an answer, and one in front of each entry of a list."""

from collections.abc import Callable, Iterator

from .letters import canonical
from .question import AnswerError
from .tokens import Token

LONGEST = 12  # tokens of a label at most, its sign included
_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")


def without_label(tokens: list[Token], author: bool, array: bool, has: Callable[[str], bool]) -> list[Token]:
    """The tokens without a label at the start; an author may only write a new name or a function of names."""
    if array and not author and (entries := _labelled_entries(tokens)) is not None:
        return entries
    is_equation = author and tokens[0].kind in ("word", "latex") and has(canonical(tokens[0].text, tokens[0].sub))
    return tokens[_label(tokens, author) :] if not (is_equation and tokens[1].kind == "assign") else tokens


def _kinds(tokens: list[Token]) -> list[str]:
    return ["word" if token.kind == "latex" else token.kind for token in tokens]


def _label(tokens: list[Token], author: bool) -> int:
    """How many tokens the label takes: names and signs, no numbers and no sums."""
    kinds = _kinds(tokens[:LONGEST])
    if kinds.count("assign") != 1:
        return 0
    end = kinds.index("assign") + 1
    named = "word" in kinds[:end] and "num" not in kinds[:end] and not any(_outside(kinds[: end - 1]))
    if author and not _is_simple(kinds[: end - 1]):
        return 0
    return end if named and end + 1 < len(tokens) else 0


def _outside(kinds: list[str]) -> Iterator[bool]:
    """Whether each sign that stands in no bracket is a plus or a minus."""
    depth, bars = 0, 0
    for kind in kinds:
        depth += (kind in _OPEN) - (kind in _CLOSED)
        bars += kind in ("|", "||", "norm")
        if depth == 0 and bars % 2 == 0:
            yield kind in ("+", "-", "^", "sup")


def _is_simple(kinds: list[str]) -> bool:
    return kinds == ["word"] or (kinds[:2] == ["word", "("] and kinds[-1] == ")" and set(kinds[2:-1]) <= {"word", ","})


def _labelled_entries(tokens: list[Token]) -> list[Token] | None:
    """`x = -1.6, y = 0.6` without its labels; None where not every entry has one. Raises AnswerError out of order."""
    found: list[Token] = []
    labels: list[Token] = []
    start = True
    for index, token in enumerate(tokens):
        if start and token.kind in ("(", "["):
            found.append(token)
            continue
        if start:
            if token.kind not in ("word", "latex") or tokens[index + 1].kind != "assign":
                return None
            labels.append(token)
            start = False
            continue
        if token.kind == "assign":
            if tokens[index - 1] is not labels[-1]:
                return None
            continue
        found.append(token)
        start = token.kind in (",", ";", "row") or (token.kind == "word" and token.text == "and")
        if start:
            found[-1] = token._replace(kind=",", text=",")
    if len(labels) < 2:
        return None
    shown = [label.text + label.sub for label in labels]
    if len(set(shown)) < len(shown) or shown != sorted(shown):
        raise AnswerError(
            labels[0].column, f"Give the entries in order, {', '.join(sorted(set(shown)))}, without labels."
        )
    return found
