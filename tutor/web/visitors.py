"""Who a visitor is, and whether a request may come from where it comes."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import secrets
from collections.abc import Set
from pathlib import Path
from urllib.parse import urlsplit

COOKIE = "tutor_visitor"
YEAR = 365 * 24 * 3600  # seconds that a browser keeps the cookie after a visit
_TOKEN = re.compile(r"[0-9a-f]{32}")


def new_token() -> str:
    """A visitor's secret, which only their browser has."""
    return secrets.token_hex(16)


def is_token(text: str) -> bool:
    """Whether the value of a cookie is a token as we give them."""
    return _TOKEN.fullmatch(text) is not None


def visitor_home(folder: Path, token: str) -> Path:
    """The home of a visitor, in a folder for all of them. Its name is a hash: whoever reads it cannot use it."""
    return folder / hashlib.sha256(token.encode()).hexdigest()[:16]


def authority_of(url: str) -> str:
    """The host, and the port if there is one, of a URL or an origin; empty where it is malformed."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Whether a host, as a name or an address without port, is this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_known_host(authority: str, bound_to: str, public: Set[str] = frozenset()) -> bool:
    """Whether a Host header names this server.

    A site can make a name of its own lead to this machine (DNS rebinding), and its pages then pass for ours. A server
    that listens on this machine alone therefore answers to the names of this machine, and to `public` ones.
    """
    if authority.lower() in public or not is_loopback(bound_to):
        return True
    try:
        return is_loopback(urlsplit(f"//{authority}").hostname or "")
    except ValueError:
        return False


def is_own_page(origin: str, authority: str, public: Set[str] = frozenset()) -> bool:
    """Whether a request was made by a page of this server.

    Browsers open websockets to any server for any page; the Origin header says which page asked.
    """
    return authority_of(origin) in {authority.lower(), *public} - {""}
