"""Forms of worded items: an argument with one wrong line, a counterexample, a solution to finish.

Each is written in keys of its own, and read into an item of a kind that is judged and drawn as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lessons.answers import Option
from lessons.model.counterexample import RELATIONS, Counterexample, Requirement

KEYS: Mapping[str, tuple[str, ...]] = {
    "broken": ("lines", "instead"),
    "counterexample": ("entries", "require"),
    "finish": ("shown",),
}
"""The keys of each form. An item without a form has none of them."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LINES = (4, 6)  # of a broken argument
REPAIRS = 3  # offered for its wrong line, at least
SHOWN = 2  # lines of a solution to finish, at least
EXAMPLES = ("number", "vector", "matrix")
TYPED = (*EXAMPLES, "expression", "rule", "shape")


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of an item with the keys of its form read into those of its kind. Raises ValueError."""
    form = row.get("form", "")
    if form and form not in KEYS:
        raise ValueError(f"there is no form {form!r}; the forms are {', '.join(KEYS)}")
    strange = [key for name, keys in KEYS.items() if name != form for key in keys if key in row]
    if strange:
        raise ValueError(f"{strange[0]} belongs to another form")
    missing = [key for key in KEYS.get(form, ()) if not row.get(key)]
    if missing:
        raise ValueError(f"the form {form} needs {', '.join(missing)}")
    return {**row, **_READERS[form](row)} if form else dict(row)


def _broken(row: Mapping[str, Any]) -> dict[str, Any]:
    """A cloze with two gaps: the wrong line, and what should stand there."""
    lines, repairs = row["lines"], row["instead"]
    if row["kind"] != "cloze":
        raise ValueError('a broken argument has the kind "cloze"')
    if not LINES[0] <= len(lines) <= LINES[1] or [bool(line.get("wrong")) for line in lines].count(True) != 1:
        raise ValueError(f"an argument has {LINES[0]} to {LINES[1]} lines, and wrong = true on one of them")
    if len(repairs) < REPAIRS or [bool(one.get("right")) for one in repairs].count(True) != 1:
        raise ValueError(f"instead has {REPAIRS} entries or more, and right = true on one of them")
    silent = [one["text"] for one in (*lines, *repairs) if bool(one.get("message")) == _is_answer(one)]
    if silent:
        raise ValueError(f"a message belongs to each line that holds and to each false repair: {silent[0]}")
    options = [
        Option(letter, one["text"].strip(), one.get("message", "").strip(), one.get("rule", ""), gap)
        for letter, (gap, one) in zip(
            LETTERS, [*((1, line) for line in lines), *((2, one) for one in repairs)], strict=False
        )
    ]
    answer = [option.id for option, one in zip(options, (*lines, *repairs), strict=True) if _is_answer(one)]
    last, first, end = LETTERS[len(lines) - 1], LETTERS[len(lines)], LETTERS[len(options) - 1]
    ask = f"One of the lines a to {last} is wrong. Which is it [1], and which of {first} to {end} is right instead [2]?"
    return {"prompt": f"{row['prompt'].strip()}\n\n{ask}", "read_options": options, "answer": " ".join(answer)}


def _is_answer(one: Mapping[str, Any]) -> bool:
    return bool(one.get("wrong") or one.get("right"))


def _counterexample(row: Mapping[str, Any]) -> dict[str, Any]:
    """An answer that is judged by a condition."""
    if row["kind"] not in EXAMPLES:
        raise ValueError(f"a counterexample is typed: its kind is one of {', '.join(EXAMPLES)}")
    requirements = tuple(
        Requirement(one["left"], one["relation"], str(one["right"]), one["message"].strip()) for one in row["require"]
    )
    unknown = [one.relation for one in requirements if one.relation not in RELATIONS]
    if unknown:
        raise ValueError(f"there is no relation {unknown[0]!r}; the relations are {' '.join(RELATIONS)}")
    return {"condition": Counterexample(tuple(row["entries"]), requirements)}


def _finish(row: Mapping[str, Any]) -> dict[str, Any]:
    """A question with the first lines of its solution in the prompt."""
    if row["kind"] not in TYPED:
        raise ValueError(f"the end of a solution is typed: its kind is one of {', '.join(TYPED)}")
    if len(row["shown"]) < SHOWN or not row.get("steps"):
        raise ValueError(f"a solution to finish shows {SHOWN} lines or more, and has steps for the rest")
    shown = "\n".join(f"- {line.strip()}" for line in row["shown"])
    return {"prompt": f"{row['prompt'].strip()}\n\n{shown}"}


_READERS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "broken": _broken,
    "counterexample": _counterexample,
    "finish": _finish,
}
