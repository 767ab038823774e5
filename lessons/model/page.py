"""Pages, blocks and items as frozen values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from lessons.answers import Comparison, Option, Question, Stage, WrongRule
from lessons.model.figure import Figure
from lessons.model.text import Node, Spans


class Prose(Struct, frozen=True, tag=True):
    """Text to be read."""

    nodes: tuple[Node, ...]
    line: int = 0


class Formula(Struct, frozen=True, tag=True):
    """A displayed formula of the page itself."""

    latex: str
    line: int = 0


class FigureBlock(Struct, frozen=True, tag=True):
    """A picture with the one sentence that says what to see in it."""

    figure: Figure
    caption: Spans
    line: int = 0


class CodeCell(Struct, frozen=True, tag=True):
    """Python source and what it prints; the cells of a page share their names, top to bottom."""

    source: str
    output: str
    line: int = 0


class ItemBlock(Struct, frozen=True, tag=True):
    """A question, answered where it stands."""

    item: str
    line: int = 0


class DemoBlock(Struct, frozen=True, tag=True):
    """A demo, opened from where it stands."""

    demo: str
    text: Spans
    line: int = 0


class ExerciseBlock(Struct, frozen=True, tag=True):
    """An exercise, opened from where it stands."""

    exercise: str
    text: Spans
    line: int = 0


class Pitfall(Struct, frozen=True, tag=True):
    """A way of going wrong, said where it bites."""

    title: str
    nodes: tuple[Node, ...]
    line: int = 0


class SidePath(Struct, frozen=True, tag=True):
    """Something worth knowing that nothing later needs, marked as such."""

    title: str
    nodes: tuple[Node, ...]
    line: int = 0


class OwnRow(Struct, frozen=True):
    """So many tries after so many days: the recall that was predicted for them, and how many were hits."""

    days: int
    predicted: float
    hits: int
    tries: int


class OwnData(Struct, frozen=True, tag=True):
    """A paragraph about the learner's own record, with a picture. `example`, about `data`, stands in until there is
    enough of it; numbers in both are names in double braces."""

    what: str
    own: str
    example: str
    data: tuple[OwnRow, ...]
    line: int = 0


Block = Prose | Formula | FigureBlock | CodeCell | ItemBlock | DemoBlock | ExerciseBlock | Pitfall | SidePath | OwnData
DOABLE = (ItemBlock, DemoBlock, ExerciseBlock)


class Page(Struct, frozen=True):
    """One sitting of a few minutes."""

    id: str
    title: str
    rung: str
    teaches: tuple[str, ...]
    leans_on: tuple[str, ...]
    blocks: tuple[Block, ...]
    words: int
    place: str = ""

    @property
    def minutes(self) -> float:
        """Reading time of the prose at 220 words a minute."""
        return self.words / 220

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(block.item for block in self.blocks if isinstance(block, ItemBlock))

    @property
    def demos(self) -> tuple[str, ...]:
        return tuple(block.demo for block in self.blocks if isinstance(block, DemoBlock))

    @property
    def exercises(self) -> tuple[str, ...]:
        return tuple(block.exercise for block in self.blocks if isinstance(block, ExerciseBlock))


class Step(Struct, frozen=True):
    """One step of a worked solution: what is done, and what comes out of it.

    `cell` is the 0-based (row, column) of the answer that this step fills, where it fills one. A step with a `lead`
    (LaTeX, the left-hand side without the result) and a `value` is a cell of the worksheet. `follow` gives the value
    that is consistent with the learner's own earlier cells (the values of all worksheet cells before it, in order).
    """

    text: str
    value: str = ""
    cell: tuple[int, int] | None = None
    lead: str = ""
    follow: Callable[[tuple[float, ...]], float] | None = None


class Item(Struct, frozen=True):
    """A question with its numbers drawn: all that asking and judging it needs."""

    id: str
    kind: str
    skills: tuple[str, ...]
    seed: int
    prompt: str
    answer: str
    wrong_rules: tuple[WrongRule, ...] = ()
    options: tuple[Option, ...] = ()
    hints: tuple[str, ...] = ()
    explanation: str = ""
    steps: tuple[Step, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    rule: Comparison | None = None
    accept: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    reject: tuple[
        str, ...
    ] = ()  # answers that have to be wrong: the item's own test cases, with `accept` and `invalid`
    invalid: tuple[str, ...] = ()  # answers that cannot be read, and cost nothing
    before: tuple[tuple[str, str], ...] = ()
    log_base: str = "e"
    strategy: str = ""
    lead: str = ""  # LaTeX before the answer box, such as `\mathbf a \cdot \mathbf b =`
    shape: tuple[int, int] | None = None  # rows, columns of a matrix answer
    zero_log_zero: bool = False  # whether 0 log 0 counts as 0
    model: str = ""  # explain: an answer that would do
    rubric: tuple[str, ...] = ()  # explain: what a learner looks for in their own words
    given: tuple[tuple[str, str], ...] = ()  # the numbers drawn, by name
    exact: str = ""  # the answer in every figure, where `answer` shows it rounded

    @property
    def question(self) -> Question:
        return Question(
            kind="multi" if self.kind == "explain" else self.kind,
            expected=self.exact or self.answer,
            names=self.names,
            rule=self.rule,
            wrong=self.wrong_rules,
            options=self.options,
            before=self.before,
            accept=self.accept,
            forbid=self.forbid,
            log_base=self.log_base,
            zero_log_zero=self.zero_log_zero,
            steps=tuple(Stage(step.text, step.value, step.lead) for step in self.steps),
            given=self.given,
            about=(self.lead, self.prompt),
        )
