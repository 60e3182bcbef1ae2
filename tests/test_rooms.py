"""The rooms' walls: who may import whom, and which outside names each module may use.

Every rule reads source and runs none of it; each is shown to fail on a made-up module before it judges the real ones.
"""

import graphlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.import_walk import COMPUTED, Import, Module, modules_of, read

ROOT: Final = Path(__file__).resolve().parents[1]
ROOMS: Final = ("mock_server", "contracts", "client")
# The door that users import: it may open onto the server, and onto nothing else.
DOOR: Final = "portone_mock"
NEIGHBOURS: Final = {*ROOMS, DOOR, "tests", "fixtures"}

# What a pure module can need. Nothing here reads a clock, a file, a socket, the environment or a random number.
PURE: Final = {
    "__future__", "abc", "base64", "binascii", "bisect", "calendar", "collections", "copy", "dataclasses", "datetime",
    "decimal", "difflib", "enum", "fnmatch", "fractions", "functools", "hashlib", "heapq", "hmac", "ipaddress",
    "itertools", "json", "math", "msgspec", "operator", "re", "string", "struct", "textwrap", "types", "typing",
    "unicodedata", "urllib.parse",
}  # fmt: skip
ASKING_THE_TIME: Final = (
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.gmtime",
    "time.localtime",
    "time.ctime",
)
# The service's, the probe's, and that of the sign-up backend, which is a process of its own.
CLOCKS: Final = ("mock_server.clock", "contracts.probe.clock", "client.signup.clock")
READING_THE_ENVIRONMENT: Final = ("os.environ", "os.environb", "os.getenv", "os.getenvb")
PRINTING: Final = ("print", "pprint.pprint", "click.echo", "click.secho", "click.echo_via_pager", "sys.stdout")
RUNNING_TEXT: Final = ("eval", "exec", "sys.modules", "sys.path")
TOUCHING_THE_WORLD: Final = (*ASKING_THE_TIME, "open", "input", "print")

Rule = Callable[[Module], Iterator[str]]


def _within(name: str, names: tuple[str, ...] | set[str]) -> bool:
    return any(name == other or name.startswith(f"{other}.") for other in names)


def _is_command_line(module: Module) -> bool:
    last = module.name.rpartition(".")[2]
    return last in {"cli", "__main__"} or last.endswith("_command")


def _is_pure(module: Module) -> bool:
    return _within(module.name, ("mock_server.domain",))


def each_room_is_an_island(module: Module) -> Iterator[str]:
    allowed = {module.room, "mock_server"} if module.room == DOOR else {module.room}
    for one in module.imports:
        if _within(one.target, NEIGHBOURS - allowed):
            yield f"{_place(module, one)} imports {one.target}: rooms share HTTP and data, never imports"
        if one.target == COMPUTED:
            yield f"{_place(module, one)} imports a computed name: write the name out, so that it can be judged"


def inside_a_room_imports_are_relative(module: Module) -> Iterator[str]:
    for one in module.imports:
        if _within(one.target, {module.room}) and not one.relative:
            yield f"{_place(module, one)} imports {one.target}: inside a room write it relative (from . import …)"


def the_domain_is_pure(module: Module) -> Iterator[str]:
    if not _is_pure(module):
        return
    for one in module.imports:
        if not _within(one.target, PURE | {"mock_server.domain"}):
            yield f"{_place(module, one)} imports {one.target}: the domain takes time, chance and I/O as arguments"
    yield from _uses(module, TOUCHING_THE_WORLD, "the domain takes the time and all text as arguments")


def only_the_clock_asks_the_time(module: Module) -> Iterator[str]:
    if module.name not in CLOCKS:
        yield from _uses(module, ASKING_THE_TIME, "take the time from the clock module, or as an argument")


def only_settings_read_the_environment(module: Module) -> Iterator[str]:
    if not module.name.endswith(".settings"):
        yield from _uses(module, READING_THE_ENVIRONMENT, "only the settings module reads the environment")


def only_command_lines_print(module: Module) -> Iterator[str]:
    if not _is_command_line(module):
        yield from _uses(module, PRINTING, "only command line modules print (cli, __main__, …_command)")


def nothing_runs_text_or_rewires_imports(module: Module) -> Iterator[str]:
    yield from _uses(module, RUNNING_TEXT, "no import may hide from this test")


def _uses(module: Module, names: tuple[str, ...], instead: str) -> Iterator[str]:
    for use in module.uses:
        if _within(use.name, names):
            yield f"{module.name}:{use.line} uses {use.name}: {instead}"


def _place(module: Module, one: Import) -> str:
    return f"{module.name}:{one.line}"


