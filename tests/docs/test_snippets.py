"""Everything that the documents show to run is run, alone and on a fresh mock, and prints what is shown below it."""

import re
from pathlib import Path

import pytest

from tests.docs.comparing import differences
from tests.docs.pages import DOCS, READMES, Block, blocks
from tests.docs.running import PRINTED, RUNNABLE, output_of

SHOWN = [block for page in (*READMES, *DOCS) for block in blocks(page)]
RUN = [block for block in SHOWN if block.language in RUNNABLE and not block.not_run and not block.file]
# What cannot be run here: the two commands of the checkout, and what needs the JVM or a container engine.
REASONS = {"the first serves until it is stopped, the second runs these tests", "needs the JVM SDK"}
REASONS |= {"needs Spring and the JVM SDK", "run in a browser by tests/window"}
REASONS |= {"run by tests/probe/test_starting_page.py"}
REASONS |= {
    "needs Testcontainers",
    "run by tests/docs/test_javascript_helper.py",
    "needs a container engine",
    "its steps are run by tests/docs/test_workflows.py",
    "its steps are run by tests/docs/test_probe_howto.py",
}


def what_it_prints(block: Block) -> Block | None:
    """The block right after it, where that shows an output; what follows Python and is a file is the next one's."""
    following = [it for it in SHOWN[SHOWN.index(block) + 1 :][:1] if it.page == block.page and it.language in PRINTED]
    return next((it for it in following if block.language != "python" or not it.file), None)


# What is printed right after a command is no file to lay beside it.
PRINTED_BLOCKS = [what_it_prints(block) for block in RUN]
FILES = [block for block in SHOWN if block.file and not block.not_run and block not in PRINTED_BLOCKS]


def parameters() -> list[object]:
    """A parameter for each block that is run."""
    return [pytest.param(block, id=block.name, marks=needs(block)) for block in RUN]


def needs(block: Block) -> list[pytest.MarkDecorator]:
    """The software that the machine must have to run a block."""
    asks = {
        "node": block.language == "js" or re.search(r"(?:^|-- )(node|npx) ", block.text, re.MULTILINE),
        "curl": "curl " in block.text,
        "browser": "chromium.launch(" in block.text,
        "java": re.search(r"(?:^| )java ", block.text, re.MULTILINE),
    }
    return [getattr(pytest.mark, marker) for marker, asked in asks.items() if asked]


def files_above(block: Block) -> list[Block]:
    """The files that its page names before it; a name that comes twice is the later one."""
    return [it for it in FILES if it.page == block.page and it.line < block.line]


@pytest.mark.parametrize("block", parameters())
def test_what_is_shown_runs_and_prints_what_is_shown(block: Block, tmp_path: Path) -> None:
    came = output_of(block, tmp_path, files_above(block))
    shown = what_it_prints(block)
    if shown is not None:
        language = "json" if shown.language == "json" else "text"
        assert differences(shown.text, came, language) == []


def test_nothing_is_shown_that_is_neither_run_nor_printed_nor_said_not_to_run() -> None:
    used = [
        file for block in RUN for file in files_above(block) if block.language == "sh" or str(file.file) in block.text
    ]
    accounted = [*RUN, *PRINTED_BLOCKS, *used]
    assert [block.name for block in SHOWN if block not in accounted and not block.not_run] == []


def test_only_what_cannot_be_run_is_excused() -> None:
    assert {block.not_run for block in SHOWN if block.not_run} == REASONS
    assert all(block.language not in ("python", "js") for block in SHOWN if block.not_run)


def test_every_page_shows_something_that_is_run() -> None:
    pages = {block.page.name for block in RUN}
    assert pages >= {
        "README.md",
        "README.ko.md",
        "control.md",
        "sdk.md",
        "options.md",
        "security.md",
        "contracts.md",
        "pytest.md",
        "browser.md",
        "node.md",
        "containers.md",
        "playwright.md",
        "java.md",
        "curl.md",
    }
