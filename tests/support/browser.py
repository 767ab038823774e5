"""A real Chromium without a window, driven over a pipe by the DevTools protocol."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyte
import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed; .ci/run installs it")
PATIENCE = 30  # seconds until what never comes counts as missing
CELL = (9, 18)  # pixels, about what a cell takes; the size in cells is what the page says

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run", "--mute-audio",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--disable-dev-shm-usage", "--disable-features=Translate,OptimizationHints,MediaRouter",
)  # fmt: skip
KEYS = {"Enter": 13, "Home": 36, "Delete": 46, "F2": 113}


class Browser:
    """One Chromium, with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        script = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'  # the descriptors that Chromium reads and writes
        self.process = subprocess.Popen(
            ["bash", "-c", script, "bash", str(CHROMIUM), *FLAGS, f"--user-data-dir={folder}"],
            pass_fds=(theirs_in, theirs_out),
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder)},
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._buffer = b""
        self._number = 0
        self._answers: dict[int, dict[str, Any]] = {}
        self._tabs: dict[str, Tab] = {}

    def call(self, method: str, session: str | None = None, **parameters: object) -> dict[str, Any]:
        """Call a method of the protocol and return its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        text = json.dumps(message if session is None else {**message, "sessionId": session})
        os.write(self._out, text.encode() + b"\0")
        number = self._number
        assert self.until(lambda: number in self._answers), f"no answer to {method}"
        answer = self._answers.pop(number)
        assert "error" not in answer, (method, answer["error"])
        return dict(answer["result"])

    def until(self, met: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        """Whether something comes true in time, while what the browser says is read."""
        end = time.monotonic() + seconds
        while not met():
            if time.monotonic() > end:
                return False
            self.pump()
        return True

    def pump(self, seconds: float = 0.05) -> None:
        """Read what the browser says."""
        if not select.select([self._in], [], [], seconds)[0]:
            return
        *messages, self._buffer = (self._buffer + os.read(self._in, 1 << 20)).split(b"\0")
        for text in messages:
            message = json.loads(text)
            if "id" in message:
                self._answers[message["id"]] = message
            elif message.get("sessionId") in self._tabs:
                self._tabs[message["sessionId"]].said(message["method"], message["params"])

    def open(self, url: str, visitor: str | None = None, size: tuple[int, int] = (80, 24)) -> Tab:
        """A new tab at an address, of a visitor that `visitor` made; None is the browser's own profile."""
        own = {} if visitor is None else {"browserContextId": visitor}
        target = self.call("Target.createTarget", url="about:blank", **own)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = self._tabs[session] = Tab(self, target, session)
        for domain in ("Network", "Page", "Runtime"):
            tab.call(f"{domain}.enable")
        tab.resize(*size)
        tab.call("Page.navigate", url=url)
        return tab

    def visitor(self) -> str:
        """A visitor who shares no cookie with others."""
        return str(self.call("Target.createBrowserContext")["browserContextId"])

    def close(self) -> None:
        """End the browser."""
        os.close(self._out)
        os.close(self._in)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Tab:
    """A tab with a terminal in it, and what the terminal shows by the frames that the tab got."""

    def __init__(self, browser: Browser, target: str, session: str) -> None:
        self.browser = browser
        self.requests: list[str] = []
        self.faults: list[str] = []
        self._target = target
        self._session = session
        self._open(80, 24)

    def _open(self, columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        return self.browser.call(method, self._session, **parameters)

    def said(self, method: str, event: dict[str, Any]) -> None:
        """Note what the browser says of the tab."""
        match method:
            case "Network.requestWillBeSent":
                self.requests.append(event["request"]["url"])
            case "Network.webSocketCreated":
                asked = parse_qs(urlsplit(event["url"]).query)
                self._open(int(asked["width"][0]), int(asked["height"][0]))
            case "Network.webSocketFrameReceived" if event["response"]["opcode"] == 2:
                self._stream.feed(base64.b64decode(event["response"]["payloadData"]))
            case "Network.webSocketFrameSent":
                self._sent(json.loads(event["response"]["payloadData"]))
            case "Runtime.exceptionThrown":
                self.faults.append(event["exceptionDetails"].get("exception", {}).get("description", ""))

    def _sent(self, message: list[Any]) -> None:
        if message[0] == "resize":
            self.screen.resize(message[1]["height"], message[1]["width"])

    @property
    def text(self) -> str:
        """What the terminal shows, without the blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, wanted: str) -> None:
        """Until the terminal shows this."""
        assert self.browser.until(lambda: wanted in self.text), f"{wanted!r} never came:\n{self.text}"

    def press(self, *keys: str) -> None:
        """Press keys: characters, names of `KEYS`, or `ctrl+` and a letter."""
        for held, _, key in (name.rpartition("+") for name in keys):
            code = KEYS.get(key)
            text = "" if held else {"Enter": "\r"}.get(key, "") if code else key
            number, modifiers = code or ord(key.upper()), 2 if held else 0
            event = {"key": key, "text": text, "windowsVirtualKeyCode": number, "modifiers": modifiers}
            self.call("Input.dispatchKeyEvent", type="keyDown", **event)
            self.call("Input.dispatchKeyEvent", type="keyUp", **event | {"text": ""})

    def paste(self, text: str) -> None:
        """Copy a text to the browser's clipboard, and paste it."""
        self.evaluate(f"navigator.clipboard.writeText({json.dumps(text)})")
        self.call("Input.dispatchKeyEvent", type="keyDown", key="v", modifiers=2, commands=["paste"])

    def evaluate(self, expression: str) -> Any:
        """The value of an expression of JavaScript, or of its promise."""
        result = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def resize(self, columns: int, rows: int) -> None:
        """Give the page about so many cells."""
        width, height = columns * CELL[0], rows * CELL[1]
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def picture(self) -> bytes:
        """The page as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])

    def reload(self) -> None:
        """Load the page again; what the terminal showed before is forgotten."""
        before = self.screen
        self.call("Page.reload")
        assert self.browser.until(lambda: self.screen is not before), "the page opened no terminal"

    def close(self) -> None:
        self.browser.call("Target.closeTarget", targetId=self._target)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    made = Browser(tmp_path_factory.mktemp("chromium"))
    made.call("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    yield made
    made.close()