def cycle_in(modules: list[Module]) -> list[str]:
    """The modules that need each other to be imported first, in order; empty if there is no such ring."""
    names = {module.name for module in modules}
    graph = {module.name: _needed_first(module, names) for module in modules}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        ring: list[str] = error.args[1]
        return ring
    return []


def _needed_first(module: Module, names: set[str]) -> set[str]:
    # `from . import x` needs the module x where there is one, else the package that defines x.
    found = {
        one.target if one.target in names else one.target.rpartition(".")[0] for one in module.imports if one.at_start
    }
    return found & names


RULES: Final[dict[str, Rule]] = {
    rule.__name__: rule
    for rule in (
        each_room_is_an_island,
        inside_a_room_imports_are_relative,
        the_domain_is_pure,
        only_the_clock_asks_the_time,
        only_settings_read_the_environment,
        only_command_lines_print,
        nothing_runs_text_or_rewires_imports,
    )
}


@pytest.fixture(scope="module")
def rooms() -> dict[str, list[Module]]:
    return {room: modules_of(ROOT / room) for room in (*ROOMS, DOOR)}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("room", ROOMS)
def test_every_module_keeps_the_rule(rooms: dict[str, list[Module]], room: str, rule: str) -> None:
    assert [broken for module in rooms[room] for broken in RULES[rule](module)] == []


def test_the_door_opens_onto_the_server_only(rooms: dict[str, list[Module]]) -> None:
    assert [broken for module in rooms[DOOR] for broken in each_room_is_an_island(module)] == []


@pytest.mark.parametrize("room", [*ROOMS, DOOR])
def test_no_module_needs_itself_to_be_imported_first(rooms: dict[str, list[Module]], room: str) -> None:
    assert " → ".join(cycle_in(rooms[room])) == ""


def test_the_walk_reaches_every_room_and_the_domain(rooms: dict[str, list[Module]]) -> None:
    """A walk that finds nothing would keep every rule."""
    assert all(rooms.values())
    assert any(_is_pure(module) for module in rooms["mock_server"])


def test_what_the_domain_may_import_is_the_standard_library_and_msgspec() -> None:
    tops = {name.partition(".")[0] for name in PURE}
    assert tops - sys.stdlib_module_names == {"msgspec"}
    assert tops.isdisjoint({"asyncio", "io", "os", "pathlib", "random", "secrets", "socket", "sys", "time", "uuid"})


CROSSINGS = [
    "import contracts",
    "import contracts.judge as judge",
    "from client import tokens",
    "from tests import conftest",
    "import fixtures.people",
    "def late():\n    import client",
    "if TYPE_CHECKING:\n    from client import tokens",
    "try:\n    import client\nexcept ImportError:\n    pass",
    "import importlib\nimportlib.import_module('contracts.judge')",
    "import importlib as il\nil.import_module(name='contracts')",
    "from importlib import import_module as load\nload('client')",
    "import importlib.util\nimportlib.util.find_spec('client')",
    "from importlib.resources import files\nfiles('fixtures')",
    "import runpy\nrunpy.run_module('contracts')",
    "import pkgutil\npkgutil.resolve_name('client:Client')",
    "__import__('client')",
    "import builtins\nbuiltins.__import__('client')",
    "import importlib\nimportlib.import_module('con' + 'tracts')",
    "import importlib\nname = 'client'\nimportlib.import_module(f'{name}')",
    "from portone_mock import MockPortOne",
]

