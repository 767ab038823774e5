"""A page as a document: blocks that give their lines, and where each stands. Pure; knows nothing of widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from lessons.course import Course
from lessons.model.demo import Demo
from lessons.model.page import (
    CodeCell,
    DemoBlock,
    ExerciseBlock,
    FigureBlock,
    Formula,
    OwnData,
    Page,
    Pitfall,
    Prose,
    SidePath,
    Why,
)
from lessons.model.text import Span
from lessons.outline import Outline
from tutor.learning.question_state import QuestionState
from tutor.rendering.answer_feedback import OFFERS, Offers
from tutor.rendering.article import prerequisite_lines
from tutor.rendering.blocks import FIGURE_WIDTH, figure_block, own_height, own_lines, passive_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.line_memo import LineMemo
from tutor.rendering.notation import Line
from tutor.rendering.question import question_lines
from tutor.rendering.typeset import joined, words, wrap

if TYPE_CHECKING:
    from tutor.learning.scheduling.recall_trials import Trial

APART = 1  # rows between blocks


class Prerequisites(Struct, frozen=True):
    """The skills that the page assumes, above its first block."""

    outline: Outline
    page: Page

    def lines(self, width: int, ascii_only: bool, memo: LineMemo) -> list[Line]:
        """The lines at a width."""
        return prerequisite_lines(self.outline, self.page, RenderContext(width, ascii_only))


class Passage(Struct, frozen=True):
    """A block that is only read."""

    block: Prose | Formula | Pitfall | SidePath

    def lines(self, width: int, ascii_only: bool, memo: LineMemo) -> list[Line]:
        """The lines at a width."""
        return memo.lines(
            self.block, width, ascii_only, lambda: passive_lines(self.block, RenderContext(width, ascii_only))
        )


class Illustration(Struct, frozen=True):
    """A figure with its caption; blank rows and the caption until the figure is drawn."""

    block: FigureBlock

    def lines(self, width: int, ascii_only: bool, memo: LineMemo) -> list[Line]:
        """The lines at a width."""
        across = min(width, FIGURE_WIDTH)
        drawn = memo.find(self.block, across, ascii_only)
        if drawn is not None:
            return drawn
        caption = wrap(self.block.caption, RenderContext(across, ascii_only)) if self.block.caption else []
        return [*[()] * self.block.figure.height, *caption]

    def is_drawn(self, width: int, ascii_only: bool, memo: LineMemo) -> bool:
        """Whether the figure was drawn for this width."""
        return memo.find(self.block, min(width, FIGURE_WIDTH), ascii_only) is not None

    def draw(self, width: int, ascii_only: bool, memo: LineMemo) -> None:
        """Draw the figure. Takes tens of milliseconds, the first time a fifth of a second."""
        across = min(width, FIGURE_WIDTH)
        memo.keep(self.block, across, ascii_only, figure_block(self.block, RenderContext(across, ascii_only)))


class PersonalRecord(Struct, frozen=True):
    """A block about the learner's own record; blank rows until the record is read."""

    block: OwnData
    data: tuple[Trial, ...] | None = None

    def lines(self, width: int, ascii_only: bool, memo: LineMemo) -> list[Line]:
        """The lines at a width; their number does not depend on the record."""
        context = RenderContext(width, ascii_only)
        rows = own_height(self.block, context)
        lines = [] if self.data is None else own_lines(self.block, self.data, context)
        return [*lines, *[()] * (rows - len(lines))]


class Question(Struct, frozen=True):
    """A question in its current state."""

    course: Course
    state: QuestionState
    offers: Offers = OFFERS

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.state.settled

    def lines(self, width: int, ascii_only: bool, memo: LineMemo) -> list[Line]:
        """The lines at a width."""
        return question_lines(self.course, self.state, width, ascii_only, memo, self.offers)


class DemoLink(Struct, frozen=True):
    """A link to a demo."""

    demo: Demo
    block: DemoBlock
    met: int = 0
    visited: bool = False

    @property
    def settled(self) -> bool:
        """Whether a challenge of the demo was met, or the demo was opened in this session."""
        return self.met > 0 or self.visited

    def lines(self, width: int, ascii_only: bool, memo: LineMemo, focused: bool = False) -> list[Line]:
        """The lines at a width."""
        goals, room = len(self.demo.challenges), width - _EDGE - 1
        status = (
            f"{self.met} of {goals} challenges met" if self.met else f"{goals} challenge{'s' if goals != 1 else ''}"
        )
        mark = sign("done" if self.met >= goals else "begun" if self.met else "cursor", ascii_only)
        lead = words(f"{mark} Demo: ", "accent", bold=True)
        head = joined(lead, words(self.demo.title, bold=True, ascii_only=ascii_only))
        beside = joined(head, words(f"   {status}", "dim"))
        heads = [beside] if len(beside) <= room else [head, words(f"  {status}", "dim")]
        return _edged(
            [*heads, *wrap(self.block.text, RenderContext(room, ascii_only)), _opens(ascii_only)], ascii_only, focused
        )


