"""The mock keeps every contract, over a socket; without an arrangement nothing that needs one is passed."""

from collections.abc import Iterator

import httpx
import pytest

from contracts.cases import CONTRACTS
from contracts.control_paths import ControlPaths
from contracts.needs import Need
from contracts.runner import KEPT, NOT_APPLICABLE, Verdict, judge, verify
from contracts.target import Target
from mock_server.handle import SandboxHandle


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=30) as client:
        yield client


def target_of(box: SandboxHandle, http: httpx.Client, run: str = "run") -> Target:
    arrangement = ControlPaths(http, box.base_url, box.api_secret)
    return Target(http, box.base_url, box.api_secret, arrangement=arrangement, run=run)


def words(verdicts: Iterator[Verdict], word: str) -> list[str]:
    return [one.contract.number for one in verdicts if one.word == word]


def test_the_mock_keeps_every_contract(box: SandboxHandle, http: httpx.Client) -> None:
    verdicts = {one.contract.number: one for one in verify(target_of(box, http))}
    assert {number: (one.word, one.broken, one.reason) for number, one in verdicts.items() if one.word != KEPT} == {}
    assert len(verdicts) == len(CONTRACTS)


def test_another_seed_comes_to_the_same_verdicts(box: SandboxHandle, http: httpx.Client) -> None:
    properties = [one for one in CONTRACTS if one.given is not None]
    assert words(verify(target_of(box, http), properties, seed=7, examples=5), KEPT) == [p.number for p in properties]


def test_without_an_arrangement_what_needs_one_is_not_applicable_and_the_rest_is_kept(
    box: SandboxHandle, http: httpx.Client
) -> None:
    verdicts = list(verify(Target(http, box.base_url, box.api_secret), examples=3))
    assert {one.contract.number: one.word for one in verdicts} == {
        one.number: NOT_APPLICABLE if one.needs else KEPT for one in CONTRACTS
    }
    assert all(one.reason for one in verdicts if one.word == NOT_APPLICABLE)


def test_a_legacy_key_makes_its_contracts_applicable(box: SandboxHandle, http: httpx.Client) -> None:
    plain = Target(http, box.base_url, box.api_secret, legacy_key=box.api_secret)
    legacy = [one for one in CONTRACTS if one.needs == {Need.LEGACY_KEY}]
    assert [judge(one, plain, examples=2).word for one in legacy] == [KEPT] * len(legacy)


def test_a_run_leaves_nothing_behind(box: SandboxHandle, http: httpx.Client) -> None:
    before = box.describe()["counts"], box.verifications()["total"]
    sandboxes = len(http.get(f"{box.base_url}/_mock/sandboxes").json()["sandboxes"])
    sending = [one for one in CONTRACTS if one.number.startswith(("SEND-", "LIST-02", "TOKEN-15"))]
    assert words(verify(target_of(box, http), sending, examples=2), KEPT) == [one.number for one in sending]
    assert box.verifications()["total"] == before[1]
    assert len(http.get(f"{box.base_url}/_mock/sandboxes").json()["sandboxes"]) == sandboxes


def test_two_runs_against_one_merchant_do_not_meet(box: SandboxHandle, http: httpx.Client) -> None:
    sends = [one for one in CONTRACTS if one.number.startswith("SEND-0")]
    for run in ("first", "second"):
        target = target_of(box, http, run)
        assert [judge(one, target, examples=1).word for one in sends] == [KEPT] * len(sends)
