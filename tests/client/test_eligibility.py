"""Who is accepted, with every reason against; and that demanding more never accepts more."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import (
    ADULT_BY_THE_YOUTH_PROTECTION_ACT,
    FROM_14_OR_WITH_CONSENT,
    Attempt,
    Eligible,
    NotEligible,
    Policy,
    Reason,
    at_least,
    born_by,
    consent_below,
    decide,
    reasons_before_asking,
)
from client.reading import read_identity_verification
from tests.client.answers import VERIFIED

# A minute after the record was verified; in Seoul it is the 23rd.
NOW: Final = datetime(2026, 11, 23, 0, 1, tzinfo=UTC)
ISSUED: Final = NOW - timedelta(minutes=5)
LOOSE: Final = Policy(
    live_only=False, fresh_for=None, forbidden_prefixes=(), one_account=False, without_identity_key="accept"
)


def against(
    changes: dict[str, Any] | None = None, /, *, policy: Policy | None = None, now: datetime = NOW, **known: Any
) -> list[str]:
    """The reasons against the usual record with these changes, in these circumstances."""
    record = read_identity_verification(VERIFIED | (changes or {}))
    attempt = Attempt(**{"id": "an-id", "issued_at": ISSUED, **known})
    decision = decide(record, attempt, policy or Policy(), now)
    return [] if isinstance(decision, Eligible) else list(decision.reasons)


def customer(**members: Any) -> dict[str, Any]:
    return {"verifiedCustomer": VERIFIED["verifiedCustomer"] | members}


def test_a_fresh_live_verification_of_an_id_issued_here_is_accepted_with_its_person_and_keys() -> None:
    decision = decide(
        read_identity_verification(VERIFIED), Attempt(id="an-id", issued_at=ISSUED), Policy(ages=(at_least(19),)), NOW
    )
    assert isinstance(decision, Eligible)
    assert decision.customer.birth_date == date(2000, 2, 29)
    assert [(key.namespace, key.value) for key in decision.keys] == [("ci", "a-ci"), ("di:DANAL/A0001", "a-di")]


@pytest.mark.parametrize("status", ["READY", "FAILED", "UNVERIFIED", "verified", "SUCCESS", "PENDING"])
def test_no_other_status_is_accepted(status: str) -> None:
    assert "not-verified" in against({"status": status})


def test_verified_without_a_customer_is_not_accepted() -> None:
    assert against({"verifiedCustomer": None}) == ["not-verified"]


@given(st.text())
def test_only_the_id_asked_for_is_accepted(id_: str) -> None:
    assert ("another-id" in against(id=id_)) == (id_ != "an-id")


def test_a_record_without_an_id_is_nobodys() -> None:
    assert against({"id": None}) == ["another-id"]


@pytest.mark.parametrize("version", ["V1", None, "v2", ""])
def test_only_v2_is_accepted(version: str | None) -> None:
    assert against({"version": version}) == ["not-v2"]


@pytest.mark.parametrize("channel", [{"type": "TEST"}, {"type": "live"}, {"type": ""}, None])
def test_what_is_not_live_is_accepted_only_where_that_is_switched_off(channel: dict[str, str] | None) -> None:
    assert against({"channel": channel}) == ["not-live"]
    assert against({"channel": channel}, policy=Policy(live_only=False)) == []


@pytest.mark.parametrize(
    ("demands", "reasons"),
    [
        ({"channel_keys": frozenset({"channel-key", "another"})}, []),
        ({"channel_keys": frozenset({"another"})}, ["channel-not-allowed"]),
        ({"channel_keys": frozenset()}, ["channel-not-allowed"]),
        ({"providers": frozenset({"DANAL"})}, []),
        ({"providers": frozenset({"KCP_V2"})}, ["provider-not-allowed"]),
        (
            {"channel_keys": frozenset({"another"}), "providers": frozenset({"KCP_V2"})},
            ["channel-not-allowed", "provider-not-allowed"],
        ),
    ],
)
def test_only_allowed_channels_and_providers_are_accepted(demands: dict[str, Any], reasons: list[str]) -> None:
    assert against(policy=Policy(**demands)) == reasons


def test_a_record_without_a_channel_is_of_no_allowed_one() -> None:
    demands = Policy(live_only=False, channel_keys=frozenset({"channel-key"}), providers=frozenset({"DANAL"}))
    assert against({"channel": None}, policy=demands) == ["channel-not-allowed", "provider-not-allowed"]
    assert against({"channel": {"type": "LIVE"}}, policy=demands) == ["channel-not-allowed", "provider-not-allowed"]


VERIFIED_AT: Final = datetime(2026, 11, 23, 0, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "issued_at", "fresh"),
    [
        (VERIFIED_AT + timedelta(minutes=31), VERIFIED_AT - timedelta(minutes=1), True),
        (VERIFIED_AT + timedelta(minutes=31, microseconds=1), VERIFIED_AT - timedelta(minutes=1), False),
        (VERIFIED_AT + timedelta(days=90), VERIFIED_AT - timedelta(minutes=1), False),
        (VERIFIED_AT + timedelta(minutes=5), VERIFIED_AT + timedelta(minutes=1), True),
        (VERIFIED_AT + timedelta(minutes=5), VERIFIED_AT + timedelta(minutes=1, microseconds=1), False),
        (VERIFIED_AT - timedelta(minutes=1), VERIFIED_AT - timedelta(minutes=2), True),
        (VERIFIED_AT - timedelta(minutes=1, microseconds=1), VERIFIED_AT - timedelta(minutes=2), False),
    ],
)
def test_a_verification_is_fresh_between_its_issue_and_its_limit(
    now: datetime, issued_at: datetime, fresh: bool
) -> None:
    """With a minute for clocks that differ."""
    assert against(now=now, issued_at=issued_at) == ([] if fresh else ["not-fresh"])
    assert against(now=now, issued_at=issued_at, policy=Policy(fresh_for=None)) == []


def test_a_verification_of_no_known_time_is_not_fresh() -> None:
    assert against({"verifiedAt": None}) == ["not-fresh"]
    assert against(policy=Policy(fresh_for=timedelta(0))) == []  # a minute is for the clocks


def test_an_id_that_this_session_was_not_given_or_that_was_used_is_refused_without_asking() -> None:
    assert reasons_before_asking(Attempt(id="an-id", issued_at=None)) == ["not-issued-to-this-session"]
    assert reasons_before_asking(Attempt(id="an-id", issued_at=NOW, used=True)) == ["used-before"]
    assert reasons_before_asking(Attempt(id="an-id", issued_at=NOW)) == []
    assert against(issued_at=None, used=True) == ["not-issued-to-this-session", "used-before"]


@pytest.mark.parametrize(
    "changes",
    [
        customer(ci="MOCKCI9U3v"),
        customer(di="MOCKDIXYUw"),
        {"pgTxId": "MOCK2026"},
        {"channel": VERIFIED["channel"] | {"pgMerchantId": "MOCKDN0001"}},
    ],
    ids=["ci", "di", "pgTxId", "pgMerchantId"],
)
def test_a_mocks_people_never_pass_in_production(changes: dict[str, Any]) -> None:
    assert against(changes) == ["forbidden-identity"]
    assert against(changes, policy=Policy(forbidden_prefixes=())) == []


@pytest.mark.parametrize("key", [None, ""])
def test_who_comes_with_neither_di_nor_ci_is_the_policys_to_say(key: str | None) -> None:
    assert against(customer(ci=key, di=key)) == ["cannot-tell-apart"]
    assert against(customer(ci=key, di=key), policy=Policy(without_identity_key="accept")) == []
    assert against(customer(ci=key, di=key), policy=Policy(one_account=False)) == []
    assert against(customer(ci=key)) == []
    assert against(customer(di=key)) == []


@pytest.mark.parametrize(
    ("birth_date", "by_full_age", "by_the_act", "by_year"),
    [
        ("1999-12-31", [], [], []),
        ("2000-01-01", [], [], ["too-young"]),
        ("2007-11-23", [], [], ["too-young"]),
        ("2007-11-24", ["too-young"], [], ["too-young"]),
        ("2007-12-31", ["too-young"], [], ["too-young"]),
        ("2008-01-01", ["too-young"], ["too-young"], ["too-young"]),
        ("2026-11-23", *[["too-young"]] * 3),  # born today
        ("2026-11-24", *[["born-in-the-future"]] * 3),
        ("2001-02-29", *[["impossible-birth-date"]] * 3),
        ("900515", *[["impossible-birth-date"]] * 3),
        ("", *[["impossible-birth-date"]] * 3),
        (None, *[["no-birth-date"]] * 3),
    ],
)
def test_the_rules_for_adults(
    birth_date: str | None, by_full_age: list[str], by_the_act: list[str], by_year: list[str]
) -> None:
    rules = (at_least(19), ADULT_BY_THE_YOUTH_PROTECTION_ACT, born_by(1999))
    said = [against(customer(birthDate=birth_date), policy=Policy(ages=(rule,))) for rule in rules]
    assert said == [by_full_age, by_the_act, by_year]


@pytest.mark.parametrize(
    ("birth_date", "consented", "reasons"),
    [
        ("2012-11-23", False, []),
        ("2012-11-24", False, ["needs-guardian"]),
        ("2012-11-24", True, []),
        (None, True, ["no-birth-date"]),
        ("2030-01-01", True, ["born-in-the-future"]),
    ],
)
def test_under_14_a_guardian_has_to_consent(birth_date: str | None, consented: bool, reasons: list[str]) -> None:
    policy = Policy(ages=(FROM_14_OR_WITH_CONSENT,))
    assert against(customer(birthDate=birth_date), policy=policy, guardian_consented=consented) == reasons


def test_a_consent_makes_nobody_an_adult() -> None:
    policy = Policy(ages=(at_least(19),))
    assert against(customer(birthDate="2010-01-01"), policy=policy, guardian_consented=True) == ["too-young"]


@pytest.mark.parametrize("birth_date", [None, "2001-02-29", "2030-01-01"])
def test_without_an_age_rule_no_birth_date_is_looked_at(birth_date: str | None) -> None:
    assert against(customer(birthDate=birth_date)) == []


def test_every_reason_is_given_at_once() -> None:
    changes = {"id": "other", "version": "V1", "channel": None, "verifiedAt": None, **customer(ci=None, di=None)}
    policy = Policy(ages=(at_least(30),), channel_keys=frozenset(), providers=frozenset())
    assert against(changes, policy=policy, issued_at=None, used=True) == [
        "not-issued-to-this-session", "used-before", "another-id", "not-v2", "not-live", "channel-not-allowed",
        "provider-not-allowed", "not-fresh", "cannot-tell-apart", "too-young",
    ]  # fmt: skip


def all_reasons() -> set[str]:
    return {word for part in get_args(Reason) for word in (get_args(part) or (part,))}


# Each demand as (loose, strict): what any combination of the strict ones refuses, a stricter one refuses too.
DEMANDS: Final[dict[str, tuple[Any, ...]]] = {
    "ages": ((), (at_least(14),), (at_least(14), at_least(19)), (at_least(14), at_least(19), consent_below(30))),
    "one_account": (False, True),
    "live_only": (False, True),
    "channel_keys": (None, frozenset({"channel-key", "b"}), frozenset({"b"}), frozenset()),
    "providers": (None, frozenset({"DANAL", "b"}), frozenset({"b"}), frozenset()),
    "fresh_for": (None, timedelta(days=1), timedelta(minutes=1), timedelta(0)),
    "forbidden_prefixes": ((), ("MOCK",), ("MOCK", "a-")),
    "without_identity_key": ("accept", "refuse"),
}
policies = st.fixed_dictionaries({name: st.integers(0, len(steps) - 1) for name, steps in DEMANDS.items()})
keys = st.sampled_from([None, "", "a-key", "MOCKCI", "x"])
records = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["VERIFIED", "READY", "FAILED", "NEW"]),
        "id": st.sampled_from(["an-id", "other", None]),
        "version": st.sampled_from(["V2", "V1", None]),
        "channel": st.sampled_from([None, VERIFIED["channel"], {"type": "TEST", "pgProvider": "KCP_V2"}]),
        "pgTxId": keys,
        "verifiedAt": st.sampled_from([None, "2026-11-23T00:00:00Z", "2026-11-22T00:00:00Z", "2027-01-01T00:00:00Z"]),
        "verifiedCustomer": st.none()
        | st.fixed_dictionaries(
            {
                "name": st.just("a"),
                "ci": keys,
                "di": keys,
                "birthDate": st.none() | st.dates().map(str) | st.just("2001-02-29"),
            }
        ),
    }
)
attempts = st.builds(
    Attempt,
    id=st.just("an-id"),
    issued_at=st.sampled_from([None, ISSUED, NOW]),
    used=st.booleans(),
    guardian_consented=st.booleans(),
)


def policy_at(steps: dict[str, int]) -> Policy:
    return Policy(**{name: DEMANDS[name][step] for name, step in steps.items()})


@given(records, attempts, policies, st.sampled_from(sorted(DEMANDS)))
def test_who_demands_more_never_accepts_more(
    body: dict[str, Any], attempt: Attempt, steps: dict[str, int], demand: str
) -> None:
    record, loose = read_identity_verification(body), steps
    strict = {**steps, demand: min(steps[demand] + 1, len(DEMANDS[demand]) - 1)}
    before, after = (decide(record, attempt, policy_at(it), NOW) for it in (loose, strict))
    if isinstance(before, NotEligible):
        assert isinstance(after, NotEligible)
        assert set(before.reasons) <= set(after.reasons)


@given(records, attempts, policies)
def test_a_decision_is_acceptance_or_known_reasons_each_once(
    body: dict[str, Any], attempt: Attempt, steps: dict[str, int]
) -> None:
    decision = decide(read_identity_verification(body), attempt, policy_at(steps), NOW)
    if isinstance(decision, Eligible):
        assert decision.customer is not None
        return
    assert len(set(decision.reasons)) == len(decision.reasons) > 0
    assert set(decision.reasons) <= all_reasons()


def slowly_accepted(body: dict[str, Any], attempt: Attempt, policy: Policy) -> bool:
    """The independent definition, by exclusion and from the raw body."""
    person, channel = body["verifiedCustomer"] or {}, body["channel"] or {}
    if body["status"] != "VERIFIED" or not person or body["id"] != attempt.id or body["version"] != "V2":
        return False
    if attempt.issued_at is None or attempt.used:
        return False
    if (policy.live_only and channel.get("type") != "LIVE") or not all(
        allowed is None or channel.get(name) in allowed
        for name, allowed in (("key", policy.channel_keys), ("pgProvider", policy.providers))
    ):
        return False
    known_by = [it for it in (person["ci"], person["di"]) if it]
    marks = [*known_by, body["pgTxId"] or "", channel.get("pgMerchantId") or ""]
    if any(mark[: len(prefix)] == prefix for mark in marks for prefix in policy.forbidden_prefixes):
        return False
    if not known_by and policy.one_account and policy.without_identity_key != "accept":
        return False
    if policy.fresh_for is not None:
        at = datetime.fromisoformat(body["verifiedAt"]) if body["verifiedAt"] else datetime.min.replace(tzinfo=UTC)
        skew = timedelta(seconds=60)
        if not (NOW - at <= policy.fresh_for + skew and at - NOW <= skew and attempt.issued_at - at <= skew):
            return False
    if not policy.ages:
        return True
    try:
        born = date.fromisoformat(person["birthDate"] or "")
    except ValueError:
        return False
    today = date(2026, 11, 23)  # in Seoul
    return born <= today and all(
        (rule.consent_is_enough and attempt.guardian_consented) or rule.old_enough(born, today) for rule in policy.ages
    )


@given(records, attempts, policies)
def test_acceptance_is_what_the_slow_definition_says(
    body: dict[str, Any], attempt: Attempt, steps: dict[str, int]
) -> None:
    decision = decide(read_identity_verification(body), attempt, policy_at(steps), NOW)
    assert isinstance(decision, Eligible) == slowly_accepted(body, attempt, policy_at(steps))


def test_a_policy_is_made_for_production() -> None:
    """Whoever forgets to say something gets the strict answer."""
    policy = Policy()
    assert (policy.live_only, policy.forbidden_prefixes, policy.without_identity_key) == (True, ("MOCK",), "refuse")
    assert policy.fresh_for is not None
    assert replace(LOOSE, **{name: getattr(policy, name) for name in DEMANDS}) == policy
