"""The results screen of a study session: counts by skill, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType

from lessons.course import Course
from lessons.model.papers import split_id
from lessons.outline import PageEntry
from progress.state.state import State
from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.learning.labels import FIELD_NAMES, day_name, page_teaching, skill_title
from tutor.learning.page_progress import next_for_papers
from tutor.learning.scheduling.skill_cards import skill_cards
from tutor.learning.scheduling.study_session import SessionSummary, StudySession
from tutor.learning.session_state import name_of
from tutor.rendering.typeset import words

if TYPE_CHECKING:
    from tutor.app.session import Session

NOTHING = {
    "review": "Nothing is due. Questions come back here when the chance that you still have them has fallen to 90 %.",
    "ten": "Nothing to mix yet. What you answer on pages is asked again here, lowest chance of recall first.",
    "practice": "Nothing left to ask here: every question of it was asked within a month, and none is asked twice.",
    "checkpoint": "Nothing left to ask here: every question of it was asked within a month, and none is asked twice.",
    "placement": "Every skill is settled already.",
}


class ResultsData(Struct, frozen=True):
    """What the results show beside the session itself: pages by skill, and when something is due next."""

    pages: Mapping[str, PageEntry | None]
    next_due: str


class SessionResultsScreen(ListScreen[ResultsData]):
    """The results of a study session. Enter on a skill opens the page that teaches it."""

    HELP_TEXT = """
What went well and what did not, by skill. **Enter** on a line opens the page that teaches it.
Only the first answer to each question counts here; every answer is on record.
"""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "back", "home", key_display="q")]

    def __init__(self, session: Session, sitting: StudySession) -> None:
        super().__init__(session)
        self.sitting = sitting

    def remember_place(self) -> None:
        self.session.remember(screen="sitting", focus=None)

    def gather(self) -> ResultsData:
        session = self.session
        pages = {skill: page_teaching(session.course, skill) for skill in self.sitting.results}
        return ResultsData(pages, "" if self.sitting.done else next_due(session.course, session.state, session.now()))

    def header(self, found: ResultsData | None) -> tuple[str, str]:
        done = len(self.sitting.done)
        return name_of(self.session.course, self.sitting), f"{done} question{'s' * (done != 1)}"

    def rows(self, found: ResultsData, width: int) -> list[Row]:
        if not (self.sitting.done or self.sitting.fields):
            return [*self._nothing(found, width), Row(), *self._next(width)]
        skills = [*self._heading(), Row(), *self._skills(found, width)] if self.sitting.done else []
        return [*skills, *self._fields(width), *self._next(width)]

    def _heading(self) -> list[Row]:
        done = self.sitting.done
        right, unaided = sum(question.right for question in done), sum(question.unaided for question in done)
        text = f"{right} of {len(done)} right at the first answer"
        if unaided != right:
            text += f", {unaided} of them without help"
        return [Row(words(text + ".", bold=True, ascii_only=self.session.plain))]

    def _fields(self, width: int) -> Iterator[Row]:
        """The fields of paper cards that the review asked again."""
        titles = {card.id: card.title for card in self.session.course.outline.cards}
        for name in self.sitting.fields:
            card, field = split_id(name)
            text = f"Asked again: {FIELD_NAMES[field].lower()} of {titles.get(card, card)}"
            yield from self.entry(text, f"paper:{name}", width)

    def _skills(self, data: ResultsData, width: int) -> Iterator[Row]:
        """Every skill of the session, those with most wrong answers first."""
        summaries = self.sitting.results.values()
        for summary in sorted(summaries, key=lambda summary: summary.right - summary.asked):
            mark, role = _mark(summary)
            title = skill_title(self.session.course, summary.skill)
            yield from self.entry(title, f"skill:{summary.skill}", width, mark, role)
            page = data.pages[summary.skill]
            taught = f"; taught on “{page.title}”" if page else ""
            yield from self.say(f"{summary.right} of {summary.asked} right{taught}", width, "dim", 3)
        yield Row()

    def _nothing(self, data: ResultsData, width: int) -> Iterator[Row]:
        yield from self.say(NOTHING[self.sitting.kind], width)
        if self.sitting.kind == "review":
            yield Row()
            yield from self.say(data.next_due, width, "dim")

    def _next(self, width: int) -> Iterator[Row]:
        yield self.heading("Next")
        step = self.session.next_step
        if step is not None:
            word = "Continue" if step.begun else "Next page"
            yield from self.entry(f"{word}: {step.page.title}", f"page:{step.page.id}", width)
        kind, scope = self.sitting.kind, self.sitting.scope
        if kind == "checkpoint" and (paper := next_for_papers(self.session.course.outline, self.session.state, scope)):
            yield from self.entry(f"For papers: {paper.title}", f"page:{paper.id}", width)
        if kind in ("practice", "checkpoint") and self.sitting.done:
            yield from self.entry("The same again, with other questions", f"{kind}:{scope}", width)
        if kind != "ten":
            yield from self.entry("Ten minutes of what you may forget first", "ten:", width)
        yield from self.entry("Home", "home:", width)

    def chosen(self, kind: str, target: str) -> None:
        if kind == "skill":
            page = self.found.pages[target] if self.found is not None else None
            if page is not None:
                self.leave()
                self.navigator.open_page(page.id)
        elif kind == "home":
            self.action_back()
        else:
            self.leave()
            self.navigator.open_thing(kind, target)

    def leave(self) -> None:
        """End the session for good."""
        self.session.sit(None)

    def action_back(self) -> None:
        self.leave()
        self.navigator.open_home()


def next_due(course: Course, state: State, now: datetime) -> str:
    """A sentence on when something is due next, and what."""
    cards = skill_cards(course, state, now).values()
    ahead = sorted((card for card in cards if not card.is_due), key=lambda card: card.due)
    if not ahead:
        return "Nothing was answered yet: the first page is the place to begin."
    day = day_name(ahead[0].due, now)
    same = [card for card in ahead if day_name(card.due, now) == day]
    title = skill_title(course, same[0].skill)
    more = f", and {len(same) - 1} more" if len(same) > 1 else ""
    return f"Next {day}: {title[:1].lower()}{title[1:]}{more}."


def _mark(summary: SessionSummary) -> tuple[str, str]:
    if summary.right == summary.asked:
        return "right", "good"
    return ("begun", "accent") if summary.right else ("wrong", "bad")
