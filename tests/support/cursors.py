"""Where the cursor of an app is on its screen."""

from __future__ import annotations

from textual.geometry import Region

from tutor.app.app import TutorApp
from tutor.app.widgets.cursor_row import cursor_region


def cursor_is_seen(app: TutorApp) -> bool:
    """Whether all rows of the cursor are on the screen, below the header and above the key line."""
    assert app.focused is not None
    return Region(0, 1, app.size.width, app.size.height - 2).contains_region(cursor_region(app.focused))
