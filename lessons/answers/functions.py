"""The functions a learner can use, under every name they go by, and their values on real numbers."""

import math
from collections.abc import Callable
from fractions import Fraction

Scalar = int | Fraction | float


class Undefined(Exception):
    """The value does not exist (a zero division, a root or logarithm outside its domain) or is too large."""

    def __init__(self, column: int, reason: str, large: bool = False) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason
        self.large = large


ALIASES = {
    "log": "log", "ln": "ln", "loge": "ln", "logarithm": "log", "lg": "log10", "log2": "log2",
    "log10": "log10", "log1p": "log1p", "expm1": "expm1", "exp": "exp", "sqrt": "sqrt", "root": "root",
    "nthroot": "root", "cbrt": "cbrt", "sin": "sin", "cos": "cos", "tan": "tan", "tg": "tan", "sec": "sec",
    "csc": "csc", "cosec": "csc", "cot": "cot", "cotan": "cot", "asin": "asin", "arcsin": "asin", "acos": "acos",
    "arccos": "acos", "atan": "atan", "arctan": "atan", "atan2": "atan2", "arctan2": "atan2", "acot": "acot",
    "arccot": "acot", "asec": "asec", "arcsec": "asec", "acsc": "acsc", "arccsc": "acsc", "acosec": "acsc",
    "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "sech": "sech", "csch": "csch", "cosech": "csch", "coth": "coth",
    "asinh": "asinh", "arcsinh": "asinh", "arsinh": "asinh", "acosh": "acosh", "arccosh": "acosh", "arcosh": "acosh",
    "asech": "asech", "arcsech": "asech", "acsch": "acsch", "arccsch": "acsch", "acoth": "acoth", "arccoth": "acoth",
    "ctrans": "transpose", "absolute": "abs",
    "atanh": "atanh", "arctanh": "atanh", "artanh": "atanh", "abs": "abs", "norm": "norm", "floor": "floor",
    "ceil": "ceil", "ceiling": "ceil", "round": "round", "sign": "sign", "sgn": "sign", "signum": "sign",
    "min": "min", "max": "max", "maximum": "max", "minimum": "min", "mod": "mod", "factorial": "fact", "fact": "fact",
    "binomial": "binomial", "binom": "binomial", "choose": "binomial", "comb": "binomial", "ncr": "binomial",
    "sigmoid": "sigmoid", "expit": "sigmoid", "logistic": "sigmoid", "relu": "relu", "softplus": "softplus",
    "logit": "logit", "det": "det", "transpose": "transpose", "trans": "transpose", "inv": "inv", "inverse": "inv",
    "trace": "trace", "tr": "trace", "dot": "dot", "cross": "cross",
    "matmul": "dot", "pow": "pow", "power": "pow", "frac": "frac", "over": "frac",
}  # fmt: skip

ARITY = {
    "log": (1, 2), "root": (1, 2), "log10": (1, 2), "atan2": (2, 2), "mod": (2, 2), "binomial": (2, 2), "dot": (2, 2),
    "cross": (2, 2), "pow": (2, 2), "frac": (2, 2), "min": (1, 20), "max": (1, 20), "outer": (2, 2),
}  # fmt: skip

CONSTANTS = {"pi": "pi", "e": "e", "inf": "inf", "infinity": "inf", "infty": "inf", "Infinity": "inf"}
CONSTANT_VALUES = {"pi": math.pi, "e": math.e, "inf": math.inf}

ARRAY_WORDS = frozenset({"array", "matrix", "Matrix", "vector", "tensor", "mat", "asarray", "vec"})
MODULES = frozenset({"np", "numpy", "math", "torch", "jnp", "sympy", "sp", "scipy", "linalg", "special", "jax"})
CASTS = frozenset({"float", "float16", "float32", "float64", "double", "int32", "int64", "longdouble"})
CALLED = {
    "sum": "sum", "mean": "mean", "average": "mean", "prod": "prod", "product": "prod", "eye": "eye",
    "identity": "eye", "zeros": "zeros", "ones": "ones", "diag": "diag", "outer": "outer", "inner": "dot",
    "vdot": "dot", "square": "square", "var": "var", "std": "std", "amax": "max", "amin": "min",
    "matrix_power": "pow", "multi_dot": "dot",
}  # fmt: skip
"""Functions of NumPy that are read only where an opening bracket follows: elsewhere they are ordinary words."""
METHODS = frozenset({"dot", "sum", "mean", "prod", "transpose", "trace", "max", "min", "var", "std"})


