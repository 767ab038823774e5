"""The search screen: finds pages, questions, demos, skills, and the screens about the learner."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input

from lessons.model.page import Page, Pitfall, Prose, SidePath, Why
from lessons.model.text import Spans
from lessons.outline import PageEntry
from lessons.reading.markdown import prose
from lessons.reading.papers import citation
from tutor.app.widgets.line_edit import LineEdit
from tutor.app.widgets.menu import Menu, Row
from tutor.rendering.notation import one_line
from tutor.rendering.typeset import joined, words

if TYPE_CHECKING:
    from tutor.app.session import Session

MOST = 12  # hits that are shown
READ = 1.0  # seconds in which a result is read; those of a word half typed are gone before


class Entry(Struct, frozen=True):
    """Something that can be found: what to open, its title, and the text that is searched."""

    kind: str
    id: str
    title: str
    text: str


SCREENS = (
    Entry("review", "", "Review", "what is due today"),
    Entry("ten", "", "Ten minutes", "a mix of what you may forget"),
    Entry("placement", "", "Placement", "what can be skipped; I know some of this"),
    Entry("checkpoint", "", "The last checkpoint", "the whole checklist"),
    Entry("outcome", "", "Checklist", "what you can do, and the evidence"),
    Entry("record", "", "Your record", "time accuracy recall calibration numbers"),
    Entry("misconceptions", "", "Misconceptions", "slips and what refutes them"),
)


def entries(session: Session) -> tuple[Entry, ...]:
    """Return everything that can be found: pages by their text, questions by their prompt, demos by their summary."""
    course = session.course
    pages = sorted(course.outline.pages, key=lambda page: page.second_pass)
    hits = [Entry("page", page.id, _page_title(page), page_text(course.page(page.id))) for page in pages]
    hits += [Entry("demo", demo.id, demo.title, f"demo {demo.title} {demo.about}") for demo in course.demos.values()]
    for exercise in course.outline.exercises:
        about = nodes_text(exercise.about)
        hits.append(Entry("exercise", exercise.id, exercise.title, f"exercise {exercise.title} {about}"))
    for page in pages:
        for item in course.page(page.id).items:
            prompt = nodes_text(course.item(item, 1).prompt)
            hits.append(Entry("item", item, f"a question on {page.title}", prompt))
    for outcome in course.outline.outcomes:
        hits.append(Entry("outcome", outcome.id, outcome.title, "checklist outcome"))
    for skill in course.outline.skills:
        title = skill.title[:1].lower() + skill.title[1:]
        if skill.by_cards:
            hits.append(Entry("papers", "", f"read papers: {title}", "skill"))
        else:
            hits.append(Entry("practice", skill.id, f"practice: {title}", "skill"))
    for rung in course.outline.rungs:
        hits.append(Entry("checkpoint", rung.id, f"checkpoint: {rung.title}", ""))
    if course.has_cases:
        about = "fault hunts with probes and bits, symptoms to diagnose, programs to repair"
        hits.append(Entry("debug", "", "Debug models", about))
    for case, title, form in course.cases:
        hits.append(Entry(form, case, title, f"debug a model, {form}"))
    if course.outline.cards:
        hits.append(Entry("papers", "", "Read papers", "paper cards: formulas from papers, symbols, shapes and a line"))
        hits.append(Entry("letters", "", "Letters of the papers", "what each letter means from paper to paper"))
    for card in course.outline.cards:
        hits.append(Entry("paper", card.id, card.title, f"paper card: {citation(course.source, card.id)}"))
    return (*hits, *SCREENS)


def _page_title(page: PageEntry) -> str:
    return f"{page.title}{', for papers' * page.second_pass}"


def page_text(page: Page) -> str:
    """Return the running text of a page on one line, with formulas as they are typed."""
    parts = [page.title]
    for block in page.blocks:
        if isinstance(block, Prose | Pitfall | SidePath | Why):
            parts += [spans_text(spans) for node in block.nodes for spans in _spans(node)]
    return " ".join(parts)


def nodes_text(markdown: str) -> str:
    """Return the text of Markdown on one line."""
    return " ".join(spans_text(spans) for node in prose(markdown) for spans in _spans(node))


def _spans(node: object) -> tuple[Spans, ...]:
    if hasattr(node, "entries"):
        return tuple(node.entries)
    return (node.spans,) if hasattr(node, "spans") else ()


def spans_text(spans: Spans) -> str:
    """Return the text of spans, with formulas as they are typed."""
    return "".join(one_line(span.text) if span.kind == "math" else span.text for span in spans)


def matches(index: tuple[Entry, ...], query: str) -> list[Entry]:
    """Return the entries that contain every word of the query: hits in the title first, then pages before the rest."""
    query_words = query.lower().split()
    if not query_words:
        return []

    def contains_all(text: str) -> bool:
        return all(word in text.lower() for word in query_words)

    hits = [entry for entry in index if contains_all(f"{entry.title} {entry.text} {entry.id}")]
    cases = ("debug", "hunt", "diagnose", "repair")
    kinds = ("page", "demo", "exercise", "outcome", "papers", "paper", *cases, "checkpoint", "practice", "item")
    order = {kind: index for index, kind in enumerate(kinds)}
    return sorted(hits, key=lambda hit: (not contains_all(hit.title), order.get(hit.kind, len(kinds))))[:MOST]


def excerpt(entry: Entry, query: str, width: int) -> str:
    """Return the text around the first occurrence of the query's first word, with dots where it is cut."""
    word, low = query.lower().split()[0], entry.text.lower()
    at = max(low.find(word), 0)
    start = max(0, at - width // 3) if len(entry.text) > width else 0
    text = ("…" if start else "") + entry.text[start:].strip()
    return text if len(text) <= width else text[: max(0, width - 1)].rstrip() + "…"


class SearchScreen(ModalScreen["tuple[str, str] | None"]):
    """A line to type words on, and the entries that contain them."""

    DEFAULT_CSS = """
    SearchScreen { align: center top; }
    SearchScreen > Vertical {
        width: 78; max-width: 98%; height: auto; max-height: 90%; margin-top: 2; padding: 1 2; background: $panel;
    }
    SearchScreen LineEdit { padding: 0; margin-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back"),
        Binding("down", "to(1)", "down", show=False),
        Binding("up", "to(-1)", "up", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.index: tuple[Entry, ...] = ()
        self._found: list[Entry] = []
        self._reading: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield LineEdit("search all pages and questions", 80)
            yield Menu([Row(words("type a word, such as angle or transpose", "dim"))])

    def on_mount(self) -> None:
        self.query_one(Menu).can_focus = False
        self.query_one(Input).focus()
        self.call_after_refresh(self._load)

    def _load(self) -> None:
        self.index = entries(self.session)
        self._show(self.query_one(Input).value)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    def _show(self, query: str) -> None:
        if self._reading is not None:
            self._reading.stop()
        self._found = []
        if not query.strip():
            self.query_one(Menu).show([Row(words("type a word, such as angle or transpose", "dim"))])
            return
        self._found = hits = matches(self.index, query)
        self._reading = self.set_timer(READ, self._note_found)
        rows: list[Row] = []
        for hit in hits:
            title = words(hit.title, bold=True, ascii_only=self.session.plain)
            text = words("  " + excerpt(hit, query, 66 - len(title)), "dim", ascii_only=self.session.plain)
            rows.append(Row(joined(title, text), f"{hit.kind}:{hit.id}"))
        self.query_one(Menu).show(rows or [Row(words("nothing holds all of these words", "dim"))])

    def _note_found(self) -> None:
        """Put on record which pages the results in sight quote."""
        self.session.note_parts_seen([hit.id for hit in self._found if hit.kind == "page"], "search")
        self._found = []

    def action_leave(self) -> None:
        self._note_found()
        self.dismiss(None)

    def action_to(self, by: int) -> None:
        self.query_one(Menu).action_move(by)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(Menu).action_open()

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        event.stop()
        self._note_found()
        kind, _, item_id = event.key.partition(":")
        self.dismiss((kind, item_id))
