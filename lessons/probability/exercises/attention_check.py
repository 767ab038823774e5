"""The check of attention."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, inf, isfinite, nan, sqrt
from random import Random

from lessons.grading import Case, Check, Function, Nested
from lessons.grading.hand_comparison import Comparison, Hand, scalar
from lessons.grading.model import Picture, Probe, Results
from lessons.model.figure import Figure, HeatMap
from lessons.model.misconception import Misconception
from ..attention_arithmetic import (
    Attended,
    Table,
    attention,
    averages,
    causal_attention,
    dot_products,
    each,
    masked,
    scores,
    transpose,
    weights,
)
from lessons.sandbox.values import Array, Call

WEIGHTS = "probability.attention.exercise_weights"
OUTPUT = "probability.attention.exercise_output"
MASKED = "probability.attention.exercise_masked"
TOKENS = ("dogs", "chase", "small", "cats")
TEXT = Attended(
    ((1.0, 0.0, 0.0, 1.0), (0.0, 2.0, 0.0, 2.0), (0.0, 1.0, 1.0, 0.0), (2.0, 0.0, 2.0, 0.0)),
    ((1.0, 1.0, 1.0, 0.0), (0.0, 2.0, 0.0, 1.0), (2.0, 0.0, 1.0, 1.0), (1.0, 0.0, -2.0, 1.0)),
    ((1.0, 0.0), (0.0, 2.0), (2.0, 1.0), (0.0, 4.0)),
)
CROSS = Attended(
    ((1.0, -1.0, 0.5), (0.0, 2.0, 1.0)),
    ((2.0, 0.0, 1.0), (1.0, 1.0, -1.0), (-1.0, 0.5, 2.0), (0.0, -1.0, 1.0), (0.5, 0.0, 0.0)),
    ((1.0, 4.0), (-2.0, 0.0), (0.5, 1.0), (3.0, -1.0), (2.0, 2.0)),
)
LARGE = Attended(((4000.0, 0.0), (0.0, 4000.0)), ((1.0, 1.0), (1.0, -1.0)), ((1.0, 0.0), (0.0, 1.0)))
IDENTITY = tuple(tuple(float(i == j) for j in range(len(TOKENS))) for i in range(len(TOKENS)))
MOST = 700.0  # the exponent beyond which a float overflows


def weights_case(name: str, given: Attended) -> Case:
    """A case of `attention_weights`, with the usual mistakes on its numbers."""
    call = Call("attention_weights", (Array.of(given.queries), Array.of(given.keys)))
    why = r"Every row is the softmax of one query's dot products, divided by $\sqrt d$."
    return Case(name, call, weights(scores(given)), why, weights_misconceptions(given))


def weights_misconceptions(given: Attended) -> tuple[Misconception, ...]:
    """What slips make of the weights."""
    found = scores(given)
    if max(map(max, found)) > MOST:
        return _overflow(found)
    powers = each(exp, found)
    d, tokens = len(given.queries[0]), len(given.keys)
    everything = sum(map(sum, powers))
    made: tuple[tuple[str, Table, str], ...] = (
        (
            "not-scaled",
            weights(dot_products(given)),
            r"These weights come from the dot products themselves. Divide the scores by $\sqrt d$, here "
            rf"$\sqrt{{{d}}}$, before the softmax.",
        ),
        (
            "divides-by-d",
            weights(scores(given, d)),
            rf"The dot products were divided by $d = {d}$. Their standard deviation grows with $\sqrt d$, so divide by "
            "the root.",
        ),
        (
            "root-of-the-tokens",
            weights(scores(given, sqrt(tokens))),
            rf"The dot products were divided by $\sqrt{{{tokens}}}$, the root of the number of keys. $d$ is the number "
            "of entries of a query: `Q.shape[-1]`.",
        ),
        (
            "columns",
            transpose(weights(transpose(found))),
            "Every *column* adds up to 1. A row belongs to one query, and its weights have to add up to 1: `axis=-1`.",
        ),
        (
            "whole-table",
            each(lambda power: power / everything, powers),
            "All weights together add up to 1. Every query needs its own sum: give the sum `axis=-1, keepdims=True`.",
        ),
        (
            "never-normalized",
            powers,
            "These are the exponentials. Divide each row by its sum, so that the weights of a query add up to 1.",
        ),
        (
            "no-exponential",
            tuple(tuple(one / sum(row) for one in row) if sum(row) else row for row in found),
            "Each row of scores was divided by its sum. Softmax takes $e$ to the power of each score first.",
        ),
        (
            "scores",
            found,
            "These are the scores. A weight is the softmax of a row of scores, so that it lies between 0 and 1.",
        ),
        (
            "sigmoid",
            each(lambda one: 1 / (1 + exp(-one)), found),
            "This is the sigmoid of each score. Each weight of a query depends on all its scores: use softmax.",
        ),
        (
            "transposed",
            weights(transpose(found)),
            "Here row $i$ belongs to key $i$, as in `K @ Q.T`. The rows have to belong to the queries: `Q @ K.T`.",
        ),
        (
            "hardmax",
            tuple(tuple(float(one == max(row)) for one in row) for row in found),
            "All weight went to the best key. Softmax leaves the other keys some weight too.",
        ),
    )
    return tuple(Misconception(rule, answer, text) for rule, answer, text in made)


def _overflow(found: Table) -> tuple[Misconception, ...]:
    """The misconception of a softmax that never subtracts the largest score of a row."""
    raised = each(lambda one: inf if one > MOST else exp(one), found)
    sums = [sum(row) for row in raised]
    naive = tuple(
        tuple(nan if isfinite(total) is False and one == inf else one / total for one in row)
        for row, total in zip(raised, sums, strict=True)
    )
    text = (
        "A power of $e$ grew beyond what a float can hold, and `inf / inf` is `nan`. Subtract the largest score of "
        "each row first: in softmax, a shift cancels."
    )
    return (Misconception("no-shift", naive, text),)


def attention_case(name: str, given: Attended) -> Case:
    """A case of `attention`, with the usual mistakes on its numbers."""
    found = weights(scores(given))
    made: list[tuple[str, Table, str]] = [
        (
            "weights-returned",
            found,
            "These are the weights. The output averages the values with them: `attention_weights(Q, K) @ V`.",
        ),
        (
            "not-averaged",
            averages(dot_products(given), given.values),
            "Here the dot products are the weights of the values. Compute the weights with `attention_weights` first.",
        ),
        (
            "plain-mean",
            averages(tuple(tuple(1 / len(row) for _ in row) for row in found), given.values),
            "Every row is the plain mean of the values. Weight the value of each key by the weight of that key.",
        ),
        (
            "best-value",
            averages(tuple(tuple(float(one == max(row)) for one in row) for row in found), given.values),
            "Every row copies the value of the best key. Average all values with their weights.",
        ),
    ]
    if len(found) == len(given.keys):
        made.append(
            (
                "weights-transposed",
                averages(transpose(found), given.values),
                "The weights are transposed. Row $i$ of the weights belongs to query $i$, so leave them as they are.",
            )
        )
    if len(given.keys[0]) == len(given.queries[0]) and len(found) == len(given.keys):
        made.append(
            (
                "averages-the-keys",
                averages(found, given.keys),
                "The keys were averaged. A key decides how much a token counts; what is averaged is its row of `V`.",
            )
        )
    misconceptions = tuple(Misconception(rule, answer, text) for rule, answer, text in made)
    call = Call("attention", tuple(map(Array.of, given)))
    why = "Row $i$ is the average of the rows of $V$ with the weights of query $i$."
    return Case(name, call, attention(given), why, misconceptions)


def causal_case(name: str, given: Attended) -> Case:
    """A case of `causal_attention`, with the usual mistakes on its numbers."""
    found = scores(given)
    cut = masked(weights(found), hidden=0.0)
    made: tuple[tuple[str, Table, str], ...] = (
        (
            "no-mask",
            attention(given),
            "Every token sees the whole text here. Set the scores of later tokens to `-np.inf` before the softmax.",
        ),
        (
            "masks-with-0",
            averages(weights(masked(found, hidden=0.0)), given.values),
            "Later tokens have the score 0, and $e^0 = 1$ still gives them weight. A weight of 0 needs the score "
            "`-np.inf`.",
        ),
        (
            "cuts-the-weights",
            averages(cut, given.values),
            "The weights of later tokens were set to 0 after the softmax, so the others no longer add up to 1. Mask "
            "the scores, before the softmax.",
        ),
        (
            "sees-the-future",
            averages(weights(masked(found, sees=lambda i, j: j >= i)), given.values),
            "Each token sees itself and the *later* tokens. The scores to hide are those above the diagonal: "
            "`np.triu_indices(n, k=1)`.",
        ),
        (
            "hides-itself",
            _without_itself(given),
            "A token cannot see itself here, so nothing is left for the first one. Keep the diagonal: `k=1`.",
        ),
        (
            "one-too-many",
            averages(weights(masked(found, sees=lambda i, j: j <= i + 1)), given.values),
            "Each token also sees the next one. The mask starts right above the diagonal: `k=1`.",
        ),
        (
            "not-scaled",
            averages(weights(masked(dot_products(given))), given.values),
            r"The mask is right, and the scores are the dot products themselves. Divide them by $\sqrt d$ here too.",
        ),
    )
    misconceptions = tuple(Misconception(rule, answer, text) for rule, answer, text in made)
    call = Call("causal_attention", tuple(map(Array.of, given)))
    why = "Row $i$ averages the values up to row $i$ only; the first row is the first value itself."
    return Case(name, call, causal_attention(given), why, misconceptions)


def _without_itself(given: Attended) -> Table:
    """What comes out when no token sees itself: nothing is left for the first, so its row is NaN."""
    rest = weights(masked(scores(given), sees=lambda i, j: j < max(i, 1)))
    first = tuple(nan for _ in given.values[0])
    return (first, *averages(rest, given.values)[1:])


def drawn(seed: int) -> Attended:
    """A text of five tokens with random queries, keys and values, the same for the same seed."""
    rng = Random(f"attention/{seed}")

    def table(columns: int) -> Table:
        return tuple(tuple(round(rng.uniform(-2, 2), 1) for _ in range(columns)) for _ in range(5))

    return Attended(table(3), table(3), table(2))


def compare(hand: Hand, results: Mapping[str, Nested]) -> Comparison:
    """The weights and the output of the last token, then the masked output of the second."""
    rows = [
        hand.answer(rf"w_{{4 {j + 1}}}", WEIGHTS, scalar(results, "four tokens", 3, j), j) for j in range(len(TOKENS))
    ]
    rows += [hand.answer(rf"o_{{4 {k + 1}}}", OUTPUT, scalar(results, "four outputs", 3, k), k) for k in range(2)]
    rows += [hand.answer(rf"o_{{2 {k + 1}}}", MASKED, scalar(results, "four masked", 1, k), k) for k in range(2)]
    return Comparison(tuple(rows), "The last token has nothing after it, so the mask leaves its output as it is.")


def heat_map(results: Results, name: str) -> Figure | None:
    """Who attends to whom: a query per row, a key per column."""
    table = results.get(name)
    if not isinstance(table, tuple) or len(table) != len(TOKENS):
        return None
    rows: list[tuple[float, ...]] = []
    for row in table:
        if not isinstance(row, tuple) or len(row) != len(TOKENS):
            return None
        entries = tuple(entry for entry in row if isinstance(entry, float) and isfinite(entry) and abs(entry) < MOST)
        if len(entries) != len(TOKENS):
            return None
        rows.append(entries)
    alt = "; ".join(
        f"{token}: {', '.join(f'{one:.2f}' for one in row)}" for token, row in zip(TOKENS, rows, strict=True)
    )
    return Figure((HeatMap(tuple(rows), TOKENS, TOKENS),), alt=f"The weights of each token: {alt}.", height=10)


CHECK = Check(
    functions=(
        Function("attention_weights", ("Q", "K")),
        Function("attention", ("Q", "K", "V")),
        Function("causal_attention", ("Q", "K", "V")),
    ),
    cases=(
        weights_case("four tokens", TEXT),
        weights_case("two queries, five keys", CROSS),
        weights_case("large scores", LARGE),
        attention_case("four outputs", TEXT),
        attention_case("five values", CROSS),
        causal_case("four masked", TEXT),
        *(
            make(f"random {kind} {seed}", drawn(seed))
            for seed in range(2)
            for kind, make in (("weights", weights_case), ("outputs", attention_case), ("masked", causal_case))
        ),
    ),
    probes=(Probe("masked weights", Call("causal_attention", (*map(Array.of, TEXT[:2]), Array.of(IDENTITY)))),),
    compare=compare,
    pictures=(
        Picture(
            "The weights of your `attention_weights`: a query per row, a key per column.",
            lambda results: heat_map(results, "four tokens"),
        ),
        Picture(
            "The same with the mask. For $V = I$ your outputs are the weights themselves.",
            lambda results: heat_map(results, "masked weights"),
        ),
    ),
)
