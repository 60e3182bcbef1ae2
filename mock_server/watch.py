"""Reading the server's scenario again when its file changes.

Lives here: looking and deciding. May not: a thread of its own (the server's loop asks once a second), printing.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from .domain.text import Text, particle
from .sandboxes import Sandboxes
from .scenario import ScenarioError, load_fresh

Signature = tuple[tuple[int, int, int] | None, ...]


class Watch:
    """The files that the scenario `name` was read from, and what is to happen when they change.

    `say` gets one line in the language `lang` each time they do.
    """

    def __init__(self, name: str, sandboxes: Sandboxes, lang: str, say: Callable[[str], None]) -> None:
        self._name = name
        self._sandboxes = sandboxes
        self._lang = lang
        self._say = say
        self._files = sandboxes.scenario.files
        self._read = self._seen = _signature(self._files)

    async def look(self) -> None:
        """Read the scenario again if a file has changed; the old one stays where the new one cannot be loaded."""
        seen, self._seen = self._seen, _signature(self._files)
        # An editor that saves by renaming takes the file away for a moment: what is missing has a second to come back.
        settled = None not in self._seen or self._seen == seen
        if self._seen != self._read and settled:
            self._read = self._seen
            self._say(await self._again())

    async def _again(self) -> str:
        try:
            scenario = load_fresh(self._name)
            number = await self._sandboxes.replace_scenario(scenario)
        except ScenarioError as error:
            return error.line(self._lang)
        except ValueError as error:
            return str(error)
        self._files = scenario.files
        self._read = self._seen = _signature(self._files)
        said = Text(
            f"시나리오 {particle(scenario.name, '을/를')} 다시 읽었습니다(샌드박스 {number}개)",
            f"the scenario {scenario.name} was read again, for {number} sandbox{'' if number == 1 else 'es'}",
        )
        return said.ko if self._lang == "ko" else said.en


def _signature(files: Iterable[Path]) -> Signature:
    return tuple(_stat(file) for file in files)


def _stat(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
