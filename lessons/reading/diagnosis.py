"""The cases to diagnose of a course: `debugging/diagnose/NAME.toml` and `NAME.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

import tomli
from msgspec.structs import replace

from lessons.answers import Comparison, Option, WrongRule
from lessons.model.computed_item import ComputedItem, ItemDraw, alike, draw
from lessons.model.diagnosis import PREFIX, Cause, Diagnosis, DiagnosisTexts, Symptom
from lessons.model.misconception import Misconception
from lessons.model.page import Item, Step
from lessons.model.shuffle import shuffled
from lessons.reading.personal_block import filled
from lessons.source import CourseError, Source

FOLDER = "debugging/diagnose"
WITHIN = Comparison(relative=0.01)
"""How near a number has to come: the logs print a few digits."""
LETTERS = "abcde"
OF_ANOTHER_LINE = (
    "That is the right computation with the numbers of another line, or of two lines mixed. "
    "Check which line of the log each number is from."
)
_NUMBER = re.compile(r"(?<![\w.^{-])\d+(?:\.\d+)?(?![\w%]|\.\d)")


def diagnosis_entries(source: Source) -> tuple[tuple[str, str], ...]:
    """(id, title) of the cases, in their order. Runs nothing. Raises CourseError."""
    found = [(int(fields.get("order", 0)), name, fields) for name, fields in _all_fields(source)]
    return tuple((case_id(name), str(fields.get("title", name))) for _, name, fields in sorted(found, key=_by_order))


def skills_by_case(source: Source) -> Mapping[str, tuple[str, ...]]:
    """By case, the skills that it needs. Runs nothing. Raises CourseError."""
    return {case_id(name): tuple(fields.get("skills", ())) for name, fields in _all_fields(source)}


def case_id(name: str) -> str:
    """The id of the case in a file."""
    return PREFIX + name.replace("_", "-")


def file_name(case: str) -> str:
    """The name of the files of a case."""
    return case.removeprefix(PREFIX).replace("-", "_")


def case_names(source: Source) -> tuple[str, ...]:
    """The names of the files, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in (source.root / FOLDER).glob("*.toml")))


def read_texts(source: Source, name: str) -> DiagnosisTexts:
    """A case with its texts and the function that draws it. Raises CourseError."""
    fields, module = _fields(source, name), source.module(FOLDER, name)
    drawn: Callable[[Random], Symptom] | None = getattr(module, "draw", None)
    if drawn is None:
        raise CourseError(f"{FOLDER}/{name}.py", 1, "write draw(rng), which runs what the case shows")
    try:
        causes = tuple(
            Cause(entry["id"], entry["text"], entry.get("message", ""), bool(entry.get("right", False)))
            for entry in fields["cause"]
        )
        return DiagnosisTexts(
            id=case_id(name),
            order=int(fields["order"]),
            kind=str(fields.get("kind", "number")),
            skills=tuple(fields["skills"]),
            messages={entry["id"]: str(entry["message"]) for entry in fields["wrong"]},
            causes=causes,
            steps=tuple(Step("", one["value"], lead=one["lead"]) for one in fields.get("step", ())),
            draw=drawn,
            **{key: str(fields[key]) for key in ("title", "about", "ask", "because", "closing")},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CourseError(f"{FOLDER}/{name}.toml", 1, f"a field is missing or has another form: {error!r}") from None


def diagnosis(texts: DiagnosisTexts, seed: int) -> Diagnosis:
    """The draw of a case with a seed. Raises AmbiguousDrawError, and KeyError for a name without a value."""
    made: list[Symptom] = []

    def make(rng: Random) -> ItemDraw:
        made.append(texts.draw(rng))
        return _number(texts, made[-1])

    rule = WITHIN if texts.kind == "number" else None
    number = draw(ComputedItem(f"{texts.id}.number", texts.kind, texts.skills, "", make, rule), seed)
    symptom = made[-1]  # the first draw without two answers alike is taken, and none is made after it
    number = replace(number, wrong_rules=(*number.wrong_rules, *_elsewhere(symptom, rule)))
    return Diagnosis(
        id=texts.id,
        title=texts.title,
        seed=seed,
        skills=texts.skills,
        about=_filled(texts.about, symptom),
        symptom=symptom,
        number=number,
        cause=_cause(texts, symptom, seed),
        closing=_filled(texts.closing, symptom),
    )


def _number(texts: DiagnosisTexts, symptom: Symptom) -> ItemDraw:
    wrong = tuple(
        Misconception(key, value, _filled(texts.messages[key], symptom)) for key, value in symptom.wrong.items()
    )
    prompt, because = _filled(texts.ask, symptom), _filled(texts.because, symptom)
    names = {"n": "1"} if texts.kind == "shape" else {}
    given = {f"number {place}": float(one) for place, one in enumerate(_NUMBER.findall(_filled(texts.about, symptom)))}
    steps = tuple(Step("", _filled(one.value, symptom), lead=_filled(one.lead, symptom)) for one in texts.steps)
    return ItemDraw(given, prompt, symptom.answer, wrong, (), because, steps, names=names)


def _elsewhere(symptom: Symptom, rule: Comparison | None) -> Iterator[WrongRule]:
    """Wrong rules for the numbers of other lines. The case's own come first, and no draw is given up for these."""
    known = [symptom.answer, *symptom.wrong.values()]
    for value in symptom.elsewhere:
        if not any(alike(value, one, rule) for one in known):
            yield WrongRule("another-line", repr(value), OF_ANOTHER_LINE)


def _cause(texts: DiagnosisTexts, symptom: Symptom, seed: int) -> Item:
    options = tuple(
        Option(letter, _filled(one.text, symptom), _filled(one.message, symptom), one.id)
        for letter, one in zip(LETTERS, texts.causes, strict=False)
    )
    right = next((letter for letter, one in zip(LETTERS, texts.causes, strict=False) if one.right), "a")
    item = Item(f"{texts.id}.cause", "choice", texts.skills, 0, "What is the cause?", right, options=options)
    return shuffled(item, seed)


def _filled(text: str, symptom: Symptom) -> str:
    return filled(text, dict(symptom.values))


def _fields(source: Source, name: str) -> dict[str, Any]:
    try:
        return tomli.loads(source.text(*FOLDER.split("/"), f"{name}.toml"))
    except tomli.TOMLDecodeError as error:
        raise CourseError(f"{FOLDER}/{name}.toml", 1, f"TOML cannot be read: {error}") from None


def _all_fields(source: Source) -> list[tuple[str, dict[str, Any]]]:
    return [(name, _fields(source, name)) for name in case_names(source)]


def _by_order(entry: tuple[int, str, dict[str, Any]]) -> tuple[int, str]:
    return entry[:2]
