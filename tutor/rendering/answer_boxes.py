"""What an answer box shows, as lines. Pure: the widgets draw themselves with it, and a page the boxes not in use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from lessons.answers import Option
from lessons.model.page import Item
from tutor.learning.question_state import QuestionState
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.line_memo import LineMemo
from tutor.rendering.notation import Cell, Line, Style
from tutor.rendering.typeset import joined, words, wrap_plain

CELL = 6  # columns of a matrix cell at least
CHECK = "check"
FREE_TEXT_ROWS = 5
MOST_ENTRIES = 4  # entries of the vector that a placeholder gives as an example

SetOption = Callable[[str, int, str], list[Line]]
"""Sets an option's Markdown at a width behind a sign."""

_PLACEHOLDERS = {
    "number": ("a number", ""),
    "matrix": ("a matrix", "such as [1, 2; 3, 4]"),
    "expression": ("an expression", ""),
    "rule": ("a rule", "such as x <- x + 1"),
    "shape": ("a shape", "such as (n, d) or (n,)"),
}
"""By kind, the name of the answer and an example."""
_BOXES = {"choice": "choice", "multi": "choice", "order": "order", "cloze": "order", "explain": "explain"}


def box_of(item: Item) -> str:
    """The kind of box that takes an item's answer: text, choice, order, matrix or explain."""
    return "matrix" if item.kind == "matrix" and item.shape is not None else _BOXES.get(item.kind, "text")


def placeholders(item: Item) -> tuple[str, ...]:
    """What an empty text box may say of the answer, the fullest first: its form, an example, how exact it has to be."""
    form, example = _PLACEHOLDERS.get(item.kind, ("", ""))
    if item.kind == "vector":
        entries = len(item.answer.strip("[]()").split(","))
        shown = ", ".join(str(number + 1) for number in range(min(entries, MOST_ENTRIES)))
        form, example = "a vector", f"such as {shown}"
    rule = item.rule.words() if item.rule else ""
    shorter = ((form, example, rule), (form, rule), (rule or form,))
    return tuple(dict.fromkeys(", ".join(part for part in parts if part) for parts in shorter))


def fitting(hints: Sequence[str], width: int) -> str:
    """The first of some placeholders that fits into some columns; nothing where none does."""
    return next((hint for hint in hints if len(hint) <= width), "")


def fields(text: str, rows: int, columns: int) -> list[list[str]]:
    """The cells of a text such as `1, 2; 3, 4`; blank where it has fewer."""
    body = text.strip().removeprefix("[").removesuffix("]")
    typed_rows = [row.split(",") for row in body.split(";")]
    return [
        [typed_rows[i][j].strip() if i < len(typed_rows) and j < len(typed_rows[i]) else "" for j in range(columns)]
        for i in range(rows)
    ]


def option_setter(memo: LineMemo | None, ascii_only: bool) -> SetOption:
    """A function that typesets an option, with its lines stored in `memo` if there is one."""

    def set_option(text: str, width: int, lead: str) -> list[Line]:
        from tutor.rendering.article import wrap_markdown

        def typeset() -> list[Line]:
            return wrap_markdown(text, RenderContext(width, ascii_only), lead)

        return typeset() if memo is None else memo.lines(("option", lead, text), width, ascii_only, typeset)

    return set_option


def box_lines(state: QuestionState, width: int, ascii_only: bool, memo: LineMemo | None = None) -> list[Line]:
    """The answer box of a question without the focus."""
    item, set_option = state.item, option_setter(memo, ascii_only)
    closed, given_up = state.settled, state.standing == "shown"
    text = item.answer if given_up else state.draft
    verdict = state.attempt.verdict
    cells = verdict.cells if state.marked and verdict is not None and not given_up else None
    match box_of(item):
        case "text":
            return [text_line(text, fitting(placeholders(item), width - 2), width, closed)]
        case "matrix":
            rows, columns = item.shape or (0, 0)
            wrong = tuple(tuple(not right for right in row) for row in cells) if cells else None
            return matrix_lines(fields(text, rows, columns), wrong, None, ascii_only)
        case "order":
            gaps = len(item.answer.split()) if item.kind == "cloze" else 0
            placed = [name for name in text.split() if name in {option.id for option in item.options}]
            errors = tuple(not right for right in cells[0]) if cells else ()
            return ordering_lines(item.options, gaps, placed, errors, None, closed, width, ascii_only, set_option)
    several = item.kind in ("multi", "explain")
    names = [option.id for option in item.options]
    chosen = [name for name in state.draft.split() if name in names]
    cursor = min(state.cursor or 0, len(names) - 1) if several else names.index(chosen[0]) if chosen else -1
    right = item.answer.split() if given_up else ()
    ticks = chosen if several else None
    return choice_lines(item.options, ticks, right, cursor if closed else None, width, ascii_only, set_option)


def text_line(text: str, hint: str, width: int, closed: bool = False) -> Line:
    """A one-line text box; `closed` once it takes no more input."""
    return words(f" {text or hint}".ljust(width)[:width], "closed" if closed else "typed" if text else "box")


def free_text_lines(text: str, width: int) -> list[Line]:
    """A text box of several rows, with the first rows of what was typed."""
    rows = (
        [words("".join(cell.text for cell in line)) for line in wrap_plain(text, RenderContext(width - 2, False), "")]
        if text
        else []
    )
    shown = ["".join(cell.text for cell in row) for row in rows[:FREE_TEXT_ROWS]]
    return [words(f" {row}".ljust(width), "typed") for row in [*shown, *[""] * (FREE_TEXT_ROWS - len(shown))]]


