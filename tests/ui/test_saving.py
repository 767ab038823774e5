"""Where one is goes to the disk by itself: a change at once, those that come while it is on its way together."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from progress import resume
from progress.files import SaveError
from progress.resume import ResumePoint
from tests.conftest import MakeApp
from tests.support.journeys import PATIENCE, SIZE, lesson, type_text, wait_until, work_at
from tutor.app.app import TutorApp

SAVE = resume.save
BOX = "linear_algebra.dot.exercise"
ITEM = "linear_algebra.dot.compute"


class Disk:
    """Saves as the real one does, but not before it is let go, and not while it is full."""

    def __init__(self) -> None:
        self.free = Event()
        self.full = False
        self.asked = 0  # how many saves were begun
        self.held: list[str] = []  # what stood in the box at each save that was done

    def save(self, home: Path, device: str, place: ResumePoint, *, now: datetime | None = None) -> bool:
        self.asked += 1
        assert self.free.wait(PATIENCE)
        if self.full:
            raise SaveError(home, os.strerror(errno.ENOSPC))
        draft = place.drafts.get(BOX)
        self.held.append(draft.text if draft else "")
        return SAVE(home, device, place, now=now)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(resume, "save", disk.save)
    return disk


async def rested(pilot: Pilot[None], app: TutorApp, true: Callable[[], bool]) -> None:
    """Until it holds, and nothing is on its way to the disk any more."""
    await wait_until(pilot, lambda: true() and not [worker for worker in app.workers if worker.group == "place"])


async def test_what_changes_while_a_save_is_under_way_goes_with_the_next(make_app: MakeApp, disk: Disk) -> None:
    app = make_app()
    disk.free.set()
    async with app.run_test() as pilot:
        await rested(pilot, app, lambda: True)
        disk.free.clear()
        before = disk.asked
        app.session.draft(BOX, "1")
        await wait_until(pilot, lambda: disk.asked == before + 1)
        for length in range(1, 20):
            app.session.draft(BOX, "1" * length)
            await pilot.pause()
        assert disk.asked == before + 1
        disk.free.set()
        await rested(pilot, app, lambda: disk.asked > before + 1)
    assert disk.held[-1] == "1" * 19
    assert disk.asked <= before + 3, "one for the first change, one for the rest, one at the end"


async def test_after_a_full_disk_changes_go_there_again(make_app: MakeApp, disk: Disk, home: Path) -> None:
    app = make_app()
    disk.free.set()
    async with app.run_test() as pilot:
        await rested(pilot, app, lambda: True)
        disk.full = True
        app.session.draft(BOX, "1")
        await wait_until(pilot, lambda: "No space left" in app.fault)
        disk.full = False
        app.session.draft(BOX, "12")
        await rested(pilot, app, lambda: "12" in disk.held)
    assert resume.load(home).drafts[BOX].text == "12"


async def test_no_key_waits_for_the_backup_of_the_day(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made while the learner reads, beside the keys that come then."""
    monkeypatch.setattr("tutor.app.app.BACKUP_DELAY", 0.01)
    monkeypatch.setattr("tutor.fast.idle.READING", 0.0)
    app = make_app(("item", ITEM))
    copying: Future[Path | None] = Future()
    asked: list[str] = []

    def back_up() -> Future[Path | None]:
        asked.append("backup")
        return copying

    monkeypatch.setattr(app.session, "back_up", back_up)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: bool(asked))
        await work_at(pilot, lesson(app).scroll.question(ITEM))
        await type_text(pilot, "42")
        await wait_until(pilot, lambda: ITEM in app.session.place.drafts)
        assert app.session.place.drafts[ITEM].text == "42"
        copying.set_result(None)
