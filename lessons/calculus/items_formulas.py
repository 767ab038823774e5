"""Questions whose answer is a derivative written as a formula."""

from __future__ import annotations

from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import poly

_REAL = {"x": "real"}


@computed("calculus.rules.product", "expression", ["derivative-rules"], strategy="product rule")
def rules_product(rng: Random) -> ItemDraw:
    return product(rng.choice((2, 3, 4, 5)), rng.choice((1, 2, 3, 4, 5)))


def product(n: int, k: int) -> ItemDraw:
    """The question: the derivative of k xⁿ eˣ."""
    front, slope = poly((k, f"x^{n}")), poly((k * n, "x" if n == 2 else f"x^{n - 1}"))
    first, second = f"{slope} e^x", f"{front} e^x"
    return ItemDraw(
        given={"n": n, "k": k},
        prompt=f"Differentiate $f(x) = {front} e^x$. Type a formula, such as `x^2 e^x`.",
        lead="f'(x) =",
        answer=f"{first} + {second}",
        names=_REAL,
        misconceptions=product_misconceptions(first, second, front, slope),
        hints=(
            "You want the derivative of a product of two functions.",
            "$(u v)' = u' v + u v'$: each factor changes in turn, the other stays.",
            f"$u = {front}$ has $u' = {slope}$, and $v = e^x$ is its own derivative.",
        ),
        steps=(
            Step(f"The first factor changes: ${slope} e^x$", first),
            Step(f"The second one changes: ${front} e^x$", second),
            Step(f"Add them: ${slope} e^x + {front} e^x$", f"{first} + {second}"),
        ),
        explanation=f"$u' v + u v'$ is ${slope} e^x + {front} e^x$. In a gated unit, a signal is multiplied by a gate "
        "and both depend on the weights, so its gradient has two parts as well.",
    )


def product_misconceptions(first: str, second: str, front: str, slope: str) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "multiplies-the-parts",
            f"({first}) * ({second})",
            f"This multiplies ${slope} e^x$ by ${front} e^x$. In the product rule the two parts are added: put a plus "
            "between them.",
        ),
        Misconception(
            "adds-the-derivatives",
            f"{slope} + e^x",
            f"This adds the two derivatives, ${slope}$ and $e^x$, as for a sum. In a product, multiply each derivative "
            "by the other factor first.",
        ),
        Misconception(
            "product-of-derivatives",
            first,
            f"This multiplies the derivatives, ${slope}$ and $e^x$. In the product rule each derivative is multiplied "
            f"by the other *factor*: ${slope} e^x$ and ${front} e^x$.",
        ),
        Misconception(
            "second-only",
            second,
            f"This is the second part, ${front} e^x$, alone. ${front}$ changes too, with the slope ${slope}$: add that "
            "part.",
        ),
        Misconception(
            "minus",
            f"{first} - {second}",
            f"Both parts are there, ${slope} e^x$ and ${front} e^x$. In the product rule they are added; the minus "
            "belongs to the quotient rule.",
        ),
        Misconception(
            "power-rule-on-exp",
            f"{first} + {front} * x e^(x-1)",
            f"The first part, ${slope} e^x$, is right. $e^x$ is not a power of $x$: the variable is in the exponent, "
            "and the derivative is $e^x$ again.",
        ),
    )


@computed("calculus.rules.exponential", "expression", ["chain-rule"], strategy="outer times inner")
def rules_exponential(rng: Random) -> ItemDraw:
    return exponential(rng.choice((1, 1, 2, 3, 4)), rng.choice((-5, -4, -3, -2, 2, 3, 4, 5)))


