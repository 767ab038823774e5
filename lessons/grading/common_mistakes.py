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
    (math.log(2), r"$\ln 2$: the natural logarithm stands where $\log_2$ belongs"),
    (1 / math.log(2), r"$\frac{1}{\ln 2}$: $\log_2$ stands where the natural logarithm belongs"),
    (math.log10(2), r"$\log_{10} 2$: the logarithm to base 10 stands where $\log_2$ belongs"),
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
        text = "`nan` came back, not a number: somewhere 0 was divided by 0, `inf` by `inf`, or 0 met $\\log 0$."
        return "nan", f"{text} {case.why}"
    if any(map(math.isinf, flat(value))) and not any(map(math.isinf, flat(case.expected))):
        return "inf", f"`inf` came back: something was divided by 0, or grew beyond $10^{{308}}$. {case.why}"
    return None


def _constant(case: Case, value: Nested, results: CaseResults) -> Mistake | None:
    """The same result for every input: a constant instead of a computation."""
    expected = {shown(peer.expected) for peer, _ in results}
    if len(results) >= 3 and len(expected) > 1 and all(close(value, result, 0.0, 0.0) for _, result in results):
        text = f"`{case.call.function}` gives `{shown(value)}` whatever it is given. But it has to work its answer out "
        return "constant", text + "from its arguments, because it will be called with others than these."
    return None


def _wrapped(case: Case, value: Nested) -> Mistake | None:
    """The right numbers in another shape."""
    have, want = shape(value), shape(case.expected)
    numbers, right = list(flat(value)), list(flat(case.expected))
    if have is None or have == want or len(numbers) != len(right):
        return None
    if not all(alike(a, b, case.relative) for a, b in zip(numbers, right, strict=True)):
        return None
    form = "one number, without brackets" if want == () else f"shape `{want}`"
    return "wrapped", (
        f"The numbers are right, in the wrong brackets: the shape is `{have}`. But {form} is what the docstring says, "
        "because the next line of somebody's program counts on it."
    )


def _cut(case: Case, value: Nested) -> Mistake | None:
    """Truncated to integers, as an integer array does."""
    pairs = paired(value, case.expected)
    if pairs is None or all(b == int(b) for _, b in pairs if math.isfinite(b)):
        return None
    if all(math.isfinite(b) and a == math.trunc(b) for a, b in pairs):
        return "truncates", (
            f"Those are the right numbers cut down to whole ones: `{shown(case.expected)}` lost what stands behind "
            "the point. But an array of integers, as `np.zeros_like` or `np.array` makes of whole numbers, cuts "
            "whatever is put in, without a word: make it of floats, with `dtype=float`."
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
                f"That is right, rounded to {decimals} decimal{'s' if decimals > 1 else ''}. But others will go on "
                "working with it, and rounding is for showing: return it in full."
            )
    return None


def _sign(case: Case, value: Nested) -> Mistake | None:
    pairs = paired(value, case.expected)
    if pairs and any(a for a, _ in pairs) and all(alike(a, -b, case.relative) for a, b in pairs):
        return "sign", f"The size is right and the sign is not. {case.why}"
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
            return "factor", f"All of it is off by the factor {cause}. {case.why}"
    return None
