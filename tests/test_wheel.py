"""What is published: the wheel is built from a copy of the checkout, opened, installed on its own, and run."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
NOT_SOURCE: Final = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache", ".hypothesis")


def run(*arguments: str | Path, cwd: Path, **environment: str) -> str:
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    checkout = tmp_path_factory.mktemp("checkout") / "portone-mock"
    shutil.copytree(ROOT, checkout, ignore=NOT_SOURCE)
    run("-m", "hatchling", "build", "-t", "wheel", "-d", "made", cwd=checkout)
    (made,) = (checkout / "made").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[PurePosixPath]:
    with zipfile.ZipFile(wheel) as archive:
        return [PurePosixPath(name) for name in archive.namelist()]


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the installed wheel; what it depends on comes from the environment of the tests."""
    target = tmp_path_factory.mktemp("site")
    options = ("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
    run("-m", "pip", "install", *options, "--target", target, wheel, cwd=target)
    return target


def test_the_top_level_names_are_the_three_packages(names: list[PurePosixPath]) -> None:
    tops = {name.parts[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"portone_mock", "mock_server", "contracts"}
    assert len(tops) == 4


def test_every_package_says_that_it_is_typed(names: list[PurePosixPath]) -> None:
    typed = {name.parts[0] for name in names if name.name == "py.typed"}
    assert typed == {"portone_mock", "mock_server", "contracts"}


def test_the_data_of_the_server_is_all_in_it(names: list[PurePosixPath]) -> None:
    carried = {
        name.relative_to("mock_server/_fixtures") for name in names if name.parts[:2] == ("mock_server", "_fixtures")
    }
    kept = (path for folder in ("people", "scenarios", "law") for path in (ROOT / "fixtures" / folder).rglob("*.*"))
    files = {PurePosixPath(path.relative_to(ROOT / "fixtures").as_posix()) for path in kept}
    assert carried == {*files, PurePosixPath("prepared.json")}
    assert {name.parts[0] for name in files} == {"people", "scenarios", "law"}


def test_the_judge_has_its_own_copy_of_the_law(names: list[PurePosixPath]) -> None:
    carried = {name.name for name in names if name.parts[:2] == ("contracts", "_fixtures")}
    assert carried == {"openapi.yaml", "known-differences.yaml", "known-differences-2023.yaml"}


def test_what_browsers_load_is_in_it(names: list[PurePosixPath]) -> None:
    files = {
        path.name for path in (ROOT / "mock_server" / "browser").iterdir() if path.suffix in (".js", ".css", ".html")
    }
    assert {"browser-sdk.js", "window.js"} <= files
    assert {name.name for name in names if name.parent.as_posix() == "mock_server/browser"} >= files


def test_what_the_console_is_made_with_is_in_it_and_the_licence_of_what_is_not_ours(names: list[PurePosixPath]) -> None:
    carried = {name.name for name in names if name.parent.as_posix() == "mock_server/console"}
    assert {"console.css", "console.js", "htmx.min.js", "htmx.LICENSE.txt"} <= carried


def test_every_module_of_the_checkout_is_in_it(names: list[PurePosixPath]) -> None:
    packages = (ROOT / package for package in ("portone_mock", "mock_server", "contracts"))
    modules = {
        PurePosixPath(path.relative_to(ROOT).as_posix()) for package in packages for path in package.rglob("*.py")
    }
    assert {name for name in names if name.suffix == ".py"} == modules


def test_the_installed_command_runs_outside_the_checkout(site: Path, wheel: Path, tmp_path: Path) -> None:
    said = run("-m", "mock_server", "--version", cwd=tmp_path, PYTHONPATH=str(site))
    assert wheel.name.split("-")[1] in said


@pytest.mark.parametrize("package", ["portone_mock", "mock_server", "contracts"])
def test_what_runs_is_the_installed_package(site: Path, tmp_path: Path, package: str) -> None:
    """Otherwise the checkout, which the tests' environment points to, would answer in its place."""
    where = run("-c", f"import {package}; print({package}.__file__)", cwd=tmp_path, PYTHONPATH=str(site))
    assert Path(where.strip()).is_relative_to(site)


def test_the_installed_server_finds_its_data_in_itself(site: Path, tmp_path: Path) -> None:
    source = "from mock_server.resources import fixture; print(fixture('people'))"
    assert Path(run("-c", source, cwd=tmp_path, PYTHONPATH=str(site)).strip()) == site / "mock_server/_fixtures/people"
