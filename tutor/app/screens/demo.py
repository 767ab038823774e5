"""The demo screen, for every demo: the learner predicts first, then moves the controls."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from lessons.model.demo import Challenge, Demo, Value
from progress.events import ChallengeMet, Predicted
from tutor.app.screens.base import TutorScreen
from tutor.app.widgets.demo_panels import DemoColumn, DemoNumbers, DemoPicture, DemoTalk, next_challenge
from tutor.app.widgets.header_footer import HeaderBar, KeyLine
from tutor.app.widgets.line_edit import LineEdit
from tutor.learning.demo_state import DemoState
from tutor.rendering.icons import sign

if TYPE_CHECKING:
    from tutor.app.session import Session

_FIRST_CHARACTERS = set("0123456789-+.(")  # of a value that is typed
_LATER_CHARACTERS = set(", )−")  # may follow in a value, and begin none


class DemoScreen(TutorScreen):
    """A demo over the screen that opened it."""

    DEFAULT_CSS = """
    DemoScreen > Horizontal { height: 1fr; }
    DemoScreen DemoPicture { padding: 0 0 0 1; }
    DemoScreen DemoNumbers { padding: 0; }
    DemoScreen.-tall #numbers { padding: 1 1 0 2; }
    DemoScreen #numbers { width: 38; height: 1fr; padding: 0 1 0 2; scrollbar-size-vertical: 1; }
    DemoScreen.-tight DemoPicture { padding: 0; }
    DemoScreen.-tight #numbers { width: 36; max-width: 60%; padding: 0 0 0 1; }
    DemoScreen.-wide #numbers, DemoScreen.-wider #numbers { width: 48; }
    DemoScreen #talk { height: 6; padding: 0 2; }
    DemoScreen LineEdit { display: none; width: 40; }
    DemoScreen LineEdit.-on { display: block; }
    DemoScreen.-tall #talk { height: 9; }
    """
    HELP_TEXT = """
