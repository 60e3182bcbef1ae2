"""Each mistake is caught by the case that is meant for it, and by no case that has nothing to do with it."""

from typing import Any, Final

import pytest

from contracts.probe.cases import CASES
from mock_server.handle import SandboxHandle
from tests.probe.catalogue import BY_THE_CLOCK, EXPRESS, MEANT, PROMISES, SLOW, meant, recorded, unrelated
from tests.probe.express import in_express
from tests.probe.matrix import found, played
from tests.probe.probing import probed, told
from tests.probe.test_guardians import CAUGHT
from tests.probe.wrong_application import Shop, serving

# Played to all of them every day; the whole matrix plays all (`make probe-matrix`).
OTHERS: Final = "STATUS-01,FORGED-01,AGE-01,PERSON-01,MEMBER-01,TRANSPORT-03"


def test_the_application_without_a_mistake_holds_every_case(box: SandboxHandle) -> None:
    with serving(Shop(box.base_url, box.api_secret)) as url:
        results = probed(box, url, promises=PROMISES)
    assert told(results, "broken", "flaky", "undecided") == []


def marked(bug: str) -> Any:
    return pytest.param(bug, marks=[pytest.mark.node] if bug.startswith(EXPRESS) else [])


@pytest.mark.node
def test_the_application_in_express_without_a_mistake_holds_every_case(box: SandboxHandle) -> None:
    with in_express(box) as url:
        results = probed(box, url, promises=PROMISES)
    assert told(results, "broken", "flaky", "undecided") == []


@pytest.mark.parametrize("bug", [marked(bug) for bug in MEANT if bug not in SLOW])
def test_a_mistake_is_caught_by_the_case_that_is_meant_for_it(bug: str, box: SandboxHandle) -> None:
    results = played(bug, box, only=f"{meant(bug)},{OTHERS}")
    findings = found(results)
    assert meant(bug) in findings, told(results, "held", "not-judged", "undecided")
    assert findings.items() <= recorded()[bug].items(), told(results, "broken", "flaky")


def test_the_record_of_the_matrix_is_of_these_applications() -> None:
    assert list(recorded()) == list(MEANT)


@pytest.mark.parametrize("bug", MEANT)
def test_a_mistake_was_caught_as_it_should_be_when_all_cases_were_played(bug: str) -> None:
    findings = recorded()[bug]
    assert meant(bug) in findings
    assert unrelated(bug, findings) == []


def test_there_is_no_case_that_no_mistake_breaks() -> None:
    broken = {case for findings in recorded().values() for case in findings}
    # Of consents, which the small application knows nothing of, test_guardians.py has mistakes of its own.
    broken |= set(" ".join(CAUGHT.values()).split())
    assert [one.number for one in CASES if one.number not in broken | set(BY_THE_CLOCK)] == []
