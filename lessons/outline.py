"""The outline of a course: rungs, skills, checklist, books. All that Home needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from lessons.source import PLACE, CourseError, Source

FORMAT = 1
PASSES = {"core": False, "papers": True}
"""By the value of `pass` in course.toml, whether a page or a skill belongs to the second pass."""
CARDS = "cards"
"""The value of `pass` for a skill that paper cards alone exercise."""
READING_SKILLS = {"symbols": "read-symbols", "shapes": "read-shapes", "limit": "read-limits", "line": "read-lines"}
"""By field of a paper card, the skill of reading a formula that it exercises."""
REVIEW_SKILLS = {"friends": "read-symbols", "output": "read-lines"}
"""By field that reviews alone ask, the skill of reading that it exercises."""


def reading_item(card: str, field: str) -> str:
    """The id under which a field of a paper card is recorded that is graded for a skill of reading."""
    return f"{card}.{READING_SKILLS.get(field, field)}"


class PageEntry(Struct, frozen=True):
    """A page's entry in the outline: id, title, rung and pass."""

    id: str
    title: str
    rung: str
    second_pass: bool = False
    """Whether it is read after the core, for the mathematics that papers use."""

    @property
    def path(self) -> tuple[str, str]:
        """The parts of its file's path: the rung's folder and the file name."""
        rung, _, name = self.id.partition(".")
        return rung, f"{name}.md"


class Rung(Struct, frozen=True):
    """A subject: a sequence of core pages, some of which may not be written yet, and the pages of its second pass."""

    id: str
    title: str
    tagline: str
    pages: tuple[PageEntry, ...]
    demos: tuple[str, ...] = ()
    second_pass: tuple[PageEntry, ...] = ()

    def pages_beside(self, page_id: str) -> tuple[PageEntry, ...]:
        """The pages of the same pass as a page of this rung, in order."""
        return self.second_pass if page_id in [page.id for page in self.second_pass] else self.pages


class Skill(Struct, frozen=True):
    """The smallest unit of ability that is tracked, and the skills that are its prerequisites."""

    id: str
    title: str
    rung: str
    needs: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    """Former ids."""
    second_pass: bool = False
    """Whether it is taught in the second pass only: no checkpoint, placement or checklist asks for it."""
    shares: Mapping[str, float] = {}
    """By prerequisite, how much a right answer counts for it, in (0, 1], where that is not the default."""
    by_cards: bool = False
    """Whether paper cards alone exercise it: no page teaches it, and no question asks for it."""


class Part(Struct, frozen=True):
    """One thing that an outcome asks for, and the deciding items: those whose answers show it.

    `words` are explanations, of which one has to be given in the learner's own words.
    """

    id: str
    title: str
    items: tuple[str, ...]
    words: tuple[str, ...] = ()


class Outcome(Struct, frozen=True):
    """A line of the checklist, the skills it is about, and the parts that have to be shown."""

    id: str
    title: str
    skills: tuple[str, ...]
    was: tuple[str, ...] = ()
    """Former ids."""
    parts: tuple[Part, ...] = ()
    """Without any, each skill is a part, and all its items decide."""


class Retired(Struct, frozen=True):
    """An item that is no longer asked; old answers to it still count for its skills."""

    id: str
    kind: str
    skills: tuple[str, ...]


class PitfallEntry(Struct, frozen=True):
    """A common mistake about the course as a whole."""

    id: str
    title: str
    text: str


class Book(Struct, frozen=True):
    """A recommended book."""

    id: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    year: int
    free: bool
    start: bool
    text: str


class Symbol(Struct, frozen=True):
    """A symbol of the glossary: its LaTeX, how it is read aloud, its meaning, and the page that introduces it."""

    latex: str
    aloud: str
    meaning: str
    page: str = ""


class Exercise(Struct, frozen=True):
    """An exercise's entry: items to work by hand before the code, items after it, and hints for the code."""

    id: str
    title: str
    rung: str
    about: str  # Markdown: what is built, and what for
    hand: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


