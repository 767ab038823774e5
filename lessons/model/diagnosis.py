"""Cases to diagnose as frozen values: what is shown, the number that decides, and the causes to choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from msgspec import Struct

from lessons.model.debugging import Trace
from lessons.model.misconception import Value
from lessons.model.page import Item, Step

PREFIX = "diagnose."


class Symptom(Struct, frozen=True):
    """What one draw of a case shows: lines of a log or a traceback, and curves.

    `answer` is the number that decides, `wrong` holds wrong ones by id, `values` fill the names in the texts.
    `elsewhere` is what the right computation gives with the numbers of other lines of the log.
    """

    log: tuple[str, ...]
    answer: Value
    wrong: Mapping[str, Value]
    values: Mapping[str, str]
    traces: tuple[Trace, ...] = ()
    elsewhere: tuple[float, ...] = ()


class Cause(Struct, frozen=True):
    """A cause to choose; a wrong one has a message that says what contradicts it."""

    id: str
    text: str
    message: str = ""
    right: bool = False


class DiagnosisTexts(Struct, frozen=True):
    """A case to diagnose with its texts, in which `{{name}}` stands for a value of the draw.

    `ask` asks for the number, `because` says what it decides, `closing` is what the case teaches; `messages` belong to
    the wrong numbers, by id. A step on the way to the number is a value and a `lead`, its left-hand side with the
    equals sign; it explains wrong numbers.
    """

    id: str
    order: int
    kind: str
    title: str
    skills: tuple[str, ...]
    about: str
    ask: str
    because: str
    closing: str
    messages: Mapping[str, str]
    causes: tuple[Cause, ...]
    steps: tuple[Step, ...]
    draw: Callable[[Random], Symptom]


class Diagnosis(Struct, frozen=True):
    """One draw of a case to diagnose: the symptom, and its two questions, which are judged like any other."""

    id: str
    title: str
    seed: int
    skills: tuple[str, ...]
    about: str
    symptom: Symptom
    number: Item
    cause: Item
    closing: str
