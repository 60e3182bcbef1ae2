"""What the client room offers, and how much of it there is."""

import inspect
from pathlib import Path
from typing import Final

import client

ROOM: Final = Path(client.__file__).parent
# What can be read in an afternoon: the library, and the backend that uses it.
LONGEST: Final = {"*.py": 1200, "signup/*.py": 700}
LONGEST_MODULE: Final = 230


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_every_exported_name_is_there_and_nothing_else_is_public() -> None:
    public = {name for name in vars(client) if not name.startswith("_") and not inspect.ismodule(vars(client)[name])}
    assert sorted(public) == sorted(client.__all__)
    assert client.__all__ == sorted(client.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name))


def test_it_is_short_enough_to_be_read_before_it_is_copied() -> None:
    for pattern, limit in LONGEST.items():
        assert 0 < sum(map(lines, ROOM.glob(pattern))) < limit
    assert max(map(lines, ROOM.glob("**/*.py"))) < LONGEST_MODULE
