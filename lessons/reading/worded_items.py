"""Worded items: read from a rung's `items.toml`."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import tomli
from msgspec import Struct

from lessons.answers import Comparison, Option, WrongRule, evaluate
from lessons.model.page import Item, Step
from lessons.reading import forms
from lessons.source import CourseError, Source

_KNOWN = {
    "id", "was", "kind", "skills", "strategy", "prompt", "answer", "options", "wrong", "hints", "explanation",
    "steps", "names", "rule", "accept", "reject", "invalid", "forbid", "before", "log_base", "lead",
    "zero_log_zero", "own_names", "model", "rubric", "practice", "form",
    *(key for keys in forms.KEYS.values() for key in keys),
}  # fmt: skip
_STEP = {"text", "value", "lead", "follow", "cell"}
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
    unknown = row.keys() - _KNOWN
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
    if unknown := row.keys() - _STEP:
        raise ValueError(f"a step knows no {', '.join(sorted(unknown))}; it knows {', '.join(sorted(_STEP))}")
    cell = row.get("cell")
    return Step(
        row["text"],
        str(row.get("value", "")),
        cell=(cell[0], cell[1]) if cell else None,
        lead=str(row.get("lead", "")),
        follow=partial(_followed, str(row["follow"])) if "follow" in row else None,
    )


def _followed(formula: str, cells: tuple[float, ...]) -> float:
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
