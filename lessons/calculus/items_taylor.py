"""Questions on curvature: Taylor's formula in one and in two variables, and f'' from three values."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lessons.latex_numbers import mat
from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

from .wording import dec, factor, pair, plain, signed, spelled

HALF = Fraction(1, 2)
# What is predicted, and what the step is called.
QUANTITIES = (
    ("the loss of a model at a weight $w$", "the weight"),
    ("the error rate of a model, in percent, at a learning rate of $10^w$", "the exponent $w$"),
    ("the delay of a network link at a load $w$", "the load"),
    ("the yield of a reactor at a temperature setting $w$", "the setting"),
)


@computed("calculus.curvature.taylor", "number", ["curvature"], "slope times step, and half the curvature")
def curvature_taylor(rng: Random) -> ItemDraw:
    h = Fraction(rng.choice((-5, -4, -2, 2, 4, 5)), 10)
    slope, bend = (rng.choice((-1, 1)) * rng.choice(sizes) for sizes in ((2, 3, 4, 5), (4, 6, 8, 10, 12)))
    return taylor(rng.randint(2, 9), slope, bend, h, rng.randrange(len(QUANTITIES)))


def taylor(value: int, slope: int, bend: int, h: Fraction, topic: int) -> ItemDraw:
    """The question: the second-order estimate of f(w + h)."""
    what, moved = QUANTITIES[topic]
    first, second = slope * h, HALF * bend * h**2
    answer = value + first + second
    return ItemDraw(
        given={"value": value, "slope": slope, "bend": bend, "h": plain(h)},
        prompt=f"Let $f(w)$ be {what}. At the current $w$ you know $f = {value}$, $f' = {slope}$ and $f'' = {bend}$. "
        f"You change {moved} by ${dec(h)}$. What does Taylor's formula with the curvature term predict for $f$?",
        lead="f \\approx",
        answer=plain(answer),
        misconceptions=taylor_misconceptions(value, slope, bend, h),
        hints=(
            "You want the value of the parabola that fits best, not that of the tangent.",
            r"$f(w + h) \approx f(w) + f'(w) \, h + \frac{1}{2} f''(w) \, h^2$.",
            rf"The slope contributes ${slope} \cdot {factor(h)} = {dec(first)}$.",
        ),
        steps=(
            Step(rf"The slope term: ${slope} \cdot {factor(h)} = {dec(first)}$", spelled(first)),
            Step(
                rf"The curvature term: $\frac{{1}}{{2}} \cdot {factor(bend)} \cdot {factor(h)}^2 = {dec(second)}$",
                spelled(second),
            ),
            Step(f"The prediction: ${value} {signed(first)} {signed(second)} = {dec(answer)}$", spelled(answer)),
        ),
        explanation=f"${value} {signed(first)} {signed(second)} = {dec(answer)}$. The tangent alone says "
        f"${dec(value + first)}$, and the curvature corrects it {'upward' if bend > 0 else 'downward'}.",
    )


def taylor_misconceptions(value: int, slope: int, bend: int, h: Fraction) -> tuple[Misconception, ...]:
    first, second = slope * h, HALF * bend * h**2
    return (
        Misconception(
            "no-half",
            plain(value + first + 2 * second),
            rf"${dec(value + first + 2 * second)}$ adds all of $f'' h^2$. The formula takes half of it, "
            rf"${dec(second)}$: differentiate $\frac{{1}}{{2}} c \, h^2$ twice, and you get $c$.",
        ),
        Misconception(
            "tangent-only",
            plain(value + first),
            rf"${dec(value + first)}$ is the value on the tangent. Add the curvature term $\frac{{1}}{{2}} f'' h^2 = "
            rf"{dec(second)}$ as well.",
        ),
        Misconception(
            "change-only",
            plain(first + second),
            f"${dec(first + second)}$ is the change of $f$. Add it to the current value, {value}.",
        ),
        Misconception(
            "step-not-squared",
            plain(value + first + HALF * bend * h),
            rf"${dec(value + first + HALF * bend * h)}$ multiplies half the curvature by ${dec(h)}$. The step is "
            rf"squared in this term: ${factor(h)}^2 = {dec(h**2)}$.",
        ),
        Misconception(
            "subtracts-the-curvature",
            plain(value + first - second),
            f"${dec(value + first - second)}$ has the curvature term with the wrong sign. The square of the step is "
            f"positive, so the term has the sign of $f'' = {bend}$.",
        ),
    )


@computed("calculus.curvature.difference", "number", ["curvature"], "second difference")
def curvature_difference(rng: Random) -> ItemDraw:
    h = Fraction(rng.choice((1, 2, 5)), 10)
    bend = rng.choice((-1, 1)) * rng.choice((2, 4, 6, 8, 10, 12))
    return difference(rng.randint(2, 6), rng.choice((-1, 1)) * rng.randint(1, 9), bend, h)


def difference(middle: int, slope: int, bend: int, h: Fraction) -> ItemDraw:
    """The question: f'' from the values of a parabola at w - h, w and w + h."""
    left, right = (middle + side * slope * h + HALF * bend * h**2 for side in (-1, 1))
    top = right - 2 * middle + left
    return ItemDraw(
        given={"left": plain(left), "middle": middle, "right": plain(right), "h": plain(h)},
        prompt=f"You evaluate a loss at three weights: $L(w - {dec(h)}) = {dec(left)}$, $L(w) = {middle}$ and $L(w + "
        f"{dec(h)}) = {dec(right)}$. Estimate the second derivative at $w$.",
        lead="L'' \\approx",
        answer=bend,
        misconceptions=difference_misconceptions(left, middle, right, h),
        hints=(
            "You want to know how fast the slope changes, so compare two slopes.",
            r"$L'' \approx \frac{L(w + h) - 2 L(w) + L(w - h)}{h^2}$.",
            rf"The numerator is ${dec(right)} - 2 \cdot {middle} {signed(left)}$.",
        ),
        steps=(
            Step(rf"The numerator: ${dec(right)} - 2 \cdot {middle} {signed(left)} = {dec(top)}$", spelled(top)),
            Step(f"The step squared: ${dec(h)}^2 = {dec(h**2)}$", spelled(h**2)),
            Step(rf"Divide: $\frac{{{dec(top)}}}{{{dec(h**2)}}} = {bend}$", str(bend)),
        ),
        explanation=rf"To the left of $w$ the slope is ${dec((middle - left) / h)}$, to the right it is "
        rf"${dec((right - middle) / h)}$. It changes by ${dec(bend * h)}$ over a distance of ${dec(h)}$, which is "
        rf"${bend}$ per unit.",
    )


def difference_misconceptions(left: Fraction, middle: int, right: Fraction, h: Fraction) -> tuple[Misconception, ...]:
    top = right - 2 * middle + left
    slope, once = (right - left) / (2 * h), (right - middle + left) / h**2
    return (
        Misconception(
            "first-derivative",
            plain(slope),
            rf"${dec(slope)}$ is the slope at $w$, from the two outer values. The curvature also needs the middle one, "
            rf"{middle}.",
        ),
        Misconception(
            "divides-once",
            plain(top / h),
            rf"${dec(top / h)}$ is the change between the two slopes. It happens over a distance of ${dec(h)}$, so "
            rf"divide by that once more.",
        ),
        Misconception(
            "never-divides",
            plain(top),
            rf"${dec(top)}$ is only the numerator. Divide it by ${dec(h)}^2 = {dec(h**2)}$.",
        ),
        Misconception(
            "middle-once",
            plain(once),
            rf"${dec(once)}$ subtracts the middle value once. Both slopes use it, so subtract $2 \cdot {middle}$.",
        ),
        Misconception(
            "halved",
            plain(top / h**2 / 2),
            rf"${dec(top / h**2 / 2)}$ is half of $L''$, the factor of $h^2$ in Taylor's formula. The second "
            rf"derivative is twice that: divide ${dec(top)}$ by ${dec(h**2)}$.",
        ),
    )


Pair = tuple[Fraction, Fraction]


@computed("calculus.curvature.quadratic", "number", ["curvature"], "quadratic form of the Hessian")
def curvature_quadratic(rng: Random) -> ItemDraw:
    gradient = tuple(rng.choice((-1, 1)) * rng.randint(1, 6) for _ in range(2))
    a, c, b = rng.randint(1, 6), rng.randint(1, 6), rng.choice((-1, 1)) * rng.randint(1, 4)
    u = (Fraction(rng.choice((-2, -1, 1, 2))), Fraction(rng.choice((-2, -1, 1, 2))))
    tenths = rng.choice((1, 1, Fraction(1, 2)))
    return quadratic(rng.randint(3, 9), (gradient[0], gradient[1]), (a, b, c), (u[0] * tenths, u[1] * tenths))


def quadratic(value: int, gradient: tuple[int, int], hessian: tuple[int, int, int], u: Pair) -> ItemDraw:
    """The question: L + gradient · u + ½ uᵀHu, with H = [[a, b], [b, c]] given as (a, b, c)."""
    a, b, c = hessian
    slope = gradient[0] * u[0] + gradient[1] * u[1]
    squares, mixed = a * u[0] ** 2 + c * u[1] ** 2, 2 * b * u[0] * u[1]
    form = squares + mixed
    answer = value + slope + HALF * form
    return ItemDraw(
        given={"value": value, "gradient": gradient, "hessian": hessian, "u": tuple(map(plain, u))},
        prompt=rf"At the current weights a loss is $L = {value}$. Its gradient is $\nabla L = {pair(gradient)}$ and "
        rf"its Hessian is $H$. What does Taylor's second-order formula predict after the step $\mathbf u = {pair(u)}$?"
        f"\n\n$$\nH = {mat(((a, b), (b, c)))}\n$$",
        lead="L \\approx",
        answer=plain(answer),
        misconceptions=quadratic_misconceptions(value, slope, squares, mixed),
        hints=(
            "You want the loss after the step, from the slope and the curvature along it.",
            r"$L + \nabla L \cdot \mathbf u + \frac{1}{2} \mathbf u^\top H \mathbf u$. $\mathbf u^\top H \mathbf u$ is "
            r"$\mathbf u \cdot (H \mathbf u)$.",
            rf"$\nabla L \cdot \mathbf u = {gradient[0]} \cdot {factor(u[0])} + {factor(gradient[1])} \cdot "
            rf"{factor(u[1])} = {dec(slope)}$.",
        ),
        steps=(
            Step(rf"The slope term: $\nabla L \cdot \mathbf u = {dec(slope)}$", spelled(slope)),
            Step(
                rf"$H \mathbf u = {pair((a * u[0] + b * u[1], b * u[0] + c * u[1]))}$, so $\mathbf u \cdot (H \mathbf "
                rf"u) = {dec(form)}$",
                spelled(form),
            ),
            Step(
                rf"Add: ${value} {signed(slope)} + \frac{{1}}{{2}} \cdot {factor(form)} = {dec(answer)}$",
                spelled(answer),
            ),
        ),
        explanation=rf"The gradient alone predicts ${dec(value + slope)}$. The curvature along the step contributes "
        rf"$\frac{{1}}{{2}} \cdot {factor(form)} = {dec(HALF * form)}$, which makes it ${dec(answer)}$.",
    )


def quadratic_misconceptions(
    value: int, slope: Fraction, squares: Fraction, mixed: Fraction
) -> tuple[Misconception, ...]:
    form = squares + mixed
    return (
        Misconception(
            "no-half",
            plain(value + slope + form),
            rf"${dec(value + slope + form)}$ adds all of $\mathbf u^\top H \mathbf u = {dec(form)}$. Taylor's formula "
            rf"takes half of it.",
        ),
        Misconception(
            "gradient-only",
            plain(value + slope),
            rf"${dec(value + slope)}$ uses only the gradient. The curvature along the step is missing: add "
            rf"$\frac{{1}}{{2}} \cdot {factor(form)}$.",
        ),
        Misconception(
            "diagonal-only",
            plain(value + slope + HALF * squares),
            rf"${dec(value + slope + HALF * squares)}$ uses only the diagonal of $H$. The two entries off the diagonal "
            rf"contribute ${dec(mixed)}$ to $\mathbf u^\top H \mathbf u$.",
        ),
        Misconception(
            "mixed-term-once",
            plain(value + slope + HALF * (squares + mixed / 2)),
            rf"${dec(value + slope + HALF * (squares + mixed / 2))}$ counts the entry off the diagonal once. It occurs "
            rf"twice in $H$, so the mixed term is ${dec(mixed)}$.",
        ),
        Misconception(
            "change-only",
            plain(slope + HALF * form),
            f"${dec(slope + HALF * form)}$ is the change of the loss. Add it to the current loss, {value}.",
        ),
    )


@computed("calculus.curvature.halfway", "number", ["curvature"], "evaluate between two minima", practice=True)
def curvature_halfway(rng: Random) -> ItemDraw:
    return halfway(rng.choice((1, 2, 3, 4, 5)), rng.choice((2, 3, 4, 6, 8)))


def halfway(a: int, b: int) -> ItemDraw:
    """The question: the loss (w₁w₂ - ab)² halfway between its minima (a, b) and (-a, -b)."""
    c = a * b
    return ItemDraw(
        given={"a": a, "b": b},
        prompt=f"A network with two weights computes $w_1 w_2 x$. Its loss is $L = (w_1 w_2 - {c})^2$, which is 0 at "
        f"$({a}, {b})$ and at $({-a}, {-b})$. What is the loss halfway between these two points?",
        lead="L =",
        answer=c**2,
        misconceptions=(
            Misconception(
                "as-if-convex",
                0,
                f"0 would be right for a convex loss: between two minima it could not rise. Here the point halfway is "
                f"$(0, 0)$, so put it into $(w_1 w_2 - {c})^2$.",
            ),
            Misconception(
                "unsquared",
                -c,
                f"${-c}$ is $w_1 w_2 - {c}$ at $(0, 0)$. Square it to get the loss.",
            ),
            Misconception(
                "half-of-one",
                plain((Fraction(c, 4) - c) ** 2),
                f"${dec((Fraction(c, 4) - c) ** 2)}$ is the loss at $({dec(Fraction(a, 2))}, {dec(Fraction(b, 2))})$, "
                f"halfway from the origin to one minimum. Average the two minima $({a}, {b})$ and $({-a}, {-b})$.",
            ),
            Misconception(
                "minus-and-minus",
                4 * c**2,
                f"${4 * c**2}$ is $({-c} - {c})^2$, the loss at $({a}, {-b})$, where one sign is changed. "
                f"Halfway between the minima, both weights are 0.",
            ),
        ),
        hints=(
            "You want one point first: the midpoint of the two minima.",
            "The midpoint is the average of each coordinate.",
            f"The first coordinate is $\\frac{{1}}{{2}} ({a} - {a})$.",
        ),
        steps=(
            Step("The midpoint is $(0, 0)$, since opposite numbers average to 0"),
            Step(f"The loss there: $(0 - {c})^2 = {c**2}$", str(c**2)),
        ),
        explanation=f"At $(0, 0)$ the loss is $(0 - {c})^2 = {c**2}$. It rises between two minima, so it is not "
        f"convex. Networks have this symmetry: two sign changes cancel.",
    )
