"""Programs for the dot product."""

from tests.support.programs import Programs, program


def one(expression: str) -> str:
    return program(f"def dot(a, b):\n    return {expression}\n")


LOOP = """
def dot(a, b):
    total = 0
    for x, y in zip(a, b):
        total {}
    return total
"""
INDEXED = """
def dot(a, b):
    total = 0.0
    for i in range({}):
        total += a[i] * b[i]
    {}
"""

PROGRAMS = Programs(
    right={
        "a loop over pairs": program(LOOP.format("+= x * y")),
        "a loop over indices": program(INDEXED.format("len(a)", "return total")),
        "the operator": one("a @ b"),
        "np.dot": one("np.dot(a, b)"),
        "products, then a sum": one("(a * b).sum()"),
        "einsum": one("np.einsum('i,i->', a, b)"),
        "inner": one("np.inner(a, b)"),
        "plain Python numbers": one("sum(float(x) * float(y) for x, y in zip(a, b))"),
        "single precision": one("np.float32(a.astype('float32') @ b.astype('float32'))"),
        "an array without axes": one("np.array(a @ b)"),
        "backwards": one("math.fsum((a * b)[::-1])"),
    },
    wrong={
        "never-sums": (one("a * b"), "products of matching entries"),
        "product-of-sums": (one("a.sum() * b.sum()"), "Multiply matching entries first"),
        "drops-the-sign": (one("np.abs(a * b).sum()"), "counts every product as positive"),
        "adds": (one("(a + b).sum()"), "sum of all the entries"),
        "keeps-the-last": (program(LOOP.format("= x * y")), "last product alone"),
        "returns-too-soon": (program(INDEXED.format("len(a)", "    return total")), "`return` ends the function at once"),
        "stops-early": (program(INDEXED.format("len(a) - 1", "return total")), "without the last product"),
        "starts-late": (program(INDEXED.format("1, len(a)", "return total")), "without the first product"),
        "all-pairs": (one("np.outer(a, b)"), "a whole table"),
        "mutates": (program("def dot(a, b):\n    for i in range(len(a)):\n        a[i] = a[i] * b[i]\n    return a.sum()\n"),
                    "changed its argument `a`"),
        "prints": (program("def dot(a, b):\n    print(a @ b)\n"), "only shows a number"),
        "constant": (program("def dot(a, b):\n    return 32\n"), "for every input"),
        "truncates": (one("int(a @ b)"), "lost its decimals"),
        "wrapped": (one("a.reshape(1, -1) @ b.reshape(-1, 1)"), "in the wrong shape"),
        "rounded": (one("round(float(a @ b), 1)"), "rounded to 1 decimal"),
        "text": (one("str(a @ b)"), "The result is text"),
        "missing": (program("def dott(a, b):\n    return a @ b\n"), "no function called `dot`"),
        "raises NameError": (one("a @ c"), "Check its spelling"),
        "sign": (one("-(a @ b)"), "the sign is wrong"),
        "factor": (one("2 * (a @ b)"), "counted twice"),
    },
)  # fmt: skip
