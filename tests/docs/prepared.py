"""`fixtures/prepared.json`: the documents that every start reads, as the server's own reader reads them.

Lives here: which documents, and the text of that file. May not: any reading of its own.
"""

import json
from pathlib import Path
from typing import Final

from mock_server import prepared
from mock_server.documents import read
from tests.docs.pages import ROOT

FIXTURES: Final = ROOT / "fixtures"
FILE: Final = FIXTURES / prepared.FILE
SOURCES: Final = (
    *sorted((FIXTURES / "people").glob("*.yaml")),
    *(FIXTURES / "scenarios" / f"{name}.yaml" for name in ("default", "empty")),
)


def content() -> str:
    """What has to be in the file: one line a document."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in SOURCES}
    trees = {prepared.hash_of(text): read(text, name).value for name, text in texts.items()}
    lines = (f"{json.dumps(key)}: {json.dumps(tree, ensure_ascii=False)}" for key, tree in trees.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def write(file: Path = FILE) -> list[Path]:
    """Bring the file up to date; the file, if it changed."""
    new = content()
    if file.is_file() and file.read_text(encoding="utf-8") == new:
        return []
    file.write_text(new, encoding="utf-8")
    return [file]
