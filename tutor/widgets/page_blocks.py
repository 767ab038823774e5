"""Which widget shows which block of a page, and what is true of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.widget import Widget

from lessons.model import (
    Block,
    CodeCell,
    DemoBlock,
    ExerciseBlock,
    FigureBlock,
    Formula,
    ItemBlock,
    OwnData,
    Pitfall,
    Prose,
    SidePath,
)
from tutor.widgets.item_view import ItemView
from tutor.widgets.page_parts import CodeDoor, DemoDoor, ExerciseDoor, OwnRecord, Picture, Reading

if TYPE_CHECKING:
    from tutor.session import Session


def _item(block: Block, session: Session) -> Widget:
    assert isinstance(block, ItemBlock)
    seed = session.seed_of(block.item)
    view = ItemView(session.course, session.course.item(block.item, seed), session.standing_of(block.item, seed))
    record = session.state.items.get(block.item)
    view.solved = record.unaided_right if record else 0
    return view


def _demo(block: Block, session: Session) -> Widget:
    assert isinstance(block, DemoBlock)
    demo = session.course.demo(block.demo)
    return DemoDoor(demo, block, session.challenges_met(demo))


def _exercise(block: Block, session: Session) -> Widget:
    assert isinstance(block, ExerciseBlock)
    entry = next(entry for entry in session.course.outline.exercises if entry.id == block.exercise)
    return ExerciseDoor(entry.title, block, session.exercise_standing(entry.id))


def _code(block: Block, _: Session) -> Widget:
    assert isinstance(block, CodeCell)
    return CodeDoor(block)


def _reading(block: Block, _: Session) -> Widget:
    assert isinstance(block, Prose | Formula | Pitfall | SidePath)
    return Reading(block)


def _picture(block: Block, _: Session) -> Widget:
    assert isinstance(block, FigureBlock)
    return Picture(block)


def _own(block: Block, session: Session) -> Widget:
    assert isinstance(block, OwnData)
    return OwnRecord(block, session)


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


def takes_keys(block: Widget) -> bool:
    """Whether the cursor can be put there."""
    return not block.over if isinstance(block, ItemView) else block.can_focus
