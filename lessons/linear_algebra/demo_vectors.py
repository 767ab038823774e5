"""The demo of two arrows and the number they make."""

from __future__ import annotations

from math import isclose
from random import Random

from lessons.model.demo import Challenge, Demo, Handle, Prediction, Readout, State, View, point
from lessons.model.figure import Arrow, Axis, Figure, Line, Mark, Point

from .geometry import cross, dot, factor, length, pair, projection, scalar_projection, shown

_SPAN = 4.0
_AXIS = Axis(-4.5, 4.5)
_CLEAR = 0.3  # a sign is asked for only where the cosine is 0, or at least this far from it


def _arrows(state: State) -> tuple[Point, Point]:
    return point(state, "a"), point(state, "b")


def view(state: State) -> View:
    a, b = _arrows(state)
    return View(_figure(a, b, open_=True), _figure(a, b, open_=False), _formula(a, b), _readouts(a, b))


def _figure(a: Point, b: Point, open_: bool) -> Figure:
    foot = projection(a, b)
    marks: list[Mark] = [Arrow(a, label="a"), Arrow(b, label="b", role="accent")]
    alt = f"Arrow a to {pair(a)}, arrow b to {pair(b)}."
    if open_ and length(a):
        marks = [Line((b, foot), role="dim", dashed=True), Line(((0.0, 0.0), foot), role="second"), *marks]
        alt += f" A dashed line drops from b to the line along a and meets it at {pair(foot)}."
    return Figure(tuple(marks), _AXIS, _AXIS, equal=True, alt=alt, height=18)


def _formula(a: Point, b: Point) -> tuple[str, ...]:
    products = " + ".join(rf"{factor(x)} \cdot {factor(y)}" for x, y in zip(a, b, strict=True))
    first = rf"\mathbf a \cdot \mathbf b = {products} = {shown(dot(a, b))}"
    if not length(a):
        return (first, r"\text{an arrow of length 0 has no shadow}")
    return (first, rf"\quad = {factor(length(a))} \cdot {factor(scalar_projection(a, b))} \approx {shown(dot(a, b))}")


def _readouts(a: Point, b: Point) -> tuple[Readout, ...]:
    product, along = dot(a, b), scalar_projection(a, b)
    return (
        Readout("a", r"\mathbf a", a, pair(a)),
        Readout("b", r"\mathbf b", b, pair(b)),
        Readout("length_a", r"\lVert \mathbf a \rVert", length(a), shown(length(a))),
        Readout("length_b", r"\lVert \mathbf b \rVert", length(b), shown(length(b))),
        Readout("dot", r"\mathbf a \cdot \mathbf b", product, shown(product), secret=True),
        Readout("reach", r"\text{shadow of b}", along, shown(along), secret=True),
    )  # fmt: skip


def _whole(rng: Random) -> Point:
    while True:
        candidate = (float(rng.randint(-4, 4)), float(rng.randint(-4, 4)))
        if length(candidate) > 1.2:
            return candidate


def draw_sign(rng: Random) -> State:
    """Two integer vectors; a third of the time exactly orthogonal, otherwise visibly not."""
    square = rng.random() < 1 / 3
    while True:
        a = _whole(rng)
        if square:
            sign = rng.choice((-1.0, 1.0))
            return {"a": a, "b": (sign * a[1] + 0.0, -sign * a[0] + 0.0)}
        b = _whole(rng)
        if abs(dot(a, b)) >= _CLEAR * length(a) * length(b):
            return {"a": a, "b": b}


def draw_size(rng: Random) -> State:
    while True:
        a, b = _whole(rng), _whole(rng)
        if dot(a, b):
            return {"a": a, "b": b}


def sign(state: State) -> str:
    product = dot(*_arrows(state))
    return "positive" if product > 0 else "negative" if product < 0 else "zero"


def sign_because(state: State) -> str:
    a, b = _arrows(state)
    product = f"${shown(dot(a, b))}$"
    return {
        "positive": f"The shadow of b on a points the same way as a, so the result is {product}.",
        "zero": "The arrows are orthogonal: the shadow of b on a has length 0, whatever their lengths.",
        "negative": f"The shadow of b on a points backward, so the result is {product}.",
    }[sign(state)]


