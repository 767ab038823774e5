"""Judging a run: outcomes to findings. The program itself never sees the expected results."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from lessons.grading import common_mistakes, error_advice
from lessons.grading.model import PART, Case, Check, Finding, Judgement
from lessons.grading.numbers import at, close, first_difference, nested, shape, shown, tolerance
from lessons.model.misconception import Misconception, Nested
from lessons.sandbox.outcome_text import summary
from lessons.sandbox.values import Call, Named, Outcome, Polynomial, Report

UNREPAIRED = "This is still the program as it was given. Compare what it gives with what it should."


def judged(check: Check, report: Report, unchanged: int | None = None) -> Judgement:
    """The judgement of a run; `unchanged` is the line of the TODO if the file is still the starter, else None."""
    pairs = list(zip(check.cases, report.outcomes, strict=False))
    findings = [_finding(check, case, outcome) for case, outcome in pairs]
    findings = _explained(pairs, findings)
    findings = [_as_starter(check, finding, unchanged) for finding in findings] if unchanged else findings
    outcomes = dict(zip(check.names, report.outcomes, strict=False))
    results = {name: value for name, outcome in outcomes.items() if (value := _value(outcome)) is not None}
    failure = "" if report.end == "done" else summary(report)
    if failure and report.end != "failed" and len(report.outcomes) < len(check.cases):
        stuck = check.cases[len(report.outcomes)]
        expected = _labeled(stuck, stuck.expected)
        findings.append(Finding(False, stuck.name, _spelled_case(stuck), "nothing", expected, "", None))
    line = report.line if report.line is not None else report.raised.line if report.raised else None
    return Judgement(tuple(_without_repeats(findings)), failure, line, results, outcomes)


def within(judgement: Judgement, last: int) -> Judgement:
    """The judgement without the lines of what runs below the learner's program, whose last line is given."""

    def own(line: int | None) -> int | None:
        return line if line is not None and line <= last else None

    findings = tuple(replace(finding, line=own(finding.line)) for finding in judgement.findings)
    return replace(judgement, findings=findings, line=own(judgement.line))


def unrepaired(judgement: Judgement) -> Judgement:
    """The judgement of a program to repair that is still as it was given: no mistake of the learner's is named."""
    first = next((at for at, finding in enumerate(judgement.findings) if not finding.ok), -1)
    findings = tuple(
        finding if finding.ok else replace(finding, text=UNREPAIRED if at == first else "", rule="starter")
        for at, finding in enumerate(judgement.findings)
    )
    return replace(judgement, findings=findings)


def spelled(call: Call) -> str:
    """A call as Python source."""
    arguments = [_argument(argument) for argument in call.arguments]
    arguments += [f"{name}={_argument(value)}" for name, value in call.keywords.items()]
    return f"{call.function}({', '.join(arguments)})"


def _spelled_case(case: Case) -> str:
    return case.shown or spelled(case.call)


def _labeled(case: Case, value: object) -> str:
    """A result as text, each part of a tuple after its name."""
    if not (case.parts and isinstance(value, tuple | list) and len(value) == len(case.parts)):
        return shown(value)
    return PART.join(f"{name} = {shown(part)}" for name, part in zip(case.parts, value, strict=True))


def _argument(value: object) -> str:
    if isinstance(value, Named):
        return value.name
    return "f" if isinstance(value, Polynomial) else shown(value)


def _value(outcome: Outcome) -> Nested | None:
    return None if outcome.raised or outcome.missing else nested(outcome.value)


def _finding(check: Check, case: Case, outcome: Outcome) -> Finding:
    """The finding of one case, before a misconception is looked for."""
    call, expected = _spelled_case(case), _labeled(case, case.expected)
    finding = Finding(False, case.name, call, "", expected)
    function = case.call.function
    if outcome.missing:
        text = error_advice.missing(function, check.parameters(function), outcome.missing)
        return replace(finding, got="nothing", text=text, rule="missing")
    if outcome.raised is not None:
        raised = outcome.raised
        text = error_advice.raised(raised.kind, raised.message)
        return replace(finding, got=raised.kind, text=text, rule=f"raises {raised.kind}", line=raised.line)
    got = _labeled(case, outcome.value)
    value = nested(outcome.value)
    if value is None:
        text, rule = error_advice.no_number(function, outcome)
        return replace(finding, got=got, text=text, rule=rule)
    if close(value, case.expected, max(case.relative, tolerance(outcome.value))):
        return _unless_mutated(check, case, outcome, replace(finding, ok=True, got=got))
    return replace(finding, got=got)


def _unless_mutated(check: Check, case: Case, outcome: Outcome, right: Finding) -> Finding:
    """The finding of a right result, unless the call modified an argument."""
    for index, (before, after) in enumerate(zip(case.call.arguments, outcome.arguments, strict=False)):
        old, new = nested(before), nested(after)
        if old is None or new is None or close(old, new, 0.0, 0.0):
            continue
        names = check.parameters(case.call.function)
        name = names[index] if index < len(names) else f"argument {index + 1}"
        return replace(right, ok=False, text=error_advice.mutated(name, shown(before), shown(after)), rule="mutates")
    return right


