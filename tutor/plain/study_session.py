"""A study session, line by line: question after question, then its results."""

from __future__ import annotations

from lessons.course import Course
from progress.events import Kept
from tutor.learning.labels import page_teaching, skill_title
from tutor.learning.scheduling import StudySession, due, placement
from tutor.learning.scheduling.due_fields import DueField
from tutor.learning.session_intro import intro
from tutor.learning.session_state import NAMES, SessionState
from tutor.learning.study_engine import Request, StudyEngine
from tutor.plain.console import Console, EndOfInputError, QuitError
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


def run(session: SessionState, recorder: Recorder, console: Console, style: TextStyle) -> StudyEngine:
    """Ask until the session is over or the learner stops; the engine as it stands then.

    A session that was left is resumed at its open question, with the text that was half typed.
    """
    recorder.catch_up()
    engine = recorder.engine(session)
    console.say(style.words(_opening(engine.session.sitting)))
    if not engine.session.begun:
        for text in intro(recorder.course, recorder.record.state, engine.session.sitting, recorder.now()):
            console.say(["", *style.words(text)])
    if engine.session.begun:
        number = engine.session.sitting.progress[0] + 1
        console.say(style.words(f"Resumed where you left it, at question {number}; `--new` starts over."))
    try:
        while not engine.session.over:
            if engine.session.field is not None:
                _read_field(engine.session.field, recorder, console, style)
            if engine.question is None or (engine.over and not engine.explains):
                recorder.record.refresh()  # answers of other programs count from the next question on
                engine, _ = recorder.take(engine, Request.NEXT)
                continue
            console.say(["", _numbered(engine.session.sitting)])
            question = Question(console, style, recorder, engine)
            try:
                question.run()
            finally:
                engine = question.engine
            engine, _ = recorder.take(engine, Request.NEXT)
        waiting = len(due(recorder.course, recorder.record.state, recorder.now()))
        console.say(["", *style.words(_ending(engine, waiting))])
        _say_results(engine.session.sitting, console, style, recorder)
    except (QuitError, EndOfInputError):
        console.say(["", *style.words(f"Stopped. {_count(engine)} Everything is kept.")])
    return engine


def _read_field(field: DueField, recorder: Recorder, console: Console, style: TextStyle) -> None:
    """Read a field of a paper card in the middle of a review. Raises QuitError if it is left before its end."""
    from tutor.plain import paper_text
    from tutor.plain.paper_recorder import field_recorder

    console.say(["", *style.words(field.why)])
    paper = field_recorder(recorder.course, field.id, recorder.record, recorder.now)
    paper_text.run(paper, console, style)
    if not paper.state.over:
        raise QuitError


def _opening(sitting: StudySession) -> str:
    helped = "? for help, quit to stop." if sitting.hints_allowed else "No hints here. ? for help, quit to stop."
    return f"{NAMES[sitting.kind]}. {helped}"


def _numbered(sitting: StudySession) -> str:
    """The number of the open question. A review and a placement may end before they have asked all they could."""
    done, of = sitting.progress
    most = "at most " if sitting.kind in ("review", "placement") else ""
    return f"Question {done + 1} of {most}{of}." if of else f"Question {done + 1}."


def _ending(engine: StudyEngine, waiting: int) -> str:
    """The counts; after a review also what is due beyond the day's share."""
    sitting = engine.session.sitting
    if sitting.kind != "review" or not waiting:
        return _count(engine) if sitting.done or sitting.fields else NOTHING[sitting.kind]
    counts = _count(engine) if sitting.done else "Today's share is done."
    more = "1 more is due" if waiting == 1 else f"{waiting} more are due"
    return f"{counts} {more}, and can wait until tomorrow; `tutor review --count {waiting}` asks now."


def _count(engine: StudyEngine) -> str:
    end, fields = engine.end, len(engine.session.sitting.fields)
    noun = "question" if end.asked == 1 else "questions"
    cards = f" {fields} {'field' if fields == 1 else 'fields'} of paper cards." if fields else ""
    return f"{end.asked} {noun}, {end.right_first} right at the first try.{cards}"


def _say_results(sitting: StudySession, console: Console, style: TextStyle, recorder: Recorder) -> None:
    if sitting.kind == "checkpoint" and sitting.done:
        console.say(["", *_by_skill(recorder.course, sitting, style)])
    elif sitting.kind == "placement" and sitting.done:
        _ask_to_keep(sitting, console, style, recorder)


def _by_skill(course: Course, sitting: StudySession, style: TextStyle) -> list[str]:
    """The results of each skill, and for a missed one the page that teaches it."""
    lines = []
    for skill, summary in sitting.results.items():
        lines += style.words(f"{summary.right} of {summary.asked}: {skill_title(course, skill)}")
        if summary.right < summary.asked and (page := page_teaching(course, skill)):
            lines += style.fold([f"   back to it: tutor read {page.id}"])
    return lines


def _ask_to_keep(sitting: StudySession, console: Console, style: TextStyle, recorder: Recorder) -> None:
    """Say which skills a placement found in hand, and ask which of them stay on the way. Raises EndOfInputError."""
    result = placement(recorder.course, sitting)
    if not result.in_hand:
        console.say(style.words("Nothing to skip: begin at the beginning."))
        return
    console.say(style.words("You have these, so they can be skipped. They stay open to you."))
    for skill in result.in_hand:
        chance = f"known, {result.chances[skill]:.2f}"
        console.say(style.markdown(f"{skill}: {skill_title(recorder.course, skill)} ({chance})", "   "))
    console.say(style.words("Which of them do you want on your way all the same? Their names, or an empty line."))
    for skill in console.ask("> ").replace(",", " ").split():
        if skill in result.in_hand:
            recorder.append(Kept(skill=skill))
            console.say(style.words(f"{skill} stays on your way."))
        else:
            console.say(style.words(f"{skill} is none of them."))