class CardEntry(Struct, frozen=True):
    """A paper card's entry: id, title, the rung that it leans on most, and the skills that it needs."""

    id: str
    title: str
    rung: str
    needs: tuple[str, ...] = ()
    """The leading one first, for which its limit and its number are graded."""

    @property
    def graded(self) -> Mapping[str, str]:
        """By the id under which answers to it are recorded, the skill that they are graded for."""
        leading = {f"{self.id}.{field}": skill for field in ("limit", "number") for skill in self.needs[:1]}
        reading = {**READING_SKILLS, **REVIEW_SKILLS}
        return leading | {reading_item(self.id, field): skill for field, skill in reading.items()}


class PaperLine(Struct, frozen=True):
    """The optional line of the checklist that paper cards clear: so many cards from so many rungs, and one again."""

    id: str
    title: str
    skills: tuple[str, ...]
    cards: int
    rungs: int


class LaterStage(Struct, frozen=True):
    """A later course that builds on this one."""

    id: str
    title: str
    text: str


class FastPath(Struct, frozen=True):
    """The way in for ten minutes: a short road, on a page of its own; later one rung, and predictions in a demo."""

    rung: str
    demo: str
    predictions: tuple[str, ...]
    title: str
    about: str
    road: PageEntry | None = None
    """The page of the short road. It belongs to no pass, teaches no skill, and asks questions of other pages."""
    minutes: int = 0
    """How long the short road takes, its questions and its demo included."""
    road_about: str = ""
    """What is on the short road, in a few words."""


class Outline(Struct, frozen=True):
    """A course without its pages."""

    id: str
    title: str
    order: str
    rungs: tuple[Rung, ...]
    skills: tuple[Skill, ...]
    outcomes: tuple[Outcome, ...]
    pitfalls: tuple[PitfallEntry, ...]
    books: tuple[Book, ...]
    symbols: tuple[Symbol, ...]
    exercises: tuple[Exercise, ...]
    later: tuple[LaterStage, ...]
    fast_path: FastPath | None = None
    retired: tuple[Retired, ...] = ()
    cards: tuple[CardEntry, ...] = ()
    paper_line: PaperLine | None = None

    @property
    def road(self) -> PageEntry | None:
        """The page of the short road, if there is one."""
        return self.fast_path.road if self.fast_path is not None else None

    @property
    def pages(self) -> tuple[PageEntry, ...]:
        """All pages, rung by rung, those of the second pass after the core pages of their rung."""
        return tuple(page for rung in self.rungs for page in (*rung.pages, *rung.second_pass))

    @property
    def core_pages(self) -> tuple[PageEntry, ...]:
        """The core pages of all rungs, in order."""
        return tuple(page for rung in self.rungs for page in rung.pages)

    def outcomes_of(self, skills: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the outcomes that need any of these skills."""
        return tuple(outcome.id for outcome in self.outcomes if set(outcome.skills) & set(skills))


def read_outline(source: Source) -> Outline:
    """Read `course.toml`. Raises CourseError for the first fault, with its line."""
    import tomli  # Home does without where the outline is cached

    text = source.text(PLACE)
    try:
        raw = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise CourseError(PLACE, _error_line(error), f"not TOML: {error}") from None
    if raw.get("format") != FORMAT:
        raise CourseError(PLACE, 1, f"format = {FORMAT} is wanted, {raw.get('format')!r} given")
    return _Fields(text, raw).outline()


def _error_line(error: ValueError) -> int:
    match = re.search(r"line (\d+)", str(error))
    return int(match[1]) if match else 1


class _Row(dict[str, Any]):
    """A table of course.toml that notes which of its keys are read."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__({key: _watched(value) for key, value in fields.items()})
        self.read: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)


def _watched(value: Any) -> Any:
    if isinstance(value, dict):
        return _Row(value)
    return [_watched(entry) for entry in value] if isinstance(value, list) else value