First say what you expect, then look. After that the arrow keys move the marked control,
**Tab** takes the next one, **Shift** makes the steps bigger, and the mouse drags points.
Type digits to put the marked control somewhere exactly, such as `3, 1`. The challenge that
is shown is checked off when you meet it. **p** asks for another prediction, and **Tab** sets an open one aside,
so that you can play first.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer", "answer"),
        Binding("enter", "go_on", "go on"),
        Binding("tab", "select(1)", "other control", priority=True),
        Binding("shift+tab", "select(-1)", "other control", show=False, priority=True),
        Binding("tab", "set_aside", "play first", priority=True),
        Binding("p", "predict", "predict"),
        Binding("u", "undo", "undo"),
        Binding("r", "reset", "reset"),
        Binding("h", "hint", "hint"),
        Binding("q", "back", "back"),
        Binding("escape", "back", "back"),
    ]

    def __init__(self, session: Session, demo: Demo) -> None:
        super().__init__(session)
        self.demo = demo
        play = DemoState(demo, session.demo_left(demo), streaks=self._streaks())
        self.play = play.asked(self._seed()) if play.due() is not None else play

    def compose(self) -> ComposeResult:
        yield HeaderBar(*self._where())
        with Horizontal():
            yield DemoPicture(self.play)
            with DemoColumn(id="numbers", can_focus=False):
                yield DemoNumbers(self.play)
        with Vertical(id="talk"):
            yield DemoTalk(self.play, self._met())
            yield LineEdit("", 60)
        yield KeyLine()

    def on_mount(self) -> None:
        self.session.remember(screen=f"demo:{self.demo.id}")
        self.session.note_skills_seen(self.demo.skills, "demo")
        self.refresh_all()

    def _streaks(self) -> dict[str, int]:
        """Return how many answers to each prediction were right in a row, by the id of the prediction."""
        known = self.session.state.predictions
        keys = {prediction.id: f"{self.demo.id}.{prediction.id}" for prediction in self.demo.predictions}
        return {name: known[key].streak for name, key in keys.items() if key in known}

    def _seed(self) -> int:
        """Return the seed of the next prediction: another one after each that was recorded."""
        known = self.session.state.predictions
        return sum(record.tries for key, record in known.items() if key.startswith(f"{self.demo.id}."))

    def _met(self) -> frozenset[str]:
        prefix = f"{self.demo.id}."
        return frozenset(key.removeprefix(prefix) for key in self.session.state.challenges if key.startswith(prefix))

    def _where(self) -> tuple[str, str]:
        goal, count = next_challenge(self.play, self._met()), len(self.demo.challenges)
        number = 0 if goal is None else self.demo.challenges.index(goal) + 1
        right = f"challenge {number} of {count}" if goal else f"all {count} challenges met"
        return f"Demo {sign('within', self.session.plain)} {self.demo.title}", right

    @property
    def typing(self) -> LineEdit:
        return self.query_one(LineEdit)

    def refresh_all(self, note: str = "") -> None:
        """Show the state in every part of the screen."""
        self.query_one(DemoPicture).show(self.play)
        self.query_one(DemoNumbers).show(self.play)
        self.query_one(DemoTalk).show(self.play, self._met(), note)
        self.query_one(HeaderBar).show(*self._where())
        question = self.play.question
        wants_number = self.play.covered and question is not None and not question.options
        self._typing(wants_number, "your estimate")
        self.refresh_bindings()

    def _typing(self, on: bool, placeholder: str) -> None:
        field = self.typing
        if on != field.has_class("-on"):
            field.put_in()
            field.value = ""
        field.set_class(on, "-on")
        field.placeholder = placeholder
        if on:
            field.focus()
        else:
            self.query_one(DemoPicture).focus()

    async def _move(self, play: DemoState, note: str = "") -> None:
        """Take a move of the controls: record the challenges it meets, and show it with a note."""
        if play is self.play:
            return
        self.play = play
        self.session.demo_state(self.demo.id, play.state)
        goal = next_challenge(play, self._met())
        if goal is None or goal not in play.met():
            self.refresh_all(note)
            return
        await self.tutor.keep(ChallengeMet(demo=self.demo.id, challenge=goal.id))
        self.refresh_all(f"{self.praise(goal)} {note}".strip())

    def praise(self, challenge: Challenge) -> str:
        """The mark of a challenge that was just met, what it asked for, and why that is so."""
        mark = sign("right", self.session.plain)
        return f"**{mark} Challenge met:** {challenge.text} {challenge.reason}".strip()

    # Predictions

    async def _predict(self, answer: str) -> None:
        question = self.play.question
        if question is None:
            return
        try:
            answered = self.play.answered(answer)
        except ValueError:
            self.query_one(DemoTalk).show(self.play, self._met(), f"{answer!r} is not a number; type one such as -3.5")
            return
        event = Predicted(demo=self.demo.id, prediction=question.id, typed=answer, right=answered.right)
        await self.tutor.keep(event)
        self.play = answered
        self.refresh_all()
        self.verdict_shown()

    async def action_answer(self) -> None:
        """Answer the prediction with the option under the cursor."""
        if self.play.question is not None:
            await self._predict(self.play.question.options[self.query_one(DemoTalk).option])

    async def action_go_on(self) -> None:
        """Ask the next prediction if one is due, else leave the controls to the learner."""
        if self.play.due() is not None:
            self.action_predict()
        else:
            self.play = self.play.free()
            self.refresh_all()

    def action_predict(self) -> None:
        if not self.play.covered:
            self.play = self.play.asked(self._seed())
            self.query_one(DemoTalk).option = 0
            self.refresh_all()

    def action_set_aside(self) -> None:
        """Put the open prediction off: the controls move, and `p` asks it again."""
        self.play = self.play.set_aside()
        self.refresh_all("Play as long as you like; `p` asks for the prediction again.")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if not text:
            self.refresh_all("type a number first" if self.play.covered else "")
        elif self.play.covered:
            self.run_worker(self._predict(text), group="predict")
        else:
            self.run_worker(self._place(text), group="place")

    # Moving the controls

    async def on_demo_picture_nudged(self, event: DemoPicture.Nudged) -> None:
        event.stop()
        await self._move(self.play.nudged(event.across, event.up, event.big))

    def on_demo_picture_chosen(self, event: DemoPicture.Chosen) -> None:
        event.stop()
        talk, question = self.query_one(DemoTalk), self.play.question
        if question is not None and question.options:
            talk.option = (talk.option + event.by) % len(question.options)
            talk.changed(layout=False)

    async def on_demo_picture_dragged(self, event: DemoPicture.Dragged) -> None:
        event.stop()
        names = [control.name for control in self.demo.controls]
        self.play = self.play.selected(names.index(event.name) - self.play.control)
        await self._move(self.play.placed(event.name, event.to))

    def on_key(self, event: events.Key) -> None:
        """Begin to type a value for the selected control with a digit."""
        begun = self.typing.has_class("-on") and event.character in _LATER_CHARACTERS
        if (event.character in _FIRST_CHARACTERS or begun) and not self.play.covered and not self.typing.has_focus:
            event.stop()
            if not self.typing.has_class("-on"):
                self._typing(True, f"{self.play.name} =")
                label = self.demo.control(self.play.name).label
                self.query_one(DemoTalk).show(self.play, self._met(), f"put {label} at:")
            # The focus moves a moment later; keys typed until then come here too.
            self.typing.value += event.character or ""
            self.typing.cursor_position = len(self.typing.value)

    async def _place(self, text: str) -> None:
        parts = text.strip("()[] ").replace("−", "-").replace(",", " ").split()
        try:
            numbers = [float(part) for part in parts]
            value: Value = (numbers[0], numbers[1]) if len(numbers) == 2 else numbers[0]
            if len(numbers) > 2 or not all(abs(value) < 1e9 for value in numbers):
                raise ValueError(text)
            play = self.play.placed(self.play.name, value)
        except TypeError as error:
            self.refresh_all(str(error))
        except (ValueError, IndexError):
            self.refresh_all(f"{text!r} is not a place for {self.play.name}; nothing moved")
        else:
            note = "" if play.state[self.play.name] == value else self._range()
            if play is self.play:
                self.refresh_all(note)
            else:
                await self._move(play, note)

    def _range(self) -> str:
        """Return the range of the selected control, for a value beyond it."""
        control = self.demo.control(self.play.name)
        return f"{control.label} goes from {control.lo:g} to {control.hi:g}".replace("-", "−")

    def action_select(self, by: int) -> None:
        self.play = self.play.selected(by)
        self.refresh_all()

    async def action_act(self, key: str) -> None:
        action = next(action for action in self.demo.actions if action.key == key)
        await self._move(self.play.acted(action))

    def action_hint(self) -> None:
        """Show the hint of the first challenge that is still to be met."""
        goal = next_challenge(self.play, self._met())
        if goal is not None:
            self.refresh_all(goal.hint)

    async def action_reset(self) -> None:
        await self._move(self.play.reset())

    async def action_undo(self) -> None:
        await self._move(self.play.undone())

    def action_back(self) -> None:
        """Leave the line in which a value is typed, else close the demo."""
        if self.typing.has_focus and not self.play.covered:
            self.refresh_all()
        else:
            self.session.remember(screen="home")
            self.app.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        play = self.play
        if action == "hint":
            goal = next_challenge(play, self._met())
            return play.question is None and goal is not None and bool(goal.hint)
        if action in ("undo", "reset", "act"):
            return not play.covered and (action != "undo" or bool(play.past))
        if action == "answer":
            return play.covered and play.question is not None and bool(play.question.options)
        if action == "go_on":
            return play.said is not None
        if action == "select":
            return not play.covered and len(self.demo.controls) > 1
        if action == "set_aside":
            return play.covered
        if action == "predict":
            return not play.covered and bool(self.demo.predictions)
        return True


@lru_cache(maxsize=8)
def demo_screen_class(demo: Demo) -> type[DemoScreen]:
    """Return the screen class of a demo, which binds the keys of the demo's own actions.

    Textual has no public way to bind a key on one screen: bindings belong to a class.
    """
    bindings = [Binding(action.key, f"act('{action.key}')", action.label) for action in demo.actions]
    return type(DemoScreen.__name__, (DemoScreen,), {"BINDINGS": bindings, "__module__": __name__})
