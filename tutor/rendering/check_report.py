"""What a check found, and hand beside program, as lines: the same words in the app and in the shell."""

from __future__ import annotations

from lessons.grading import Finding, Judgement
from lessons.grading.hand_comparison import Comparison, Row
from tutor.app.theme import sign
from tutor.rendering.answer_feedback import led
from tutor.rendering.notation import Line, inline
from tutor.rendering.typeset import joined, markdown, words

PRINTED = 6  # lines of a program's own output that are shown
_LEAD = 4
_NUMBER = 12


def judgement_lines(
    found: Judgement, width: int, ascii_only: bool = False, note: str = "", output: str = ""
) -> list[Line]:
    """All that a check found: how the run went, then what is to be mended, then what is right."""
    lines = _head(found, width, ascii_only)
    if note:
        lines += [tuple(cell._replace(style=cell.style._replace(role=cell.style.role or "dim")) for cell in line)
                  for line in markdown(note, width, ascii_only)]  # fmt: skip
    told = [one for one in found.findings if not one.ok and one.text]
    for one in told:
        lines += [(), *finding_lines(one, width, ascii_only)]
    rest = [one for one in found.findings if one not in told]
    if rest:
        lines += [(), *(_short(one, width, ascii_only) for one in rest)]
    if output.strip():
        lines += [(), *_printed(output, width, ascii_only)]
    return lines


def _head(found: Judgement, width: int, ascii_only: bool) -> list[Line]:
    if found.said:
        where = f" (line {found.line})" if found.line and f"line {found.line}" not in found.said else ""
        return led(sign("wrong", ascii_only) + " ", "bad", markdown(_safe(found.said) + where, width - 2, ascii_only))
    right, count = sum(one.ok for one in found.findings), len(found.findings)
    if right == count:
        said = joined(words(sign("right", ascii_only) + " ", "good", bold=True), words("passed.", "good", bold=True))
        return [joined(said, words(f" All {count} calls gave what they should.", ascii_only=ascii_only))]
    text = f"{right} of {count} calls gave what they should."
    return [
        joined(
            words(sign("wrong", ascii_only) + " ", "bad", bold=True), words("not yet. ", "bad", bold=True), words(text)
        )
    ]


def finding_lines(one: Finding, width: int, ascii_only: bool = False) -> list[Line]:
    """One wrong result: the call, what came back, what was expected, and why."""
    mark = joined(words(sign("wrong", ascii_only) + " ", "bad", bold=True))
    place = words(f"  line {one.line}", "dim") if one.line else ()
    call = _folded(one.call, width - 2, ascii_only)
    lines = [joined(mark if row == 0 else words("  "), line) for row, line in enumerate(call)]
    lines[-1] = joined(lines[-1], place) if len(lines[-1]) + len(place) <= width else lines[-1]
    for name, text in (("gave", one.got), ("expected", one.expected)):
        for row, line in enumerate(_folded(text, width - _LEAD - 10, ascii_only)):
            head = words(f"{name:<10}" if row == 0 else " " * 10, "dim")
            lines.append(joined(words(" " * _LEAD), head, line))
    body = markdown(one.text, width - _LEAD, ascii_only)
    return [*lines, *(joined(words(" " * _LEAD), line) for line in body)]


def _short(one: Finding, width: int, ascii_only: bool) -> Line:
    """One line: what was called and what it gave."""
    mark = words(sign("right" if one.ok else "wrong", ascii_only) + " ", "good" if one.ok else "bad", bold=True)
    relation = "=" if one.ok else "gave"
    end = words(f" {relation} {one.got}" + ("" if one.ok else f", expected {one.expected}"), ascii_only=ascii_only)
    call = words(one.call, "code", ascii_only=ascii_only)
    room = width - len(mark)
    if len(call) + len(end) > room and len(end) > room // 2:
        end = _cut(end, max(room // 2, room - len(call)), ascii_only)
    if len(call) + len(end) > room:
        call = _cut(call, room - len(end), ascii_only)
    return joined(mark, call, end)


def _cut(line: Line, width: int, ascii_only: bool) -> Line:
    tail = words("..." if ascii_only else "…", "dim")
    return line if len(line) <= width else joined(line[: max(0, width - len(tail))], tail)


def _folded(text: str, width: int, ascii_only: bool) -> list[Line]:
    """Code broken behind a comma where it is too wide."""
    line, lines = words(text, "code", ascii_only=ascii_only), []
    while len(line) > width:
        commas = [index for index, cell in enumerate(line[:width]) if cell.text == "," and index > width // 3]
        cut = commas[-1] + 1 if commas else width
        lines.append(line[:cut])
        line = joined(words("  "), line[cut + 1 :] if cut < len(line) and line[cut].text == " " else line[cut:])
    return [*lines, line]


def _printed(output: str, width: int, ascii_only: bool) -> list[Line]:
    """What the program printed by itself."""
    bar = words("| " if ascii_only else "│ ", "dim")
    shown = output.strip("\n").split("\n")
    lines = [joined(bar, words(one, "dim", ascii_only=ascii_only)[: width - 2]) for one in shown[:PRINTED]]
    if len(shown) > PRINTED:
        lines.append(joined(bar, words(f"{len(shown) - PRINTED} more lines", "dim")))
    return [words("printed on the way", "dim"), *lines]


def _safe(text: str) -> str:
    """Plain words as Markdown that reads the same."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>$#" else char for char in text)


def comparison_lines(found: Comparison, width: int, ascii_only: bool = False) -> list[Line]:
    """The numbers of the hand and of the program side by side, and what to say of them."""
    labels = [joined(*inline(row.label, ascii_only)) for row in found.rows]
    column = min(max((len(label) for label in labels), default=0), max(10, width - 2 * _NUMBER - 8))
    head = f"{'':<{column + 2}}{'by hand':>{_NUMBER}}{'program':>{_NUMBER}}"
    lines = [words(head, "dim")]
    lines += [_row(row, label, column, ascii_only) for row, label in zip(found.rows, labels, strict=True)]
    role = "bad" if found.first_apart else "good" if found.together else ""
    lines += [(), *markdown(found.said, width, ascii_only)]
    if role:
        mark = words(sign("wrong" if role == "bad" else "right", ascii_only) + " ", role, bold=True)
        lines[len(found.rows) + 2] = joined(mark, lines[len(found.rows) + 2])
    if found.note:
        lines += [(), *markdown(found.note, width, ascii_only)]
    return lines


def _row(row: Row, label: Line, column: int, ascii_only: bool) -> Line:
    hand, program = row.texts
    blank = "--" if ascii_only else "–"
    marks = {"same": ("right", "good"), "differs": ("wrong", "bad")}
    name, role = marks.get(row.standing, ("", ""))
    mark = words("  " + sign(name, ascii_only), role, bold=True) if name else ()
    return joined(
        label[:column],
        words(" " * (column - len(label[:column]) + 2)),
        words(f"{hand or blank:>{_NUMBER}}", "dim" if row.implied else ""),
        words(f"{program or blank:>{_NUMBER}}"),
        mark,
    )
