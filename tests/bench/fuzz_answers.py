"""Random and mutated answers: nothing typed may raise, hang or be slow.

Run as `python -m tests.bench.fuzz_answers --count 200000`.
"""

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from lessons.answers import Comparison, Option, Question, Stage, WrongRule, judge, read

QUESTIONS = (
    Question("number", "32", wrong=(WrongRule("never-sums", "[4, -10, 18]", "Add the products."),)),
    Question("number", "0.6652", rule=Comparison(decimals=3)),
    Question("number", "0", zero_log_zero=True, log_base="2"),
    Question("vector", "[1, 2, 3]", wrong=(WrongRule("matrix", "[1, 2; 3, 4]", "A vector."),)),
    Question("matrix", "[1, 2; 3, 4]"),
    Question("expression", "2x + 3y"),
    Question("expression", "-p ln p - (1-p) ln(1-p)", names={"p": "unit"}),
    Question("expression", "x^2 e^x", forbid=("exp",)),
    Question("expression", "X^T (X w - y)", names={"X": "matrix 4x3", "w": "vector 3", "y": "vector 4"}),
    Question("rule", "theta <- theta - eta*grad L(theta)", {"theta": "vector 3", "eta": "positive", "L": "function"}),
    Question("expression", "A B A B A B A B", names={"A": "matrix 6x6", "B": "matrix 6x6"}),
    Question("expression", "max(0, x-3) + |x+5|", names={"x": "real"}),
    Question("expression", "(x^2)^n*(-1)^(n+2)", names={"x": "real", "n": "natural"}),
    Question(
        "number",
        "0.4689955935892812",
        log_base="2",
        steps=(Stage("The first: $0.25$", "0.25"), Stage("The sum $= 0.469$")),
        given=(("p", "0.9"), ("x", "[1, 2]")),
        about=("H =", "What is the entropy?"),
        wrong=(WrongRule("nats", "0.325", "Nats."),),
    ),
    Question("vector", "[0.24472847, 0.66524096, 0.09003057]", about=("", "softmax"), steps=(Stage("", "[1, 2, 3]"),)),
    Question("expression", "f'(x) g(x)", {"f": "function", "g": "function", "x": "real"}),
    Question("expression", "n!/(n-2)!", {"n": "integer"}),
    Question("multi", "a c", options=(Option("a", "one"), Option("b", "two", "No."), Option("c", "three"))),
)
SEEDS = (
    "32", "-12.5e-3", "64/2", "0.6652", "e^2/(e^2+e+1)", "[1, 2, 3]", "1 -2 3", "[1,2;3,4]", "[[1, 2], [3, 4]]",
    "np.array([[1, 2], [3, 4]])", "matrix([1,2],[3,4])", "\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}", "2x + 3y",
    "sin^2(x) + cos²x", "-p log p - (1-p)log2(1-p)", "x^2 e^x", "Xᵀ(Xw − y)", "X.T @ (X @ w - y)", "|x| + ||x|-1|",
    "θ ← θ − η∇L(θ)", "theta := theta - eta*grad L(theta)", "theta = theta - eta dL/dtheta", "f'(x)g(x)", "n(n-1)",
    "\\frac{1}{2}x", "\\sqrt[3]{x}", "\\left\\lVert w \\right\\rVert", "9^9^9^9", "170!", "25%", "%pi", "½", "1/2x",
    "np.float64(0.72)", "array([[1, 2],\n       [3, 4]], dtype=float32)", "np.linalg.norm([3, 4])", "[[1,2][3,4]]",
    "x = -1.6, y = 0.6", "<-15, 3>", "1,500*1", "3\\frac12", "\\log _{10} 250", "x _1", "ln0.2", "log[2](p)",
    "0.469 bits", "w -= lr * w.grad", "θ^{t+1} = θ^t − α∇J(θ^t)", "Δθ = −η∇L", "p = p - learning_rate * grads",
    "theta - eta*grad_L(theta)", "θ ← θ − η∇_θL(θ)", "d/dθ L(θ)", "np.sum([1, 2]) + np.eye(2)", "a.dot(b)",
    "4 choose 2", "sin(30°)", "max(0, x-3)", "(-1)^(n+2)", "x^2^3", "A^64 B^-3", "1.2x10^3", "‖x‖_2",
    "log_2(8)", "√2", "∂L/∂θ", "(1+(2*(3-(4))))", "5 mn", "a c", "0*log(0)", "‖w‖", "__import__('os')", "{0.__class__}",
)  # fmt: skip
PIECES = (
    *"0123456789+-*/^()[]{}|,;.!%'_=<>@&\\ \t\n#$\"~`?:", *"xyzpnewXLTfgθηπλ∇∂√∞‖ᵀ²⁻₁½×·÷−—“é漢😀\u200b\u0302\uff11",
    "sin", "log", "log_2", "ln", "exp", "sqrt", "grad ", "theta", "eta", "\\frac{", "\\begin{bmatrix}",
    "\\end{bmatrix}", "\\nabla_", "\\left(", "\\right)", "**", "<-", ":=", "||", ".T", "^T", "1e9", "e-3", "!!", "dL/d",
    "np.", "array(", "\\\\", "abs(", "det(", "inv(", "^-1", "^99", "999999999999", "0.1", "%e", "\\text{",
)  # fmt: skip


