"""A probe's three files, made of results with everything awkward in them."""

import json
from html.parser import HTMLParser
from typing import Any, Final
from xml.etree import ElementTree as Xml

import jsonschema  # type: ignore[import-untyped]  # it carries no types
import pytest

from contracts.probe.cases import CASES
from contracts.probe.files import as_json, as_junit
from contracts.probe.page import as_page
from contracts.probe.policy import read_policy
from contracts.probe.report import Run, unpromised
from contracts.probe.verdicts import Result, Severity
from contracts.text import Lang, Text
from tests.probe.command import checked

AWKWARD: Final = '<script>alert(1)</script> & "quoted" \x00\x1b[31m'
RUN: Final = Run(f"http://localhost/{AWKWARD}", "http://localhost:8585", read_policy("sign-up"), ("--run", AWKWARD))
RESULTS: Final = [
    Result(CASES[0], "broken", Severity.ADVICE, AWKWARD, Text("기대한 것", "what was expected"), evidence=[AWKWARD]),
    Result(CASES[1], "flaky", Severity.SECURITY, AWKWARD, AWKWARD, evidence=[AWKWARD], seconds=1.25),
    Result(CASES[2], "held", evidence=[AWKWARD], seconds=0.5),
    Result(CASES[3], "not-judged", reason=Text("까닭", "a reason")),
    Result(CASES[4], "undecided", reason=AWKWARD),
]


class Scripts(HTMLParser):
    """How many scripts a page has, and in which order its findings come."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts, self.findings = 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag == "section":
            self.findings.append(dict(attrs)["id"] or "")


def test_the_page_escapes_everything_and_has_the_worst_first() -> None:
    read = Scripts()
    read.feed(as_page(RESULTS, RUN, "ko"))
    assert read.scripts == 1
    assert read.findings == [CASES[1].number, CASES[0].number]


@pytest.mark.parametrize(("lang", "reason"), [("ko", "까닭"), ("en", "a reason")])
def test_junit_fails_findings_and_skips_what_has_no_verdict(lang: Lang, reason: str) -> None:
    suite = Xml.fromstring(as_junit(RESULTS, RUN, lang))[0]
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5",
        "failures": "2",
        "errors": "0",
        "skipped": "2",
    }
    assert [[part.tag for part in case] for case in suite] == [["failure"], ["failure"], [], ["skipped"], ["skipped"]]
    assert [suite.get("time"), *(case.get("time") for case in suite)] == [
        *("1.750", "0.000", "1.250", "0.500", "0.000", "0.000")
    ]
    assert suite[3][0].get("message") == reason
    assert "--only " + CASES[0].number in (suite[0][0].text or "")


def test_json_says_the_verdict_of_each_and_counts_the_findings() -> None:
    told = checked(as_json(RESULTS, RUN, "en"))
    assert [row["verdict"] for row in told["cases"]] == ["broken", "flaky", "held", "not-judged", "undecided"]
    assert told["summary"] == {"held": 1, "broken": 1, "flaky": 1, "not-judged": 1, "undecided": 1, "findings": 2}
    assert told["cases"][0]["expected"] == "what was expected"


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "not judged"},
        {"title": "in one language"},
        {"seconds": None},
        {"expected": "something of what is held"},
        {"evidence": []},
        {"more": 1},
    ],
    ids=str,
)
def test_the_schema_takes_nothing_else(wrong: dict[str, Any]) -> None:
    told = json.loads(as_json(RESULTS[2:3], RUN, "en"))
    told["cases"][0] |= wrong
    with pytest.raises(jsonschema.ValidationError):
        checked(json.dumps(told))


def test_a_page_is_whole_in_both_languages_whichever_it_opens_in() -> None:
    pages = {lang: as_page(RESULTS, RUN, lang) for lang in ("ko", "en")}
    assert 'data-lang="ko"' in pages["ko"]
    assert pages["ko"].replace('lang="ko" data-lang="ko"', 'lang="en" data-lang="en"') == pages["en"]


@pytest.mark.parametrize(
    ("policy", "names"),
    [
        ("sign-up", "liveOnly, v2Only, foreigners, guardianConsent"),
        ("login-again", "leastAge, liveOnly, v2Only, foreigners, guardianConsent"),
    ],
)
def test_what_nobody_promised_is_said_in_one_line(policy: str, names: str) -> None:
    assert unpromised(read_policy(policy), "en") == f"not promised, so not judged: {names}"
    assert unpromised(read_policy(policy), "ko") == f"약속하지 않아 판정하지 않은 것: {names}"


def test_where_all_is_promised_nothing_is_said_to_be_left_out() -> None:
    more = {"liveOnly": True, "v2Only": True, "foreigners": "accepted", "guardianConsent": "guardian"}
    assert unpromised(read_policy("sign-up").with_promises(more), "en") == ""
