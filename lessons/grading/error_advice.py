"""Feedback where a call returned no number: an exception, None, or something else."""

from __future__ import annotations

from lessons.grading.numbers import shown
from lessons.sandbox.values import Outcome

_KINDS = {
    "NotImplementedError": "This line marks code that is still missing: write it in its place.",
    "RecursionError": "A function that calls itself needs a case in which it stops.",
    "ZeroDivisionError": "Something was divided by zero: what can be zero in that line?",
    "OverflowError": (
        "A number grew beyond what a float can hold, about $10^{308}$. If it is an exponential, subtract the "
        "largest exponent first."
    ),
    "ModuleNotFoundError": "Only NumPy, the standard library and the files beside this one can be imported.",
}

# A part of an exception's message, and its usual cause.
_SIGNS = (
    ("only 0-dimensional arrays", "`math` takes one number at a time; the same function of NumPy takes an array."),
    ("only length-1 arrays", "`math` takes one number at a time; the same function of NumPy takes an array."),
    ("only size-1 arrays", "`math` takes one number at a time; the same function of NumPy takes an array."),
    ("math domain error", "`math.log` has no value at 0 or below: leave an outcome of probability 0 out."),
    ("expected a positive input", "`math.log` has no value at 0 or below: leave an outcome of probability 0 out."),
    ("expected a nonnegative input", "`math.sqrt` has no value below 0: look for what made the number negative."),
    ("truth value of an array", "An array has many truth values. Compare numbers, or use `np.where` and masks."),
    ("matmul: Input operand", "The inner sizes have to agree: columns of the first, rows of the second."),
    ("not aligned", "The inner sizes have to agree: columns of the first, rows of the second."),
    ("could not be broadcast", "Two shapes do not fit together: print `.shape` of both just before that line."),
    (
        "setting an array element with a sequence",
        "An entry of an array holds one number, and you assigned a whole row to it.",
    ),
    ("out of bounds", "Mathematics counts from 1, Python from 0: the last index is one less than the length."),
    ("out of range", "Mathematics counts from 1, Python from 0: the last index is one less than the length."),
    ("non-int of type", "A list times a number repeats the list; only an array multiplies its entries."),
    ("read-only", "The arguments belong to the caller: work on a copy."),
    ("takes", "Keep the parameters of the starter."),
    ("missing", "Keep the parameters of the starter."),
    ("not associated with a value", "It gets its value only in a branch or a loop that did not run: set it before."),
    ("is not defined", "Check its spelling, and that it is defined before this line."),
    ("not subscriptable", "You indexed something that is a single number."),
    ("NoneType", "A function without `return` gives `None`, and the code went on with that."),
)


def _a(kind: str) -> str:
    """The name of a type with its article."""
    return f"{'an' if kind[:1].lower() in tuple('aeio') or kind.startswith('nd') else 'a'} `{kind}`"


def raised(kind: str, message: str) -> str:
    """Feedback for an exception, with its usual cause."""
    detail = " ".join(message.split())
    detail = detail[:157] + "..." if len(detail) > 160 else detail
    detail = detail.replace("`", "'")
    sentence = f"It raised `{kind}: {detail}`." if detail else f"It raised `{kind}`."
    hint = next((text for sign, text in _SIGNS if sign in message), _KINDS.get(kind, ""))
    return f"{sentence} {hint}".strip()


def missing(function: str, parameters: tuple[str, ...], instead: str) -> str:
    """Feedback for a missing function; `instead` is "absent" or the type of what has its name."""
    head = f"`def {function}({', '.join(parameters)}):`"
    if instead == "absent":
        return f"There is no function called `{function}` in the file. Keep the head from the starter: {head}."
    return f"`{function}` is {_a(instead)} here, and cannot be called. Keep the head from the starter: {head}."


def no_number(function: str, outcome: Outcome) -> tuple[str, str]:
    """(feedback, rule) for a result that is None or no number."""
    if outcome.value is None:
        printed = outcome.printed.strip()
        if printed:
            return (
                f"`{function}` printed `{printed[:40].splitlines()[0].replace('`', '')}` and returned nothing. "
                "Printing only shows a number: `return` it.",
                "prints",
            )
        return (
            f"`{function}` returned nothing: a function that ends without `return` gives `None`.",
            "returns nothing",
        )
    if isinstance(outcome.value, bool) or outcome.kind in ("bool", "bool_"):
        return "The result is a truth value: return the number itself.", "truth value"
    if isinstance(outcome.value, str):
        return "The result is text: return the number itself, without formatting it.", "text"
    if outcome.kind in ("generator", "map", "filter", "zip", "list_iterator"):
        return f"The result is a {outcome.kind}, not numbers yet: make a list or an array of it.", "lazy"
    if isinstance(outcome.value, tuple | list) and None in outcome.value:
        return (
            f"Part of what `{function}` returned is `None`. Every part has to be a number or an array.",
            "a part is missing",
        )
    description = f"{_a(outcome.kind)}, `{shown(outcome.value)}`"
    return f"The result is {description}: return plain numbers, or an array of them.", "no numbers"


def mutated(name: str, before: str, after: str) -> str:
    """Feedback for a call that modified its argument."""
    return (
        f"The result is right, but the call changed its argument `{name}`, from `{before}` to `{after}`. `*=`, `-=` "
        f"and `[i] =` write into the array of the caller: work on `{name}.copy()`, or make a new array."
    )
