"""Choosing and running contracts, on contracts made up here; no server is asked."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import strategies as st

from contracts.failures import ContractBroken, NotApplicable, NotJudgeable
from contracts.files import as_json, as_junit
from contracts.law import Contract, contract
from contracts.needs import Need
from contracts.page import as_page
from contracts.report import Run, line
from contracts.runner import BROKEN, KEPT, NOT_APPLICABLE, chosen, judge
from contracts.target import Rules, Target
from contracts.text import Text, said

SECRET = "a-secret-to-hide"
RUN = Run("http://localhost", 1, 1)


def target() -> Target:
    return Target(httpx.Client(), "http://localhost:1", SECRET)


def made(check: Callable[..., None], **options: Any) -> Contract:
    return contract("MADE-01", Text("지어낸 것.", "Made up."), "assumed", Text("여기", "here"), **options)(check)


def breaking(_: Target) -> None:
    raise ContractBroken("this", "that")


def test_a_check_raises_received_documented_and_law() -> None:
    with pytest.raises(ContractBroken) as caught:
        made(breaking).check(target())
    assert str(caught.value) == "Received: this\nDocumented: that\nLaw: MADE-01 Made up."


def test_a_check_that_raises_is_broken_and_one_that_returns_is_kept() -> None:
    assert judge(made(breaking), target()).word == BROKEN
    assert judge(made(lambda _: None), target()).word == KEPT


@pytest.mark.parametrize("need", Need)
def test_what_is_needed_and_lacking_makes_it_not_applicable_and_says_so(need: Need) -> None:
    verdict = judge(made(lambda _: None, needs=[need]), target())
    assert verdict.word == NOT_APPLICABLE
    assert said(verdict.reason, "en") == f"needs {need.value.en}"
    assert said(verdict.reason, "ko") == f"필요한 것: {need.value.ko}"


def test_a_property_shrinks_to_the_smallest_example() -> None:
    def below_ten(_: Target, number: int) -> None:
        if number >= 10:
            raise ContractBroken(str(number), "below ten")

    verdict = judge(made(below_ten, given=lambda _: st.integers(0, 1_000)), target())
    assert (verdict.word, verdict.example) == (BROKEN, "10")
    assert "Example:    10" in line(verdict)


def test_one_seed_generates_the_same_examples_and_another_seed_others() -> None:
    def tried(seed: int) -> list[int]:
        seen: list[int] = []
        judge(made(lambda _, number: seen.append(number), given=lambda _: st.integers()), target(), seed=seed)
        return seen

    assert tried(1) == tried(1)
    assert tried(1) != tried(2)


def test_an_example_that_cannot_be_judged_hides_none_that_breaks() -> None:
    def only_odd(_: Target, number: int) -> None:
        if number % 2 == 0:
            raise NotApplicable("even")
        raise ContractBroken("odd", "even")

    assert judge(made(only_odd, given=lambda _: st.integers(0, 9)), target()).word == BROKEN


def test_a_property_without_one_judged_example_is_not_applicable() -> None:
    def never(_: Target, __: int) -> None:
        raise NotApplicable(Text("볼 것 없음", "nothing to see"))

    verdict = judge(made(never, given=lambda _: st.integers()), target())
    assert (verdict.word, said(verdict.reason, "en")) == (NOT_APPLICABLE, "nothing to see")
    assert judge(made(never, given=lambda _: st.nothing()), target()).word == NOT_APPLICABLE


def test_a_server_that_breaks_now_and_then_is_broken() -> None:
    calls: list[int] = []

    def sometimes(_: Target, number: int) -> None:
        calls.append(number)
        if len(calls) == 5:
            raise ContractBroken("once", "never")

    verdict = judge(made(sometimes, given=lambda _: st.integers()), target())
    assert verdict.broken is not None
    assert said(verdict.broken.received, "en") == "once (not every time)"


def test_no_answer_at_all_breaks_a_contract() -> None:
    verdict = judge(made(lambda target: target.read("x")), target())
    assert verdict.broken is not None
    assert said(verdict.broken.received, "en") == "GET /identity-verifications/x → no answer (ConnectError)"


def test_a_secret_that_a_server_sends_back_is_masked() -> None:
    def told(_: Target) -> None:
        raise ContractBroken(f"type {SECRET}", "another type")

    verdict = judge(made(told), target())
    assert SECRET not in line(verdict)
    for form in (as_json, as_junit, as_page):
        assert SECRET not in form([verdict], RUN, {}), form.__name__
    assert "type ***" in line(verdict)


def test_numbers_are_chosen_by_pattern_in_their_own_order() -> None:
    assert [one.number for one in chosen(["READ-02", "TOKEN-0[12]"])] == ["TOKEN-01", "TOKEN-02", "READ-02"]
    assert {one.number.partition("-")[0] for one in chosen(["READ-*", "LIST-*"])} == {"READ", "LIST"}
    assert len(chosen([""])) == len(chosen(["*"]))


def test_a_pattern_that_fits_nothing_is_refused_with_what_is_known() -> None:
    with pytest.raises(ValueError, match=r"'REED-01'; known: TOKEN-\*, AUTH-\*"):
        chosen(["READ-01", "REED-01"])


def test_what_is_not_answered_once_is_not_asked_again_while_shrinking() -> None:
    asked: list[int] = []

    def silent(target: Target, number: int) -> None:
        asked.append(number)
        target.read("x")

    assert judge(made(silent, given=lambda _: st.integers()), target()).word == BROKEN
    assert len(asked) == 1


def test_after_three_silences_a_server_is_asked_no_more() -> None:
    server = target()
    for _ in range(3):
        assert judge(made(lambda target: target.read("x")), server).word == BROKEN
    with pytest.raises(NotJudgeable, match="stopped answering"):
        judge(made(lambda target: target.read("x")), server)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_read_only_lets_no_other_method_out(method: str) -> None:
    server = Target(httpx.Client(), "http://localhost:1", SECRET, rules=Rules(read_only=True))
    verdict = judge(made(lambda target: target.call(method, "/x")), server)
    assert (verdict.word, said(verdict.reason, "en")) == (NOT_APPLICABLE, "it writes, and --read-only sends GET only")


@pytest.mark.parametrize("operation", ["send", "resend"])
def test_a_send_that_is_not_allowed_does_not_go_out(operation: str) -> None:
    server = Target(httpx.Client(), "http://localhost:1", SECRET, rules=Rules(may_send=False))
    verdict = judge(made(lambda target: target.call("POST", f"/identity-verifications/x/{operation}")), server)
    assert verdict.word == NOT_APPLICABLE
    assert "--allow-send" in said(verdict.reason, "en")


def test_the_reproducing_command_is_one_line_without_a_secret() -> None:
    run = Run("http://localhost:1", 5, 7, ("--arrangement", "my file.yaml"))
    assert run.reproduce("READ-01") == (
        "portone-contracts verify --base-url http://localhost:1 --only READ-01 --seed 5 --max-examples 7 "
        "--arrangement 'my file.yaml'"
    )
    assert run.reproduce("MADE-01") in line(judge(made(breaking), target()), "en", run)


def test_no_two_fresh_ids_are_alike_whatever_tails_they_have() -> None:
    target = Target(httpx.Client(), "http://localhost", "secret")
    ids = [target.fresh_id("0" if number < 50 else "") for number in range(500)]
    assert len(set(ids)) == len(ids)
