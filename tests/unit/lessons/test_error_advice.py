"""The usual cause of an exception is told from its message, which Python and NumPy word differently in each version."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lessons.grading.error_advice import raised
from tests.support.for_each import for_each

ADVICE = {
    "def f():\n    x += 1\nx = 1\nf()": "in a branch or a loop that did not run",
    "lenght": "Check its spelling",
    "math.log(0)": "`math.log` has no value at 0",
    "math.exp(np.ones(2))": "takes one number at a time",
    "[1] * 1.5": "repeats the list",
    "[1][1]": "Python from 0",
    "np.ones(2)[2]": "Python from 0",
    "(lambda a: a)()": "Keep the parameters",
    "(lambda a: a)(1, 2)": "Keep the parameters",
    "1[0]": "a single number",
    "None + 1": "A function without `return`",
    "np.ones((2, 3)) @ np.ones((2, 3))": "The inner sizes have to agree",
    "np.dot(np.ones((2, 3)), np.ones((2, 3)))": "The inner sizes have to agree",
    "np.ones(2) + np.ones(3)": "print `.shape` of both",
    "np.ones(2) == 1 or True": "has many truth values",
    "np.ones(2)[0] = [1, 2]": "An entry of an array holds one number",
    "a = np.ones(2); a.flags.writeable = False; a[0] = 1": "work on a copy",
    "1 / 0": "what can be zero in that line",
    "math.exp(1000)": "beyond what a float can hold",
}
"""Programs that fail, with a part of what is said to it."""


@for_each(ADVICE)
def test_the_usual_cause_is_found_in_the_words_of_this_python(program: str) -> None:
    with pytest.raises(Exception, match=r".") as caught:
        exec(compile(program, "program", "exec", dont_inherit=True), {"math": math, "np": np})
    assert ADVICE[program] in raised(caught.type.__name__, str(caught.value)), caught.value


def test_a_root_of_a_negative_number_is_told_from_a_logarithm() -> None:
    """In the words of Python 3.14; before, both were a domain error."""
    assert "`math.sqrt` has no value below 0" in raised("ValueError", "expected a nonnegative input, got -1.0")
    assert "`math.log` has no value" in raised("ValueError", "expected a positive input, got -1.0")
