"""Where the reports of a run go: three files, each of which may be left out.

Lives here: options for them, looking beforehand, writing. May not: what stands in them.
"""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

import click

from .ending_command import fail
from .text import Lang, Text, said

OUT: Final = click.Path(dir_okay=False, path_type=Path)


@dataclass(frozen=True)
class Files:
    """The files of a run."""

    junit: Path | None
    html: Path | None
    json: Path | None

    def check(self, lang: Lang) -> None:
        """A report that has nowhere to go is said before the run, not after it."""
        for path in astuple(self):
            if path is not None and not path.absolute().parent.is_dir():
                parent = path.absolute().parent
                fail(said(Text(f"{parent} 폴더가 없습니다", f"there is no directory {parent}"), lang))

    def clear(self, lang: Lang) -> None:
        """Where a run ends before it has come to anything nobody is to take an earlier report for its own."""
        for path in astuple(self):
            # A link, such as /dev/stdout, leads to what is no report.
            if path is not None and path.is_file() and not path.is_symlink():
                try:
                    path.unlink()
                except OSError:  # a directory that is not ours, or a file that is mounted into a container
                    _write(path, "", lang)

    def write(self, junit: Callable[[], str], html: Callable[[], str], json: Callable[[], str], lang: Lang) -> None:
        """Make and write those that were asked for; what cannot be written ends the command."""
        for path, make in ((self.junit, junit), (self.html, html), (self.json, json)):
            if path is not None:
                _write(path, make(), lang)


def _write(path: Path, text: str, lang: Lang) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        ko, en = f"{path}에 쓸 수 없습니다: {error.strerror}", f"{path} cannot be written: {error.strerror}"
        fail(said(Text(ko, en), lang))
