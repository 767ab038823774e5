"""What boxes with options have in common: how one is set."""

from __future__ import annotations

from tutor.app.widgets.lines import Lines
from tutor.rendering.notation import Line


class Options(Lines):
    """Shows options, each a paragraph of Markdown."""

    def option(self, text: str, width: int, lead: str) -> list[Line]:
        """The option behind a sign, continued under the text and not under the sign."""
        from tutor.rendering.article import wrap_markdown

        return self.inked(("option", lead, text), width, lambda: wrap_markdown(text, width, self.plain, lead))
