"""Formulas in words."""

import pytest

from tutor.rendering.notation import spoken

WORDS: list[tuple[str, str]] = [
    (r"\theta \gets \theta - \eta\nabla L(\theta)", "theta becomes theta minus eta times the gradient of L at theta"),
    (r"w \cdot x = \sum_{i=1}^n w_i x_i", "w dot x equals the sum over i from 1 to n of w sub i times x sub i"),
    (
        r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}",
        "P of A given B equals the fraction P of B given A times P of A, over P of B",
    ),
    (r"\sigma(z) = \frac{1}{1 + e^{-z}}", "sigma of z equals the fraction 1, over 1 plus e to the power minus z"),
    (r"\hat y_i", "y hat sub i"),
    (r"\frac{\partial L}{\partial w}", "the partial derivative of L with respect to w"),
    (r"\frac{d}{dx} x^2 = 2x", "the derivative with respect to x of x squared equals 2 times x"),
    (r"\frac{\partial^2 f}{\partial x \partial y}", "the second partial derivative of f with respect to x and y"),
    (r"\|x\|_2", "the 2 norm of x"),
    (r"\|Xw - y\|^2 + 1", "the norm of X times w minus y, squared plus 1"),
    (r"|x|", "the absolute value of x"),
    (r"X^\top y", "X transpose times y"),
    (r"A^{-1}", "A inverse"),
    (r"x^3 + y^n", "x cubed plus y to the power n"),
    (r"\sqrt{2}", "the square root of 2"),
    (r"\sqrt[3]{x + 1}", "the cube root of x plus 1"),
    (r"\log_2 8 = 3", "the log base 2 of 8 equals 3"),
    (r"\lim_{h \to 0} f(h)", "the limit as h goes to 0 of f of h"),
    (r"\max_{x \in X} f(x)", "the maximum over x in X of f of x"),
    (r"\int_0^1 x^2\,dx", "the integral from 0 to 1 of x squared d x"),
    (r"\left. x^2 \right|_{x=1}", "x squared, evaluated at x equals 1"),
    (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "the 2 by 2 matrix with rows 1, 2; 3, 4"),
    (r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}", "the column vector 1, 2"),
    (
        r"f(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
        "f of x equals either x, if x is greater than 0; or 0, otherwise",
    ),
    (r"H(p) = -\sum_x p(x) \log p(x)", "H of p equals minus the sum over x of p of x times the log of p of x"),
    (r"D_{\mathrm{KL}}(p \| q)", "D sub KL of p relative to q"),
    (r"X \sim \mathcal{N}(0, 1)", "X is distributed as N of 0, 1"),
    (r"\{ x \mid x > 0 \}", "the set of x such that x is greater than 0"),
    (r"f: \mathbb{R}^n \to \mathbb{R}", "f from R to the power n to R"),
    (r"p(1-p)", "p times the quantity 1 minus p"),
    (r"45^\circ", "45 degrees"),
    (r"\binom{n}{k}", "n choose k"),
    (r"f'(x)", "f prime of x"),
    (r"\langle a, b \rangle", "the inner product of a and b"),
    (r"a = [2, -1]", "a equals the vector 2, minus 1"),
    (r"\nabla_w L(w) = 0", "the gradient with respect to w of L at w equals 0"),
    (r"1 \cdot 4 = 4", "1 times 4 equals 4"),
    (r"\mathbf{a} \cdot \mathbf{b}", "a dot b"),
    (r"x \le y \ne z", "x is at most y is not equal to z"),
    (r"\mathbb{E}[X^2] - \mathbb{E}[X]^2", "E of X squared minus E of X, squared"),
    (r"x^{(i)}", "x superscript i"),
    (r"\underbrace{w^\top x}_{\text{score}} + b", "w transpose times x, labelled score, plus b"),
    (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a equals b; equals c"),
    (r"n! \approx 2", "n factorial is approximately 2"),
    (r"\forall x \in A", "for all x in A"),
    (r"\det(A - \lambda I) = 0", "the determinant of A minus lambda times I, equals 0"),
    (r"\operatorname{ReLU}(z) = \max(0, z)", "ReLU of z equals the maximum of 0, z"),
    (r"A \in \mathbb{R}^{m \times n}", "A in R to the power m by n"),
    (r"2 \times 3 = 6", "2 times 3 equals 6"),
    (r"\|a\| \cdot \|b\|", "the norm of a times the norm of b"),
]


@pytest.mark.parametrize(("latex", "words"), WORDS)
def test_a_formula_in_words(latex: str, words: str) -> None:
    assert spoken(latex) == words
