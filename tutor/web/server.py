"""The web server of `tutor serve`: a page with a terminal in it, and a process of the app for each page that is open.

The terminal is the script of textual-serve. Its server is not used: it takes websockets from the pages of any site,
runs one command for all visitors, loads a font from elsewhere, and leaves a process behind whose page does not read.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
from collections.abc import Awaitable, Callable, Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from aiohttp import WSCloseCode, WSMsgType, web
from msgspec import Struct

from tutor.web import visitors
from tutor.web.app_process import AppProcess, Running, environment

LARGEST = 500  # columns or rows: what a page asks for beyond is not believed
HEARTBEAT = 15.0  # seconds between two looks at whether the page is still there
_HERE = Path(__file__).parent
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Site(Struct, frozen=True):
    """What is served, and to whom.

    Attributes:
        host: The address to listen on.
        port: The port to listen on; 0 for a free one.
        title: The title of the page.
        start: Starts the app for a home, with an environment.
        environ: What the app inherits.
        folder: The homes of all visitors.
        shared: The home that all visitors share; None where each has one.
        url: The address at which a proxy offers the server; empty without one.
        most: How many pages may be open at once, each of which is a process; one more is told so.
    """

    host: str
    port: int
    title: str
    start: Callable[[Path, Mapping[str, str]], Awaitable[Running]]
    environ: Mapping[str, str]
    folder: Path
    shared: Path | None = None
    url: str = ""
    most: int = 50

    @property
    def scheme(self) -> str:
        """The scheme of the websocket: `wss` behind a proxy that encrypts."""
        return "wss" if self.url.startswith("https:") else "ws"


class Server:
    """The handlers of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._public = frozenset({visitors.authority_of(site.url)} - {""})
        self._open: set[web.WebSocketResponse] = set()
        self._ending: set[asyncio.Future[tuple[None, None]]] = set()

    def application(self) -> web.Application:
        """The application with its routes."""
        application = web.Application()
        application.add_routes(
            [
                web.get("/", self._page),
                web.get("/ws", self._terminal),
                web.get("/{name:page[.](?:css|js)}", self._file),
                web.static("/static", str(files("textual_serve") / "static")),
            ]
        )
        application.on_shutdown.append(self._close_all)
        application.on_cleanup.append(self._ended)
        return application

    async def _page(self, request: web.Request) -> web.Response:
        """The page with the terminal; a new visitor gets a token."""
        self._check_host(request)
        websocket = f"{self.site.scheme}://{visitors.authority_of(self.site.url) or request.host}/ws"
        text = Template((_HERE / "page.html").read_text("utf-8"))
        filled = text.substitute(title=escape(self.site.title), websocket=escape(websocket))
        response = web.Response(text=filled, content_type="text/html", headers=_HEADERS)
        token = request.cookies.get(visitors.COOKIE, "")
        response.set_cookie(
            visitors.COOKIE,
            token if visitors.is_token(token) else visitors.new_token(),
            max_age=visitors.YEAR,
            httponly=True,
            samesite="Lax",  # with Strict, a link in a message would lead to an empty record
            secure=self.site.scheme == "wss",
        )
        return response

    async def _file(self, request: web.Request) -> web.FileResponse:
        """The style or the script of the page."""
        return web.FileResponse(_HERE / request.match_info["name"], headers=_HEADERS)

    async def _terminal(self, request: web.Request) -> web.WebSocketResponse:
        """Run the app for a page, from its first frame to the end of either."""
        self._check_host(request)
        if not visitors.is_own_page(request.headers.get("Origin", ""), request.host, self._public):
            raise web.HTTPForbidden(text="Only a page of this server may open its terminal.")
        home = self._home(request)
        websocket = web.WebSocketResponse(heartbeat=HEARTBEAT)
        await websocket.prepare(request)
        if len(self._open) >= self.site.most:
            await websocket.send_bytes(f"All places ({self.site.most}) are taken. Try again later.\r\n".encode())
            await websocket.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return websocket
        self._open.add(websocket)  # before the process starts: others may come while it does
        try:
            await self._run(request, home, websocket)
        finally:
            self._open.discard(websocket)
        return websocket

    async def _run(self, request: web.Request, home: Path, websocket: web.WebSocketResponse) -> None:
        """Run the app for a websocket until either ends."""
        width, height = (_number(request.query.get(name), size) for name, size in (("width", 80), ("height", 24)))
        environ = environment(self.site.environ, _bounded(width), _bounded(height))
        app = AppProcess(await self.site.start(home, environ))
        relay = asyncio.create_task(_relay(app, websocket))
        try:
            async for message in websocket:
                if message.type == WSMsgType.TEXT:
                    await _forward(message.data, app, websocket)
        finally:
            # In a task of its own: a handler can be cancelled, and its process has to end all the same.
            ending = asyncio.gather(app.hang_up(), relay)
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
            await asyncio.shield(ending)

    def _home(self, request: web.Request) -> Path:
        """The home that a visitor's record is in."""
        if self.site.shared is not None:
            return self.site.shared
        token = request.cookies.get(visitors.COOKIE, "")
        if not visitors.is_token(token):
            raise web.HTTPForbidden(text="The page was not loaded from this server, or the browser keeps no cookies.")
        return visitors.visitor_home(self.site.folder, token)

    def _check_host(self, request: web.Request) -> None:
        if not visitors.is_known_host(request.host, self.site.host, self._public):
            raise web.HTTPMisdirectedRequest(text=f"This server is not {request.host}; `tutor serve --url` names it.")

    async def _close_all(self, _: web.Application) -> None:
        """Close every page, which ends the processes behind them."""
        await asyncio.gather(*[websocket.close(code=WSCloseCode.GOING_AWAY) for websocket in self._open])

    async def _ended(self, _: web.Application) -> None:
        """Wait for the processes that are saving."""
        await asyncio.gather(*self._ending, return_exceptions=True)


