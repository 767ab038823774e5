"""Hunts: drawn from their number, solvable, with exact par; a bot that strikes by the table always finds the fault."""

from __future__ import annotations

from math import isclose, log2
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lessons.hunting.cases import draw
from lessons.hunting.information import OptimalPlay
from lessons.model.hunts import LEVELS, NAMED, number_of
from progress.state.records import HuntRecord, merged_hunts, with_hunt
from tests.support.hunts import case, least_cost, orders, outcomes_of, programs
from tutor.learning.hunt_state import (
    Bought,
    Compared,
    HuntState,
    Named,
    Par,
    RefusedError,
    Shown,
    Struck,
    begin,
    encode,
    hunted,
    mistakes,
    move,
    reopened,
    replay,
)


def buy(state: HuntState, probe: str) -> HuntState:
    """Buy a probe, see what the table says, strike out what it rules out, and compare."""
    puzzle = state.case.puzzle
    outcome = puzzle.outcome(probe, state.case.fault)
    state = move(state, Bought(probe, outcome))
    for name in puzzle.names(state.case.puzzle.all & ~state.struck):
        if puzzle.outcome(probe, name) != outcome:
            state = move(state, Struck(name))
    return move(state, Compared())


def test_forty_and_more_hunts_in_three_levels() -> None:
    assert NAMED >= 40
    drawn = [case(number) for number in range(1, NAMED + 1)]
    assert {one.level.name for one in drawn} == {level.name for level in LEVELS}
    assert {len(one.puzzle.candidates) for one in drawn} == {8, 12, 16}
    assert len({(one.fault, one.puzzle.candidates) for one in drawn}) == NAMED
    assert len({one.fault for one in drawn}) >= 20
    assert {one.program.id for one in drawn} == set(programs())


def test_easy_hunts_have_no_close_pair_and_hard_ones_have() -> None:
    for number in range(1, NAMED + 1):
        one = case(number)
        names = one.puzzle.candidates
        fewest = min(len(one.puzzle.separating(a, b)) for a in names for b in names if a < b)
        assert fewest >= 2 if one.level.name == "easy" else fewest >= 1
        assert one.level.name != "hard" or fewest == 1


@settings(deadline=None, max_examples=12)
@given(st.integers(1, 10**9 - 1))
def test_a_number_is_always_the_same_hunt(number: int) -> None:
    assert draw(programs(), number) == draw(programs(), number)
    assert number_of(f"hunt.{number}") == number


@pytest.mark.parametrize("hunt", ["hunt.0", "hunt.", "hunt.x", "hunt.-1", "hunt.1.2", "entropy", "hunt.²"])
def test_other_ids_are_no_hunts(hunt: str) -> None:
    assert number_of(hunt) is None


def test_ten_thousand_hunts_end_with_the_true_fault() -> None:
    """By any order of probes; what is struck out by the table is never the true fault, and it alone is left."""
    for seed in range(10_000):
        rng = Random(seed)
        one = case(rng.randrange(1, 65))
        puzzle, left = one.puzzle, one.puzzle.all
        true = puzzle.bit(one.fault)
        for probe in rng.sample(list(puzzle.partitions), len(puzzle.partitions)):
            left &= puzzle.partitions[probe].cells[one.program.outcomes.by_probe[probe][one.fault] or ""]
            assert left & true
            if left == true:
                break
        assert left == true


@settings(deadline=None)
@given(st.integers(1, NAMED), st.randoms(use_true_random=False))
def test_the_bot_makes_no_mistake_and_loses_no_bit(number: int, rng: Random) -> None:
    one = case(number)
    state = begin(one)
    while state.left.bit_count() > 1:
        state = buy(state, rng.choice(state.menu))
        assert not mistakes(state)
        assert state.struck == one.puzzle.all & ~state.left
    line = one.program.changed_lines(one.fault)[0]
    state = move(state, Named(one.fault, line))
    assert state.clean
    assert state.lost == 0
    gained = sum(taken.bits for taken in state.taken)
    assert isclose(gained, log2(len(one.puzzle.candidates)))
    assert hunted(state, 3.0).clean


@pytest.mark.parametrize("number", [1, 2, 3, 6, 9, 12, 14, 16, 18, 20])
def test_par_by_trying_every_play(number: int) -> None:
    puzzle = case(number).puzzle
    costs = {probe: part.cost for probe, part in puzzle.partitions.items()}
    least = least_cost(frozenset(puzzle.candidates), outcomes_of(puzzle), costs)
    assert isclose(OptimalPlay(puzzle).cost(puzzle.all), least)
    assert isclose(Par(case(number)).cost, least)


def test_optimal_play_costs_par_on_average_over_the_faults() -> None:
    for number in (1, 5, 9, 17, 20):
        puzzle = case(number).puzzle
        play = OptimalPlay(puzzle)
        spent = [sum(puzzle.partitions[probe].cost for probe in play.path(name)) for name in puzzle.candidates]
        assert isclose(sum(spent) / len(spent), play.cost(puzzle.all))


def test_each_hunt_is_solved_by_two_sets_of_probes_or_more() -> None:
    for number in range(1, NAMED + 1):
        one = case(number)
        assert len(orders(one.puzzle, one.fault, 2)) == 2


