"""What boxes with options have in common: how one is set."""

from __future__ import annotations

from collections.abc import Sequence

from lessons.answers import Option
from tutor.app.widgets.lines import Lines
from tutor.rendering.answer_boxes import option_setter
from tutor.rendering.notation import Line


class Options(Lines):
    """Shows options, each a paragraph of Markdown."""

    def option(self, text: str, width: int, lead: str) -> list[Line]:
        """The option behind a sign, continued under the text and not under the sign."""
        return option_setter(self.memo, self.plain)(text, width, lead)


NOT_OPTIONS = "The pasted text is not made of the letters of the options, so nothing was changed."


def letters_of(text: str, options: Sequence[Option]) -> list[str] | None:
    """Return the ids of options in a text such as `c, a` or `c a`; None if there is anything else in it."""
    ids = text.replace(",", " ").split()
    return ids if ids and {option.id for option in options}.issuperset(ids) else None
