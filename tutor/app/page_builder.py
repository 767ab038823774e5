"""Pages as documents: what the course has on a page, with what the learner's record and drafts hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

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
    Why,
    unreadable,
)
from lessons.source import CourseError
from tutor.app.offers import offers
from tutor.learning.question_draft import cell_key
from tutor.learning.question_state import question_state
from tutor.rendering.line_memo import LineMemo
from tutor.rendering.page_document import (
    CodeLink,
    DemoLink,
    ExerciseLink,
    Explanation,
    Illustration,
    PageBlock,
    PageDocument,
    Passage,
    PersonalRecord,
    Prerequisites,
    Question,
)

if TYPE_CHECKING:
    from tutor.app.session import Session


def page_document(page: Page, session: Session, memo: LineMemo) -> PageDocument:
    """The document of a page, as the record and the drafts have it now."""
    blocks = [_built(block, session) for block in page.blocks]
    prerequisites = Prerequisites(session.course.outline, page) if page.leans_on else None
    document = PageDocument(page, blocks, memo, prerequisites=prerequisites, ascii_only=session.plain)
    for index, link in links_now(document, session):
        document.replace(index, link)
    return document


def _built(block: Block, session: Session) -> PageBlock:
    try:
        return _BUILDERS[type(block)](block, session)
    except CourseError as fault:  # in a module of a course that is being written; the rest of the page is there
        return Passage(unreadable(fault, block.line))


def record_of(page: Page, session: Session) -> tuple[object, ...]:
    """What the record and the drafts hold that the document of a page is made from."""
    exercises = [block.exercise for block in page.blocks if isinstance(block, ExerciseBlock)]
    return (
        *((session.seed_of(item), session.state.items.get(item), session.left_of(item)) for item in page.items),
        *(_challenges(demo, session) for demo in page.demos),
        *(session.exercise_standing(exercise) for exercise in exercises),
    )


def _challenges(demo: str, session: Session) -> object:
    """Which challenges of a demo are met; None where it cannot be read."""
    try:
        return session.challenges_met(session.course.demo(demo))
    except CourseError:
        return None


def links_now(document: PageDocument, session: Session) -> list[tuple[int, PageBlock]]:
    """The links of a page as they stand by now, by the index of each."""
    links: list[tuple[int, PageBlock]] = []
    for cell, index in enumerate(document.of(CodeLink)):
        block = document.blocks[index]
        assert isinstance(block, CodeLink)
        own = session.draft_of(cell_key(document.page.id, cell)) is not None
        links.append((index, CodeLink(block.block, own, block.visited, _below_open_question(document, index, session))))
    for index in document.of(DemoLink, ExerciseLink):
        block = document.blocks[index]
        if isinstance(block, DemoLink):
            links.append((index, DemoLink(block.demo, block.block, session.challenges_met(block.demo), block.visited)))
        elif isinstance(block, ExerciseLink):
            standing = session.exercise_standing(block.block.exercise)
            links.append((index, ExerciseLink(block.title, block.block, standing, block.visited)))
    return links


def _below_open_question(document: PageDocument, index: int, session: Session) -> bool:
    """Whether the last question before a block is neither answered nor shown."""
    before = [block.state.item for block in document.blocks[:index] if isinstance(block, Question)]
    return bool(before) and not session.standing_of(before[-1].id, before[-1].seed)


def _question(block: Block, session: Session) -> PageBlock:
    assert isinstance(block, ItemBlock)
    course, seed = session.course, session.seed_of(block.item)
    record = session.state.items.get(block.item)
    solved = record.unaided_right if record else 0
    standing, draft = session.standing_of(block.item, seed), session.left_of(block.item)
    state = question_state(course, course.item(block.item, seed), standing, draft, solved)
    return Question(course, state, offers(session.keys))


def _demo(block: Block, session: Session) -> PageBlock:
    assert isinstance(block, DemoBlock)
    return DemoLink(session.course.demo(block.demo), block)


def _exercise(block: Block, session: Session) -> PageBlock:
    assert isinstance(block, ExerciseBlock)
    entry = next(entry for entry in session.course.outline.exercises if entry.id == block.exercise)
    return ExerciseLink(entry.title, block)


def _code(block: Block, _: Session) -> PageBlock:
    assert isinstance(block, CodeCell)
    return CodeLink(block)


def _explanation(block: Block, _: Session) -> PageBlock:
    assert isinstance(block, Why)
    return Explanation(block)


def _passage(block: Block, _: Session) -> PageBlock:
    assert isinstance(block, Prose | Formula | Pitfall | SidePath)
    return Passage(block)


def _figure(block: Block, _: Session) -> PageBlock:
    assert isinstance(block, FigureBlock)
    return Illustration(block)


def _personal(block: Block, _: Session) -> PageBlock:
    assert isinstance(block, OwnData)
    return PersonalRecord(block)


_BUILDERS: Mapping[type[Block], Callable[[Block, Session], PageBlock]] = {
    Prose: _passage,
    Formula: _passage,
    CodeCell: _code,
    Pitfall: _passage,
    SidePath: _passage,
    Why: _explanation,
    FigureBlock: _figure,
    OwnData: _personal,
    ItemBlock: _question,
    DemoBlock: _demo,
    ExerciseBlock: _exercise,
}
