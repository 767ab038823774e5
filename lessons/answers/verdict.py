"""What a judgement says."""

from typing import Literal, NamedTuple

Mark = Literal["right", "wrong", "unreadable"]
Cells = tuple[tuple[bool, ...], ...]


class Verdict(NamedTuple):
    """A judgement: the mark, the answer as it was read (LaTeX) and what the learner is told."""

    mark: Mark
    understood: str
    feedback: str
    column: int | None = None
    wrong_rule: str | None = None
    cells: Cells | None = None


class Reading(NamedTuple):
    """The live echo of what is being typed."""

    ok: bool
    latex: str
    message: str
    column: int | None
    shape: str
