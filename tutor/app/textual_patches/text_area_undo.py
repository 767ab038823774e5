"""A TextArea in which undo and redo across the appearance of the scrollbar do not raise.

Patch of Textual 8.2.8 (Textualize/textual#6686): undo and redo change the document, refresh its size, and only then
move the cursor. If the scrollbar comes or goes in between, the text area scrolls to a cursor that lies beyond the
document, and the program ends. `tests/ui/test_textual_patches.py` fails for another version of Textual.
"""

from __future__ import annotations

from textual.geometry import Offset
from textual.widgets import TextArea


class UndoSafeTextArea(TextArea):
    """A text area that does not scroll to a cursor beyond its document."""

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll the cursor into view; nothing happens while it is beyond the document, during undo and redo."""
        row, column = self.cursor_location
        if row >= self.document.line_count or column > len(self.document.get_line(row)):
            return Offset(0, 0)
        return super().scroll_cursor_visible(center, animate)

    @property
    def cursor_rows(self) -> tuple[int, int]:
        """The row of the cursor, counted from the first row that is shown."""
        return self.cursor_screen_offset.y - self.content_region.y, 1

    def action_undo(self) -> None:
        """Undo, then scroll to where the cursor came to."""
        self.undo()
        self.scroll_cursor_visible()

    def action_redo(self) -> None:
        """Redo, then scroll to where the cursor came to."""
        self.redo()
        self.scroll_cursor_visible()
