"""The statistics screen: time, accuracy, recall and calibration, each with its uncertainty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType

from tutor.app.key_settings import key_of
from tutor.app.screens.list_screen import ListScreen
from tutor.app.widgets.menu import Row
from tutor.learning.labels import minutes
from tutor.learning.scheduling.misconceptions import misconceptions
from tutor.learning.scheduling.recall_report import (
    RecallReport,
    audit_text,
    bin_text,
    prediction_text,
    recall_report,
)
from tutor.learning.scheduling.statistics import ENOUGH, Proportion, Statistics, learner_statistics
from tutor.rendering.context import RenderContext
from tutor.rendering.statistics_figures import calibration_figure, recall_figure, reliability_figure
from tutor.rendering.typeset import joined, words, wrap_plain

if TYPE_CHECKING:
    from lessons.model.figure import Figure

_EMPTY = (
    "Nothing to count yet. Time and accuracy appear with the first answers; recall needs answers on different days."
)
_RECALL = "Recall: first tries of a day, right without help, by how long ago the question was tried before."
_BARS = "Each bar is a 95 % Wilson interval: where the true percentage could lie."
_RELIABILITY = (
    "Reliability: across, the chance of recall that was said; upward, how often you were right. On the dotted line the "
    "two agree."
)
_CREDIT = (
    "Credit: a right answer also counts for the skills that it needs, so some reviews are not asked. One in ten of "
    "these is asked all the same, to check."
)
_LABEL = 14  # columns


class StatisticsData(Struct, frozen=True):
    """The statistics, how well recall is predicted, and how many misconceptions are active and resolved."""

    numbers: Statistics
    report: RecallReport
    active: int
    resolved: int


class StatisticsScreen(ListScreen[StatisticsData]):
    """The statistics of the record; those with too few answers say so."""

    HELP_TEXT = f"""
Your own numbers, from your record and nothing else. A fraction of fewer than {ENOUGH} answers says little, so
it is not drawn; the interval says how far to trust it.

A right answer to one question also counts for the skills that it uses. One review in ten that was saved
in this way is asked all the same, to see whether the credit holds.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "app.misconceptions", "misconceptions"),
        Binding("c", "app.checklist", "checklist"),
    ]

    def gather(self) -> StatisticsData:
        import tutor.rendering.charts.canvas  # noqa: F401  its drawing library takes a moment to load

        session, now = self.session, self.session.now()
        met = misconceptions(session.course, session.state, now)
        active = sum(misconception.active for misconception in met)
        resolved = sum(misconception.resolved is not None for misconception in met)
        report = recall_report(session.course, session.state, now)
        return StatisticsData(learner_statistics(session.state, now), report, active, resolved)

    def header(self, found: StatisticsData | None) -> tuple[str, str]:
        return "Your record", f"{found.numbers.answers} answers" if found else ""

    def rows(self, found: StatisticsData, width: int) -> list[Row]:
        statistics = found.numbers
        if not statistics.answers:
            return [*self.say(_EMPTY, width), Row(), *self._ways(found, width)]
        today = statistics.today
        today_text = proportion_text(today, "first tries right") if today.total else "nothing yet"
        rows = [
            *self._ways(found, width),
            Row(),
            *self._line("Time spent", minutes(statistics.seconds), width),
            *self._line("Accuracy", proportion_text(statistics.accuracy, "first tries right"), width),
            *self._line("Today", today_text, width),
            Row(),
        ]
        return [
            *rows,
            *self._recall(statistics, width),
            *self._reliability(found.report, width),
            *self._calibration(statistics, width),
        ]

    def _line(self, label: str, text: str, width: int) -> Iterator[Row]:
        head, blank = words(f"{label:<{_LABEL}}", "dim"), words(" " * _LABEL)
        for row, line in enumerate(wrap_plain(text, RenderContext(width - _LABEL, self.session.plain), "")):
            yield Row(joined(blank if row else head, line))

    def _recall(self, statistics: Statistics, width: int) -> Iterator[Row]:
        yield from self.say(_RECALL, width)
        if any(share.enough for share in statistics.recall.values()):
            yield from self._picture(recall_figure(statistics.recall), width)
            yield from self.say(_BARS, width, "dim")
        for days, share in statistics.recall.items():
            yield from self._line(f"{days} day{'s' * (days > 1)}", proportion_text(share), width)
        yield Row()

    def _reliability(self, report: RecallReport, width: int) -> Iterator[Row]:
        yield from self.say(_RELIABILITY, width)
        yield from self._line("Predicted", prediction_text(report), width)
        if report.enough:
            yield from self._picture(reliability_figure(report.bins), width)
            yield from self.say(_BARS, width, "dim")
            for one in report.bins:
                yield from self._line("", bin_text(one), width)
        yield Row()
        yield from self.say(_CREDIT, width)
        yield from self._line("", audit_text(report.audit), width)
        yield Row()

    def _calibration(self, statistics: Statistics, width: int) -> Iterator[Row]:
        yield from self.say("Calibration: how often you were right when you said how sure you were.", width)
        if not statistics.calibration:
            sure = key_of("sure", self.session.keys)
            yield from self.say(f"None yet: {sure} before an answer says how sure you are.", width, "dim")
            return
        if sum(level.share.total for level in statistics.calibration) >= ENOUGH:
            yield from self._picture(calibration_figure(statistics.calibration), width)
        for level in statistics.calibration:
            yield from self._line(f"{level.confidence} % sure", proportion_text(level.share), width)
        yield Row()

    def _picture(self, figure: Figure, width: int) -> Iterator[Row]:
        from tutor.rendering.blocks import figure_lines

        for line in figure_lines(figure, RenderContext(min(width, 60), self.session.plain), figure.height):
            yield Row(line)

    def _ways(self, found: StatisticsData, width: int) -> Iterator[Row]:
        text = f"Misconceptions: {found.active} active, {found.resolved} resolved"
        yield from self.entry(text, "misconceptions:", width)
        yield from self.entry("Checklist, with its evidence", "outcome:", width)

    def chosen(self, kind: str, what: str) -> None:
        if kind == "misconceptions":
            self.navigator.open_misconceptions()
        else:
            self.navigator.open_thing(kind, what)


def proportion_text(share: Proportion, what: str = "right") -> str:
    """Write a proportion out: counts, and with enough of them the percentage with its Wilson interval."""
    if not share.total:
        return "none yet"
    counts = f"{share.right} of {share.total} {what}"
    if not share.enough or share.value is None:
        return f"{counts}; too few to say more, {ENOUGH} will do"
    low, high = share.interval
    return f"{counts}, {share.value:.0%} (between {low:.0%} and {high:.0%})".replace("%", " %")
