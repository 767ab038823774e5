"""The web server without a browser: what it hands out, to whom, and what it makes of a program that says nothing."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="the extra `web` is not installed; the extra `dev` brings it")
from aiohttp import WSCloseCode, web
from aiohttp.test_utils import TestClient, TestServer

from tutor.web.app_process import Running, start
from tutor.web.server import Server, Site
from tutor.web.visitors import COOKIE, new_token

Client = TestClient[web.Request, web.Application]
ECHO = """
import sys
print("__GANGLION__", flush=True)
while head := sys.stdin.buffer.read(5):
    body = sys.stdin.buffer.read(int.from_bytes(head[1:], "big"))
    sys.stdout.buffer.write(b"D" + head[1:] + body)
    sys.stdout.buffer.flush()
"""


@contextlib.asynccontextmanager
async def client_of(
    tmp_path: Path, program: str = ECHO, shared: bool = False, url: str = "", most: int = 50
) -> AsyncIterator[Client]:
    async def started(home: Path, environ: Mapping[str, str]) -> Running:
        home.mkdir(parents=True, exist_ok=True)
        return await start([sys.executable, "-c", program], environ)

    site = Site(
        "127.0.0.1",
        0,
        "A <title>",
        started,
        os.environ,
        tmp_path / "all",
        tmp_path / "own" if shared else None,
        url,
        most,
    )
    async with TestClient(TestServer(Server(site).application())) as client:
        yield client


def own(client: Client) -> dict[str, str]:
    return {"Origin": str(client.make_url("/")).rstrip("/")}


async def test_one_page_more_than_there_are_places_is_told_so(tmp_path: Path) -> None:
    """In one line, without a process; a place that is left is free again."""
    async with client_of(tmp_path, shared=True, most=1) as client:
        async with client.ws_connect("/ws", headers=own(client)) as first:
            async with client.ws_connect("/ws", headers=own(client)) as second:
                assert await second.receive_bytes() == b"All places (1) are taken. Try again later.\r\n"
                assert (await second.receive()).data == WSCloseCode.TRY_AGAIN_LATER
            await first.send_json(["stdin", "x"])
            assert await first.receive_bytes() == b"x"
        async with client.ws_connect("/ws", headers=own(client)) as third:
            await third.send_json(["stdin", "y"])
            assert await third.receive_bytes() == b"y"


async def test_the_page_asks_nobody_else(tmp_path: Path) -> None:
    async with client_of(tmp_path) as client:
        answer = await client.get("/")
        page = await answer.text()
        assert "A &lt;title&gt;" in page
        assert "https://" not in page
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        cookie = answer.cookies[COOKIE]
        assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", False)
        again = await client.get("/")
        assert again.cookies[COOKIE].value == cookie.value, "who comes back stays who they are"
        for name in ("page.js", "page.css", "static/js/textual.js", "static/css/xterm.css"):
            assert f"/{name}" in page
            assert (await client.get(f"/{name}")).status == 200


async def test_behind_a_proxy_the_page_leads_to_it(tmp_path: Path) -> None:
    async with client_of(tmp_path, url="https://tutor.example.org") as client:
        answer = await client.get("/", headers={"Host": "tutor.example.org"})
        assert "wss://tutor.example.org/ws" in await answer.text()
        assert answer.cookies[COOKIE]["secure"]


@pytest.mark.parametrize("path", ["/", "/ws"])
async def test_another_name_is_refused(tmp_path: Path, path: str) -> None:
    async with client_of(tmp_path) as client:
        headers = {"Host": "evil.example", "Origin": "http://evil.example", "Cookie": f"{COOKIE}={new_token()}"}
        assert (await client.get(path, headers=headers)).status == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", ""])
async def test_the_terminal_is_for_its_own_page(tmp_path: Path, origin: str) -> None:
    async with client_of(tmp_path, shared=True) as client:
        answer = await client.get("/ws", headers={"Origin": origin, "Upgrade": "websocket", "Connection": "Upgrade"})
        assert answer.status == 403
        assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("cookie", ["", "../../somewhere", "0"])
async def test_nobody_has_a_record_without_a_token(tmp_path: Path, cookie: str) -> None:
    async with client_of(tmp_path) as client:
        assert (await client.get("/ws", headers=own(client) | {"Cookie": f"{COOKIE}={cookie}"})).status == 403
        assert not (tmp_path / "all").exists()


async def test_what_a_page_says_reaches_the_program(tmp_path: Path) -> None:
    """And what is not of the protocol does not end the session."""
    async with (
        client_of(tmp_path, shared=True) as client,
        client.ws_connect("/ws?width=x", headers=own(client)) as page,
    ):
        for noise in ("", "{", "[]", '["stdin"]', '["stdin", 3]', '["resize", {"width": "a", "height": []}]', "7"):
            await page.send_str(noise)
        await page.send_json(["resize", {"width": 10**9, "height": 0}])
        assert await page.receive_bytes() == b'{"type": "resize", "width": 500, "height": 1}'
        await page.send_json(["stdin", "é\ud800"])
        assert await page.receive_bytes() == "é?".encode()
        await page.send_json(["ping", "1"])
        assert await page.receive_json() == ["pong", "1"]


async def test_a_program_that_does_not_start_closes_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = "import sys; sys.exit('tutor: no room')"
    async with (
        client_of(tmp_path, program, shared=True) as client,
        client.ws_connect("/ws", headers=own(client)) as page,
    ):
        assert (await page.receive()).data == 1000
    assert "no room" in capsys.readouterr().err


async def test_a_program_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.web.app_process.PATIENCE", 0.05)
    deaf = "import signal\nprint('__GANGLION__', flush=True)\nsignal.pause()"
    async with client_of(tmp_path, deaf, shared=True) as client, client.ws_connect("/ws", headers=own(client)) as page:
        await page.send_json(["stdin", "x"])  # when both have ended, the handler has, and nothing is left to warn of