def _explained(pairs: list[tuple[Case, Outcome]], findings: list[Finding]) -> list[Finding]:
    """The findings with the mistake of each wrong result.

    Of several misconceptions it is the one that explains most cases, of these the one that is refuted by the fewest
    right results.
    """
    open_ = [index for index, finding in enumerate(findings) if not finding.ok and not finding.rule]
    hits: dict[int, list[Misconception]] = {}
    raising = [index for index, finding in enumerate(findings) if (finding.rule or "").startswith("raises ")]
    for index in (*open_, *raising):
        hits[index] = _matching(*pairs[index])
    counts = Counter(
        (pairs[index][0].call.function, misconception.id) for index in hits for misconception in hits[index]
    )
    overall = Counter(misconception.id for matches in hits.values() for misconception in matches)
    refuted = _refuted(pairs, findings)
    for index, matches in hits.items():
        if matches:
            function = pairs[index][0].call.function
            best = max(
                matches,
                key=lambda misconception: (
                    counts[function, misconception.id],
                    -refuted[misconception.id],
                    overall[misconception.id],
                ),
            )
            findings[index] = replace(findings[index], text=best.message, rule=best.id)
    unexplained = [index for index in open_ if not hits[index]]
    for index in unexplained:
        findings[index] = _unexplained(pairs, findings, index)
    return findings


def _refuted(pairs: list[tuple[Case, Outcome]], findings: list[Finding]) -> Counter[str]:
    """By misconception, the number of right results in which it would have given another one."""
    found = Counter[str]()
    for (case, _), finding in zip(pairs, findings, strict=True):
        for misconception in case.misconceptions if finding.ok else ():
            answer = nested(misconception.answer)
            found[misconception.id] += answer is None or not close(answer, case.expected, case.relative)
    return found


def _matching(case: Case, outcome: Outcome) -> list[Misconception]:
    """The misconceptions that give exactly this outcome."""
    if outcome.raised is not None:
        return [misconception for misconception in case.misconceptions if misconception.answer == outcome.raised.kind]
    value = nested(outcome.value)
    if value is None:
        return []
    relative = max(case.relative, tolerance(outcome.value))
    return [
        misconception
        for misconception in case.misconceptions
        if (answer := nested(misconception.answer)) is not None and close(value, answer, relative)
    ]


def _unexplained(pairs: list[tuple[Case, Outcome]], findings: list[Finding], index: int) -> Finding:
    """The finding of a wrong result that no misconception of its case explains, after the common mistakes."""
    case, outcome = pairs[index]
    value = nested(outcome.value)
    assert value is not None
    results = [(peer, nested(outcome.value)) for peer, outcome in pairs if peer.call.function == case.call.function]
    mistake = common_mistakes.find_mistake(
        case, value, [(peer, result) for peer, result in results if result is not None]
    )
    if mistake is not None:
        return replace(findings[index], rule=mistake[0], text=mistake[1])
    parts = isinstance(value, tuple) and case.parts and len(value) != len(case.parts)
    return replace(findings[index], rule="parts" if parts else "other", text=_difference(case, value))


def _difference(case: Case, value: Nested) -> str:
    """Where a value differs from the expected one, and the reason for that one."""
    if case.parts and isinstance(value, tuple) and isinstance(case.expected, tuple):
        if len(value) != len(case.parts):
            return f"Return {len(case.parts)} values: {', '.join(case.parts)}. You returned {len(value)}."
        for name, part, expected_part in zip(case.parts, value, case.expected, strict=True):
            if not close(part, expected_part, case.relative):
                return f"`{name}` is off. {_place(part, expected_part, case.relative)} {case.why}"
    return f"{_place(value, case.expected, case.relative)} {case.why}".strip()


def _place(value: Nested, expected: Nested, relative: float) -> str:
    have, want = shape(value), shape(expected)
    if have != want:
        return f"The result is {_shape_words(have)}, and {_shape_words(want)} is expected."
    index = first_difference(value, expected, relative)
    if not index:
        return ""
    position = ", ".join(str(axis) for axis in index)
    return (
        f"The first wrong entry is `[{position}]`: `{shown(at(value, index))}` in place of "
        f"`{shown(at(expected, index))}`."
    )


def _shape_words(size: tuple[int, ...] | None) -> str:
    if size is None:
        return "rows of different lengths"
    if not size:
        return "one number"
    if len(size) == 1:
        return f"a row of {size[0]}"
    return "×".join(map(str, size)) + (" numbers" if len(size) > 2 else " in rows and columns")


def _as_starter(check: Check, finding: Finding, line: int | None) -> Finding:
    """The finding for an unchanged starter: where to begin instead of what went wrong."""
    if finding.ok or finding.rule == "missing":
        return finding
    text = (
        f"This is still the starter: `{check.functions[0].name}` computes nothing yet. "
        f"Begin at the TODO in line {line}; the docstring says what goes in and what comes out."
    )
    return replace(finding, text=text, rule="starter", line=line)


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """The findings with repeated feedback removed."""
    seen: set[str] = set()
    distinct: list[Finding] = []
    for finding in findings:
        key = finding.rule or ""
        if not finding.ok and key in seen and key not in ("other", ""):
            finding = replace(finding, text="")
        seen.add(key)
        distinct.append(finding)
    return distinct
