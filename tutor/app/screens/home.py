"""The home screen: the next step, the rungs of the course, and what the learner can do by now."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll

from lessons.outline import PageEntry, Rung
from progress.events import Doors
from tutor.app.screens.base import TutorScreen
from tutor.app.second_press import CONFIRM_TIME
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.lines import Lines
from tutor.app.widgets.menu import Menu, Row
from tutor.app.workers import start_work
from tutor.learning.page_progress import NextStep, page_status, rung_share
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, words, wrap_plain

if TYPE_CHECKING:
    from tutor.app.session import Session
    from tutor.learning.home_texts import HomeSummary

_TITLE = 24
_AHEAD = 9  # rows of the reviews of a week
_BAR = 24  # columns of the longest bar
SOON = 1.0  # seconds from the first paint in which what is known from before is not found out again


class CanDo(Lines):
    """The outcomes of the course, each with its status."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.signs: Mapping[str, str] = {}
        """By outcome, its sign; empty until they are known, and then no outcome of a learner with answers has one."""

    def show(self, signs: Mapping[str, str]) -> None:
        """Show the status of each outcome, by its id."""
        if signs != self.signs:
            self.signs = signs
            self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        lines = [words("What you can do so far", bold=True)]
        for outcome in self.session.course.outline.outcomes:
            mark = self.signs.get(outcome.id, "" if self.session.state.items else "new")
            role = {"right": "good", "due": "good", "begun": "accent"}.get(mark, "dim")
            lead = f"{sign(mark, self.plain) if mark else ' '}  "
            for row, line in enumerate(wrap_plain(outcome.title, RenderContext(width - len(lead), self.plain))):
                lines.append(joined(words(lead, role) if row == 0 else words(" " * len(lead)), line))
        return lines


class Ahead(Lines):
    """The reviews of the next days as a bar for each; blank rows until they are known, nothing where none is due."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room  # rows that are held free
        self.days: tuple[tuple[str, int], ...] = ()

    def show(self, days: tuple[tuple[str, int], ...]) -> None:
        """Show how many reviews fall due on each of some days."""
        if days != self.days or self.room:
            self.days, self.room = days, 0
            self.changed()

    def typeset(self, width: int) -> list[Line]:
        if self.room:
            return [()] * self.room
        if not any(count for _, count in self.days):
            return []
        most = max(count for _, count in self.days)
        room = max(4, min(_BAR, width - 14))
        lines = [words("Reviews in the next 7 days", bold=True)]
        for name, count in self.days:
            bar = ("#" if self.plain else "█") * -(-count * room // most)
            lines.append(joined(words(f"{name:<7}", "dim"), words(bar, "accent"), words(f" {count}" if count else "-")))
        return [*lines, ()]


class Order(Lines):
    """The reason for the order of the rungs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def typeset(self, width: int) -> list[Line]:
        return wrap_plain(self.text, RenderContext(width, self.plain), "dim")


