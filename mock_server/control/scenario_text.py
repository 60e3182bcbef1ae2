"""A scenario as the text of a file: /_mock/scenario and /_mock/scenario/check.

Lives here: writing the sandbox's world, loading a text, checking one. May not: the file (scenario_writing.py), what a
scenario means (scenario/).
"""

import asyncio
import re
from typing import Any, Final

import msgspec

from ..answer import Answer, Headers, of_json
from ..call import Call
from ..domain.errors import Refusal
from ..domain.text import Text
from ..domain.wording import wrong
from ..mock import Mock
from ..scenario import Scenario, ScenarioError, load_text
from ..scenario_writing import written_scenario
from ..store.sandbox import Sandbox
from .chosen_scenario import channels_refused, refused, require_wire
from .endpoint import ControlCall
from .sandboxes import shown_sandbox

# As a sandbox's state may have: a text is about as long.
LARGEST: Final = 16 << 20
_LONGEST_NAME: Final = 100
_UNNAMED: Final = "edited"
_A_TEXT: Final = Text("시나리오 파일의 내용(YAML)", "the text of a scenario file (YAML)")
_YAML: Final[Headers] = (
    (b"content-type", b"application/yaml; charset=utf-8"),
    (b"content-disposition", b'attachment; filename="scenario.yaml"'),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)
_PLACE: Final = re.compile(r".*:(\d+):(\d+)", re.DOTALL)
_HOST: Final = re.compile(rb"[A-Za-z0-9._:\[\]-]{1,260}")


async def get_text(control: ControlCall) -> Answer:
    """The present world as a scenario file; what a scenario cannot carry is said in its first lines."""
    return await text_answer(control.mock, await control.sandbox(), control.call)


async def text_answer(mock: Mock, sandbox: Sandbox, call: Call) -> Answer:
    """The file of that sandbox, as a download; its schema is at the address by which it was asked for."""
    schema = f"{_base_url(mock, call).rstrip('/')}/_mock/scenario.schema.json"
    return Answer(200, (await written_scenario(sandbox, schema)).encode(), headers=_YAML)


async def put_text(control: ControlCall) -> Answer:
    """`{"text", "name"?}`: load that scenario; a reset then returns to it. The sandbox, as it is now."""
    sandbox = await control.sandbox()
    name, text = await _members(control)
    try:
        scenario = await _read(name, text)
    except ScenarioError as error:
        raise refused(error, "text") from None
    require_wire(control, scenario)
    try:
        await control.mock.sandboxes.load(sandbox, scenario)
    except ValueError as error:
        raise channels_refused(error) from None
    return of_json(shown_sandbox(sandbox))


async def check_text(control: ControlCall) -> Answer:
    """`{"text", "name"?}` -> `{"name", "description", "problem"}`; `problem` null where it could be loaded.

    A problem is `{"line", "column", "message": {"ko", "en"}, "received", "nearest", "known"}`.
    """
    await control.sandbox()
    name, text = await _members(control)
    try:
        scenario = await _read(name, text)
        require_wire(control, scenario)
    except ScenarioError as error:
        return of_json({"name": name, "description": None, "problem": problem_of(error)})
    except Refusal as refusal:
        return of_json({"name": name, "description": None, "problem": _problem(Text(refusal.ko, refusal.why))})
    return of_json({"name": name, "description": msgspec.to_builtins(scenario.description), "problem": None})


async def _read(name: str, text: str) -> Scenario:
    """The scenario in the text, read in a thread: others are answered while a long one is read."""
    return await asyncio.to_thread(load_text, text, name=name, source=name)


def problem_of(error: ScenarioError) -> dict[str, Any]:
    """What is wrong, as data; line and column count from 1 and are null where there is no place in the text."""
    place = _PLACE.fullmatch(error.at or "")
    line, column = (int(place[1]), int(place[2])) if place else (None, None)
    return _problem(error.text) | {
        "line": line,
        "column": column,
        "received": error.received,
        "nearest": error.nearest,
        "known": list(error.known),
    }


def _problem(text: Text) -> dict[str, Any]:
    message = msgspec.to_builtins(text)
    return {"line": None, "column": None, "message": message, "received": None, "nearest": None, "known": []}


async def _members(control: ControlCall) -> tuple[str, str]:
    """Name and text."""
    await control.call.body(LARGEST)
    members = await control.members("name", "text")
    name, text = members.get("name", _UNNAMED), members.get("text")
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise wrong("name", name, f"1 to {_LONGEST_NAME} printable characters")
    if not isinstance(text, str):
        raise wrong("text", text, _A_TEXT)
    return name, text


def _base_url(mock: Mock, call: Call) -> str:
    host = call.headers.get(b"host", b"")
    named = f"http://{host.decode('ascii')}" if _HOST.fullmatch(host) else "http://localhost:8585"
    return mock.settings.public_url or named
