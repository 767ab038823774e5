"""The spacing between atoms by their classes, in whole columns.

The table follows TeX's (D. E. Knuth, The TeXbook, chapter 18, p. 170), with classes added for numerals, bars and
prefixes, and with its thin, medium and thick spaces rounded to zero or one column.
"""

from tutor.rendering.notation.symbols import Kind

_OPERANDS: tuple[Kind, ...] = ("ord", "num", "close", "barclose", "post", "inner", "prefix", "dots")
_STARTS: tuple[Kind, ...] = ("ord", "num", "prefix", "inner", "bar", "fn", "lim", "big", "open", "dots")
_ALL: tuple[Kind, ...] = (
    "ord", "num", "fn", "lim", "big", "bin", "rel", "open", "close", "bar", "barclose",
    "punct", "prefix", "post", "slash", "dots", "inner", "sign", "blank", "text",
)  # fmt: skip

# a binary operator is a prefix after the first set, and an ordinary atom before the second
BEFORE_SIGN: frozenset[Kind] = frozenset(
    ["bin", "rel", "open", "punct", "sign", "slash", "fn", "lim", "big", "prefix", "blank"]
)
AFTER_SIGN: frozenset[Kind] = frozenset(["rel", "close", "punct"])


def _gap(left: Kind, right: Kind) -> int:
    if "blank" in (left, right) or right in ("punct", "close", "barclose", "post") or left == "open":
        return 1 if left == "rel" and right == "close" else 0
    if left == "punct" or "bin" in (left, right):
        return 1
    if "rel" in (left, right):
        return 0 if left == right else 1
    if left == "bar" or "slash" in (left, right):
        return 0
    if left == "sign":
        return 1 if right == "inner" else 0
    if left in ("fn", "lim", "big"):
        return 0 if right == "open" and left != "big" else 1
    return _between_operands(left, right)


def _between_operands(left: Kind, right: Kind) -> int:
    if left == "prefix":
        return 1 if right in ("inner", "dots") else 0
    if right in ("fn", "lim", "big", "dots") or left == "dots" or "inner" in (left, right):
        return 1
    if left == "close":
        return 0 if right == "open" else 1
    if left == "barclose":
        return 1
    return 0


GAPS: dict[tuple[Kind, Kind], int] = {(left, right): _gap(left, right) for left in _ALL for right in _ALL}

_TIGHT: frozenset[Kind] = frozenset(["bin", "rel", "punct", "close"])
TIGHT_GAPS: dict[tuple[Kind, Kind], int] = {
    pair: 0 if pair[0] in _TIGHT or pair[1] in _TIGHT else gap for pair, gap in GAPS.items()
}

PRODUCTS: frozenset[tuple[Kind, Kind]] = frozenset(
    [(left, right) for left in _OPERANDS if left not in ("prefix", "dots") for right in _STARTS if right != "dots"]
)