def keys_of_tables(source: Source) -> tuple[Mapping[str, frozenset[str]], tuple[CourseError, ...]]:
    """By table of course.toml, the keys that are read; and an error for each key that is not. Raises CourseError."""
    import tomli

    text = source.text(PLACE)
    raw = _Row(tomli.loads(text))
    fields = _Fields(text, raw)
    fields.outline()
    known: dict[str, set[str]] = {}
    errors = []
    for name, row in _tables("", raw):
        known.setdefault(name, set()).update(row.read | ({"format"} if not name else set()))
        for key in row.keys() - row.read - known[name]:
            line = fields.line_of(str(row.get("id", key)))
            errors.append(
                CourseError(PLACE, line, f"{name or 'the file'} knows no {key}; take it out or mend the name")
            )
    return {name: frozenset(keys) for name, keys in known.items()}, tuple(errors)


def _tables(name: str, row: _Row) -> Iterator[tuple[str, _Row]]:
    """Every table by its dotted name, with those inside it. A table of numbers by skill is none."""
    yield name, row
    for key, value in row.items():
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, _Row) and key != "shares":
                yield from _tables(f"{name}.{key}".strip("."), entry)


class _Fields(Struct, frozen=True):
    """Raw TOML to be converted to typed values; finds the line of an id in the text for error messages."""

    text: str
    raw: dict[str, Any]

    def outline(self) -> Outline:
        stage = self.raw.get("stage", {})
        return Outline(
            id=self.word(stage, "id"),
            title=self.word(stage, "title"),
            order=self.word(stage, "order"),
            rungs=tuple(self.rung(row) for row in self.rows("rung")),
            skills=tuple(self.skill(row) for row in self.rows("skill")),
            outcomes=tuple(self.outcome(row) for row in self.rows("outcome")),
            pitfalls=tuple(PitfallEntry(*self.all(row, "id", "title", "text")) for row in self.rows("pitfall")),
            books=tuple(self.book(row) for row in self.rows("book")),
            symbols=tuple(
                Symbol(self.word(row, "latex"), self.word(row, "aloud"), self.word(row, "meaning"), row.get("page", ""))
                for row in self.rows("symbol")
            ),
            exercises=tuple(self.exercise(row) for row in self.rows("exercise")),
            later=tuple(LaterStage(*self.all(row, "id", "title", "text")) for row in self.rows("later")),
            fast_path=self.fast_path(stage),
            retired=tuple(self.retired(row) for row in self.rows("retired")),
            cards=tuple(self.card(row) for row in self.rows("card")),
            paper_line=self.paper_line(),
        )

    def fast_path(self, stage: dict[str, Any]) -> FastPath | None:
        row = stage.get("fast_path")
        if row is None:
            return None
        if not isinstance(row, dict):
            raise CourseError(PLACE, self.line_of("fast_path"), "fast_path is a table: rung, demo, predictions, ...")
        rung, demo, title, about = self.all(row, "rung", "demo", "title", "about")
        return FastPath(rung, demo, self.words(row, "predictions"), title, about, *self.road(row, rung))

    def road(self, row: dict[str, Any], rung: str) -> tuple[PageEntry | None, int, str]:
        road = row.get("road")
        if road is None:
            return None, 0, ""
        if not isinstance(road, dict) or not isinstance(road.get("minutes"), int):
            raise CourseError(PLACE, self.line_of("road"), "road is a table: id, title and minutes, a whole number")
        about = self.word(road if "about" in road else row, "about")
        return PageEntry(self.word(road, "id"), self.word(road, "title"), rung), road["minutes"], about

    def rung(self, row: dict[str, Any]) -> Rung:
        rung = self.word(row, "id")
        pages = [
            PageEntry(self.word(page, "id"), self.word(page, "title"), rung, self.in_second_pass(page))
            for page in self.table(row, "pages")
        ]
        core = tuple(page for page in pages if not page.second_pass)
        second = tuple(page for page in pages if page.second_pass)
        return Rung(rung, self.word(row, "title"), self.word(row, "tagline"), core, self.words(row, "demos"), second)

    def in_second_pass(self, row: dict[str, Any]) -> bool:
        value = row.get("pass", "core")
        if value not in PASSES:
            wanted = " or ".join(f'"{name}"' for name in PASSES)
            raise CourseError(PLACE, self.line_of(str(row.get("id", ""))), f"pass is {wanted}, not {value!r}")
        return PASSES[value]

    def exercise(self, row: dict[str, Any]) -> Exercise:
        entry_id, title, rung, about = self.all(row, "id", "title", "rung", "about")
        return Exercise(entry_id, title, rung, about, *(self.words(row, name) for name in ("hand", "after", "hints")))

    def card(self, row: dict[str, Any]) -> CardEntry:
        entry_id, title, rung = self.all(row, "id", "title", "rung")
        return CardEntry(entry_id, title, rung, self.words(row, "needs"))

    def paper_line(self) -> PaperLine | None:
        row = self.raw.get("paper_line")
        if row is None:
            return None
        if not isinstance(row, dict) or not all(isinstance(row.get(name), int) for name in ("cards", "rungs")):
            text = "paper_line is a table: id, title, skills, and whole numbers of cards and rungs"
            raise CourseError(PLACE, self.line_of("paper_line"), text)
        entry_id, title = self.all(row, "id", "title")
        return PaperLine(entry_id, title, self.words(row, "skills"), row["cards"], row["rungs"])

    def skill(self, row: dict[str, Any]) -> Skill:
        entry_id, title, rung = self.all(row, "id", "title", "rung")
        needs, was = self.words(row, "needs"), self.words(row, "was")
        by_cards = row.get("pass") == CARDS
        return Skill(
            entry_id, title, rung, needs, was, by_cards or self.in_second_pass(row), self.shares(row), by_cards
        )

    def shares(self, row: dict[str, Any]) -> Mapping[str, float]:
        shares = row.get("shares", {})
        if not isinstance(shares, dict) or not all(isinstance(share, int | float) for share in shares.values()):
            line = self.line_of(str(row.get("id", "")))
            raise CourseError(PLACE, line, "shares is a table of numbers, { SKILL = 0.8 }")
        return {need: float(share) for need, share in shares.items()}

    def outcome(self, row: dict[str, Any]) -> Outcome:
        entry_id, title = self.all(row, "id", "title")
        parts = tuple(self.part(part) for part in self.table(row, "part"))
        return Outcome(entry_id, title, self.words(row, "skills"), self.words(row, "was"), parts)

    def part(self, row: dict[str, Any]) -> Part:
        part_id, title = self.all(row, "id", "title")
        return Part(part_id, title, self.words(row, "items"), self.words(row, "words"))

    def retired(self, row: dict[str, Any]) -> Retired:
        entry_id, kind = self.all(row, "id", "kind")
        return Retired(entry_id, kind, self.words(row, "skills"))

    def book(self, row: dict[str, Any]) -> Book:
        return Book(
            id=self.word(row, "id"),
            title=self.word(row, "title"),
            authors=self.words(row, "authors"),
            publisher=self.word(row, "publisher"),
            year=int(row.get("year", 0)),
            free=bool(row.get("free", False)),
            start=bool(row.get("start", False)),
            text=self.word(row, "text"),
        )

    def rows(self, name: str) -> list[dict[str, Any]]:
        return self.table(self.raw, name)

    def table(self, row: dict[str, Any], name: str) -> list[dict[str, Any]]:
        rows = row.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(entry, dict) for entry in rows):
            raise CourseError(PLACE, self.line_of(name), f"{name} is a list of tables")
        return rows

    def all(self, row: dict[str, Any], *names: str) -> tuple[str, ...]:
        return tuple(self.word(row, name) for name in names)

    def word(self, row: dict[str, Any], name: str) -> str:
        value = row.get(name)
        if not isinstance(value, str) or not value.strip():
            raise CourseError(PLACE, self.line_of(str(row.get("id", ""))), f"{name} is missing or empty")
        return value.strip()

    def words(self, row: dict[str, Any], name: str) -> tuple[str, ...]:
        value = row.get(name, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise CourseError(PLACE, self.line_of(str(row.get("id", name))), f"{name} is a list of texts in quotes")
        return tuple(value)

    def line_of(self, word: str) -> int:
        """The first line that contains a quoted word, from 1."""
        before, match, _ = self.text.partition(f'"{word}"')
        return before.count("\n") + 1 if match else 1