BROKEN: list[tuple[str, str, str]] = [
    *[("each_room_is_an_island", "mock_server.app", source) for source in CROSSINGS],
    ("each_room_is_an_island", "contracts.judge", "import mock_server"),
    ("each_room_is_an_island", "client.tokens", "from mock_server.app import create_app"),
    ("each_room_is_an_island", "portone_mock.pytest_plugin", "import contracts"),
    ("inside_a_room_imports_are_relative", "mock_server.app", "from mock_server.clock import Clock"),
    ("inside_a_room_imports_are_relative", "mock_server.app", "import mock_server.clock"),
    ("inside_a_room_imports_are_relative", "client.a", "import importlib\nimportlib.import_module('client.b')"),
    *[
        ("the_domain_is_pure", "mock_server.domain.people", f"import {name}")
        for name in ("starlette", "uvicorn", "asyncio", "os", "time", "random", "secrets", "socket", "pathlib", "yaml")
    ],
    ("the_domain_is_pure", "mock_server.domain.people", "from ..clock import Clock"),
    ("the_domain_is_pure", "mock_server.domain.people", "from urllib import request"),
    ("the_domain_is_pure", "mock_server.domain.people", "import importlib\nimportlib.import_module('..clock')"),
    ("the_domain_is_pure", "mock_server.domain.people", "open('people.yaml')"),
    *[
        ("the_domain_is_pure", "mock_server.domain.ages", source)
        for source in (
            "from datetime import datetime, UTC\ndatetime.now(UTC)",
            "from datetime import datetime as dt\nnow = dt.utcnow",
            "import datetime\ndatetime.datetime.today()",
            "from datetime import date\ndef f(): return date.today().year",
        )
    ],
    ("only_the_clock_asks_the_time", "mock_server.journal", "import time\ntime.time()"),
    ("only_the_clock_asks_the_time", "client.clock", "from datetime import UTC, datetime\ndatetime.now(UTC)"),
    ("only_the_clock_asks_the_time", "mock_server.journal", "from time import time_ns"),
    ("only_the_clock_asks_the_time", "mock_server.store.clock", "import datetime as d\nd.datetime.now(d.UTC)"),
    ("only_settings_read_the_environment", "mock_server.app", "import os\nos.environ['A']"),
    ("only_settings_read_the_environment", "mock_server.app", "import os\nos.environ.get('A')"),
    ("only_settings_read_the_environment", "contracts.app", "from os import getenv"),
    ("only_command_lines_print", "mock_server.app", "print('hello')"),
    ("only_command_lines_print", "mock_server.app", "import click\nclick.echo('hello')"),
    ("only_command_lines_print", "client.tokens", "from sys import stdout\nstdout.write('hello')"),
    ("nothing_runs_text_or_rewires_imports", "client.tokens", "exec('import contracts')"),
    ("nothing_runs_text_or_rewires_imports", "client.tokens", "import sys\nsys.modules['contracts']"),
]


@pytest.mark.parametrize(("rule", "name", "source"), BROKEN)
def test_a_module_that_breaks_a_rule_is_found(rule: str, name: str, source: str) -> None:
    assert list(RULES[rule](read(source, name)))


KEPT: list[tuple[str, str, bool]] = [
    ("mock_server", "from . import app\nfrom .store import memory", True),
    ("mock_server.store.memory", "from ..clock import Clock\nfrom .sandbox import Sandbox", False),
    ("mock_server.app", "import contractsy, clients\nfrom importlib.resources import files\nfiles(__package__)", False),
    ("mock_server.domain.people", "import msgspec\nfrom urllib.parse import quote\nfrom . import ages", False),
    ("mock_server.domain.people", "from datetime import date\ndate(2026, 1, 1)\nclock.now()", False),
    ("mock_server.clock", "import time\ntime.time_ns()", False),
    ("client.signup.clock", "from datetime import UTC, datetime\ndatetime.now(UTC)", False),
    ("mock_server.journal", "import time\ntime.perf_counter()", False),
    ("mock_server.settings", "import os\nos.environ.get('A')", False),
    ("mock_server.cli", "import click\nclick.echo('hello')\nprint()", False),
    ("mock_server.app", "import re\nre.compile('a').sub('print', 'eval')\nself.print()", False),
    ("portone_mock", "from importlib import import_module\nimport_module('mock_server.embedding')", True),
]


@pytest.mark.parametrize(("name", "source", "is_package"), KEPT)
def test_a_module_that_keeps_the_rules_is_left_alone(name: str, source: str, is_package: bool) -> None:
    module = read(source, name, is_package=is_package)
    assert [broken for rule in RULES.values() for broken in rule(module)] == []


def test_a_ring_of_imports_is_found() -> None:
    modules = [
        read("from .b import b", "client.a"),
        read("from . import c", "client.b"),
        read("from .a import a", "client.c"),
    ]
    assert set(cycle_in(modules)) == {"client.a", "client.b", "client.c"}


def test_a_package_that_is_asked_for_a_name_it_defines_is_part_of_a_ring() -> None:
    modules = [read("from .a import a", "client", is_package=True), read("from . import __version__", "client.a")]
    assert set(cycle_in(modules)) == {"client", "client.a"}


@pytest.mark.parametrize("source", ["def late():\n    from .a import a", "if TYPE_CHECKING:\n    from .a import a"])
def test_an_import_that_waits_makes_no_ring(source: str) -> None:
    assert cycle_in([read("from .b import b", "client.a"), read(source, "client.b")]) == []


@pytest.mark.parametrize(
    ("name", "source", "target"),
    [
        ("a.b.c", "from . import d", "a.b.d"),
        ("a.b.c", "from ..d import e", "a.d.e"),
        ("a.b.c", "from .d import *", "a.b.d"),
        ("a.b.c", "import importlib\nimportlib.import_module('.d', __package__)", "a.b.d"),
        ("a.b.c", "import importlib\nimportlib.import_module('..d', package=__package__)", "a.d"),
    ],
)
def test_a_relative_import_is_resolved_from_the_module_that_has_it(name: str, source: str, target: str) -> None:
    found = [one for one in read(source, name).imports if one.relative]
    assert [one.target for one in found] == [target]