def _root(x: float, n: float = 2) -> float:
    if x < 0:
        if n != int(n) or int(n) % 2 == 0:
            raise ValueError
        return -math.pow(-x, 1 / n)
    return math.sqrt(x) if n == 2 else math.pow(x, 1 / n)


def _cbrt(x: float) -> float:
    return _root(x, 3)


def factorial(x: Scalar) -> Scalar:
    """x!, exact on whole numbers and by the gamma function elsewhere; at most 170!."""
    if x > 170:
        raise OverflowError
    if x == int(x):
        if x < 0:
            raise ValueError
        return math.factorial(int(x))
    return math.gamma(float(x) + 1)


def _binomial(n: float, k: float) -> float:
    if n == int(n) and k == int(k) and n >= 0:
        return float(math.comb(int(n), int(k))) if 0 <= k <= n <= 1000 else 0.0
    return math.gamma(n + 1) / (math.gamma(k + 1) * math.gamma(n - k + 1))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _sign(x: float) -> float:
    return float((x > 0) - (x < 0))


def _mod(x: float, y: float) -> float:
    return x - y * math.floor(x / y)


def _acot(x: float) -> float:
    return math.pi / 2 if x == 0 else math.atan(1 / x)


FUNCTIONS: dict[str, Callable[..., float]] = {
    "ln": math.log, "log2": math.log2, "log1p": math.log1p, "exp": math.exp, "expm1": math.expm1, "sqrt": _root,
    "root": _root, "cbrt": _cbrt, "sin": math.sin, "cos": math.cos, "tan": math.tan,
    "sec": lambda x: 1 / math.cos(x), "csc": lambda x: 1 / math.sin(x), "cot": lambda x: math.cos(x) / math.sin(x),
    "asin": math.asin, "acos": math.acos, "atan": math.atan, "atan2": math.atan2, "acot": _acot,
    "asec": lambda x: math.acos(1 / x), "acsc": lambda x: math.asin(1 / x), "sinh": math.sinh, "cosh": math.cosh,
    "tanh": math.tanh, "sech": lambda x: 1 / math.cosh(x), "csch": lambda x: 1 / math.sinh(x),
    "coth": lambda x: 1 / math.tanh(x), "asinh": math.asinh, "acosh": math.acosh, "atanh": math.atanh,
    "asech": lambda x: math.acosh(1 / x), "acsch": lambda x: math.asinh(1 / x), "acoth": lambda x: math.atanh(1 / x),
    "mod": _mod, "binomial": _binomial, "sigmoid": _sigmoid,
    "softplus": _softplus, "logit": lambda x: math.log(x / (1 - x)),
}  # fmt: skip

EXACT: dict[str, Callable[..., Scalar]] = {
    "fact": factorial, "floor": math.floor, "ceil": math.ceil, "round": round, "sign": _sign,
    "min": lambda *entries: min(entries), "max": lambda *entries: max(entries), "relu": lambda x: max(x, 0), "abs": abs,
}  # fmt: skip


def apply(name: str, args: list[Scalar], column: int) -> Scalar:
    """The value of a scalar function; raises Undefined at `column`."""
    try:
        if name in EXACT:
            return EXACT[name](*args)
        value = FUNCTIONS[name](*map(float, args))
    except (ValueError, ZeroDivisionError):
        raise Undefined(column, _reason(name, args)) from None
    except OverflowError:
        raise Undefined(column, "the number is too large to compute", large=True) from None
    if not math.isfinite(value):
        raise Undefined(column, f"{name} has no finite value there", large=True)
    return value


def logarithm(x: Scalar, base: Scalar, column: int) -> float:
    """The logarithm of x to a base; raises Undefined."""
    try:
        if base == 2 or base == 10:
            return math.log2(x) if base == 2 else math.log10(x)
        return math.log(x) / math.log(base)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise Undefined(column, _reason("log", [x])) from None


def _reason(name: str, args: list[Scalar]) -> str:
    first = args[0]
    if name in ("ln", "log", "log2", "log10"):
        return "the logarithm of 0 is undefined" if first == 0 else "a logarithm needs a positive number"
    if name in ("sqrt", "root"):
        return "an even root of a negative number is not a real number"
    if name == "fact":
        return "the factorial of a negative whole number is undefined"
    return f"{name} is undefined at {float(first):.4g}"
