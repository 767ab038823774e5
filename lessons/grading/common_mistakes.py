"""Mistakes that any exercise can show, recognized from the numbers alone."""

from __future__ import annotations

import math

from lessons.grading.model import Case
from lessons.grading.numbers import EXACT, alike, close, flat, paired, shape, shown
from lessons.model.misconception import Nested

CaseResults = list[tuple[Case, Nested]]  # every case of one function, with its result
Mistake = tuple[str, str]  # the rule, and the feedback

_DECIMALS = (1, 2, 3, 4, 5)
_FACTORS = (
    (math.log(2), r"$\ln 2$: the natural logarithm is used in place of $\log_2$"),
    (1 / math.log(2), r"$\frac{1}{\ln 2}$: $\log_2$ is used in place of the natural logarithm"),
    (math.log10(2), r"$\log_{10} 2$: the logarithm to base 10 is used in place of $\log_2$"),
    (2.0, "2: something is counted twice, or not halved"),
    (0.5, "one half: something is halved that should not be, or a 2 is missing"),
)


def find_mistake(case: Case, value: Nested, results: CaseResults) -> Mistake | None:
    """The common mistake that explains a wrong result; None where none does."""
    mistake = _nan(case, value) or _constant(case, value, results)
    for look in (_wrapped, _cut, _rounded, _sign, _factor):
        mistake = mistake or look(case, value)
    return mistake


def _nan(case: Case, value: Nested) -> Mistake | None:
    if any(map(math.isnan, flat(value))) and not any(map(math.isnan, flat(case.expected))):
        text = "The result is `nan`: somewhere 0 was divided by 0, `inf` by `inf`, or $\\log 0$ was multiplied by 0."
        return "nan", f"{text} {case.why}"
    if any(map(math.isinf, flat(value))) and not any(map(math.isinf, flat(case.expected))):
        return "inf", f"The result is `inf`: something was divided by 0, or grew beyond $10^{{308}}$. {case.why}"
    return None


def _constant(case: Case, value: Nested, results: CaseResults) -> Mistake | None:
    """The same result for every input: a constant instead of a computation."""
    expected = {shown(peer.expected) for peer, _ in results}
    if len(results) >= 3 and len(expected) > 1 and all(close(value, result, 0.0, 0.0) for _, result in results):
        text = (
            f"`{case.call.function}` returns `{shown(value)}` for every input. Compute the result from the arguments."
        )
        return "constant", text
    return None


def _wrapped(case: Case, value: Nested) -> Mistake | None:
    """The right numbers in another shape."""
    have, want = shape(value), shape(case.expected)
    numbers, right = list(flat(value)), list(flat(case.expected))
    if have is None or have == want or len(numbers) != len(right):
        return None
    if not all(alike(a, b, case.relative) for a, b in zip(numbers, right, strict=True)):
        return None
    form = "one number, without brackets" if want == () else f"the shape `{want}`"
    return "wrapped", f"The numbers are right, in the wrong shape: `{have}`. Return {form}, as the docstring says."


def _cut(case: Case, value: Nested) -> Mistake | None:
    """Truncated to integers, as an integer array does."""
    pairs = paired(value, case.expected)
    if pairs is None or all(b == int(b) for _, b in pairs if math.isfinite(b)):
        return None
    if all(math.isfinite(b) and a == math.trunc(b) for a, b in pairs):
        return "truncates", (
            f"`{shown(case.expected)}` lost its decimals. An array of integers, such as `np.array` makes of whole "
            "numbers, drops them without a warning: use `dtype=float`."
        )
    return None


def _rounded(case: Case, value: Nested) -> Mistake | None:
    """Rounded before it was returned."""
    pairs = paired(value, case.expected)
    if pairs is None:
        return None
    for decimals in _DECIMALS:
        if all(math.isfinite(b) and alike(a, round(b, decimals), EXACT) for a, b in pairs):
            return "rounded", (
                f"This is right, rounded to {decimals} decimal{'s' if decimals > 1 else ''}. Return all digits; round "
                "only what you print."
            )
    return None


def _sign(case: Case, value: Nested) -> Mistake | None:
    pairs = paired(value, case.expected)
    if pairs and any(a for a, _ in pairs) and all(alike(a, -b, case.relative) for a, b in pairs):
        return "sign", f"The size is right, and the sign is wrong. {case.why}"
    return None


def _factor(case: Case, value: Nested) -> Mistake | None:
    """Every entry off by the same factor."""
    pairs = [(a, b) for a, b in paired(value, case.expected) or () if a or b]
    if not pairs or any(not a or not b or not math.isfinite(a) for a, b in pairs):
        return None
    ratio = pairs[0][0] / pairs[0][1]
    if not all(alike(a, ratio * b, EXACT) for a, b in pairs):
        return None
    for factor, cause in _FACTORS:
        if alike(ratio, factor):
            return "factor", f"Everything is off by the factor {cause}. {case.why}"
    return None
