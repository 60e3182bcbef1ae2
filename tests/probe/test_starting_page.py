"""The controller of PortOne's guide page of autumn 2023: what the documents say of it is what the probe finds."""

import json
import re
import shlex

import pytest

from tests.docs.pages import text_of
from tests.probe.command import free_port
from tests.probe.starting_page import KEPT, PAGE, ROOT, command, findings, probed


@pytest.mark.node
def test_the_probe_finds_in_the_starting_page_what_its_report_says() -> None:
    found = findings(probed(mock_port=free_port(), port=free_port()))
    kept = json.loads(KEPT.read_text("utf-8"))["findings"]
    assert found == kept


def test_the_documents_show_the_command_that_made_the_report() -> None:
    shown = text_of(ROOT / "docs" / "probe.md").split("test_starting_page.py -->")[1].split("```")[1]
    assert shlex.split(shown.removeprefix("sh").replace("\\\n", " ")) == [
        one for one in command() if one not in ("--mock-port", "8585")
    ]


def test_the_report_has_every_finding_and_nothing_of_the_machine_it_was_made_on() -> None:
    page = PAGE.read_text("utf-8")
    kept = json.loads(KEPT.read_text("utf-8"))["findings"]
    assert sorted(re.findall(r'<section class="failure" id="([A-Z]+-[0-9]+)">', page)) == sorted(kept)
    assert str(ROOT) not in page
