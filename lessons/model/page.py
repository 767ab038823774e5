"""Pages, their blocks, and items, as frozen values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from lessons.answers import Comparison, Option, Question, Stage, WrongRule
from lessons.model.figure import Figure
from lessons.model.text import Node, Paragraph, Span, Spans


class Prose(Struct, frozen=True, tag=True):
    """Running text."""

    nodes: tuple[Node, ...]
    line: int = 0


def unreadable(fault: Exception, line: int) -> Prose:
    """What stands in the place of a block that names something which cannot be read."""
    return Prose((Paragraph((Span(f"This cannot be shown: {fault}"),)),), line)


class Formula(Struct, frozen=True, tag=True):
    """A displayed formula between paragraphs, in LaTeX."""

    latex: str
    line: int = 0


class FigureBlock(Struct, frozen=True, tag=True):
    """A figure with a caption of one sentence."""

    figure: Figure
    caption: Spans
    line: int = 0


class CodeCell(Struct, frozen=True, tag=True):
    """Python source and its printed output; the cells of a page share one namespace, top to bottom."""

    source: str
    output: str
    line: int = 0


class ItemBlock(Struct, frozen=True, tag=True):
    """An item, answered in place."""

    item: str
    line: int = 0


class DemoBlock(Struct, frozen=True, tag=True):
    """A link to a demo."""

    demo: str
    text: Spans
    line: int = 0


class ExerciseBlock(Struct, frozen=True, tag=True):
    """A link to an exercise."""

    exercise: str
    text: Spans
    line: int = 0


class Pitfall(Struct, frozen=True, tag=True):
    """A common mistake, in a box."""

    title: str
    nodes: tuple[Node, ...]
    line: int = 0


class SidePath(Struct, frozen=True, tag=True):
    """Optional reading that nothing later needs, in a box."""

    title: str
    nodes: tuple[Node, ...]
    line: int = 0


class Why(Struct, frozen=True, tag=True):
    """A longer reason, folded until the learner asks for it; its title is the question it answers."""

    title: str
    nodes: tuple[Node, ...]
    line: int = 0


class OwnRow(Struct, frozen=True):
    """Recall after a number of days: the predicted probability, and hits out of tries."""

    days: int
    predicted: float
    hits: int
    tries: int


class OwnData(Struct, frozen=True, tag=True):
    """A paragraph and a chart about the learner's own record.

    `own` is shown once the record has enough data, `example`, about `data`, until then. In both, `{{name}}` stands
    for a number.
    """

    kind: str
    own: str
    example: str
    data: tuple[OwnRow, ...]
    line: int = 0


Block = (
    Prose
    | Formula
    | FigureBlock
    | CodeCell
    | ItemBlock
    | DemoBlock
    | ExerciseBlock
    | Pitfall
    | SidePath
    | Why
    | OwnData
)
CAN_NOW = "You can now"
"""How the sentence begins that ends a page."""

DOABLE = (ItemBlock, DemoBlock, ExerciseBlock)


class Page(Struct, frozen=True):
    """A page: a few minutes of reading and doing."""

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
        """Reading time of the prose in minutes, at 220 words a minute."""
        return self.words / 220

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of its items, in order."""
        return tuple(block.item for block in self.blocks if isinstance(block, ItemBlock))

    @property
    def demos(self) -> tuple[str, ...]:
        """The ids of its demos, in order."""
        return tuple(block.demo for block in self.blocks if isinstance(block, DemoBlock))

    @property
    def exercises(self) -> tuple[str, ...]:
        """The ids of its exercises, in order."""
        return tuple(block.exercise for block in self.blocks if isinstance(block, ExerciseBlock))


class Step(Struct, frozen=True):
    """One step of a worked solution: what is done, and its result.

    `cell` is the 0-based (row, column) of the answer that this step fills, if it fills one. A step with a `lead`
    (LaTeX, the left-hand side without the result) and a `value` is a cell of the worksheet. `follow` computes the
    value that is consistent with the learner's values of all worksheet cells before it, in order.
    """

    text: str
    value: str = ""
    cell: tuple[int, int] | None = None
    lead: str = ""
    follow: Callable[[tuple[float, ...]], float] | None = None


class Item(Struct, frozen=True):
    """One draw of a question: everything needed to ask and judge it."""

    id: str
    kind: str
    skills: tuple[str, ...]
    seed: int
    prompt: str
    answer: str
    form: str = ""  # broken, counterexample or finish: what kind of thinking it asks for beside its kind of answer
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
    own_names: bool = False  # rule: whether it has to stand in the names of the question
    condition: Callable[[tuple[float, ...]], str] | None = None  # what any right answer fulfils; see Question
    model: str = ""  # explain: an answer that would do
    rubric: tuple[str, ...] = ()  # explain: what a learner looks for in their own words
    given: tuple[tuple[str, str], ...] = ()  # the numbers drawn, by name
    exact: str = ""  # the answer in every figure, where `answer` shows it rounded

    @property
    def question(self) -> Question:
        """The item as `lessons.answers` judges it."""
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
            condition=self.condition,
            own_names=self.own_names,
        )
