"""The files that the console's pages load, all from this package.

Lives here: serving them. htmx.min.js is htmx 2.0.11 as published on npm, with its licence (0BSD) in htmx.LICENSE.txt.
"""

from functools import cache
from pathlib import Path
from typing import Final

from ..answer import Answer
from ..domain.errors import Refusal
from .frame import apology
from .frame_headers import SAFE

_TYPES: Final = {
    "console.css": b"text/css; charset=utf-8",
    "console.js": b"text/javascript; charset=utf-8",
    "editor.js": b"text/javascript; charset=utf-8",
    "htmx.min.js": b"text/javascript; charset=utf-8",
    "htmx.LICENSE.txt": b"text/plain; charset=utf-8",
}


@cache
def _bytes(name: str) -> bytes:
    return (Path(__file__).parent / name).read_bytes()


def get(name: str, language: str) -> Answer:
    """One of the files; a page that says 404 for another name."""
    if name not in _TYPES:
        return apology(language, Refusal("MOCK_NOT_FOUND", f"The console has no file {name[:100]!r}."))
    return Answer(200, _bytes(name), headers=(*SAFE, (b"cache-control", b"no-cache"), (b"content-type", _TYPES[name])))
