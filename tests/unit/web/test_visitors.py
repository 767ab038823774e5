"""Who a visitor is, and which requests are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.web.visitors import (
    is_known_host,
    is_loopback,
    is_own_page,
    is_token,
    new_token,
    visitor_home,
)

FOLDER = Path("/home/visitors")


def test_a_token_is_secret_and_leads_to_one_home() -> None:
    token, other = new_token(), new_token()
    assert is_token(token)
    assert visitor_home(FOLDER, token) == visitor_home(FOLDER, token) != visitor_home(FOLDER, other)
    assert visitor_home(FOLDER, token).parent == FOLDER
    assert token not in str(visitor_home(FOLDER, token))


@pytest.mark.parametrize("text", ["", "../../etc", "a" * 31, "a" * 33, "A" * 32, "a" * 31 + "/", "a" * 32 + "\n"])
def test_what_is_no_token(text: str) -> None:
    assert not is_token(text)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)
    assert is_known_host(f"[{host}]:80" if ":" in host else f"{host}:80", host)


@pytest.mark.parametrize(
    ("authority", "bound_to", "known"),
    [
        ("evil.example:8000", "127.0.0.1", False),
        ("127.0.0.1.evil.example", "127.0.0.1", False),
        ("localhost.evil.example", "::1", False),
        ("[::1", "127.0.0.1", False),
        ("", "127.0.0.1", False),
        ("Tutor.example.org", "127.0.0.1", True),
        ("class.local:8000", "0.0.0.0", True),
    ],
)
def test_names_of_the_server(authority: str, bound_to: str, known: bool) -> None:
    assert is_known_host(authority, bound_to, {"tutor.example.org"}) == known


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("http://127.0.0.1:8000", True),
        ("https://tutor.example.org", True),
        ("http://127.0.0.1:9000", False),
        ("http://127.0.0.1", False),
        ("http://evil.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_pages_that_may_open_the_terminal(origin: str, own: bool) -> None:
    assert is_own_page(origin, "127.0.0.1:8000", {"tutor.example.org"}) == own
