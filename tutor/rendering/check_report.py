"""The report of a check, and the comparison of hand and program, as lines for the app and the shell."""

from __future__ import annotations

from lessons.grading import PART, Finding, Judgement
from lessons.grading.hand_comparison import Comparison, Row
from tutor.rendering.answer_feedback import led
from tutor.rendering.context import MIN_WIDTH, RenderContext
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line, inline
from tutor.rendering.typeset import joined, markdown, words

PRINTED = 6  # lines of a program's output that are shown
_LEAD = 4
_NUMBER = 12


def judgement_lines(
    judgement: Judgement, context: RenderContext, note: str = "", output: str = "", *, folded: bool = False
) -> list[Line]:
    """The report of a check: the result of the run, then wrong calls, then right ones.

    With `folded`, the calls of a program that passed are left out.
    """
    lines = _head(judgement, context)
    if note:
        lines += [tuple(cell._replace(style=cell.style._replace(role=cell.style.role or "dim")) for cell in line)
                  for line in markdown(note, context)]  # fmt: skip
    wrong = [finding for finding in judgement.findings if not finding.ok and finding.text]
    for finding in wrong:
        lines += [(), *finding_lines(finding, context)]
    others = [finding for finding in judgement.findings if finding not in wrong]
    if others and folded and judgement.passed:
        lines += [words("v shows every call; in the editor, press esc first", "dim")]
    elif others:
        lines += [(), *(line for finding in others for line in _short(finding, context))]
    if output.strip():
        lines += [(), *_printed(output, context)]
    return lines


def _head(judgement: Judgement, context: RenderContext) -> list[Line]:
    if judgement.failure:
        location = (
            f" (line {judgement.line})" if judgement.line and f"line {judgement.line}" not in judgement.failure else ""
        )
        return led(
            sign("wrong", context.ascii_only) + " ",
            "bad",
            markdown(_safe(judgement.failure) + location, context.narrowed(2)),
        )
    right, count = sum(finding.ok for finding in judgement.findings), len(judgement.findings)
    if right == count:
        passed = joined(
            words(sign("right", context.ascii_only) + " ", "good", bold=True), words("passed.", "good", bold=True)
        )
        return [joined(passed, words(f" All {count} calls gave what they should.", ascii_only=context.ascii_only))]
    text = f"{right} of {count} calls gave what they should."
    return [
        joined(
            words(sign("wrong", context.ascii_only) + " ", "bad", bold=True),
            words("not yet. ", "bad", bold=True),
            words(text),
        )
    ]


def finding_lines(finding: Finding, context: RenderContext) -> list[Line]:
    """A wrong result: the call, the value it returned, the expected value, and why."""
    mark = joined(words(sign("wrong", context.ascii_only) + " ", "bad", bold=True))
    location = words(f"  line {finding.line}", "dim") if finding.line else ()
    call = _folded(finding.call, context.narrowed(2))
    lines = [joined(mark if row == 0 else words("  "), line) for row, line in enumerate(call)]
    lines[-1] = joined(lines[-1], location) if len(lines[-1]) + len(location) <= context.width else lines[-1]
    for name, text in (("gave", finding.got), ("expected", finding.expected)):
        folded = [line for part in text.split(PART) for line in _folded(part, context.narrowed(_LEAD + 10))]
        for row, line in enumerate(folded):
            head = words(f"{name:<10}" if row == 0 else " " * 10, "dim")
            lines.append(joined(words(" " * _LEAD), head, line))
    body = markdown(finding.text, context.narrowed(_LEAD))
    return [*lines, *(joined(words(" " * _LEAD), line) for line in body)]


