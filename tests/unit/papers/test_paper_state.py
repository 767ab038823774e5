"""A card as a function of its moves: marks, letters, errors carried forward, what is saved and what is recorded."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.model.papers import FIELDS, LineVerdict
from lessons.paper_cards.drawing import DrawnCard, draw
from lessons.paper_cards.hints import hints
from progress.events import Answer, GaveUp, Known
from tests.support.paper_oracles import cards
from tutor.learning.paper_state import (
    Ended,
    Hinted,
    Move,
    PaperState,
    Ran,
    RefusedError,
    Shown,
    Turned,
    Typed,
    answer_events,
    begin,
    decode,
    draft_key,
    encode,
    end_events,
    move,
    paper_read,
    replay,
)

RIGHT = LineVerdict("right")


def drawn(name: str, seed: int = 0) -> DrawnCard:
    return draw(cards()[f"paper.{name}"], seed)


def after(state: PaperState, *moves: Move) -> PaperState:
    for given_ in moves:
        state = move(state, given_)
    return state


def right_moves(card: DrawnCard) -> list[Move]:
    """The moves that answer everything right."""
    return [
        Ran(card.card.line.line, RIGHT) if blank.field == "line" else Typed(blank.id, card.answer(blank))
        for blank in card.blanks
    ]


def shapes(state: PaperState, *texts: str) -> str:
    """The first letters of the marks of shapes, typed one after the other."""
    for index, text in enumerate(texts):
        state = move(state, Typed(f"shapes.{index}", text))
    return "".join(state.entry(f"shapes.{index}").mark[:1] for index in range(len(texts)))


@pytest.mark.parametrize("name", sorted(cards()))
def test_a_card_answered_right_is_clean_in_every_field(name: str) -> None:
    for seed in (0, 5):
        card = draw(cards()[name], seed)
        state = after(begin(card), *right_moves(card))
        assert state.over
        assert state.clean == FIELDS
        event = paper_read(state)
        assert (event.card, event.seed, event.clean, event.helped) == (name, seed, FIELDS, False)


def test_what_is_saved_comes_back_with_the_same_blank_marks_and_text() -> None:
    card = drawn("attention", 3)
    state = begin(card)
    moves: list[Move] = [Typed("symbols.0", "z"), Typed("shapes.0", "(T, d)"), Typed("shapes.1", "(d, S)")]
    for given_ in (*moves, Turned("limit.0")):
        state = move(state, given_)
        saved = decode(encode(state, "half typed"))
        assert saved is not None
        assert (saved.seed, saved.box) == (3, "half typed")
        assert replay(card, saved.moves) == state
    assert state.at == "limit.0"
    assert [state.entry(one).mark for one in ("symbols.0", "shapes.0", "shapes.1")] == ["unreadable", "right", "wrong"]
    assert decode("no draft") is None
    assert replay(card, (Typed("nothing.0", "1"),)) == begin(card)


def test_a_right_answer_goes_on_and_a_wrong_one_stays() -> None:
    state = move(begin(drawn("sqrt_dk")), Typed("number.0", "9"))
    assert state.at == "number.0"
    assert state.last == ""
    state = move(state, Typed("number.0", "8"))
    assert (state.at, state.last) == ("number.1", "number.0")
    assert not state.entry("number.0").at_first
    with pytest.raises(RefusedError):
        move(state, Typed("number.0", "8"))
    with pytest.raises(RefusedError):
        move(state, Typed("number.1", "  "))
    with pytest.raises(RefusedError):
        move(state, Typed("line.0", "v = 1"))


def test_one_slip_counts_once_in_the_steps() -> None:
    state = after(
        begin(drawn("attention")), Typed("number.0", "6"), Typed("number.1", "3"), Typed("number.2", "0.9526")
    )
    assert [state.entry(f"number.{index}").mark for index in range(3)] == ["wrong", "carried", "carried"]
    state = move(state, Typed("number.3", "10.47"))
    assert state.entry("number.3").mark == "carried"


@pytest.mark.parametrize(
    ("name", "texts", "marks"),
    [
        ("attention", ["(n, d_k)", "(m, d_k)", "(m, d_v)", "(n, m)", "(n, d_v)"], "rrrrr"),
        ("attention", ["(T, d)", "(S, d)", "(S, e)", "T x S", "T x e"], "rrrrr"),
        ("attention", ["(T, d)", "(T, d)", "(T, e)", "(T, T)", "(T, e)"], "rrrrr"),
        ("attention", ["(B, h, T, d)", "(B, h, S, d)", "(B, h, S, e)", "(B, h, T, S)", "(B, h, T, e)"], "rrrrr"),
        ("attention", ["(2, 4)", "(3, 4)", "(3, 5)", "(2, 3)", "(2, 5)"], "rrrrr"),
        ("attention", ["(2, d)", "(m, 4)", "3 x 5", "(n, m)", "(2, d_v)"], "rrrrr"),
        ("attention", ["(d_k, n)", "(m, d_k)", "(m, d_v)", "(n, m)", "(n, d_v)"], "wrrrr"),
        ("attention", ["(T, d)", "(d, S)", "(S, e)", "(T, S)", "(T, e)"], "rwrrr"),
        ("attention", ["(T, d)", "(S, d)", "(S, e)", "(S, T)", "(T, e)"], "rrrwr"),
        ("attention", ["(T, d)", "(S, c)", "(S, e)", "(T, S)", "(T, e)"], "rwrrr"),
        ("attention", ["(T, d)", "(S, d)", "(S, d)", "(T, S)", "(T, d)"], "rrwrc"),
        ("attention", ["(T, d, 1)", "(S, d)", "(S, e)", "(T, S)", "(T, e)"], "wrrrr"),
        ("attention", ["(m, d_k)", "(n, d_k)", "(m, d_v)", "(n, m)", "(n, d_v)"], "wwrrr"),
        ("lora", ["(k,)", "(k, r)", "(r,)", "(d, r)", "(d, k)"], "rwrrr"),
        ("lora", ["(p,)", "(q, p)", "(q,)", "(o, q)", "(o, p)"], "rrrrr"),
        ("lora", ["(k,)", "(r, k)", "(r,)", "(r, d)", "(r, k)"], "rrrww"),
        ("layernorm", ["(B, H)", "(B, 1)", "(H,)", "(B, H)"], "rrrr"),
        ("layernorm", ["(B, H)", "(H,)", "(H,)", "B x H"], "rwrr"),
        ("ddpm", ["(N, D)", "(N, D)", "(T,)", "(N,)"], "rrrw"),
        ("ddpm", ["(B, C)", "(B, C)", "(L,)", "(B, 1)"], "rrrr"),
        ("adam", ["(P,)", "scalar", "(P,)", "()"], "rwrr"),
        ("he_init", ["(B, n_in)", "(n_in, n_out)", "(B, n_out)"], "rwr"),
        ("he_init", ["(B, i)", "(o, i)", "(B, i)"], "rrw"),
        ("he_init", ["(B, i)", "(o, j)", "(B, o)"], "rwr"),
        ("reinforce", ["(d,)", "(N, d)", "(N,)", "(N, d)", "(N, d)"], "rrrrw"),
        ("infonce", ["(N, d)", "(d, N)", "(N, N)", "scalar"], "rwrr"),
        ("dpo", ["(B, T)", "(B, T)", "(B,)", "scalar"], "rwrr"),
    ],
)
def test_shapes_are_judged_under_one_renaming(name: str, texts: list[str], marks: str) -> None:
    assert shapes(begin(drawn(name)), *texts) == marks


@pytest.mark.slow
@settings(max_examples=300)
@given(st.sampled_from(sorted(cards())), st.integers(0, 10_000))
def test_renaming_keeps_the_marks_and_one_exchange_of_axes_breaks_them(card_id: str, seed: int) -> None:
    random = Random(seed)
    card = draw(cards()[card_id], seed % 5)
    letters = random.sample("acefghijlopqsuvwxyz", len(card.sizes.numbers))
    spelled = {
        name: str(number) if random.random() < 0.2 else letter
        for (name, number), letter in zip(card.sizes.numbers.items(), letters, strict=True)
    }
    own = [_axes(shape.answer, spelled) for shape in card.card.shapes]
    assert set(shapes(begin(card), *(_written(axes) for axes in own))) == {"r"}
    pairs = [at for at, axes in enumerate(own) if len(set(axes)) > 1 and "1" not in axes]
    place = random.choice(pairs or range(len(own)))
    own[place] = own[place][::-1] if pairs else [*own[place], "z"]
    assert shapes(begin(card), *(_written(axes) for axes in own)) != "r" * len(own)


def _axes(answer: str, spelled: dict[str, str]) -> list[str]:
    if answer == "scalar":
        return []
    return [spelled.get(name.strip(), name.strip()) for name in answer.strip("()").split(",") if name.strip()]


def _written(axes: list[str]) -> str:
    return f"({axes[0]},)" if len(axes) == 1 else f"({', '.join(axes)})"


def test_help_is_recorded_and_never_clean() -> None:
    card = drawn("adam")
    start = begin(card)
    shown = move(start, Shown("limit.0"))
    assert [(type(one), one.about) for one in answer_events(start, shown)] == [
        (GaveUp, "paper.adam.limit"),
        (GaveUp, "paper.adam.read-limits"),
    ]
    assert shown.entry("limit.0").mark == "shown"
    done = after(shown, *(one for one in right_moves(card) if not (isinstance(one, Typed) and one.blank == "limit.0")))
    assert done.over
    assert "limit" not in done.clean
    assert paper_read(done).helped
    ended = move(start, Ended())
    assert ended.over
    assert ended.clean == ()
    with pytest.raises(RefusedError):
        move(ended, Turned("limit.0"))


def events(state: PaperState, *moves: Move) -> list[Known]:
    """What some moves put on record."""
    found: list[Known] = []
    for given_ in moves:
        before, state = state, move(state, given_)
        found += answer_events(before, state)
    return found


def told(state: PaperState, *moves: Move) -> list[tuple[str, str, bool]]:
    """Of each answer on record its item, its verdict, and whether it was given without help."""
    return [(one.item, one.verdict, one.unaided) for one in events(state, *moves) if isinstance(one, Answer)]


def test_each_field_is_graded_once_and_limit_and_number_for_the_leading_skill_too() -> None:
    card = drawn("lora")
    found = events(begin(card), *right_moves(card))
    assert [one.about.removeprefix("paper.lora.") for one in found] == [
        "read-symbols", "read-shapes", "limit", "read-limits", "number", "read-lines"
    ]  # fmt: skip
    assert all(isinstance(one, Answer) and one.verdict == "right" and one.first for one in found)
    wrong = events(begin(card), Typed("number.3", "5"))[0]
    assert isinstance(wrong, Answer)
    assert (wrong.verdict, wrong.wrong_rule, wrong.unaided) == ("wrong", "unscaled", True)
    shown = told(begin(card), Shown("number.2"), Typed("number.3", "9"))
    assert shown == [("paper.lora.number", "right", False)]


def test_a_wrong_limit_with_a_named_cause_blames_the_leading_skill_alone() -> None:
    start = begin(drawn("lora"))
    assert told(start, Typed("limit.0", "32768"), Typed("limit.0", "65536")) == [
        ("paper.lora.limit", "wrong", True), ("paper.lora.limit", "right", True)
    ]  # fmt: skip
    unknown = told(start, Typed("limit.0", "17"), Typed("limit.0", "65536"))
    assert ("paper.lora.read-limits", "wrong", True) in unknown
    assert len(unknown) == 3


def test_a_field_is_right_if_every_first_answer_was() -> None:
    card = drawn("sqrt_dk")
    fields = [one for one in right_moves(card) if isinstance(one, Typed) and one.blank.startswith("shapes")]
    assert told(begin(card), Typed("shapes.0", "(9, 9)"), *fields) == [("paper.sqrt_dk.read-shapes", "wrong", True)]
    line = card.card.line.line
    again = told(begin(card), Ran("v = q", LineVerdict("wrong", "No.")), Ran(line, RIGHT))
    assert again == [("paper.sqrt_dk.read-lines", "wrong", True)]
    left = events(begin(card), Typed("shapes.0", "(d,)"), Ended())
    assert [(type(one), one.about) for one in left] == [(GaveUp, "paper.sqrt_dk.read-shapes")]
    assert events(begin(card), Ended()) == []


def test_hints_come_in_order_and_make_an_answer_one_with_help() -> None:
    card = drawn("attention")
    state = begin(card)
    assert [len(hints(card, blank)) for blank in card.blanks][:6] == [1, 1, 1, 1, 1, 2]
    state = after(state, Hinted("symbols.0"))
    letters = re.findall(r"\b[a-z]\b", state.entry("symbols.0").hints[0])
    assert card.answer(state.blank) in letters
    assert len(letters) == 3
    with pytest.raises(RefusedError):
        move(state, Hinted("symbols.0"))
    taken = after(begin(card), Hinted("limit.0"), *right_moves(card))
    assert "limit" not in taken.clean
    assert not taken.helped
    assert ("paper.attention.read-limits", "right", False) in told(begin(card), Hinted("limit.0"), *right_moves(card))
    assert replay(card, taken.moves) == taken


@pytest.mark.parametrize("name", sorted(cards()))
def test_no_hint_says_the_answer(name: str) -> None:
    card = draw(cards()[name], 3)
    for blank in card.blanks:
        found = hints(card, blank)
        assert found
        assert "{{" not in "".join(found)
        answer = card.answer(blank)
        assert blank.field == "symbols" or all(
            f"`{answer}`" not in hint and f" {answer}." not in hint for hint in found
        )


def test_one_field_alone_is_a_card_of_its_own() -> None:
    card = draw(cards()["paper.attention"], 4, "shapes")
    assert {blank.field for blank in card.blanks} == {"shapes"}
    state = after(begin(card), *right_moves(card))
    assert state.over
    assert state.clean == ("shapes",)
    assert end_events(state) == ()
    assert draft_key(card) == "paper:paper.attention.shapes"
    friends = draw(cards()["paper.adam"], 4, "symbols")
    assert [blank.index for blank in friends.blanks] == [1, 2, 3, 4]
