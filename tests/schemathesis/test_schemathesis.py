"""Schemathesis, with all its checks, finds nothing that our document or PortOne's rules out.

Lives here: the runs and what is asked of them. May not: running itself (running.py).
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Final

import httpx
import pytest

from mock_server import Settings
from portone_mock import MockPortOne
from tests.law.ours import OURS
from tests.merchant import Merchant
from tests.schemathesis.own_values import STORE, UNDER_WAY
from tests.schemathesis.running import PHASES, Report, Run
from tests.yardstick import CURRENT, Document, adapted, operations, yardstick

# Examples of the fuzzing phase for each operation, by run; the other phases add theirs.
RUNS: Final = {"ours": 200, "ours-stranger": 200, "portones": 200, "portones-stranger": 200}
SECRET: Final = "mock-api-secret"
# What PortOne's document shows in its own examples: in this merchant's world they work.
THEIR_SECRET: Final = "your-api-secret"
THEIR_ID: Final = "your-identity-verification-id"
# Both documents give 502 to an error of the provider, which `not_a_server_error` would take for a breakdown. The status
# alone is let through: the answer still has to be what the document says of a 502.
PROVIDER: Final = {"not_a_server_error": ["2xx", "3xx", "4xx", "502"]}
BY_API: Final = ("sendIdentityVerification", "confirmIdentityVerification", "resendIdentityVerification")
# PortOne's schemas say less than its guides: `send` may refuse what they allow (a date that there is not, a bad phone).
MAY_REFUSE: Final = {
    "positive_data_acceptance": ["2xx", "3xx", "400", "401", "403", "404", "409", "429", "5xx"],
}
Reports = Callable[[str], Report]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Reports]:
    """`reports("ours")` -> what a run did. All runs that are wanted begin together."""
    functions = [item for item in request.session.items if isinstance(item, pytest.Function)]
    wanted = {str(item.callspec.params["run"]) for item in functions if item.module is request.module}
    started: dict[str, Run] = {}
    with ExitStack() as mocks:
        for name in sorted(wanted):
            try:
                started[name] = start(name, tmp_path_factory.mktemp(name), mocks)
            except pytest.skip.Exception as skipped:
                reason = str(skipped)
        yield cache(lambda name: started[name].report() if name in started else pytest.skip(reason))
        for run in started.values():
            run.stop()


def start(name: str, folder: Path, mocks: ExitStack) -> Run:
    """One of RUNS, each with a mock of its own: their keys and ids are the same ones."""
    stranger = name.endswith("-stranger")
    if name.startswith("ours"):
        mock = mocks.enter_context(MockPortOne())
        return Run(
            folder,
            f"{mock.base_url}/openapi.json",
            mock.base_url,
            examples=RUNS[name],
            hooks="tests.schemathesis.fresh_keys",
            authorization=None if stranger else f"PortOne {SECRET}",
            expected=dict.fromkeys(BY_API, PROVIDER),
        )
    document = folder / "portone.json"
    document.write_text(json.dumps(adapted(yardstick(CURRENT))), encoding="utf-8")
    mock = mocks.enter_context(MockPortOne(Settings(port=0, api_secret=THEIR_SECRET, store_id=STORE)))
    with httpx.Client(base_url=mock.base_url) as client:
        arrange(Merchant(client, THEIR_SECRET))
    return Run(
        folder,
        str(document),
        mock.base_url,
        examples=RUNS[name],
        hooks="tests.schemathesis.own_values",
        authorization=None if stranger else f"PortOne {THEIR_SECRET}",
        expected={**dict.fromkeys(BY_API, PROVIDER), "sendIdentityVerification": {**PROVIDER, **MAY_REFUSE}},
    )


def arrange(merchant: Merchant) -> None:
    """A verified id, and attempts under way which do not run out: the clock stands still."""
    assert merchant.control("PUT", "/clock", {"frozen": True}).status_code == 200
    assert merchant.control("PUT", f"/verifications/{THEIR_ID}", {}).status_code == 200
    for number, id_ in enumerate(id_ for ids in UNDER_WAY.values() for id_ in ids):
        assert merchant.send(id_, method=("APP", "SMS")[number % 2]).status_code == 200


def labels(document: Document) -> list[tuple[str, bool]]:
    """Each operation as reports name it, and whether it wants a credential."""
    return [
        (f"{method.upper()} {path}", bool(operation.get("security")))
        for (method, path), operation in operations(document).items()
    ]


def document_of(run: str) -> Document:
    return OURS if run.startswith("ours") else yardstick(CURRENT)


@pytest.mark.parametrize("run", RUNS)
class TestEveryRun:
    """Both documents, authorised and not."""

    def test_no_check_fails(self, reports: Reports, run: str) -> None:
        report = reports(run)
        assert report.exit_status == 0, report.output
        assert "excluded" not in report.output

    def test_every_operation_had_its_hundreds(self, reports: Reports, run: str) -> None:
        report = reports(run)
        for label, _ in labels(document_of(run)):
            assert report.of(label, phase="fuzzing") >= RUNS[run], label
            assert report.of(label, phase="coverage") > 0, label
        assert {phase for _, phase, _ in report.cases} == set(PHASES)


@pytest.mark.parametrize("run", [run for run in RUNS if run.endswith("-stranger")])
def test_who_has_no_credential_gets_no_further_than_401(reports: Reports, run: str) -> None:
    report = reports(run)
    for label, wants_credential in labels(document_of(run)):
        assert report.of(label, status=401) > 0, label
        if wants_credential:
            assert report.of(label, status=401) >= RUNS[run] // 2, label
            assert report.of(label, status=200) == 0, label


@pytest.mark.parametrize("run", ["ours"])
class TestOurs:
    """With our document a run gets everywhere."""

    def test_it_gets_answers_and_not_refusals_alone(self, reports: Reports, run: str) -> None:
        """A resend has to meet an attempt under way, which happens by luck; test_outcomes.py brings it about."""
        for label, _ in labels(OURS):
            assert reports(run).of(label, status=409 if label.endswith("/resend") else 200) >= 2, label

    def test_the_stateful_phase_follows_the_links_of_the_document(self, reports: Reports, run: str) -> None:
        report, record = reports(run), "/identity-verifications/{identityVerificationId}"
        assert report.links_followed >= 50
        for label in (f"GET {record}", f"POST {record}/send", "POST /token/refresh"):
            assert report.of(label, phase="stateful", status=200) >= 1, label
        for label in (f"POST {record}/confirm", f"POST {record}/resend"):
            assert report.of(label, phase="stateful") >= 1, label


@pytest.mark.parametrize("run", ["ours", "portones"])
def test_only_a_provider_ever_fails(reports: Reports, run: str) -> None:
    """The one status of a server error that is let through occurs nowhere but where it is documented."""
    errors = {(label, status) for label, _, status in reports(run).cases if status is not None and status >= 500}
    assert errors <= {(label, 502) for label, _ in labels(OURS) if label.endswith(("/send", "/confirm", "/resend"))}


@pytest.mark.parametrize("run", ["portones"])
class TestPortOnes:
    """With PortOne's document, and what a merchant knows beyond it, a run gets everywhere too."""

    def test_every_operation_succeeds_and_is_refused(self, reports: Reports, run: str) -> None:
        for label, _ in labels(document_of(run)):
            cases, good = (reports(run).of(label, phase="fuzzing", status=status) for status in (None, 200))
            assert 5 <= good <= cases - 5, label

    def test_the_examples_of_the_document_succeed_where_they_can(self, reports: Reports, run: str) -> None:
        for label in ("POST /login/api-secret", "GET /identity-verifications/{identityVerificationId}"):
            assert reports(run).of(label, phase="examples", status=200) >= 1, label
        assert reports(run).of("GET /identity-verifications", status=200) >= 50
