"""Where a probe may send: this machine and private networks, unless somebody allows more.

Lives here: the check of an address. May not: sending.
"""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit


def address(text: str) -> SplitResult | None:
    """The parts of an http(s) address, or None where it is none."""
    try:
        parts = urlsplit(text)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        (parts.hostname or "").encode("idna")  # a label that no resolver takes is a ValueError here
    except ValueError:
        return None
    return parts if is_one and not parts.username and not parts.fragment else None


def is_near(host: str) -> bool:
    """Whether a host is loopback or private, by every address that its name has; a name without one is (it is not
    there, which is told later)."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return True
    return all(_is_private(str(one)) for one in found)


def _is_private(text: str) -> bool:
    one = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address) and one.ipv4_mapped is not None:
        one = one.ipv4_mapped
    return one.is_loopback or one.is_private or one.is_link_local
