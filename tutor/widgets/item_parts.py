"""What a question is made of beside its answer box: its words, what stands before the box, what is said below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.look import sign
from tutor.notation import Line, inline
from tutor.typeset import joined, markdown, words
from tutor.widgets.lines import Lines

if TYPE_CHECKING:
    from tutor.widgets.item_view import ItemView

_INDENT = 2


class Prompt(Lines):
    """The question, with a sign for how it stands."""

    def __init__(self, view: ItemView) -> None:
        super().__init__()
        self.view = view

    def typeset(self, width: int) -> list[Line]:
        standing = self.view.standing
        role = {"right": "good", "wrong": "bad"}.get(standing, "accent")
        mark = sign({"open": "cursor", "shown": "begun"}.get(standing, standing), self.plain)
        title = {"right": "Done", "shown": "Shown", "wrong": "Not yet"}.get(standing, "Your turn")
        sure = f"   {self.view.sure} % sure" if self.view.sure is not None else ""
        head = joined(words(mark + " ", role, bold=True), words(title, role, bold=True), words(sure, "dim"))
        prompt, room = self.view.item.prompt, width - _INDENT
        body = self.inked(("prompt", prompt), room, lambda: markdown(prompt, room, self.plain))
        return [head, *(_indented(line) for line in body), ()]


class Lead(Lines):
    """What stands before the answer box: the left-hand side."""

    DEFAULT_CSS = "Lead { width: auto; margin-left: 2; }"

    def __init__(self, latex: str) -> None:
        super().__init__()
        self.latex = latex

    def typeset(self, width: int) -> list[Line]:
        return self.inked(("lead", self.latex), 0, self._lead)

    def _lead(self) -> list[Line]:
        if not self.latex:
            return [words(sign("cursor", self.plain))]
        return [joined(*inline(self.latex, self.plain), words(" "))]

    def get_content_width(self, *_: object) -> int:
        return len(self.typeset(0)[0])


class Aftermath(Lines):
    """Below the box: what was understood, the verdict, the hints, the solution, the keys that help."""

    def __init__(self, view: ItemView) -> None:
        super().__init__()
        self.view = view

    def typeset(self, width: int) -> list[Line]:
        return [_indented(line) for line in self.view.aftermath(width - _INDENT, self.plain)]

    def on_resize(self) -> None:
        self.view.post_message(self.view.Grown(self.view))


def _indented(line: Line) -> Line:
    return joined(words(" " * _INDENT), line)
