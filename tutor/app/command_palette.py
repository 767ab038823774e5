"""What the command palette offers: every page, demo, exercise and study session by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

if TYPE_CHECKING:
    from tutor.app.ports import Navigator
    from tutor.app.session import Session

ScreenCommand = tuple[str, str, Callable[[], Awaitable[object]]]
"""What it does, its key, and how it is run."""

SECTIONS = ("books", "pitfalls", "symbols")


def commands(
    navigator: Navigator,
    session: Session,
    *,
    here: Iterable[ScreenCommand],
    switch_theme: Callable[[], None],
    show_help: Callable[[], None],
    leave: Callable[[], None],
) -> Iterator[SystemCommand]:
    """Every command, the likeliest first; `here` are those of the screen below."""
    for title, key, run in here:
        yield SystemCommand(f"Here: {title}", f"key {key}" if key else "", run)
    yield from _next_steps(navigator, session)
    yield from _course(navigator, session)
    yield SystemCommand("Colors: light or dark theme", "change the colors", switch_theme)
    yield SystemCommand("Help", "the keys of this screen", show_help)
    yield SystemCommand("Quit", "everything is saved", leave)


def _next_steps(navigator: Navigator, session: Session) -> Iterator[SystemCommand]:
    step = session.next_step
    if step is not None:
        yield SystemCommand("Continue", step.page.title, partial(navigator.open_page, step.page.id))
    yield SystemCommand("Review", "what is due today", partial(navigator.open_session, "review"))
    yield SystemCommand("Ten minutes", "a mix of what you may forget", partial(navigator.open_session, "ten"))
    yield SystemCommand("Checklist", "what you can do, and the evidence", navigator.open_checklist)
    yield SystemCommand("Your record", "time, accuracy, recall", navigator.open_statistics)
    yield SystemCommand("Misconceptions", "slips that were met, and what refutes them", navigator.open_misconceptions)
    yield SystemCommand(
        "Placement", "twelve questions: what you can skip", partial(navigator.open_session, "placement")
    )


def _course(navigator: Navigator, session: Session) -> Iterator[SystemCommand]:
    outline = session.course.outline
    for page in sorted(outline.pages, key=lambda page: page.second_pass):
        kind = "For papers" if page.second_pass else "Page"
        yield SystemCommand(f"{kind}: {page.title}", page.id, partial(navigator.open_page, page.id))
    for demo in session.course.demos.values():
        yield SystemCommand(f"Demo: {demo.title}", demo.about, partial(navigator.open_demo, demo.id))
    for exercise in outline.exercises:
        yield SystemCommand(f"Exercise: {exercise.title}", exercise.id, partial(navigator.open_exercise, exercise.id))
    if session.course.has_cases:
        yield SystemCommand("Debug models", "find the fault in a program that is trained", navigator.open_debugging)
    for case, title, form in session.course.cases:
        yield SystemCommand(f"Debug: {title}", form, partial(navigator.open_thing, form, case))
    if outline.cards:
        yield SystemCommand("Read papers", "one formula from a paper a card", navigator.open_papers)
        yield SystemCommand("Letters of the papers", "what each one means, card by card", navigator.open_letters)
    for card in outline.cards:
        yield SystemCommand(f"Paper: {card.title}", card.id, partial(navigator.open_paper, card.id))
    for rung in outline.rungs:
        title = f"Checkpoint: {rung.title}"
        yield SystemCommand(title, "mixed questions, no hints", partial(navigator.open_session, "checkpoint", rung.id))
    yield SystemCommand(
        "Checkpoint: the whole checklist", "the last one", partial(navigator.open_session, "checkpoint")
    )
    practiced = tuple(skill for skill in outline.skills if not skill.by_cards)
    for kind, things in (("an outcome", outline.outcomes), ("a skill", practiced)):
        for thing in things:
            title = f"Practice: {thing.title[:1].lower()}{thing.title[1:]}"
            yield SystemCommand(title, kind, partial(navigator.open_session, "practice", thing.id))
    for section in SECTIONS:
        yield SystemCommand(section.capitalize(), "reference", partial(navigator.open_reference, section))
