"""Where scenarios come from: by name, from a file, inline; and what each of them extends.

Lives here: finding and reading one scenario's members as they stand. May not: what members mean.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .. import documents
from ..domain.nearest import nearest
from ..domain.text import Text, particle
from ..resources import fixture
from ..scenario_files import is_file
from .errors import At, Place, ScenarioError, of_document
from .keys import KEYS


class Part(NamedTuple):
    """One scenario as it was given: its members, and where each of them stands."""

    name: str
    source: str
    members: Mapping[str, Any]
    place: Place
    # The file it was read from.
    file: Path | None = None


@cache
def shipped() -> Mapping[str, Path]:
    """The scenarios that come with the package, by name."""
    return {path.stem: path for path in sorted(fixture("scenarios").glob("*.yaml"))}


def source_of(name_or_file: str) -> str:
    """The text of a scenario that can be loaded by that name or file."""
    return shipped().get(name_or_file, Path(name_or_file)).read_text(encoding="utf-8")


def inline(members: Mapping[str, Any]) -> Part:
    """A scenario that came as it is."""
    return Part("inline", "inline", members, _inline_place)


def _inline_place(path: documents.Path, /, *, at_key: bool = False) -> str:
    return "scenario" + "".join(f".{part}" for part in path)


def lineage(part: Part, *, files: bool) -> list[Part]:
    """What this scenario extends, the furthest first, and itself; ScenarioError for a circle and for what is not there.

    Where `files` is false only what ships can be extended: a call must not read this machine's files.
    """
    line = [part]
    while (extended := line[-1].members.get("extends")) is not None:
        before = _extended(extended, line[-1], files=files)
        if any(before.file is not None and before.file == other.file for other in line):
            circle = " → ".join(other.name for other in (*line, before))
            raise _at_extends(line[-1]).flaw(
                f"extends가 제자리로 돌아옵니다: {circle}", f"extends goes in a circle: {circle}"
            )
        line.append(before)
    return line[::-1]


def _at_extends(part: Part) -> At:
    return At(part.place, ("extends",))


def _extended(name: object, part: Part, *, files: bool) -> Part:
    at = _at_extends(part)
    if not isinstance(name, str) or not name:
        raise at.wrong(name, Text("시나리오 하나의 이름이나 파일", "the name or file of one scenario"))
    if name in shipped():
        return read(name)
    if not files:
        raise at.unknown(name, shipped(), Text("시나리오", "scenario"))
    beside = part.file.parent if part.file is not None else Path()
    if not is_file(name):
        raise _without_its_path(name, beside, at) or at.unknown(name, shipped(), Text("시나리오", "scenario"))
    try:
        return read_file(beside / name)
    except ScenarioError as error:
        if error.at is None:
            raise at.flaw(error.text.ko, error.text.en) from None
        raise


def _without_its_path(name: str, folder: Path, at: At) -> ScenarioError | None:
    """What is wrong where a file of that name lies there: it takes its path."""
    path = next((f"./{name}{ending}" for ending in (".yaml", ".yml") if (folder / f"{name}{ending}").is_file()), None)
    if path is None:
        return None
    return at.flaw(
        f"{particle(repr(name), '이라는/라는')} 시나리오는 없습니다. "
        f"옆에 있는 파일이면 {particle(path, '으로/로')} 적으세요",
        f"there is no scenario {name!r}; the file beside this one is given as {path}",
        nearest=path,
        known=shipped(),
    )


def read(name_or_file: str) -> Part:
    """The scenario of that name, or in that file when the name has a dot or a slash in it."""
    path = shipped().get(name_or_file)
    if path is not None:
        return read_file(path)
    if not is_file(name_or_file):
        raise _unknown_name(name_or_file)
    return read_file(Path(name_or_file))


def read_file(path: Path) -> Part:
    """The scenario in a file."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ScenarioError(
            Text(
                f"시나리오 파일 {particle(path, '을/를')} 읽을 수 없습니다: {error.strerror}",
                f"the scenario file {path} cannot be read: {error.strerror}",
            )
        ) from None
    except UnicodeDecodeError as error:
        raise _not_utf8(path, error) from None
    return read_text(text, path.stem, str(path))._replace(file=path.resolve())


def read_text(text: str, name: str, source: str) -> Part:
    """The scenario in a text; `source` is what places in it are told with."""
    try:
        document = documents.load(text, source)
    except documents.DocumentError as error:
        raise of_document(error) from None
    members = {} if document.value is None else document.value
    if not isinstance(members, Mapping):
        keys = ", ".join(KEYS)
        raise At(document.place).flaw(
            f"시나리오는 이런 키의 묶음입니다: {keys}", f"a scenario is a mapping with the keys {keys}", known=KEYS
        )
    return Part(name, source, members, document.place)


def _not_utf8(path: Path, error: UnicodeDecodeError) -> ScenarioError:
    before = error.object[: error.start]
    line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
    return ScenarioError(
        Text(
            f"시나리오 파일 {particle(path, '은/는')} UTF-8이 아닙니다. UTF-8로 저장하세요",
            f"the scenario file {path} is not UTF-8 text; save it as UTF-8",
        ),
        at=f"{path}:{line}:{column}",
    )


def _unknown_name(name: str) -> ScenarioError:
    near, known = nearest(name, shipped()), ", ".join(shipped())
    return ScenarioError(
        Text(
            f"시나리오 {name!r}이(가) 없습니다"
            + (f". 혹시 {near!r}인가요?" if near else ".")
            + f" 있는 시나리오: {known}. 파일은 ./my.yaml처럼 경로로 적습니다",
            f"there is no scenario {name!r}"
            + (f"; did you mean {near!r}?" if near else ".")
            + f" Known: {known}. A file is given with its path, such as ./my.yaml",
        ),
        nearest=near,
        known=shipped(),
    )
