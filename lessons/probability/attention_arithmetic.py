"""Attention over rows of numbers, each step exchangeable for a slip (Vaswani et al., 2017, section 3.2)."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, inf, sqrt
from typing import NamedTuple

Row = tuple[float, ...]
Table = tuple[Row, ...]
HIDDEN = -inf
"""The score of a key that a query may not see: softmax gives it the weight 0."""


class Attended(NamedTuple):
    """The arguments of attention: queries (n, d), keys (m, d) and values (m, k), one row per token."""

    queries: Table
    keys: Table
    values: Table


def transpose(table: Table) -> Table:
    """Rows as columns."""
    return tuple(zip(*table, strict=True))


def each(f: Callable[[float], float], table: Table) -> Table:
    """f of every entry."""
    return tuple(tuple(f(entry) for entry in row) for row in table)


def dot_products(given: Attended) -> Table:
    """Q Kᵀ, (n, m): every query with every key."""
    return tuple(
        tuple(sum(a * b for a, b in zip(query, key, strict=True)) for key in given.keys) for query in given.queries
    )


def scores(given: Attended, divisor: float | None = None) -> Table:
    """The dot products over the root of d, or over another divisor."""
    by = sqrt(len(given.queries[0])) if divisor is None else divisor
    return each(lambda entry: entry / by, dot_products(given))


def softmax(row: Row) -> Row:
    """The softmax of a row in which at least one score is finite."""
    top = max(row)
    powers = [exp(score - top) for score in row]
    return tuple(power / sum(powers) for power in powers)


def weights(table: Table) -> Table:
    """The softmax of every row of scores."""
    return tuple(map(softmax, table))


def averages(rows: Table, values: Table) -> Table:
    """Each row's weighted sum of the values."""
    return tuple(
        tuple(sum(w * v for w, v in zip(row, column, strict=True)) for column in transpose(values)) for row in rows
    )


def attention(given: Attended) -> Table:
    """softmax(Q Kᵀ / √d) V, (n, k)."""
    return averages(weights(scores(given)), given.values)


def masked(table: Table, hidden: float = HIDDEN, sees: Callable[[int, int], bool] = lambda i, j: j <= i) -> Table:
    """The scores, with `hidden` in place of those that query i may not see."""
    return tuple(tuple(entry if sees(i, j) else hidden for j, entry in enumerate(row)) for i, row in enumerate(table))


def causal_attention(given: Attended) -> Table:
    """Attention in which token i sees the tokens up to i only."""
    return averages(weights(masked(scores(given))), given.values)
