"""False friends and outputs come in reviews: when, of which card, and what is put on record."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lessons.course import Course
from lessons.model.papers import FIELDS
from lessons.outline import REVIEW_SKILLS
from lessons.paper_cards.drawing import DrawnCard
from progress.events import Answer, GaveUp, Known, PaperRead, TookBack
from progress.record import Record
from progress.schedule import stamp
from tests.conftest import START, Clock
from tests.support.paper_oracles import cards
from tests.support.plain import Scene
from tests.support.study import Learner
from tutor.learning.paper_draws import next_draw
from tutor.learning.paper_line import paper_line
from tutor.learning.paper_state import (
    Hinted,
    Move,
    RefusedError,
    Retracted,
    Shown,
    Typed,
    answer_events,
    begin,
    decode,
    encode,
    end_events,
    move,
    replay,
)
from tutor.learning.scheduling.due_fields import askable_friends, due_fields
from tutor.learning.scheduling.learner_model import build_learner_model
from tutor.plain import json_lines
from tutor.plain.console import Console

LATER = START + timedelta(days=60)


def wrong(card: DrawnCard) -> str:
    """The letter of a wrong option."""
    (blank,) = card.blanks
    return next(option.id for option in card.options(blank.field) if option.id != card.answer(blank))


def right(card: DrawnCard) -> str:
    return card.answer(card.blanks[0])


def due(learner: Learner) -> list[str]:
    return [field.id for field in due_fields(learner.course, learner.state, learner.now)]


# What comes when


@pytest.mark.parametrize(("field", "other"), [("symbols", "friends"), ("line", "output")])
def test_the_two_fields_of_a_skill_take_turns(course: Course, field: str, other: str) -> None:
    learner, skill = Learner(course), REVIEW_SKILLS[other]
    learner.answer(f"paper.adam.{skill}", 0, where="paper")
    learner.wait(days=60)
    for item, name in ((f"paper.adam.{other}", other), (f"paper.adam.{skill}", field)) * 2:
        assert due(learner) == [f"paper.adam.{name}"]
        learner.answer(item, 9, where="paper")
        assert due(learner) == []
        learner.wait(days=9000)


def test_of_the_cards_that_were_met_the_one_comes_in_which_the_skill_was_used_longest_ago(course: Course) -> None:
    learner = Learner(course)
    for item in ("paper.adam.read-lines", "paper.dpo.read-lines", "paper.adam.output", "paper.lora.read-lines"):
        learner.answer(item, 0, where="paper")
        learner.wait(days=0.01)
    learner.wait(days=300)
    assert due(learner) == ["paper.dpo.output"]


def test_a_letter_is_asked_once_a_second_card_or_the_bank_has_another_meaning_of_it(course: Course) -> None:
    learner, norm = Learner(course), cards()["paper.layernorm"]
    assert askable_friends(course, learner.state, "paper.layernorm") == ()

    def symbols() -> set[str]:
        """What is asked on the next draws."""
        found = set()
        for _ in range(12):
            drawn = next_draw(course, learner.state, norm, "friends")
            assert drawn.symbol is not None
            found.add(norm.symbols[drawn.symbol].latex)
            learner.answer("paper.layernorm.friends", drawn.seed, where="paper")
        return found

    learner.answer("paper.layernorm.read-symbols", 0, where="paper")
    assert symbols() == {"H", r"\mu", r"\sigma", "g_i"}, "its bank has other meanings of these"
    learner.put(PaperRead(card="paper.reinforce", seed=0, clean=FIELDS))
    assert symbols() == {"H", r"\mu", r"\sigma", "g_i", "b_i"}


def test_answers_schedule_the_skill_and_are_no_evidence(course: Course) -> None:
    learner = Learner(course)
    for card in ("adam", "ddpm", "dpo", "attention"):
        for field in ("friends", "output"):
            learner.answer(f"paper.{card}.{field}", 0, where="paper")
            learner.wait(days=2)
    model = build_learner_model(course, learner.state)
    assert set(model.recalls(stamp(learner.now))) >= {"read-symbols", "read-lines"}
    assert {skill for field in ("friends", "output") for skill in model.skills_of[f"paper.adam.{field}"]} == {
        "read-symbols", "read-lines"
    }  # fmt: skip
    (line,) = paper_line(course, learner.state, learner.now)
    assert line.evidence == ()
    before = model.recalls(stamp(learner.now))["read-lines"].chance
    learner.answer("paper.lora.output", 0, right=False, where="paper")
    learner.wait(days=1)
    after = build_learner_model(course, learner.state).recalls(stamp(learner.now))
    assert after["read-lines"].chance < before


# What is put on record


def told(card: DrawnCard, *moves: Move) -> list[Known]:
    """The events of some moves."""
    state, events = begin(card), list[Known]()
    for given in moves:
        after = move(state, given)
        events += [*answer_events(state, after), *end_events(after)]
        state = after
    return events


@pytest.mark.parametrize("field", ["friends", "output"])
def test_the_first_readable_answer_counts_and_a_typo_can_be_taken_back_once(course: Course, field: str) -> None:
    card = course.drawn_card(cards()["paper.adam"], 3, field)
    blank = f"{field}.0"
    item = f"paper.adam.{field}"
    no, yes = Typed(blank, wrong(card)), Typed(blank, right(card))

    def marks(*moves: Move) -> list[tuple[str, str]]:
        found = []
        for event in told(card, *moves):
            assert isinstance(event, Answer | GaveUp | TookBack)
            assert (event.item, event.seed) == (item, 3)
            help_taken = isinstance(event, Answer) and not event.unaided
            found.append((event.verdict if isinstance(event, Answer) else type(event).__name__, "h" * help_taken))
        return found

    assert marks(Typed(blank, "z"), yes) == [("right", "")]
    assert marks(no, yes) == [("wrong", "")]
    assert marks(Hinted(blank), yes) == [("right", "h")]
    assert marks(no, Retracted(blank), yes) == [("wrong", ""), ("TookBack", ""), ("right", "")]
    assert marks(Shown(blank)) == [("GaveUp", "")]
    for moves in ((Retracted(blank),), (no, no, Retracted(blank)), (no, Retracted(blank), no, Retracted(blank))):
        with pytest.raises(RefusedError, match="take back"):
            told(card, *moves)
    shapes = course.drawn_card(cards()["paper.adam"], 3, "shapes")
    with pytest.raises(RefusedError, match="take back"):
        told(shapes, Typed("shapes.0", "(a, b)"), Retracted("shapes.0"))


@pytest.mark.parametrize("field", ["friends", "output"])
def test_what_is_saved_comes_back_to_the_keystroke(course: Course, field: str) -> None:
    card = course.drawn_card(cards()["paper.ddpm"], 5, field)
    state = begin(card)
    for given in (Typed(f"{field}.0", wrong(card)), Retracted(f"{field}.0"), Hinted(f"{field}.0")):
        state = move(state, given)
        saved = decode(encode(state, "b"))
        assert saved is not None
        assert saved.box == "b"
        again = replay(course.drawn_card(cards()["paper.ddpm"], saved.seed, field), saved.moves)
        assert (again.entries, again.at, again.moves) == (state.entries, state.at, state.moves)


# In reviews without the app


@pytest.fixture
def scene(course: Course, tmp_path: Path) -> Scene:
    """A record in which nothing but the symbols of a card and a line are due."""
    past = Record.open(tmp_path / "home", device="past", now=Clock(START))
    for item in ("paper.ddpm.read-symbols", "paper.attention.read-lines"):
        past.append(Answer(item=item, seed=0, typed="", verdict="right", wrong_rule=None, where="paper"))
    past.close()
    return Scene(course, tmp_path / "home", lambda: LATER)


def drawn_next(scene: Scene, name: str) -> DrawnCard:
    card, _, field = name.rpartition(".")
    return next_draw(scene.course, scene.record.state, cards()[card], field)


def talk(scene: Scene, *lines: object) -> list[dict[str, Any]]:
    """The events of a review as JSON lines, resumed or new."""
    typed, sink = "".join(f"{json.dumps(line)}\n" for line in lines), io.StringIO()
    recorder = scene.recorder()
    json_lines.run(recorder.session("review"), recorder, Console(io.BytesIO(typed.encode()), sink, 80, echo=False))
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def test_a_review_as_json_lines_asks_for_a_letter_and_an_output(scene: Scene) -> None:
    names = [field.id for field in due_fields(scene.course, scene.record.state, LATER)]
    assert sorted(names) == ["paper.attention.output", "paper.ddpm.friends"]
    first, second = (drawn_next(scene, name) for name in names)
    events = talk(scene, {"typo": True}, {"answer": wrong(first)})
    assert [event["event"] for event in events] == ["field", "question", "error", "verdict", "field_end", "end"]
    assert (events[0]["id"], events[1]["field"], events[1]["kind"]) == (names[0], first.only, "choice")
    assert "60 days ago" in events[0]["why"]
    assert [option["id"] for option in events[1]["options"]] == list("abcd")[: len(events[1]["options"])]
    assert events[3]["feedback"]
    assert events[3]["wrong_rule"]
    events = talk(scene, {"typo": True}, {"hint": True}, {"answer": right(first)}, {"answer": right(second)})
    assert [event["event"] for event in events] == [
        "field", "question", "taken_back", "hint", "verdict", "field_end", "field", "question", "verdict", "field_end",
        "end",
    ]  # fmt: skip
    output = next(event for event in events if event["event"] == "question" and event["field"] == "output")
    assert all(" = " in text for text in (*output["arguments"], output["output"]))
    verdicts = [event for event in events if event["event"] == "verdict"]
    assert [(one["verdict"], one["first_try"]) for one in verdicts] == [("right", False), ("right", True)]
    assert [one["feedback"] for one in verdicts] == [first.explanation, second.explanation]
    assert due_fields(scene.course, scene.record.state, LATER) == ()
    assert scene.record.state.took_back(names[0], first.seed)


def test_a_review_line_by_line_asks_for_a_letter_and_an_output(scene: Scene) -> None:
    names = [field.id for field in due_fields(scene.course, scene.record.state, LATER)]
    first, second = (drawn_next(scene, name) for name in names)
    scene.sit("review", "", wrong(first), "typo", right(first), wrong(second), "show")
    said = " ".join(scene.said.split())
    assert "What does" in said
    assert "stand for in this formula?" in said
    assert "Which one gave this output?" in said
    assert "Taken back: it stays in your record and does not count. Try again." in said
    assert "Elsewhere:" in said
    assert "That line gives" in said
    assert "0 questions, 0 right at the first try. 2 fields of paper cards." in said
    letters = scene.record.state.items[next(name for name in names if name.endswith("friends"))]
    assert (letters.answers, letters.right) == (1, 1)
