"""A learner who errs, in any terminal: at every question a typo, a wrong answer, a hint, a resize and a paste.

What the terminal shows is not looked at. Where the learner is, and what was recorded, is read from the files, so that
the walk is the same over SSH, in GNU screen and in xterm.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from lessons.answers import judge
from lessons.course import Course
from lessons.model.page import Item
from progress import resume

PATIENCE = 20.0  # seconds until something that never comes counts as missing
TURN = 0.4  # seconds until Enter is pressed again where nothing changes
STEP = 0.01  # seconds between looks
SIZES = ((60, 20), (80, 24))
PRESSES = 400  # keys to the next question at most, in all
ENTER, ESCAPE, CHECK, HINT, CLEAR = "\r", "\x1b", "\n", "\x14", "\x05\x15"  # ctrl+j; ctrl+t; ctrl+e ctrl+u
TYPO = "zz)"


class Keyboard(Protocol):
    """The side of a terminal that a learner touches."""

    brackets: bool
    """Whether a paste comes with brackets around it."""

    def press(self, keys: str) -> None:
        """Send keys."""

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""

    def pump(self) -> None:
        """Take what the program writes, if that is for us to take."""


class Walk:
    """A walk through pages by Enter alone.

    Args:
        keyboard: The terminal, in which the program is open at the first page.
        home: The learner's home.
        course: The course.
    """

    def __init__(self, keyboard: Keyboard, home: Path, course: Course) -> None:
        self.keyboard, self.home, self.course = keyboard, home, course
        self.met: list[str] = []

    def through(self, questions: list[str]) -> None:
        """Meet every one of these questions, in their order, and answer it rightly in the end."""
        for number, item_id in enumerate(questions):
            item = self._next(item_id)
            self._err(item, number)
            self._settle_rightly(item)
            self.met.append(item_id)

    def events(self, kind: str, item_id: str) -> list[dict[str, object]]:
        """What the journal holds of a question."""
        return [event for event in self._journal() if event["kind"] == kind and event.get("item") == item_id]

    def _journal(self) -> Iterator[dict[str, object]]:
        for path in (self.home / "journal").glob("*.jsonl"):
            yield from (json.loads(line) for line in path.read_text("utf-8").splitlines())

    def _next(self, item_id: str) -> Item:
        """Press Enter until a question has the focus; leave demos and exercises on the way."""
        for _ in range(PRESSES):
            place = resume.load(self.home)
            if place.focus == item_id and place.screen == "lesson":
                seed = place.seeds.get(item_id, 1) if self.course.is_computed(item_id) else 0
                return self.course.item(item_id, seed)
            on_page = place.screen == "lesson"
            self.keyboard.press(ENTER if on_page else ESCAPE)
            self._pause(place, TURN if on_page else PATIENCE)
        raise AssertionError(f"{item_id} never got the focus: {resume.load(self.home)}")

    def _pause(self, before: resume.ResumePoint, seconds: float) -> None:
        """Until the place has changed and is on a page, where a demo or an exercise was left, or the time is over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            place = resume.load(self.home)
            if place != before and (before.screen == "lesson" or place.screen == "lesson"):
                return
            self.keyboard.pump()
            time.sleep(STEP)

    def _until(self, kind: str, item_id: str, count: int) -> None:
        end = time.monotonic() + PATIENCE
        while len(self.events(kind, item_id)) < count:
            assert time.monotonic() < end, (kind, item_id, count, list(self._journal())[-3:])
            self.keyboard.pump()
            time.sleep(STEP)

    def _err(self, item: Item, number: int) -> None:
        """A typo that cannot be read, a wrong answer, a hint, and another size."""
        if not item.options and item.shape is None:
            self.keyboard.press(CLEAR + TYPO)
            self.keyboard.press(ENTER)
        self._give(item, wrong_answer(item))
        self._until("answer", item.id, 1)
        self.keyboard.press(HINT)
        self._until("hint", item.id, 1)
        self.keyboard.resize(*SIZES[number % len(SIZES)])

    def _settle_rightly(self, item: Item) -> None:
        before = len(self.events("answer", item.id))
        self._give(item, item.answer)
        self._until("answer", item.id, before + 1)
        last = self.events("answer", item.id)[-1]
        assert last["verdict"] == "right", last

    def _give(self, item: Item, answer: str) -> None:
        """Paste an answer in place of what the box holds, and check it."""
        if not item.options and item.shape is None:
            self.keyboard.press(CLEAR)
        if item.options and not self.keyboard.brackets:  # letters choose, and nothing is typed
            self.keyboard.press("".join(answer.split()) if item.kind == "choice" else self._ticks(item, answer))
        else:
            self.keyboard.press(f"\x1b[200~{answer}\x1b[201~" if self.keyboard.brackets else answer)
        self._until_draft(item, answer)
        self.keyboard.press(ENTER if item.shape is None else CHECK)

    def _ticks(self, item: Item, answer: str) -> str:
        """The letters that turn what is ticked into an answer."""
        draft = resume.load(self.home).drafts.get(item.id)
        ticked = set(draft.text.split()) if draft is not None else set()
        return "".join(sorted(ticked ^ set(answer.split())))

    def _until_draft(self, item: Item, answer: str) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            draft = resume.load(self.home).drafts.get(item.id)
            if draft is not None and _same(draft.text, answer):
                return
            assert time.monotonic() < end, (item.id, answer, draft)
            self.keyboard.pump()
            time.sleep(STEP)


def _same(text: str, other: str) -> bool:
    """Whether two texts are the same answer, however it is spaced and its fractions are written."""
    return text.replace(" ", "") == other.replace(" ", "")


def wrong_answer(item: Item) -> str:
    """A readable answer that is wrong."""
    if item.options:
        right = set(item.answer.split())
        return next(option.id for option in item.options if option.id not in right)
    return next(rule.answer for rule in item.wrong_rules if _is_taken(item, rule.answer))


def _is_taken(item: Item, answer: str) -> bool:
    verdict = judge(item.question, answer)
    if verdict.mark != "wrong" or "\n" in answer:
        return False
    rows, columns = item.shape or (0, 0)
    body = answer.strip("[]").split(";")
    return item.shape is None or (len(body) == rows and all(len(row.split(",")) == columns for row in body))
