"""What boxes with options have in common: how one is set."""

from __future__ import annotations

from tutor.app.widgets.lines import Lines
from tutor.rendering.answer_boxes import option_setter
from tutor.rendering.notation import Line


class Options(Lines):
    """Shows options, each a paragraph of Markdown."""

    def option(self, text: str, width: int, lead: str) -> list[Line]:
        """The option behind a sign, continued under the text and not under the sign."""
        return option_setter(self.memo, self.plain)(text, width, lead)
