"""Unicode text in ASCII."""

from __future__ import annotations

import pytest

from tutor.rendering.ascii import to_ascii


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Attention and √d", "Attention and sqrt(d)"),
        ("10/√20 ≈ 2.24", "10/sqrt(20) ~ 2.24"),
        ("√(x + 1)", "sqrt(x + 1)"),
        ("length √λ", "length sqrt(lambda)"),
        ("½ and ¼", "1/2 and 1/4"),
        ("Σ has the eigenvalues δ, ε and τ", "Sigma has the eigenvalues delta, epsilon and tau"),
        ("f′ and f″", "f' and f''"),
    ],
)
def test_what_is_spelled_in_ascii_can_be_read(text: str, plain: str) -> None:
    assert to_ascii(text) == plain
