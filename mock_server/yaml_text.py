"""YAML as `documents` reads it: block style, every text in double quotes, so that it keeps its characters everywhere.

Lives here: writing it. May not: what is written. A library would do, but not at the size of a full sandbox on the
server's own thread.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_PLAIN_KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*", re.ASCII)
# What YAML 1.1 takes for something else than a text.
_WORDS: Final = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
# What YAML does not print, and line ends that a reader would fold: JSON lets them stand as they are.
_ODD: Final = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def text_of(value: Any) -> str:
    """The block of lines of a mapping or list (`[]` and `{}` in one), without an end of line."""
    return "\n".join(_lines(value, ""))


def quoted(text: str) -> str:
    """A text in double quotes, on one line."""
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _lines(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _member(f"{indent}{_key(name)}:", inner, indent)
    else:
        for inner in value:
            yield from _item(inner, indent)


def _member(head: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping | list | tuple) and value:
        yield head
        yield from _lines(value, indent + "  ")
    else:
        yield f"{head} {_scalar(value)}"


def _item(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping | list | tuple) and value:
        first, *rest = _lines(value, indent + "  ")
        yield f"{indent}- {first.removeprefix(indent + '  ')}"
        yield from rest
    else:
        yield f"{indent}- {_scalar(value)}"


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) and name.lower() not in _WORDS else quoted(name)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    return json.dumps(value)
