"""Worded items: read from a rung's `items.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import tomli
from msgspec import Struct

from lessons.answers import Comparison, Option, WrongRule
from lessons.model.page import Item, Step
from lessons.reading import forms
from lessons.source import CourseError, Source

KEYS: Mapping[str, str] = {
    "id": "RUNG.PAGE.NAME; never reused",
    "was": "former ids, whose answers go on counting",
    "kind": "number, vector, matrix, expression, rule, shape, choice, multi, order, cloze or explain",
    "skills": "the skills that it exercises, the leading one first",
    "strategy": "the method that solves it: practice mixes strategies; by default the kind",
    "prompt": "what is asked, as Markdown; a cloze has its gaps [1], [2], ... in it",
    "answer": "the answer as a learner could type it; for options, the letters of the right ones in their order",
    "options": "of a choice, multi, order, cloze or explain: id (one letter), text, right = true, message",
    "wrong": "answers of known mistakes: id, answer, message",
    "hints": "goal, rule, first step, in this order",
    "explanation": "why the answer is what it is, as Markdown",
    "steps": "the worked solution, a table for each step",
    "names": 'the names of an answer and their domains, such as { x = "positive" }; of a shape, the sizes',
    "rule": "how a number is compared: relative, absolute, decimals or significant",
    "accept": "further answers that are right, each judged so by the check",
    "reject": "answers that have to be wrong",
    "invalid": "answers that cannot be read, and cost nothing",
    "forbid": "functions or names that an expression must not use",
    "before": "of an order: pairs of options, the first of which comes before the second",
    "log_base": "the base of log in the answer: e, 2 or 10",
    "lead": "LaTeX before the answer box, such as a \\cdot b =",
    "zero_log_zero": "whether 0 log 0 counts as 0",
    "own_names": "of a rule: whether it has to be written in the names of the question",
    "model": "of an explanation: an answer that would do",
    "rubric": "of an explanation: what a learner looks for in their own words",
    "practice": "true: it stands on no page, and comes in practice and reviews",
    "form": "broken, counterexample or finish: what it asks for beside its kind",
    "lines": "of the form broken: the lines of an argument (text, message), one with wrong = true",
    "instead": "of the form broken: what could stand there (text, message), one with right = true",
    "entries": "of the form counterexample: the names of the numbers that are typed",
    "require": "of the form counterexample: relations that hold for a right one (left, relation, right, message)",
    "shown": "of the form finish: the first lines of the solution",
}
"""By key of a worded item, what it holds."""

ANSWERS = {
    "number": 'a number or a formula without names: "7", "-0.25", "4/3", "2 sqrt(3)"',
    "vector": '"[4, 6]"',
    "matrix": '"[2, 0; 0, 2]", with a semicolon after each row',
    "expression": '"2x", "exp(-x)/2": a formula in `names`',
    "rule": '"w <- w - eta g": the same with an arrow',
    "shape": '"(n, d)", "(d,)" or "()", in `names`',
    "choice": 'no answer: the option with right = true; "a" where none has it',
    "multi": 'no answer: the options with right = true; "a c" where none has it',
    "explain": "as multi; the options are statements that the argument needs, or does not",
    "order": '"c a b": the letters of the options in their order',
    "cloze": '"a c": the letters of the options for the gaps [1], [2], ...',
}
"""By kind of a question, how its answer is written."""

STEP_KEYS: Mapping[str, str] = {
    "text": "what is done, as Markdown",
    "value": "its result, as it could be typed",
    "lead": "LaTeX: the left-hand side; with a value, the step is a cell of the worksheet",
    "follow": "a formula in s1, s2, ..., the values of the cells before it: what follows from the learner's own",
    "cell": "row and column of a matrix answer, from 0, that this step fills",
}
"""By key of a step, what it holds."""

_OPTIONED = ("choice", "multi", "order", "cloze")


class WordedItem(Struct, frozen=True):
    """An item with fixed text: its line in the file (from 1), and its former ids."""

    item: Item
    line: int
    was: tuple[str, ...] = ()
    practice: bool = False
    """Whether it is on no page, and asked only in practice, reviews and checkpoints."""

    @property
    def id(self) -> str:
        """The item's id."""
        return self.item.id

    @property
    def kind(self) -> str:
        """The item's kind: "number", "choice", ..."""
        return self.item.kind

    @property
    def form(self) -> str:
        """What it asks for beside its kind of answer: "broken", "counterexample", "finish" or nothing."""
        return self.item.form

    @property
    def skills(self) -> tuple[str, ...]:
        """The ids of the skills it exercises."""
        return self.item.skills

    @property
    def strategy(self) -> str:
        """The method that solves it; practice mixes items of different strategies."""
        return self.item.strategy


