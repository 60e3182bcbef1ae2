"""What is true of every test: which need software that this machine may lack, and what becomes of them then.

They are skipped and the summary names them; where the software is required (CI) its absence is an error.
"""

import functools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pytest

from contracts.failures import NotJudgeable
from contracts.probe.fake_time import library
from contracts.text import said
from mock_server import Settings
from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne

from . import postgresql
from .in_process import ClientFactory, MockClient
from .left_out import YARDSTICK, Cause, lines
from .window.chromium import missing_browser

NODE_FOLDER: Final = Path(__file__).parent / "node"
OLDEST_NODE: Final = 20


@functools.cache
def missing_for_node() -> str | None:
    """What keeps the tests marked node from running here, or None."""
    node = shutil.which("node")
    if node is None:
        return f"Node.js {OLDEST_NODE} or later is not installed"
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    number = re.match(r"v(\d+)", version)
    if number is None or int(number[1]) < OLDEST_NODE:
        return f"Node.js {OLDEST_NODE} or later is needed, and {node} is {version or 'silent about its version'}"
    return missing_packages(NODE_FOLDER)


def missing_packages(folder: Path) -> str | None:
    """The npm packages that package.json asks for and node_modules does not hold in that version, or None."""
    wanted: dict[str, str] = json.loads((folder / "package.json").read_bytes())["dependencies"]
    absent = [f"{name}@{version}" for name, version in wanted.items() if installed_version(folder, name) != version]
    return f"not in tests/{folder.name}/node_modules: {', '.join(absent)}" if absent else None


def installed_version(folder: Path, name: str) -> str | None:
    described = folder / "node_modules" / name / "package.json"
    return str(json.loads(described.read_bytes())["version"]) if described.is_file() else None


def missing_postgresql() -> str | None:
    if postgresql.programs() is None:
        return "PostgreSQL is not installed (its initdb and postgres were looked for)"
    return None if postgresql.somebody() else "PostgreSQL does not run as root, and there is no user postgres or nobody"


def missing_curl() -> str | None:
    return None if shutil.which("curl") else "curl is not installed"


def missing_java() -> str | None:
    return None if shutil.which("javac") else "a JDK is not installed"


# Where Debian puts them: what the Spring sample is run with instead of Spring.
JARS: Final = [
    Path("/usr/share/java", f"{name}.jar") for name in ("h2", "jackson-databind", "jackson-core", "jackson-annotations")
]


def missing_jars() -> str | None:
    absent = [jar.name for jar in JARS if not jar.is_file()]
    return missing_java() or (f"not in /usr/share/java: {', '.join(absent)}" if absent else None)


def missing_faketime() -> str | None:
    try:
        library()
    except NotJudgeable as error:
        return said(error.reason, "en")
    return None


def missing_bwrap() -> str | None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "only root can run a process as somebody else"
    absent = [name for name in ("bwrap", "setpriv") if not shutil.which(name)]
    return f"{' and '.join(absent)} not installed" if absent else None


# marker → (what is missing, in English; how to have it, in Korean and in English)
SOFTWARE: Final[dict[str, tuple[Callable[[], str | None], str, str]]] = {
    "node": (
        missing_for_node,
        "Node.js 20 이상을 설치한 다음 make node-packages",
        "install Node.js 20 or later, then: make node-packages",
    ),
    "curl": (missing_curl, "curl 설치", "install curl"),
    "postgresql": (missing_postgresql, "PostgreSQL 13 이상 설치", "install PostgreSQL 13 or later"),
    "java": (missing_java, "JDK 17 이상 설치", "install a JDK 17 or later"),
    "jars": (
        missing_jars,
        "데비안, 우분투에서 libh2-java, libjackson2-databind-java 설치",
        "on Debian or Ubuntu, install libh2-java and libjackson2-databind-java",
    ),
    "faketime": (missing_faketime, "데비안, 우분투에서 faketime 설치", "on Debian or Ubuntu, install faketime"),
    "browser": (missing_browser, "Chromium 설치(apt install chromium)", "install Chromium (apt install chromium)"),
    "bwrap": (
        missing_bwrap,
        "리눅스에서 bubblewrap을 설치하고 root로 실행",
        "on Linux, install bubblewrap and run as root",
    ),
}
CAUSES: Final = (*(Cause(marker, f"{marker}: ", ko, en) for marker, (_, ko, en) in SOFTWARE.items()), YARDSTICK)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require",
        metavar="SOFTWARE",
        # Taken out of the environment: a mock that a test starts reports PORTONE_MOCK_… names that are not its own.
        default=os.environ.pop("PORTONE_MOCK_REQUIRE", ""),
        help=f"fail instead of skipping where it is missing: {', '.join(SOFTWARE)} or all (also PORTONE_MOCK_REQUIRE)",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "curl: needs curl")
    config.addinivalue_line("markers", "java: needs a JDK 17 or later")
    config.addinivalue_line("markers", "jars: needs a JDK, and H2 and Jackson in /usr/share/java")
    config.addinivalue_line("markers", "faketime: needs libfaketime")
    config.addinivalue_line("markers", "bwrap: needs bubblewrap, and root")
    unknown = set(required(config)) - {*SOFTWARE, "all"}
    if unknown:
        raise pytest.UsageError(f"--require: {', '.join(sorted(unknown))} is not one of {', '.join(SOFTWARE)}, all")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """A worker of pytest-xdist sees the command line, but not the environment that was tidied here."""
    node.workerinput["require"] = node.config.getoption("--require")


def required(config: pytest.Config) -> list[str]:
    told_by_controller = getattr(config, "workerinput", {})
    return str(told_by_controller.get("require", config.getoption("--require"))).replace(",", " ").split()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (missing, _, how) in SOFTWARE.items():
        reason = missing() if item.get_closest_marker(marker) else None
        if reason and {marker, "all"} & set(required(item.config)):
            pytest.fail(f"{marker} is required here: {reason}; {how}", pytrace=False)
        if reason:
            pytest.skip(f"{marker}: {reason}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was left out: every skip is in it, whoever skipped."""
    told = list(lines((reason_of(report) for report in terminalreporter.getreports("skipped")), CAUSES))
    if told:
        terminalreporter.section("left out on this machine · 이 컴퓨터에서 빠진 테스트")
    for line in told:
        terminalreporter.line(line)


def reason_of(report: Any) -> str:
    """Why a test or a whole module was skipped; pytest tells it as (file, line, "Skipped: …")."""
    return str(report.longrepr[2]).removeprefix("Skipped: ")


# A running mock, for the tests that talk to one over a socket.


@pytest.fixture(scope="session")
def portone() -> Iterator[MockPortOne]:
    """A mock on a free port, one for the whole run."""
    with MockPortOne() as running:
        yield running


@pytest.fixture
def box(portone: MockPortOne) -> Iterator[SandboxHandle]:
    """A fresh sandbox of the scenario `empty`, dropped afterwards."""
    sandbox = portone.sandbox()
    yield sandbox
    sandbox.drop()


@pytest.fixture
def client() -> Iterator[ClientFactory]:
    """`client(seed=1)` -> an HTTP client of a new mock in this process, with those settings."""
    with ExitStack() as clients:
        yield lambda loaded=None, /, **settings: clients.enter_context(MockClient(Settings(**settings), loaded))
