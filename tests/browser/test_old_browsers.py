"""What browsers younger than four years alone can do, and no page of the mock asks for.

The youngest engine that counts is four years old: Firefox 107, Chrome 107, Safari 16.1 of November 2022. A feature
stands here by the text that uses it; what came later than that in any of the three is forbidden.
"""

import re
from pathlib import Path
from typing import Final

import pytest

ROOM: Final = Path(__file__).resolve().parents[2] / "mock_server"
FILES: Final = sorted(
    file
    for folder in ("browser", "console")
    for file in (ROOM / folder).iterdir()
    if file.suffix in (".css", ".js") and ".min." not in file.name
)
# Text -> since when the last of the three engines has it.
CSS: Final = {
    r":has\(": "2023-12",
    r"@container\b": "2023-02",
    r"@scope\b": "2025-12",
    r"@starting-style\b": "2024-08",
    r"@property\b": "2024-07",
    r"@view-transition\b": "not yet",
    r"\bcolor-mix\(": "2023-05",
    r"\boklch\(|\boklab\(": "2023-05",
    r"\blight-dark\(": "2024-05",
    r"\bsubgrid\b": "2023-09",
    r"\btext-wrap\b": "2024-03",
    r"\bfield-sizing\b": "not yet",
    r":user-(in)?valid\b": "2023-11",
    r":popover-open\b": "2024-04",
    r"\banimation-timeline\b": "not yet",
    r"\b\d+[dsl]v[hw]\b": "2022-11-29",
    r"^\s*&": "2023-12",
}
JS: Final = {
    r"\.to(Sorted|Reversed|Spliced)\(": "2023-07",
    r"\b(Object|Map)\.groupBy\(": "2024-03",
    r"\bPromise\.(withResolvers|try)\(": "2024-03",
    r"\bArray\.fromAsync\(": "2024-01",
    r"\bURL\.(canParse|parse)\(": "2023-12",
    r"\bAbortSignal\.any\(": "2024-03",
    r"\bIterator\.": "2025-03",
    r"\.(is|to)WellFormed\(": "2023-10",
    r"\.(show|hide|toggle)Popover\(": "2024-04",
    r"\.startViewTransition\(": "2025-10",
    r"\.checkVisibility\(": "2024-03",
    r"\.(isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(": "2024-06",
    r"\bwith \{ type:": "2025-04",
    r"\.setHTMLUnsafe\(": "2024-04",
    r"\.inert\b": "2023-04",
}


def too_young(text: str, suffix: str) -> list[str]:
    """The features of this text that came after the oldest browsers, as they are written in it."""
    plain = re.sub(r"/\*.*?\*/|^\s*//.*$", "", text, flags=re.DOTALL | re.MULTILINE)
    found = (re.search(pattern, plain, re.MULTILINE) for pattern in (CSS if suffix == ".css" else JS))
    return [match[0].strip() for match in found if match is not None]


def test_the_pages_scripts_and_styles_are_looked_at() -> None:
    assert {"browser-sdk.js", "window.js", "window.css", "console.js", "console.css"} <= {file.name for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_browsers_of_the_last_four_years_know_all_of_it(file: Path) -> None:
    assert too_young(file.read_text(encoding="utf-8"), file.suffix) == []


@pytest.mark.parametrize(
    ("suffix", "text", "found"),
    [
        (".css", ".tile:has(:checked) {}", [":has("]),
        (".css", "a {\n  & b {}\n}", ["&"]),
        (".css", "main { height: 100dvh }", ["100dvh"]),
        (".css", "/* :has( is too young */ a {}", []),
        (".js", "[3, 1].toSorted()", [".toSorted("]),
        (".js", "// Object.groupBy(\nObject.hasOwn({}, 'a')", []),
    ],
)
def test_what_is_too_young_would_be_found(suffix: str, text: str, found: list[str]) -> None:
    assert too_young(text, suffix) == found
