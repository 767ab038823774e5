"""A sitting, line by line: question after question, and what it has shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lessons.course import Course
from progress.events import Kept
from progress.record import Record
from tutor.learning.scheduling import StudySession, due, placed, placement
from tutor.plain.console import Closed, Console, Quit
from tutor.plain.question import Question
from tutor.plain.recorder import Recorder
from tutor.plain.text import TextStyle

NOTHING = {
    "review": "Nothing is due. What you answer comes back when it is about to slip.",
    "ten": "There is nothing to mix yet: answer a few questions first, such as with `tutor practice`.",
    "practice": "Nothing here can be asked now: every question of it came up within a month.",
    "checkpoint": "Nothing here can be asked now: every question of it came up within a month.",
    "placement": "There is nothing to ask.",
}


def run(
    course: Course,
    record: Record,
    sitting: StudySession,
    console: Console,
    voice: TextStyle,
    now: Callable[[], datetime],
) -> StudySession:
    """Ask until the sitting is over or the learner stops; the sitting as it ended."""
    keeper = Recorder(course, record, sitting.kind)
    keeper.catch_up()
    console.say(voice.words(_opening(sitting)))
    try:
        while (asked := sitting.next(course, record.state, now())) is not None:
            record.refresh()  # what other sessions have answered meanwhile counts from the next question on
            console.say(["", _numbered(sitting)])
            question = Question(console, voice, keeper, asked, sitting.hints_allowed)
            try:
                question.run()
            finally:
                if question.over or question.ended.answered:
                    ended = question.ended
                    sitting = sitting.answered(asked, ended.right, ended.unaided, ended.wrong_rule)
        console.say(["", *voice.words(_ending(sitting, len(due(course, record.state, now()))))])
        _results(sitting, console, voice, keeper)
    except (Quit, Closed):
        console.say(["", *voice.words(f"Stopped. {_count(sitting)} Everything is kept.")])
    return sitting


def _opening(sitting: StudySession) -> str:
    helped = "? for help, quit to stop." if sitting.hints_allowed else "No hints here. ? for help, quit to stop."
    return f"{sitting.kind.capitalize() if sitting.kind != 'ten' else 'Ten minutes'}. {helped}"


def _numbered(sitting: StudySession) -> str:
    """Which question this is. A review and a placement may end before they have asked all they could."""
    done, of = sitting.progress
    most = "at most " if sitting.kind in ("review", "placement") else ""
    return f"Question {done + 1} of {most}{of}." if of else f"Question {done + 1}."


def _ending(sitting: StudySession, waiting: int) -> str:
    """What came of it; after a review also what is due beyond the day's share."""
    if sitting.kind != "review" or not waiting:
        return _count(sitting) if sitting.done else NOTHING[sitting.kind]
    what = _count(sitting) if sitting.done else "Today's share is done."
    more = "1 more is due" if waiting == 1 else f"{waiting} more are due"
    return f"{what} {more}, and can wait until tomorrow; `tutor review --count {waiting}` asks now."


def _count(sitting: StudySession) -> str:
    total = len(sitting.done)
    right = sum(one.right for one in sitting.done)
    noun = "question" if total == 1 else "questions"
    return f"{total} {noun}, {right} right at the first try."


def _results(sitting: StudySession, console: Console, voice: TextStyle, keeper: Recorder) -> None:
    if sitting.kind == "checkpoint" and sitting.done:
        console.say(["", *by_skill(keeper.course, sitting, voice)])
    elif sitting.kind == "placement" and sitting.done:
        _placing(sitting, console, voice, keeper)


def by_skill(course: Course, sitting: StudySession, voice: TextStyle) -> list[str]:
    """The results of each skill, and for what is missing the page that leads back to it."""
    titles = {skill.id: skill.title for skill in course.outline.skills}
    lines = []
    for skill, one in sitting.results.items():
        lines += voice.words(f"{one.right} of {one.asked}: {titles.get(skill, skill)}")
        if one.right < one.asked and (page := page_for(course, skill)):
            lines += voice.fold([f"   back to it: tutor read {page}"])
    return lines


def page_for(course: Course, skill: str) -> str:
    """The first page that teaches a skill; empty where none does."""
    return next((entry.id for entry in course.outline.pages if skill in course.page(entry.id).teaches), "")


def _placing(sitting: StudySession, console: Console, voice: TextStyle, keeper: Recorder) -> None:
    """Put on record what was found, and ask what is to stay on the way all the same."""
    found = placement(keeper.course, sitting)
    keeper.keep(placed(keeper.course, sitting))
    titles = {skill.id: skill.title for skill in keeper.course.outline.skills}
    if not found.in_hand:
        console.say(voice.words("Nothing to skip: begin at the beginning."))
        return
    console.say(voice.words("You have these, so they can be skipped. They stay open to you."))
    for skill in found.in_hand:
        console.say(voice.markdown(f"{skill}: {titles[skill]}", "   "))
    console.say(voice.words("Which of them do you want on your way all the same? Their names, or an empty line."))
    for skill in console.ask("> ").replace(",", " ").split():
        if skill in found.in_hand:
            keeper.keep(Kept(skill=skill))
            console.say(voice.words(f"{skill} stays on your way."))
        else:
            console.say(voice.words(f"{skill} is none of them."))
