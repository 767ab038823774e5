"""Questions on how large a step may be: on a parabola, and on a stretched bowl."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from lessons.answers import Option
from lessons.latex_numbers import mat
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import dec, factor, plain, poly, spelled


@computed("calculus.stepsize.error", "number", ["step-size"], strategy="power of the factor")
def stepsize_error(rng: Random) -> ItemDraw:
    eta = Fraction(rng.choice((1, 2, 3, 4, 6, 7, 8, 11, 12)), 10)
    return error(rng.choice((-4, -3, -2, 2, 4, 5)), eta, rng.choice((2, 3)))


def error(start: int, eta: Fraction, steps: int) -> ItemDraw:
    """The question: the distance from 3 after some steps on (x - 3)²."""
    shrink = 1 - 2 * eta
    answer = start * shrink**steps
    after = rf"1 - 2 \cdot {dec(eta)}"
    return ItemDraw(
        given={"start": start, "eta": plain(eta), "steps": steps},
        prompt=rf"Gradient descent on $f(x) = (x - 3)^2$ with $\eta = {dec(eta)}$ starts at $x = {3 + start}$, so its "
        rf"error $x - 3$ is ${start}$. What is the error after {steps} steps?",
        lead=r"\text{error} =",
        answer=plain(answer),
        misconceptions=error_misconceptions(start, eta, steps),
        hints=(
            "You want the distance from 3 with its sign.",
            r"Every step multiplies the error by $1 - 2 \eta$.",
            f"Here the factor is ${after} = {dec(shrink)}$.",
        ),
        steps=(
            Step(f"The factor of one step: ${after} = {dec(shrink)}$", spelled(shrink)),
            Step(
                f"The factor of {steps} steps: ${factor(shrink)}^{steps} = {dec(shrink**steps)}$",
                spelled(shrink**steps),
            ),
            Step(
                rf"Multiply by the error at the start: ${start} \cdot {factor(shrink**steps)} = {dec(answer)}$",
                spelled(answer),
            ),
        ),
        explanation=rf"${start} \cdot {factor(shrink)}^{steps} = {dec(answer)}$. {_long_run(shrink)}",
    )


def error_misconceptions(start: int, eta: Fraction, steps: int) -> tuple[Misconception, ...]:
    shrink, after = 1 - 2 * eta, rf"1 - 2 \cdot {dec(eta)}"
    return (
        Misconception(
            "place",
            plain(3 + start * shrink**steps),
            f"${dec(3 + start * shrink**steps)}$ is $x$ itself. The error is $x - 3$: subtract 3.",
        ),
        Misconception(
            "one-step-only",
            plain(start * shrink),
            f"${dec(start * shrink)}$ is the error after one step. There are {steps}: each multiplies by "
            f"${dec(shrink)}$ again.",
        ),
        Misconception(
            "adds-the-steps",
            plain(start * (1 - 2 * eta * steps)),
            f"${dec(start * (1 - 2 * eta * steps))}$ adds the first step {steps} times. Each step *multiplies* the "
            f"error by ${dec(shrink)}$.",
        ),
        Misconception(
            "forgets-the-2",
            plain(start * (1 - eta) ** steps),
            f"${dec(start * (1 - eta) ** steps)}$ uses the factor $1 - {dec(eta)}$. The slope of the square is twice "
            f"the error, so the factor is ${after} = {dec(shrink)}$.",
        ),
        Misconception(
            "factor-only",
            plain(shrink**steps),
            f"${dec(shrink**steps)}$ is what {steps} steps multiply the error by. The error starts at ${start}$, so "
            "multiply by that as well.",
        ),
    )


def _long_run(shrink: Fraction) -> str:
    """What a factor means for the error after many steps."""
    if shrink == 0:
        return "The factor is 0: one step reaches the minimum."
    if shrink in (1, -1):
        return "The factor is 1 in size, so the error never changes in size."
    if shrink > 0:
        return "The factor is between 0 and 1, so the error shrinks to 0 from one side."
    if shrink > -1:
        return "The factor is negative and below 1 in size: $x$ jumps across the minimum, and the error shrinks."
    return "The factor is below $-1$: $x$ jumps across the minimum, and the error grows each time."


_REGIMES = ("creeps", "lands", "swings-in", "bounces", "diverges")
_TEXTS = {
    "creeps": "It comes closer with every step, always from the same side",
    "lands": "It reaches the minimum in one step",
    "swings-in": "It jumps across each time, and still comes closer",
    "bounces": "It jumps back and forth between two points forever",
    "diverges": "It jumps across each time, and gets further away",
}
_MEANS = {
    "creeps": "a factor between 0 and 1",
    "lands": "the factor 0",
    "swings-in": "a factor between $-1$ and 0",
    "bounces": "the factor $-1$",
    "diverges": "a factor below $-1$",
}


def _regime(shrink: Fraction) -> str:
    if shrink > 0:
        return "creeps"
    if shrink == 0:
        return "lands"
    return "bounces" if shrink == -1 else "swings-in" if shrink > -1 else "diverges"


@computed("calculus.stepsize.regime", "choice", ["step-size"], strategy="size of the factor")
def stepsize_regime(rng: Random) -> ItemDraw:
    a = rng.choice((1, 1, 2, 5))
    product = rng.choice((Fraction(1, 5), Fraction(2, 5), Fraction(1, 2), Fraction(3, 5), Fraction(4, 5), Fraction(1),
                          Fraction(6, 5), Fraction(3, 2)))  # fmt: skip
    return regime(a, product / a, rng.sample(_REGIMES, 5))


def regime(a: int, eta: Fraction, order: Sequence[str]) -> ItemDraw:
    """The question: what gradient descent does on a(x - 3)²; the options stand in the given order."""
    shrink = 1 - 2 * a * eta
    right = _regime(shrink)
    letters = dict(zip(order, "abcde", strict=True))
    twice = f"2 \\cdot {a}" if a > 1 else "2"
    sum_ = rf"1 - {twice} \cdot {dec(eta)} = {dec(shrink)}"

    def message(option: str) -> str:
        return (
            f"That happens with {_MEANS[option]}. Here each step multiplies the error by ${sum_}$, since the slope at "
            f"distance $e$ is ${poly((2 * a, 'e'))}$."
        )

    return ItemDraw(
        given={"a": a, "eta": plain(eta)},
        prompt=rf"Gradient descent on $f(x) = {poly((a, '(x - 3)^2'))}$ with $\eta = {dec(eta)}$, from $x = 0$. What "
        "does it do?",
        answer=letters[right],
        options=tuple(
            Option(letters[regime_id], _TEXTS[regime_id], "" if regime_id == right else message(regime_id))
            for regime_id in order
        ),
        misconceptions=tuple(
            Misconception(regime_id, letters[regime_id], message(regime_id))
            for regime_id in _REGIMES
            if regime_id != right
        ),
        hints=(
            "You want to know what one step does to the error $x - 3$.",
            "Find the factor by which it is multiplied; then look at its sign and its size.",
            f"The slope at $x$ is ${poly((2 * a, '(x - 3)'))}$.",
        ),
        steps=(
            Step(rf"The error after a step: $e - {dec(eta)} \cdot {2 * a} e$"),
            Step(f"So the factor is ${sum_}$"),
            Step(_long_run(shrink)),
        ),
        explanation=f"Each step multiplies the error by ${sum_}$. {_long_run(shrink)}",
    )


@computed("calculus.stepsize.limit", "number", ["step-size"], strategy="size of the factor")
def stepsize_limit(rng: Random) -> ItemDraw:
    return limit(rng.choice((2, 3, 4, 5, 6, 8, 10)), rng.choice((-4, -2, 1, 3, 5)))


def limit(a: int, c: int) -> ItemDraw:
    """The question: the step size beyond which descent on a(x - c)² diverges."""
    square = f"{a} (x {'-' if c > 0 else '+'} {abs(c)})^2"
    return ItemDraw(
        given={"a": a, "c": c},
        prompt=rf"$f(x) = {square}$. Beyond which $\eta$ does gradient descent diverge?",
        lead=r"\eta =",
        answer=plain(Fraction(1, a)),
        misconceptions=limit_misconceptions(a),
        hints=(
            "You want the step size at which the error stops shrinking.",
            r"Each step multiplies the error by a factor; descent diverges once this factor is below $-1$.",
            rf"The factor is $1 - {2 * a} \eta$.",
        ),
        steps=(
            Step(rf"The slope at distance $e$ is ${2 * a} e$, so the factor is $1 - {2 * a} \eta$"),
            Step(rf"The limit: $1 - {2 * a} \eta = -1$, so ${2 * a} \eta = 2$"),
            Step(rf"$\eta = \frac{{2}}{{{2 * a}}} = {dec(Fraction(1, a))}$", spelled(Fraction(1, a))),
        ),
        explanation=rf"$\frac{{2}}{{{2 * a}}} = {dec(Fraction(1, a))}$: 2 divided by the curvature. It does not matter "
        "where the minimum is, or where you start.",
    )


def limit_misconceptions(a: int) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "best-step",
            plain(Fraction(1, 2 * a)),
            f"${dec(Fraction(1, 2 * a))}$ makes the factor 0: one step reaches the minimum. A longer step overshoots "
            rf"and may still come closer; the limit is where $1 - {2 * a} \eta$ reaches $-1$.",
        ),
        Misconception(
            "as-if-plain",
            1,
            f"1 is the limit for $(x - 3)^2$. Here the slope is {a} times as large, so the factor is $1 - {2 * a} "
            r"\eta$.",
        ),
        Misconception(
            "forgets-the-2",
            plain(Fraction(2, a)),
            f"${dec(Fraction(2, a))}$ takes ${a}$ for the curvature. The second derivative is ${2 * a}$, so solve "
            rf"$1 - {2 * a} \eta = -1$.",
        ),
        Misconception(
            "upside-down",
            a,
            rf"${a}$ is the curvature ${2 * a}$ divided by 2, which is upside down. A steeper bowl needs "
            rf"smaller steps: solve $1 - {2 * a} \eta = -1$.",
        ),
    )


@computed("calculus.stepsize.bowl", "number", ["conditioning"], strategy="largest eigenvalue")
def stepsize_bowl(rng: Random) -> ItemDraw:
    p = rng.choice((3, 4, 5, 6, 7))
    return bowl(p, rng.choice((-1, 1)) * rng.randint(1, p - 1))


def bowl(p: int, q: int) -> ItemDraw:
    """The question: the largest step size on ½ wᵀA w with A = [[p, q], [q, p]] and |q| < p."""
    steep, gentle = p + abs(q), p - abs(q)
    axes = _axes(q)
    answer = Fraction(2, steep)
    return ItemDraw(
        given={"p": p, "q": q},
        prompt=r"A loss has the gradient $\nabla L(\mathbf w) = A \mathbf w$. The eigenvectors of $A$ are $(1, 1)$ and "
        rf"$(1, -1)$. Beyond which $\eta$ does gradient descent diverge?"
        f"\n\n$$\nA = {mat(((p, q), (q, p)))}\n$$",
        lead=r"\eta =",
        answer=plain(answer),
        misconceptions=bowl_misconceptions(p, q),
        hints=(
            "You want the direction in which the bowl is steepest: it overshoots first.",
            r"Along an eigenvector each step multiplies the error by $1 - \eta \lambda$.",
            rf"$A {axes[1]} = {poly((gentle, axes[1]))}$. What does $A$ do to ${axes[0]}$?",
        ),
        steps=(
            Step(rf"Along ${axes[0]}$ the eigenvalue is ${p} + {abs(q)} = {steep}$", str(steep)),
            Step(rf"Along ${axes[1]}$ it is ${p} - {abs(q)} = {gentle}$", str(gentle)),
            Step(rf"The larger one decides: $1 - {steep} \eta = -1$"),
            Step(rf"Solve for $\eta$: ${_ratio(2, steep)}$", spelled(answer)),
        ),
        explanation=rf"Two over the largest eigenvalue: ${_ratio(2, steep)}$. Along the other eigenvector, "
        rf"with eigenvalue {gentle}, larger steps would still converge. If the eigenvalues are far apart, the error "
        "there shrinks slowly.",
    )


def bowl_misconceptions(p: int, q: int) -> tuple[Misconception, ...]:
    steep, gentle = p + abs(q), p - abs(q)
    axes = _axes(q)
    return (
        Misconception(
            "gentle-direction",
            plain(Fraction(2, gentle)),
            f"${dec(Fraction(2, gentle))}$ is two over {gentle}, the limit along ${axes[1]}$. The error along "
            rf"${axes[0]}$ is multiplied by $1 - {steep} \eta$, which diverges sooner. The largest eigenvalue sets "
            "the limit.",
        ),
        Misconception(
            "one-over",
            plain(Fraction(1, steep)),
            rf"${dec(Fraction(1, steep))}$ makes the factor $1 - {steep} \eta$ vanish, which is best for that "
            "direction. It diverges only when the factor passes $-1$, at two over the eigenvalue.",
        ),
        Misconception(
            "diagonal",
            plain(Fraction(2, p)),
            f"${dec(Fraction(2, p))}$ uses the {p} on the diagonal. The steepest direction is not an axis, because of "
            f"the ${q}$ beside it: apply $A$ to ${axes[0]}$.",
        ),
        Misconception(
            "doubled-curvature",
            plain(Fraction(1, gentle)),
            f"${dec(Fraction(1, gentle))}$ is 1 divided by {gentle}, the smaller eigenvalue. The larger one, {steep}, "
            "sets the limit, and the factor may go down to $-1$: divide 2 by it.",
        ),
    )


def _ratio(over: int, under: int) -> str:
    """A ratio with its value: 2/10 = 0.2; the ratio alone where it is already in lowest terms and no short decimal."""
    ratio, value = rf"\frac{{{over}}}{{{under}}}", dec(Fraction(over, under))
    return ratio if value == ratio else f"{ratio} = {value}"


def _axes(q: int) -> tuple[str, str]:
    """The eigenvectors of [[p, q], [q, p]], the one with the larger eigenvalue first."""
    return ("(1, 1)", "(1, -1)") if q > 0 else ("(1, -1)", "(1, 1)")