def choice_lines(
    options: Sequence[Option],
    ticked: Collection[str] | None,
    right: Collection[str],
    cursor: int | None,
    width: int,
    ascii_only: bool,
    set_option: SetOption,
) -> list[Line]:
    """The options of a choice question.

    Args:
        options: The options.
        ticked: The names of those that are ticked; None where only one can be chosen.
        right: The names of those that are shown to be right.
        cursor: The index of the option the cursor is on; None where none is seen.
        width: Columns.
        ascii_only: Whether to draw with ASCII only.
        set_option: Sets the text of an option.
    """
    lines: list[Line] = []
    for index, option in enumerate(options):
        is_right = option.id in right
        pointer = sign("right", ascii_only) if is_right else sign("cursor", ascii_only) if index == cursor else " "
        box = "" if ticked is None else f"[{'x' if option.id in ticked else ' '}] "
        for row, line in enumerate(set_option(option.text, width - 2, f"{box}{option.id}) ")):
            lead = words(pointer + " " if row == 0 else "  ", "good" if is_right else "accent", bold=True)
            lines.append(joined(lead, line))
    return lines


def remaining(options: Sequence[Option], gaps: int, placed: Sequence[str]) -> list[str]:
    """The ids of the options that can be placed next, then `CHECK`."""
    place = len(placed) + 1
    free = [option.id for option in options if option.gap in (0, place) and (gaps or option.id not in placed)]
    return [*([] if gaps and len(placed) >= gaps else free), CHECK]


def listed(options: Sequence[Option], left: Sequence[str]) -> list[str]:
    """The ids drawn below the places: what is `left`, and every option that is for one gap, which stays in sight."""
    names = [option.id for option in options if option.gap or option.id in left]
    return [*names, *([CHECK] if CHECK in left else [])]


def ordering_lines(
    options: Sequence[Option],
    gaps: int,
    placed: Sequence[str],
    wrong: Sequence[bool],
    cursor: int | None,
    closed: bool,
    width: int,
    ascii_only: bool,
    set_option: SetOption,
) -> list[Line]:
    """The options placed so far, and below them the remaining ones.

    Args:
        options: The pieces.
        gaps: How many words are wanted; 0 where every piece is used once.
        placed: The names of the pieces in place.
        wrong: Of each place whether it is marked as wrong.
        cursor: The index of the choice the cursor is on; None where none is seen.
        closed: Whether no more is taken.
        width: Columns.
        ascii_only: Whether to draw with ASCII only.
        set_option: Sets the text of a piece.
    """
    texts = {option.id: option.text for option in options}
    lines: list[Line] = []
    for index in range(max(len(placed), gaps)):
        filled = index < len(placed)
        is_wrong = filled and index < len(wrong) and wrong[index]
        mark = words(sign("wrong", ascii_only) + " " if is_wrong else "  ", "bad")
        body = set_option(
            texts[placed[index]] if filled else "`____`", width - 2, f"[{index + 1}] " if gaps else f"{index + 1}. "
        )
        lines += [joined(mark if row == 0 else words("  "), line) for row, line in enumerate(body)]
    unused = [] if closed else remaining(options, gaps, placed)
    below = listed(options, unused)
    if not below:
        return lines
    title = "choose from:" if gaps else "left to choose from:"
    lines.append(words(f"  {title}" if len(unused) > 1 else "", "dim"))
    for name in below:
        at_cursor = cursor is not None and name in unused and unused.index(name) == cursor
        pointer = words(sign("cursor", ascii_only) + " " if at_cursor else "  ", "accent", bold=True)
        if name == CHECK:
            lines.append(joined(pointer, words("check it", "accent", bold=at_cursor)))
        else:
            body = set_option(texts[name], width - 2, f"{name}) ")
            lines += [joined(pointer if row == 0 else words("  "), line) for row, line in enumerate(body)]
    return lines


def cell_width(cells: Sequence[Sequence[str]]) -> int:
    """Columns of a matrix cell: its text, the cursor, a sign and a space."""
    return max(CELL, *(len(cell) + 4 for row in cells for cell in row))


def matrix_lines(
    cells: Sequence[Sequence[str]],
    wrong: Sequence[Sequence[bool]] | None,
    cursor: tuple[int, int] | None,
    ascii_only: bool,
) -> list[Line]:
    """A matrix of cells in brackets, with a caption for the `cursor` at (row, column); None without the focus."""
    wide = cell_width(cells)
    lines: list[Line] = []
    for row, texts in enumerate(cells):
        left, right = _brackets(row, len(cells), ascii_only)
        drawn = [
            _cell(text, bool(wrong and wrong[row][column]), (row, column) == cursor, wide, ascii_only)
            for column, text in enumerate(texts)
        ]
        lines.append(joined(words(left + " "), *drawn, words(" " + right)))
    caption = words(f"row {cursor[0] + 1}, column {cursor[1] + 1}", "dim") if cursor is not None else ()
    return [*lines, caption]


def _cell(text: str, wrong: bool, at_cursor: bool, wide: int, ascii_only: bool) -> Line:
    mark = sign("wrong", ascii_only) if wrong else " "
    shown = text + " " if at_cursor else text or "·"
    role = "bad" if wrong else "accent" if at_cursor else ""
    body = words(" " * max(0, wide - len(shown) - 2)) + words(shown, role, bold=at_cursor, ascii_only=ascii_only)
    if at_cursor:
        body = (*body[:-1], Cell(" ", Style(role="cursor")))
    return joined(body, words(mark, "bad"), words(" "))


def _brackets(row: int, rows: int, ascii_only: bool) -> tuple[str, str]:
    if ascii_only or rows == 1:
        return "[", "]"
    if row == 0:
        return "⎡", "⎤"
    return ("⎣", "⎦") if row == rows - 1 else ("⎢", "⎥")
