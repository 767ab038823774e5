"""One judgement asked for as a JSON object, answered as one."""

from collections.abc import Mapping

from .choices import CHOSEN
from .judging import judge
from .prepare import COMPUTED
from .question import Comparison, Option, Question, QuestionError

_KNOWN = frozenset(
    {"id", "kind", "expected", "answer", "names", "rule", "tolerance", "log_base", "zero_log_zero", "accept", "forbid",
     "options", "before", "own_names"}
)  # fmt: skip
_RULES = ("relative", "absolute", "significant", "decimals")


def judge_request(line: object) -> dict[str, object]:
    """Judge one decoded request; a request that cannot be judged gives `{"id", "error"}`. Never raises."""
    identity = line.get("id") if isinstance(line, Mapping) else None
    try:
        question, answer = _question(line)
        verdict = judge(question, answer)
    except QuestionError as fault:
        return {"id": identity, "error": str(fault)}
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as fault:
        return {"id": identity, "error": f"could not be judged: {type(fault).__name__}: {fault}"}
    return {
        "id": identity,
        "verdict": verdict.mark,
        "understood": verdict.understood,
        "feedback": verdict.feedback,
        "column": verdict.column,
        "wrong_rule": verdict.wrong_rule,
    }


def _question(line: object) -> tuple[Question, str]:
    if not isinstance(line, Mapping):
        raise QuestionError("a request is a JSON object with kind, expected and answer")
    if unknown := sorted(str(key) for key in line if key not in _KNOWN):
        raise QuestionError(f"unknown field {unknown[0]!r}: the fields are {', '.join(sorted(_KNOWN))}")
    kind = line.get("kind", "number")
    if kind not in (*COMPUTED, *CHOSEN, "shape"):
        raise QuestionError(f"unknown kind {kind!r}: use {', '.join((*COMPUTED, 'shape'))}")
    question = Question(
        kind=kind,
        expected=_text(line, "expected"),
        names=_names(line.get("names")),
        rule=_rule(line.get("rule", line.get("tolerance"))),
        accept=_texts(line.get("accept"), "accept"),
        forbid=_texts(line.get("forbid"), "forbid"),
        log_base=str(line.get("log_base", "e")),
        zero_log_zero=line.get("zero_log_zero", False) is True,
        options=_options(line.get("options")),
        before=_pairs(line.get("before")),
        own_names=line.get("own_names", False) is True,
    )
    return question, _text(line, "answer")


def _text(line: Mapping[object, object], field: str) -> str:
    value = line.get(field)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise QuestionError(f"{field!r} is missing or not a text")
    return value if isinstance(value, str) else repr(value)


def _texts(value: object, field: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise QuestionError(f"{field!r} is a list of texts")
    return tuple(value)


def _names(value: object) -> dict[str, str]:
    if value is None:
        return {}
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return dict.fromkeys(value, "real")
    if not isinstance(value, Mapping) or not all(isinstance(part, str) for pair in value.items() for part in pair):
        raise QuestionError('\'names\' maps each name to a domain, such as {"p": "unit"}')
    return dict(value)


def _rule(value: object) -> Comparison | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or len(value) != 1 or next(iter(value)) not in _RULES:
        raise QuestionError("'rule' is one of " + ", ".join(f'{{"{name}": ...}}' for name in _RULES))
    name, bound = next(iter(value.items()))
    whole = name in ("significant", "decimals")
    if isinstance(bound, bool) or not isinstance(bound, int if whole else int | float):
        raise QuestionError(f"{name!r} needs a {'whole ' if whole else ''}number")
    if name == "significant":
        return Comparison(significant=_whole(bound))
    if name == "decimals":
        return Comparison(decimals=_whole(bound))
    return Comparison(relative=float(bound)) if name == "relative" else Comparison(absolute=float(bound))


def _whole(bound: int | float) -> int:
    if not 0 <= bound <= 100:
        raise QuestionError("figures and decimals go from 0 to 100")
    return int(bound)


def _options(value: object) -> tuple[Option, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise QuestionError('\'options\' is a list of {"id", "text", "message"}')
    found = []
    for entry in value:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), str):
            raise QuestionError("every option needs an id")
        found.append(Option(entry["id"], str(entry.get("text", "")), str(entry.get("message", ""))))
    return tuple(found)


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
        raise QuestionError("'before' is a list of pairs of ids")
    return tuple((str(first), str(second)) for first, second in value)
