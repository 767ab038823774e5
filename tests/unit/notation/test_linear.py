"""Vectors, matrices, norms and projections as they are drawn."""

import pytest

from tests.support.formulas import drawn
from tutor.rendering.notation import display, one_line

PICTURES: list[tuple[str, str, int]] = [
    (
        r"\Sigma = \begin{bmatrix} \sigma_1^2 & \rho\sigma_1\sigma_2 \\ \rho\sigma_1\sigma_2 & \sigma_2^2"
        r" \end{bmatrix}",
        r"""
Σ = ⎡  σ₁²   ρσ₁σ₂ ⎤
    ⎣ ρσ₁σ₂   σ₂²  ⎦
""",
        0,
    ),
    (r"A\mathbf{v} = \lambda \mathbf{v}", "Av = λv", 0),
    (r"\det(A - \lambda I) = 0", "det(A − λI) = 0", 0),
    (
        r"\mathrm{proj}_{\mathbf{b}} \mathbf{a} = \frac{\mathbf{a} \cdot \mathbf{b}}{\|\mathbf{b}\|^2} \mathbf{b}",
        r"""
          a · b
proj a = ─────── b
    b     ‖b‖²
""",
        1,
    ),
    (
        r"\begin{bmatrix} 1 & -2 \\ 0.5 & 10 \end{bmatrix} \begin{bmatrix} 3 \\ 4 \end{bmatrix} = "
        r"\begin{bmatrix} 1\cdot 3 + (-2)\cdot 4 \\ 0.5\cdot 3 + 10\cdot 4 \end{bmatrix} = "
        r"\begin{bmatrix} -5 \\ 41.5 \end{bmatrix}",
        r"""
⎡   1  −2 ⎤ ⎡ 3 ⎤ = ⎡ 1·3 + (−2)·4 ⎤ = ⎡   −5 ⎤
⎣ 0.5  10 ⎦ ⎣ 4 ⎦   ⎣ 0.5·3 + 10·4 ⎦   ⎣ 41.5 ⎦
""",
        0,
    ),
    (
        r"\operatorname*{arg\,min}_{w} \tfrac12 \|Xw - y\|^2 + \lambda \|w\|_2^2",
        r"""
arg min ½‖Xw − y‖² + λ‖w‖₂²
   w
""",
        0,
    ),
    (
        r"\|x\|_2 = \sqrt{\sum_{i=1}^n x_i^2}",
        r"""
        ┌─────────
        │  n
‖x‖₂ =  │  ∑  xᵢ²
       ╲│ i=1
""",
        2,
    ),
    (
        r"\cos\theta = \frac{a \cdot b}{\|a\| \|b\|}",
        r"""
          a · b
cos θ = ─────────
         ‖a‖ ‖b‖
""",
        1,
    ),
    (r"A = U \Sigma V^\top", "A = UΣVᵀ", 0),
    (r"a \cdot b = 1\cdot 4 + 2\cdot 5 + 3\cdot 6 = 32", "a · b = 1·4 + 2·5 + 3·6 = 32", 0),
    (
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1} = \frac{1}{ad - bc} \begin{pmatrix} d & -b \\"
        r" -c & a \end{pmatrix}",
        r"""
                 1
⎛ a  b ⎞⁻¹ = ───────── ⎛ d   −b ⎞
⎝ c  d ⎠      ad − bc  ⎝ −c  a  ⎠
""",
        1,
    ),
    (
        r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc",
        r"""
│ a  b │ = ad − bc
│ c  d │
""",
        0,
    ),
    (
        r"H = \begin{bmatrix} \frac{\partial^2 f}{\partial x^2} & \frac{\partial^2 f}{\partial x \partial"
        r" y} \\ \frac{\partial^2 f}{\partial y \partial x} & \frac{\partial^2 f}{\partial y^2} "
        r"\end{bmatrix}",
        r"""
    ⎡  ∂²f     ∂²f   ⎤
    ⎢ ─────   ────── ⎥
    ⎢  ∂x²     ∂x∂y  ⎥
H = ⎢                ⎥
    ⎢  ∂²f     ∂²f   ⎥
    ⎢ ──────  ─────  ⎥
    ⎣  ∂y∂x    ∂y²   ⎦
""",
        3,
    ),
    (r"\langle a, b \rangle = a^\top b", "⟨a, b⟩ = aᵀb", 0),
    (
        r"\nabla f(x) = \begin{bmatrix} \frac{\partial f}{\partial x_1} \\ \vdots \\ \frac{\partial "
        r"f}{\partial x_n} \end{bmatrix}",
        r"""
        ⎡  ∂f   ⎤
        ⎢ ───── ⎥
        ⎢  ∂x₁  ⎥
∇f(x) = ⎢   ⋮   ⎥
        ⎢  ∂f   ⎥
        ⎢ ───── ⎥
        ⎣  ∂xₙ  ⎦
""",
        3,
    ),
    (
        r"\begin{bmatrix} a_{11} & \cdots & a_{1n} \\ \vdots & \ddots & \vdots \\ a_{m1} & \cdots & "
        r"a_{mn} \end{bmatrix}",
        r"""
⎡ a₁₁  ⋯  a₁ₙ ⎤
⎢  ⋮   ⋱   ⋮  ⎥
⎣ aₘ₁  ⋯  aₘₙ ⎦
""",
        1,
    ),
    (
        r"\begin{array}{cc|c} 1 & 2 & 3 \\ 4 & 5 & 6 \end{array}",
        r"""
1  2 │ 3
4  5 │ 6
""",
        0,
    ),
    (
        r"\left[\begin{array}{cc|c} 1 & 2 & 3 \\ 4 & 5 & 6 \end{array}\right]",
        r"""
⎡ 1  2 │ 3 ⎤
⎣ 4  5 │ 6 ⎦
""",
        0,
    ),
    (
        r"|x| \le \|x\|_2 \le \sqrt{n}\,\|x\|_\infty",
        r"""
|x| ≤ ‖x‖₂ ≤ √n ‖x‖
                   ∞
""",
        0,
    ),
    (r"\|a\| \|b\| \cos 45^\circ", "‖a‖ ‖b‖ cos 45°", 0),
    (
        r"A_{ij} = \sum_k B_{ik} C_{kj}",
        r"""
Aᵢⱼ = ∑ BᵢₖCₖⱼ
      k
""",
        0,
    ),
    (r"\tr(AB) = \tr(BA)", "tr(AB) = tr(BA)", 0),
    (
        r"u_1 = \frac{1}{\sqrt 2}\begin{bmatrix}1\\1\end{bmatrix}",
        r"""
      1
u₁ = ──── ⎡ 1 ⎤
      √2  ⎣ 1 ⎦
""",
        1,
    ),
    (
        r"\lambda_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
        r"""
        −b ± √(b² − 4ac)
λ    = ──────────────────
 1,2           2a
""",
        1,
    ),
    (r"y = \begin{bmatrix} 1 & 0.25 & -3 \end{bmatrix}", "y = [ 1  0.25  −3 ]", 0),
    (r"\mathbf{w}^\top \mathbf{x} + b = 0", "wᵀx + b = 0", 0),
    (r"\cos^2\theta + \sin^2\theta = 1", "cos² θ + sin² θ = 1", 0),
    (
        r"A = \begin{bmatrix} 2 & 0 \\ 0 & 3 \end{bmatrix}, \quad A^{-1} = \begin{bmatrix} \frac12 & 0 \\"
        r" 0 & \frac13 \end{bmatrix}",
        r"""
                      ⎡  1       ⎤
                      ⎢ ───   0  ⎥
                      ⎢  2       ⎥
A = ⎡ 2  0 ⎤,   A⁻¹ = ⎢          ⎥
    ⎣ 0  3 ⎦          ⎢       1  ⎥
                      ⎢  0   ─── ⎥
                      ⎣       3  ⎦
""",
        3,
    ),
    (
        r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} \begin{bmatrix} \textcolor{accent}{5} \\ 6 "
        r"\end{bmatrix} = \begin{bmatrix} 1\cdot 5 + 2\cdot 6 \\ 3\cdot 5 + 4\cdot 6 \end{bmatrix}",
        r"""
⎡ 1  2 ⎤ ⎡ 5 ⎤ = ⎡ 1·5 + 2·6 ⎤
⎣ 3  4 ⎦ ⎣ 6 ⎦   ⎣ 3·5 + 4·6 ⎦
""",
        0,
    ),
    (
        r"\begin{bmatrix} 1.5 \\ -0.25 \\ 100 \end{bmatrix}",
        r"""
⎡   1.5 ⎤
⎢ −0.25 ⎥
⎣   100 ⎦
""",
        1,
    ),
    (
        r"\begin{bmatrix} x + y & 1 \\ z & -10 \end{bmatrix}^\top",
        r"""
⎡ x + y    1 ⎤ᵀ
⎣   z    −10 ⎦
""",
        0,
    ),
    (
        r"\left\lfloor \frac{n}{2} \right\rfloor + \left\langle \frac{a}{b}, c \right\rangle",
        r"""
⎢ n ⎥   ╱ a    ╲
⎢───⎥ + ⟨───, c⟩
⎣ 2 ⎦   ╲ b    ╱
""",
        1,
    ),
    (
        r"\|A\|_F = \sqrt{\tr(A^\top A)}",
        r"""
‖A‖  = √(tr(AᵀA))
   F
""",
        0,
    ),
]


@pytest.mark.parametrize(("latex", "picture", "baseline"), PICTURES)
def test_a_formula_is_drawn_as_it_was_approved(latex: str, picture: str, baseline: int) -> None:
    box = display(latex)
    assert drawn(box) == picture.strip("\n")
    assert box.baseline == baseline


def test_in_ascii_a_dot_product_keeps_its_dot() -> None:
    """`a * b` would be NumPy's entrywise product; numbers keep their sign."""
    source = r"\mathbf a \cdot \mathbf b = 2 \cdot 4"
    assert one_line(source, ascii_only=True) == "a . b = 2*4"
    assert "".join(cell.text for cell in display(source, ascii_only=True).rows[0]).strip() == "a . b = 2*4"
