"""How a question was left: what is half typed in its boxes, and what had come of it by then."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from progress.resume import Draft

WORDS, STEPS, STEP, TRIED, HINTS = "words", "steps", "step", "tried", "hints"
"""The boxes of a question beside its answer: own words, worksheet cells filled, the one at hand, last answer, hints."""

_NOTHING = Draft("")


class QuestionDraft(Struct, frozen=True):
    """A question as it was left. `steps` is None where its worksheet was not open."""

    answer: Draft | None = None
    words: str = ""
    steps: str | None = None
    step: Draft = _NOTHING
    tried: str = ""
    hints: int = 0


def box_key(item: str, box: str = "") -> str:
    """The name under which what stands in a box is kept."""
    return f"{item} {box}".strip()


def cell_key(page: str, index: int) -> str:
    """The name under which a changed code cell of a page is kept."""
    return f"{page} cell {index}"


def unfinished(drafts: Mapping[str, Draft], item: str) -> QuestionDraft:
    """How an item was left, by the drafts that were kept."""

    def kept(box: str) -> Draft | None:
        return drafts.get(box_key(item, box))

    hints = (kept(HINTS) or _NOTHING).text
    steps = kept(STEPS)
    return QuestionDraft(
        answer=kept(""),
        words=(kept(WORDS) or _NOTHING).text,
        steps=None if steps is None else steps.text,
        step=kept(STEP) or _NOTHING,
        tried=(kept(TRIED) or _NOTHING).text,
        hints=int(hints) if hints.isascii() and hints.isdecimal() else 0,
    )


def without(drafts: Mapping[str, Draft], item: str) -> dict[str, Draft]:
    """The drafts without those of one item."""
    return {key: draft for key, draft in drafts.items() if key.partition(" ")[0] != item}
