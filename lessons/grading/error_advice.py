"""Feedback where a call returned no number: an exception, None, or something else."""

from __future__ import annotations

from lessons.grading.numbers import shown
from lessons.sandbox.values import Outcome

_KINDS = {
    "NotImplementedError": "That is the sign for code still to be written: write it in its place.",
    "RecursionError": "A function that calls itself has to come to an end: say when it stops.",
    "ZeroDivisionError": "Something was divided by zero: what can be zero in that line?",
    "OverflowError": (
        "A number grew beyond what a float can hold, about $10^{308}$. If it is an exponential, take the largest "
        "exponent off first."
    ),
    "ModuleNotFoundError": "Only NumPy, the standard library and the files beside this one can be imported.",
}

# A part of an exception's message, and its usual cause.
_SIGNS = (
    ("only 0-dimensional arrays", "`math` takes one number at a time; its twin in NumPy takes a whole array."),
    ("only length-1 arrays", "`math` takes one number at a time; its twin in NumPy takes a whole array."),
    ("only size-1 arrays", "`math` takes one number at a time; its twin in NumPy takes a whole array."),
    ("math domain error", "`math.log` has no value at 0 or below: an outcome of probability 0 has to be left out."),
    ("expected a positive input", "`math.log` has no value at 0 or below: leave an outcome of probability 0 out."),
    ("truth value of an array", "An array has many truth values. Compare numbers, or use `np.where` and masks."),
    ("matmul: Input operand", "The inner sizes have to agree: columns of the first, rows of the second."),
    ("not aligned", "The inner sizes have to agree: columns of the first, rows of the second."),
    ("could not be broadcast", "Two shapes do not fit each other: print `.shape` of both just before that line."),
    ("setting an array element with a sequence", "One place of an array holds one number; a whole row went there."),
    ("out of bounds", "Mathematics counts from 1, Python from 0: the last index is one less than the length."),
    ("out of range", "Mathematics counts from 1, Python from 0: the last index is one less than the length."),
    ("non-int of type", "A list times a number repeats the list; only an array multiplies its entries."),
    ("read-only", "The arguments belong to the caller: work on a copy."),
    ("takes", "Keep the parameters as they stand in the starter."),
    ("missing", "Keep the parameters as they stand in the starter."),
    ("referenced before", "It gets its value only on a way that was not taken: set it before the loop."),
    ("is not defined", "Look at the spelling, and whether the line that makes it comes before."),
    ("not subscriptable", "An index was put behind something that is a single number."),
    ("NoneType", "A function without `return` gives `None`, and that is what was worked with."),
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
                "But printing shows a number to a person and hands none to the caller: `return` it.",
                "prints",
            )
        return (
            f"`{function}` came back with nothing: a function that reaches its end without `return` gives `None`.",
            "returns nothing",
        )
    if isinstance(outcome.value, bool) or outcome.kind in ("bool", "bool_"):
        return "A truth value came back where a number is asked for: return the number itself.", "truth value"
    if isinstance(outcome.value, str):
        return "Text came back where a number is asked for: return the number, and leave writing it to others.", "text"
    if outcome.kind in ("generator", "map", "filter", "zip", "list_iterator"):
        return f"A {outcome.kind} came back, a promise of numbers: make a list or an array of it.", "lazy"
    if isinstance(outcome.value, tuple | list) and None in outcome.value:
        return (
            f"Part of what `{function}` gave back is `None`: it was never worked out. "
            "Every part has to be a number or an array.",
            "a part is missing",
        )
    description = f"{_a(outcome.kind)}, `{shown(outcome.value)}`"
    return f"What came back is {description}, and not made of plain numbers.", "no numbers"


def mutated(name: str, before: str, after: str) -> str:
    """Feedback for a call that modified its argument."""
    return (
        f"The result is right. But the call changed its argument `{name}`, from `{before}` to `{after}`, because an "
        f"array is handed over, not copied: whoever called still holds the same one. Write to a new name, or to "
        f"`{name}.copy()`, and mind `*=`, `-=` and `[i] =`."
    )
