"""What a tester may ask a verification to be: a right member is taken, a wrong one refused with its place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.errors import Refusal
from mock_server.domain.order import Order
from mock_server.domain.timestamps import rfc3339
from tests.domain.world import NOW, WORLD, answered, arranged, refusal_of
from tests.law import facts

MEMBERS = [
    *("status", "outcome", "person", "customer", "channel", "agency", "failure", "requestedAt", "verifiedAt"),
    *("customData", "pgTxId", "version"),
]
VERIFIED = {
    "id": "customer-1",
    "name": "박시험",
    "operator": "KT_MVNO",
    "phoneNumber": "01000000077",
    "birthDate": "2000-02-29",
    "gender": "OTHER",
    "isForeigner": False,
    "ci": "c",
    "di": "d",
}
WRONG_TEXTS: tuple[object, ...] = ("", 1, True, [], {})
WRONG_FLAGS: tuple[object, ...] = ("true", 0, 1, [])
REQUESTED = {
    "id": "customer-1",
    "name": "박시험",
    "phoneNumber": "01000000077",
    "birthYear": "2000",
    "birthMonth": "02",
    "birthDay": "29",
}


class TestMembers:
    """One after another, as right ones, of the wrong type, and unknown."""

    def test_nothing_asked_for_is_a_verified_adult_on_danal(self) -> None:
        record = arranged()
        assert (record.status, record.person, record.channel.name, record.agency) == (
            "VERIFIED",
            "adult",
            "danal",
            None,
        )

    @pytest.mark.parametrize("member", MEMBERS)
    def test_null_is_as_good_as_absent(self, member: str) -> None:
        assert answered(**{member: None}) == answered()

    @pytest.mark.parametrize("status", ["READY", "VERIFIED", "FAILED"])
    def test_a_status_is_what_the_record_has(self, status: str) -> None:
        assert arranged(status=status).status == status

    @pytest.mark.parametrize("outcome", facts.OUTCOMES)
    def test_an_outcome_leads_to_its_status(self, outcome: str) -> None:
        assert arranged(outcome=outcome).status == facts.OUTCOMES[outcome]
        assert arranged(outcome=outcome, status=facts.OUTCOMES[outcome]).status == facts.OUTCOMES[outcome]

    @pytest.mark.parametrize("key", ["adult", "adult~42", "foreigner", "always-cancelled"])
    def test_a_person_is_that_person_and_verified_whatever_outcome_is_carried(self, key: str) -> None:
        record = arranged(person=key)
        assert (record.person, record.status) == (key, "VERIFIED")

    @pytest.mark.parametrize("given_as", ["kcp-test", "channel-key-kcp-test"])
    def test_a_channel_is_given_by_name_or_key(self, given_as: str) -> None:
        assert arranged(channel=given_as).channel.name == "kcp-test"

    @pytest.mark.parametrize("agency", facts.AGENCIES)
    def test_an_agency_is_one_of_inicis(self, agency: str) -> None:
        assert arranged(channel="inicis", agency=agency).agency == agency

    def test_the_agency_is_pass_where_nobody_names_one(self) -> None:
        assert arranged(channel="inicis").agency == "PASS"

    def test_a_failure_is_shown_as_given(self) -> None:
        failure = {"reason": "까닭", "pgCode": "P-1", "pgMessage": "provider's words"}
        assert answered(status="FAILED", failure=failure)["failure"] == failure
        assert answered(outcome="cancelled", failure={"pgCode": "P-1"})["failure"] == {"pgCode": "P-1"}
        assert answered(status="FAILED", failure={})["failure"] == {}

    def test_a_failure_that_nobody_gives_is_that_of_the_outcome_or_of_the_provider(self) -> None:
        assert answered(outcome="cancelled")["failure"]["pgCode"] == "MOCK-CANCELLED"
        assert answered(status="FAILED")["failure"] == answered(outcome="provider-error")["failure"]

    @given(st.text(), st.text())
    def test_texts_are_kept_as_they_are(self, custom_data: str, pg_tx_id: str) -> None:
        read = answered(customData=custom_data, pgTxId=pg_tx_id)
        assert (read["customData"], read["pgTxId"]) == (custom_data, pg_tx_id)

    @pytest.mark.parametrize("member", ["status", "outcome", "person", "channel", "agency", "customData", "pgTxId"])
    @pytest.mark.parametrize("value", [1, True, 1.5, ["READY"], {"a": 1}])
    def test_a_text_of_another_type_is_refused(self, member: str, value: object) -> None:
        refusal = refusal_of(lambda: arranged(**{member: value}))
        assert refusal.message.startswith(f"{member} must be a string, not ")
        assert refusal.details["at"] == member
        assert refusal.details["received"]

    @pytest.mark.parametrize(("member", "value"), [("customer", []), ("customer", "adult"), ("failure", "x")])
    def test_an_object_of_another_type_is_refused(self, member: str, value: object) -> None:
        refusal = refusal_of(lambda: arranged(status="FAILED", **{member: value}))
        assert refusal.message.startswith(f"{member} must be an object ")

    @pytest.mark.parametrize(
        ("members", "at", "nearest"),
        [
            ({"stauts": "READY"}, "stauts", "status"),
            ({"zzz": 1}, "zzz", None),
            ({"requested_at": "-1d"}, "requested_at", "requestedAt"),
            ({"status": "ready"}, "status", "READY"),
            ({"status": "VERFIED"}, "status", "VERIFIED"),
            ({"status": "PENDING"}, "status", None),
            ({"status": ""}, "status", None),
            ({"outcome": "canceled"}, "outcome", "cancelled"),
            ({"outcome": "VERIFIED"}, "outcome", "verified"),
            ({"person": "adlut"}, "person", "adult"),
            ({"person": "adlut~7"}, "person", "adult~7"),
            ({"person": "adult~"}, "person", "adult"),
            ({"person": ""}, "person", None),
            ({"channel": "danl"}, "channel", "danal"),
            ({"channel": "inicis-gender-never"}, "channel", None),
            ({"channel": "inicis", "agency": "KAKA"}, "agency", "KAKAO"),
            ({"channel": "inicis", "agency": "PAYCO"}, "agency", None),
            ({"customer": {"phone": "01000000001"}}, "customer.phone", None),
            ({"customer": {"birthdate": "2000-01-01"}}, "customer.birthdate", "birthDate"),
            ({"customer": {"birthYear": "2000"}}, "customer.birthYear", None),
            ({"status": "READY", "customer": {"birthDate": "2000-01-01"}}, "customer.birthDate", "birthDay"),
            ({"customer": {"gender": "male"}}, "customer.gender", "MALE"),
            ({"customer": {"operator": "LGU+"}}, "customer.operator", "LGU"),
            ({"status": "FAILED", "failure": {"pgcode": "1"}}, "failure.pgcode", "pgCode"),
        ],
    )
    def test_an_unknown_name_is_refused_with_its_place_the_nearest_and_the_known(
        self, members: dict[str, Any], at: str, nearest: str | None
    ) -> None:
        refusal = refusal_of(lambda: arranged(**members))
        assert refusal.details["at"] == at
        assert refusal.details["received"]
        assert refusal.details["known"]
        if nearest is not None:
            assert refusal.details["nearest"] == nearest
            assert nearest in refusal.message

    def test_every_member_is_listed_where_one_is_unknown(self) -> None:
        assert refusal_of(lambda: arranged(zzz=1)).details["known"] == MEMBERS

    def test_a_huge_unknown_name_is_not_sent_back(self) -> None:
        for members in ({"x" * 1_000_000: 1}, {"customer": {"x" * 1_000_000: 1}}, {"person": "x" * 1_000_000}):
            refusal_of(lambda members=members: arranged(**members))  # type: ignore[misc]

    @given(
        st.dictionaries(
            st.sampled_from(MEMBERS),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.text(),
                lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
            ),
        )
    )
    def test_any_values_make_a_record_or_a_refusal(self, members: dict[str, Any]) -> None:
        try:
            record = arranged(**members)
        except Refusal as refusal:
            assert refusal.type == "INVALID_REQUEST"  # noqa: PT017 - a record is as good
        else:
            assert record.status in ("READY", "VERIFIED", "FAILED")


class TestCustomer:
    """Members over what the provider gives."""

    def test_every_member_of_a_verified_customer_can_be_given(self) -> None:
        assert answered(customer=VERIFIED)["verifiedCustomer"] == VERIFIED

    def test_members_that_the_provider_withholds_can_be_given_all_the_same(self) -> None:
        customer = answered(channel="danal", customer={"phoneNumber": "01000000077"})["verifiedCustomer"]
        assert customer["phoneNumber"] == "01000000077"

    @pytest.mark.parametrize("status", ["READY", "FAILED"])
    def test_every_member_of_a_requested_customer_can_be_given(self, status: str) -> None:
        assert answered(status=status, customer=REQUESTED)["requestedCustomer"] == REQUESTED

    @pytest.mark.parametrize("member", sorted(facts.EVERY_MEMBER - {"name"}))
    def test_null_removes_a_member_and_leaves_the_others(self, member: str) -> None:
        everything = answered(channel="kcp")["verifiedCustomer"]
        assert answered(channel="kcp", customer={member: None})["verifiedCustomer"] == {
            name: value for name, value in everything.items() if name != member
        }

    def test_members_stand_in_portones_order_whatever_order_they_came_in(self) -> None:
        backwards = dict(reversed(VERIFIED.items()))
        assert list(answered(customer=backwards)["verifiedCustomer"]) == list(VERIFIED)
        backwards = dict(reversed(REQUESTED.items()))
        assert list(answered(status="READY", customer=backwards)["requestedCustomer"]) == list(REQUESTED)

    @pytest.mark.parametrize(
        ("member", "value", "expected"),
        [
            *(
                (member, value, "a string that is not empty, or null to leave the member out")
                for member in ("id", "name", "operator", "phoneNumber", "birthDate", "gender", "ci", "di")
                for value in WRONG_TEXTS
            ),
            *(("isForeigner", value, "true or false") for value in WRONG_FLAGS),
            *(
                ("phoneNumber", value, "9 to 11 digits without hyphens, such as 01000000001")
                for value in (
                    "010-0000-0001",
                    "12345678",
                    "010000000011",
                    "+821000000001",
                    "٠١٠٠٠٠٠٠٠٠١",
                    "01000000001\n",
                )
            ),
            *(
                ("birthDate", value, "a date that exists, written yyyy-MM-dd")
                for value in ("2001-02-29", "20000101", "2000-1-1", "2000-W01-1", "today", "2000-01-01T00:00:00Z")
            ),
        ],
    )
    def test_a_wrong_value_is_refused_with_its_place_and_what_would_do(
        self, member: str, value: object, expected: str
    ) -> None:
        refusal = refusal_of(lambda: arranged(customer={member: value}))
        assert refusal.message.startswith(f"customer.{member} must be {expected}, not ")
        assert refusal.details["at"] == f"customer.{member}"

    def test_a_verified_customer_never_loses_the_name(self) -> None:
        refusal = refusal_of(lambda: arranged(customer={"name": None}))
        assert refusal.details["at"] == "customer.name"
        assert "name" not in answered(status="READY", customer={"name": None})["requestedCustomer"]


class TestContradictions:
    """Members that cannot be true together are refused, and the sentence says which."""

    @pytest.mark.parametrize(
        ("members", "message"),
        [
            (
                {"status": "READY", "outcome": "verified"},
                "status contradicts the rest: the outcome verified ends in VERIFIED, not in READY",
            ),
            (
                {"status": "VERIFIED", "outcome": "cancelled"},
                "status contradicts the rest: the outcome cancelled ends in FAILED, not in VERIFIED",
            ),
            (
                {"status": "FAILED", "outcome": "wrong-otp"},
                "status contradicts the rest: the outcome wrong-otp ends in READY, not in FAILED",
            ),
            ({"failure": {}}, "failure contradicts the rest: a verification that ends VERIFIED has no failure"),
            (
                {"outcome": "abandoned", "failure": {}},
                "failure contradicts the rest: a verification that ends READY has no failure",
            ),
            (
                {"status": "READY", "verifiedAt": "-1d"},
                "verifiedAt contradicts the rest: a verification that ends READY was never verified",
            ),
            (
                {"outcome": "cancelled", "verifiedAt": "-1d"},
                "verifiedAt contradicts the rest: a verification that ends FAILED was never verified",
            ),
            (
                {"requestedAt": "-1h", "verifiedAt": "-2h"},
                "verifiedAt contradicts the rest: a verification cannot be verified before it was requested",
            ),
            ({"agency": "PASS"}, "agency contradicts the rest: the channel danal (DANAL) has no agencies"),
            (
                {"channel": "kcp", "agency": "KAKAO"},
                "agency contradicts the rest: the channel kcp (KCP_V2) has no agencies",
            ),
        ],
    )
    def test_it_is_refused(self, members: dict[str, Any], message: str) -> None:
        refusal = refusal_of(lambda: arranged(**members))
        assert refusal.message == message
        assert refusal.details["at"] == message.split(" ", 1)[0]


class TestTimes:
    """When it was asked for and when it ended."""

    @staticmethod
    def times(**members: Any) -> tuple[int, int]:
        """Both, as seconds from now."""
        record = arranged(**members)
        assert record.updated_at == record.status_changed_at
        assert record.verified_at == (record.updated_at if record.status == "VERIFIED" else None)
        return (record.requested_at - NOW) // 1000, (record.updated_at - NOW) // 1000

    @pytest.mark.parametrize(
        ("members", "expected"),
        [
            ({}, (-30, 0)),
            ({"status": "FAILED"}, (-30, 0)),
            ({"status": "READY"}, (0, 0)),
            ({"status": "READY", "requestedAt": "-1h"}, (-3600, -3600)),
            ({"requestedAt": "-1h"}, (-3600, -3570)),
            ({"status": "FAILED", "requestedAt": "-1h"}, (-3600, -3570)),
            ({"verifiedAt": "-1h"}, (-3630, -3600)),
            ({"requestedAt": "-90d", "verifiedAt": "-1d"}, (-90 * 86_400, -86_400)),
            ({"requestedAt": "-5m", "verifiedAt": "-5m"}, (-300, -300)),
            ({"requestedAt": "-5s"}, (-5, 0)),
            ({"requestedAt": "+5m"}, (300, 300)),
            ({"verifiedAt": "+5m"}, (270, 300)),
        ],
    )
    def test_what_is_not_given_follows_from_what_is(self, members: dict[str, Any], expected: tuple[int, int]) -> None:
        assert self.times(**members) == expected

    @given(st.integers(0, 10**6))
    def test_a_verification_asked_for_in_the_past_did_not_end_in_the_future(self, seconds: int) -> None:
        began, ended = self.times(requestedAt=f"-{seconds}s")
        assert -seconds == began <= ended <= 0

    def test_absolute_times_are_taken_too(self) -> None:
        read = answered(requestedAt="2026-03-02T10:00:00+09:00", verifiedAt="2026-03-02T01:00:01.5Z")
        assert (read["requestedAt"], read["verifiedAt"]) == ("2026-03-02T01:00:00.000Z", "2026-03-02T01:00:01.500Z")
        assert rfc3339(NOW) not in read.values()

    @pytest.mark.parametrize("member", ["requestedAt", "verifiedAt"])
    @pytest.mark.parametrize("value", ["yesterday", "2026-03-02", 5, "2026-02-30T00:00:00Z", "+999999999d", []])
    def test_what_is_no_time_is_refused_with_its_place(self, member: str, value: object) -> None:
        refusal = refusal_of(lambda: arranged(**{member: value}))
        assert refusal.message.startswith(f"{member}: ")
        assert refusal.details["at"] == member
        assert refusal.details["received"]


def test_reading_an_order_refuses_unknown_members_before_anything_is_made() -> None:
    assert refusal_of(lambda: Order.read({"stauts": "READY"})).details["nearest"] == "status"
    assert refusal_of(lambda: Order.read({"failure": {"pgCode": 1}})).details["at"] == "failure.pgCode"
    assert WORLD.people.get("adult") is not None
