"""Programs that learners might write for the exercises: right ones, and wrong ones by the rule that they break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from textwrap import dedent

HEAD = "import math\nimport numpy as np\n"


@dataclass(frozen=True)
class Programs:
    """Right programs by what they are like; wrong ones by rule, each with what its message has to say."""

    right: Mapping[str, str]
    wrong: Mapping[str, tuple[str, str]]


def program(text: str) -> str:
    """A program with its imports."""
    return HEAD + dedent(text)


def programs_of(exercise: str) -> Programs:
    """The programs for an exercise, by its id."""
    found = import_module(f"tests.support.programs.{exercise}").PROGRAMS
    assert isinstance(found, Programs)
    return found
