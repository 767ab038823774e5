"""The learner's own numbers: time, accuracy, recall, calibration; how sure each can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType

from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.learning.labels import minutes
from tutor.learning.scheduling.misconceptions import misconceptions
from tutor.learning.scheduling.statistics import ENOUGH, Proportion, Statistics, learner_statistics
from tutor.rendering.figures import calibration_figure, recall_figure
from tutor.rendering.typeset import joined, words, wrap_plain

if TYPE_CHECKING:
    from lessons.model.figure import Figure

_EMPTY = (
    "Nothing to count yet. Time and accuracy appear with the first answers; recall needs answers on different days."
)
_RECALL = "Recall: first tries of a day, right without help, by how long ago the question was tried before."
_BARS = "Each bar is a 95 % Wilson interval: what the share behind the counts could be."
_LABEL = 14  # columns


class StatisticsData(Struct, frozen=True):
    """The numbers, and how many misconceptions are active and resolved."""

    numbers: Statistics
    active: int
    resolved: int


class StatisticsScreen(ListScreen[StatisticsData]):
    """What the record says of the learner, and what it cannot say yet."""

    HELP_TEXT = f"""
Your own numbers, from your record and nothing else. A share of fewer than {ENOUGH} answers says little, so
it is not drawn; the interval says how little.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "app.misconceptions", "misconceptions"),
        Binding("c", "app.checklist", "checklist"),
    ]

    def gather(self) -> StatisticsData:
        import tutor.rendering.charts.canvas  # noqa: F401  its drawing library takes a moment to load

        session, now = self.session, self.session.now()
        slips = misconceptions(session.course, session.state, now)
        active = sum(one.active for one in slips)
        return StatisticsData(learner_statistics(session.state, now), active, len(slips) - active)

    def header(self, found: StatisticsData | None) -> tuple[str, str]:
        return "Your record", f"{found.numbers.accuracy.total} answers" if found else ""

    def rows(self, found: StatisticsData, width: int) -> list[Row]:
        own = found.numbers
        if not own.accuracy.total:
            return [*self.say(_EMPTY, width), Row(), *self._ways(found, width)]
        rows = [
            *self._ways(found, width),
            Row(),
            *self._line("Time spent", minutes(own.seconds), width),
            *self._line("Accuracy", said(own.accuracy), width),
            *self._line("Today", said(own.today, "first tries right") if own.today.total else "nothing yet", width),
            Row(),
        ]
        return [*rows, *self._recall(own, width), *self._calibration(own, width)]

    def _line(self, label: str, text: str, width: int) -> Iterator[Row]:
        head, blank = words(f"{label:<{_LABEL}}", "dim"), words(" " * _LABEL)
        for row, line in enumerate(wrap_plain(text, width - _LABEL, "", self.session.plain)):
            yield Row(joined(blank if row else head, line))

    def _recall(self, own: Statistics, width: int) -> Iterator[Row]:
        yield from self.say(_RECALL, width)
        if any(share.enough for share in own.recall.values()):
            yield from self._picture(recall_figure(own.recall), width)
            yield from self.say(_BARS, width, "dim")
        for days, share in own.recall.items():
            yield from self._line(f"{days} day{'s' * (days > 1)}", said(share), width)
        yield Row()

    def _calibration(self, own: Statistics, width: int) -> Iterator[Row]:
        yield from self.say("Calibration: how often you were right when you said how sure you were.", width)
        if not own.calibration:
            yield from self.say("None yet: ctrl+y before an answer says how sure you are.", width, "dim")
            return
        if sum(one.share.total for one in own.calibration) >= ENOUGH:
            yield from self._picture(calibration_figure(own.calibration), width)
        for one in own.calibration:
            yield from self._line(f"{one.confidence} % sure", said(one.share), width)
        yield Row()

    def _picture(self, figure: Figure, width: int) -> Iterator[Row]:
        from tutor.rendering.blocks import figure_lines

        for line in figure_lines(figure, min(width, 60), figure.height, self.session.plain):
            yield Row(line)

    def _ways(self, found: StatisticsData, width: int) -> Iterator[Row]:
        slips = f"Misconceptions: {found.active} active, {found.resolved} resolved"
        yield from self.entry(slips, "misconceptions:", width)
        yield from self.entry("Checklist, with its evidence", "outcome:", width)

    def chosen(self, kind: str, what: str) -> None:
        if kind == "misconceptions":
            self.tutor.open_misconceptions()
        else:
            self.tutor.open_thing(kind, what)


def said(share: Proportion, what: str = "right") -> str:
    """A share in words: counts always, a percentage with its interval where there are enough of them."""
    if not share.total:
        return "none yet"
    counts = f"{share.right} of {share.total} {what}"
    if not share.enough or share.value is None:
        return f"{counts}; too few to say more, {ENOUGH} will do"
    low, high = share.interval
    return f"{counts}, {share.value:.0%} (between {low:.0%} and {high:.0%})".replace("%", " %")
