"""A worksheet as HTML, to be printed from a browser, on paper or as PDF: the answers on a page of their own."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from lessons.model.page import Item
from tutor.export.elements import TEXT, document, style_sheet

_STYLE = """
ol.sheet > li { margin: 0 0 1.4rem; padding-left: .3rem; break-inside: avoid; }
ol.sheet > li > p:first-child { margin-top: 0; }
.room { height: 5.5rem; }
.answers { break-before: page; border-top: 1px solid var(--rule); margin-top: 2rem; }
@media print { .answers { border: 0; } }
"""


def worksheet_page(title: str, items: Sequence[Item], worked: bool = False) -> str:
    """A worksheet as an HTML document; `worked` adds the worked solutions to the answers."""
    questions = "\n".join(f"<li>{_question(item)}</li>" for item in items)
    answers = "\n".join(f"<li>{_answer(item, worked)}</li>" for item in items)
    sheet = f'<h1>{escape(title)}</h1>\n<ol class="sheet">\n{questions}\n</ol>'
    behind = f'<h1>Answers: {escape(title)}</h1>\n<ol class="sheet">\n{answers}\n</ol>'
    body = f'<main>{sheet}\n<section class="answers">{behind}</section></main>'
    return document(title, body, f"<style>\n{style_sheet()}{_STYLE}</style>")


def _question(item: Item) -> str:
    return TEXT.question(item) + ("" if item.options else '<div class="room"></div>')


def _answer(item: Item, worked: bool) -> str:
    return TEXT.answer(item) + (TEXT.worked(item) if worked else "")
