"""The documents of this repository, and what Markdown says where: code blocks, links, headings.

Reading only. What a block has to do is in `running` and `comparing`; what a generated part holds is in `tables`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

ROOT: Final = Path(__file__).parents[2]
READMES: Final = (ROOT / "README.md", ROOT / "README.ko.md")
# Those whose every code block is run; benchmarks.md is written by the benchmark and only its links are checked.
DOCS: Final = tuple(path for path in sorted((ROOT / "docs").glob("*.md")) if path.name != "benchmarks.md")
PAGES: Final = (*READMES, *DOCS, ROOT / "CHANGELOG.md")

# A generated part is proved by making it anew; what is fenced in it is not run.
_GENERATED: Final = re.compile(r"<!-- generated: (\w+) -->\n.*?<!-- end of \1 -->", re.DOTALL)
_FENCE: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NOT_RUN: Final = re.compile(r"<!-- not run: ([^>]+) -->\n+\Z")
_LINK: Final = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
# A block that opens with a file's name in a comment is that file.
_FILE: Final = re.compile(r"(?:# |// )(?!test_\w+\.py\n)([\w./-]+\.[a-z]+|Dockerfile)\n")
_HEADING: Final = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_CODE: Final = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: its language and text, the line it begins on, and why nobody runs it, where nobody does."""

    page: Path
    line: int
    language: str
    text: str
    not_run: str | None

    @property
    def name(self) -> str:
        """How a test names it."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def file(self) -> str | None:
        """The name under which it is laid beside the commands that come after it on its page, if it has one."""
        found = _FILE.match(self.text)
        return found[1] if found else None


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> list[Block]:
    """Every fenced code block of a page that somebody wrote, in order."""
    text = _GENERATED.sub(_blank, text_of(page))
    return [
        Block(page, text.count("\n", 0, found.start()) + 1, found[1], found[2], _why_not_run(text[: found.start()]))
        for found in _FENCE.finditer(text)
    ]


def _blank(part: re.Match[str]) -> str:
    """Empty lines, as many as there were, so that the lines after them keep their numbers."""
    return "\n" * part[0].count("\n")


def _why_not_run(before: str) -> str | None:
    """The reason in the comment `<!-- not run: REASON -->` right before a block."""
    found = _NOT_RUN.search(before)
    return found[1] if found else None


def links(page: Path) -> list[str]:
    """The targets of all links that are not addresses of the web; code is no link."""
    targets = _LINK.findall(_CODE.sub("", text_of(page)))
    return [unquote(target) for target in targets if not re.match(r"[a-z]+:", target)]


def anchors(page: Path) -> set[str]:
    """The fragments by which the headings of a page are reached, made as GitHub makes them."""
    return set(_anchors(text_of(page)))


def _anchors(text: str) -> Iterator[str]:
    outside_code = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    for title in _HEADING.findall(outside_code):
        yield re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")
