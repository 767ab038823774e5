"""Textual's driver for browsers, with other characters for those that a font lacks."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.drivers.web_driver import WebDriver


class BrowserDriver(WebDriver):
    """A driver whose terminal is a page that textual-serve or textual-web shows."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._substitutes: dict[int, str] = dict(getattr(app, "substitutes", {}))

    def write(self, data: str) -> None:
        """Write to the page."""
        super().write(data.translate(self._substitutes) if self._substitutes else data)
