"""Drafts of hunts and cases without the app: saved in the resume point, as the app does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from progress import resume
from progress.ids import new_session
from progress.record import Record
from progress.resume import Draft
from progress.times import utc_text


class Drafts:
    """The drafts of a home, changed one by one.

    Args:
        record: The learner's record, in the same home.
        now: The clock.
    """

    def __init__(self, record: Record, now: Callable[[], datetime]) -> None:
        self._record, self._now, self._name = record, now, new_session()

    def of(self, key: str) -> Draft | None:
        """A draft; None where there is none."""
        return resume.load(self._record.paths.home).drafts.get(key)

    def text(self, key: str) -> str | None:
        """The text of a draft; None where there is none."""
        draft = self.of(key)
        return None if draft is None else draft.text

    def save(self, key: str, text: str | None, cursor: int = 0) -> None:
        """Save a draft; None removes it. Raises SaveError."""
        home, now = self._record.paths.home, self._now()
        point = resume.load(home)
        drafts = {name: draft for name, draft in point.drafts.items() if name != key}
        if text is not None:
            drafts[key] = Draft(text, cursor)
        point = replace(point, t=utc_text(now), session=self._name, drafts=drafts)
        resume.save(home, self._record.device, point, now=now)
