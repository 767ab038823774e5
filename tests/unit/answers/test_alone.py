"""The engine is a library: it runs from a folder of its own, on the standard library alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.paths import ROOT

SOURCE = ROOT / "lessons" / "answers"
PROGRAM = """
import sys
import answers
from answers import Question, Stage, WrongRule, judge, judge_request, read

assert judge(Question("number", "8/3"), "2.6666666666666665").mark == "right"
assert judge(Question("expression", "max(0, x-3)", names={"x": "real"}), "0").mark == "wrong"
rule = Question("rule", "theta <- theta - eta*grad L(theta)")
assert judge(rule, "w -= lr * w.grad").mark == "right"
steps = (Stage("The dot product: $-4$", "-4"), Stage("Over the lengths: $-1/9$", "-1/9"))
said = judge(Question("number", "-1/9", steps=steps), "-4").feedback
assert said.startswith("That is step 1"), said
assert judge_request({"kind": "vector", "expected": "[1, 2]", "answer": "1 2"})["verdict"] == "right"
assert read(Question("number", "2"), "1/2").ok
outside = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
print(sorted(name for name in outside if not name.startswith("_")))
"""


def test_the_folder_works_alone(tmp_path: Path) -> None:
    shutil.copytree(SOURCE, tmp_path / "answers", ignore=shutil.ignore_patterns("__pycache__"))
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{PROGRAM}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    assert run.stdout.strip() == "['answers']"


def test_its_documentation_shows_what_happens() -> None:
    from lessons.answers import Comparison, Question, WrongRule, judge, read

    question = Question(
        "number",
        "0.4689955935892812",
        rule=Comparison(decimals=3),
        wrong=(WrongRule("nats", "0.3250829733914482", "That is in nats. Use log2 for bits."),),
        log_base="2",
    )
    assert judge(question, "-(0.9 log2 0.9 + 0.1 log2 0.1)").mark == "right"
    assert judge(question, "0.325").wrong_rule == "nats"
    assert judge(question, "0,469").feedback == "Use a decimal point: write `0.469`."
    assert read(question, "0.9 log2(").message
    assert "Use a decimal point: write `0.469`." in (SOURCE / "README.md").read_text(encoding="utf-8")
