"""Wheels made again from what is installed here, and pip, so that building an image needs no network.

Lives here: finding and packing distributions. May not: this project's own wheel, which the image builds.
"""

import zipfile
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement


def fill(folder: Path, wanted: Iterable[str], *, without: str) -> None:
    """Into `folder`: a wheel of each of these distributions and of all that they depend on, but for one; and pip."""
    for each in _needed(wanted).values():
        if each.metadata["Name"] != without:
            _pack(each, folder)
    with zipfile.ZipFile(_pack(distribution("pip"), folder)) as archive:
        archive.extractall(folder / "pip")


def _needed(wanted: Iterable[str]) -> dict[str, Distribution]:
    found: dict[str, Distribution] = {}
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = distribution(name)
            needs = map(Requirement, found[name].requires or ())
            waiting += [it.name for it in needs if it.marker is None or it.marker.evaluate({"extra": ""})]
    return found


def _pack(installed: Distribution, folder: Path) -> Path:
    tags = [line.removeprefix("Tag: ") for line in (installed.read_text("WHEEL") or "").splitlines() if "Tag: " in line]
    name = installed.metadata["Name"].replace("-", "_").replace(".", "_")
    wheel = folder / f"{name}-{installed.version}-{_joined(tags)}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in installed.files or ():
            if path.parts[0] != ".." and path.suffix != ".pyc":
                archive.write(Path(str(path.locate())), str(path))
    return wheel


def _joined(tags: list[str]) -> str:
    """The tags of a WHEEL file as the end of a file's name: py2-none-any, py3-none-any → py2.py3-none-any."""
    columns = zip(*(tag.split("-") for tag in tags), strict=True)
    return "-".join(".".join(dict.fromkeys(column)) for column in columns)
