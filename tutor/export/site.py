"""A course as a static site: pages of HTML with formulas in MathML, figures in SVG and folded answers, no scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from msgspec import Struct

from lessons.course import Course
from lessons.model.demo import Demo
from lessons.model.page import (
    Block,
    CodeCell,
    DemoBlock,
    ExerciseBlock,
    FigureBlock,
    Formula,
    ItemBlock,
    OwnData,
    Page,
    Pitfall,
    Prose,
    SidePath,
    Why,
)
from lessons.outline import Exercise, PageEntry
from tutor.export.elements import INDEX, STYLE, TEXT, document, drawing, folded, link, question, style_sheet
from tutor.export.html_text import HtmlText
from tutor.export.questions import practice_of
from tutor.export.uses import card_body, diagnosis_body, hunt_body, repair_body
from tutor.learning.page_progress import leans_on
from tutor.rendering.personal_data import TITLES, shown

REFERENCE = "reference.html"
SEED = 1
"""The draw of a symptom: with seed 0, the options of a question stand in the order of their file."""


class SiteFile(Struct, frozen=True):
    """A file of the site: its name in the folder and its text."""

    name: str
    text: str


def site(course: Course) -> Iterator[SiteFile]:
    """The files of the site, one by one: the index, the pages in their order, and what is done with them.

    These are exercises, paper cards, and cases and programs to debug. Reference and style come last.
    """
    yield SiteFile(INDEX, _index(course))
    for rung in course.outline.rungs:
        yield from _chapter(course, rung.pages)
        yield from _chapter(course, rung.second_pass)
    if course.outline.road is not None:
        yield from _chapter(course, (course.outline.road,))
    for exercise in course.outline.exercises:
        yield SiteFile(_exercise_name(exercise.id), _exercise_page(course, exercise))
    yield from _uses(course)
    yield SiteFile(REFERENCE, _reference(course))
    yield SiteFile(STYLE, style_sheet())


def _uses(course: Course) -> Iterator[SiteFile]:
    """The paper cards, and everything to debug."""
    bodies = {entry.id: card_body(course.card(entry.id)) for entry in course.outline.cards}
    bodies |= {case: diagnosis_body(course.diagnosis(case, SEED)) for case, _ in course.diagnoses}
    bodies |= {repair: repair_body(course.repair(repair)) for repair, _ in course.repairs}
    bodies |= {_hunt_id(name): hunt_body(one) for name, one in course.programs.items()} if course.hunts else {}
    titles = {name: title for group in _uses_of(course).values() for name, title in group}
    for name, body in bodies.items():
        nav = f"<nav>{link(INDEX, course.outline.title)}</nav>"
        title = f"{titles[name]}: {course.outline.title}"
        yield SiteFile(_page_name(name), document(title, f"{nav}\n<main>{body}</main>"))


def _uses_of(course: Course) -> Mapping[str, Sequence[tuple[str, str]]]:
    """By heading, (id, title) of the paper cards and of everything to debug."""
    programs = course.programs if course.hunts else {}
    return {
        "Read papers": [(entry.id, entry.title) for entry in course.outline.cards],
        "Debug models: symptoms to diagnose": course.diagnoses,
        "Debug models: programs to repair": course.repairs,
        "Debug models: programs to hunt faults in": [(_hunt_id(name), one.title) for name, one in programs.items()],
    }


def _hunt_id(name: str) -> str:
    return f"hunts.{name}"


def _chapter(course: Course, entries: Sequence[PageEntry]) -> Iterator[SiteFile]:
    """Pages that follow one another."""
    for index, entry in enumerate(entries):
        before = entries[index - 1] if index else None
        after = entries[index + 1] if index + 1 < len(entries) else None
        yield SiteFile(_page_name(entry.id), _page(course, course.page(entry.id), before, after))


def _page_name(page_id: str) -> str:
    return f"{page_id}.html"


def _exercise_name(exercise_id: str) -> str:
    return f"exercise.{exercise_id}.html"


def _index(course: Course) -> str:
    outline = course.outline
    parts = [f"<header><h1>{escape(outline.title)}</h1></header>", "<main>", TEXT.markdown(outline.order)]
    for rung in outline.rungs:
        parts += [f'<h2 id="{escape(rung.id)}">{escape(rung.title)}</h2>', f"<p>{escape(rung.tagline)}</p>"]
        parts += [_page_list(rung.pages)]
        if rung.second_pass:
            parts += ["<h3>For papers</h3>", _page_list(rung.second_pass)]
        exercises = [entry for entry in outline.exercises if entry.rung == rung.id]
        if exercises:
            links = "".join(f"<li>{link(_exercise_name(entry.id), entry.title)}</li>" for entry in exercises)
            parts += ["<h3>Exercises</h3>", f"<ul>{links}</ul>"]
    if outline.road is not None:
        parts += ["<h2>In a hurry</h2>", _page_list((outline.road,))]
    for title, entries in _uses_of(course).items():
        links = "".join(f"<li>{link(_page_name(name), text)}</li>" for name, text in entries)
        parts += [f"<h2>{title}</h2>", f"<ul>{links}</ul>"] if entries else []
    parts += [f"<h2>{link(REFERENCE, 'Reference')}</h2>", "<p>Symbols, pitfalls and books.</p>", "</main>"]
    return document(outline.title, "\n".join(parts))


def _page_list(entries: Sequence[PageEntry]) -> str:
    if not entries:
        return "<p>No page of this rung is written yet.</p>"
    return f"<ol>{''.join(f'<li>{link(_page_name(entry.id), entry.title)}</li>' for entry in entries)}</ol>"


def _page(course: Course, page: Page, before: PageEntry | None, after: PageEntry | None) -> str:
    links = [link(INDEX, course.outline.title)]
    links += [link(_page_name(before.id), f"← {before.title}")] if before is not None else []
    links += [link(_page_name(after.id), f"{after.title} →", "next")] if after is not None else []
    nav = f"<nav>{' '.join(links)}</nav>"
    assumed = leans_on(course.outline, page)
    parts = [nav, f"<main><h1>{escape(page.title)}</h1>"]
    parts += [f'<p class="note">{escape(assumed)}</p>'] if assumed else []
    asked = False
    for block in page.blocks:
        parts.append(_block(course, block, asked))
        asked = asked or isinstance(block, ItemBlock)
    if practice := practice_of(course, page.id):
        questions = "\n".join(_question(course, item_id) for item_id in practice)
        parts.append(f"<h2>More questions</h2>\n{questions}")
    return document(f"{page.title}: {course.outline.title}", "\n".join([*parts, "</main>", f"<footer>{nav}</footer>"]))


def _block(course: Course, block: Block, asked: bool) -> str:
    """A block of a page; `asked` says whether a question stands above it, which an output could answer."""
    match block:
        case Prose(nodes=nodes):
            return TEXT.nodes(nodes)
        case Formula(latex=latex):
            return TEXT.formula(latex)
        case FigureBlock(figure=figure, caption=caption):
            return drawing(figure, TEXT.spans(caption))
        case CodeCell():
            return _code(block, asked)
        case ItemBlock(item=item_id):
            return _question(course, item_id)
        case DemoBlock(demo=demo_id):
            return _demo(course.demo(demo_id), TEXT.spans(block.text))
        case ExerciseBlock(exercise=exercise_id):
            entry = course.exercise(exercise_id).entry
            text = f"<p>{TEXT.spans(block.text)}</p>" if block.text else ""
            title = link(_exercise_name(entry.id), entry.title)
            return f'<section class="exercise"><p class="kind">Exercise: {title}</p>{text}</section>'
        case _:
            return _box(block)


def _box(block: Pitfall | SidePath | Why | OwnData) -> str:
    if isinstance(block, OwnData):
        personal = shown(block, ())
        title = escape(TITLES[0] if personal.own else TITLES[1])
        figure = drawing(personal.figure)
        return f'<aside><p class="kind">{title}</p>{TEXT.markdown(personal.text)}{figure}</aside>'
    inside = HtmlText(TEXT.math, heading=3).nodes(block.nodes)
    if isinstance(block, Why):
        return f"<details><summary>{escape(block.title)}</summary>\n{inside}</details>"
    if isinstance(block, Pitfall):
        return f'<aside class="pitfall"><p class="kind">Pitfall: {escape(block.title)}</p>\n{inside}</aside>'
    return f'<aside><p class="kind">Side path: {escape(block.title)} (nothing later needs it)</p>\n{inside}</aside>'


def _code(block: CodeCell, asked: bool) -> str:
    source = TEXT.program(block.source) if block.source.strip() else ""
    if not block.output.strip():
        return source
    output = f'<pre class="output"><samp>{escape(block.output.rstrip())}</samp></pre>'
    return f"{source}\n{folded('What it prints', output)}" if asked else f"{source}\n{output}"


def _question(course: Course, item_id: str) -> str:
    return question(course.item(item_id, course.first_seed(item_id)))


def _demo(demo: Demo, about: str) -> str:
    """The first frame of a demo, and how to open it; what a prediction would ask for is folded."""
    view = demo.view(demo.initial())
    formulas = "".join(TEXT.formula(latex) for latex in view.formula)
    readouts = "".join(TEXT.formula(f"{readout.label} = {readout.text}") for readout in view.readouts)
    whole = drawing(view.figure) if view.figure != view.covered else ""
    parts = [f'<p class="kind">Demo: {escape(demo.title)}</p>', f"<p>{about}</p>" if about else ""]
    parts += [drawing(view.covered), folded("Its numbers", whole + formulas + readouts)]
    parts.append(f'<p class="note"><code>tutor open {escape(demo.id)}</code> lets you move it.</p>')
    return f'<section class="demo" id="demo.{escape(demo.id)}">\n' + "\n".join(filter(None, parts)) + "\n</section>"


def _exercise_page(course: Course, entry: Exercise) -> str:
    """A whole exercise: the part by hand, the file to write, its hints and solution folded, the questions after it."""
    task = course.exercise(entry.id)
    parts = [f"<nav>{link(INDEX, course.outline.title)}</nav>", f"<main><h1>{escape(entry.title)}</h1>"]
    parts.append(TEXT.markdown(entry.about))
    if entry.hand:
        parts += ["<h2>By hand</h2>", *(_question(course, item_id) for item_id in entry.hand)]
    parts += ["<h2>In NumPy</h2>", TEXT.program(task.starter)]
    start, check = f"tutor exercise start {entry.id}", f"tutor exercise check {entry.id}"
    parts.append(f"<p><code>{escape(start)}</code> writes this file, <code>{escape(check)}</code> runs it.</p>")
    parts += [folded(f"Hint {number}", TEXT.markdown(hint)) for number, hint in enumerate(entry.hints, 1)]
    parts.append(folded("Solution", TEXT.program(task.solution)))
    if entry.after:
        parts += ["<h2>Afterwards</h2>", *(_question(course, item_id) for item_id in entry.after)]
    return document(f"{entry.title}: {course.outline.title}", "\n".join([*parts, "</main>"]))


def _reference(course: Course) -> str:
    outline = course.outline
    parts = [f"<nav>{link(INDEX, outline.title)}</nav>", "<main><h1>Reference</h1>"]
    if outline.symbols:
        rows = "".join(
            f"<tr><td>{TEXT.math(symbol.latex, False)}</td><td><em>{escape(symbol.aloud)}</em></td>"
            f"<td>{escape(symbol.meaning)}</td></tr>"
            for symbol in outline.symbols
        )
        parts += ["<h2>Symbols</h2>", f'<table class="symbols">{rows}</table>']
    if outline.pitfalls:
        parts += ["<h2>Pitfalls</h2>"]
        parts += [f"<h3>{escape(pitfall.title)}</h3>\n{TEXT.markdown(pitfall.text)}" for pitfall in outline.pitfalls]
    if outline.books:
        parts += ["<h2>Books</h2>"]
    for book in outline.books:
        free = "; a free copy is authorized by the authors" if book.free else ""
        facts = f"{', '.join(book.authors)}. {book.publisher}, {book.year}{free}."
        parts.append(f"<h3>{escape(book.title)}</h3>\n<p>{escape(facts)}</p>\n<p>{escape(book.text)}</p>")
    return document(f"Reference: {outline.title}", "\n".join([*parts, "</main>"]))
