"""The documents of every start are read beforehand: the same trees, without the YAML library."""

import subprocess
import sys
from pathlib import Path

import pytest

from mock_server.documents import load, read
from tests.docs import prepared

TEXTS = [pytest.param(path.read_text(encoding="utf-8"), id=path.name) for path in prepared.SOURCES]


def test_the_file_is_up_to_date() -> None:
    assert prepared.FILE.read_text(encoding="utf-8") == prepared.content(), "stale: python -m tests.docs"


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "prepared.json"
    assert prepared.write(file) == [file]
    assert prepared.write(file) == []


@pytest.mark.parametrize("text", TEXTS)
def test_what_was_read_beforehand_is_what_the_text_says_and_knows_its_places(text: str) -> None:
    before, now = load(text, "x.yaml"), read(text, "x.yaml")
    assert (before.value, before.positions) == (now.value, None)
    assert now.positions
    assert [before.place(path) for path in list(now.positions)[:3]] == [
        f"x.yaml:{line}:{column}" for line, column in list(now.positions.values())[:3]
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_a_changed_text_is_read_again(text: str) -> None:
    changed = load(f"{text}\nmore: words\n", "x.yaml")
    assert changed.positions is not None
    assert isinstance(changed.value, dict)
    assert changed.value["more"] == "words"


def test_a_start_needs_no_yaml_library() -> None:
    code = (
        "import sys; from mock_server import create_app; create_app(); "
        "print(sorted({'yaml', 'difflib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
