"""The keys of the TOML files of cards and cases, each with its meaning."""

from __future__ import annotations

from collections.abc import Mapping

Meanings = Mapping[str, Mapping[str, str]]
"""By table of a file, by key, what it holds; the file itself is the table "" ."""

_WRONG = {
    "is": "the wrong answer",
    "say": "what is said to it: why it is not, in 170 characters and 3 sentences at most",
}

CARD: Meanings = {
    "": {
        "cite": "authors, title, year, and the equation, or (unnumbered)",
        "checked": 'how the formula was compared with the paper: "equation" as it is printed, or "form"',
        "latex": "the formula, as LaTeX",
        "context": "three sentences: what it is for, what it does, where it is met",
        "counts": "what its sizes count, as Markdown",
        "where": "what the letters stand for that are not asked, as Markdown",
        "sizes": "the number of each size by name, such as { n = 4, d = 3 }; all differ",
        "coincide": "pairs of sizes that one letter of the learner's may stand for",
        "lead": "true: shapes may have axes in front",
        "keep": "true: an axis that is summed over may stay, as 1",
        "closing": 'one sentence that starts with "You can now"',
        "framework": "the line as it stands in a framework",
        "symbol": "a symbol whose meaning is asked",
        "shape": "a thing whose shape is asked",
        "limit": "the question about a special case",
        "number": "the small computation",
        "line": "the line of NumPy",
    },
    "symbol": {
        "of": "the symbol, as LaTeX",
        "means": "its meaning",
        "wrong": "meanings that it has elsewhere",
        "also": "meanings of its letter on other cards that are right here, too",
    },
    "symbol.wrong": {**_WRONG, "card": "the card whose meaning it is"},
    "shape": {
        "of": "the thing, as Markdown",
        "answer": 'its shape in the names of sizes: "(n, d)", "(d,)" or "scalar"',
        "from": "a product of shapes before it by their places from 0, such as `0 @ 1.T`, that it follows from",
        "wrong": "wrong shapes",
    },
    "shape.wrong": _WRONG,
    "limit": {
        "kind": "how it is answered: number, expression, vector or choice",
        "prompt": "the question, as Markdown",
        "answer": "the answer as it could be typed",
        "names": "the names of an expression and their domains, as in items.toml",
        "hint": "one sentence that gives no number away",
        "wrong": "wrong answers, three or more",
    },
    "limit.wrong": _WRONG,
    "number": {
        "prompt": "the question, as Markdown; {{name}} is a text of draw(random)",
        "steps": "the left-hand side of each step, as LaTeX; draw(random) has their values in this order",
        "answer": "the place from 1 of the step that the wrong numbers stand for",
        "hint": "one sentence that gives no number away",
        "wrong": "wrong numbers, whose values draw(random) has by id",
    },
    "number.wrong": {"id": "its name", "say": _WRONG["say"]},
    "line": {
        "given": "the names it may use, each with its shape: the arguments that arrays(random, equal) gives",
        "line": "the line: NAME = EXPRESSION, with NumPy as np",
        "overflows": "the argument whose thousandfold makes the formula as it is printed overflow, if one does",
        "wrong": "lines with a mistake",
    },
    "line.wrong": {"id": "its name", "line": "the line with the mistake", "say": _WRONG["say"]},
}

DIAGNOSE: Meanings = {
    "": {
        "order": "its place among the cases of its form",
        "kind": "how the number is answered: number (by default), or shape for the shape of an array",
        "title": "its title, which names the symptom",
        "skills": "the skills that it takes to see the cause",
        "about": "what is run and what is shown, as Markdown",
        "ask": "the question for the number that decides, as Markdown",
        "because": "what that number is and what it decides, as Markdown",
        "closing": "what the case teaches, in a sentence",
        "step": "a step on the way to the number, which explains wrong ones",
        "wrong": "the message of a wrong number, whose value draw(rng) has by id",
        "cause": "a cause to choose; five of them, one right",
    },
    "step": {"lead": "its left-hand side with the equals sign, as LaTeX", "value": "its value, as it could be typed"},
    "wrong": {"id": "its name", "message": "what the number is, and what to do instead"},
    "cause": {
        "id": "its name",
        "text": "the cause, in a sentence",
        "message": "of a wrong one: what contradicts it in what is shown",
        "right": "true for the right one",
    },
}

REPAIR: Meanings = {
    "": {
        "order": "its place among the programs to repair",
        "title": "its title",
        "skills": "the skills that the repair takes",
        "about": "what the function is for, as Markdown",
        "function": "the name of the function that the hidden cases call",
        "program": "the program as it is given, 20 lines at most",
        "hints": "hints, in order, the last nearly the whole of it",
        "closing": "what the case teaches, in a sentence",
        "right": "a known repair that is right",
        "wrong": "a known repair that is wrong",
    },
    "right": {
        "id": "its name",
        "program": "the program after it",
        "edits": "or pairs [OLD, NEW] that make it from the program, each of which matches once",
    },
    "wrong": {
        "id": "its name",
        "program": "the program after it",
        "edits": "or pairs [OLD, NEW] that make it from the program, each of which matches once",
        "message": "what it does, and what to do instead",
        "rule": "or the rule of the check that recognizes it, such as mutates",
    },
}
