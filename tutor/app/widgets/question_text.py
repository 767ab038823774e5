"""What a question is made of beside its answer box, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.layout import ArrangeResult
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget

from tutor.app.theme import sign
from tutor.app.widgets.lines import Lines
from tutor.app.widgets.ordering_input import OrderingInput
from tutor.app.widgets.text_input import TextInput
from tutor.rendering.notation import Line, inline
from tutor.rendering.typeset import joined, markdown, words

if TYPE_CHECKING:
    from tutor.app.widgets.input_factory import Box
    from tutor.app.widgets.question import QuestionView

_INDENT = 2


class QuestionText(Lines):
    """All the words of a question: what is asked, what stands before the box, what is said below it.

    One widget, for a page has many questions; the box stands in the rows that are left free for it.
    """

    def __init__(self, view: QuestionView) -> None:
        super().__init__()
        self.view = view
        self.gap = 1
        self._above: tuple[tuple[object, ...], list[Line]] = ((), [])

    @property
    def lead(self) -> Line:
        """What stands before the box, on its first row."""
        latex = self.view.item.lead
        if not latex:
            return words(sign("cursor", self.plain))
        return self.inked(("lead", latex), 0, lambda: [joined(*inline(latex, self.plain), words(" "))])[0]

    def above(self, width: int) -> list[Line]:
        """The question, with a sign for how it stands."""
        state = (self.view.item.prompt, self.view.standing, self.view.sure, width)
        if self._above[0] != state:
            self._above = (state, self._question(width))
        return self._above[1]

    def _question(self, width: int) -> list[Line]:
        standing = self.view.standing
        role = {"right": "good", "wrong": "bad"}.get(standing, "accent")
        mark = sign({"open": "cursor", "shown": "begun"}.get(standing, standing), self.plain)
        title = {"right": "Done", "shown": "Shown", "wrong": "Not yet"}.get(standing, "Your turn")
        sure = f"   {self.view.sure} % sure" if self.view.sure is not None else ""
        head = joined(words(mark + " ", role, bold=True), words(title, role, bold=True), words(sure, "dim"))
        prompt, room = self.view.item.prompt, width - _INDENT
        body = self.inked(("prompt", prompt), room, lambda: markdown(prompt, room, self.plain))
        return [head, *(_indented(line) for line in body), ()]

    @property
    def left(self) -> int:
        """How many columns stand before the box."""
        return _INDENT + len(self.lead) if self.view.leads else 0

    def with_box(self, box: Box, width: int) -> list[Line]:
        """The lines with the box in its rows, as it looks before it is worked at."""
        indent = 0 if isinstance(box, TextInput | OrderingInput) else _INDENT
        boxed = box.lines(width - self.left - indent)
        self.make_room(len(boxed))
        lines, top = list(self.lines(width)), len(self.above(width))
        for row, line in enumerate(boxed, top):
            lines[row] = joined(lines[row], words(" " * (self.left + indent - len(lines[row]))), line)
        return lines

    def make_room(self, rows: int) -> None:
        """Leave so many rows free for the box."""
        if rows != self.gap:
            self.gap = rows
            self._set = None

    def typeset(self, width: int) -> list[Line]:
        first = _indented(self.lead) if self.view.leads else ()
        below = self.view.aftermath(width - _INDENT, self.plain)
        return [*self.above(width), first, *[()] * (self.gap - 1), *map(_indented, below)]

    def on_resize(self) -> None:
        self.view.post_message(self.view.Grown(self.view))


class QuestionLayout(VerticalLayout):
    """The box in the rows that the words leave free for it; below them what else there is.

    No height in it depends on the room there is, so none is given: that way it is worked out once.
    """

    name = "asked"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        words, box, *rest = children
        assert isinstance(words, QuestionText)
        (boxed,) = super().arrange(parent, [box], Size(size.width - words.left, 0), greedy)
        words.make_room(boxed.region.height)
        room = Size(size.width, 0)
        (worded,) = super().arrange(parent, [words], room, greedy)
        # Not the height that Textual gives: it keeps that until the words themselves ask for another.
        width, down = worded.region.width, len(words.lines(worded.region.width))
        return [
            worded._replace(region=Region(0, 0, width, down)),
            boxed._replace(region=boxed.region.translate((words.left, len(words.above(size.width)))), order=1),
            *(
                place._replace(region=place.region.translate((0, down)))
                for place in (super().arrange(parent, rest, room, greedy) if rest else [])
            ),
        ]


def _indented(line: Line) -> Line:
    return joined(words(" " * _INDENT), line)
