"""Programs for the matrix product and for centring columns."""

from tests.support.programs import Programs, program

CENTER = "\ndef center(X):\n    return X - X.mean(axis=0)\n"
MATMUL = "\ndef matmul(A, B):\n    return A @ B\n"


def first(expression: str, before: str = "") -> str:
    return program(f"def matmul(A, B):\n    {before}\n    return {expression}\n" + CENTER)


def second(expression: str, before: str = "") -> str:
    return program(MATMUL + f"\ndef center(X):\n    {before}\n    return {expression}\n")


LOOPS = """
def matmul(A, B):
    m, n = A.shape
    n, p = B.shape
    C = {}
    for i in range(m):
        for j in range(p):
            for k in range({}):
                {} {} A[i, k] * B[k, j]
    return C

def center(X):
    return X - X.mean(axis=0)
"""


def loops(made: str = "np.zeros((m, p))", inner: str = "n", cell: str = "C[i, j]", sign: str = "+=") -> str:
    return program(LOOPS.format(made, inner, cell, sign))


PROGRAMS = Programs(
    right={
        "three loops": loops(),
        "lists of their own": loops("[[0] * p for _ in range(m)]", cell="C[i][j]"),
        "the operator": first("A @ B"),
        "einsum": first("np.einsum('ik,kj->ij', A, B)"),
        "dot products of rows and columns": first("[[row @ column for column in B.T] for row in A]"),
        "columns side by side": first("np.stack([A @ column for column in B.T], axis=1)"),
        "sum of outer products": first("sum(np.outer(A[:, k], B[k]) for k in range(len(B)))"),
        "broadcasting": first("(A[:, :, None] * B[None]).sum(axis=1)"),
        "centred by keepdims": second("X - X.mean(axis=0, keepdims=True)"),
        "centred by sums": second("X - X.sum(0) / len(X)"),
        "centred by a matrix": second("(np.eye(len(X)) - 1 / len(X)) @ X"),
        "centred column by column": second("np.array([c - np.mean(c) for c in X.T]).T"),
        "single precision": second("(X - X.mean(0)).astype('float32')"),
    },
    wrong={
        "entrywise": (first("A * B"), "row"),
        "other-order": (first("B @ A"), "is $BA$"),
        "row-by-row": (first("A @ B.T"), "second factor"),
        "column-by-column": (first("A.T @ B"), "first factor"),
        "transposed": (first("(A @ B).T"), "changed places"),
        "shared-rows": (loops("[[0] * p] * m", cell="C[i][j]"), "contains one row"),
        "keeps-the-last": (loops(sign="="), "last product alone"),
        "stops-early": (loops(inner="n - 1"), "range"),
        "integer-array": (loops("np.zeros((m, p), dtype=int)"), "decimals are lost"),
        "wrong-axis": (second("X - X.mean(axis=1, keepdims=True)"), "axis=0"),
        "one-mean-for-all": (second("X - X.mean()"), "mean of all entries"),
        "the-means-alone": (second("X.mean(axis=0)"), "Subtract them from every row"),
        "sum-for-mean": (second("X - X.sum(axis=0)"), "divide the sum by the"),
        "turned-round": (second("X.mean(axis=0) - X"), "`X - mean`"),
        "standardises": (second("(X - X.mean(0)) / X.std(0)"), "divided by their standard deviation"),
        "mutates": (second("X", "X[:] = X - X.mean(axis=0)"), "changed its argument `X`"),
        "missing": (program(MATMUL), "no function called `center`"),
    },
)  # fmt: skip
