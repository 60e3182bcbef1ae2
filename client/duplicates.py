"""Which two verifications are one person's: by DI within one site, or by CI. Pure; what is stored are keyed hashes.

An absent key equals nothing, not even another absent one. A CI is no DI, and the DI of another site says nothing: hence
the namespaces. Everything that a provider gave is kept, so that somebody who came with both is known by either.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .reading import Channel, VerifiedCustomer


@dataclass(frozen=True, order=True, repr=False)
class IdentityKey:
    namespace: str  # ci, or di with its site
    value: str


@dataclass(frozen=True, order=True)
class HashedKey:
    """What may be stored: `hash` is HMAC-SHA-256 in hex, under the key that `key_id` names."""

    namespace: str
    key_id: str
    hash: str


def site_of(channel: Channel | None) -> str | None:
    """The site of a DI from this channel, None where it cannot be told.

    Whoever salts DIs (`web_siteid`, `DI_CODE`) has a site for each salt.
    """
    if channel is None or not channel.pg_provider or not channel.pg_merchant_id:
        return None
    return f"{channel.pg_provider}/{channel.pg_merchant_id}"


def identity_keys(customer: VerifiedCustomer, site: str | None) -> tuple[IdentityKey, ...]:
    """What this person can be known by again, in an order that is always the same; nothing where nothing was given.

    A DI of nobody knows which site is no key: two unknown sites are not one.
    """
    given = ((f"di:{site}", customer.di if site else None), ("ci", customer.ci))
    return tuple(sorted(IdentityKey(namespace, value) for namespace, value in given if value))


def same_person(one: Iterable[IdentityKey], other: Iterable[IdentityKey]) -> bool | None:
    """Whether they share a key; None where no namespace is in both, so that nobody can tell."""
    mine, theirs = set(one), set(other)
    if mine & theirs:
        return True
    return False if {it.namespace for it in mine} & {it.namespace for it in theirs} else None


class KeyRing:
    """The secrets of the hashes, the current one first.

    To rotate: put the new one in front and keep the old. Sign-ups are then stored under both, and known people get the
    new one when they are seen again; a rolling deployment is safe, since old and new processes share the old one. Take
    the old one out when nobody is stored under it alone, or accept that the rest may open a second account.
    """

    def __init__(self, secrets: Sequence[tuple[str, bytes]]) -> None:
        if not secrets or len({key_id for key_id, _ in secrets}) < len(secrets):
            raise ValueError("a key ring has one or more secrets, each with an id of its own")
        if not all(re.fullmatch("[!-~]{1,40}", key_id) for key_id, _ in secrets):
            raise ValueError("an id of a key ring is 1 to 40 characters of printable ASCII without blanks")
        if any(len(secret) < 32 for _, secret in secrets):
            raise ValueError("each secret of a key ring has 32 bytes or more")
        self._secrets = tuple(secrets)

    def hashed(self, keys: Iterable[IdentityKey]) -> list[HashedKey]:
        """Under every secret of the ring, sorted: writers that follow one order do not deadlock."""
        return sorted(
            HashedKey(key.namespace, key_id, _hash(secret, key)) for key in keys for key_id, secret in self._secrets
        )


def _hash(secret: bytes, key: IdentityKey) -> str:
    return hmac.new(secret, f"{key.namespace}\0{key.value}".encode(), hashlib.sha256).hexdigest()