def _short(finding: Finding, context: RenderContext) -> list[Line]:
    """A result in one line, the call and its value, or with a line for each named part of it."""
    mark = words(
        sign("right" if finding.ok else "wrong", context.ascii_only) + " ", "good" if finding.ok else "bad", bold=True
    )
    call = words(finding.call, "code", ascii_only=context.ascii_only)
    parts = finding.got.split(PART) if finding.ok else []
    if len(parts) > 1:
        room = context.width - _LEAD
        values = [_cut(words(part, ascii_only=context.ascii_only), room, context.ascii_only) for part in parts]
        head = joined(mark, _cut(call, context.width - len(mark), context.ascii_only))
        return [head, *(joined(words(" " * _LEAD), value) for value in values)]
    relation = "=" if finding.ok else "gave"
    end = words(
        f" {relation} {finding.got}" + ("" if finding.ok else f", expected {finding.expected}"),
        ascii_only=context.ascii_only,
    )
    room = context.width - len(mark)
    if len(call) + len(end) > room and len(end) > room // 2:
        end = _cut(end, max(room // 2, room - len(call)), context.ascii_only)
    if len(call) + len(end) > room:
        call = _cut(call, room - len(end), context.ascii_only)
    return [joined(mark, call, end)]


def _cut(line: Line, width: int, ascii_only: bool) -> Line:
    tail = words("..." if ascii_only else "…", "dim")
    return line if len(line) <= width else joined(line[: max(0, width - len(tail))], tail)


def _folded(text: str, context: RenderContext) -> list[Line]:
    """Code folded after commas."""
    line, lines = words(text, "code", ascii_only=context.ascii_only), []
    room = max(context.width, MIN_WIDTH)
    while len(line) > room:
        commas = [index for index, cell in enumerate(line[:room]) if cell.text == "," and index > room // 3]
        cut = commas[-1] + 1 if commas else room
        lines.append(line[:cut])
        line = joined(words("  "), line[cut + 1 :] if cut < len(line) and line[cut].text == " " else line[cut:])
    return [*lines, line]


def _printed(output: str, context: RenderContext) -> list[Line]:
    """The first lines of the program's own output."""
    bar = words("| " if context.ascii_only else "│ ", "dim")
    shown = output.strip("\n").split("\n")
    lines = [
        joined(bar, words(line, "dim", ascii_only=context.ascii_only)[: context.width - 2]) for line in shown[:PRINTED]
    ]
    if len(shown) > PRINTED:
        lines.append(joined(bar, words(f"{len(shown) - PRINTED} more lines", "dim")))
    return [words("printed on the way", "dim"), *lines]


def _safe(text: str) -> str:
    """Plain text escaped for Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>$#" else char for char in text)


def comparison_lines(comparison: Comparison, context: RenderContext) -> list[Line]:
    """The numbers by hand and of the program side by side, with a conclusion."""
    labels = [joined(*inline(row.label, context.ascii_only)) for row in comparison.rows]
    column = min(max((len(label) for label in labels), default=0), max(10, context.width - 2 * _NUMBER - 8))
    head = f"{'':<{column + 2}}{'by hand':>{_NUMBER}}{'program':>{_NUMBER}}"
    lines = [words(head, "dim")]
    lines += [_row(row, label, column, context.ascii_only) for row, label in zip(comparison.rows, labels, strict=True)]
    role = "bad" if comparison.first_difference else "good" if comparison.agrees else ""
    lines += [(), *markdown(comparison.summary, context)]
    if role:
        mark = words(sign("wrong" if role == "bad" else "right", context.ascii_only) + " ", role, bold=True)
        lines[len(comparison.rows) + 2] = joined(mark, lines[len(comparison.rows) + 2])
    if comparison.note:
        lines += [(), *markdown(comparison.note, context)]
    return lines


def _row(row: Row, label: Line, column: int, ascii_only: bool) -> Line:
    hand, program = row.texts
    blank = "--" if ascii_only else "–"
    marks = {"same": ("right", "good"), "differs": ("wrong", "bad")}
    name, role = marks.get(row.status, ("", ""))
    mark = words("  " + sign(name, ascii_only), role, bold=True) if name else ()
    return joined(
        label[:column],
        words(" " * (column - len(label[:column]) + 2)),
        words(f"{hand or blank:>{_NUMBER}}", "dim" if row.implied else ""),
        words(f"{program or blank:>{_NUMBER}}"),
        mark,
    )