class ExerciseLink(Struct, frozen=True):
    """A link to an exercise; `status` is new, begun or done."""

    title: str
    block: ExerciseBlock
    status: str = "new"
    visited: bool = False

    @property
    def settled(self) -> bool:
        """Whether its program was ever checked, or the exercise was opened in this session."""
        return self.status != "new" or self.visited

    def lines(self, width: int, ascii_only: bool, memo: LineMemo, focused: bool = False) -> list[Line]:
        """The lines at a width."""
        room = width - _EDGE - 1
        mark = sign({"new": "cursor"}.get(self.status, self.status), ascii_only)
        suffix = {"new": "", "begun": "   begun", "done": "   passed"}[self.status]
        title = wrap((Span(f"Exercise: {self.title}", strong=True),), RenderContext(room - 2, ascii_only))
        lead = words(f"{mark} ", "accent", bold=True)
        head = [joined(lead if row == 0 else words("  "), line) for row, line in enumerate(title)]
        status_line = joined(_opens(ascii_only), words(suffix, "dim"))
        return _edged(
            [*head, *wrap(self.block.text, RenderContext(room, ascii_only)), status_line], ascii_only, focused
        )


COVERED = "run it when you have an answer"
"""What stands in place of the output of a cell below an open question."""


class CodeLink(Struct, frozen=True):
    """A code cell; it opens in the editor.

    Attributes:
        block: The cell.
        own: Whether the learner has a version of their own.
        visited: Whether it was opened.
        covered: Whether its output is left out, because the question above is open and the output may answer it.
    """

    block: CodeCell
    own: bool = False
    visited: bool = False
    covered: bool = False

    def lines(self, width: int, ascii_only: bool, memo: LineMemo, focused: bool = False) -> list[Line]:
        """The lines at a width."""
        shown = self.block
        if self.covered and shown.output:
            shown = CodeCell(shown.source, COVERED, shown.line)
        lines = memo.lines(shown, width, ascii_only, lambda: passive_lines(shown, RenderContext(width, ascii_only)))
        note = words("   yours is another by now; e opens it", "dim", ascii_only=ascii_only)
        return [*lines, note] if self.own else lines


class Explanation(Struct, frozen=True):
    """A longer reason, folded to the question it answers until the learner unfolds it in place."""

    block: Why
    unfolded: bool = False

    def lines(self, width: int, ascii_only: bool, memo: LineMemo, focused: bool = False) -> list[Line]:
        """The lines at a width."""
        room = width - _EDGE - 1
        if self.unfolded:
            context = RenderContext(room, ascii_only)
            content = memo.lines(self.block, room, ascii_only, lambda: passive_lines(self.block, context))
        else:
            question = wrap((Span(self.block.title, strong=True),), RenderContext(room, ascii_only))
            label = "enter unfolds the reason" if ascii_only else "⏎ unfolds the reason"
            content = [*question, words(label, "accent")]
        return _edged(content, ascii_only, focused)


Link: TypeAlias = DemoLink | ExerciseLink | CodeLink | Explanation
LINKS = (DemoLink, ExerciseLink, CodeLink, Explanation)
PageBlock: TypeAlias = Passage | Illustration | PersonalRecord | Question | Link

_EDGE = 2


def _edged(lines: Sequence[Line], ascii_only: bool, focused: bool) -> list[Line]:
    """Lines to the right of an edge that shows the focus."""
    edge = words(("| " if focused else "  ") if ascii_only else "▌ ", "accent" if focused else "edge")
    return [joined(edge, line) for line in lines]


def _opens(ascii_only: bool) -> Line:
    return words("enter opens it" if ascii_only else "⏎ opens it", "accent")


class Place(NamedTuple):
    """The row at which a block begins, and how many it has."""

    top: int
    rows: int


class Layout(NamedTuple):
    """Where the blocks of a page stand.

    Attributes:
        places: The place of each block; of a figure in the margin, its rows there.
        rows: All rows of the column of text, with the blank one after the last block.
        margin_rows: All rows of the margin.
    """

    places: tuple[Place, ...]
    rows: int
    margin_rows: int


