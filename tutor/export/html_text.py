"""Course text and questions as HTML, with formulas as the target writes them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from msgspec import Struct

from lessons.answers import Question, read
from lessons.model.page import Item
from lessons.model.text import Bullets, Display, Heading, Node, Spans
from lessons.reading.markdown import prose
from tutor.learning.attempt import solution
from tutor.plain.prompt import FORMS

_MARK = re.compile(r"[.,:;!?)]+")
"""What may not begin a line; browsers break lines after any formula."""
MathWriter = Callable[[str, bool], str]
"""Writes LaTeX as HTML; the second argument says whether the formula is displayed."""


def mathml_or_source(latex: str, displayed: bool) -> str:
    """A formula as MathML; its source as code where it cannot be read."""
    from tutor.rendering.notation import NotationError, mathml

    try:
        return mathml(latex, displayed)
    except NotationError:
        return f"<code>{escape(latex)}</code>"


def mathjax(latex: str, displayed: bool) -> str:
    """A formula between the delimiters of MathJax, which draws the cards of Anki."""
    return rf"\[{escape(latex)}\]" if displayed else rf"\({escape(latex)}\)"


class HtmlText(Struct, frozen=True):
    """Writes course text as HTML; `heading` is the level of headings within it."""

    math: MathWriter
    heading: int = 2

    def markdown(self, text: str) -> str:
        """A piece of Markdown, such as a prompt, as paragraphs and lists."""
        return self.nodes(prose(text))

    def inline(self, text: str) -> str:
        """A piece of Markdown without the paragraph around it, if it is one."""
        nodes = prose(text)
        if len(nodes) == 1 and not isinstance(nodes[0], Bullets | Display):
            return self.spans(nodes[0].spans)
        return self.nodes(nodes)

    def nodes(self, nodes: tuple[Node, ...]) -> str:
        """Running text."""
        return "\n".join(self._node(node) for node in nodes)

    def _node(self, node: Node) -> str:
        match node:
            case Display(latex=latex):
                return self.formula(latex)
            case Heading(spans=spans):
                return f"<h{self.heading}>{self.spans(spans)}</h{self.heading}>"
            case Bullets(entries=entries, numbered=numbered):
                name = "ol" if numbered else "ul"
                return f"<{name}>{''.join(f'<li>{self.spans(entry)}</li>' for entry in entries)}</{name}>"
            case _:
                return f"<p>{self.spans(node.spans)}</p>"

    def formula(self, latex: str) -> str:
        """A displayed formula; a wide one can be scrolled by itself."""
        return f'<div class="formula">{self.math(latex, True)}</div>'

    def program(self, source: str) -> str:
        """A program, or what one has printed."""
        return f"<pre><code>{escape(source.rstrip())}</code></pre>"

    def spans(self, spans: Spans) -> str:
        """Text, code and formulas of one paragraph."""
        parts: list[str] = []
        for span in spans:
            text = escape(span.text)
            if span.kind == "math":
                text = self.math(span.text, False)
            elif parts and parts[-1].endswith("</math>") and (mark := _MARK.match(text)):
                parts[-1] = f'<span class="joined">{parts[-1]}{mark[0]}</span>'
                text = text[mark.end() :]
            elif span.kind == "code":
                text = f"<code>{text}</code>"
            text = f"<em>{text}</em>" if span.emph else text
            parts.append(f"<strong>{text}</strong>" if span.strong else text)
        return "".join(parts)

    def question(self, item: Item) -> str:
        """What is asked: the prompt, the options, and the form of an answer."""
        parts = [self.markdown(item.prompt)]
        if item.options:
            rows = "".join(
                f"<li><b>{escape(option.id)})</b> {self.inline(option.text)}</li>" for option in item.options
            )
            parts.append(f'<ul class="options">{rows}</ul>')
        elif item.lead:
            parts.append(self.formula(item.lead))
        return "\n".join([*parts, f'<p class="form">({escape(FORMS[item.kind](item))})</p>'])

    def answer(self, item: Item) -> str:
        """The right answer: what is typed, and for letters, what they stand for."""
        if item.options:
            texts = {option.id: option.text for option in item.options}
            chosen = [letter for letter in item.answer.replace(",", " ").split() if letter in texts]
            rows = "".join(f"<li><b>{escape(letter)})</b> {self.inline(texts[letter])}</li>" for letter in chosen)
            return f'<ul class="options">{rows}</ul>'
        return f"<p>{self.typed(item.question, item.answer)}</p>"

    def typed(self, question: Question, answer: str) -> str:
        """An answer that is typed, as a formula where it is one."""
        reading = read(question, answer)
        if reading.ok and reading.latex:
            return self.math(reading.latex, False)
        return f"<code>{escape(answer)}</code>"

    def worked(self, item: Item) -> str:
        """The worked solution, or why the answer is what it is; an explanation's model answer."""
        return "\n".join(self.markdown(part) for part in (solution(item), item.model) if part)
