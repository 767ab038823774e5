"""Which draw of a paper card, or of one field of it, a learner gets. Pure."""

from __future__ import annotations

from lessons.course import Course
from lessons.model.papers import PaperCard
from lessons.paper_cards.drawing import DrawnCard
from lessons.paper_cards.friends import friends
from progress.state.state import State
from tutor.learning.paper_state import next_seed
from tutor.learning.scheduling.due_fields import askable_friends


def next_draw(course: Course, state: State, card: PaperCard, field: str = "") -> DrawnCard:
    """The next draw of a card or field; of false friends, one that can be asked. Raises AmbiguousDrawError."""
    seed = next_seed(state, card.id, field)
    if field == "friends" and (places := askable_friends(course, state, card.id)):
        count = len(friends(card.id, card.symbols, course.letters))
        seed += min((place - seed) % count for place in places)
    return course.drawn_card(card, seed, field)