def exponential(c: int, k: int) -> ItemDraw:
    """The question: the derivative of c e^(kx)."""
    curve, exponent = f"e^{{{k} x}}", f"{k} x"
    shown, typed = poly((c, curve)), poly((c, f"e^({k}x)"))
    answer = poly((c * k, f"e^({k}x)"))
    return ItemDraw(
        given={"c": c, "k": k},
        prompt=f"Differentiate $f(x) = {shown}$. Type a formula, such as `e^(-x)`.",
        lead="f'(x) =",
        answer=answer,
        names=_REAL,
        misconceptions=exponential_misconceptions(c, k),
        hints=(
            "You want the derivative of an exponential with something inside.",
            "Differentiate the outer function and keep its inside. Then multiply by the derivative of the inside.",
            f"The inside is ${exponent}$, with derivative ${k}$.",
        ),
        steps=(
            Step(f"The outer function is its own derivative: ${shown}$", typed),
            Step(f"The inside ${exponent}$ has the slope ${k}$", str(k)),
            Step(f"Multiply: ${poly((c * k, curve))}$", answer),
        ),
        explanation=f"The derivative is ${poly((c * k, curve))}$: the exponential stays, and the slope ${k}$ of its "
        "inside becomes a factor.",
    )


def exponential_misconceptions(c: int, k: int) -> tuple[Misconception, ...]:
    curve, exponent, typed = f"e^{{{k} x}}", f"{k} x", poly((c, f"e^({k}x)"))
    return (
        Misconception(
            "its-own",
            typed,
            f"This is $f$ again. Only $e^x$ is its own derivative: here the exponent ${exponent}$ has the slope ${k}$, "
            "which becomes a factor.",
        ),
        Misconception(
            "power-rule",
            poly((c * k, f"x e^({k}x-1)")),
            f"This treats ${curve}$ as a power of $x$. With $x$ in the exponent, the outer derivative is ${curve}$ "
            f"itself: multiply it by ${k}$.",
        ),
        Misconception(
            "exponent-changes",
            poly((c * k, "e^x")),
            f"The factor ${k}$ from the exponent is there. The exponential itself does not change: write "
            f"${curve}$, not $e^x$.",
        ),
        Misconception(
            "inner-squared",
            poly((c * k, f"x e^({k}x)")),
            f"That puts the whole exponent ${exponent}$ in front. The factor is the derivative of the exponent, ${k}$.",
        ),
    )


@computed("calculus.rules.logarithm", "expression", ["chain-rule"], strategy="outer times inner")
def rules_logarithm(rng: Random) -> ItemDraw:
    return logarithm(rng.choice((2, 3, 4, 5, 6, 7)), rng.choice((0, 0, 1, 2, 3, 5)))


def logarithm(k: int, b: int) -> ItemDraw:
    """The question: the derivative of ln(kx + b), for x > 0."""
    inside = poly((k, "x"), (b, ""))
    typed = f"({inside})"
    right = rf"\frac{{{k}}}{{{inside}}}" + ("" if b else r" = \frac{1}{x}")
    return ItemDraw(
        given={"k": k, "b": b},
        prompt=rf"Differentiate $f(x) = \ln({inside})$, for $x > 0$. Type a formula, such as `1/(x+1)`.",
        lead="f'(x) =",
        answer=f"{k}/{typed}",
        names={"x": "positive"},
        misconceptions=logarithm_misconceptions(k, inside),
        hints=(
            "You want the derivative of a logarithm with something inside.",
            r"$\ln u$ has the derivative $\frac{1}{u}$. Multiply this by the derivative of $u$.",
            f"$u = {inside}$ has $u' = {k}$.",
        ),
        steps=(
            Step(rf"The outer derivative at the inside: $\frac{{1}}{{{inside}}}$", f"1/{typed}"),
            Step(rf"Times the slope ${k}$ of the inside: ${right}$", f"{k}/{typed}"),
        ),
        explanation=rf"${right}$. "
        + (
            "A log-likelihood is a sum of logarithms, and the derivative of each is found in this way."
            if b
            else rf"The factor cancels, since $\ln({k} x) = \ln {k} + \ln x$, and a constant has no slope."
        ),
    )


