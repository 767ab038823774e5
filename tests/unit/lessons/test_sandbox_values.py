"""What goes into a program and what comes back: every value whole, and nothing believed that was not read."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.sandbox import Array, Call, Opaque, Outcome, Plain, protocol, run_calls
from lessons.sandbox.inside.json_encoder import to_json
from lessons.sandbox.inside.values import Describer, build_argument
from lessons.sandbox.outcome_text import summary
from lessons.sandbox.output import Messages, line_in
from lessons.sandbox.sanitize import sanitize
from tests.support.sandbox import LINUX, PATIENT, value

pytestmark = LINUX


def outcomes(source: str, *calls: Call, level: str | None = None) -> tuple[Outcome, ...]:
    report = run_calls(source, calls, limits=PATIENT, level=level)
    assert report.end == "done", summary(report)
    return report.outcomes


class TestValues:
    numbers = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.text(alphabet=st.characters(
            min_codepoint=32, max_codepoint=126))
    )  # fmt: skip
    trees = st.recursive(numbers, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=20)

    @pytest.mark.slow
    @given(trees)
    def test_there_and_back(self, tree: Plain) -> None:
        """What goes in as plain data comes out as the same plain data."""
        inside = build_argument(protocol.encode(tree), lambda *_: None)
        back = protocol.decode(json.loads(to_json(Describer().plain(inside))))
        assert repr(back) == repr(tree)

    def test_a_list_arrives_as_a_list_and_a_tuple_as_a_tuple(self) -> None:
        source = "def f(a, b): return type(a).__name__, type(b).__name__"
        assert value(source, Call("f", ([1, [2]], (1, (2,))))) == ("list", "tuple")

    def test_an_array(self) -> None:
        array = Array.of([[1.0, 2.0], [3.0, 4.0]])
        (outcome,) = outcomes("def f(a): return a.T", Call("f", (array,)))
        assert outcome.value == Array((1.0, 3.0, 2.0, 4.0), (2, 2))
        assert outcome.kind == "ndarray"

    @pytest.mark.parametrize(
        ("nested", "array"),
        [
            ([1, 2], Array((1, 2), (2,), "int64")),
            ([1, 2.5], Array((1.0, 2.5), (2,))),
            ([[1], [2]], Array((1, 2), (2, 1), "int64")),
            ([], Array((), (0,))),
            (3, Array((3,), (), "int64")),
            ([True, False], Array((1.0, 0.0), (2,))),
        ],
    )
    def test_an_array_from_nested_numbers(self, nested: object, array: Array) -> None:
        assert Array.of(nested) == array

    @pytest.mark.parametrize("ragged", [[[1, 2], [3]], [[1], 2], [1, [2]]])
    def test_ragged_rows_are_no_array(self, ragged: object) -> None:
        with pytest.raises(ValueError, match="different lengths"):
            Array.of(ragged)

    @pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 3, 4), (2, 0), (0, 2)])
    def test_nested_again(self, shape: tuple[int, ...]) -> None:
        array = Array(tuple(range(math.prod(shape))), shape, "int64")
        nested = array.nested
        if math.prod(shape):
            assert Array.of(nested) == array
        else:
            assert nested == () or nested == ((), ())

    @pytest.mark.parametrize(
        "dtype", ["float16", "float32", "float64", "longdouble", "int8", "uint64", "bool", "complex64"]
    )
    def test_dtypes_come_back_by_name(self, dtype: str) -> None:
        import numpy

        (outcome,) = outcomes(f"import numpy\ndef f(): return numpy.ones(2, dtype='{dtype}')", Call("f"))
        assert isinstance(outcome.value, Array)
        assert outcome.value.dtype == numpy.dtype(dtype).name
        assert outcome.value.numbers == (1, 1)

    @pytest.mark.parametrize(
        ("expression", "kind", "expected"),
        [
            ("np.float64(2.5)", "float64", 2.5),
            ("np.int64(3)", "int64", 3),
            ("np.bool_(True)", "bool", True),
            ("np.array(2.0)", "ndarray", Array((2.0,), ())),
            ("float('inf')", "float", math.inf),
            ("-np.inf", "float", -math.inf),
            ("1j", "complex", 1j),
            ("np.complex128(1j)", "complex128", 1j),
            ("2**70", "int", 2**70),
            ("-(2**70)", "int", -(2**70)),
            ("[1, (2, [3.0])]", "list", (1, (2, (3.0,)))),
            ("None", "NoneType", None),
            ("'text'", "str", "text"),
            ("np.matrix([[1.0, 2.0]])", "matrix", Array((1.0, 2.0), (1, 2))),
            ("np.array(['a', 'b'])", "ndarray", Array(("a", "b"), (2,), "str32")),
        ],
    )
    def test_what_comes_back(self, expression: str, kind: str, expected: Plain) -> None:
        (outcome,) = outcomes(f"import numpy as np\ndef f(): return {expression}", Call("f"))
        assert outcome.value == expected
        assert outcome.kind == kind

    def test_nan_comes_back_as_nan(self) -> None:
        one, array = (
            outcome.value
            for outcome in outcomes(
                "import numpy as np\ndef f(): return float('nan')\ndef g(): return np.array([np.nan, np.inf])",
                Call("f"),
                Call("g"),
            )
        )
        assert isinstance(one, float)
        assert math.isnan(one)
        assert isinstance(array, Array)
        assert repr(array.numbers) == "(nan, inf)"

    @pytest.mark.parametrize(
        ("expression", "kind", "text"),
        [
            ("(n for n in [1])", "generator", "<generator object f.<locals>.<genexpr>>"),
            ("{'a': 1}", "dict", "{'a': 1}"),
            ("{1}", "set", "{1}"),
            ("f", "function", "<function f>"),
            ("object()", "object", "<object object>"),
            ("10**5000", "int", "a whole number of 16610 bits"),
            ("'x' * 10**6", "str", "a text of 1000000 characters"),
            ("np.zeros(10**7)", "ndarray", "an array of shape (10000000,) and dtype float64"),
            ("np.array([None, {}])", "ndarray", "an array of shape (2,) and dtype object"),
            ("np.zeros(2, 'M8[D]')", "ndarray", "an array of shape (2,) and dtype datetime64[D]"),
            ("[0.0] * 10**6", "list", "a list of length 1000000"),
            ("np.datetime64('2026-01-01')", "datetime64", "np.datetime64('2026-01-01')"),
            ("np.ma.array([1.0], mask=[True])", "MaskedArray", "an array of shape (1,) and dtype float64"),
        ],
    )  # fmt: skip
    def test_what_is_no_plain_data_is_described(self, expression: str, kind: str, text: str) -> None:
        (outcome,) = outcomes(f"import numpy as np\ndef f(): return {expression}", Call("f"))
        assert outcome.kind == kind
        assert outcome.value == Opaque(kind, text)

    def test_a_list_that_contains_itself(self) -> None:
        (outcome,) = outcomes("def f():\n    x = []\n    x.append(x)\n    return x", Call("f"))
        assert outcome.kind == "list"

    def test_huge_rows_in_a_list_share_one_budget(self) -> None:
        (outcome,) = outcomes("import numpy as np\ndef f(): return [np.zeros(7500)] * 3", Call("f"))
        assert isinstance(outcome.value, tuple)
        assert [type(one) for one in outcome.value] == [Array, Opaque, Opaque]

    @pytest.mark.slow
    def test_more_than_can_be_taken_in(self) -> None:
        source = "def f(n): return [n + k / 7 for k in range(9000)]"
        report = run_calls(source, [Call("f", (n,)) for n in range(300)], limits=PATIENT)
        assert report.end == "flooded"
        assert summary(report).startswith("solution.py gave back more than 16 MB and was stopped")
        assert 0 < len(report.outcomes) < 300


NAMES = st.sampled_from(
    ["outcome", "value", "array", "shape", "dtype", "tuple", "odd", "hex", "complex", "raised", "failed", "end", "kind"]
)


class TestHearing:
    """The parent believes nothing that it has not read."""

    @given(st.binary())
    def test_any_bytes_are_noise(self, data: bytes) -> None:
        messages = Messages("n" * 32, 1)
        messages.feed(data + b"\n")
        assert (messages.hello, messages.outcomes, messages.end) == (None, [], None)

    any_json = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
        max_leaves=8,
    )

    @given(any_json)
    def test_any_json_is_an_outcome_or_noise(self, tree: object) -> None:
        messages = Messages("n", 1)
        messages.feed(b'\nn {"hello": 1}\n')
        for content in (tree, {"outcome": tree}, {"failed": tree}, {"end": tree}, {"outcome": {"value": tree}}):
            messages.feed(b"\nn " + json.dumps(content).encode() + b"\n")
        assert messages.hello == 1
        assert messages.end in (None, "exited", "failed", "memory", "done")
        assert all(isinstance(outcome, Outcome) for outcome in messages.outcomes)

    def test_the_message_of_a_deep_nest_is_noise(self) -> None:
        messages = Messages("n", 1)
        messages.feed(b'\nn {"hello": 1}\nn {"outcome": {"value": ' + b'{"tuple": [' * 50_000 + b"\n")
        assert messages.outcomes == []

    @given(st.text())
    def test_harmless_text_has_no_control_characters(self, text: str) -> None:
        kept = sanitize(text)
        assert all(char in "\n\t" or char.isprintable() or ord(char) > 159 for char in kept)
        assert sanitize(kept) == kept

    def test_ordinary_text_is_kept(self) -> None:
        assert sanitize("x² + é\n\tok [31m] \U0001f600") == "x² + é\n\tok [31m] \U0001f600"

    def test_the_line_in_a_trace(self) -> None:
        trace = (
            b"Fatal Python error: Segmentation fault\n\nCurrent thread 0x1 (most recent call first):\n"
            b'  File "/lib/ctypes.py", line 519 in string_at\n  File "/w/a.py", line 3 in f\n'
            b'  File "/w/a.py", line 9 in <module>\n'
        )
        assert line_in(trace, "/w/a.py") == 3
        assert line_in(trace, "/w/b.py") is None
