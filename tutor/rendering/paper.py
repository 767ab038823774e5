"""A paper card as lines: its formula, what is asked about it, and its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lessons.model.papers import StepRow
from lessons.paper_cards.drawing import Blank, filled
from lessons.paper_cards.letters import Letter
from tutor.learning.paper_state import Entry, PaperState
from tutor.rendering.context import RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line, NotationError, Style, inline
from tutor.rendering.notation.boxes import Cell
from tutor.rendering.typeset import formula, joined, markdown, words, wrap_code, wrap_plain

TITLES = {
    "symbols": "Symbols",
    "shapes": "Shapes",
    "limit": "A limit",
    "number": "A number",
    "line": "The line",
    "friends": "A letter",
    "output": "An output",
}
_MARKS = {
    "right": ("right", "good", ""),
    "carried": ("right", "accent", "carried"),
    "wrong": ("wrong", "bad", ""),
    "unreadable": ("unread", "accent", "not read"),
    "shown": ("", "dim", "shown"),
}
_ROLES = {"same": ("as far as", "dim"), "yours": ("yours", "bad"), "reference": ("reference", "good")}
_INDENT = 4
_WIDEST_LEAD = 36
_RUN = 10  # columns before the arguments and the output of a line
_LETTER = 10  # columns of a symbol in the table of letters
_BANK_MARGIN = 18  # columns beside a meaning: its letter, and the mark and symbol of one that is taken


def formula_lines(state: PaperState, context: RenderContext, most: int | None = None) -> list[Line]:
    """The formula; the symbol asked about is bold and colored.

    A formula of more than `most` rows is set in running text, where that fits.
    """
    lines = formula(state.drawn.card.latex, context, indent=2)
    if most is not None and len(lines) > most:
        running = markdown(f"${state.drawn.card.latex}$", context)
        lines = running if max(map(len, running)) <= context.width else lines
    asked = state.blank.index if state.blank.field == "symbols" else state.drawn.symbol
    if context.spoken or state.over or asked is None:
        return lines
    latex = state.drawn.card.symbols[asked].latex
    for symbol in _spellings(latex, context.ascii_only):
        lit = [_lit(line, symbol) for line in lines]
        if lit != lines:
            return lit
    return _block_lit(lines, formula(latex, context))


def _spellings(latex: str, ascii_only: bool) -> Iterator[Line]:
    """The cells of a symbol on the line, raised and lowered: a raised letter is another character."""
    for base, form in (("", latex), ("x", f"x^{{{latex}}}"), ("x", f"x_{{{latex}}}")):
        try:
            chunks = inline(form, ascii_only)
        except NotationError:
            continue
        yield tuple(cell for chunk in chunks for cell in chunk if cell.text != " ")[len(base) :]


def _lit(line: Line, symbol: Line) -> Line:
    """A row with every occurrence of some cells marked."""
    cells, count = list(line), len(symbol)
    for at in range(len(cells) - count + 1 if count else 0):
        if line[at : at + count] == symbol:
            for place in range(at, at + count):
                cells[place] = _marked(cells[place])
    return tuple(cells)


def _block_lit(lines: list[Line], block: list[Line]) -> list[Line]:
    """Rows with every occurrence of a symbol of several rows, such as a fraction, marked."""
    inked = [(row, column, cell) for row, line in enumerate(block) for column, cell in enumerate(line) if _is_ink(cell)]
    if not inked:
        return lines
    left = min(column for _, column, _ in inked)
    shape = {(row, column - left): cell for row, column, cell in inked}
    cells = {(row, column): cell for row, line in enumerate(lines) for column, cell in enumerate(line)}
    lit = dict(cells)
    for top, start in cells:
        if all(cells.get((top + row, start + column)) == cell for (row, column), cell in shape.items()):
            lit |= {(top + row, start + column): _marked(cell) for (row, column), cell in shape.items()}
    return [tuple(lit[row, column] for column in range(len(line))) for row, line in enumerate(lines)]


def _is_ink(cell: Cell) -> bool:
    return bool(cell.text.strip())


def _marked(cell: Cell) -> Cell:
    return Cell(cell.text, Style(True, cell.style.italic, "accent"))


def context_lines(state: PaperState, context: RenderContext) -> list[Line]:
    """What the formula is for, and where it is from."""
    card = state.drawn.card
    told = [*card.context, *([f"In the formula, {card.where}"] if card.where else [])]
    return [*markdown(" ".join(told), context), *wrap_plain(card.cite, context, "dim")]


def field_lines(state: PaperState, context: RenderContext, typing: bool = True) -> list[Line]:
    """The field in hand: what is asked, and what was answered. With `typing`, a mark at the blank in hand."""
    blank = state.blank
    lines = [*_before(state, context), *question_lines(state, blank, context)]
    match blank.field:
        case "symbols":
            lines += [*_message(state.entry(blank.id), context), *hint_lines(state, context), *_bank(state, context)]
        case "limit" | "friends" | "output":
            lines += [*_options(state, context), *_message(state.entry(blank.id), context), *hint_lines(state, context)]
        case "line":
            lines += [*_line_rows(state.entry(blank.id), context), *hint_lines(state, context)]
        case _:
            lines += [(), *_rows(state, blank.field, context, typing)]
    return lines


def _before(state: PaperState, context: RenderContext) -> list[Line]:
    """What was made of the answer before, where the field of its blank is no longer in sight."""
    if not state.last or state.named(state.last).field == state.blank.field:
        return []
    blank, entry = state.named(state.last), state.entry(state.last)
    lead = markdown(lead_of(state, blank), RenderContext(_WIDEST_LEAD, context.ascii_only))[0]
    answer = (
        answer_lines(state, blank, context)
        if entry.mark == "shown" or blank.field in ("symbols", "limit")
        else [words(entry.text, "code", ascii_only=context.ascii_only)]
    )
    line = joined(lead, words(": "), answer[0], _mark(entry, context))
    note = markdown(entry.message, context) if entry.message else []
    return [line[: context.width], *note, ()]


def question_lines(state: PaperState, blank: Blank, context: RenderContext) -> list[Line]:
    """What is asked about a blank."""
    card = state.drawn.card
    match blank.field:
        case "symbols":
            of = len(card.symbols)
            text = (
                f"What does ${card.symbols[blank.index].latex}$ mean here? Type a letter. ({blank.index + 1} of {of})"
            )
        case "shapes":
            numbers = ", ".join(f"`{name}={number}`" for name, number in state.drawn.sizes.numbers.items())
            front = " Axes in front are fine, if all have them." if card.lead else ""
            text = (
                f"What is the shape of each? There are {card.counts} ({numbers}). Names, numbers or both; "
                f"your own letters are fine.{front}"
            )
        case "limit":
            text = card.limit.prompt
        case "friends" | "output":
            return _asked_lines(state, context)
        case "number":
            text = state.drawn.number
        case _:
            return [
                *markdown("Write the line in NumPy (`np`).", context),
                *wrap_plain(f"Given: {card.line.given}", context, "code"),
            ]
    return markdown(text, context)


def _asked_lines(state: PaperState, context: RenderContext) -> list[Line]:
    """A question that reviews alone ask; the arguments of a line stand side by side where there is room."""
    asked = state.drawn.asked
    assert asked is not None
    lines = markdown(asked.prompt, context)
    rows = [""]
    for given in asked.given:
        beside = f"{rows[-1]}; {given}".removeprefix("; ")
        rows = [*rows[:-1], beside] if len(beside) <= context.width - _RUN else [*rows, given]
    for label, code in (("given", rows), ("output", [asked.output])) if asked.output else ():
        body = [line for row in filter(None, code) for line in wrap_plain(row, context.narrowed(_RUN), "code")]
        lines += _led(words(f"  {label}".ljust(_RUN), "accent"), body)
    return lines


def _led(lead: Line, body: list[Line]) -> list[Line]:
    """Lines behind what leads the first of them."""
    return [joined(lead if row == 0 else words(" " * len(lead)), line) for row, line in enumerate(body)]


def lead_of(state: PaperState, blank: Blank) -> str:
    """What stands before the answer of a blank, as Markdown."""
    card = state.drawn.card
    match blank.field:
        case "symbols":
            return f"${card.symbols[blank.index].latex}$"
        case "shapes":
            return card.shapes[blank.index].of
        case "number":
            return f"${filled(card.number.steps[blank.index], state.drawn.instance.texts)}$"
        case "limit" | "friends" | "output":
            return "answer"
        case _:
            return "line"


def _rows(state: PaperState, field: str, context: RenderContext, typing: bool) -> list[Line]:
    blanks = state.field(field)
    leads = [markdown(lead_of(state, blank), RenderContext(400, context.ascii_only))[0] for blank in blanks]
    width = min(max(len(lead) for lead in leads), _WIDEST_LEAD) + 2
    lines: list[Line] = []
    for blank, lead in zip(blanks, leads, strict=True):
        entry, here = state.entry(blank.id), typing and blank.id == state.at
        pointer = words(f" {sign('cursor', context.ascii_only) if here else ' '} ", "accent", bold=True)
        padded = joined(lead, words(" " * max(2, width - len(lead))))
        answer = joined(words(entry.text, "code", ascii_only=context.ascii_only), _mark(entry, context))
        if len(pointer) + len(padded) + len(answer) <= context.width:
            lines.append(joined(pointer, padded, answer))
        else:
            lines.append(joined(pointer, lead, _mark(entry, context)))
            lines += _indented(wrap_plain(entry.text, context.narrowed(_INDENT + 2), "code"), _INDENT + 2)
        if entry.mark in ("right", "carried") and entry.message:
            lines += _indented(markdown(entry.message, context.narrowed(_INDENT + 2)), _INDENT + 2)
        elif not entry.settled:
            lines += _message(entry, context)
            lines += hint_lines(state, context) if here else ()
    return lines


def hint_lines(state: PaperState, context: RenderContext) -> list[Line]:
    """The hints that were taken on the blank in hand, while it is open."""
    entry = state.entry(state.at)
    lines: list[Line] = []
    for hint in () if entry.settled else entry.hints:
        lines += _led(words("    hint: ", "accent"), markdown(hint, context.narrowed(_INDENT + 6)))
    return lines


def _mark(entry: Entry, context: RenderContext) -> Line:
    if not entry.mark:
        return ()
    icon, role, text = _MARKS[entry.mark]
    shown = f"{sign(icon, context.ascii_only)} {text}" if icon else text
    return words(f"   {shown}".rstrip(), role, bold=True)


def _message(entry: Entry, context: RenderContext) -> list[Line]:
    """The message to an answer that is not settled, with its mark."""
    if entry.settled or not entry.mark:
        return []
    icon, role, _ = _MARKS[entry.mark]
    mark = words(f"  {sign(icon, context.ascii_only)} ", role, bold=True)
    return _led(mark, markdown(entry.message or "That is not right.", context.narrowed(_INDENT)))


def _indented(lines: list[Line], by: int) -> list[Line]:
    return [joined(words(" " * by), line) for line in lines]


def _bank(state: PaperState, context: RenderContext) -> list[Line]:
    """The meanings to choose from; behind those that are taken, their symbol."""
    taken: dict[str, Line] = {}
    for blank in state.field("symbols"):
        entry = state.entry(blank.id)
        if entry.settled:
            lead = markdown(lead_of(state, blank), RenderContext(40, context.ascii_only))[0]
            taken[state.drawn.answer(blank)] = joined(_mark(entry, context), words(" "), lead)
    lines: list[Line] = []
    for option in state.drawn.bank:
        role = "dim" if option.id in taken else ""
        body = wrap_plain(option.text, context.narrowed(_BANK_MARGIN), role)
        letter = words(f"   {option.id}  ", "dim" if role else "accent", bold=not role)
        for row, line in enumerate(body):
            end = taken.get(option.id, ()) if row == len(body) - 1 else ()
            lines.append(joined(letter if row == 0 else words(" " * 6), line, end))
    return lines


def _options(state: PaperState, context: RenderContext) -> list[Line]:
    lines: list[Line] = []
    for option in state.drawn.options(state.blank.field):
        letter = words(f"   {option.id}  ", "accent", bold=True)
        lines += _led(letter, _choosable(state.blank.field, option.text, context.narrowed(6)))
    entry = state.entry(state.at)
    if entry.settled:
        lines.append(joined(words("   "), words(entry.text, "code"), _mark(entry, context)))
    return lines


def _choosable(field: str, text: str, context: RenderContext) -> list[Line]:
    """An option of a choice: Markdown in a limit, else plain text or code."""
    if field == "output":
        return wrap_code(text, context)
    return markdown(text, context) if field == "limit" else wrap_plain(text, context)


def _line_rows(entry: Entry, context: RenderContext) -> list[Line]:
    """The verdict on a line, and where it parts from the reference."""
    lines: list[Line] = []
    if entry.text:
        body = wrap_plain(entry.text, context.narrowed(_INDENT + len(_mark(entry, context))), "code")
        lines += [(), *_indented(body, 2)]
        lines[-1] = joined(lines[-1], _mark(entry, context))
    lines += _message(entry, context)
    if entry.rows:
        lines.append(())
    last = next((row.text for row in entry.rows if row.role == "same"), "")
    for row in entry.rows:
        lines += _step(row, last, context)
    return lines


def _step(row: StepRow, last: str, context: RenderContext) -> list[Line]:
    """A row of the comparison; what both lines have computed is shortened to dots."""
    label, role = _ROLES[row.role]
    short = row.text if row.role == "same" or not last or row.text == last else _dotted(row.text, last)
    text = wrap_plain(short, context.narrowed(14), "code")
    lines = _led(words(f"  {label:<10}  ", role, bold=True), text)
    return [*lines, *_indented(wrap_plain(row.value, context.narrowed(16), role), 16)]


def _dotted(text: str, part: str) -> str:
    """A text with a part of it as dots, in brackets where a method is called on it."""
    return text.replace(f"({part}).", "(...).").replace(f"{part}.", "(...).").replace(part, "...")


def progress_text(state: PaperState, ascii_only: bool) -> str:
    """Which field is in hand, and how far each is."""
    fields = state.drawn.fields
    signs = "".join(sign(state.standing(field), ascii_only) for field in fields)
    if state.over:
        return signs
    return f"field {fields.index(state.blank.field) + 1} of {len(fields)}  {signs}"


def closing_lines(state: PaperState, pages: tuple[str, ...], context: RenderContext) -> list[Line]:
    """The end of a card: its sentence, the line in NumPy and in a framework, the citation, and how it went.

    The sentence says what you can read now: it is there only if nothing was left open.
    """
    card, fields = state.drawn.card, state.drawn.fields
    open_blanks = [blank for blank in state.drawn.blanks if not state.entry(blank.id).settled]
    lines: list[Line] = [*markdown(card.closing, context), ()] if not open_blanks and not state.drawn.only else []
    lines += _answered_lines(state, context)
    for label, text in (("In NumPy", card.line.line), ("In a framework", card.framework)) if "line" in fields else ():
        lines += [words(label, "accent", bold=True), *_indented(wrap_plain(text, context.narrowed(2), "code"), 2)]
    if state.entry("line.0").mark == "right" and (note := state.entry("line.0").message):
        lines += _indented(wrap_plain(f"Your line is right; {note}.", context.narrowed(2)), 2)
    lines += [(), *wrap_plain(card.cite, context, "dim"), *_checked(card.checked, context), ()]
    for field in fields:
        lines.append(_result(state, field, context))
    if open_blanks:
        lines += [(), words("Left open", "accent", bold=True)]
    for blank in open_blanks:
        lead = markdown(lead_of(state, blank), RenderContext(60, context.ascii_only))[0]
        answer = answer_lines(state, blank, context.narrowed(len(lead) + 4))
        lines += [joined(words("  "), lead, words("  "), answer[0]), *_indented(answer[1:], len(lead) + 4)]
    if pages:
        lines += [(), *wrap_plain(f"It builds on: {', '.join(pages)}.", context, "dim")]
    return lines


def _answered_lines(state: PaperState, context: RenderContext) -> list[Line]:
    """What a review alone has asked, the right answer, and what is to be said of it."""
    asked = state.drawn.asked
    if asked is None:
        return []
    blank = state.drawn.blanks[0]
    told = [asked.explanation] if asked.explanation else []
    mark = words(f"  {sign('right', context.ascii_only)} ", "good", bold=True)
    answer = _led(mark, answer_lines(state, blank, context.narrowed(_INDENT)))
    return [*_asked_lines(state, context), *answer, *(line for text in told for line in markdown(text, context))]


def _checked(checked: str, context: RenderContext) -> list[Line]:
    return (
        []
        if checked == "equation"
        else wrap_plain("The form was checked, the printed equation was not.", context, "dim")
    )


def _result(state: PaperState, field: str, context: RenderContext) -> Line:
    blanks = state.field(field)
    first = sum(state.entry(blank.id).at_first for blank in blanks)
    all_first = first == len(blanks)
    mark = words(sign("right" if all_first else "begun", context.ascii_only), "good" if all_first else "dim", bold=True)
    return joined(words("  "), mark, words(f" {TITLES[field]:<10} {first} of {len(blanks)} at the first try"))


def answer_lines(state: PaperState, blank: Blank, context: RenderContext) -> list[Line]:
    """The right answer of a blank as a reader takes it: a meaning or an option in words."""
    text = spelled(state, blank)
    chosen = blank.field in ("limit", "output")
    return _choosable(blank.field, text, context) if chosen else wrap_plain(text, context, "code")


def spelled(state: PaperState, blank: Blank) -> str:
    """The right answer of a blank as a reader takes it: a meaning or an option in words."""
    answer = state.drawn.answer(blank)
    return next((option.text for option in state.drawn.options(blank.field) if option.id == answer), answer)


def letter_lines(
    letter: Letter, titles: Mapping[str, str], context: RenderContext, hidden: str = ""
) -> list[tuple[str, Line]]:
    """A letter and what it means card by card: rows, each with the card that it opens, except those of one card.

    Args:
        letter: The letter.
        titles: By card, its title.
        context: Width and character set.
        hidden: The card whose meanings are left out.
    """
    rows: list[tuple[str, Line]] = []
    for card, symbol in letter.meanings:
        if card == hidden:
            continue
        drawn = joined(words("  "), *inline(symbol.latex, context.ascii_only))
        lead = joined(drawn, words(" " * max(1, _LETTER - len(drawn))))
        title = words(titles.get(card, card), "dim", ascii_only=context.ascii_only)
        for row, line in enumerate(wrap_plain(symbol.means, context.narrowed(_LETTER + 2))):
            rows.append((card if row == 0 else "", joined(lead if row == 0 else words(" " * _LETTER), line)))
        rows.append(("", joined(words(" " * _LETTER), title)))
    return [*rows, ("", ())] if rows else []