class HomeScreen(TutorScreen):
    """The next step, reviews, and a row for each rung; one rung is open and shows its pages."""

    DEFAULT_CSS = """
    HomeScreen > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; align-horizontal: center; }
    HomeScreen Horizontal { layout: vertical; height: auto; max-width: 80; padding: 0 1; }
    HomeScreen #side { height: auto; padding: 1 2 0 2; }
    HomeScreen Order { margin-bottom: 1; padding-left: 3; }
    HomeScreen.-wide Horizontal, HomeScreen.-wider Horizontal { layout: horizontal; max-width: 140; padding: 1 1; }
    HomeScreen.-wide #menu, HomeScreen.-wider #menu { width: 76; }
    HomeScreen.-wide #side, HomeScreen.-wider #side { width: 1fr; padding: 1 0 0 3; }
    HomeScreen.-wide Order, HomeScreen.-wider Order { padding-left: 0; }
    """
    TITLE = "Home"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "app.session('review')", "review", show=False),
        Binding("m", "app.session('practice')", "what the checklist misses", show=False),
        Binding("c", "app.checklist", "checklist"),
        Binding("y", "app.statistics", "your record"),
        Binding("b", "app.reference('books')", "books"),
        Binding("q", "app.quit", "quit"),
        Binding("escape", "leave", "quit", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.open_rung: str | None = None
        self.summary: HomeSummary | None = session.take_summary()
        self._is_kept = self.summary is not None  # whether it is known from before, and can wait to be found out again

    def compose(self) -> ComposeResult:
        outline = self.session.course.outline
        yield HeaderBar("tutor", outline.title)
        with VerticalScroll(can_focus=False), Horizontal():
            yield Menu((), widget_id="menu")  # `on_screen_resume` fills it, before the first paint too
            with VerticalScroll(id="side", can_focus=False):
                yield Ahead(_AHEAD if self.session.state.items else 0)
                yield Order(outline.order)
                yield CanDo(self.session)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Menu).focus()
        if self.summary is not None:
            self.call_after_refresh(self.tutor.screen_loaded, self)

    def action_leave(self) -> None:
        """Quit if Escape is pressed twice: on a slow line an arrow key may arrive as Escape and two letters."""
        if self.tutor.second_press.confirms(self, "leave"):
            self.app.exit()
        self.notify("Escape again, or q, quits.", timeout=CONFIRM_TIME)

    def _update_summary(self) -> None:
        """Find out what is due, unless another screen covers this one: that loads the questions and the scheduler."""
        if self.app.screen is self:
            start_work(self, self._load_summary, "summary", exclusive=True)

    async def _load_summary(self) -> None:
        if self._is_kept:
            self._is_kept = False
            await asyncio.sleep(SOON)
            await self.tutor.pace.wait_until_idle()
        self.summary = await asyncio.to_thread(_summary, self.session)
        if self.is_attached and self.query(Menu):
            self._show()
            self.call_after_refresh(self.tutor.screen_loaded, self)

    def on_screen_resume(self) -> None:
        """Show what was done on the screen that was open, with the cursor on the next step if that has changed."""
        self._show(to_next=True)
        self.call_after_refresh(self._update_summary)

    def record_changed(self) -> None:
        self._show()
        self.call_after_refresh(self._update_summary)  # after the first paint, too

    def _show(self, to_next: bool = False) -> None:
        menu, rows = self.query_one(Menu), self._rows()
        first = next((row.key for row in rows if row.key), "")
        before = next((row.key for row in menu.rows if row.key), "")
        menu.show(rows, first if to_next and first != before else None)
        if self.summary is not None:
            self.query_one(CanDo).show(self.summary.signs)
            self.query_one(Ahead).show(self.summary.ahead)

    def _rows(self) -> list[Row]:
        rows = [Row(), *self._first_rows(), Row()]
        rows += self._uses()
        for number, rung in enumerate(self.session.course.outline.rungs, 1):
            rows.append(Row(self._rung(number, rung), f"rung:{rung.id}", self._rung(number, rung, short=True)))
            if rung.id == self.open_rung:
                rows += self._pages(rung)
        return rows

    def _first_rows(self) -> list[Row]:
        """Return the next step and what is due; before there is any record, the ways to begin."""
        state = self.session.state
        if not state.pages and not state.answers and state.door is None:
            return [*self._unfinished(), *self._ways_to_begin()]
        step = self.session.next_step
        rows = [self._step(step)] if step is not None else [self._last()]
        rows += self._unfinished()
        left = self.session.fast_path_left
        if left == "road":
            rows = [*self._road(), *rows]
        elif left == "demo":
            rows = [*self._demo(), *rows]
        elif left == "pages" or not state.items:
            rows += self._demo()
        if not state.items:
            return rows
        due = self.summary.review if self.summary is not None else "what is due"
        rows.append(_row("Review", "review:", due, due.partition("  ")[0].partition(", ")[0]))
        rows.append(Row(_entry("Ten minutes", "a mix of what you may forget"), "ten:"))
        if self.summary is None:
            rows.append(_row("For the checklist", "practice:", "what is missing (m)", "what is missing"))
        elif self.summary.missing:
            rows.append(_row("For the checklist", "practice:", f"{self.summary.missing} (m)", self.summary.missing))
        return rows

    def _unfinished(self) -> list[Row]:
        """Return a row for each study session that can be gone on with, newest first; blank rows until it is known."""
        if self.summary is None:
            place = self.session.place
            return [Row()] * (bool(place.sitting) + len(place.paused))
        left = self.summary.left
        return [
            _row("" if number else "Go on", f"left:{one.started}", one.name, one.name.rpartition(", ")[0])
            for number, one in enumerate(left)
        ]

    def _step(self, step: NextStep) -> Row:
        title = "Continue" if step.begun else "Next"
        return _row(title, f"page:{step.page.id}", step.where, step.where.rpartition(" of ")[0])

    def _road(self) -> list[Row]:
        """Return a row for the page of the short road."""
        path = self.session.course.outline.fast_path
        if path is None or path.road is None:
            return []
        about = f"{path.minutes} minutes: {path.road_about}"
        return [_row(path.road.title, f"page:{path.road.id}", about, path.road_about)]

    def _demo(self) -> list[Row]:
        """Return a row for the demo of the fast path, the second half of its ten minutes."""
        path, left = self.session.course.outline.fast_path, self.session.fast_path_left
        if path is None:
            return []
        about = f"after the rung: {path.about}" if left == "pages" else path.about
        return [_row(path.title, f"demo:{path.demo}", about, path.about)]

    def _last(self) -> Row:
        """Return a row for the last checkpoint, for when every page is done."""
        about = ("the last checkpoint: the whole checklist, mixed, no hints", "the last checkpoint, no hints")
        return _row("All pages done", "checkpoint:", *about)

    def _ways_to_begin(self) -> list[Row]:
        outline = self.session.course.outline
        bottom = Row(_entry("Start at the bottom", f"{outline.pages[0].title}, page 1 of rung 1"), "door:bottom")
        return [
            *([bottom] if outline.pages else []),
            *self._ten_minutes(),
            _row(
                "I know some of this",
                "door:some",
                "at most twelve questions: what you can skip",
                "at most twelve questions",
            ),
            _row("Look around", "door:look", "every page and demo is open, in any order", "all is open, in any order"),
        ]

    def _ten_minutes(self) -> list[Row]:
        """Return the row for the fast path: its short road, or a rung and its demo."""
        path = self.session.course.outline.fast_path
        if path is None:
            return []
        about = path.road_about if path.road is not None else f"rung 1, then {path.title}: {path.about}"
        text = f"the short road: {about}" if path.road is not None else about
        return [_row("I have ten minutes", "door:ten", text, about)]

    def _uses(self) -> list[Row]:
        """Return the ways to use what was learned, under their heading."""
        uses = [self._papers()] if self.session.course.outline.cards else []
        uses += [self._debugging()] if self.session.course.has_cases else []
        return [Row(words("Use it", bold=True)), *uses, Row()] if uses else []

    def _papers(self) -> Row:
        cards, read = self.session.course.outline.cards, self.session.state.papers
        done = sum(card.id in read and read[card.id].done_t is not None for card in cards)
        about = f"{done} of {len(cards)} cards done" if done else "read one formula from a paper, and code it"
        short = f"{done} of {len(cards)} done" if done else "one formula from a paper"
        due = self.summary.fields if self.summary is not None else 0
        left = f", {due} {'field' if due == 1 else 'fields'} due" if due else ""
        return _row("Read papers", "papers:", about + left, short + left)

    def _debugging(self) -> Row:
        state = self.session.state
        found = sum(one.clean_t is not None for one in state.hunts.values())
        solved = sum(one.solved_t is not None for one in state.cases.values())
        hunts = self.session.course.hunt_count
        ask = "find the fault in a program" if hunts else "find the cause of a symptom, repair a function"
        cases = f"{solved} {'case' if solved == 1 else 'cases'} solved" if solved else ""
        faults = f"{found} of {hunts} faults found" if found else "" if cases else ask
        short = f"{found} found, {solved} solved" if found and solved else "find faults and causes"
        return _row("Debug models", "debug:", ", ".join(filter(None, (faults, cases))), short)

    def _rung(self, number: int, rung: Rung, short: bool = False) -> Line:
        state, plain = self.session.state, self._plain
        signs = "".join(sign(self._sign(page.id), plain) for page in rung.pages)
        dots = signs if signs else "in preparation"
        share = rung_share(state, rung)
        percent = f"{share:5.0%}" if share else ""
        name = words(f"{number}  {rung.title:<18}  ", bold=True)
        tagline = () if short else words(f"{rung.tagline:<28}  ", "dim")
        return joined(name, tagline, words(f"{dots:<9}", "accent" if share else "dim"), words(percent))

    def _sign(self, page: str) -> str:
        standing = page_status(self.session.state, page)
        return "known" if standing == "new" and page in self.session.known_pages else standing

    def _pages(self, rung: Rung) -> list[Row]:
        rows = [self._page(number, page) for number, page in enumerate(rung.pages, 1)]
        for demo in self.session.course.demos.values():
            if demo.rung == rung.id:
                rows.append(Row(joined(words("   "), words("  demo: ", "dim"), words(demo.title)), f"demo:{demo.id}"))
        for exercise in self.session.course.outline.exercises:
            if exercise.rung == rung.id:
                done = self.session.exercise_standing(exercise.id)
                dot = words(sign(done, self._plain), "accent" if done != "new" else "dim")
                line = joined(words("   "), dot, words(" exercise: ", "dim"), words(exercise.title))
                rows.append(Row(line, f"exercise:{exercise.id}"))
        if not rows:
            return [Row(words("      No page of this rung is written yet.", "dim"))]
        text = joined(words("   "), words("  checkpoint: ", "dim"), words("mixed questions, no hints"))
        return [*rows, Row(text, f"checkpoint:{rung.id}"), *self._second_pass(rung)]

    def _second_pass(self, rung: Rung) -> list[Row]:
        """Return a heading and a row for each page of a rung's second pass."""
        if not rung.second_pass:
            return []
        heading = joined(
            words("   "), words("For papers", bold=True), words("  after the checkpoint, or any time", "dim")
        )
        return [Row(heading), *(self._page(number, page) for number, page in enumerate(rung.second_pass, 1))]

    def _page(self, number: int, page: PageEntry) -> Row:
        standing = self._sign(page.id)
        dot = words(sign(standing, self._plain), "accent" if standing in ("begun", "done") else "dim")
        note = words("   known, by your placement", "dim") if standing == "known" else ()
        return Row(joined(words("   "), dot, words(f" {number}  {page.title}"), note), f"page:{page.id}")

    @property
    def _plain(self) -> bool:
        return self.session.plain

    async def on_menu_chosen(self, event: Menu.Chosen) -> None:
        event.stop()
        kind, _, what = event.key.partition(":")
        if kind == "rung":
            self.open_rung = None if self.open_rung == what else what
            self.query_one(Menu).show(self._rows())
        elif kind == "door":
            await self._begin_by(what)
        elif kind == "left":
            for unfinished in self.session.unfinished:
                if str(unfinished.sitting.started) == what:
                    self.navigator.resume_session(unfinished)
                    return
        else:
            self.navigator.open_thing(kind, what)

    async def _begin_by(self, door: str) -> None:
        """Record the way that the learner chose to begin, and go it."""
        await self.tutor.keep(Doors(chosen=door))
        outline = self.session.course.outline
        if door == "look":
            self.open_rung = outline.rungs[0].id
            self.query_one(Menu).show(self._rows(), f"rung:{self.open_rung}")
        elif door == "some":
            self.navigator.open_session("placement")
        elif door == "ten" and outline.road is not None:
            self.navigator.open_page(outline.road.id)
        else:
            self.navigator.open_page(outline.pages[0].id)


def _summary(session: Session) -> HomeSummary:
    from tutor.learning.home_summary import ahead

    return ahead(session.course, session.state, session.now(), session.unfinished)


def _row(title: str, key: str, text: str, short: str) -> Row:
    """Return a row with a short text for a narrow screen."""
    return Row(_entry(title, text), key, _entry(title, short))


def _entry(title: str, text: str) -> Line:
    return joined(words(f"{title:<{_TITLE}}", "accent", bold=True), words(text))
