"""Cards as lines: nothing is wider than the screen or outside its character set, whatever is answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from lessons.model.papers import LineVerdict
from lessons.paper_cards.drawing import draw
from lessons.paper_cards.lines import compared, references
from tests.support.paper_oracles import cards
from tutor.learning.paper_state import Ended, PaperState, Ran, Typed, begin, move
from tutor.rendering.context import RenderContext
from tutor.rendering.notation import Line
from tutor.rendering.paper import closing_lines, context_lines, field_lines, formula_lines, question_lines
from tutor.rendering.typeset import text_of


def wrong_answers(state: PaperState) -> list[str]:
    """The wrong answers that the card knows to the blank in hand."""
    card, blank = state.drawn.card, state.blank
    match blank.field:
        case "symbols":
            return [lure.text for lure in card.symbols[blank.index].wrong]
        case "shapes":
            return [wrong.shape for wrong in card.shapes[blank.index].wrong] + ["(a, b, c, d, e, f)"]
        case "limit":
            return [lure.text for lure in card.limit.wrong]
        case _:
            return ["0.123", "12345678901234567890123456789012345678901234567890"]


def views(card_id: str, context: RenderContext) -> Iterator[list[Line]]:
    """Everything that a card shows on the way to its end."""
    card = cards()[card_id]
    state = begin(draw(card, 0))
    yield closing_lines(move(state, Ended()), ("A page",), context)
    while state.blank.field != "line":
        yield formula_lines(state, context)
        yield formula_lines(state, context, most=1)
        for text in wrong_answers(state):
            yield field_lines(move(state, Typed(state.at, text)), context)
        state = move(state, Typed(state.at, state.drawn.answer(state.blank)))
        yield field_lines(state, context)
    known = references(card, 0)
    for wrong in card.line.wrong[:3]:
        yield field_lines(move(state, Ran(wrong.line, compared(card, 0, list(known[wrong.line])))), context)
    yield context_lines(state, context)
    yield closing_lines(move(state, Ran(card.line.line, LineVerdict("right"))), ("A page",), context)


@pytest.mark.parametrize("card_id", sorted(cards()))
def test_everything_fits(card_id: str) -> None:
    for context in (RenderContext(78), RenderContext(58, ascii_only=True)):
        for lines in views(card_id, context):
            text = text_of(lines)
            assert max(map(len, text.split("\n"))) <= context.width, text
            assert not context.ascii_only or text.isascii(), text
            assert "{{" not in text


@pytest.mark.parametrize("card_id", sorted(cards()))
def test_the_questions_of_every_draw_fit(card_id: str) -> None:
    for seed in range(1, 12):
        state = begin(draw(cards()[card_id], seed))
        for context in (RenderContext(78), RenderContext(58, ascii_only=True)):
            for blank in (state.named("limit.0"), state.named("number.0")):
                assert max(len(line) for line in question_lines(state, blank, context)) <= context.width, seed


@pytest.mark.parametrize("ascii_only", [False, True], ids=["unicode", "ascii"])
def test_every_symbol_is_marked_in_the_formula(ascii_only: bool) -> None:
    """On the line, raised or lowered, or in several rows."""
    for card_id, card in cards().items():
        state = begin(draw(card, 0))
        for index, symbol in enumerate(card.symbols):
            lines = formula_lines(replace(state, at=f"symbols.{index}"), RenderContext(78, ascii_only))
            assert any(cell.style.bold for line in lines for cell in line), (card_id, symbol.latex)


def test_a_card_that_is_left_open_does_not_say_what_you_can_do_now() -> None:
    card = cards()["paper.attention"]
    state = begin(draw(card, 0))
    sentence = card.closing[:20]
    assert sentence not in text_of(closing_lines(move(state, Ended()), (), RenderContext(78)))
    for blank in state.drawn.blanks[:-1]:
        state = move(state, Typed(blank.id, state.drawn.answer(blank)))
    state = move(state, Ran(card.line.line, LineVerdict("right")))
    assert sentence in text_of(closing_lines(state, (), RenderContext(78)))
