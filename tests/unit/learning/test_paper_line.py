"""What paper cards show of a learner: the optional line of the checklist, what is due again, and where it was used."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.course import Course
from lessons.model.papers import FIELDS
from lessons.paper_cards.letters import false_friends, letter_of
from progress.events import PaperRead
from progress.state.fold import fold
from progress.state.records import READING_DAYS
from progress.state.state import State
from progress.times import local_day
from tests.support.paper_oracles import cards
from tests.support.study import Learner
from tutor.learning.checklist import OutcomeStatus, checklist
from tutor.learning.paper_line import paper_line
from tutor.learning.paper_state import next_seed
from tutor.learning.scheduling.due import due
from tutor.learning.scheduling.due_fields import due_fields
from tutor.learning.scheduling.learner_model import build_learner_model

THREE = ("attention", "adam", "lora")


class Reader(Learner):
    """A learner who reads paper cards."""

    def read(self, name: str, seed: int = 0, clean: tuple[str, ...] = FIELDS) -> None:
        self.put(PaperRead(card=f"paper.{name}", seed=seed, clean=clean, day=local_day(self.now)))

    @property
    def line(self) -> OutcomeStatus:
        (status,) = paper_line(self.course, self.state, self.now)
        return status


@pytest.fixture
def reader(course: Course) -> Reader:
    return Reader(course)


def test_three_cards_from_two_rungs_and_one_again_clear_the_line(reader: Reader) -> None:
    assert (reader.line.cleared, reader.line.sign, reader.line.optional) == (False, "new", True)
    for name in THREE:
        reader.read(name)
    assert [part.cleared for part in reader.line.parts] == [True, False]
    assert reader.line.sign == "begun"
    reader.wait(days=1)
    reader.read("adam", 1)
    assert reader.line.cleared
    assert reader.line.since == max(one.t for one in reader.state.papers["paper.adam"].days.values())
    reader.wait(days=400)
    assert reader.line.cleared


def test_the_checklist_of_the_stage_stays_as_it_is(reader: Reader) -> None:
    for day in range(2):
        for name in THREE:
            reader.read(name, day)
        reader.wait(days=1)
    assert reader.line.cleared
    assert not any(row.evidence or row.optional for row in checklist(reader.course, reader.state, reader.now))


@pytest.mark.parametrize(
    ("seed", "clean", "hours"),
    [
        (0, FIELDS, 24),  # the same draw
        (1, FIELDS, 0),  # the same day
        (1, ("symbols", "limit", "number", "line"), 24),
        (1, ("symbols", "shapes", "limit", "number"), 24),
        (1, (), 24),
    ],
)
def test_what_does_not_count_as_read_again(reader: Reader, seed: int, clean: tuple[str, ...], hours: int) -> None:
    for name in THREE:
        reader.read(name)
    reader.wait(seconds=3600 * hours)
    reader.read("lora", seed, clean)
    assert not reader.line.cleared


def test_a_second_reading_of_a_day_has_seen_the_answers(reader: Reader) -> None:
    for name in THREE:
        reader.read(name, 0, ())
        reader.read(name, 1)
    assert not reader.line.evidence


def test_cards_of_one_rung_are_not_enough(reader: Reader) -> None:
    rung = {card.id: card.rung for card in reader.course.outline.cards}
    names = [name for name in cards() if rung[name] == "probability"]
    for name in names:
        reader.read(name.removeprefix("paper."))
    assert len(names) > 3
    assert "from 2 rungs" in reader.line.missing[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(THREE), st.integers(0, 5), st.booleans()), max_size=12), st.randoms())
def test_readings_fold_in_any_order(given_: list[tuple[str, int, bool]], random: object) -> None:
    course = Course()
    reader = Reader(course)
    for name, hours, clean in given_:
        reader.wait(seconds=3600 * hours)
        reader.read(name, hours, FIELDS if clean else ())
    mixed = list(reader.events)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert fold(State(), mixed).papers == reader.state.papers


def test_a_record_of_a_card_stays_small(reader: Reader) -> None:
    for _ in range(READING_DAYS + 6):
        reader.read("adam")
        reader.wait(days=1)
    assert len(reader.state.papers["paper.adam"].days) == READING_DAYS
    assert reader.state.papers["paper.adam"].readings == READING_DAYS + 6


def test_old_events_without_a_day_count_by_their_time(reader: Reader) -> None:
    for name in THREE:
        reader.put(PaperRead(card=f"paper.{name}", seed=0, clean=FIELDS))
    reader.wait(days=1)
    reader.put(PaperRead(card="paper.adam", seed=1, clean=FIELDS))
    assert reader.line.cleared


def test_a_field_comes_back_when_its_skill_is_due(reader: Reader) -> None:
    reader.answer("paper.adam.read-shapes", 0, where="paper")
    reader.wait(days=0.01)
    reader.answer("paper.lora.read-shapes", 0, where="paper")
    assert due_fields(reader.course, reader.state, reader.now) == ()
    reader.wait(days=60)
    (found,) = due_fields(reader.course, reader.state, reader.now)
    assert found.id == "paper.adam.shapes"
    assert "you used this in LoRA 60 days ago" in found.why
    assert next_seed(reader.state, "paper.adam", "shapes") == 1
    assert next_seed(reader.state, "paper.adam", "line") == 0
    assert next_seed(reader.state, "paper.adam") == 1


def test_a_review_says_in_which_card_a_skill_was_used(reader: Reader) -> None:
    reader.answer("paper.adam.limit", 0, where="paper")
    assert "gd-update" in build_learner_model(reader.course, reader.state).recalls(ms(reader.now))
    reader.wait(days=90)
    (review,) = [one for one in due(reader.course, reader.state, reader.now) if one.skill == "gd-update"]
    assert "you used this in Adam 90 days ago" in review.why
    reader.answer("calculus.descent.step", 3)
    reader.wait(days=90)
    (review,) = [one for one in due(reader.course, reader.state, reader.now) if one.skill == "gd-update"]
    assert "last used 90 days ago" in review.why
    reader.answer("paper.adam.limit", 1, right=False, where="paper")
    reader.wait(days=9)
    (review,) = [one for one in due(reader.course, reader.state, reader.now) if one.skill == "gd-update"]
    assert "went wrong in Adam 9 days ago" in review.why


def ms(now: datetime) -> int:
    return (now - datetime(1970, 1, 1, tzinfo=now.tzinfo)) // timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("latex", "letter"),
    [
        (r"\beta_1^t", r"\beta"), (r"\bar\alpha_t", r"\alpha"), (r"\tilde{y}_j", "y"), (r"\mathbb{E}", "E"),
        ("q'(k)", "q"),
        (r"\top", ""), (r"\sim", ""), (r"\frac{1}{2}", ""), ("W_0", "W"), (r"\pi_{\mathrm{ref}}", r"\pi"),
    ],
)  # fmt: skip
def test_the_letter_of_a_symbol(latex: str, letter: str) -> None:
    assert letter_of(latex) == letter


def test_the_letters_that_papers_share(course: Course) -> None:
    letters = {letter.latex: {card for card, _ in letter.meanings} for letter in course.letters}
    assert letters[r"\beta"] == {"paper.adam", "paper.ddpm", "paper.dpo"}
    assert letters["p"] >= {"paper.dropout", "paper.reinforce", "paper.softmax_ce", "paper.vae_kl"}
    assert r"\delta" not in letters
    assert false_friends({}) == ()