def read_worded(source: Source, rung: str) -> tuple[tuple[WordedItem, ...], tuple[CourseError, ...]]:
    """The worded items of a rung that can be read, and what is wrong with the others; none without an items.toml."""
    place = f"{rung}/items.toml"
    if not source.has(rung, "items.toml"):
        return (), ()
    try:
        text = source.text(rung, "items.toml")
        raw = tomli.loads(text)
    except CourseError as error:
        return (), (error,)
    except tomli.TOMLDecodeError as error:
        match = re.search(r"line (\d+)", str(error))
        return (), (CourseError(place, int(match[1]) if match else 1, f"not TOML: {error}"),)
    starts = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[item]]"]
    rows = raw.get("item", [])
    items: list[WordedItem] = []
    errors: list[CourseError] = []
    for line, row in zip(starts, rows, strict=False):
        try:
            items.append(_worded(place, line, row))
        except CourseError as error:
            errors.append(error)
    return tuple(items), tuple(errors)


def _worded(place: str, line: int, row: dict[str, Any]) -> WordedItem:
    unknown = row.keys() - KEYS.keys()
    if unknown:
        raise CourseError(place, line, f"an item knows no {', '.join(sorted(unknown))}")
    for name in ("id", "kind", "prompt", "skills", "explanation"):
        if not row.get(name):
            raise CourseError(place, line, f"{row.get('id', 'an item')} has no {name}")
    try:
        return WordedItem(
            _item(forms.plain_row(row)), line, tuple(row.get("was", ())), bool(row.get("practice", False))
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CourseError(place, line, f"{row['id']}: {error}") from None


def _item(row: dict[str, Any]) -> Item:
    options = tuple(row.get("read_options") or map(_option, row.get("options", ())))
    right = [option["id"] for option in row.get("options", ()) if option.get("right")]
    kind = row["kind"]
    answer = str(row["answer"]) if "answer" in row else " ".join(right)
    if not answer:
        raise ValueError("no answer: give answer = ..., or right = true on an option")
    return Item(
        id=row["id"],
        kind=kind,
        skills=tuple(row["skills"]),
        seed=0,
        prompt=row["prompt"].strip(),
        answer=answer,
        form=str(row.get("form", "")),
        condition=row.get("condition"),
        wrong_rules=_wrong_rules(row, kind, set(right)),
        options=options,
        hints=tuple(hint.strip() for hint in row.get("hints", ())),
        explanation=row["explanation"].strip(),
        steps=tuple(_step(step) for step in row.get("steps", ())),
        names=dict(row.get("names", {})),
        rule=Comparison(**row["rule"]) if "rule" in row else None,
        accept=tuple(row.get("accept", ())),
        forbid=tuple(row.get("forbid", ())),
        reject=tuple(row.get("reject", ())),
        invalid=tuple(row.get("invalid", ())),
        before=tuple((first, then) for first, then in row.get("before", ())),
        log_base=str(row.get("log_base", "e")),
        strategy=str(row.get("strategy", kind)),
        shape=_shape(answer) if kind == "matrix" else None,
        lead=str(row.get("lead", "")),
        zero_log_zero=bool(row.get("zero_log_zero", False)),
        own_names=bool(row.get("own_names", False)),
        model=str(row.get("model", "")).strip(),
        rubric=tuple(row.get("rubric", ())),
    )


def _step(row: dict[str, Any]) -> Step:
    """A step. `follow` is a formula in s1, s2, ..., the values of the worksheet cells before it."""
    if unknown := row.keys() - STEP_KEYS.keys():
        raise ValueError(f"a step knows no {', '.join(sorted(unknown))}; it knows {', '.join(sorted(STEP_KEYS))}")
    cell = row.get("cell")
    return Step(
        row["text"],
        str(row.get("value", "")),
        cell=(cell[0], cell[1]) if cell else None,
        lead=str(row.get("lead", "")),
        follow=partial(_followed, str(row["follow"])) if "follow" in row else None,
    )


def _followed(formula: str, cells: tuple[float, ...]) -> float:
    from lessons.answers import evaluate  # for the cells of a worksheet alone

    return evaluate(formula, {f"s{number}": cell for number, cell in enumerate(cells, 1)})


def _shape(answer: str) -> tuple[int, int]:
    """(rows, columns) of a matrix written `[1, 2; 3, 4]`."""
    rows = answer.strip().strip("[]").split(";")
    return len(rows), len(rows[0].split(","))


def _option(row: dict[str, Any]) -> Option:
    return Option(row["id"], row["text"].strip(), row.get("message", "").strip())


def _wrong_rules(row: dict[str, Any], kind: str, right: set[str]) -> tuple[WrongRule, ...]:
    """The wrong rules of a row; of a choice, also every wrong option."""
    written = tuple(
        WrongRule(rule["id"], str(rule["answer"]), rule["message"].strip()) for rule in row.get("wrong", ())
    )
    if kind != "choice":
        return written
    return written + tuple(
        WrongRule(option["id"], option["id"], option.get("message", "").strip())
        for option in row.get("options", ())
        if option["id"] not in right
    )
