"""`tutor serve` where it cannot serve: one line each."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import pytest

from tests.support.commands import ok, one_line
from tutor.app.bootstrap import driver_class
from tutor.cli.launch import launch
from tutor.cli.options import CannotOpenError, Options
from tutor.cli.serve import _environ, _starter, _words

BROWSER = "textual.drivers.web_driver:WebDriver"


def test_without_the_extra_it_says_what_to_install(run: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "tutor.web.server", raising=False)
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    assert "pip install 'ml-math-tutor[web]'" in one_line(ok(run, "serve", status=1))


def test_a_port_in_use(run: object) -> None:
    pytest.importorskip("textual_serve")
    before = dict(os.environ)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        said = one_line(ok(run, "serve", "--port", str(other.getsockname()[1]), status=1))
    assert "is in use" in said
    assert "--port" in said
    assert dict(os.environ) == before


def test_an_address_of_another_machine(run: object) -> None:
    """It is also said what it would mean to be reached by others."""
    pytest.importorskip("textual_serve")
    ran = ok(run, "serve", "--host", "192.0.2.1", "--port", "0", status=1)
    warning, fault = ran.err.splitlines()
    assert "anyone who can reach this address can start a record" in warning
    assert "cannot listen on 192.0.2.1" in fault


@pytest.mark.parametrize("url", ["tutor.example.org", "https://", "ftp://tutor.example.org"])
def test_an_address_of_a_proxy_is_whole(run: object, url: str) -> None:
    pytest.importorskip("textual_serve")
    assert "https://tutor.example.org" in one_line(ok(run, "serve", "--url", url, status=2))


def test_options_are_handed_on() -> None:
    options = Options(None, True, "light", True, True, "a course")
    words = _words(options, Path("/v/1"))
    assert words == [
        "--home", "/v/1", "--course", "a course", "--theme", "light", "--ascii", "--blocks", "--no-mouse",
    ]  # fmt: skip


class NoFork:
    """A fork server that cannot fork."""

    def __init__(self, loaded: float) -> None:
        self.loaded, self.asked = loaded, 0

    async def start(self, *_: object) -> None:
        self.asked += 1
        raise EOFError


@pytest.mark.parametrize("is_updated", [False, True])
async def test_the_app_is_started_by_itself_after_an_update_and_where_no_fork_can_be_made(
    is_updated: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("textual_serve")
    forks = NoFork(1.0 if is_updated else time.time() + 60)
    monkeypatch.setattr("tutor.web.fork_server.is_available", lambda: True)
    monkeypatch.setattr("tutor.web.fork_server.ForkServer", lambda _: forks)
    process = await _starter(Options(None))(tmp_path, os.environ)
    assert process.stderr is not None
    assert b"needs a terminal" in await process.stderr.read()
    assert forks.asked == (not is_updated)
    assert await process.wait() == 1


def test_a_browser_is_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pipes are, if textual-serve has started the app; other drivers are left to Textual."""
    found = driver_class({"TEXTUAL_DRIVER": BROWSER}, "wire")
    assert found is not None
    assert found.__name__ == "BrowserDriver"
    assert driver_class({"TEXTUAL_DRIVER": "textual.drivers.headless_driver:HeadlessDriver"}, "wire") is None
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    with pytest.raises(CannotOpenError):
        launch(Options())


def test_programs_of_strangers_run_in_bubblewrap_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TUTOR_SANDBOX", raising=False)
    assert _environ(reachable=True)["TUTOR_SANDBOX"] == "bubblewrap"
    assert "TUTOR_SANDBOX" not in _environ(reachable=False)
