"""Documents of this package as they were read when it was made, so that a start needs no YAML library.

Lives here: the look-up, by the hash of a document's text: one that was changed since is not found, and is read from its
YAML instead. May not: reading YAML (documents.py); writing the file (python -m tests.docs does).
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import msgspec

from .resources import fixture

FILE: Final = "prepared.json"
_decode: Final = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def tree_of(text: str) -> Any:
    """The tree that this text was read as (dict, list, str, None); None where it is to be read now."""
    tree = _trees().get(hash_of(text))
    return None if tree is None else msgspec.json.decode(tree)


def hash_of(text: str) -> str:
    """The name of a text in the file: 32 hexadecimal digits."""
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()


@cache
def _trees() -> Mapping[str, msgspec.Raw]:
    return _decode(fixture(FILE).read_bytes())
