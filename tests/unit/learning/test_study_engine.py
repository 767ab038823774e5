"""The engine of a study session: what each input gives, records and leaves behind. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lessons.course import Course
from progress.events import Answer, Disputed, Explained, GaveUp, Hint, Known, Opened, Placed, Stepped
from progress.record import Record
from progress.resume import Draft, ResumePoint
from progress.schedule import stamp
from progress.state.state import State
from tests.support.study import Learner
from tutor.learning.own_words import WordsFault
from tutor.learning.question_draft import SESSION_PREFIX
from tutor.learning.scheduling.study_session import Kind, PlannedQuestion, StudySession
from tutor.learning.session_state import FirstAnswer, SessionState, save_session, saved_session
from tutor.learning.study_engine import (
    AnswerInput,
    CellInput,
    CellOutput,
    ConfidenceInput,
    DisputeOutput,
    EndOutput,
    HintOutput,
    Input,
    OwnWordsInput,
    OwnWordsOutput,
    QuestionOutput,
    Refusal,
    Request,
    SolutionOutput,
    StepsOutput,
    StudyEngine,
    TicksInput,
    TicksOutput,
    Transition,
    TypoOutput,
    VerdictOutput,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DOT, MATVEC, EXPLAIN = "linear_algebra.dot.compute", "linear_algebra.maps.matvec", "calculus.chain.once"


def opened(course: Course, item: str = DOT, seed: int = 3, kind: Kind = "practice", **more: str) -> StudyEngine:
    """The engine at one question."""
    planned = PlannedQuestion(item, seed, "", "", **more)  # type: ignore[arg-type]
    session = SessionState(StudySession(kind, started=stamp(NOW)), planned, begun=True)
    return StudyEngine.resume(course, session, State(), {})


def run(engine: StudyEngine, *inputs: Input, state: State | None = None) -> tuple[StudyEngine, list[Transition]]:
    """All inputs, one after the other."""
    transitions = []
    for given_input in inputs:
        transitions.append(engine.take(given_input, state or State(), NOW))
        engine = transitions[-1].engine
    return engine, transitions


def events(transitions: list[Transition]) -> list[Known]:
    return [event for transition in transitions for event in transition.events]


def test_a_first_answer_counts_once_and_a_wrong_one_can_be_mended(course: Course) -> None:
    item = course.item(DOT, 3)
    rule = item.wrong_rules[0]
    engine, steps = run(opened(course), AnswerInput("3 +"), AnswerInput(rule.answer), AnswerInput(item.answer))
    verdicts = [output for step in steps for output in step.outputs if isinstance(output, VerdictOutput)]
    assert [(output.verdict.mark, output.first_try) for output in verdicts] == [
        ("unreadable", False),
        ("wrong", True),
        ("right", False),
    ]
    assert engine.session.first == FirstAnswer(False, True, rule.id)
    assert engine.over
    assert engine.take(AnswerInput("1"), State(), NOW).outputs == (Refusal.OVER,)
    assert [event.verdict for event in events(steps) if isinstance(event, Answer)] == ["unreadable", "wrong", "right"]


@pytest.mark.parametrize("request_", [Request.HINT, Request.STEPS])
def test_an_answer_after_help_is_no_first_try(course: Course, request_: Request) -> None:
    engine, steps = run(opened(course, MATVEC), request_, AnswerInput(course.item(MATVEC, 3).answer))
    (output,) = steps[-1].outputs
    assert isinstance(output, VerdictOutput)
    assert (output.verdict.mark, output.first_try) == ("right", False)
    assert engine.session.first == FirstAnswer(True, False)


@pytest.mark.parametrize("part", ["", "cell", "glossary", "search", "demo", "exercise"])
@pytest.mark.parametrize(
    ("page", "seconds", "bar"),
    [("linear_algebra.dot", 5, "page"), ("linear_algebra.dot", -5, ""), ("calculus.descent", 5, "")],
)
def test_a_page_or_a_part_of_it_seen_in_the_session_bars_the_answer(
    course: Course, part: str, page: str, seconds: int, bar: str
) -> None:
    learner = Learner(course, NOW + timedelta(seconds=seconds))
    learner.put(Opened(page=page, part=part))
    _, (step,) = run(opened(course), AnswerInput(course.item(DOT, 3).answer), state=learner.state)
    ((output,), (event,)) = step.outputs, step.events
    assert isinstance(output, VerdictOutput)
    assert isinstance(event, Answer)
    assert (output.bar, event.bar, event.off_page) == (bar, bar, not bar)


def test_a_part_seen_elsewhere_does_not_open_the_page(course: Course) -> None:
    learner = Learner(course, NOW)
    learner.put(Opened(page="linear_algebra.dot", part="glossary"))
    assert not learner.state.pages
    assert learner.state.position is None


def test_confidence_goes_with_the_first_readable_answer_only(course: Course) -> None:
    _, steps = run(opened(course), ConfidenceInput(70), AnswerInput("3 +"), AnswerInput("77777"), AnswerInput("77778"))
    assert [event.confidence for event in events(steps) if isinstance(event, Answer)] == [None, 70, None]


def test_a_wrong_answer_is_taken_back_once_and_counts_nowhere(course: Course, tmp_path: Path) -> None:
    record, engine, outputs = Record.open(tmp_path, now=lambda: NOW), opened(course, MATVEC), list[object]()
    fresh = engine.attempt
    for given_input in (Request.TYPO, AnswerInput("77777"), Request.TYPO, Request.TYPO, AnswerInput("77778")):
        step = engine.take(given_input, record.state, NOW)
        engine = step.engine
        outputs += [output if isinstance(output, Refusal) else type(output) for output in step.outputs]
        for event in step.events:
            record.append(event)
        if outputs[-1] is TypoOutput:
            assert (engine.session.first, engine.attempt) == (None, fresh)
            assert record.state.answers == 0
    assert outputs == [Refusal.NO_TYPO, VerdictOutput, TypoOutput, Refusal.NO_TYPO, VerdictOutput]
    assert engine.take(Request.TYPO, record.state, NOW).outputs == (Refusal.NO_TYPO,)
    assert record.state.items[MATVEC].answers == 1
    assert engine.session.first == FirstAnswer(False)
    hinted, _ = run(opened(course, MATVEC), AnswerInput("77777"), Request.HINT)
    assert hinted.take(Request.TYPO, State(), NOW).outputs == (Refusal.NO_TYPO,)


def test_hints_steps_solution_and_dispute(course: Course) -> None:
    inputs = (Request.DISPUTE, AnswerInput("77777"), Request.DISPUTE, Request.DISPUTE)
    engine, steps = run(opened(course, MATVEC), *inputs, Request.HINT, Request.STEPS, CellInput(99, "1"), Request.SHOW)
    kinds = [output if isinstance(output, Refusal) else type(output) for step in steps for output in step.outputs]
    assert kinds == [
        Refusal.NO_VERDICT,
        VerdictOutput,
        DisputeOutput,
        Refusal.NO_VERDICT,
        HintOutput,
        StepsOutput,
        Refusal.NO_STEPS,
        SolutionOutput,
    ]
    assert [type(event) for event in events(steps)] == [Answer, Disputed, Hint, GaveUp]
    assert engine.over
    assert engine.session.shown


def test_in_a_checkpoint_one_readable_answer_ends_a_question_and_there_is_no_help(course: Course) -> None:
    help_ = (Request.HINT, Request.STEPS, Request.SHOW)
    engine, steps = run(opened(course, kind="checkpoint"), *help_, AnswerInput("3 +"))
    assert [step.outputs for step in steps[:3]] == [(Refusal.NO_HELP,)] * 3
    assert not engine.over
    engine, _ = run(engine, AnswerInput("77777"))
    assert engine.over
    assert engine.end == EndOutput(1, 0)


def test_own_words_come_once_and_before_the_statements(course: Course) -> None:
    item = course.item(EXPLAIN)
    engine, steps = run(
        opened(course, EXPLAIN, 0),
        TicksInput((0,)),
        OwnWordsInput("paths"),
        OwnWordsInput(item.model),
        OwnWordsInput("all paths share an end"),
        OwnWordsInput("and say it again"),
        AnswerInput(item.answer),
        TicksInput((0, 2)),
    )
    too_early, few, copied, kept, again, verdict, compared = (step.outputs[0] for step in steps)
    assert too_early == again == Refusal.NO_WORDS
    assert (few, copied) == (OwnWordsOutput(WordsFault.FEW), OwnWordsOutput(WordsFault.COPIED))
    assert (kept, compared) == (OwnWordsOutput(), TicksOutput((0, 2)))
    assert isinstance(verdict, VerdictOutput)
    assert (verdict.first_try, verdict.bar) == (True, "")
    said = "all paths share an end"
    assert steps[3].drafts[f"{SESSION_PREFIX}{EXPLAIN} said"] == Draft(said)
    explained = [event for event in events(steps) if isinstance(event, Explained)]
    assert [(event.typed, event.ticked, event.late) for event in explained] == [
        (said, (), False),
        (said, (0, 2), False),
    ]
    assert not engine.explains


def test_without_own_words_an_explanation_is_no_evidence(course: Course) -> None:
    item = course.item(EXPLAIN)
    engine, steps = run(opened(course, EXPLAIN, 0), AnswerInput(item.answer), OwnWordsInput("all paths share an end"))
    verdict = steps[0].outputs[0]
    assert isinstance(verdict, VerdictOutput)
    assert (verdict.first_try, verdict.bar) == (True, "words")
    assert [event.late for event in events(steps) if isinstance(event, Explained)] == [True]
    assert engine.explains


def test_a_placement_is_on_record_when_its_last_question_is_left(course: Course) -> None:
    engine = StudyEngine(course, SessionState(StudySession("placement", count=1)))
    _, steps = run(engine, Request.NEXT, Request.NEXT, Request.NEXT)
    question, end, again = (step.outputs[0] for step in steps)
    assert isinstance(question, QuestionOutput)
    assert question.number == 1
    assert end == again == EndOutput(1, 0)
    assert [type(event) for event in events(steps)] == [Placed]


inputs = st.one_of(
    st.sampled_from(list(Request)),
    st.sampled_from(["7", "3 +", "", "a", "[1, 2]", "b c"]).map(AnswerInput),
    st.builds(CellInput, st.integers(-1, 4), st.sampled_from(["7", "(", "12"])),
    st.sampled_from(["words", "all paths share an end"]).map(OwnWordsInput),
    st.builds(TicksInput, st.just((0,))),
    st.integers(0, 100).map(ConfidenceInput),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(inputs, max_size=12), st.sampled_from(["practice", "checkpoint"]))
@example(given_inputs=[AnswerInput("7"), Request.STEPS], kind="practice")
def test_whatever_comes_the_engine_resumes_as_it_was(course: Course, given_inputs: list[Input], kind: Kind) -> None:
    """After any inputs, what was saved gives the same question, first answer, verdict, hints and worksheet."""
    learner, point = Learner(course, NOW), ResumePoint()
    engine = StudyEngine(course, SessionState(StudySession(kind, "matvec", seed=1)))
    for given_input in [Request.NEXT, *given_inputs]:
        transition = engine.take(given_input, learner.state, learner.now)
        for event in transition.events:
            learner.put(event)
        engine = transition.engine
        point = save_session(point, engine.session)
        point = ResumePoint(drafts={**point.drafts, **transition.drafts}, sitting=point.sitting)
    session = saved_session(point.sitting)
    assert session == engine.session
    again = StudyEngine.resume(course, session, learner.state, point.drafts)
    assert again.session == engine.session
    assert again.over == engine.over
    if engine.attempt is not None and again.attempt is not None:
        assert again.attempt.standing == engine.attempt.standing
        assert again.attempt.unaided == engine.attempt.unaided or engine.attempt.over
        assert again.sheet == engine.sheet or engine.sheet is None
        taken, resumed = (one.take(Request.TYPO, learner.state, learner.now) for one in (engine, again))
        assert (taken.outputs, taken.events) == (resumed.outputs, resumed.events)
        assert taken.engine.session == resumed.engine.session


def test_an_answer_on_record_but_not_in_the_saved_session_is_the_first_one(course: Course) -> None:
    """Killed between the journal and the resume point."""
    learner = Learner(course, NOW)
    learner.answer(DOT, 3, where="practice", unaided=False)
    engine = opened(course)
    again = StudyEngine.resume(course, engine.session, learner.state, {})
    assert again.session.first == FirstAnswer(True, False)
    assert again.over


def test_an_answer_of_long_ago_does_not_answer_the_question(course: Course) -> None:
    """A worded question has one draw only: right a month ago, it opens as a question again."""
    learner = Learner(course, NOW - timedelta(days=40))
    learner.answer(EXPLAIN, 0)
    engine = opened(course, EXPLAIN, 0)
    again = StudyEngine.resume(course, engine.session, learner.state, {})
    assert again.session.first is None
    assert not again.over


@pytest.mark.parametrize("support", ["worked", "faded"])
def test_support_counts_as_help_and_the_worksheet_carries_on(course: Course, support: str) -> None:
    engine = opened(course, MATVEC, support=support)
    assert engine.attempt is not None
    assert not engine.attempt.unaided
    assert (engine.sheet is not None) == (support == "faded")
    if engine.sheet is not None:
        index = engine.sheet.next
        assert index is not None
        _, (step,) = run(engine, CellInput(index, engine.sheet.cells[index].step.value))
        (output,) = step.outputs
        assert isinstance(output, CellOutput)
        assert output.cell.settled
        assert isinstance(step.events[0], Stepped)
        again = StudyEngine.resume(course, engine.session, State(), step.drafts)
        assert again.sheet == step.engine.sheet
