"""Programs for softmax."""

from tests.support.programs import Programs, program


def one(expression: str, before: str = "") -> str:
    return program(f"def softmax(z):\n    {before}\n    return {expression}\n")


SHIFTED = "e = np.exp(z - z.max())"
PLAIN = "e = np.exp(z)"

PROGRAMS = Programs(
    right={
        "shifted": one("e / e.sum()", SHIFTED),
        "a loop": program("""
            def softmax(z):
                top = max(z)
                raised = []
                for x in z:
                    raised.append(math.exp(x - top))
                total = sum(raised)
                return [r / total for r in raised]
        """),
        "an array filled in": program("""
            def softmax(z):
                out = np.empty(len(z))
                for i in range(len(z)):
                    out[i] = np.exp(z[i] - np.max(z))
                return out / np.sum(out)
        """),
        "through the logarithm": one("np.exp(z - m - np.log(np.exp(z - m).sum()))", "m = z.max()"),
        "as a ratio for each entry": one("np.array([1 / np.exp(z - x).sum() for x in z])", "np.seterr(all='ignore')"),
        "logaddexp": one("np.exp(z - np.logaddexp.reduce(z))"),
        "keepdims and an axis": one("e / e.sum(axis=-1, keepdims=True)", "e = np.exp(z - z.max(axis=-1, keepdims=True))"),
        "einsum and single precision": one("(e / np.einsum('i->', e)).astype('float32')", SHIFTED),
        "a tuple": one("tuple(e / e.sum())", SHIFTED),
    },
    wrong={
        "no-shift": (one("e / e.sum()", PLAIN), "subtract the largest score"),
        "no-exponential": (one("z / z.sum()"), "exponentiates them first"),
        "hardmax": (one("(z == z.max()).astype(float)"), "gives the others something too"),
        "never-normalised": (one("e", SHIFTED), "add up to 1"),
        "never-normalised (but divided)": (one("e / e.max()", PLAIN), "exponentials after the shift"),
        "never-normalised (nor shifted)": (one("e", PLAIN), "adds up to 1"),
        "negated": (one("e / e.sum()", "e = np.exp(z.min() - z)"), "Remove the minus"),
        "logarithm": (one("z - z.max() - np.log(e.sum())", SHIFTED), "logarithms of the outputs"),
        "base-2": (one("e / e.sum()", "e = 2.0 ** (z - z.max())"), "powers of 2"),
        "one-by-one": (one("1 / (1 + np.exp(-z))", "z = np.asarray(z, dtype=float)"), "depends on all scores"),
        "divides-by-the-mean": (one("e / e.mean()", SHIFTED), "Divide by the sum"),
        "clips": (one("e / e.sum()", "e = np.exp(np.clip(z, -700, 700))"), "scores were clipped"),
        "clips (below inf)": (one("e / e.sum()", "e = np.exp(np.clip(z, None, 709.5))"), "is still `inf`"),
        "integer-array": (program("""
            def softmax(z):
                e = np.exp(z - z.max())
                out = np.zeros(len(z), dtype=int)
                for i in range(len(z)):
                    out[i] = e[i] / (e.sum() + 1e-9)
                return out
        """), "array of integers"),
        "mutates": (program("def softmax(z):\n    if z.dtype == float:\n        z -= z.max()\n    e = np.exp(z - z.max())\n    return e / e.sum()\n"),
                    "changed its argument `z`"),
        "rounded": (one("np.round(e / e.sum(), 3)", SHIFTED), "rounded to 3 decimals"),
        "returns nothing": (program("def softmax(z):\n    e = np.exp(z - z.max())\n    e /= e.sum()\n"), "without `return`"),
        "wrapped": (one("(e / e.sum()).reshape(1, -1)", SHIFTED), "in the wrong shape"),
        "raises TypeError": (one("math.exp(z) / sum(z)"), "one number at a time"),
    },
)  # fmt: skip
