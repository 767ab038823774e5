"""A page of the course: lays out its blocks and relays what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantBlur, DescendantFocus, Resize

from lessons.model import Page
from progress import Answer, Disputed, Explained, Finished, GaveUp, Hint, Opened, Stepped
from tutor.look import sign
from tutor.screens.base import TutorScreen
from tutor.standing import neighbour, page_standing
from tutor.widgets.bars import HeaderBar, KeyLine
from tutor.widgets.item_view import ItemView
from tutor.widgets.page_parts import DemoDoor
from tutor.widgets.page_view import OutOfSight, PageScroll
from tutor.widgets.worksheet_view import WorksheetView
from tutor.worksheet import verdict_of

if TYPE_CHECKING:
    from tutor.session import Session
    from tutor.widgets.explain_box import ExplainBox


TRIES = 8  # refreshes to wait for a layout in which the place left can be reached


class LessonScreen(TutorScreen):
    """One page. `resume` comes back to the place left; `item` goes straight to a question."""

    CSS_PATH = "lesson.tcss"

    HELP_TEXT = """
A page is read by screenfuls: **Space** moves on, **Enter** goes to the next thing to do.
Type an answer and press Enter; what is understood is shown as you type. What cannot be
read costs nothing. **Escape** leaves an answer box, then the page.

