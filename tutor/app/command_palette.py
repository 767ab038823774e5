"""What the command palette offers: every page, demo, exercise and sitting by name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

if TYPE_CHECKING:
    from tutor.app.app import TutorApp

SECTIONS = ("books", "pitfalls", "symbols")


def commands(app: TutorApp) -> Iterator[SystemCommand]:
    """Every command, what one most likely wants first."""
    yield from _ways_on(app)
    yield from _places(app)
    yield SystemCommand("Colours: light or dark theme", "change the colours", app.action_other_theme)
    yield SystemCommand("Help", "the keys of this screen", app.action_help)
    yield SystemCommand("Quit", "everything is saved", app.exit)


def _ways_on(app: TutorApp) -> Iterator[SystemCommand]:
    session = app.session
    step = session.next_step
    if step is not None:
        yield SystemCommand("Continue", step.page.title, partial(app.open_page, step.page.id))
    yield SystemCommand("Review", "what is due today", partial(app.open_sitting, "review"))
    yield SystemCommand("Ten minutes", "a mix of what sits loosest", partial(app.open_sitting, "ten"))
    yield SystemCommand("Checklist", "the five outcomes and their evidence", app.open_checklist)
    yield SystemCommand("Your record", "time, accuracy, recall", app.open_record)
    yield SystemCommand("Misconceptions", "slips that were met, and what refutes them", app.open_misconceptions)
    yield SystemCommand("Placement", "twelve questions: what you can skip", partial(app.open_sitting, "placement"))


def _places(app: TutorApp) -> Iterator[SystemCommand]:
    outline = app.session.course.outline
    for page in outline.pages:
        yield SystemCommand(f"Page: {page.title}", page.id, partial(app.open_page, page.id))
    for demo in app.session.course.demos.values():
        yield SystemCommand(f"Demo: {demo.title}", demo.about, partial(app.open_demo, demo.id))
    for exercise in outline.exercises:
        yield SystemCommand(f"Exercise: {exercise.title}", exercise.id, partial(app.open_exercise, exercise.id))
    for rung in outline.rungs:
        title = f"Checkpoint: {rung.title}"
        yield SystemCommand(title, "mixed questions, no hints", partial(app.open_sitting, "checkpoint", rung.id))
    yield SystemCommand("Checkpoint: the five outcomes", "the last one", partial(app.open_sitting, "checkpoint"))
    for kind, things in (("an outcome", outline.outcomes), ("a skill", outline.skills)):
        for thing in things:
            title = f"Practice: {thing.title[:1].lower()}{thing.title[1:]}"
            yield SystemCommand(title, kind, partial(app.open_sitting, "practice", thing.id))
    for section in SECTIONS:
        yield SystemCommand(section.capitalize(), "reference", partial(app.open_reference, section))