def size_because(state: State) -> str:
    a, b = _arrows(state)
    return (
        rf"The shadow of b on a is ${shown(scalar_projection(a, b))}$, and a is {shown(length(a))} long: "
        rf"${factor(scalar_projection(a, b))} \cdot {shown(length(a))} \approx {shown(dot(a, b))}$."
    )


PREDICTIONS = (
    Prediction(
        "sign",
        r"Look at the arrows only. Is $\mathbf a \cdot \mathbf b$ negative, zero or positive?",
        draw_sign, sign, sign_because, ("negative", "zero", "positive"),
    ),
    Prediction(
        "size",
        r"Now the size: about how large is $\mathbf a \cdot \mathbf b$? Within 20% is close enough.",
        draw_size,
        lambda state: f"{dot(*_arrows(state)):g}",
        size_because,
        tolerance=lambda state: max(1.0, 0.2 * abs(dot(*_arrows(state)))),
    ),
)  # fmt: skip


def square_on(state: State) -> bool:
    a, b = _arrows(state)
    return length(a) > 0 and length(b) > 0 and isclose(dot(a, b), 0.0, abs_tol=1e-9)


def against(state: State) -> bool:
    a, b = _arrows(state)
    return dot(a, b) < 0 and min(length(a), length(b)) > 2


def half_as_long(state: State) -> bool:
    a, b = _arrows(state)
    return dot(a, b) > 0 and isclose(cross(a, b), 0.0, abs_tol=1e-9) and isclose(2 * length(b), length(a))


def reaches_two(state: State) -> bool:
    a, b = _arrows(state)
    return isclose(scalar_projection(a, b), 2.0, abs_tol=0.005) and length(b) > 2.005


def large_apart(state: State) -> bool:
    a, b = _arrows(state)
    return dot(a, b) >= 12 and scalar_projection(a, b) < 0.65 * length(b)


CHALLENGES = (
    Challenge(
        "right-angle", r"Make $\mathbf a \cdot \mathbf b = 0$ with neither arrow zero.", square_on,
        "Swap the entries of one arrow and change one sign: (3, 1) and (-1, 3).",
        reason="A dot product of 0 with two nonzero arrows means a right angle.",
    ),
    Challenge(
        "against", r"Make $\mathbf a \cdot \mathbf b$ negative, with both arrows longer than 2.", against,
        "Turn b until its shadow on a points backward.",
        reason="The angle is larger than a right angle, so the shadow points backward.",
    ),
    Challenge(
        "half", "Point b exactly along a, half as long.", half_as_long,
        "Halve both entries of a.",
        reason="All of b is its shadow, so the dot product is the product of both lengths.",
    ),
    Challenge(
        "reach", "Make the shadow of b on a exactly 2 long, with b itself longer than 2.", reaches_two,
        "Put a on an axis first. Then only one entry of b matters.",
        reason="The length of a does not matter, and a longer b can have the same shadow.",
    ),
    Challenge(
        "large-apart",
        r"Make $\mathbf a \cdot \mathbf b$ at least 12, with the shadow of b shorter than 0.65 times b.",
        large_apart,
        "Long arrows have large dot products: move both as far out as they go.",
        reason="A dot product grows with the lengths: it is large although the directions clearly differ.",
    ),
)  # fmt: skip

VECTORS = Demo(
    id="vectors",
    title="Two vectors",
    rung="linear_algebra",
    about="Move two arrows and watch their dot product: the length of a times the shadow of b.",
    controls=(
        Handle("a", "arrow a", -_SPAN, _SPAN, 0.5, 1.0, (3.0, 1.0)),
        Handle("b", "arrow b", -_SPAN, _SPAN, 0.5, 1.0, (1.0, 2.0)),
    ),
    view=view,
    predictions=PREDICTIONS,
    challenges=CHALLENGES,
    skills=("dot-sign",),
    closing="a·b is the length of a times the shadow of b.",
)
