"""Which widget shows which block of a page, and what is true of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from textual.widget import Widget

from lessons.model.page import (
    Block,
    CodeCell,
    DemoBlock,
    ExerciseBlock,
    FigureBlock,
    Formula,
    ItemBlock,
    OwnData,
    Page,
    Pitfall,
    Prose,
    SidePath,
)
from tutor.app.widgets.lines import Lines
from tutor.app.widgets.page_links import CodeLink, DemoLink, ExerciseLink
from tutor.app.widgets.page_parts import LeansOn, PersonalBlockView, Picture, Reading
from tutor.app.widgets.question import QuestionView

if TYPE_CHECKING:
    from tutor.app.session import Session
    from tutor.fast.line_cache import LineCache


def _item(block: Block, session: Session) -> Widget:
    assert isinstance(block, ItemBlock)
    seed = session.seed_of(block.item)
    view = QuestionView(session.course, session.course.item(block.item, seed), session.standing_of(block.item, seed))
    record = session.state.items.get(block.item)
    view.solved = record.unaided_right if record else 0
    return view


def _demo(block: Block, session: Session) -> Widget:
    assert isinstance(block, DemoBlock)
    demo = session.course.demo(block.demo)
    return DemoLink(demo, block, session.challenges_met(demo))


def _exercise(block: Block, session: Session) -> Widget:
    assert isinstance(block, ExerciseBlock)
    entry = next(entry for entry in session.course.outline.exercises if entry.id == block.exercise)
    return ExerciseLink(entry.title, block, session.exercise_standing(entry.id))


def _code(block: Block, _: Session) -> Widget:
    assert isinstance(block, CodeCell)
    return CodeLink(block)


def _reading(block: Block, _: Session) -> Widget:
    assert isinstance(block, Prose | Formula | Pitfall | SidePath)
    return Reading(block)


def _picture(block: Block, _: Session) -> Widget:
    assert isinstance(block, FigureBlock)
    return Picture(block)


def _own(block: Block, session: Session) -> Widget:
    assert isinstance(block, OwnData)
    return PersonalBlockView(block, session)


WIDGETS: Mapping[type[Block], Callable[[Block, Session], Widget]] = {
    Prose: _reading,
    Formula: _reading,
    CodeCell: _code,
    Pitfall: _reading,
    SidePath: _reading,
    FigureBlock: _picture,
    OwnData: _own,
    ItemBlock: _item,
    DemoBlock: _demo,
    ExerciseBlock: _exercise,
}


def what_shows(page: Page, session: Session) -> tuple[object, ...]:
    """What the record and the place hold that the widgets of a page are made from."""
    state = session.state
    exercises = [block.exercise for block in page.blocks if isinstance(block, ExerciseBlock)]
    return (
        *((session.seed_of(item), state.items.get(item)) for item in page.items),
        *(session.challenges_met(session.course.demo(demo)) for demo in page.demos),
        *(session.exercise_standing(exercise) for exercise in exercises),
    )


def made(page: Page, session: Session, ink: LineCache | None) -> Iterator[Widget]:
    """The widgets of a page one by one, what it leans on first; `ink` keeps the lines that take long to make."""
    leaning = [LeansOn(session.course.outline, page)] if page.leans_on else []
    for widget in chain(leaning, (WIDGETS[type(block)](block, session) for block in page.blocks)):
        if ink is not None and isinstance(widget, Lines | QuestionView):
            widget.use_ink(ink)
        yield widget


def takes_keys(block: Widget) -> bool:
    """Whether the cursor can be put there."""
    return not block.over if isinstance(block, QuestionView) else block.can_focus