async def _relay(app: AppProcess, websocket: web.WebSocketResponse) -> None:
    """Show what the app draws, and close the page when the app has ended."""
    await app.relay(websocket.send_bytes)
    await websocket.close()


async def _forward(text: str, app: AppProcess, websocket: web.WebSocketResponse) -> None:
    """Pass on what a page says to its process; what is not of the protocol is ignored."""
    try:
        said = json.loads(text)
    except ValueError:
        return
    match said:
        case ["stdin", str(typed)]:
            await app.typed(typed)
        case ["resize", {"width": int(width), "height": int(height)}]:
            await app.resized(_bounded(width), _bounded(height))
        case ["ping", str(sent)]:
            with contextlib.suppress(ConnectionError):
                await websocket.send_json(["pong", sent])
        case ["focus" | "blur" as event]:
            await app.focused(event == "focus")


def _bounded(size: int) -> int:
    """A number of columns or rows that can be drawn, near what a page asks for."""
    return min(LARGEST, max(1, size))


def _number(text: str | None, otherwise: int) -> int:
    """The number in a query."""
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else otherwise


async def serve(site: Site, ready: Callable[[str], None]) -> None:
    """Serve a site until SIGINT or SIGTERM; `ready` gets its address once it is there.

    Raises:
        OSError: the address cannot be listened on.
    """
    runner = web.AppRunner(Server(site).application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, site.host, site.port).start()
        ready(_address(runner.addresses[0]))
        await _until_signalled()
    finally:
        await runner.cleanup()


async def _until_signalled() -> None:
    """Wait for SIGINT or SIGTERM; on Windows, for the KeyboardInterrupt that ends the loop."""
    ended = asyncio.Event()
    with contextlib.suppress(NotImplementedError):
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await ended.wait()


def _address(name: tuple[str, int]) -> str:
    host, port = name[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
