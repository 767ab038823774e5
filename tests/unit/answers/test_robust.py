"""Nothing typed is executed, hangs or raises; the package stays small."""

import subprocess
import sys
from functools import partial

import pytest

from lessons.answers import Question, judge
from tests.bench.fuzz_answers import QUESTIONS, fuzz
from tests.support.processor_time import timed

HOSTILE = {
    "code": "__import__('os').system('true')",
    "lambda": "(lambda: 1)()",
    "attribute": "(1).__class__.__bases__",
    "format": "{0.__class__}%s%n{}",
    "f-string": "f'{1}'",
    "parentheses": "(" * 150 + "1" + ")" * 150,
    "brackets": "[" * 300,
    "bars": "|" * 300,
    "norms": "||" * 100 + "x" + "||" * 100,
    "roots": "√" * 299 + "2",
    "signs": "-" * 299 + "5",
    "factorials": "9" + "!" * 200,
    "percents": "9" + "%" * 200,
    "transposes": "x" + ".T" * 100,
    "powers": "^".join("9" * 100),
    "tower": "9^9^9^9^9",
    "negative tower": "0.1^-9^9^9",
    "products": "170!" * 70,
    "matrix powers": "[1,2;3,4]^64" * 20,
    "large powers": "([1,2;3,4]^64)^64",
    "fractions": "\\frac{" * 50 + "1",
    "fraction sums": "+".join(f"1/{n}" for n in range(2, 60)),
    "long": "1+" * 500_000,
    "digits": "9" * 300,
    "exponent": "1e999999999",
    "huge": "1e300*1e300",
    "tiny": "1e-300/1e300",
    "glued": "xlnsincos" * 30,
    "functions": "sin" * 100,
    "surrogate": "\ud800",
    "null": "\x00",
    "control": "1\x1b[31m",
    "combining": "x" + "\u0302" * 100,
    "right to left": "\u202e1+4",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gets_a_verdict(name: str) -> None:
    for question in QUESTIONS:
        verdict, seconds = timed(partial(judge, question, HOSTILE[name]))
        assert seconds < 0.5
        assert verdict.mark in ("wrong", "unreadable")
        assert verdict.feedback


@pytest.mark.slow
def test_random_and_mutated_answers() -> None:
    report = fuzz(5000, seed=3)
    assert report.faults == []
    assert report.count == 5000
    assert report.percentile(0.99) < 0.1


def test_an_answer_at_the_limit_is_read_and_one_beyond_is_not() -> None:
    question = Question("number", "150")
    assert judge(question, "+".join("1" * 150)).mark == "right"
    verdict = judge(question, "+".join("1" * 151))
    assert (verdict.mark, verdict.column) == ("unreadable", 301)


def test_the_package_imports_nothing_heavy() -> None:
    script = (
        "import sys, lessons.answers as a; a.judge(a.Question('number', '2'), '3');"
        "print([m for m in ('numpy', 'textual', 'rich', 'plotext', 'click', 'msgspec', 'sympy', 'difflib')"
        " if m in sys.modules], [m for m in sys.modules if m.startswith('lessons.') and 'answers' not in m])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[] []"


FIRST_MISS = """
import sys
from lessons.answers import Question, judge, load_diagnosis
load_diagnosis()
loaded = set(sys.modules)
for kind, expected, typed in (
    ("number", "0.46899", "0.3"), ("vector", "[1, 2]", "[2, 1]"), ("matrix", "[1, 2; 3, 4]", "[1, 3; 2, 4]"),
    ("expression", "6(3x+1)", "2(3x+1)"), ("rule", "w <- w - a*grad J(w)", "w + a*grad J(w)"),
):
    assert judge(Question(kind, expected), typed).mark == "wrong"
print(*set(sys.modules) - loaded)
"""


def test_a_first_miss_loads_nothing_after_the_diagnosis_was_loaded() -> None:
    run = subprocess.run([sys.executable, "-c", FIRST_MISS], capture_output=True, text=True, check=True)
    assert not set(run.stdout.split()) - {"_sha2"}  # Python's own, for `random`: from 3.13 at its first seed
