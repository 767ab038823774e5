"""The course: its outline at once, pages and items when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from lessons.outline import Outline, PageEntry, Rung, read_outline
from lessons.source import CourseError, Source

# The outline is all that Home needs; what reads pages and questions is imported when the first is asked for.
if TYPE_CHECKING:
    from lessons.demo import Demo
    from lessons.draw import Computed
    from lessons.model import Item, Page
    from lessons.worded import Worded


class UnknownId(LookupError):
    """No such id in the course; says what was probably meant."""

    def __init__(self, wanted: str, what: str, near: tuple[str, ...]) -> None:
        meant = f" Did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"no {what} is called {wanted!r}.{meant or ' `tutor lessons list` shows all ids.'}")
        self.wanted, self.near = wanted, near


class Course:
    """What is taught, read from its files on demand and kept."""

    def __init__(self, source: Source | None = None, outline: Outline | None = None) -> None:
        self.source = source or Source.installed()
        self._outline = outline
        self._pages: dict[str, Page] = {}
        self._drawn: dict[tuple[str, int], Item] = {}

    @cached_property
    def outline(self) -> Outline:
        return self._outline or read_outline(self.source)

    def page(self, id: str) -> Page:
        """The page with this id. UnknownId, CourseError."""
        from lessons.reader import read_page

        if id not in self._pages:
            entry = next((entry for entry in self.outline.pages if entry.id == id), None)
            if entry is None:
                raise self.unknown(id, "page", [page.id for page in self.outline.pages])
            self._pages[id] = read_page(self.source, entry)
        return self._pages[id]

    def pages(self, rung: str) -> tuple[Page, ...]:
        return tuple(self.page(entry.id) for entry in self.rung(rung).pages)

    def rung(self, id: str) -> Rung:
        for rung in self.outline.rungs:
            if rung.id == id:
                return rung
        raise self.unknown(id, "rung", [rung.id for rung in self.outline.rungs])

    @cached_property
    def templates(self) -> Mapping[str, Computed | Worded]:
        """Every question by id, in the order of the rungs and of their files."""
        found: dict[str, Computed | Worded] = {}
        for rung in self.outline.rungs:
            for id, template in self._rung_templates(rung.id):
                if id in found:
                    raise CourseError(f"{rung.id}/items.toml", 1, f"the id {id} is used twice; ids are unique")
                found[id] = template
        return found

    def _rung_templates(self, rung: str) -> Iterator[tuple[str, Computed | Worded]]:
        from lessons.draw import Computed
        from lessons.worded import read_worded

        module = self.source.module(rung, "items")
        for value in vars(module).values() if module else ():
            if isinstance(value, Computed):
                yield value.id, value
        for worded in read_worded(self.source, rung):
            yield worded.id, worded

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Former item ids and what they are called now."""
        return {old: id for id, template in self.templates.items() for old in template.was}

    def item(self, id: str, seed: int = 0) -> Item:
        """A question with the numbers of this seed. UnknownId."""
        from lessons.draw import draw
        from lessons.worded import Worded

        id = self.renamed.get(id, id)
        template = self.templates.get(id)
        if template is None:
            raise self.unknown(id, "item", list(self.templates))
        if isinstance(template, Worded):
            return template.item
        if (id, seed) not in self._drawn:
            self._drawn[id, seed] = draw(template, seed)
        return self._drawn[id, seed]

    def is_computed(self, id: str) -> bool:
        """Whether another seed gives other numbers."""
        from lessons.draw import Computed

        return isinstance(self.templates.get(id), Computed)

    @cached_property
    def demos(self) -> Mapping[str, Demo]:
        """Every demo by id, in the order of the rungs."""
        from lessons.demo import Demo

        found: dict[str, Demo] = {}
        for rung in self.outline.rungs:
            module = self.source.module(rung.id, "demos")
            made = {value.id: value for value in vars(module).values() if isinstance(value, Demo)} if module else {}
            found |= {id: made[id] for id in rung.demos if id in made} | made
        return found

    def demo(self, id: str) -> Demo:
        if id not in self.demos:
            raise self.unknown(id, "demo", list(self.demos))
        return self.demos[id]

    def page_of(self, block_id: str) -> Page | None:
        """The page on which an item or a demo stands; for a question of practice, the page its id names."""
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
        short = {id.rpartition(".")[2]: id for id in among}
        near = get_close_matches(wanted, among, 2, 0.6) or [
            short[one] for one in get_close_matches(wanted.rpartition(".")[2], list(short), 2, 0.6)
        ]
        return UnknownId(wanted, what, tuple(near))


def find_page(course: Course, id: str) -> PageEntry | None:
    """A page by its full id, or by its last part where only one page ends so."""
    pages = course.outline.pages
    exact = [page for page in pages if page.id == id]
    short = [page for page in pages if page.id.rpartition(".")[2] == id]
    return exact[0] if exact else short[0] if len(short) == 1 else None
