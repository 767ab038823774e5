"""The course: its outline, and pages, items, demos and exercises read on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from lessons.outline import Outline, PageEntry, Rung, read_outline
from lessons.source import CourseError, Source

# Home needs the outline only; the modules that read pages and items are imported at first use.
if TYPE_CHECKING:
    from lessons.hunting.cases import Case
    from lessons.model.computed_item import ComputedItem
    from lessons.model.debugging import Program
    from lessons.model.demo import Demo
    from lessons.model.diagnosis import Diagnosis
    from lessons.model.item_entry import ItemEntry
    from lessons.model.page import Item, Page
    from lessons.model.papers import PaperCard
    from lessons.model.papers import Symbol as CardSymbol
    from lessons.paper_cards.drawing import DrawnCard
    from lessons.paper_cards.letters import Letter
    from lessons.reading.exercise import Task
    from lessons.reading.repair import Repair
    from lessons.reading.worded_items import WordedItem

_T = TypeVar("_T")


class UnknownIdError(LookupError):
    """An id that the course does not have; the message suggests the nearest ids."""

    def __init__(self, name: str, kind: str, near: tuple[str, ...]) -> None:
        suggestion = f" Did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"no {kind} is called {name!r}.{suggestion or ' `tutor lessons list` shows all ids.'}")


class PageStore(Protocol):
    """A cache of pages that were read; it saves the slow import of the Markdown parser."""

    def page(self, entry: PageEntry, text: str) -> Page | None:
        """The cached page of this text; None where there is none."""

    def keep(self, entry: PageEntry, text: str, page: Page) -> None:
        """Add a page that was read from this text."""

    def save(self) -> None:
        """Write new pages to disk. Blocks."""


class EntryStore(Protocol):
    """A cache of what scheduling asks of items; it saves reading, and drawing, all of them."""

    def entries(self) -> Mapping[str, ItemEntry] | None:
        """The cached entries of the course as it is; None where there are none."""

    def keep(self, entries: Mapping[str, ItemEntry]) -> None:
        """Write entries. Blocks."""


class Course:
    """A course: its files are read on demand, each once."""

    def __init__(
        self,
        source: Source | None = None,
        outline: Outline | None = None,
        page_store: PageStore | None = None,
        teaches: Mapping[str, tuple[str, ...]] | None = None,
        entry_store: EntryStore | None = None,
    ) -> None:
        self.source, self._entry_store = source or Source.installed(), entry_store
        self._outline, self._page_store, self._teaches = outline, page_store, teaches
        self._pages: dict[str, Page] = {}
        self._drawn: dict[tuple[str, int], Item] = {}
        self._by_rung: dict[str, Mapping[str, ComputedItem | WordedItem]] = {}
        self._item_faults: dict[str, tuple[CourseError, ...]] = {}
        self._demos_by_rung: dict[str, tuple[Mapping[str, Demo], tuple[CourseError, ...]]] = {}
        self._tasks: dict[str, Task] = {}
        self._repairs: dict[str, Repair] = {}

    @cached_property
    def outline(self) -> Outline:
        """The course without its pages. Raises CourseError."""
        return self._outline or read_outline(self.source)

    def page(self, page_id: str) -> Page:
        """The page with this id. Raises UnknownIdError, CourseError."""
        if page_id not in self._pages:
            self._pages[page_id] = self._read_page(self._page_entry(page_id))
        return self._pages[page_id]

    def page_and_faults(self, page_id: str) -> tuple[Page | None, tuple[CourseError, ...]]:
        """What of a page can be read, or None, and what is wrong with the rest. Raises UnknownIdError."""
        from lessons.reading.page import read_blocks

        entry = self._page_entry(page_id)
        try:
            return read_blocks(entry, self._page_text(entry))
        except CourseError as error:
            return None, (error, *error.others)

    def _page_entry(self, page_id: str) -> PageEntry:
        entry = next((entry for entry in _page_entries(self.outline) if entry.id == page_id), None)
        if entry is None:
            raise self.unknown(page_id, "page", [page.id for page in self.outline.pages])
        return entry

    def _read_page(self, entry: PageEntry) -> Page:
        text = self._page_text(entry)
        cached = self._page_store.page(entry, text) if self._page_store else None
        if cached is not None:
            return cached
        from lessons.reading.page import read_page

        page = read_page(entry, text)
        if self._page_store:
            self._page_store.keep(entry, text, page)
        return page

    def save_pages(self) -> None:
        """Write the pages read since to the page store. Blocks."""
        if self._page_store:
            self._page_store.save()

    def _page_text(self, entry: PageEntry) -> str:
        return self.source.text(*entry.path)

    @cached_property
    def teaches(self) -> Mapping[str, tuple[str, ...]]:
        """By page id, the skills it teaches. Reads only the front matter of the pages."""
        if self._teaches is not None:
            return self._teaches
        from lessons.reading.front_matter import read_front

        taught = {}
        for entry in self.outline.pages:
            taught[entry.id] = read_front("/".join(entry.path), self._page_text(entry))[0].get("teaches", ())
        return taught

    def pages(self, rung: str) -> tuple[Page, ...]:
        """The core pages of a rung, in order. Raises UnknownIdError, CourseError."""
        return tuple(self.page(entry.id) for entry in self.rung(rung).pages)

    def second_pass(self, rung: str) -> tuple[Page, ...]:
        """The pages of a rung's second pass, in order. Raises UnknownIdError, CourseError."""
        return tuple(self.page(entry.id) for entry in self.rung(rung).second_pass)

    def rung(self, rung_id: str) -> Rung:
        """The rung with this id. Raises UnknownIdError."""
        for rung in self.outline.rungs:
            if rung.id == rung_id:
                return rung
        raise self.unknown(rung_id, "rung", [rung.id for rung in self.outline.rungs])

    @cached_property
    def templates(self) -> Mapping[str, ComputedItem | WordedItem]:
        """Every item's template by id, in the order of the rungs and of their files, as far as they can be read."""
        return self._all_templates[0]

    @property
    def item_faults(self) -> tuple[CourseError, ...]:
        """What keeps items from being read. Those of other modules, and of other rungs, are there all the same."""
        return self._all_templates[1]

    @cached_property
    def _all_templates(self) -> tuple[Mapping[str, ComputedItem | WordedItem], tuple[CourseError, ...]]:
        templates: dict[str, ComputedItem | WordedItem] = {}
        faults: list[CourseError] = []
        for rung in self.outline.rungs:
            own = self._templates_of(rung.id)
            faults += self._item_faults[rung.id]
            faults += [duplicate_id(rung.id, item_id) for item_id in own if item_id in templates]
            templates |= {item_id: template for item_id, template in own.items() if item_id not in templates}
        return templates, tuple(faults)

    def template(self, item_id: str) -> ComputedItem | WordedItem | None:
        """The template with this id or former id; or None. Reads other rungs only if its own lacks it."""
        rung = item_id.partition(".")[0]
        if any(entry.id == rung for entry in self.outline.rungs):
            in_rung = self._templates_of(rung)
            if item_id in in_rung:
                return in_rung[item_id]
        return self.templates.get(self.renamed.get(item_id, item_id))

    def loading(self, rung: str) -> Iterator[None]:
        """Load a rung's items and demos, one module per step: together they would take longer than a frame may."""
        if rung not in self._by_rung:
            for name in self.source.modules(rung):
                with suppress(CourseError):  # it is met again, and kept, when the rung is read
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

        computed, errors = self._declared(rung, "items", "items_", ComputedItem)
        worded, worded_errors = read_worded(self.source, rung)
        by_id: dict[str, ComputedItem | WordedItem] = {}
        faults = [*errors, *worded_errors]
        templates: tuple[ComputedItem | WordedItem, ...] = (*computed, *worded)
        for template in templates:
            if template.id in by_id:
                faults.append(duplicate_id(rung, template.id))
            else:
                by_id[template.id] = template
        self._item_faults[rung] = tuple(faults)
        return by_id

    def _declared(self, rung: str, name: str, parts: str, kind: type[_T]) -> tuple[list[_T], list[CourseError]]:
        """What the module `NAME.py` of a rung declares of a kind, and what is wrong.

        Where there is none, or it cannot be loaded, each module whose name begins with `parts` is, so that a fault in
        one of them costs only what that one declares.
        """
        errors: dict[str, CourseError] = {}
        values: dict[int, object] = {}
        alone = self.source.has(rung, f"{name}.py")
        for module_name in (name, *(module for module in self.source.modules(rung) if module.startswith(parts))):
            if module_name == name or errors or not alone:
                try:
                    module = self.source.module(rung, module_name)
                except CourseError as error:
                    errors[str(error)] = error
                else:
                    values |= {id(value): value for value in vars(module).values()} if module else {}
        return [value for value in values.values() if isinstance(value, kind)], list(errors.values())

    @cached_property
    def entries(self) -> Mapping[str, ItemEntry]:
        """What scheduling asks of each item that can be read, by id, in the order of `templates`."""
        if self._kept_entries is not None:
            return self._kept_entries
        from lessons.model.item_entry import entry_of

        entries = {
            item_id: entry_of(
                self.item(item_id, 1), template.was, getattr(template, "instead", ""), self.is_computed(item_id)
            )
            for item_id, template in self.templates.items()
        }
        if self._entry_store and not self.item_faults:
            self._entry_store.keep(entries)
        return entries

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """By former item id, the present one."""
        known: Mapping[str, ItemEntry | ComputedItem | WordedItem] = self._kept_entries or self.templates
        return {old: item_id for item_id, one in known.items() for old in one.was}

    @cached_property
    def _kept_entries(self) -> Mapping[str, ItemEntry] | None:
        return self._entry_store.entries() if self._entry_store else None

    def item(self, item_id: str, seed: int = 0) -> Item:
        """The draw of an item with this seed: its numbers, or the order of its options. Raises UnknownIdError.

        Seed 0 of a worded item is its file's order, and one without options has no other draw.
        """
        from lessons.model.computed_item import draw
        from lessons.model.shuffle import shuffled
        from lessons.reading.worded_items import WordedItem

        if (known := self._drawn.get((item_id, seed))) is not None:
            return known
        template = self.template(item_id)
        if template is None and self.item_faults:
            raise self.item_faults[0]
        if template is None:
            raise self.unknown(item_id, "item", list(self.templates))
        item_id = template.id
        if (item_id, seed) not in self._drawn:
            if isinstance(template, WordedItem):
                self._drawn[item_id, seed] = shuffled(template.item, seed)
            else:
                self._drawn[item_id, seed] = draw(template, seed)
        return self._drawn[item_id, seed]

    def is_computed(self, item_id: str) -> bool:
        """Whether the item draws its numbers from the seed."""
        from lessons.model.computed_item import ComputedItem

        return isinstance(self.template(item_id), ComputedItem)

    def first_seed(self, item_id: str) -> int:
        """The seed of the draw that a page shows first: 1, or 0 for a worded item, in the order of its file."""
        return int(self.is_computed(item_id))

    def has_draws(self, item_id: str) -> bool:
        """Whether the seed changes the item: its numbers, or the order of its options."""
        return self.is_computed(item_id) or bool(self.item(item_id).options)

    @cached_property
    def demos(self) -> Mapping[str, Demo]:
        """Every demo by id, in the order of the rungs."""
        return {demo_id: demo for rung in self.outline.rungs for demo_id, demo in self._demos_of(rung).items()}

    @property
    def demo_faults(self) -> tuple[CourseError, ...]:
        """What keeps demos from being read. Those of other modules, and of other rungs, are there all the same."""
        return tuple(fault for rung in self.outline.rungs for fault in self._read_demos(rung)[1])

    def _demos_of(self, rung: Rung) -> Mapping[str, Demo]:
        return self._read_demos(rung)[0]

    def _read_demos(self, rung: Rung) -> tuple[Mapping[str, Demo], tuple[CourseError, ...]]:
        from lessons.model.demo import Demo

        if rung.id not in self._demos_by_rung:
            declared, faults = self._declared(rung.id, "demos", "demo_", Demo)
            demos = {demo.id: demo for demo in declared}
            listed = {demo_id: demos[demo_id] for demo_id in rung.demos if demo_id in demos}
            self._demos_by_rung[rung.id] = listed | demos, tuple(faults)
        return self._demos_by_rung[rung.id]

    def demo(self, demo_id: str) -> Demo:
        """The demo with this id. Reads other rungs only if the outline does not name it. Raises UnknownIdError."""
        home = next((rung for rung in self.outline.rungs if demo_id in rung.demos), None)
        demos = self._demos_of(home) if home else self.demos
        if demo_id not in demos and self.demo_faults:
            raise self.demo_faults[0]
        if demo_id not in demos:
            raise self.unknown(demo_id, "demo", list(self.demos))
        return demos[demo_id]

    def exercise(self, exercise_id: str) -> Task:
        """The exercise with this id, with or without `exercise.`. Raises UnknownIdError, CourseError."""
        from lessons.reading.exercise import PREFIX, read_task

        exercise_id = exercise_id.removeprefix(PREFIX)
        entries = {entry.id: entry for entry in self.outline.exercises}
        if exercise_id not in entries:
            raise self.unknown(exercise_id, "exercise", list(entries))
        if exercise_id not in self._tasks:
            self._tasks[exercise_id] = read_task(self.source, entries[exercise_id], entries)
        return self._tasks[exercise_id]

    def has_exercise(self, exercise_id: str) -> bool:
        """Whether this is an exercise's id, with or without `exercise.`."""
        return exercise_id.removeprefix("exercise.") in [entry.id for entry in self.outline.exercises]

    @cached_property
    def programs(self) -> Mapping[str, Program]:
        """The programs to debug, by name. Imports NumPy. Raises CourseError."""
        from lessons.reading.debugging import read_programs

        return read_programs(self.source)

    def hunt(self, hunt_id: str) -> Case:
        """The fault hunt with this id, `hunt.` and a number from 1. Raises UnknownIdError, CourseError."""
        from lessons.model.hunts import number_of

        number = number_of(hunt_id)
        if number is None or not self.hunts:
            raise self.unknown(hunt_id, "hunt", [hunt for hunt, *_ in self.hunts])
        from lessons.hunting.cases import draw

        return draw(self.programs, number)

    @property
    def has_cases(self) -> bool:
        """Whether there is anything to debug, found without reading any: Home asks before its first paint."""
        return any(any((self.source.root / "debugging").glob(f"{folder}*.toml")) for folder in ("", "*/"))

    @property
    def hunt_count(self) -> int:
        """How many hunts are listed, found without reading any: Home asks before its first paint."""
        from lessons.model.hunts import NAMED

        return NAMED if any((self.source.root / "debugging").glob("*.toml")) else 0

    @cached_property
    def hunts(self) -> tuple[tuple[str, str, str], ...]:
        """(id, title, level) of the listed hunts; none where the course has no program. Imports no NumPy."""
        from lessons.reading.debugging import hunt_entries

        return hunt_entries(self.source)

    @cached_property
    def diagnoses(self) -> tuple[tuple[str, str], ...]:
        """(id, title) of the cases to diagnose, in their order. Imports no NumPy."""
        from lessons.reading.diagnosis import diagnosis_entries

        return diagnosis_entries(self.source)

    def diagnosis(self, case: str, seed: int) -> Diagnosis:
        """A draw of a case to diagnose. Imports NumPy. Raises UnknownIdError, CourseError."""
        from lessons.reading.diagnosis import diagnosis, file_name, read_texts

        known = [entry for entry, _ in self.diagnoses]
        if case not in known:
            raise self.unknown(case, "case to diagnose", known)
        return diagnosis(read_texts(self.source, file_name(case)), seed)

    @cached_property
    def repairs(self) -> tuple[tuple[str, str], ...]:
        """(id, title) of the programs to repair, in their order. Imports no NumPy."""
        from lessons.reading.repair import repair_entries

        return repair_entries(self.source)

    def repair(self, repair_id: str) -> Repair:
        """The program to repair with this id. Imports NumPy. Raises UnknownIdError, CourseError."""
        from lessons.reading.repair import file_name, read_repair

        known = [entry for entry, _ in self.repairs]
        if repair_id not in known:
            raise self.unknown(repair_id, "program to repair", known)
        if repair_id not in self._repairs:
            self._repairs[repair_id] = read_repair(self.source, file_name(repair_id))
        return self._repairs[repair_id]

    @property
    def cases(self) -> tuple[tuple[str, str, str], ...]:
        """(id, title, form) of everything to debug; the form is hunt, diagnose or repair. Imports no NumPy."""
        return (
            *((hunt, title, "hunt") for hunt, title, _ in self.hunts),
            *((case, title, "diagnose") for case, title in self.diagnoses),
            *((repair, title, "repair") for repair, title in self.repairs),
        )

    def case_skills(self, case: str, fault: str = "") -> tuple[str, ...]:
        """The skills that a case needs, those of its fault for a hunt; none for an unknown id. Imports no NumPy."""
        from lessons.model.hunts import number_of, program_of

        number, programs = number_of(case), tuple(self._fault_skills)
        if number is None or not programs:
            return self._case_skills.get(case, ())
        return self._fault_skills[program_of(programs, number)].get(fault, ())

    @cached_property
    def _fault_skills(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        from lessons.reading.debugging import skills_by_fault

        return skills_by_fault(self.source)

    @cached_property
    def _case_skills(self) -> Mapping[str, tuple[str, ...]]:
        from lessons.reading.diagnosis import skills_by_case
        from lessons.reading.repair import skills_by_repair

        return {**skills_by_case(self.source), **skills_by_repair(self.source)}

    def card(self, card_id: str) -> PaperCard:
        """The paper card with this id, with or without `paper.`. Imports NumPy. Raises UnknownIdError, CourseError."""
        from lessons.model.papers import PREFIX
        from lessons.reading.papers import read_card

        card_id = card_id if card_id.startswith(PREFIX) else PREFIX + card_id
        entry = next((entry for entry in self.outline.cards if entry.id == card_id), None)
        if entry is None:
            raise self.unknown(card_id, "paper card", [entry.id for entry in self.outline.cards])
        return read_card(self.source, entry)

    def drawn_card(self, card: PaperCard, seed: int, field: str = "") -> DrawnCard:
        """A card with the numbers of a seed, or one field of it. Raises AmbiguousDrawError."""
        from lessons.paper_cards.fields import draw_field

        titles = {entry.id: entry.title for entry in self.outline.cards}
        return draw_field(card, seed, field, self.letters if field == "friends" else (), titles)

    def has_card(self, card_id: str) -> bool:
        """Whether this is a paper card's id, alone or with a field behind it."""
        from lessons.model.papers import split_id

        return any(entry.id == split_id(card_id)[0] for entry in self.outline.cards)

    @cached_property
    def letters(self) -> tuple[Letter, ...]:
        """The letters that two paper cards or more use for different things. Imports no NumPy. Raises CourseError."""
        from lessons.paper_cards.letters import false_friends

        return false_friends(self.card_symbols)

    @cached_property
    def card_symbols(self) -> Mapping[str, tuple[CardSymbol, ...]]:
        """By paper card, its symbols. Imports no NumPy. Raises CourseError."""
        from lessons.reading.papers import read_symbols

        return {card.id: read_symbols(self.source, card.id) for card in self.outline.cards}

    def exercise_of(self, item: str) -> str | None:
        """The id of the exercise that asks an item; None where no exercise does."""
        return next(
            (exercise.id for exercise in self.outline.exercises if item in (*exercise.hand, *exercise.after)), None
        )

    def page_of(self, block_id: str) -> Page | None:
        """The page with this item or demo; of a practice item, the page that its id names.

        None for an item that only an exercise asks.
        """
        for entry in self.outline.pages:
            page = self.page(entry.id)
            if block_id in page.items or block_id in page.demos:
                return page
        template, home = self.templates.get(block_id), block_id.rpartition(".")[0]
        named = template is not None and template.practice and home in {page.id for page in self.outline.pages}
        return self.page(home) if named else None

    def ids(self) -> list[str]:
        """The ids of everything that can be opened, read or shown."""
        outline = self.outline
        return [
            outline.id,
            *(rung.id for rung in outline.rungs),
            *(page.id for page in _page_entries(outline)),
            *self.demos,
            *self.templates,
            *(outcome.id for outcome in outline.outcomes),
            *(exercise.id for exercise in outline.exercises),
            *(case for case, *_ in self.cases),
            *(card.id for card in outline.cards),
        ]

    def unknown(self, name: str, kind: str, among: list[str]) -> UnknownIdError:
        """The error for an id that does not exist, with the nearest that do."""
        among = list(dict.fromkeys(among))  # a demo and an outcome may share a name
        short = {name.rpartition(".")[2]: name for name in among}
        near = get_close_matches(name, among, 2, 0.6) or [
            short[match] for match in get_close_matches(name.rpartition(".")[2], list(short), 2, 0.6)
        ]
        return UnknownIdError(name, kind, tuple(near))


def duplicate_id(rung: str, item_id: str) -> CourseError:
    """The error for an id that two items have."""
    return CourseError(f"{rung}/items.toml", 1, f"the id {item_id} is used twice; ids are unique")


def _page_entries(outline: Outline) -> tuple[PageEntry, ...]:
    """Every page that can be opened: those of the rungs, then the short road."""
    return (*outline.pages, *([outline.road] if outline.road is not None else []))


def find_page(course: Course, page_id: str) -> PageEntry | None:
    """The page with this id, or with this last part of an id where only one page has it."""
    pages = _page_entries(course.outline)
    exact = [page for page in pages if page.id == page_id]
    short = [page for page in pages if page.id.rpartition(".")[2] == page_id]
    return exact[0] if exact else short[0] if len(short) == 1 else None
