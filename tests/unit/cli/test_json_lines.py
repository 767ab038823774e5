"""Study sessions as JSON lines: every event and input of the contract."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lessons.course import Course
from progress.events import Answer, Disputed, Explained, GaveUp, Hint
from tests.support.plain import Scene
from tutor.learning.scheduling.study_session import Kind, PlannedQuestion, StudySession
from tutor.learning.session_state import SessionState
from tutor.plain.console import Console
from tutor.plain.json_lines import run

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
QUESTION = {"event", "item", "seed", "kind", "prompt", "lead", "options", "shape", "why", "number", "of"}
VERDICT = {"event", "verdict", "understood", "feedback", "column", "wrong_rule", "first_try", "evidence"}


@pytest.fixture
def scene(course: Course, tmp_path: Path) -> Scene:
    return Scene(course, tmp_path / "home", lambda: NOW)


def exchange(scene: Scene, session: SessionState, lines: Iterable[object]) -> list[dict[str, Any]]:
    """What comes out for these lines; text goes in as it is."""
    typed = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    sink = io.StringIO()
    run(session, scene.recorder(), Console(io.BytesIO(typed.encode()), sink, 80, echo=False))
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def talk(
    scene: Scene, lines: Iterable[object], kind: Kind = "practice", scope: str = "", seed: int | None = None
) -> list[dict[str, Any]]:
    """What comes out in a session of this kind, resumed or new."""
    return exchange(scene, scene.recorder().session(kind, scope, seed=seed), lines)


def test_a_practice_with_every_kind_of_input(scene: Scene, course: Course) -> None:
    (question, end) = talk(scene, [], scope="matvec", seed=1)
    item = course.item(question["item"], question["seed"])
    rule = item.wrong_rules[0]
    lines = [
        {"hint": True},
        {"steps": True},
        {"answer": "3 +"},
        {"answer": rule.answer},
        {"dispute": True},
        {"answer": item.answer},
        {"next": True},
        {"show": True},
        {"quit": True},
    ]
    asked, hint, steps, unread, wrong, right, after, solution, end = talk(scene, lines, scope="matvec", seed=1)
    assert set(asked) == set(after) == QUESTION
    assert asked == question
    assert (asked["prompt"], asked["kind"], asked["number"], after["number"]) == (item.prompt, item.kind, 1, 2)
    assert asked["shape"] == (list(item.shape) if item.shape else None)
    assert hint["event"] == "hint"
    assert steps["event"] == "steps"
    assert steps["text"].startswith("1. $")
    assert [set(event) for event in (unread, wrong, right)] == [VERDICT] * 3
    assert [event["verdict"] for event in (unread, wrong, right)] == ["unreadable", "wrong", "right"]
    assert unread["column"] is not None
    assert (wrong["wrong_rule"], wrong["feedback"]) == (rule.id, rule.message)
    assert not any(event["first_try"] for event in (unread, wrong, right))  # after a hint there is none
    assert right["evidence"] == []
    assert solution["event"] == "solution"
    assert end == {"event": "end", "asked": 2, "right_first": 0}
    assert [type(event) for event in scene.events] == [Hint, Answer, Answer, Disputed, Answer, GaveUp]


def test_an_explanation_begins_with_own_words(scene: Scene, course: Course) -> None:
    item = course.item("calculus.chain.once", 4)
    session = SessionState(StudySession("practice"), PlannedQuestion(item.id, 4, "", "You asked."), begun=True)
    own = "one walk back reuses every slope behind it"
    lines = [{"own_words": item.model}, {"own_words": own}, {"own_words": own}, {"answer": item.answer}]
    question, copied, kept, again, verdict, _ = exchange(scene, session, lines)
    assert [(option["id"], option["text"]) for option in question["options"]] == [
        (option.id, option.text) for option in item.options
    ]
    assert question["why"] == "You asked."
    assert (copied["event"], copied["kept"], "yours" in copied["message"]) == ("own_words", False, True)
    assert kept == {"event": "own_words", "kept": True, "message": ""}
    assert again["event"] == "error"
    assert (verdict["verdict"], verdict["first_try"]) == ("right", True)
    assert (verdict["model"], verdict["rubric"]) == (item.model, list(item.rubric))
    assert [event.typed for event in scene.events if isinstance(event, Explained)] == [own]


@pytest.mark.parametrize(
    "line",
    ["", "3", "{", '{"answer": 3}', '{"hint": false}', '{"jump": true}', '{"hint": true, "next": true}', "[" * 3000],
    ids=lambda line: repr(line[:20]),
)
def test_a_bad_line_is_an_error_and_the_session_goes_on(scene: Scene, line: str) -> None:
    question, error, hint, end = talk(scene, [line, {"hint": True}], scope="dot-product", seed=1)
    assert (question["event"], hint["event"], end["event"]) == ("question", "hint", "end")
    assert set(error) == {"event", "message"}
    assert error["event"] == "error"
    assert error["message"]


def test_a_checkpoint_gives_no_help_and_a_placement_ends_by_itself(scene: Scene) -> None:
    _, refused, verdict, closed, _ = talk(
        scene, [{"hint": True}, {"answer": "77777"}, {"answer": "1"}], "checkpoint", "linear_algebra"
    )
    assert (refused["event"], verdict["event"], closed["event"]) == ("error", "verdict", "error")
    events = talk(scene, [{"next": True}] * 20, "placement")
    assert [event["event"] for event in events] == ["question"] * (len(events) - 1) + ["end"]
    assert scene.record.state.placed is not None


@pytest.mark.parametrize("kind", ["checkpoint", "placement"])
def test_the_first_question_of_what_is_announced_says_so_once(scene: Scene, kind: Kind) -> None:
    first, second, _ = talk(scene, [{"next": True}], kind)
    assert "no hints" in first["intro"]
    assert "minutes" in first["intro"]
    assert "intro" not in second
    assert "intro" not in talk(scene, [], kind)[0]
    assert "intro" not in talk(scene, [], "practice")[0]


def test_nothing_to_ask_is_an_end(scene: Scene) -> None:
    assert talk(scene, [], "review") == [{"event": "end", "asked": 0, "right_first": 0}]


def test_a_session_that_was_left_goes_on_at_its_question(scene: Scene) -> None:
    first, _, second, _ = talk(scene, [{"answer": "77777"}, {"next": True}], scope="dot-product")
    again, end = talk(scene, [], scope="dot-product")
    assert again == second != first
    assert end == {"event": "end", "asked": 1, "right_first": 0}