@dataclass
class Report:
    """What a run found."""

    count: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    slowest: str = ""

    def percentile(self, share: float) -> float:
        """The time within which a share of the judgements were done, in seconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def texts(count: int, seed: int) -> Iterator[str]:
    """Random and mutated answers, the same for a seed."""
    source = random.Random(seed)
    for index in range(count):
        yield _random(source) if index % 3 == 0 else _mutated(source)


def _random(source: random.Random) -> str:
    return "".join(source.choice(PIECES) for _ in range(source.randint(0, 30)))


def _mutated(source: random.Random) -> str:
    text = source.choice(SEEDS)
    for _ in range(source.randint(1, 4)):
        at = source.randint(0, len(text))
        to = min(len(text), at + source.randint(0, 6))
        kind = source.randrange(5)
        if kind == 0:
            text = text[:at] + source.choice(PIECES) + text[at:]
        elif kind == 1:
            text = text[:at] + text[to:]
        elif kind == 2:
            text = text[:at] + text[at:to] * source.randint(2, 40) + text[to:]
        elif kind == 3:
            text = text[:at] + source.choice(SEEDS) + text[to:]
        else:
            text = f"{source.choice(('(', '[', '|', 'sqrt(', '-', '√'))}" * source.randint(1, 30) + text
    return text[: 400 if source.random() < 0.98 else 100_000]


def fuzz(count: int, seed: int = 1) -> Report:
    """Judge and echo `count` answers, one question after the other."""
    report = Report()
    slowest = 0.0
    for question in QUESTIONS:
        judge(question, "1")
    for index, text in enumerate(texts(count, seed)):
        question = QUESTIONS[index % len(QUESTIONS)]
        start = time.process_time()
        try:
            verdict = judge(question, text)
            seconds = time.process_time() - start
            reading = read(question, text)
        except Exception as fault:
            report.faults.append(f"{question.kind} {question.expected!r}: {text[:120]!r}: {fault!r}")
            continue
        report.seconds.append(seconds)
        if seconds > slowest:
            slowest, report.slowest = seconds, f"{question.kind} {question.expected!r}: {text[:160]!r}"
        if (verdict.mark != "right" and not verdict.feedback) or (not reading.ok and not reading.message):
            report.faults.append(f"silent: {question.kind} {question.expected!r}: {text[:120]!r}")
        report.count += 1
    return report


def main() -> int:
    """Print what a run found; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    report = fuzz(options.count, options.seed)
    for fault in report.faults[:20]:
        print(fault)
    print(f"{report.count} judged and echoed, {len(report.faults)} faults")
    milliseconds = {name: report.percentile(share) * 1e3 for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))}
    print(", ".join(f"{name} {value:.3f} ms" for name, value in milliseconds.items()))
    print(f"slowest: {report.slowest}")
    return 1 if report.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
