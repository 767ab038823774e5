"""The one-row ASCII form is an answer: typed back, the judge reads what the formula says."""

import pytest

from lessons.answers import judge_request
from tutor.rendering.notation import one_line

EXPRESSIONS: list[tuple[str, str]] = [
    (r"\frac{1}{2}x", "1/2*x"),
    (r"\frac{a+b}{c}", "(a+b)/c"),
    (r"\frac{a}{bc}", "a/(b*c)"),
    (r"p(1-p)", "p*(1-p)"),
    (r"\frac{1}{1+e^{-z}}", "1/(1+exp(-z))"),
    (r"\sqrt{2\pi\sigma^2}", "sqrt(2*pi*sigma^2)"),
    (r"x^2(y+1)", "x^2*(y+1)"),
    (r"-\frac{1}{2}x^{-1}", "-1/(2x)"),
    (r"2x", "2*x"),
    (r"\frac{a}{b}\cdot c", "a*c/b"),
    (r"\frac{-b + \sqrt{b^2-4ac}}{2a}", "(-b+sqrt(b^2-4*a*c))/(2*a)"),
    (r"a(b+c)d", "a*(b+c)*d"),
    (r"\log p", "log(p)"),
    (r"2\log x", "2*log(x)"),
    (r"\log\frac{p}{q}", "log(p/q)"),
    (r"|x-y|", "abs(x-y)"),
    (r"\sqrt[3]{x+1}", "(x+1)^(1/3)"),
    (r"x_1 y_2", "x_1*y_2"),
    (r"\alpha\beta x", "alpha*beta*x"),
    (r"\frac{\frac{a}{b}}{c}", "a/(b*c)"),
    (r"2\cdot 3x", "6x"),
    (r"x^{a^b}", "x^(a^b)"),
    (r"(a+b)(a-b)", "a^2-b^2"),
    (r"\hat y (1 - \hat y)", "y_hat*(1-y_hat)"),
    (r"\frac{a}{b} c", "a*c/b"),
    (r"x/\frac{a}{b}", "x*b/a"),
    (r"2\sqrt x y", "2*y*sqrt(x)"),
    (r"\lambda|w|", "lambda*|w|"),
    (r"e^{-x^2/2}", "exp(-x^2/2)"),
    (r"\tfrac12 x", "x/2"),
    (r"x^{n+1}", "x^(n+1)"),
]


@pytest.mark.parametrize(("latex", "expected"), EXPRESSIONS)
def test_an_expression_keeps_its_value(latex: str, expected: str) -> None:
    typed = one_line(latex, ascii_only=True)
    assert judge_request({"kind": "expression", "expected": expected, "answer": typed})["verdict"] == "right"


@pytest.mark.parametrize(
    ("kind", "latex", "expected"),
    [
        ("matrix", r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "[[1,2],[3,4]]"),
        ("matrix", r"\begin{bmatrix} 1 & -0.5 \end{bmatrix}", "[[1,-0.5]]"),
        ("vector", r"\begin{bmatrix} 1 \\ -2 \\ \frac13 \end{bmatrix}", "[1,-2,1/3]"),
        ("rule", r"\theta \gets \theta - \eta\nabla L(\theta)", "theta <- theta - eta*grad L(theta)"),
    ],
)
def test_matrices_and_rules_keep_their_meaning(kind: str, latex: str, expected: str) -> None:
    typed = one_line(latex, ascii_only=True)
    assert judge_request({"kind": kind, "expected": expected, "answer": typed})["verdict"] == "right"
