"""Types keys into the answer box in sight while the focus is elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from textual import events

from tutor.app.second_press import CONFIRM_TIME
from tutor.learning.answer_keys import takes_key

if TYPE_CHECKING:
    from tutor.app.widgets.question import QuestionView
    from tutor.learning.question_state import QuestionState

LETTERS = {"h": "hint", "s": "show_me"}
"""Letters that ask for help at the question that was just left with Escape, though its box would take them."""

Typist = Callable[[events.Key | events.Paste], None]
"""Types a key, or pastes, into the answer box of a question, which gets the focus."""


class QuestionHolder(Protocol):
    """What has questions that keys can be typed into."""

    @property
    def questions(self) -> Iterable[QuestionView]:
        """The questions on the screen."""

    def in_hand(self) -> QuestionView | None:
        """The question that keys outside its box act on; None where there is none."""

    def open_in_sight(self) -> Iterable[tuple[QuestionState, Typist]]:
        """The questions in sight that can be answered, the one that keys are most likely meant for first."""


class KeyRouter:
    """Decides which question of a screen a key is typed into.

    Attributes:
        left: The question that was left with Escape, until another is begun.
        asked: The letter that asked whether help is wanted, and when.
        typing_into: The question that gets keys until it has the focus.
    """

    def __init__(self, screen: QuestionHolder) -> None:
        self.screen = screen
        self.left: QuestionView | None = None
        self.asked: tuple[str, float] | None = None
        self.typing_into: QuestionView | None = None

    def route_key(self, event: events.Key) -> bool:
        """Type a key into the answer box in sight that takes it; return whether there is one."""
        if (view := self.typing_into) is not None and not view.has_focus_within and not view.over:
            event.stop()
            view.key_target.post_message(events.Key(event.key, event.character))
            return True
        character = event.character
        if character is None or not event.is_printable:
            return False
        at_question = any(view.has_focus_within for view in self.screen.questions)
        if self.is_command(character):
            self.asked = (character, time.monotonic())
            return False
        if at_question and character.isalpha():
            return False
        return self._type(character, event)

    def _type(self, character: str, event: events.Key) -> bool:
        """Type a key, after a letter that asked for help just before and was not pressed again."""
        before, self.asked = self.asked, None
        if before is not None and (self.left is None or time.monotonic() - before[1] >= CONFIRM_TIME):
            before = None
        typist = self.typist_for(before[0] if before else character)
        if typist is None:
            return False
        event.stop()
        if before is not None:
            typist(events.Key(before[0], before[0]))
        typist(events.Key(event.key, character))
        return True

    def is_command(self, character: str) -> bool:
        """Whether a letter is about the question that was just left, though a box would take it."""
        view, action = self.left, LETTERS.get(character)
        return (
            view is not None
            and view is self.screen.in_hand()
            and action is not None
            and bool(view.check_action(action, ()))
        )

    def typist_for(self, character: str) -> Typist | None:
        takers = ((state, typist) for state, typist in self.screen.open_in_sight())
        return next((typist for state, typist in takers if _takes(state, character)), None)

    def typist(self, view: QuestionView) -> Typist:
        def type_key(event: events.Key | events.Paste) -> None:
            self.typing_into = view
            view.begin()
            view.key_target.post_message(event)

        return type_key


def _takes(state: QuestionState, character: str) -> bool:
    return takes_key(state.item, state.draft, character, writes=state.writes)
