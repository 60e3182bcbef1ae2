"""The tables in the documents are those that the server runs on."""

from pathlib import Path

import pytest

from tests.docs.pages import PAGES, text_of
from tests.docs.tables import PARTS, parts_in, regenerated, write


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_generated_parts_are_up_to_date(page: Path) -> None:
    assert text_of(page) == regenerated(text_of(page)), "stale: python -m tests.docs"


def test_every_generated_part_is_in_exactly_one_page() -> None:
    assert sorted(part for page in PAGES for part in parts_in(text_of(page))) == sorted(PARTS)


def test_writing_again_changes_nothing_and_a_stale_part_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "before\n<!-- generated: ready_made -->\nold\n<!-- end of ready_made -->\nafter\n", encoding="utf-8"
    )
    assert write([page]) == [page]
    written = page.read_text(encoding="utf-8")
    assert "old" not in written
    assert "idv-cancelled" in written
    assert (written.splitlines()[0], written.splitlines()[-1]) == ("before", "after")
    assert write([page]) == []


def test_a_part_that_nobody_makes_is_an_error() -> None:
    with pytest.raises(KeyError):
        regenerated("<!-- generated: nothing -->\n<!-- end of nothing -->")
