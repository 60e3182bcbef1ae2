"""The version: said in one place, and found there by the build."""

import re
import tomllib
from pathlib import Path

import mock_server
from mock_server import version

ROOT = Path(__file__).parent.parent


def test_the_build_finds_the_version_where_it_looks() -> None:
    source = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["version"]
    found = re.search(source["pattern"], (ROOT / source["path"]).read_text("utf-8"))
    assert found is not None
    assert found["version"] == version.VERSION == mock_server.__version__


def test_the_version_is_one_that_installers_take() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", version.VERSION)
