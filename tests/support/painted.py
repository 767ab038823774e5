"""What a screen of the app shows, row by row."""

from __future__ import annotations

from textual.app import App
from textual.strip import Strip


def painted_rows(app: App[None]) -> list[Strip]:
    """The rows of the current screen. Textual has no public name for what its compositor holds."""
    return app.screen._compositor.render_strips()
