"""Programs for gradient descent."""

from tests.support.programs import Programs, program

SLOPE = "\ndef slope(x):\n    return 2 * (x - 3)\n"
DESCEND = """
def descend(x, eta, steps):
    path = [x]
    for _ in range(steps):
        x = x - eta * slope(x)
        path.append(x)
    return path
"""


def steep(expression: str) -> str:
    return program(f"def slope(x):\n    return {expression}\n" + DESCEND)


def descent(body: str) -> str:
    return program(SLOPE + "\ndef descend(x, eta, steps):\n" + "\n".join("    " + line for line in body.split("\n")))


def stepping(change: str) -> str:
    return descent(f"path = [x]\nstart = x\nfor _ in range(steps):\n    x = {change}\n    path.append(x)\nreturn path")


PROGRAMS = Programs(
    right={
        "a list": program(SLOPE + DESCEND),
        "an array filled in": descent(
            "path = np.zeros(steps + 1)\npath[0] = x\nfor n in range(steps):\n"
            "    path[n + 1] = path[n] - eta * slope(path[n])\nreturn path"
        ),
        "in closed form": descent("return 3 + (x - 3) * (1 - 2 * eta) ** np.arange(steps + 1)"),
        "recursion": descent("if steps == 0:\n    return [x]\nreturn [x] + descend(x - eta * slope(x), eta, steps - 1)"),
        "places from the last": descent("path = [x]\nwhile len(path) <= steps:\n    path.append(path[-1] - eta * slope(path[-1]))\nreturn tuple(path)"),
        "a copy of an array each time": descent("path = []\nx = np.array(x, dtype=float)\nfor _ in range(steps):\n    path.append(x.copy())\n    x -= eta * slope(x)\nreturn path + [x]"),
        "the slope by the secant": steep("((x + 1e-5 - 3) ** 2 - (x - 1e-5 - 3) ** 2) / 2e-5"),
        "the slope multiplied out": steep("2 * x - 6"),
        "single precision": descent("path = [np.float32(x)]\nfor _ in range(steps):\n    path.append(np.float32(path[-1] - eta * slope(path[-1])))\nreturn np.array(path, dtype='float32')"),
    },
    wrong={
        "ascends": (stepping("x + eta * slope(x)"), "path climbs"),
        "no-step-size": (stepping("x - slope(x)"), "Multiply it by `eta` first"),
        "steps-by-the-value": (stepping("x - eta * (x - 3) ** 2"), "The height does not say"),
        "sign-only": (stepping("x - eta * np.sign(slope(x))"), "not by its sign"),
        "slope-of-the-start": (stepping("x - eta * slope(start)"), "slope at the start"),
        "no-factor": (stepping("x - eta * (x - 3)"), "half as long"),
        "step-alone": (stepping("-eta * slope(x)"), "the step alone"),
        "integer-array": (descent("path = np.zeros(steps + 1, dtype=int)\npath[0] = x\nfor n in range(steps):\n    path[n + 1] = path[n] - eta * slope(path[n])\nreturn path"), "integers"),
        "stands-still": (descent("path = [x]\nfor _ in range(steps):\n    path.append(x)\nreturn path"), "never moves"),
        "no-start": (descent("path = []\nfor _ in range(steps):\n    x = x - eta * slope(x)\n    path.append(x)\nreturn path"), "start is missing"),
        "one-short": (descent("path = []\nfor _ in range(steps):\n    path.append(x)\n    x = x - eta * slope(x)\nreturn path"), "last point is missing"),
        "one-too-many": (descent("path = [x]\nfor _ in range(steps + 1):\n    x = x - eta * slope(x)\n    path.append(x)\nreturn path"), "one step too many"),
        "only-the-end": (descent("for _ in range(steps):\n    x = x - eta * slope(x)\nreturn x"), "whole path"),
        "same-object": (descent("x = np.array(x, dtype=float)\npath = [x]\nfor _ in range(steps):\n    x -= eta * slope(x)\n    path.append(x)\nreturn path"), "one array many times"),
        "the-value": (steep("(x - 3) ** 2"), "height of the parabola"),
        "other-place": (steep("2 * x"), "slope of $x^2$"),
        "wrong-sign": (steep("-2 * (x - 3)"), "its slope there is negative"),
        "expands": (steep("2 * x - 6 + 9"), "derivative of a constant is 0"),
    },
)  # fmt: skip
