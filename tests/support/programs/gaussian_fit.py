"""Programs for fitting a Gaussian."""

from tests.support.programs import Programs, program

FIT = "\ndef fit(x):\n    return np.mean(x), np.var(x)\n"
NLL = "\ndef nll(x, mu, var):\n    return np.mean((np.log(2 * np.pi * var) + (x - mu) ** 2 / var) / 2)\n"


def loss(expression: str, before: str = "") -> str:
    return program(f"def nll(x, mu, var):\n    {before}\n    return {expression}\n" + FIT)


def fitted(expression: str, before: str = "") -> str:
    return program(NLL + f"\ndef fit(x):\n    {before}\n    return {expression}\n")


SQUARES = "s = (x - mu) ** 2"

PROGRAMS = Programs(
    right={
        "in one line": loss("np.mean((np.log(2 * np.pi * var) + (x - mu) ** 2 / var) / 2)"),
        "a loop": program("""
            def nll(x, mu, var):
                total = 0
                for one in x:
                    total += 0.5 * math.log(2 * math.pi * var) + (one - mu) ** 2 / (2 * var)
                return total / len(x)

            def fit(x):
                mu = sum(x) / len(x)
                return [mu, sum((one - mu) ** 2 for one in x) / len(x)]
        """),
        "through the density": loss("-np.mean(np.log(p))", "p = np.exp(-(x - mu) ** 2 / (2 * var)) / np.sqrt(2 * np.pi * var)"),
        "split": loss("0.5 * np.log(2 * np.pi) + 0.5 * np.log(var) + np.average((x - mu) ** 2) / (2 * var)"),
        "einsum": loss("0.5 * math.log(2 * math.pi * var) + np.einsum('i,i->', x - mu, x - mu) / (2 * var * len(x))"),
        "an array of two": fitted("np.array([x.mean(), x.var()])"),
        "the mean of squares less the square of the mean": fitted("x.mean(), (x * x).mean() - x.mean() ** 2"),
        "ddof 0": fitted("float(np.average(x)), float(np.var(x, ddof=0))"),
        "single precision": fitted("np.float32(x.mean()), np.float32(x.var())"),
    },
    wrong={
        "divides-by-one-less": (fitted("x.mean(), x.var(ddof=1)"), "n" ),
        "takes-the-root": (fitted("x.mean(), x.std()"), "root"),
        "other-order": (fitted("x.var(), x.mean()"), "wrong order"),
        "median": (fitted("m, np.mean((x - m) ** 2)", "m = np.sort(x)[len(x) // 2]"), "is the middle one"),
        "never-centres": (fitted("x.mean(), np.mean(x ** 2)"), "mean of the squared values"),
        "never-divides": (fitted("x.mean(), ((x - x.mean()) ** 2).sum()"), "sum of the squared distances"),
        "absolute-distances": (fitted("x.mean(), np.abs(x - x.mean()).mean()"), "averages the *squared* deviations"),
        "sum-for-mean": (loss("np.sum((np.log(2 * np.pi * var) + (x - mu) ** 2 / var) / 2)"), "The loss is their mean"),
        "missing-minus": (loss("-np.mean((np.log(2 * np.pi * var) + (x - mu) ** 2 / var) / 2)"), "This is the log-likelihood"),
        "no-normaliser": (loss("np.mean(s) / (2 * var)", SQUARES), "a wider bell"),
        "no-pi": (loss("(np.log(var) + np.mean(s) / var) / 2", SQUARES), "area of 1"),
        "deviation-for-variance": (loss("(np.log(2 * np.pi * var ** 2) + np.mean(s) / var ** 2) / 2", SQUARES), "`var` was squared"),
        "root-for-variance": (loss("(np.log(2 * np.pi * var ** .5) + np.mean(s) / var ** .5) / 2", SQUARES), "root of `var`"),
        "forgets-the-half": (loss("np.log(2 * np.pi * var) + np.mean(s) / var", SQUARES), "divide by 2"),
        "never-squares": (loss("(np.log(2 * np.pi * var) + np.mean(x - mu) / var) / 2"), "Square each deviation"),
        "bits": (loss("np.mean((np.log2(2 * np.pi * var) + (x - mu) ** 2 / var / np.log(2)) / 2)"), "in bits"),
        "mean-density": (loss("np.mean(np.exp(-s / (2 * var)) / np.sqrt(2 * np.pi * var))", SQUARES), "without a logarithm"),
        "log-of-the-mean": (loss("-np.log(np.mean(np.exp(-s / (2 * var)) / np.sqrt(2 * np.pi * var)))", SQUARES), "logarithm of each density first"),
        "a part is missing": (fitted("x.mean(), None"), "is `None`"),
    },
)  # fmt: skip