@pytest.mark.slow
def test_random_probes_cost_more_than_the_best_ones() -> None:
    """Best probe first needs par, within a tenth; random useful probes need 1.4 times as much, or more."""
    rng, greedy, chance, par = Random(1), 0, 0, 0.0
    for number in range(1, NAMED + 1):
        one = case(number)
        par += OptimalPlay(one.puzzle).cost(one.puzzle.all)
        for best in (True, False):
            state = begin(one)
            while state.left.bit_count() > 1:
                useful = [probe for probe in state.menu if len(one.puzzle.split(state.left, probe)) > 1]
                state = buy(state, one.puzzle.best(state.left) if best else rng.choice(useful))
            greedy, chance = greedy + best * state.cost, chance + (not best) * state.cost
    assert chance > 1.4 * greedy
    assert 0.9 * par < greedy < 1.1 * par


def test_a_wrong_strike_costs_a_bit_once_and_names_the_number() -> None:
    one = case(1)
    puzzle = one.puzzle
    state = move(begin(one), Struck(one.fault))
    state = move(state, Compared())
    assert state.lost == 1
    (mistake,) = mistakes(state)
    assert (mistake.candidate, mistake.kept) == (one.fault, False)
    assert move(state, Compared()).lost == 1
    probe = puzzle.best(puzzle.all)
    outcome = puzzle.outcome(probe, one.fault)
    state = move(move(state, Bought(probe, outcome, "3.14159")), Compared())
    kept = [mistake for mistake in mistakes(state) if mistake.kept]
    ruled_out = {name for name in puzzle.candidates if puzzle.outcome(probe, name) != outcome}
    assert {mistake.candidate for mistake in kept} == ruled_out
    assert all("3.14159" in mistake.message and mistake.outcome in mistake.message for mistake in kept)
    assert state.lost == 1 + len(kept)


def test_naming_wrongly_costs_what_was_open_and_naming_by_luck_is_not_clean() -> None:
    one = case(1)
    wrong = next(name for name in one.puzzle.candidates if name != one.fault)
    line = one.program.changed_lines(one.fault)[0]
    state = move(begin(one), Named(wrong, 1))
    assert state.lost == 3
    assert not state.over
    with pytest.raises(RefusedError):
        move(state, Named(wrong, 1))
    state = move(state, Named(one.fault, line))
    assert state.over
    assert not state.clean
    lucky = move(begin(one), Named(one.fault, line))
    assert lucky.over
    assert not lucky.clean
    beside = move(begin(one), Named(one.fault, line + 1))
    assert beside.over
    assert beside.lost == 1


@settings(deadline=None, max_examples=40)
@given(st.integers(1, NAMED), st.randoms(use_true_random=False))
def test_names_at_random_count_for_no_skill_and_have_no_score(number: int, rng: Random) -> None:
    one = case(number)
    state, names = begin(one), list(one.puzzle.candidates)
    rng.shuffle(names)
    for name in names:
        if not state.over:
            state = move(state, Named(name, one.program.changed_lines(name)[0]))
    event = hunted(state, 3.0)
    assert not event.clean
    record = with_hunt(HuntRecord(), event, (1, 1, 1))
    assert record.first is not None
    assert not record.first.clean
    assert record.best is None or state.lost >= 1


@settings(deadline=None, max_examples=40)
@given(st.integers(1, NAMED), st.randoms(use_true_random=False), st.booleans())
def test_a_finished_hunt_opens_with_its_verdict(number: int, rng: Random, shown: bool) -> None:
    state = begin(case(number))
    while state.left.bit_count() > 1:
        state = buy(state, rng.choice(state.menu))
    line = state.case.program.changed_lines(state.case.fault)[0]
    state = move(state, Shown() if shown else Named(state.case.fault, line))
    record = with_hunt(HuntRecord(), hunted(state, 3.0), (1, 1, 1))
    assert reopened(state.case, None, record) == state
    assert reopened(state.case, "[]", record) == state
    begun = move(begin(state.case), Struck(state.case.fault))
    assert reopened(state.case, encode(begun), record) == begun
    assert reopened(state.case, None, None) == begin(state.case)
    earlier = with_hunt(HuntRecord(), replace(hunted(state, 3.0), moves=""), (2, 1, 1))
    assert reopened(state.case, None, earlier).remembered
    assert merged_hunts(record, earlier).last == merged_hunts(earlier, record).last == earlier.last


def test_a_result_off_the_table_rules_nothing_out() -> None:
    one = case(1)
    probe = next(iter(one.puzzle.partitions))
    state = move(begin(one), Bought(probe, "something else"))
    assert state.left == one.puzzle.all
    assert not state.taken[0].steady
    assert not mistakes(state)


def test_moves_that_are_refused() -> None:
    one = case(1)
    probes = list(one.puzzle.partitions)
    state = begin(one)
    for bad in (Bought("nothing", ""), Struck("nothing"), Named("nothing", 1), Named(one.fault, 0)):
        with pytest.raises(RefusedError):
            move(state, bad)
    state = move(state, Bought(probes[0], ""))
    with pytest.raises(RefusedError):  # the last probe waits to be compared
        move(state, Bought(probes[1], ""))
    state = move(state, Compared())
    with pytest.raises(RefusedError):  # bought before
        move(state, Bought(probes[0], ""))
    with pytest.raises(RefusedError):
        move(move(state, Shown()), Compared())


@settings(deadline=None)
@given(st.integers(1, NAMED), st.randoms(use_true_random=False), st.integers(0, 4))
def test_a_draft_brings_back_the_same_state(number: int, rng: Random, steps: int) -> None:
    state = begin(case(number))
    for _ in range(steps):
        state = buy(state, rng.choice(state.menu))
    assert replay(state.case, encode(state)) == state
    assert replay(state.case, "no draft at all") == begin(state.case)
