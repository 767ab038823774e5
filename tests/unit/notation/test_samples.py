"""The formulas that set the tone, in both character sets and at several widths."""

import pytest

from tests.support.formulas import drawn
from tutor.rendering.notation import display, inline, one_line

SAMPLES: list[tuple[str, str]] = [
    (
        r"w \cdot x = \sum_{i=1}^n w_i x_i",
        """
         n
w · x =  ∑  wᵢxᵢ
        i=1
""",
    ),
    (
        r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} \begin{bmatrix} x_1 \\ x_2 \end{bmatrix}",
        """
⎡ 1  2 ⎤ ⎡ x₁ ⎤
⎣ 3  4 ⎦ ⎣ x₂ ⎦
""",
    ),
    (
        r"\hat y_i = \frac{e^{z_i}}{\sum_{j=1}^{K} e^{z_j}}",
        """
         zᵢ
        e
ŷᵢ = ───────────
       K   zⱼ
       ∑  e
      j=1
""",
    ),
    (
        r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}",
        """
            P(B | A) P(A)
P(A | B) = ───────────────
                P(B)
""",
    ),
]


@pytest.mark.parametrize(("latex", "picture"), SAMPLES)
def test_the_samples_come_out_as_drawn(latex: str, picture: str) -> None:
    assert drawn(display(latex)) == picture.strip("\n")


ASCII: list[tuple[str, str]] = [
    (r"\theta \gets \theta - \eta\nabla L(\theta)", "theta <- theta - eta grad L(theta)"),
    (r"\hat y = \sigma(w^\top x + b)", "y_hat = sigma(w^T x + b)"),
    (r"\|x\|_2 \le 1, \quad x \in \mathbb{R}^n", "||x||_2 <= 1,   x in R^n"),
    (r"1 \cdot 4 + 2 \cdot (-5) = -6", "1*4 + 2*(-5) = -6"),
    (
        r"w \cdot x = \sum_{i=1}^n w_i x_i",
        """
         n
w * x = SUM w_i x_i
        i=1
""",
    ),
    (
        r"\hat y_i = \frac{e^{z_i}}{\sum_{j=1}^{K} e^{z_j}}",
        """
              z_i
             e
y_hat_i = ------------
            K   z_j
           SUM e
           j=1
""",
    ),
    (
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{bmatrix} -1 \\ 10 \end{bmatrix}",
        r"""
/ a  b \ [ -1 ]
\ c  d / [ 10 ]
""",
    ),
    (
        r"f(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
        r"""
       / x   if x > 0
f(x) = {
       \ 0   otherwise
""",
    ),
    (
        r"\sqrt{\frac{1}{n}} + \sqrt{x + 1} + \sqrt[3]{x}",
        r"""
    / 1 \
sqrt|---| + sqrt(x + 1) + x^(1/3)
    \ n /
""",
    ),
    (
        r"\exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)",
        r"""
   /   (x - mu)^2 \
exp|- ------------|
   \   2 sigma^2  /
""",
    ),
    (
        r"\underbrace{w^\top x}_{\text{score}} + b = \boxed{z}",
        r"""
            +---+
w^T x + b = | z |
\_v_/       +---+
score
""",
    ),
]


@pytest.mark.parametrize(("latex", "picture"), ASCII)
def test_the_same_tree_in_ascii(latex: str, picture: str) -> None:
    assert drawn(display(latex, ascii_only=True)) == picture.strip("\n")


NARROW: list[tuple[str, int, str]] = [
    (
        r"a \cdot b = \sum_{i=1}^n a_i b_i = 1 \cdot 4 + 2 \cdot 5 + 3 \cdot 6 = 32",
        40,
        """
         n
a · b =  ∑  aᵢbᵢ = 1·4 + 2·5 + 3·6 = 32
        i=1
""",
    ),
    (
        r"a \cdot b = \sum_{i=1}^n a_i b_i = 1 \cdot 4 + 2 \cdot 5 + 3 \cdot 6 = 32",
        34,
        """
         n
a · b =  ∑  aᵢbᵢ = 1·4 + 2·5 + 3·6
        i=1
      = 32
""",
    ),
    (
        r"f(x) = a_1 x_1 + a_2 x_2 + a_3 x_3 + a_4 x_4 + a_5 x_5 + a_6 x_6 - a_7 x_7",
        40,
        """
f(x) = a₁x₁ + a₂x₂ + a₃x₃ + a₄x₄ + a₅x₅
       + a₆x₆ − a₇x₇
""",
    ),
    (
        r"\mathcal{N}(x \mid \mu, \sigma^2) = "
        r"\frac{1}{\sqrt{2\pi\sigma^2}} \exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)",
        40,
        """
N(x | μ, σ²)
        1        ⎛   (x − μ)² ⎞
  = ───────── exp⎜− ──────────⎟
     √(2πσ²)     ⎝     2σ²    ⎠
""",
    ),
    (
        r"\begin{aligned} L &= a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 \\ &= b \end{aligned}",
        40,
        """
L = a₁ + a₂ + a₃ + a₄ + a₅ + a₆ + a₇
    + a₈
  = b
""",
    ),
    (
        r"L(\theta) = -\frac{1}{N} \sum_{i=1}^{N} \left[ y_i \log \hat y_i + (1 - y_i) \log (1 - \hat y_i) \right]",
        40,
        """
L(θ) = −(1/N) ∑ᵢ₌₁ᴺ
  [yᵢ log ŷᵢ + (1 − yᵢ) log(1 − ŷᵢ)]
""",
    ),
]


@pytest.mark.parametrize(("latex", "width", "picture"), NARROW)
def test_a_wide_formula_breaks_where_it_reads_best(latex: str, width: int, picture: str) -> None:
    box = display(latex, width)
    assert drawn(box) == picture.strip("\n")
    assert box.width <= width


def test_chunks_begin_with_relations_and_sums_and_keep_products_whole() -> None:
    chunks = ["".join([cell.text for cell in chunk]) for chunk in inline(r"f(a + b) = 2\cdot 3 + \frac{a + b}{c}, x")]
    assert chunks == ["f(a + b) ", "= 2·3 ", "+ (a + b)/c, ", "x"]
    assert "".join(chunks) == one_line(r"f(a + b) = 2\cdot 3 + \frac{a + b}{c}, x")


def test_bold_and_roles_are_styles_of_ordinary_letters() -> None:
    (row,) = display(r"\mathbf{w}^\top \textcolor{accent}{\vec x} + 1").rows
    assert [(cell.text, cell.style.bold, cell.style.role) for cell in row[:4]] == [
        ("w", True, ""),
        ("ᵀ", False, ""),
        ("x", True, "accent"),
        (" ", False, ""),
    ]


def test_a_highlighted_exponent_keeps_its_role_as_a_raised_character() -> None:
    (row,) = display(r"x^{\textcolor{good}{2}}").rows
    assert [(cell.text, cell.style.role) for cell in row] == [("x", ""), ("²", "good")]


def test_the_same_source_gives_the_same_box_object() -> None:
    assert display("x^2") is display("x^2")
