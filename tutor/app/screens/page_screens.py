"""What lies behind the doors of a page: demos, exercises, code to change."""

from __future__ import annotations

from lessons.model.page import Page
from tutor.app.screens.question_screen import QuestionScreen
from tutor.app.widgets.page_links import CodeLink, DemoLink, ExerciseLink
from tutor.app.widgets.page_view import PageView
from tutor.learning.question_draft import cell_key


class DoorwaysScreen(QuestionScreen):
    """A screen that shows a page with doors."""

    page: Page
    scroll: PageView

    def show_doors(self) -> None:
        """What was done behind them meanwhile."""
        news = self.show_own_code()
        for door in self.scroll.of(DemoLink):
            news |= door.show_met(self.session.challenges_met(door.demo))
            if door.has_focus and door.settled:
                self.scroll.focus()
        for exercise in self.scroll.of(ExerciseLink):
            news |= exercise.show_standing(self.session.exercise_standing(exercise.block.exercise))
            if exercise.has_focus:
                self.scroll.focus()
        if news:
            self.scroll.redraw()

    def on_demo_link_opened(self, event: DemoLink.Opened) -> None:
        event.stop()
        self.tutor.open_demo(event.demo)

    def on_exercise_link_opened(self, event: ExerciseLink.Opened) -> None:
        event.stop()
        self.tutor.open_exercise(event.exercise)

    def show_own_code(self) -> bool:
        """Which code cells the learner has changed; whether that is news."""
        news = False
        for index, door in enumerate(self.scroll.of(CodeLink)):
            news |= door.show_own(self.session.draft_of(cell_key(self.page.id, index)) is not None)
        return news

    def on_code_link_opened(self, event: CodeLink.Opened) -> None:
        event.stop()
        doors = [door.cell for door in self.scroll.of(CodeLink)]
        self.tutor.open_cell(self.page, next(index for index, cell in enumerate(doors) if cell is event.cell))

    def action_code(self) -> None:
        """The code cell in sight, else the first of the page."""
        doors = self.scroll.of(CodeLink)
        if doors:
            seen = next((index for index, door in enumerate(doors) if self.scroll.overlaps(door)), 0)
            self.tutor.open_cell(self.page, seen)

    def action_demo(self) -> None:
        if self.page.demos:
            self.tutor.open_demo(self.page.demos[0])
