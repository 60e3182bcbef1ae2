"""Where a probe may send: this machine and private networks, unless somebody allows more.

Lives here: the check of an address. May not: sending.
"""

import ipaddress
import socket
from typing import Final
from urllib.parse import SplitResult, urlsplit

# By name, as what Python calls private is more (documentation, benchmarks, reserved), and changes with its version.
# 0.0.0.0 and :: connect to this machine. Not here: 169.254/16 and 100.64/10, in which clouds hand out credentials.
_NEAR: Final = tuple(
    map(
        ipaddress.ip_network,
        (
            "127.0.0.0/8",
            "0.0.0.0/32",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "::1",
            "::",
            "fc00::/7",
            "fe80::/10",
        ),
    )
)
# Where clouds do so within those: AWS (its containers, too), Google, OpenStack.
_METADATA: Final = tuple(
    map(ipaddress.ip_address, ("fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "fe80::a9fe:a9fe"))
)


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
    there, which is told later, and checked again on connecting)."""
    try:
        return all(map(is_private, addresses(host)))
    except OSError:
        return True


def addresses(host: str) -> list[str]:
    """Every address that a name has, in the resolver's order; OSError where it has none."""
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, None)))


def is_private(text: str) -> bool:
    """Whether an address is of this machine or of a private network."""
    one = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address) and one.ipv4_mapped is not None:
        one = one.ipv4_mapped
    return one not in _METADATA and any(one in network for network in _NEAR)
