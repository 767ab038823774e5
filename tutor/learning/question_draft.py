"""Drafts of one question: half-typed text, the last answer, hints taken, worksheet cells filled. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from progress.resume import Draft

WORDS, SAID, STEPS, STEP, TRIED, HINTS, MISSES = "words", "said", "steps", "step", "tried", "hints", "misses"
TYPO = "typo"
"""Names of the drafts beside the answer.

They are the own words, half typed and as they were given; filled worksheet cells, the current cell; the last answer,
the number of hints taken, and of wrong answers in a row; and the help taken before a last answer that can be taken back
as a typo.
"""

SESSION_PREFIX = "sitting "
"""What the keys of drafts at the open question of a study session begin with."""

_NOTHING = Draft("")


class QuestionDraft(Struct, frozen=True):
    """Everything saved of a question that is not finished; `steps` is None where its worksheet was not open."""

    answer: Draft | None = None
    words: str = ""
    steps: str | None = None
    step: Draft = _NOTHING
    tried: str = ""
    hints: int = 0
    misses: int = 0
    said: str = ""
    typo: str = ""


def box_key(item: str, box: str = "") -> str:
    """The key of the draft of one box of a question."""
    return f"{item} {box}".strip()


def cell_key(page: str, index: int) -> str:
    """The key of the draft of a code cell that the learner changed."""
    return f"{page} cell {index}"


def draft_of(drafts: Mapping[str, Draft], item: str) -> QuestionDraft:
    """The draft of a question, collected from the drafts of its boxes; `item` is the id with its prefix."""

    def saved(box: str) -> Draft | None:
        return drafts.get(box_key(item, box))

    def count(box: str) -> int:
        text = (saved(box) or _NOTHING).text
        return int(text) if text.isascii() and text.isdecimal() else 0

    steps = saved(STEPS)
    return QuestionDraft(
        answer=saved(""),
        words=(saved(WORDS) or _NOTHING).text,
        steps=None if steps is None else steps.text,
        step=saved(STEP) or _NOTHING,
        tried=(saved(TRIED) or _NOTHING).text,
        hints=count(HINTS),
        misses=count(MISSES),
        said=(saved(SAID) or _NOTHING).text,
        typo=(saved(TYPO) or _NOTHING).text,
    )


def without(drafts: Mapping[str, Draft], item: str) -> dict[str, Draft]:
    """All drafts but those of one item."""
    return {key: draft for key, draft in drafts.items() if key.partition(" ")[0] != item}
