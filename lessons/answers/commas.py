"""Commas inside numbers: `1,5` and `1,000` are refused with the number as it should be written, never guessed."""

import re
from typing import Protocol

from .letters import normalise
from .question import AnswerError

_GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
_POINTED = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d+(?![\d.,])")
_DECIMAL = re.compile(r"(?<![\d.,])\d*,\d+(?:[eE][-+]?\d+)?(?![\d.,])")
_LONGEST_SHOWN = 60
_ALONE = re.compile(r"\s*[-+]?\s*[(\[]\s*[-+]?\d+,\d+\s*[)\]]\s*%?\s*")
_ROWS = re.compile(r"\s*[-+]?\d+,\d+\s*")
_SHARE = re.compile(r"\s*[-+]?0,\d+\s*")  # a row `0,5` of a matrix would be as odd
_MIXED = re.compile(r"[-+]?\d+,\d+")


class _Expecting(Protocol):
    """What is known about the right answer and the wrong ones."""

    @property
    def kind(self) -> str: ...
    @property
    def lengths(self) -> frozenset[int]: ...
    @property
    def is_scalar(self) -> bool: ...


def refuse_commas(prepared: _Expecting, text: str) -> None:
    """Refuse commas that stand inside a number; raises AnswerError."""
    if text.isascii() and "," not in text:
        return
    plain, columns = normalise(text)
    if "," not in plain:
        return
    if prepared.kind == "vector":
        _refuse_in_list(plain, columns)
    elif prepared.is_scalar:
        _refuse_in_number(prepared, plain, columns)


def _refuse_in_number(prepared: _Expecting, plain: str, columns: list[int]) -> None:
    outer = _outside(plain)
    if (match := _POINTED.search(outer)) is not None:
        number = match.group().replace(".", "").replace(",", ".")
        raise AnswerError(_column(columns, match), f"Use one decimal point and no grouping: write `{number}`.")
    commas = outer.count(",")
    grouped = _GROUPED.search(outer)
    if grouped is not None and commas == len(re.findall(r"\d,\d", outer)):
        raise AnswerError(_column(columns, grouped), _about_groups(plain, grouped, commas))
    if commas and all(_inside_a_number(outer, match.start()) for match in re.finditer(",", outer)):
        match = _DECIMAL.search(outer)
        if match is not None:
            raise AnswerError(_column(columns, match), f"Use a decimal point: write `{_shown(plain, outer, match)}`.")
    if _ALONE.fullmatch(plain) and 2 not in prepared.lengths:
        inner = re.sub(r"[()\[\]\s]", "", plain).replace(",", ".")
        raise AnswerError(columns[plain.index(",")], f"Use a decimal point: write `{inner}`.")


def _about_groups(plain: str, match: re.Match[str], commas: int) -> str:
    number = match.group().replace(",", "")
    if commas > 1 or "." in match.group():
        return f"A comma does not group digits here: write `{number}`."
    alone = plain.strip() == match.group()
    point = match.group().replace(",", ".")
    way_out = "use a decimal point" if alone else f"`{point}` for a decimal"
    return f"A comma does not group digits here: write `{number}`, or {way_out}."


def _inside_a_number(outer: str, at: int) -> bool:
    """Whether a comma has a digit on both sides and no other comma belongs to the same run of digits."""
    run = re.search(r"[\d,.]*$", outer[:at])
    after = re.match(r"[\d,.]*", outer[at:])
    whole = (run.group() if run else "") + (after.group() if after else "")
    return whole.count(",") == 1 and whole[-1] != "," and (whole[0] != "," or not outer[:at].strip(" +-"))


def _shown(plain: str, outer: str, match: re.Match[str]) -> str:
    """The answer with points for commas, or that number alone when the answer is long."""
    whole = "".join("." if one == "," else other for one, other in zip(outer, plain, strict=True)).strip()
    if len(whole) <= _LONGEST_SHOWN and "`" not in whole:
        return "0" + whole if whole.startswith(".") else whole
    return match.group().replace(",", ".")


def _outside(plain: str) -> str:
    """The text with every character inside brackets replaced by a space."""
    depth = 0
    found = []
    for character in plain:
        depth -= character in ")]}" and depth > 0
        found.append(character if depth == 0 else " ")
        depth += character in "([{"
    return "".join(found)


def _column(columns: list[int], match: re.Match[str]) -> int:
    return columns[match.start() + match.group().index(",")]


def _refuse_in_list(plain: str, columns: list[int]) -> None:
    """Refuse `-0,67; 0,67` and `0,5, 1,5` where a list is asked for: those are decimal commas."""
    rows = plain.strip().split(";")
    decimal = len(rows) > 1 and all(_ROWS.fullmatch(row) for row in rows)
    bracketed = re.sub(r"[()\[\]]", " ", plain).split(";")
    decimal = decimal or (len(bracketed) > 1 and all(_SHARE.fullmatch(row) for row in bracketed))
    entries = re.split(r",\s+", re.sub(r"[()\[\]]", " ", plain).strip())
    mixed = len(entries) > 1 and all(_MIXED.fullmatch(entry.strip()) for entry in entries)
    if decimal or mixed:
        shown = re.sub(r"(?<=\d),(?=\d)", ".", plain.strip())
        raise AnswerError(columns[plain.index(",")], f"Use a decimal point: write `{shown}`.")
