"""The pictures of the documents: all there, small, shown somewhere, and the same whenever they are taken."""

import re
import struct
from pathlib import Path
from typing import Final

import pytest

from tests.docs.pages import PAGES

from .pictures import FOLDER, PICTURES, SIZES, take

MOST_BYTES: Final = 60 * 1024
PNG: Final = b"\x89PNG\r\n\x1a\n"
# Quick to take: no process of its own.
QUICK: Final = [name for name in PICTURES if name.startswith("window-")]


def size(file: Path) -> tuple[int, int]:
    """The width and height of a PNG file, in pixels."""
    head = file.read_bytes()[:24]
    assert head.startswith(PNG)
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def test_every_picture_is_in_the_documents_and_small() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(PICTURES), "run: make screenshots"
    for name, picture in PICTURES.items():
        assert size(FOLDER / name) == SIZES[picture.size], "run: make screenshots"
        assert (FOLDER / name).stat().st_size < MOST_BYTES


def test_every_picture_is_shown_with_what_it_shows_in_words() -> None:
    shown = {
        Path(target).name: words
        for page in PAGES
        for words, target in re.findall(r"!\[(.*?)\]\(([^)]+\.png)\)", page.read_text(encoding="utf-8"))
    }
    assert set(PICTURES) <= set(shown)
    assert [name for name, words in shown.items() if len(words) < 10] == []


@pytest.mark.browser
def test_taking_them_again_changes_nothing(tmp_path: Path) -> None:
    assert list(take(tmp_path, *QUICK)) == QUICK
    assert [size(tmp_path / name) for name in QUICK] == [SIZES[PICTURES[name].size] for name in QUICK]
    assert list(take(tmp_path, *QUICK)) == []
