"""A page of the course: lays out its blocks and relays what they say."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantBlur
from textual.geometry import Size

from lessons.model.page import Page
from progress.events import Finished, Opened
from tutor.app.page_builder import page_document, record_of
from tutor.app.screens.key_router import Typist
from tutor.app.screens.page_links import PageLinks
from tutor.app.screens.question_screen import QuestionScreen, load_diagnosis_when_idle
from tutor.app.widgets.cursor_row import cursor_within, row_to_show
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.page_links import PageLink
from tutor.app.widgets.page_view import PageView, resume
from tutor.app.widgets.question import QuestionView
from tutor.app.widgets.todo_indicator import TodoIndicator
from tutor.app.workers import start_work
from tutor.fast.page_prefetch import PagePrefetch
from tutor.learning.page_progress import checkpoint_taken, neighbour, page_status, road_stops
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.page_document import Question
from tutor.rendering.typeset import markdown

if TYPE_CHECKING:
    from tutor.app.session import Session
    from tutor.learning.question_state import QuestionState
    from tutor.learning.scheduling.recall_trials import Trial


TRIES = 20  # refreshes to wait, once a page is laid out, until all of it is
STAYED = 1.0  # seconds after the start until the next page is got ready: what is typed at once is to be saved at once
SOON = 0.03  # seconds after a turn until then


class LessonScreen(QuestionScreen):
    """One page. `resume` comes back to the place left; `item` goes straight to a question."""

    DEFAULT_CSS = """
    LessonScreen { layout: vertical; }
    LessonScreen.-wide PageColumns, LessonScreen.-wider PageColumns { width: auto; max-width: 100%; }
    LessonScreen.-wide TextColumn, LessonScreen.-wider TextColumn { width: 72; }
    LessonScreen.-wide PageView.-figures .margin { display: block; width: 40; margin-left: 3; }
    LessonScreen.-wider PageView.-figures .margin { display: block; width: 60; margin-left: 3; }
    """

    HELP_TEXT = """
A page is read by screenfuls: **Space** moves on, **Enter** goes to the next thing to do.
Type an answer and press Enter; what is understood is shown as you type. What you type goes to
the answer box in sight, even if the focus is on the page. An answer that cannot be read costs nothing.
**Escape** leaves an answer box, then the page. Where nothing in sight takes letters, **q** leaves
the page, **d** opens the demo, and **e** opens the code in sight.

