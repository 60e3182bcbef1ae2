"""The name that users import: it offers the door, loads the server only when used, and names a clash."""

import subprocess
import sys
from pathlib import Path

import pytest

import mock_server
import portone_mock

ROOT = Path(__file__).parent.parent


def python(code: str, *, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run code with this folder before everything else on the path, as pytest does with a user's project."""
    before = f"import sys; sys.path[:0] = [{str(folder)!r}, {str(ROOT)!r}]\n"
    return subprocess.run(
        [sys.executable, "-c", before + code], capture_output=True, text=True, check=False, cwd=folder
    )


def test_what_it_offers_is_the_servers_own() -> None:
    assert sorted(portone_mock.__all__) == sorted(set(mock_server.__all__) - {"__version__"})
    assert {"MockPortOne", "SandboxHandle", "create_app"} <= set(portone_mock.__all__)
    for name in portone_mock.__all__:
        assert getattr(portone_mock, name) is getattr(mock_server, name)


@pytest.mark.parametrize("module", [portone_mock, mock_server])
def test_what_it_does_not_offer_is_not_there(module: object) -> None:
    with pytest.raises(AttributeError, match="MockPortTwo"):
        _ = module.MockPortTwo  # type: ignore[attr-defined]
    assert not hasattr(module, "httpx")


def test_importing_it_loads_nothing_of_the_server(tmp_path: Path) -> None:
    code = "import portone_mock; print(any(name.split('.')[0] in ('mock_server', 'uvicorn') for name in sys.modules))"
    assert python(code, folder=tmp_path).stdout == "False\n"


def test_importing_the_server_loads_its_version_only(tmp_path: Path) -> None:
    code = "import mock_server; print(sorted(name for name in sys.modules if name.startswith('mock_server')))"
    assert python(code, folder=tmp_path).stdout == "['mock_server', 'mock_server.version']\n"


@pytest.mark.parametrize("kind", ["folder", "package", "module"])
def test_a_mock_server_of_somebody_else_is_named_in_one_line(tmp_path: Path, kind: str) -> None:
    if kind == "module":
        (tmp_path / "mock_server.py").write_text("x = 1\n")
    else:
        (tmp_path / "mock_server").mkdir()
        # A folder without __init__.py loses to ours on the path, so it is made the only one.
        (tmp_path / "mock_server" / ("__init__.py" if kind == "package" else "handlers.py")).write_text("x = 1\n")
    code = "import portone_mock\n"
    if kind == "folder":
        code += f"import types; m = types.ModuleType('mock_server'); m.__path__ = [{str(tmp_path / 'mock_server')!r}]\n"
        code += "sys.modules['mock_server'] = m\n"
    code += "try:\n  portone_mock.MockPortOne\nexcept ImportError as error:\n  print(error)"
    done = python(code, folder=tmp_path)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    assert str(tmp_path / "mock_server") in done.stdout
    assert "hides the package mock_server of portone-mock" in done.stdout


def test_their_own_mock_server_still_works_beside_it(tmp_path: Path) -> None:
    (tmp_path / "mock_server.py").write_text("answer = 42\n")
    done = python("import portone_mock, mock_server; print(mock_server.answer)", folder=tmp_path)
    assert done.stdout == "42\n"
