"""Elements that several pages of the site have: links, folds, figures, questions, and the document around them."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from lessons.model.figure import Figure
from lessons.model.page import Item
from tutor.export.html_text import HtmlText, mathml_or_source
from tutor.export.svg import svg

INDEX, STYLE = "index.html", "style.css"
GENERATOR = "ml-math-tutor"
"""The name in every page's `meta` element by which a folder that was written before is known."""
TEXT = HtmlText(mathml_or_source)


def style_sheet() -> str:
    """The style of every page."""
    return files("tutor.export").joinpath(STYLE).read_text("utf-8")


def document(title: str, body: str, style: str = f'<link rel="stylesheet" href="{STYLE}">') -> str:
    """A whole HTML document around a body."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="{GENERATOR}">\n<title>{escape(title)}</title>\n{style}\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def link(name: str, text: str, role: str = "") -> str:
    """A link to another page of the site."""
    kind = f' class="{role}"' if role else ""
    return f'<a{kind} href="{escape(name)}">{escape(text)}</a>'


def folded(title: str, inside: str) -> str:
    """What is shown when its title is opened."""
    return f"<details><summary>{escape(title)}</summary>\n{inside}</details>"


def drawing(figure: Figure, caption: str = "") -> str:
    """A figure with its caption, which is HTML."""
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{svg(figure)}{below}</figure>"


def question(item: Item) -> str:
    """A question with its hints and its answer folded."""
    text = HtmlText(TEXT.math, heading=4)
    hints = [folded(f"Hint {number}", text.markdown(hint)) for number, hint in enumerate(item.hints, 1)]
    answer = folded("Answer", f"{text.answer(item)}\n{text.worked(item)}")
    return asked(item.id, "\n".join([text.question(item), *hints, answer]))


def asked(name: str, inside: str) -> str:
    """Something to do, in its box; `name` is its id in the page."""
    return f'<section class="question" id="{escape(name)}">\n<p class="kind">Your turn</p>\n{inside}\n</section>'