Stuck? `ctrl+t` gives a hint, `ctrl+r` the worked solution. After Escape, `h` and `s`, pressed
twice, do the same.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "link('demo')", "demo"),
        Binding("e", "link('code')", "code", show=False),
        Binding("tab", "focus_on(1)", show=False),
        Binding("shift+tab", "focus_on(-1)", show=False),
        Binding("q", "home", "home"),
        Binding("escape", "home", "home"),
    ]

    def __init__(
        self, session: Session, page: Page, *, resume: bool = False, item: str | None = None, over: bool = False
    ) -> None:
        super().__init__(session)
        self._over = over  # whether it is open over another screen, to which leaving it leads back
        self._pages = PagePrefetch(
            session.course,
            session.home,
            lambda page, memo: page_document(page, session, memo),
            lambda page: record_of(page, session),
            self.tutor.pace,
        )
        self._led = False  # whether the learner was led to the demo of the fast path; nobody is made to go there twice
        self._turned = 0  # which way the page was turned; 0: it was opened
        self._take(page, resume, item)
        # Held here and not looked up: keys may come before the screen is built, and after it is gone.
        self._sign = TodoIndicator()
        self.scroll = PageView(self._pages.document(page), self._sign)
        self.scroll.route_key = self.router.route_key
        self.links = PageLinks(lambda: self.navigator, session, self.scroll)
        self._header = HeaderBar(*self._where())

    def _take(self, page: Page, resume: bool, item: str | None) -> None:
        self.page = page
        self._resume, self._item = resume, item
        self._settled = False
        self._returning: str | None = None
        self._reading = asyncio.Event()  # whether the learner goes through the page, and does not type

    def turn_to(self, page: Page, *, resume: bool = False, item: str | None = None) -> None:
        """Another page in place of this one: much less is to be made than for another screen."""
        self.scroll.focus()
        self.latest = None
        before = neighbour(self.session.course.outline, self.page.id, -1)
        self._turned = -1 if before is not None and before.id == page.id else 1
        self._take(page, resume, item)
        self._header.show(*self._where())
        self.scroll.show(self._pages.document(page))
        self.refresh_bindings()
        self.call_after_refresh(self._begin, page)

    def compose(self) -> ComposeResult:
        yield self._header
        yield self.scroll
        yield self._sign
        yield KeyLine()

    @property
    def questions(self) -> Iterable[QuestionView]:
        """The one that is worked at, and the one before while it may still have something to say."""
        views = dict.fromkeys((self.scroll.live_question, self.latest))
        return [view for view in views if view is not None]

    def _where(self) -> tuple[str, str]:
        path = self.session.course.outline.fast_path
        if path is not None and path.road is not None and path.road.id == self.page.id:
            return path.road.title, _road_left(self.session, self.page, path.minutes)
        rung = self.session.course.rung(self.page.rung)
        pages = rung.pages_beside(self.page.id)
        number = [page.id for page in pages].index(self.page.id) + 1
        dots = "".join(sign(page_status(self.session.state, page.id), self.session.plain) for page in pages)
        papers = " for papers" if pages is rung.second_pass else ""
        within = sign("within", self.session.plain)
        return f"{rung.title} {within} {self.page.title}", f"page {number} of {len(pages)}{papers}  {dots}"

    def on_mount(self) -> None:
        self.scroll.focus()
        self._begin(self.page)

    def _begin(self, page: Page) -> None:
        """What comes first on a page; of several turns at once, on the last."""
        if page is not self.page:
            return
        self.session.append(Opened(page=self.page.id))
        self.call_after_refresh(self._come_back)
        self.call_after_refresh(partial(start_work, self, self._get_ready, "ready", exclusive=True))

    async def _get_ready(self) -> None:
        """After the paint: keep what it took long to make, load what the first key needs, make what comes next."""
        if not self._turned:
            await asyncio.to_thread(self._pages.save)
            await asyncio.to_thread(markdown, "$x$", RenderContext())
        await load_diagnosis_when_idle(self.tutor.pace)
        await self.scroll.show_record(partial(_trials, self.session))
        self.call_after_refresh(self.tutor.screen_loaded, self)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._reading.wait(), SOON if self._turned else STAYED)
        if width := self.scroll.text_width:
            beside = self.has_class("-wide") or self.has_class("-wider")
            await self._pages.prefetch(self.page.id, self._turned or 1, width, figures=not beside)

    def _come_back(self, tries: int = TRIES) -> None:
        """To the place left, or to the question asked for; from here on the place is followed."""
        place = self.session.place
        if self._item in self.page.items:
            self.scroll.begin(self.scroll.question(self._item))
        elif self._resume and place.page == self.page.id:
            reached = self.scroll.go_to(place.anchor.block, place.anchor.line)
            if not reached and tries and self.app.screen is self:
                self.call_after_refresh(self._come_back, tries - self.scroll.laid_out)
                return
            block = self.scroll.question(place.focus) if place.focus in self.page.items else None
            if block is not None and not self.scroll.settled(block):
                self._returning = place.focus
                self.scroll.work_at(block, resume)
        else:
            self._follow()
            return
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        self._settled = True
        self.look_around()
        if not self._resume:
            self._remember()

    def _remember(self) -> None:
        """Note the place; while the focus is on its way to where it was, it counts as there."""
        if self._settled:
            focus = next((view.item.id for view in self.questions if view.has_focus_within), self._returning)
            self.session.remember(screen="lesson", page=self.page.id, focus=focus, anchor=self.scroll.place)

    def look_around(self) -> None:
        if self.is_attached:
            self.scroll.tell()
            self._header.show(*self._where())

    def on_screen_suspend(self) -> None:
        if self._settled:
            self.scroll.hold_place()

    def on_screen_resume(self) -> None:
        """Coming back from a demo: what was met there shows."""
        self.links.show()
        self.look_around()
        self._remember()
        self.call_after_refresh(self.resized)

    def resizing(self, size: Size) -> None:
        if self._settled:
            self.scroll.hold_place()

    def resized(self) -> None:
        if self.app.screen is not self:
            return  # held until the learner comes back: below another screen it is laid out later
        self.scroll.go_back()
        self.look_around()

    def on_page_view_moved(self, event: PageView.Moved) -> None:
        """Keys do not act on what was scrolled out of sight."""
        view = next((view for view in self.questions if view.has_focus_within), None)
        if view is not None:
            self._returning = None
            if not (self.scroll.held_place.active or self.scroll.overlaps(self.scroll.question(view.item.id))):
                self.scroll.focus()
        self.refresh_bindings()
        self.look_around()
        self._remember()
        if self._settled and event.scrolled:
            self._reading.set()

    def focus_moved(self) -> None:
        if any(view.has_focus_within for view in self.questions):
            self._returning = None
        self._remember()

    def on_descendant_blur(self, _: DescendantBlur) -> None:
        self._remember()

    def judged(self, view: QuestionView) -> None:
        """The page may show another block by now."""
        if view is not self.scroll.live:
            self.scroll.put_back(view)

    def answer_known(self, view: QuestionView) -> None:
        """The keys go back to the page, or to what the box still asks for; output below the question is shown."""
        self.links.show()
        if view.asks_more and view is self.scroll.live:
            self.call_after_refresh(view.begin)
        else:
            self.words_kept(view)
        self._finish_if_done()

    def words_kept(self, view: QuestionView) -> None:
        if view is self.scroll.live or not self.scroll.has_focus_within_live:  # else another was gone to meanwhile
            self.scroll.focus()

    def on_question_view_redrawn(self, event: QuestionView.Redrawn) -> None:
        event.stop()
        self.session.seed(event.view.item.id, event.view.item.seed)
        self.call_after_refresh(self.look_around)

    def open_in_sight(self) -> Iterable[tuple[QuestionState, Typist]]:
        """Questions on the page; the one worked at last comes first."""
        scroll = self.scroll
        blocks = ((index, scroll.document.blocks[index]) for index in scroll.open_in_sight)
        found = [(index, block.state) for index, block in blocks if isinstance(block, Question)]
        found.sort(key=lambda question: question[0] != scroll.live_index)
        live = scroll.live_question
        return [
            (live.state if live is not None and index == scroll.live_index else state, partial(scroll.type_into, index))
            for index, state in found
        ]

    def show_whole(self, view: QuestionView) -> None:
        """What is said below a box in use is what was waited for: bring it in sight."""
        scroll = self.scroll
        if view is not scroll.live:
            if view is self.latest:
                scroll.put_back(view)
            return
        block = scroll.question(view.item.id)
        top, end = scroll.top_of(block), scroll.end_of(block)
        if end > scroll.scroll_y + scroll.size.height:
            row = row_to_show(top, end, scroll.size.height, cursor_within(scroll, view))
            scroll.scroll_to(y=row, animate=False, immediate=True)
        self.look_around()

    def _finish_if_done(self) -> None:
        finished = page_status(self.session.state, self.page.id) == "done"
        if not finished and not self.scroll.undone_questions:
            start_work(self, partial(_finish, self, self.page), "finish")

    def on_page_view_past_end(self) -> None:
        self._finish_if_done()
        rung, path = self.session.course.rung(self.page.rung), self.session.course.outline.fast_path
        on_path = not self._led and self.session.fast_path_left == "demo"
        if path is not None and path.road is not None and path.road.id == self.page.id:
            self.navigator.open_page(self.session.course.outline.pages[0].id)
        elif self.page.id != rung.pages[-1].id:  # the second pass has no checkpoint: past its last page is Home
            self.action_turn(1)
        elif on_path and path is not None and path.rung == rung.id:
            self._led = True
            self.navigator.open_demo(path.demo)
        elif not checkpoint_taken(self.session.state, rung.id):
            self.navigator.open_session("checkpoint", rung.id)
        elif neighbour(self.session.course.outline, self.page.id, 1) is None:
            self.navigator.open_session("checkpoint")
        else:
            self.action_turn(1)

    def action_turn(self, by: int) -> None:
        """To the page before or after; past the last one, Home."""
        page = neighbour(self.session.course.outline, self.page.id, by)
        if page is not None:
            self.navigator.open_page(page.id)
        elif by > 0:
            self.navigator.open_home()
            last = self.page.id == self.session.course.outline.core_pages[-1].id
            self.notify("That was the last page." if last else "That was the rung's last page for papers.", timeout=4)

    def action_focus_on(self, by: int) -> None:
        """To the next box of the question in use, else the next thing that takes keys; past the last, to the page."""
        chain, here = self.focus_chain, self.focused
        beside = chain[(chain.index(here) + by) % len(chain)] if here in chain else None
        if beside is not None and any(view in beside.ancestors for view in self.questions if view.has_focus_within):
            beside.focus()
        else:
            self.scroll.begin_beside(by)

    def on_page_link_opened(self, event: PageLink.Opened) -> None:
        event.stop()
        self.links.open(event.block)

    def action_link(self, kind: str) -> None:
        """Open the demo or the code of the page."""
        if kind == "demo":
            self.links.open_demo()
        else:
            self.links.open_code()

    def action_home(self) -> None:
        if self._over:
            self.dismiss()
        else:
            self.navigator.open_home()

    def in_hand(self) -> QuestionView | None:
        """The question worked at last, as long as it can be seen: no key acts on one that was not begun."""
        view = self.latest
        if view is None or view is not self.scroll.live:
            return None
        return view if self.scroll.in_sight(self.scroll.question(view.item.id)) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "link":
            return bool(self.page.demos if parameters == ("demo",) else self.links.code)
        return super().check_action(action, parameters)


def _trials(session: Session) -> tuple[Trial, ...]:
    from tutor.learning.scheduling.recall_trials import trials

    return trials(session.course, session.state)


def _road_left(session: Session, page: Page, minutes: int) -> str:
    """How much is left of the short road, of so many minutes in all."""
    stops = road_stops(session.course.outline, session.state, page)
    dots = "".join(sign("done" if stop else "new", session.plain) for stop in stops)
    left = round(minutes * stops.count(False) / max(1, len(stops)))
    return f"{f'about {left} minutes left' if left else 'done'}  {dots}"


async def _finish(screen: LessonScreen, page: Page) -> None:
    await screen.tutor.keep(Finished(page=page.id))
    screen.look_around()