def logarithm_misconceptions(k: int, inside: str) -> tuple[Misconception, ...]:
    typed = f"({inside})"
    return (
        Misconception(
            "inner-lost",
            f"1/{typed}",
            rf"$\frac{{1}}{{{inside}}}$ is the outer derivative. The inside ${inside}$ grows ${k}$ times as fast as "
            "$x$: its derivative is a factor too.",
        ),
        Misconception(
            "outer-at-x",
            f"{k}/x",
            rf"$\frac{{{k}}}{{x}}$ has the factor ${k}$ from the inside. The outer derivative is one over the whole "
            f"inside, ${inside}$, not over $x$.",
        ),
        Misconception(
            "log-stays",
            f"{k} ln{typed}",
            rf"This is ${k}$ times $f$. The logarithm is not its own derivative: $\ln u$ has the derivative "
            rf"$\frac{{1}}{{u}}$, here with $u = {inside}$.",
        ),
        Misconception(
            "one-over-the-slope",
            f"1/{k}",
            rf"$\frac{{1}}{{{k}}}$ puts the derivative of the inside into the outer one. Take the outer derivative at "
            f"the inside itself, one over ${inside}$, and multiply it by ${k}$.",
        ),
    )


@computed("calculus.gradient.hold", "expression", ["partials"], strategy="hold the rest still")
def gradient_hold(rng: Random) -> ItemDraw:
    return hold(rng.choice((1, 2, 3, 4)), rng.choice((2, 3, 4)), rng.choice((-3, -2, 2, 3, 5)), rng.choice((2, 3)))


def hold(a: int, n: int, b: int, m: int) -> ItemDraw:
    """The question: ∂/∂x of a xⁿ y + b yᵐ."""
    low = "x" if n == 2 else f"x^{n - 1}"
    right, constant_term = poly((a * n, f"{low} y")), poly((b, f"y^{m}"))
    return ItemDraw(
        given={"a": a, "n": n, "b": b, "m": m},
        prompt=f"$f(x, y) = {poly((a, f'x^{n} y'), (b, f'y^{m}'))}$. Differentiate with respect to $x$. Type a "
        "formula, such as `x y^2`.",
        lead=r"\frac{\partial f}{\partial x} =",
        answer=right,
        names={"x": "real", "y": "real"},
        misconceptions=hold_misconceptions(a, n, b, m),
        hints=(
            "You want the slope of $f$ when only $x$ moves.",
            "Read $y$ as a fixed number, say 7, and differentiate as before.",
            f"${constant_term}$ has no $x$ in it. What is left is ${poly((a, f'x^{n} y'))}$.",
        ),
        steps=(
            Step(f"${constant_term}$ is a constant here, and drops out"),
            Step(f"In ${poly((a, f'x^{n} y'))}$ the $y$ is a factor and stays: ${right}$", right),
        ),
        explanation=f"With $y$ held fixed, ${poly((a, f'x^{n} y'))}$ is a power of $x$ with a constant factor, which "
        f"gives ${right}$. ${constant_term}$ does not contain $x$, so its derivative is 0.",
    )


def hold_misconceptions(a: int, n: int, b: int, m: int) -> tuple[Misconception, ...]:
    low = "x" if n == 2 else f"x^{n - 1}"
    right, constant_term = poly((a * n, f"{low} y")), poly((b, f"y^{m}"))
    moved = (b * m, "y" if m == 2 else f"y^{m - 1}")
    return (
        Misconception(
            "drops-the-frozen-factor",
            poly((a * n, low)),
            f"${poly((a * n, low))}$ has lost the $y$. $y$ is held fixed, and a constant factor stays. Put it back.",
        ),
        Misconception(
            "keeps-the-frozen-term",
            poly((a * n, f"{low} y"), (b, f"y^{m}")),
            f"${right}$ is right so far. ${constant_term}$ has no $x$ in it, so its derivative is 0. Leave it out.",
        ),
        Misconception(
            "moves-both",
            poly((a * n, f"{low} y"), moved),
            f"This differentiates ${constant_term}$ as well. $y$ is held fixed, so that term is a constant and drops "
            "out.",
        ),
        Misconception(
            "the-other-one",
            poly((a, f"x^{n}"), moved),
            rf"This is $\frac{{\partial f}}{{\partial y}}$: its ${poly(moved)}$ comes from ${constant_term}$. The "
            "variable in the denominator moves. Here it is $x$, and $y$ is held fixed.",
        ),
    )
