"""The fields of a paper card as questions and answers in HTML. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from msgspec import Struct

from lessons.model.papers import PaperCard
from lessons.paper_cards.drawing import DrawnCard, filled
from tutor.export.html_text import HtmlText


class Field(Struct, frozen=True):
    """A field of a card: its name and title, and as HTML what is asked, a hint (empty for none) and the answer."""

    name: str
    title: str
    prompt: str
    hint: str
    answer: str


def card_fields(drawn: DrawnCard, text: HtmlText) -> tuple[Field, ...]:
    """The fields of a card in their order, with formulas as `text` writes them."""
    return (
        _symbols(drawn.card, text),
        _shapes(drawn, text),
        _limit(drawn, text),
        _number(drawn, text),
        _line(drawn.card, text),
    )


def _symbols(card: PaperCard, text: HtmlText) -> Field:
    listed = ", ".join(f"${symbol.latex}$" for symbol in card.symbols)
    rows = [(text.math(symbol.latex, False), escape(symbol.means)) for symbol in card.symbols]
    return Field("symbols", "Symbols", text.markdown(f"What does each mean here: {listed}?"), "", _table(rows))


def _shapes(drawn: DrawnCard, text: HtmlText) -> Field:
    card = drawn.card
    numbers = ", ".join(f"`{name}={number}`" for name, number in drawn.sizes.numbers.items())
    rows = [(text.inline(shape.of), f"<code>{escape(shape.answer)}</code>") for shape in card.shapes]
    listed = ", ".join(shape.of for shape in card.shapes)
    prompt = text.markdown(f"What is the shape of each: {listed}? There are {card.counts} ({numbers}).")
    return Field("shapes", "Shapes", prompt, "", _table(rows))


def _limit(drawn: DrawnCard, text: HtmlText) -> Field:
    limit, options = drawn.card.limit, {option.id: option.text for option in drawn.limit.options}
    rows = "".join(f"<li><b>{escape(name)})</b> {text.inline(told)}</li>" for name, told in options.items())
    prompt = text.markdown(limit.prompt) + (f'<ul class="options">{rows}</ul>' if rows else "")
    right = drawn.limit.expected
    chosen = f"<b>{escape(right)})</b> {text.inline(options[right])}" if right in options else ""
    answer = f"<p>{chosen or text.typed(drawn.limit, right)}</p>"
    return Field("limit", "A limit", prompt, text.markdown(limit.hint) if limit.hint else "", answer)


def _number(drawn: DrawnCard, text: HtmlText) -> Field:
    number, texts = drawn.card.number, drawn.instance.texts
    values = [drawn.answer(blank) for blank in drawn.blanks if blank.field == "number"]
    rows = [
        (text.math(filled(step, texts), False), escape(value)) for step, value in zip(number.steps, values, strict=True)
    ]
    hint = text.markdown(filled(number.hint, texts)) if number.hint else ""
    return Field("number", "A number", text.markdown(drawn.number), hint, _table(rows))


def _line(card: PaperCard, text: HtmlText) -> Field:
    prompt = f"<p>Write the line in NumPy. Given: <code>{escape(card.line.given)}</code></p>"
    framework = f"<p>In a framework:</p>{text.program(card.framework)}" if card.framework else ""
    return Field("line", "The line", prompt, "", text.program(card.line.line) + framework)


def _table(rows: Sequence[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
    return f'<table class="symbols">{cells}</table>'
