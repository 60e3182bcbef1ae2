"""The pytest plugin: `portone_server` for the session, `portone` as a fresh sandbox for every test.

Lives here: fixtures, options and what a failing test shows. May not: anything loaded before a test asks for it; a
project that never uses these fixtures pays for nothing but this file.
"""

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from mock_server.handle import SandboxHandle

SHOWN_ROWS = 20


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
    """Make the marker known."""
    config.addinivalue_line("markers", "portone(scenario): the scenario of this test's sandbox (default: empty)")


@pytest.fixture(scope="session")
def portone_server(request: pytest.FixtureRequest) -> Iterator[PortOneServer]:
    """A running mock: one for each worker process, or the one at `--portone-url`."""
    url = request.config.getoption("--portone-url")
    if url is not None:
        elsewhere = _Elsewhere(url, request.config.getoption("--portone-admin-token"))
        yield elsewhere
        elsewhere.close()
        return
    from . import MockPortOne

    with MockPortOne() as server:
        yield server


@pytest.fixture
def portone(portone_server: PortOneServer, request: pytest.FixtureRequest) -> Iterator["SandboxHandle"]:
    """A sandbox of this test's own, dropped afterwards; `@pytest.mark.portone(scenario=…)` chooses its scenario."""
    marker = request.node.get_closest_marker("portone")
    box = portone_server.sandbox(_scenario(marker) if marker is not None else "empty")
    yield box
    box.drop()


def _scenario(marker: pytest.Mark) -> Any:
    names = [*marker.args, *([marker.kwargs["scenario"]] if "scenario" in marker.kwargs else [])]
    if len(names) != 1 or set(marker.kwargs) - {"scenario"}:
        raise pytest.UsageError(
            f'@pytest.mark.portone takes one scenario, as in @pytest.mark.portone(scenario="default"); got {marker}'
        )
    return names[0]


class _Elsewhere:
    """A mock that somebody else started."""

    def __init__(self, base_url: str, admin_token: str | None) -> None:
        from mock_server.handle import ControlClient

        self._client = ControlClient(base_url, admin_token=admin_token)
        self.base_url = self._client.base_url

    def sandbox(self, scenario: object = "empty") -> "SandboxHandle":
        return self._client.create_sandbox(scenario)

    def close(self) -> None:
        self._client.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failing test shows what its sandbox was asked, and what was ordered but never happened."""
    report = yield
    box = getattr(item, "funcargs", {}).get("portone")
    if report.when == "call" and report.failed and box is not None and hasattr(box, "api_secret"):
        try:
            report.sections.append(("portone-mock", "\n".join(_lines(box))))
        except Exception as error:  # whatever keeps the mock from telling must not hide the failure
            report.sections.append(("portone-mock", f"the mock could not be asked: {error}"))
    return report


def _lines(box: "SandboxHandle") -> Iterator[str]:
    rows = box.requests()
    yield f"{len(rows)} requests" + (f", the newest {SHOWN_ROWS} of them" if len(rows) > SHOWN_ROWS else "")
    for row in reversed(rows[:SHOWN_ROWS]):
        told = f"{row['n']} {row['method']} {row['path']} -> {row['status']} {row['errorType'] or ''}".rstrip()
        yield told + (f"\n    {row['why']}" if row["why"] else "")
    for entry in box.ordered():
        yield f"ordered and not used: {entry}"
    for fault in box.faults():
        if fault["fired"] == 0:
            yield f"never fired: {fault['fault']} {fault['match'] or ''}".rstrip()
