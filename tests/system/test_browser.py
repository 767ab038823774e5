"""`tutor serve` in a real Chromium: what a learner does there, and what happens when they leave."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import Browser, Tab, needs_chromium
from tests.support.paths import COURSES, ROOT
from tests.support.ssh import descendants
from tests.support.waiting import happens

pytest.importorskip("textual_serve", reason="the extra `web` is not installed; the extra `dev` brings it")
pytestmark = needs_chromium
TINY = ("--course", str(COURSES / "tiny"))
SUM = "1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9"
EARLY_KEY = """addEventListener("DOMContentLoaded", () => document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key: "7", code: "Digit7", keyCode: 55, bubbles: true, cancelable: true })))"""
"""A key that is typed when the page is there and the terminal in it is not."""
HINT = "Count on"
SECONDS = 5.0  # until a program without a page is gone


class Service:
    """`tutor serve` with its options, on a free port."""

    def __init__(self, home: Path, *options: str, before: tuple[str, ...] = ()) -> None:
        self.home = home
        command = [sys.executable, "-m", "tutor", "--home", str(home), *before, "serve", "--port", "0", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self.process.stdout is not None
        self.told = self.process.stdout.readline()
        self.url = self.told.partition(" ")[0]

    def apps(self) -> list[int]:
        """The processes behind open pages: each leads a session."""
        return [pid for pid in self.processes() if leads_session(pid)]

    def processes(self) -> list[int]:
        """All that the server has started."""
        return descendants(self.process.pid)

    def homes(self) -> list[Path]:
        """The homes of visitors."""
        return sorted((self.home / "visitors").glob("*"))

    def end(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.communicate(timeout=20)


@contextlib.contextmanager
def serving(home: Path, *options: str, before: tuple[str, ...] = ()) -> Iterator[Service]:
    service = Service(home, *options, before=before)
    try:
        yield service
    finally:
        service.end()


def leads_session(pid: int) -> bool:
    """Whether a process leads a session; not, if it is gone."""
    with contextlib.suppress(ProcessLookupError):
        return os.getsid(pid) == pid
    return False


def journal(home: Path) -> str:
    return "".join(path.read_text() for path in (home / "journal").glob("*.jsonl"))


def answered(service: Service) -> list[bool]:
    """For each visitor, whether their record has an answer."""
    return ["typed" in journal(own / "courses" / "tiny") for own in service.homes()]


def drafts(home: Path) -> str:
    return "".join(path.read_text() for path in (home / "drafts").glob("*.json"))


def answer(tab: Tab) -> str:
    """The sum that the question on the screen asks for."""
    found = re.search(r"What is (\d+) \+ (\d+)", tab.text)
    assert found is not None, tab.text
    return str(int(found[1]) + int(found[2]))


def open_page(tab: Tab) -> None:
    """From Home to the question on the first page."""
    tab.wait_for("quit")
    tab.press("Enter")
    tab.wait_for("Your turn")


def test_a_visit(browser: Browser, home: Path) -> None:
    """A paste, a copy, other sizes, reloads, a key typed at once, one that browsers keep, an answer, the end."""
    with serving(home, before=TINY) as service:
        assert "a record of its own" in service.told
        tab = browser.open(service.url, size=(100, 34))
        open_page(tab)
        width = tab.screen.columns
        tab.paste(SUM)
        tab.wait_for(f"▸ {SUM}")
        tab.evaluate("navigator.clipboard.writeText('')")
        tab.press("ctrl+c")
        assert browser.until(lambda: tab.evaluate("navigator.clipboard.readText()") == SUM)
        tab.resize(70, 34)
        assert browser.until(lambda: tab.screen.columns < width)
        tab.wait_for("8 + 9")
        assert browser.until(lambda: max(map(len, tab.text.splitlines())) <= tab.screen.columns)
        (visitor,) = service.homes()
        own = visitor / "courses" / "tiny"
        assert happens(lambda: "8 + 9" in drafts(own), between=browser.pump)

        tab.reload()
        tab.wait_for("8 + 9")
        tab.call("Page.addScriptToEvaluateOnNewDocument", source=EARLY_KEY)
        tab.reload()
        tab.wait_for("8 + 97")
        tab.wait_for("f2 hint")  # ctrl+t would open another tab
        tab.press("F2")
        tab.wait_for(HINT)
        wanted = answer(tab)
        tab.press("Home", *["Delete"] * len(f"{SUM}7"), *wanted, "Enter")
        assert happens(lambda: f'"typed":"{wanted}"' in journal(own), between=browser.pump)
        assert browser.until(lambda: len(service.apps()) == 1, SECONDS), "the process before the reload is gone"

        tab.close()
        assert happens(lambda: not service.apps(), SECONDS), "a closed tab leaves no process behind"
        assert not tab.faults
        assert all(url.startswith((service.url, "data:")) for url in tab.requests)
        assert service.homes() == [visitor]


def test_two_visitors_have_two_records(browser: Browser, home: Path) -> None:
    """Where records are shared, they have one; and a session ends where the program does."""
    with serving(home, before=TINY) as service:
        first, second = (browser.open(service.url, browser.visitor(), (100, 34)) for _ in range(2))
        open_page(first)
        first.press(*answer(first), "Enter")
        assert happens(lambda: any(answered(service)), 10, browser.pump)
        second.wait_for("quit")
        assert answered(service) in ([False, True], [True, False])
        second.press("q")
        assert browser.until(lambda: "-closed" in second.evaluate("document.body.className"), SECONDS)
        assert happens(lambda: len(service.apps()) == 1, SECONDS)
        second.press("Enter")  # on "Continue"
        assert happens(lambda: len(service.apps()) == 2, SECONDS, browser.pump)
        started = service.processes()
        service.end(signal.SIGINT)
        assert happens(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started), SECONDS)


def test_a_server_that_is_killed_leaves_no_process(browser: Browser, home: Path) -> None:
    """And with one record for all, the page shows that of the learner who serves, with the options of the server."""
    with serving(home, "--shared", before=(*TINY, "--blocks")) as service:
        assert str(home) in service.told
        tab = browser.open(service.url, browser.visitor(), (100, 34))
        open_page(tab)
        assert re.search("[▀-▟]", tab.text)
        assert not re.search("[⠀-⣿]", tab.text), "braille, which fonts of browsers may lack"
        tab.press("4", "2")
        own = home / "courses" / "tiny"
        assert happens(lambda: '"42"' in drafts(own), between=browser.pump)
        started = service.processes()
        assert service.apps()
        service.end(signal.SIGKILL)
        assert happens(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started), SECONDS)
        assert not service.homes()
