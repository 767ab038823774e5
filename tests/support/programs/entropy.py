"""Programs for entropy."""

from tests.support.programs import Programs, program

SURPRISAL = "\ndef surprisal(p):\n    return -np.log2(p)\n"
ENTROPY = "\ndef entropy(p):\n    p = p[p > 0]\n    return np.sum(p * -np.log2(p))\n"


def one(expression: str) -> str:
    return program(f"def surprisal(p):\n    return {expression}\n" + ENTROPY)


def whole(expression: str, before: str = "p = p[p > 0]") -> str:
    return program(SURPRISAL + f"\ndef entropy(p):\n    {before}\n    return {expression}\n")


PROGRAMS = Programs(
    right={
        "masked": whole("np.sum(p * surprisal(p))"),
        "a loop": program(SURPRISAL + "\ndef entropy(p):\n    h = 0\n    for q in p:\n        if q > 0:\n            h += q * surprisal(q)\n    return h\n"),
        "np.where": whole("-np.sum(p * np.log2(np.where(p > 0, p, 1)))", "pass"),
        "nan_to_num": whole("-np.nansum(p * np.log2(p))", "np.seterr(all='ignore')"),
        "a tiny number added": whole("-np.sum(p * np.log2(p + 1e-12))", "pass"),
        "natural logarithm, converted": whole("-(p @ np.log(p)) / np.log(2)"),
        "dot product": whole("p @ surprisal(p)"),
        "math": one("math.log2(1 / p)"),
        "math.log with a base": one("-math.log(p, 2)"),
        "single precision": whole("np.float32(-(p * np.log2(p)).sum())"),
    },
    wrong={
        "minus-lost": (whole("np.sum(p * np.log2(p))"), "minus"),
        "ln-called-bits": (whole("-np.sum(p * np.log(p))"), "np.log2"),
        "base-10": (whole("-np.sum(p * np.log10(p))"), "base 10"),
        "mean-of-the-terms": (whole("np.mean(p * surprisal(p))"), "weighted sum is the mean"),
        "no-weights": (whole("np.sum(surprisal(p))"), "Weight them"),
        "plain-mean": (whole("np.mean(surprisal(p))"), "rare outcome has to count less"),
        "one-term": (whole("p.max() * surprisal(p.max())"), "Add the terms of the other outcomes"),
        "first-term": (program(SURPRISAL + "\ndef entropy(p):\n    for q in p:\n        return q * surprisal(q)\n"), "first outcome alone"),
        "last-term": (program(SURPRISAL + "\ndef entropy(p):\n    for q in p[p > 0]:\n        h = q * surprisal(q)\n    return h\n"), "last outcome alone"),
        "never-sums": (whole("p * surprisal(p)"), "one number"),
        "log-of-zero": (whole("np.sum(p * surprisal(p))", "pass"), "leave it out first"),
        "stops-at-zero": (program(SURPRISAL + "\ndef entropy(p):\n    h = 0\n    for q in p:\n        if q == 0:\n            break\n        h += q * surprisal(q)\n    return h\n"), "stops at the first outcome"),
        "counts": (whole("np.log2(len(p))", "pass"), "equally likely outcomes"),
        "collision": (whole("1 - np.sum(p ** 2)"), "two draws differ"),
        "one-minus-p": (one("1 - p"), "have to add up"),
        "one-over-p": (one("1 / p"), "is its logarithm"),
        "weighed-already": (one("-p * np.log2(p)"), "weights belong in"),
        "rounded": (whole("round(float(np.sum(p * surprisal(p))), 2)"), "rounded to 2 decimals"),
    },
)  # fmt: skip