class PageDocument:
    """The blocks of one page in order. A block changes by being replaced by another."""

    def __init__(
        self,
        page: Page,
        blocks: Sequence[PageBlock],
        memo: LineMemo,
        *,
        prerequisites: Prerequisites | None = None,
        ascii_only: bool = False,
    ) -> None:
        self.page, self.memo, self.ascii_only = page, memo, ascii_only
        self.blocks = list(blocks)
        self._prerequisites = prerequisites
        self._lines: dict[tuple[int, int], tuple[object, list[Line]]] = {}
        self._layouts: dict[tuple[int, int, tuple[int, int] | None], tuple[int | None, Layout]] = {}

    def replace(self, index: int, block: PageBlock) -> bool:
        """Replace a block. Returns whether the page looks different."""
        changed = block != self.blocks[index]
        self.blocks[index] = block
        self._layouts.clear()
        return changed

    def index_of(self, link: Link) -> int | None:
        """The index of a link; None where it is of another page."""
        links = ((index, self.blocks[index]) for index in self.of(*LINKS))
        matches = (index for index, block in links if isinstance(block, type(link)) and block.block is link.block)
        return next(matches, None)

    def visit(self, index: int) -> None:
        """Note that a link was opened."""
        block = self.blocks[index]
        if isinstance(block, DemoLink | ExerciseLink | CodeLink):
            self.replace(index, replace(block, visited=True))

    def of(self, *kinds: type[PageBlock]) -> list[int]:
        """The indices of the blocks of these kinds."""
        return [index for index, block in enumerate(self.blocks) if isinstance(block, kinds)]

    def lines_of(self, index: int, width: int, block: PageBlock | None = None) -> list[Line]:
        """The lines of a block, or of `block`, which is about to replace it; cached."""
        block = block or self.blocks[index]
        cached = self._lines.get((index, width))
        if cached is not None and (cached[0] is block or cached[0] == block):
            return cached[1]
        lines = block.lines(width, self.ascii_only, self.memo)
        if not isinstance(block, Illustration) or block.is_drawn(width, self.ascii_only, self.memo):
            self._lines[index, width] = block, lines
        return lines

    def layout(self, width: int, margin: int = 0, live: tuple[int, int] | None = None) -> Layout:
        """The layout of the blocks; cached, because a key asks for it thirty times: until another figure is drawn.

        Text keeps its order; each figure in the margin begins where the block before it does, or below the last one.

        Args:
            width: Columns of the text.
            margin: Columns of the margin; 0 where figures stand between the text.
            live: A block that is not drawn from the document, by index, and its rows.
        """
        asked = width, margin, live
        kept, layout = self._layouts.get(asked, (-1, None))
        if layout is not None and kept in (None, self.memo.kept):
            return layout
        kept = self.memo.kept
        figures = [block for block in self.blocks if isinstance(block, Illustration)]
        is_final = all(figure.is_drawn(margin or width, self.ascii_only, self.memo) for figure in figures)
        layout = self._laid_out(width, margin, live)
        self._layouts[asked] = None if is_final else kept, layout
        return layout

    def _laid_out(self, width: int, margin: int, live: tuple[int, int] | None) -> Layout:
        text_rows = level = margin_rows = 0
        if self._prerequisites is not None:
            text_rows = len(self._preface(width)) + APART
        places: list[Place] = []
        for index, block in enumerate(self.blocks):
            if margin and isinstance(block, Illustration):
                rows = len(self.lines_of(index, margin))
                top = max(level, margin_rows)
                margin_rows = top + rows + APART
            else:
                rows = live[1] if live is not None and live[0] == index else len(self.lines_of(index, width))
                top = level = text_rows
                text_rows += rows + APART
            places.append(Place(top, rows))
        return Layout(tuple(places), text_rows, margin_rows)

    def text(self, width: int, margin: int = 0) -> list[Line]:
        """The rows of the column of text."""
        lines = [*self._preface(width), ()] if self._prerequisites is not None else []
        for index, block in enumerate(self.blocks):
            if not (margin and isinstance(block, Illustration)):
                lines += [*self.lines_of(index, width), ()]
        return lines

    def margin_text(self, width: int, margin: int, live: tuple[int, int] | None = None) -> list[Line]:
        """The rows of the margin; arguments as `layout` takes them."""
        layout = self.layout(width, margin, live)
        lines: list[Line] = [()] * max(0, layout.margin_rows - APART)
        for index in self.of(Illustration):
            place = layout.places[index]
            lines[place.top : place.top + place.rows] = self.lines_of(index, margin)
        return lines

    def _preface(self, width: int) -> list[Line]:
        assert self._prerequisites is not None
        cached = self._lines.get((-1, width))
        if cached is None:
            cached = self._lines[-1, width] = None, self._prerequisites.lines(width, self.ascii_only, self.memo)
        return cached[1]
