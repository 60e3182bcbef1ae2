"""Reading a Dockerfile and a .dockerignore.

Lives here: what they say. May not: doing any of it (`image`). An instruction that is unknown here is an error, so that
a Dockerfile cannot come to do what no test does.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

KNOWN: Final = frozenset(
    ("ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "RUN", "USER", "WORKDIR")
)
_COMMENT: Final = re.compile(r"^#.*\n", re.MULTILINE)
_CONTINUED: Final = re.compile(r"\\\n\s*")


class Instruction(NamedTuple):
    """One line of a Dockerfile: its name, and all that follows."""

    name: str
    value: str

    def flags(self) -> dict[str, str]:
        """`--from=build` and the like."""
        return dict(word[2:].split("=", 1) for word in self.value.split() if word.startswith("--"))

    def words(self) -> list[str]:
        """What is not a flag."""
        return [word for word in self.value.split() if not word.startswith("--")]

    def exec_form(self) -> list[str]:
        """The words of a command that no shell reads; ValueError for one that a shell would."""
        words = json.loads(self.value[self.value.index("[") :])
        if not isinstance(words, list):
            raise ValueError(f"{self.name} {self.value}")
        return words


def instructions(path: Path) -> list[Instruction]:
    """Every instruction, comments and continued lines done with; KeyError for one that nothing here carries out."""
    text = _CONTINUED.sub("", _COMMENT.sub("", path.read_text(encoding="utf-8")))
    found = [Instruction(*line.split(None, 1)) for line in text.splitlines() if line.strip()]
    unknown = {it.name for it in found} - KNOWN
    if unknown:
        raise KeyError(f"{path.name}: nothing here carries out {', '.join(sorted(unknown))}")
    return found


def context_files(context: Path) -> Iterator[Path]:
    """What a builder is sent, relative to `context`: every file that .dockerignore lets through."""
    rules = [(line.removeprefix("!"), line.startswith("!")) for line in _rules(context / ".dockerignore")]
    for folder, folders, files in os.walk(context):
        here = Path(folder).relative_to(context)
        folders[:] = [name for name in folders if _may_hold(here / name, rules)]
        yield from (here / name for name in files if _is_sent(here / name, rules))


def _rules(ignored: Path) -> list[str]:
    lines = ignored.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _is_sent(path: Path, rules: list[tuple[str, bool]]) -> bool:
    """The last rule that fits the path, or a folder that it is in, decides."""
    names = [path.as_posix(), *(parent.as_posix() for parent in path.parents)]
    fitting = [sent for rule, sent in rules if any(_pattern(rule).fullmatch(name) for name in names)]
    return fitting[-1] if fitting else True


def _may_hold(folder: Path, rules: list[tuple[str, bool]]) -> bool:
    return _is_sent(folder, rules) or any(sent and rule.startswith(f"{folder.as_posix()}/") for rule, sent in rules)


def _pattern(rule: str) -> re.Pattern[str]:
    text = re.escape(rule).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return re.compile(text)
