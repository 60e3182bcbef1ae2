"""Identifiers of a sandbox: random to look at, repeatable by seed.

Lives here: IdSource. May not: a source of entropy (the seed is an argument).
"""

import hashlib


class IdSource:
    """Draws identifiers: equal seeds and scopes give equal sequences.

    `scope` keeps sandboxes apart that share a seed, as all do on a server that was given one. `drawn` is how many were
    drawn already.
    """

    __slots__ = ("_keyed", "drawn")

    def __init__(self, seed: int, scope: bytes = b"", drawn: int = 0) -> None:
        key = hashlib.blake2b(scope, digest_size=32, key=str(seed).encode()[:64]).digest()
        # The key is hashed once, not for each identifier.
        self._keyed = hashlib.blake2b(digest_size=16, key=key)
        self.drawn = drawn

    def __call__(self, label: str) -> str:
        """The next identifier for `label`: 32 hexadecimal digits."""
        self.drawn += 1
        identifier = self._keyed.copy()
        identifier.update(f"{label} {self.drawn}".encode())
        return identifier.hexdigest()
