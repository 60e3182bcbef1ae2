"""The pytest plugin: `portone_server` for the session, `portone` as a fresh sandbox for every test.

Lives here: options, fixtures, and when a sandbox is made and dropped. May not: anything loaded before a test asks for
it (a project that never uses these fixtures pays for nothing but this file); what a failing test shows (failing.py).
"""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from mock_server.handle import SandboxHandle

    from .elsewhere import Elsewhere

_BOX = pytest.StashKey["SandboxHandle"]()
# What the sandbox of a test had to tell when its teardown failed, which is reported after the sandbox is gone.
_TOLD = pytest.StashKey[str]()
# The newest test that was given a sandbox.
_LAST = pytest.StashKey[pytest.Item]()
TITLE = "portone-mock"
pytest_plugins = ("portone_mock.contracts_options",)


class PortOneServer(Protocol):
    """A running mock, here or elsewhere."""

    @property
    def base_url(self) -> str:
        """Its address."""

    def sandbox(self, scenario: object = "empty") -> "SandboxHandle":
        """A new sandbox with random credentials."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--portone-url` and `--portone-admin-token`: use a mock that runs already."""
    group = parser.getgroup("portone-mock")
    group.addoption("--portone-url", metavar="URL", help="use the portone-mock at this address instead of starting one")
    group.addoption("--portone-admin-token", metavar="TOKEN", help="admin token of that mock, where it wants one")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and refuse options that cannot work."""
    config.addinivalue_line("markers", "portone(scenario): name or file of this test's scenario (default: empty)")
    url, token = config.getoption("--portone-url"), config.getoption("--portone-admin-token")
    if url is not None and not url.startswith(("http://", "https://")):
        raise pytest.UsageError(f"--portone-url {url}: an address begins with its scheme, such as http://{url}")
    if token is not None and url is None:
        raise pytest.UsageError("--portone-admin-token is for a mock that runs already: give its --portone-url too")


@pytest.fixture(scope="session")
def portone_server(request: pytest.FixtureRequest) -> Iterator[PortOneServer]:
    """A running mock: one for each worker process, or the one at `--portone-url`."""
    try:
        from . import MockPortOne
    except ImportError as error:
        raise _failure(str(error)) from None
    with MockPortOne() if request.config.getoption("--portone-url") is None else _elsewhere(request.config) as server:
        yield server
        # The last test's teardown ends the session too, and its sandbox is to be asked before the server is gone.
        if (last := request.config.stash.get(_LAST, None)) is not None:
            _drop(last, failed=True)


def _elsewhere(config: pytest.Config) -> "Elsewhere":
    from .elsewhere import Elsewhere, NoMockError

    url = config.getoption("--portone-url")
    try:
        return Elsewhere(url, config.getoption("--portone-admin-token"))
    except NoMockError as error:
        raise _failure(f"--portone-url {url}: {error}") from None


@pytest.fixture
def portone(portone_server: PortOneServer, request: pytest.FixtureRequest) -> "SandboxHandle":
    """A sandbox of this test's own, dropped once everything of the test has been torn down.

    `@pytest.mark.portone(scenario=…)` chooses its scenario; a file is looked for from the folder of the test's file.
    """
    from mock_server.handle import ControlError
    from mock_server.scenario import ScenarioError
    from mock_server.settings import language

    marker = request.node.get_closest_marker("portone")
    scenario = "empty" if marker is None else _scenario(marker)
    try:
        box = portone_server.sandbox(_found(scenario, request.path.parent))
    except ScenarioError as error:
        raise _failure(error.line(language(None))) from None
    except (ControlError, OSError) as error:
        line = f"the mock at {portone_server.base_url} gave no sandbox of the scenario {scenario!r}: {error}"
        raise _failure(line) from None
    request.node.stash[_BOX] = box
    request.config.stash[_LAST] = request.node
    return box


def _scenario(marker: pytest.Mark) -> Any:
    names = [*marker.args, *([marker.kwargs["scenario"]] if "scenario" in marker.kwargs else [])]
    if len(names) != 1 or set(marker.kwargs) - {"scenario"}:
        given = ", ".join([*map(repr, marker.args), *(f"{name}={value!r}" for name, value in marker.kwargs.items())])
        raise _failure(
            'the marker takes one scenario, as in @pytest.mark.portone(scenario="default"); '
            f"this test has @pytest.mark.portone({given})"
        )
    return names[0]


def _found(scenario: Any, folder: Path) -> Any:
    """The scenario with its files looked for from this folder, and named as briefly as a reader can follow."""
    from mock_server.scenario_files import is_file

    if isinstance(scenario, list | tuple):
        return [_found(part, folder) for part in scenario]
    if not is_file(scenario):
        return scenario
    path, here = folder / scenario, Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _failure(line: str) -> BaseException:
    """To be raised `from None`: a line and nothing else."""
    return pytest.fail.Exception(f"{TITLE}: {line}", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Drop the sandbox last of all: fixtures that use it are torn down before, and may fail."""
    failed = True
    try:
        result = yield
        failed = False
        return result
    finally:
        _drop(item, failed=failed)


def _drop(item: pytest.Item, *, failed: bool) -> None:
    """Drop the sandbox of a test, if it has one still; of a failed one its story is kept."""
    box = item.stash.get(_BOX, None)
    if box is None:
        return
    del item.stash[_BOX]
    if failed:
        item.stash[_TOLD] = _told_by(box)
    try:
        box.drop()
    except OSError as error:
        raise _failure(f"the mock at {box.base_url} went away while this test ran: {error}") from None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failing test shows what its sandbox was asked, and what was ordered but never happened."""
    report = yield
    if report.failed:
        box = item.stash.get(_BOX, None)
        told = item.stash.get(_TOLD, None) if box is None else _told_by(box)
        if told is not None:
            report.sections.append((TITLE, told))
    return report


def _told_by(box: "SandboxHandle") -> str:
    from .failing import lines

    try:
        return "\n".join(lines(box))
    except Exception as error:  # whatever keeps the mock from telling must not hide the failure
        return f"the mock could not be asked: {error}"
