"""The paper cards of a course: `papers/NAME.toml` and `papers/NAME_check.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import tomli

from lessons.answers.shapes import WrongShape
from lessons.model.papers import PREFIX, Arrays, Limit, Line, Lure, Number, PaperCard, Shape, Symbol, WrongLine
from lessons.outline import CardEntry
from lessons.source import CourseError, Source

FOLDER = "papers"

Fields = Mapping[str, Any]


def place_of(card_id: str) -> str:
    """The path of a card's file."""
    return f"{FOLDER}/{card_id.removeprefix(PREFIX)}.toml"


def citation(source: Source, card_id: str) -> str:
    """The citation of a card; reads its TOML file alone. Raises CourseError."""
    return str(_fields(source, place_of(card_id)).get("cite", ""))


def read_symbols(source: Source, card_id: str) -> tuple[Symbol, ...]:
    """The symbols of a card; reads its TOML file alone. Raises CourseError."""
    return tuple(_symbol(row) for row in _fields(source, place_of(card_id)).get("symbol", ()))


def read_card(source: Source, entry: CardEntry) -> PaperCard:
    """A card with its numbers and arrays. Imports NumPy. Raises CourseError."""
    place, name = place_of(entry.id), entry.id.removeprefix(PREFIX)
    fields = _fields(source, place)
    module = source.module(FOLDER, f"{name}_check")
    draw, arrays = getattr(module, "draw", None), getattr(module, "arrays", None)
    if draw is None or arrays is None:
        raise CourseError(f"{FOLDER}/{name}_check.py", 1, "write draw(random) and arrays(random, equal)")
    try:
        return PaperCard(
            id=entry.id,
            title=entry.title,
            cite=fields["cite"],
            checked=fields["checked"],
            latex=fields["latex"],
            context=tuple(fields["context"]),
            needs=entry.needs,
            counts=fields["counts"],
            sizes=dict(fields["sizes"]),
            symbols=tuple(_symbol(row) for row in fields["symbol"]),
            shapes=tuple(_shape(row) for row in fields["shape"]),
            limit=_limit(fields["limit"]),
            number=_number(fields["number"]),
            line=_line(fields["line"]),
            closing=fields["closing"],
            framework=fields["framework"],
            draw=draw,
            arrays=arrays,
            tiny=getattr(module, "tiny", None) or partial(_rounded, arrays),
            coincide=tuple((first, second) for first, second in fields.get("coincide", ())),
            lead=bool(fields.get("lead", False)),
            keep=bool(fields.get("keep", False)),
            where=fields.get("where", ""),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CourseError(place, 1, f"a field is missing or has another form: {error!r}") from None


def _rounded(arrays: Callable[[Any, bool], Arrays], random: Any) -> Arrays:
    """The arguments of a line in few figures, for a card that has none made to be printed."""
    import numpy as np

    return {
        name: np.round(value, 1) if getattr(value, "dtype", None) == np.float64 else value
        for name, value in arrays(random, False).items()
    }


def _fields(source: Source, place: str) -> dict[str, Any]:
    try:
        return tomli.loads(source.text(*place.split("/")))
    except tomli.TOMLDecodeError as error:
        raise CourseError(place, 1, f"TOML cannot be read: {error}") from None


def _lures(row: Fields) -> tuple[Lure, ...]:
    return tuple(Lure(wrong["is"], wrong["say"], wrong.get("card", "")) for wrong in row.get("wrong", ()))


def _symbol(row: Fields) -> Symbol:
    return Symbol(row["of"], row["means"], _lures(row), tuple(row.get("also", ())))


def _shape(row: Fields) -> Shape:
    wrong = tuple(WrongShape(one["is"], one["say"]) for one in row.get("wrong", ()))
    return Shape(row["of"], row["answer"], wrong, row.get("from", ""))


def _limit(row: Fields) -> Limit:
    names, hint = dict(row.get("names", {})), str(row.get("hint", ""))
    return Limit(row["kind"], row["prompt"], row["answer"], _lures(row), names, hint)


def _number(row: Fields) -> Number:
    wrong = {one["id"]: one["say"] for one in row["wrong"]}
    return Number(row["prompt"], tuple(row["steps"]), int(row["answer"]) - 1, wrong, str(row.get("hint", "")))


def _line(row: Fields) -> Line:
    wrong = tuple(WrongLine(one["id"], one["line"], one["say"]) for one in row["wrong"])
    return Line(row["given"], row["line"], wrong, str(row.get("overflows", "")))
