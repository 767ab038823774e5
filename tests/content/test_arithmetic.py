"""The calculator for the LaTeX of the course, in its three dialects."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support.arithmetic import (
    NotArithmeticError,
    checked,
    exp_checked,
    exp_value_of,
    log_checked,
    log_value_of,
    value_of,
)


@pytest.mark.parametrize(
    ("latex", "value"),
    [
        (r"2 \cdot 4 + 3 \cdot (-1)", 5.0),
        (r"-5 - (-3)", -2.0),
        (r"\sqrt{9 + 16}", 5.0),
        (r"\frac{-4}{6 \cdot 6}", -1 / 9),
        (r"3^2", 9.0),
        (r"\lVert (3, 4) \rVert", 5.0),
        (r"2 (3, 1) + (1, 2)", [7.0, 4.0]),
        (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} \begin{bmatrix} 5 \\ 6 \end{bmatrix}", [[17.0], [39.0]]),
        (r"\begin{bmatrix} 1 & 2 \end{bmatrix}^\top", [[1.0], [2.0]]),
    ],
)
def test_the_calculator_works_plain_arithmetic_out(latex: str, value: object) -> None:
    assert np.allclose(value_of(latex), np.array(value))


def test_the_calculator_leaves_letters_alone_and_sees_a_false_equality() -> None:
    with pytest.raises(NotArithmeticError):
        value_of(r"2 \mathbf a")
    assert checked("$a = 1 + 1 = 2$ and $b$") == 1
    with pytest.raises(AssertionError):
        checked("$1 + 1 = 3$")


@pytest.mark.parametrize(
    ("latex", "value"),
    [
        (r"e^{2}", np.e**2),
        (r"e^2 + e^{-1}", np.e**2 + 1 / np.e),
        (r"3 \cdot \ln 0.2", 3 * np.log(0.2)),
        (r"\frac{0.9 \cdot 0.01}{0.9 \cdot 0.01 + 0.09 \cdot 0.99}", 0.009 / 0.0981),
        (r"0.3^2 \cdot 0.7", 0.063),
    ],
)
def test_the_calculator_knows_exponentials_and_logarithms(latex: str, value: float) -> None:
    assert np.isclose(exp_value_of(latex), value)


def test_nearly_equal_means_within_the_last_place_shown() -> None:
    assert exp_checked(r"$e^{1} \approx 2.718$ and $\frac{1}{2} = 0.5$") == 2
    for wrong in (
        r"$e^{1} = 2.718$",
        r"$e^{1} \approx 2.72818$",
        r"$\frac{1}{3} = 0.3333$",
        r"$\ln 2 \approx 0.7$ and $1 = 2$",
    ):
        with pytest.raises(AssertionError):
            exp_checked(wrong)
    assert exp_checked("$P(A) = 0.3$") == 0


@pytest.mark.parametrize(
    ("latex", "value"),
    [
        (r"-\log_2 0.125", 3.0),
        (r"-0.5 \log_2 0.5 - 0.5 \log_2 0.5", 1.0),
        (r"\log_2 \frac{1}{8}", -3.0),
        (r"\frac{\ln 8}{\ln 2}", 3.0),
        (r"0.5 \log_2 \frac{0.5}{0.25} + 0.5 \log_2 2", 1.0),
        (r"e^{2} + e^{0} - \ln e^{3}", np.exp(2) - 2),
        (r"-\ln (0.5 \cdot 0.5 + 0.5 \cdot 0.5)", np.log(2)),
        (r"0.5^{3} \cdot 2", 0.25),
    ],
)
def test_the_calculator_knows_logarithms_and_e(latex: str, value: float) -> None:
    assert np.isclose(log_value_of(latex), value)


def test_the_calculator_tells_rounded_from_exact() -> None:
    assert log_checked(r"$-\ln 0.5 \approx 0.693$ and $H = -\log_2 0.25 = 2$") == 2
    for false in (r"$-\ln 0.5 = 0.693$", r"$-\ln 0.5 \approx 0.694$", r"$-\log_2 0.25 = 3$"):
        with pytest.raises(AssertionError):
            log_checked(false)