Stuck? `ctrl+t` (or `h` outside a text box) gives a hint, `ctrl+r` (or `s`) the worked solution.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "demo", "demo"),
        Binding("q", "home", "home"),
        Binding("escape", "home", "home", show=False),
        Binding("h", "on_item('hint')", "hint"),
        Binding("s", "on_item('show_me')", "show me"),
        Binding("w", "on_item('worksheet')", "steps"),
        Binding("exclamation_mark", "on_item('dispute')", "mine is right"),
        Binding("n", "on_item('another')", "another"),
    ]

    def __init__(self, session: Session, page: Page, *, resume: bool = False, item: str | None = None) -> None:
        super().__init__(session)
        self.page = page
        self._resume, self._item = resume, item
        # Held here and not looked up: keys may come before the screen is built, and after it is gone.
        self.scroll = PageScroll(page, session)
        self._header = HeaderBar(*self._where())
        self._sign = OutOfSight()
        self._settled = self._looking = False
        self._latest: ItemView | None = None
        self._returning: str | None = None

    def compose(self) -> ComposeResult:
        yield self._header
        yield self.scroll
        yield self._sign
        yield KeyLine()

    @property
    def items(self) -> dict[str, ItemView]:
        """The questions of the page by id."""
        return {view.item.id: view for view in self.scroll.doables if isinstance(view, ItemView)}

    def _where(self) -> tuple[str, str]:
        rung = self.session.course.rung(self.page.rung)
        number = [page.id for page in rung.pages].index(self.page.id) + 1
        dots = "".join(sign(page_standing(self.session.state, page.id), self.session.plain) for page in rung.pages)
        within = sign("within", self.session.plain)
        return f"{rung.title} {within} {self.page.title}", f"page {number} of {len(rung.pages)}  {dots}"

    def on_mount(self) -> None:
        self.scroll.focus()
        for id, view in self.items.items():
            if draft := self.session.draft_of(id):
                view.restore(draft.text, draft.cursor)
            if words := self.session.draft_of(f"{id} words"):
                view.restore_words(words.text)
        self.session.append(Opened(page=self.page.id))
        self.call_after_refresh(self._come_back)

    def _come_back(self, tries: int = TRIES) -> None:
        """To the place left, or to the question asked for; from here on the place is followed."""
        place = self.session.place
        if self._item in self.items:
            self.scroll.begin(self.items[self._item])
        elif self._resume and place.page == self.page.id:
            wanted = (place.anchor.block, place.anchor.line)
            self.scroll.go_to(*wanted)
            if self.scroll.place != wanted and tries:
                # The layout is not whole yet, so the page cannot be scrolled so far.
                self.call_after_refresh(self._come_back, tries - 1)
                return
            if place.focus in self.items and not self.items[place.focus].settled:
                self._returning = place.focus
                self.items[place.focus].box.focus(scroll_visible=False)
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        self._settled = True
        self._look_around()
        if not self._resume:
            self._remember()

    def _remember(self) -> None:
        """Note the place; while the focus is on its way to where it was, it counts as there."""
        if self._settled:
            focus = next((id for id, view in self.items.items() if view.has_focus_within), self._returning)
            self.session.remember(screen="lesson", page=self.page.id, focus=focus, anchor=self.scroll.place)

    def _look_around(self) -> None:
        self._looking = False
        if self.is_attached:
            self._sign.show(*self.scroll.out_of_sight())
            self._header.show(*self._where())

    def on_screen_resume(self) -> None:
        """Coming back from a demo: what was met there shows."""
        for door in self.scroll.query(DemoDoor):
            door.show_met(self.session.challenges_met(door.demo))
            if door.has_focus and door.settled:
                self.scroll.focus()
        self._look_around()
        self._remember()

    def record_changed(self) -> None:
        self._look_around()

    def on_resize(self, _: Resize) -> None:
        self.call_after_refresh(self._look_around)

    def on_page_scroll_moved(self) -> None:
        """Keys do not act on what was scrolled out of sight."""
        view = next((view for view in self.items.values() if view.has_focus_within), None)
        if view is not None and not self.scroll.overlaps(view):
            self.scroll.focus()
        self.refresh_bindings()
        self._look_around()
        self._remember()

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        self._latest = next((view for view in self.items.values() if view.has_focus_within), self._latest)
        if self._latest is not None and self._latest.has_focus_within:
            self._returning = None
        self._remember()

    def on_descendant_blur(self, _: DescendantBlur) -> None:
        self._remember()

    def on_item_view_drafted(self, event: ItemView.Drafted) -> None:
        event.stop()
        self.session.draft(event.view.item.id, event.text, event.cursor)
        if not self._looking:  # once for all that was typed in a burst
            self._looking = self.call_after_refresh(self._look_around)

    async def on_item_view_judged(self, event: ItemView.Judged) -> None:
        """An answer: on record first, then the verdict."""
        event.stop()
        self._latest = view = event.view
        verdict = event.verdict
        answer = Answer(
            item=view.item.id,
            seed=view.item.seed,
            typed=event.typed,
            verdict=verdict.mark,
            wrong_rule=verdict.wrong_rule,
            understood=verdict.understood,
            feedback=verdict.feedback,
            unaided=view.attempt.unaided,
            format=view.item.kind,
        )
        await self.tutor.keep(answer)
        view.reveal(event.typed, verdict)
        if verdict.mark == "right":
            self._go_on_from(view)
        self._look_around()

    def _go_on_from(self, view: ItemView) -> None:
        """The answer is known: the keys go back to the page, or to what the box still asks for."""
        if view.item.kind == "explain":
            self.call_after_refresh(view.begin)
        else:
            self.scroll.focus()
        self._finish_if_done()

    async def on_item_view_helped(self, event: ItemView.Helped) -> None:
        event.stop()
        self._latest = view = event.view
        item, seed = view.item.id, view.item.seed
        if event.kind == "hint":
            await self.tutor.keep(Hint(item=item, seed=seed, level=view.attempt.hints))
        elif event.kind == "gave_up":
            await self.tutor.keep(GaveUp(item=item, seed=seed))
            self._go_on_from(view)
        elif (verdict := view.attempt.verdict) is not None:
            typed, understood = view.attempt.typed, verdict.understood
            await self.tutor.keep(
                Disputed(item=item, seed=seed, typed=typed, understood=understood, verdict=verdict.mark)
            )
        self._look_around()

    async def on_worksheet_view_filled(self, event: WorksheetView.Filled) -> None:
        """A cell of a worksheet: on record first, then what came of it."""
        event.stop()
        cell, item = event.sheet.cells[event.index], event.sheet.item
        step = Stepped(
            item=item.id,
            seed=item.seed,
            step=event.index,
            typed=cell.typed,
            verdict=verdict_of(cell).mark,
            carried=cell.mark == "carried",
        )
        await self.tutor.keep(step)
        event.view.reveal(event.index, event.sheet)
        self.call_after_refresh(self._show_whole, self.items[item.id])

    async def on_explain_box_explained(self, event: ExplainBox.Explained) -> None:
        event.stop()
        view = next(view for view in self.items.values() if view.box is event.box)
        await self.tutor.keep(Explained(item=view.item.id, seed=view.item.seed, typed=event.text, ticked=event.ticked))
        self.scroll.focus()

    def on_explain_box_words_typed(self, event: ExplainBox.WordsTyped) -> None:
        event.stop()
        view = next(view for view in self.items.values() if view.box is event.box)
        self.session.draft(f"{view.item.id} words", event.text, len(event.text))

    def on_item_view_grown(self, event: ItemView.Grown) -> None:
        event.stop()
        if event.view.has_focus_within or event.view is self._latest:
            self.call_after_refresh(self._show_whole, event.view)

    def on_item_view_redrawn(self, event: ItemView.Redrawn) -> None:
        event.stop()
        self.session.seed(event.view.item.id, event.view.item.seed)
        self.call_after_refresh(self._look_around)

    def on_item_view_left(self, event: ItemView.Left) -> None:
        event.stop()
        self.scroll.focus()

    def _show_whole(self, view: ItemView) -> None:
        """What is said below a box in use is what was waited for: bring it in sight."""
        scroll = self.scroll
        top, height = scroll.top_of(view), view.outer_size.height
        end = top + height
        if end > scroll.scroll_y + scroll.size.height:
            scroll.scroll_to(y=min(top, end - scroll.size.height), animate=False)
        self._look_around()

    def on_demo_door_opened(self, event: DemoDoor.Opened) -> None:
        event.stop()
        self.tutor.open_demo(event.demo)

    def _finish_if_done(self) -> None:
        finished = page_standing(self.session.state, self.page.id) == "done"
        if not finished and not [one for one in self.scroll.undone if isinstance(one, ItemView)]:
            self.run_worker(self._finish(), group="finish")

    async def _finish(self) -> None:
        await self.tutor.keep(Finished(page=self.page.id))
        self._look_around()

    def on_page_scroll_past_end(self) -> None:
        self._finish_if_done()
        self.action_turn(1)

    def action_turn(self, by: int) -> None:
        """To the page before or after; past the last one, Home."""
        page = neighbour(self.session.course.outline, self.page.id, by)
        if page is not None:
            self.tutor.open_page(page.id)
        elif by > 0:
            self.tutor.open_home()
            self.notify("That was the last page there is so far.", timeout=4)

    def action_demo(self) -> None:
        if self.page.demos:
            self.tutor.open_demo(self.page.demos[0])

    def action_home(self) -> None:
        self.tutor.open_home()

    async def action_on_item(self, action: str) -> None:
        """A key for the question in sight, pressed while the page has the focus."""
        view = self._in_hand()
        if view is not None and view.check_action(action, ()):
            await view.run_action(action)

    def _in_hand(self) -> ItemView | None:
        """The question worked at last, as long as it can be seen: no key acts on one that was not begun."""
        view = self._latest
        return view if view is not None and view.is_attached and self.scroll.in_sight(view) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "demo":
            return bool(self.page.demos)
        if action == "on_item":
            view = self._in_hand()
            return view is not None and bool(view.check_action(str(parameters[0]), ()))
        return True
