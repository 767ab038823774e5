"""A card as a function of its moves: marks, letters, errors carried forward, what is saved and what is recorded."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.cards.drawing import DrawnCard, draw
from lessons.model.papers import FIELDS, LineVerdict
from progress.events import Answer, GaveUp, Known
from tests.support.paper_oracles import cards
from tutor.learning.paper_state import (
    Ended,
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
    encode,
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
    assert [type(one) for one in answer_events(start, shown)] == [GaveUp]
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


def test_only_the_limit_and_the_number_are_graded() -> None:
    card = drawn("lora")
    state = begin(card)
    found: list[Known] = []
    for given_ in right_moves(card):
        before, state = state, move(state, given_)
        found += answer_events(before, state)
    assert [one.about for one in found] == ["paper.lora.limit", "paper.lora.number"]
    assert all(isinstance(one, Answer) and one.verdict == "right" and one.first for one in found)
    before = after(begin(card), Typed("number.3", "5"))
    wrong = answer_events(begin(card), before)[0]
    assert isinstance(wrong, Answer)
    assert (wrong.verdict, wrong.wrong_rule, wrong.unaided) == ("wrong", "unscaled", True)
    shown = after(begin(card), Shown("number.2"))
    told = answer_events(shown, move(shown, Typed("number.3", "9")))[0]
    assert isinstance(told, Answer)
    assert not told.unaided
