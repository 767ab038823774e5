"""A network of two linear layers with ReLU between them: its loss and its gradients, and what slips make of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]


class Network(NamedTuple):
    """A batch and its network: inputs (n, d), targets (n, k), weights (h, d) and (k, h)."""

    inputs: Matrix
    targets: Matrix
    first: Matrix
    second: Matrix


def product(a: Matrix, b: Matrix) -> Matrix:
    """The matrix product."""
    columns = transpose(b)
    return tuple(tuple(sum(x * y for x, y in zip(row, column, strict=True)) for column in columns) for row in a)


def transpose(m: Matrix) -> Matrix:
    """Rows as columns."""
    return tuple(zip(*m, strict=True))


def entrywise(f: Callable[[float, float], float], a: Matrix, b: Matrix) -> Matrix:
    """f of matching entries."""
    return tuple(tuple(f(x, y) for x, y in zip(*rows, strict=True)) for rows in zip(a, b, strict=True))


def scaled(m: Matrix, by: float) -> Matrix:
    """Every entry times a number."""
    return tuple(tuple(entry * by for entry in row) for row in m)


def relu(m: Matrix) -> Matrix:
    """The larger of each entry and 0."""
    return tuple(tuple(max(entry, 0.0) for entry in row) for row in m)


def before(net: Network) -> Matrix:
    """Z = X W1ᵀ, (n, h): what enters ReLU."""
    return product(net.inputs, transpose(net.first))


def outputs(net: Network) -> Matrix:
    """Y = ReLU(Z) W2ᵀ, (n, k)."""
    return product(relu(before(net)), transpose(net.second))


def residuals(net: Network) -> Matrix:
    """Y - T, (n, k)."""
    return entrywise(lambda y, t: y - t, outputs(net), net.targets)


def loss(net: Network) -> float:
    """Half the squared error of an example, averaged over the batch."""
    return sum(entry**2 for row in residuals(net) for entry in row) / (2 * len(net.inputs))


def masked(slopes: Matrix, z: Matrix) -> Matrix:
    """The slopes where z is positive, else 0."""
    return entrywise(lambda slope, value: slope if value > 0 else 0.0, slopes, z)


def gradients(
    net: Network,
    delta: Matrix | None = None,
    gate: Callable[[Matrix, Matrix], Matrix] = masked,
    hidden: Matrix | None = None,
) -> tuple[Matrix, Matrix]:
    """∂L/∂W1 and ∂L/∂W2; a slip puts its own ∂L/∂Y, its own way back through ReLU, or its own hidden values in."""
    delta = scaled(residuals(net), 1 / len(net.inputs)) if delta is None else delta
    z = before(net)
    back = gate(product(delta, net.second), z)
    return product(transpose(back), net.inputs), product(transpose(delta), relu(z) if hidden is None else hidden)


def differences(
    net: Network, up: float, down: float, divide: float, error: Callable[[Network], float] = loss
) -> tuple[Matrix, Matrix]:
    """(L(w + up) - L(w - down)) / divide for every weight of either layer, the others held fixed."""

    def of(name: str, weights: Matrix) -> Matrix:
        return tuple(
            tuple(
                (_nudged(net, name, i, j, up, error) - _nudged(net, name, i, j, -down, error)) / divide
                for j in range(len(row))
            )
            for i, row in enumerate(weights)
        )

    return of("first", net.first), of("second", net.second)


def _nudged(net: Network, name: str, i: int, j: int, by: float, error: Callable[[Network], float]) -> float:
    """The loss with one weight moved."""
    rows = [list(row) for row in getattr(net, name)]
    rows[i][j] += by
    moved = tuple(tuple(row) for row in rows)
    return error(net._replace(first=moved) if name == "first" else net._replace(second=moved))
