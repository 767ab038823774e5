"""The course: its outline at once, pages and items when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from lessons.outline import Outline, PageEntry, Rung, read_outline
from lessons.source import CourseError, Source

# The outline is all that Home needs; what reads pages and questions is imported when the first is asked for.
if TYPE_CHECKING:
    from lessons.model.computed_item import ComputedItem
    from lessons.model.demo import Demo
    from lessons.model.page import Item, Page
    from lessons.reading.exercise import Task
    from lessons.reading.worded_items import WordedItem


class UnknownId(LookupError):
    """No such id in the course; says what was probably meant."""

    def __init__(self, wanted: str, what: str, near: tuple[str, ...]) -> None:
        meant = f" Did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"no {what} is called {wanted!r}.{meant or ' `tutor lessons list` shows all ids.'}")
        self.wanted, self.near = wanted, near


class PageStore(Protocol):
    """Where pages that were read are kept, for what reads Markdown is slow to load."""

    def page(self, entry: PageEntry, text: str) -> Page | None:
        """The page as it was read from this text, if it was."""

    def keep(self, entry: PageEntry, text: str, page: Page) -> None:
        """Note what was read."""


class Course:
    """What is taught, read from its files on demand and kept."""

    def __init__(
        self, source: Source | None = None, outline: Outline | None = None, shelf: PageStore | None = None
    ) -> None:
        self.source = source or Source.installed()
        self._outline, self._shelf = outline, shelf
        self._pages: dict[str, Page] = {}
        self._drawn: dict[tuple[str, int], Item] = {}
        self._by_rung: dict[str, Mapping[str, ComputedItem | WordedItem]] = {}
        self._demos_by_rung: dict[str, Mapping[str, Demo]] = {}
        self._tasks: dict[str, Task] = {}

    @cached_property
    def outline(self) -> Outline:
        return self._outline or read_outline(self.source)

    def page(self, id: str) -> Page:
        """The page with this id. UnknownId, CourseError."""
        if id not in self._pages:
            entry = next((entry for entry in self.outline.pages if entry.id == id), None)
            if entry is None:
                raise self.unknown(id, "page", [page.id for page in self.outline.pages])
            self._pages[id] = self._read_page(entry)
        return self._pages[id]

    def _read_page(self, entry: PageEntry) -> Page:
        text = self._page_text(entry)
        found = self._shelf.page(entry, text) if self._shelf else None
        if found is not None:
            return found
        from lessons.reading.page import read_page

        page = read_page(entry, text)
        if self._shelf:
            self._shelf.keep(entry, text, page)
        return page

    def _page_text(self, entry: PageEntry) -> str:
        return self.source.text(*entry.path)

    @cached_property
    def teaches(self) -> Mapping[str, tuple[str, ...]]:
        """By page, the skills it teaches. Reads no more of the pages than where they say so."""
        from lessons.reading.front_matter import read_front

        found = {}
        for entry in self.outline.pages:
            found[entry.id] = read_front("/".join(entry.path), self._page_text(entry))[0].get("teaches", ())
        return found

    def pages(self, rung: str) -> tuple[Page, ...]:
        return tuple(self.page(entry.id) for entry in self.rung(rung).pages)

    def rung(self, id: str) -> Rung:
        for rung in self.outline.rungs:
            if rung.id == id:
                return rung
        raise self.unknown(id, "rung", [rung.id for rung in self.outline.rungs])

    @cached_property
    def templates(self) -> Mapping[str, ComputedItem | WordedItem]:
        """Every question by id, in the order of the rungs and of their files."""
        found: dict[str, ComputedItem | WordedItem] = {}
        for rung in self.outline.rungs:
            for id, template in self._templates_of(rung.id).items():
                if id in found:
                    raise twice(rung.id, id)
                found[id] = template
        return found

    def template(self, id: str) -> ComputedItem | WordedItem | None:
        """The question with this id, now or formerly; where its rung has it, no other rung is read for it."""
        rung = id.partition(".")[0]
        if any(one.id == rung for one in self.outline.rungs) and id in (own := self._templates_of(rung)):
            return own[id]
        return self.templates.get(self.renamed.get(id, id))

    def loading(self, rung: str) -> Iterator[None]:
        """Load what a rung's questions and demos need in steps: all of it at once takes as long as a frame may."""
        if rung not in self._by_rung:
            for name in self.source.modules(rung):
                self.source.module(rung, name)
                yield
            self._templates_of(rung)

    def _templates_of(self, rung: str) -> Mapping[str, ComputedItem | WordedItem]:
        if rung not in self._by_rung:
            self._by_rung[rung] = self._read_templates(rung)
        return self._by_rung[rung]

    def _read_templates(self, rung: str) -> Mapping[str, ComputedItem | WordedItem]:
        from lessons.model.computed_item import ComputedItem
        from lessons.reading.worded_items import read_worded

        module = self.source.module(rung, "items")
        values = vars(module).values() if module else ()
        both: list[ComputedItem | WordedItem] = [value for value in values if isinstance(value, ComputedItem)]
        both += read_worded(self.source, rung)
        found: dict[str, ComputedItem | WordedItem] = {}
        for template in both:
            if template.id in found:
                raise twice(rung, template.id)
            found[template.id] = template
        return found

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Former item ids and what they are called now."""
        return {old: id for id, template in self.templates.items() for old in template.was}

    def item(self, id: str, seed: int = 0) -> Item:
        """A question with the numbers of this seed. UnknownId."""
        from lessons.model.computed_item import draw
        from lessons.reading.worded_items import WordedItem

        template = self.template(id)
        if template is None:
            raise self.unknown(id, "item", list(self.templates))
        id = template.id
        if isinstance(template, WordedItem):
            return template.item
        if (id, seed) not in self._drawn:
            self._drawn[id, seed] = draw(template, seed)
        return self._drawn[id, seed]

    def is_computed(self, id: str) -> bool:
        """Whether another seed gives other numbers."""
        from lessons.model.computed_item import ComputedItem

        return isinstance(self.template(id), ComputedItem)

    @cached_property
    def demos(self) -> Mapping[str, Demo]:
        """Every demo by id, in the order of the rungs."""
        return {id: demo for rung in self.outline.rungs for id, demo in self._demos_of(rung).items()}

    def _demos_of(self, rung: Rung) -> Mapping[str, Demo]:
        from lessons.model.demo import Demo

        if rung.id not in self._demos_by_rung:
            module = self.source.module(rung.id, "demos")
            made = {value.id: value for value in vars(module).values() if isinstance(value, Demo)} if module else {}
            self._demos_by_rung[rung.id] = {id: made[id] for id in rung.demos if id in made} | made
        return self._demos_by_rung[rung.id]

    def demo(self, id: str) -> Demo:
        """The demo with this id; where the outline names it, no other rung is read for it. UnknownId."""
        home = next((rung for rung in self.outline.rungs if id in rung.demos), None)
        demos = self._demos_of(home) if home else self.demos
        if id not in demos:
            raise self.unknown(id, "demo", list(self.demos))
        return demos[id]

    def exercise(self, id: str) -> Task:
        """An exercise with its files, by its id with or without `exercise.` before it. UnknownId, CourseError."""
        from lessons.reading.exercise import PREFIX, read_task

        id = id.removeprefix(PREFIX)
        entries = {entry.id: entry for entry in self.outline.exercises}
        if id not in entries:
            raise self.unknown(id, "exercise", list(entries))
        if id not in self._tasks:
            self._tasks[id] = read_task(self.source, entries[id], entries)
        return self._tasks[id]

    def has_exercise(self, id: str) -> bool:
        """Whether this is an exercise's id, with or without `exercise.` before it."""
        return id.removeprefix("exercise.") in [entry.id for entry in self.outline.exercises]

    def exercise_of(self, item: str) -> str | None:
        """The exercise that asks a question which stands on no page."""
        return next((one.id for one in self.outline.exercises if item in (*one.hand, *one.after)), None)

    def page_of(self, block_id: str) -> Page | None:
        """The page on which an item or a demo stands; for a question of practice, the page its id names.

        None for what only an exercise asks.
        """
        for entry in self.outline.pages:
            page = self.page(entry.id)
            if block_id in page.items or block_id in page.demos:
                return page
        template, home = self.templates.get(block_id), block_id.rpartition(".")[0]
        named = template is not None and template.practice and home in {page.id for page in self.outline.pages}
        return self.page(home) if named else None

    def ids(self) -> list[str]:
        """Everything that can be opened, read or shown."""
        outline = self.outline
        return [
            outline.id,
            *(rung.id for rung in outline.rungs),
            *(page.id for page in outline.pages),
            *self.demos,
            *self.templates,
            *(outcome.id for outcome in outline.outcomes),
            *(exercise.id for exercise in outline.exercises),
        ]

    def unknown(self, wanted: str, what: str, among: list[str]) -> UnknownId:
        """The error for an id that is not there, with the nearest that are."""
        among = list(dict.fromkeys(among))  # a demo and an outcome may share a name
        short = {id.rpartition(".")[2]: id for id in among}
        near = get_close_matches(wanted, among, 2, 0.6) or [
            short[one] for one in get_close_matches(wanted.rpartition(".")[2], list(short), 2, 0.6)
        ]
        return UnknownId(wanted, what, tuple(near))


def twice(rung: str, id: str) -> CourseError:
    """The error for an id that two questions have."""
    return CourseError(f"{rung}/items.toml", 1, f"the id {id} is used twice; ids are unique")


def find_page(course: Course, id: str) -> PageEntry | None:
    """A page by its full id, or by its last part where only one page ends so."""
    pages = course.outline.pages
    exact = [page for page in pages if page.id == id]
    short = [page for page in pages if page.id.rpartition(".")[2] == id]
    return exact[0] if exact else short[0] if len(short) == 1 else None
