"""The controller of PortOne's guide page of autumn 2023: what the documents say of it is what the probe finds."""

import re
import shlex
from html import unescape

import pytest

from contracts.probe.cases import CASES
from tests.docs.pages import text_of
from tests.probe.command import free_port
from tests.probe.starting_page import PAGE, ROOT, command, findings, kept, probed, verdicts


@pytest.mark.node
def test_the_probe_finds_in_the_starting_page_what_its_report_says() -> None:
    report = probed(mock_port=free_port(), port=free_port())
    assert findings(report) == kept()["findings"]
    assert verdicts(report) == kept()["verdicts"]


def test_the_report_is_of_all_the_cases_that_there_are() -> None:
    numbers = [one.number for one in CASES]
    assert list(kept()["verdicts"]) == numbers
    page = PAGE.read_text("utf-8")
    assert re.findall(r'<td class=number>(?:<a href="#[A-Z0-9-]+">)?([A-Z]+-[0-9]+)', page) == numbers
    summary = dict(kept()["summary"])
    found = summary.pop("findings")
    assert found == len(kept()["findings"])
    assert sum(summary.values()) == len(numbers)
    # The list of counts at the top of the page, word by word.
    shown = re.findall(r"<li class=\"[a-z]+\"><b>([0-9]+)</b>", page)
    assert list(map(int, shown)) == list(summary.values())


def test_the_report_says_of_a_finding_how_it_is_mended_now() -> None:
    page = unescape(PAGE.read_text("utf-8"))
    for number in kept()["findings"]:
        (case,) = (one for one in CASES if one.number == number)
        assert all(text in page for text in (*case.family.fix, *case.family.why, *case.title)), number


def test_the_documents_show_the_command_that_made_the_report() -> None:
    shown = text_of(ROOT / "docs" / "probe.md").split("test_starting_page.py -->")[1].split("```")[1]
    assert shlex.split(shown.removeprefix("sh").replace("\\\n", " ")) == [
        one for one in command() if one not in ("--mock-port", "8585")
    ]


def test_the_report_has_every_finding_and_nothing_of_the_machine_it_was_made_on() -> None:
    page = PAGE.read_text("utf-8")
    assert sorted(re.findall(r'<section class="failure" id="([A-Z]+-[0-9]+)">', page)) == sorted(kept()["findings"])
    assert str(ROOT) not in page
