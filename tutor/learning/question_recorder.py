"""The journal events of one question, and the drafts saved beside them. Pure; every face of the program uses it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from lessons.answers import Verdict
from lessons.model.page import Item
from progress.events import Answer, Disputed, Explained, GaveUp, Hint, Known, Stepped, TookBack
from progress.resume import Draft
from progress.state.item_records import STUDIED
from tutor.learning.attempt import Attempt
from tutor.learning.formulas_shown import in_its_letters
from tutor.learning.own_words import asks_own_words
from tutor.learning.question_draft import HINTS, MISSES, SAID, STEP, STEPS, TRIED, TYPO, WORDS, box_key
from tutor.learning.worksheet import Sheet, verdict_of


class Exposure(Struct, frozen=True):
    """What the learner had before them when they answered.

    Attributes:
        first: Whether this is the first readable answer to the draw; None where that is not known.
        looked: Whether a page that shows the formula, or a part of one, was opened in this session.
        shown: Whether an earlier question of this session showed the formula asked for.
        pasted: Whether the answer was pasted from what the screen shows.
    """

    first: bool | None = None
    looked: bool = False
    shown: bool = False
    pasted: bool = False


def bar_of(attempt: Attempt, typed: str, exposure: Exposure) -> str:
    """Why an answer to an attempt is no evidence for the checklist although it may be right; empty where it is."""
    help_taken = (
        ("solution", attempt.gave_up),
        ("hint", attempt.hints > 0),
        ("steps", attempt.steps),
        ("page", exposure.looked),
        ("shown", exposure.shown),
        ("paste", exposure.pasted),
        ("words", asks_own_words(attempt.item) and not attempt.words),
        ("letters", attempt.item.kind == "rule" and not in_its_letters(attempt.item, typed)),
        ("again", exposure.first is False),
    )
    return next((name for name, barred in help_taken if barred), "")


NOTHING_SEEN = Exposure()


class Recording(Struct, frozen=True):
    """A journal event, and the drafts that change with it, by key."""

    event: Known
    drafts: Mapping[str, Draft] = {}


class QuestionRecorder(Struct, frozen=True):
    """Builds the record of what a learner does at a question.

    Attributes:
        where: The kind of place an answer is given at, as the journal names it: `lesson`, `exercise`, or the kind of
            a study session.
        prefix: What stands before the item's id in the keys of drafts.
    """

    where: str = "lesson"
    prefix: str = ""

    def key(self, item: Item) -> str:
        """The key under which the drafts of an item are saved."""
        return f"{self.prefix}{item.id}"

    def draft(self, item: Item, box: str, text: str, cursor: int = 0) -> dict[str, Draft]:
        """The draft of one box of a question, by its key."""
        return {box_key(self.key(item), box): Draft(text, cursor)}

    def answer(
        self,
        attempt: Attempt,
        typed: str,
        verdict: Verdict,
        confidence: int | None = None,
        exposure: Exposure = NOTHING_SEEN,
        *,
        retractable: bool = False,
    ) -> Recording:
        """An answer was judged.

        Args:
            attempt: The attempt before it.
            typed: The answer.
            verdict: Its verdict.
            confidence: How sure the learner was, in percent; it belongs to the first answer that can be read.
            exposure: What the learner had before them.
            retractable: Whether the answer can be taken back if it is wrong.
        """
        item = attempt.item
        event = Answer(
            item=item.id,
            seed=item.seed,
            typed=typed,
            verdict=verdict.mark,
            wrong_rule=verdict.wrong_rule,
            understood=verdict.understood,
            feedback=verdict.feedback,
            unaided=attempt.unaided,
            where=self.where,
            format=item.kind,
            confidence=None if verdict.mark == "unreadable" else confidence,
            first=exposure.first,
            bar=bar_of(attempt, typed, exposure),
            off_page=self.where in STUDIED and not exposure.looked,
        )
        after = attempt.judged(typed, verdict, retractable=retractable)
        return Recording(event, self._tried(after))

    def hint(self, attempt: Attempt) -> Recording:
        """The latest hint of an attempt was shown."""
        item = attempt.item
        return Recording(
            Hint(item=item.id, seed=item.seed, level=attempt.hints), self.draft(item, HINTS, str(attempt.hints))
        )

    def give_up(self, attempt: Attempt) -> Recording:
        """The learner asked for the solution."""
        return Recording(GaveUp(item=attempt.item.id, seed=attempt.item.seed))

    def dispute(self, attempt: Attempt, verdict: Verdict) -> Recording:
        """The learner holds that the verdict on the last answer is wrong."""
        item = attempt.item
        return Recording(
            Disputed(
                item=item.id,
                seed=item.seed,
                typed=attempt.typed,
                understood=verdict.understood,
                verdict=verdict.mark,
            )
        )

    def take_back(self, attempt: Attempt) -> Recording:
        """The last answer was a typo; `attempt` is the one after that."""
        item = attempt.item
        return Recording(TookBack(item=item.id, seed=item.seed), self._tried(attempt))

    def _tried(self, attempt: Attempt) -> Mapping[str, Draft]:
        typo = "" if attempt.before is None else attempt.before.help_taken
        boxes = {TRIED: attempt.typed, MISSES: str(attempt.misses), TYPO: typo}
        return {box_key(self.key(attempt.item), box): Draft(text) for box, text in boxes.items()}

    def step(self, sheet: Sheet, index: int) -> Recording:
        """A cell of a worksheet was filled and judged; `index` counts from 0."""
        cell, item = sheet.cells[index], sheet.item
        event = Stepped(
            item=item.id,
            seed=item.seed,
            step=index,
            typed=cell.typed,
            verdict=verdict_of(cell).mark,
            carried=cell.mark == "carried",
        )
        return Recording(event, {**self.draft(item, STEPS, sheet.entries), **self.draft(item, STEP, "")})

    def own_words(self, attempt: Attempt, text: str) -> Recording:
        """An explanation in the learner's own words was given."""
        item = attempt.item
        drafts = {**self.draft(item, WORDS, text, len(text)), **self.draft(item, SAID, text)}
        return Recording(Explained(item=item.id, seed=item.seed, typed=text, late=attempt.over), drafts)

    def ticks(self, attempt: Attempt, ticked: tuple[int, ...]) -> Recording:
        """The learner's own words were compared with the rubric; `ticked` are its lines, counted from 0."""
        item = attempt.item
        return Recording(Explained(item=item.id, seed=item.seed, typed=attempt.words, ticked=ticked))
