"""Running what the documents show: shell, Python, pytest files and JavaScript, each against a mock of its own.

Lives here: how a block is run. May not: what it should print (`comparing`). A block has to work when it is pasted
alone, so nothing is carried from one to the next but the files that the page names above it, and the address, which
the mock here has a free port for.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from mock_server import MockPortOne
from tests.docs.pages import ROOT, Block

SHOWN_URL: Final = "http://localhost:8585"
RUNNABLE: Final = ("sh", "python", "js")
PLUGIN: Final = "portone_mock.pytest_plugin"
# The commands of an installation, and the modules that are behind them.
COMMANDS: Final = {"portone-mock": "mock_server", "portone-contracts": "contracts", "pytest": "pytest"}
# Shown as what the block before them prints.
PRINTED: Final = ("json", "text", "dotenv", "yaml")
_NODE_MODULES: Final = ROOT / "tests" / "node" / "node_modules"
_PYTEST_FILE: Final = re.compile(r"# (test_\w+\.py)\n")


def output_of(block: Block, folder: Path, files: Iterable[Block] = ()) -> str:
    """What the block prints beside these files, with the mock's address put back to the one that is shown.

    AssertionError if it fails.
    """
    for each in files:
        lay(each, folder)
    with MockPortOne() as mock:
        text = block.text.replace(SHOWN_URL, mock.base_url)
        ran = subprocess.run(
            _command(block.language, text, folder),
            cwd=folder,
            env=_environment(folder, mock.base_url if "portone-mock exec" not in block.text else None),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        printed = ran.stdout.replace(mock.base_url, SHOWN_URL)
    assert ran.returncode == 0, f"{block.name} ended with {ran.returncode}:\n{printed}\n{ran.stderr}"
    return printed


def lay(file: Block, folder: Path) -> None:
    """Write the file that a block shows."""
    assert file.file is not None
    path = folder / file.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(file.text, encoding="utf-8")


def _command(language: str, text: str, folder: Path) -> list[str]:
    (folder / "node_modules").symlink_to(_NODE_MODULES)
    if language == "sh":
        return ["sh", "-eu", "-c", text]
    if language == "js":
        (folder / "snippet.mjs").write_text(text, encoding="utf-8")
        return ["node", "snippet.mjs"]
    pytest_file = _PYTEST_FILE.match(text)
    (folder / (pytest_file[1] if pytest_file else "snippet.py")).write_text(text, encoding="utf-8")
    if pytest_file:
        (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        return [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", pytest_file[1]]
    return [sys.executable, "snippet.py"]


def commands(folder: Path) -> Path:
    """A folder for the path, with the commands of an installation."""
    made = folder / "bin"
    made.mkdir(exist_ok=True)
    for name, module in COMMANDS.items():
        command = made / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n', encoding="utf-8")
        command.chmod(0o755)
    return made


def _environment(folder: Path, base_url: str | None) -> Mapping[str, str]:
    """This process's, with the commands of a checkout on the path and the mock's port for `portone-mock`.

    No port for a command that brings a mock of its own.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PORTONE_", "PYTEST_"))}
    return {
        **inherited,
        "PATH": f"{commands(folder)}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
        # Nobody's plugins but ours are needed, and loading the others of this environment takes seconds.
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_PLUGINS": PLUGIN,
        **({"PORTONE_MOCK_PORT": base_url.rpartition(":")[2]} if base_url else {}),
    }
