"""A person becomes a record: the same one always, with keys that tell people and sites apart."""

import json
import re
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.arrangement import World, explain_withheld, full_customer, ready_made
from mock_server.domain.channels import CHANNELS
from mock_server.domain.ids import IdSource
from mock_server.domain.record import Record, answer
from mock_server.roster import load_people
from tests.domain.world import NOW, STORE, WORLD, answered, arranged
from tests.law import facts

PEOPLE = load_people()
CHANNEL_NAMES = [channel.name for channel in CHANNELS]
variants = st.from_regex(r"[A-Za-z0-9]{1,32}", fullmatch=True)
keys = st.sampled_from(PEOPLE.keys())


def elsewhere(store_id: str = STORE, salt: str = STORE, today: date = WORLD.today) -> World:
    return msgspec.structs.replace(WORLD, store_id=store_id, di_salt=salt, today=today)


def everything(person: str = "adult", channel: str = "kcp", world: World = WORLD) -> dict[str, Any]:
    """All that a provider that gives everything gives about a person on that channel."""
    found, through = world.people.get(person), world.channels.get(channel)
    assert found is not None
    assert through is not None
    return full_customer(found, through, world)


def made(id_: str, world: World = WORLD) -> Record | None:
    return ready_made(id_, world, NOW, IdSource(1))


def made_one(id_: str) -> Record:
    record = made(id_)
    assert record is not None, id_
    return record


class TestReadyMade:
    """The ids that scenario `default` has ready."""

    @pytest.mark.parametrize("key", PEOPLE.keys())
    def test_everyone_is_verified_now_on_danal_or_in_the_state_their_outcome_leaves(self, key: str) -> None:
        record = made_one(f"idv-{key}")
        assert (record.id, record.person, record.channel.name, record.agency) == (f"idv-{key}", key, "danal", None)
        assert record.status == facts.OUTCOMES[key.removeprefix("always-") if key.startswith("always-") else "verified"]
        assert record.updated_at == NOW
        assert record.verified_at == (NOW if record.status == "VERIFIED" else None)

    @pytest.mark.parametrize(
        ("id_", "status", "code"),
        [
            ("idv-ready", "READY", None),
            ("idv-failed", "FAILED", "MOCK-PROVIDER"),
            ("idv-cancelled", "FAILED", "MOCK-CANCELLED"),
        ],
    )
    def test_three_ids_name_a_state(self, id_: str, status: str, code: str | None) -> None:
        record = made_one(id_)
        assert (record.status, record.person) == (status, "adult")
        assert (record.failure.pg_code if record.failure else None) == code

    @given(keys, st.text(max_size=20))
    def test_anything_may_follow_a_person_and_a_hyphen(self, key: str, rest: str) -> None:
        record = made_one(f"idv-{key}-{rest}")
        assert record.id == f"idv-{key}-{rest}"
        assert record.person is not None
        assert f"{key}-{rest}".startswith(record.person)

    def test_the_longest_person_wins(self) -> None:
        assert made_one("idv-adult-woman").person == "adult-woman"
        assert made_one("idv-adult-woman-1").person == "adult-woman"
        assert made_one("idv-adult-womanly").person == "adult"

    @given(keys, variants)
    def test_a_variant_is_ready_too(self, key: str, variant: str) -> None:
        assert made_one(f"idv-{key}~{variant}").person == f"{key}~{variant}"
        assert made_one(f"idv-{key}~{variant}-run-7").person == f"{key}~{variant}"

    @pytest.mark.parametrize(
        "id_",
        [
            *("", "adult", "idv", "idv-", "IDV-adult", "idv-nobody", "idv-adults", "idv-adult~", "idv-adult~a_b"),
            *("idv-ready-1", "idv-failed-1", "idv-Ready", "idv-adult~" + "x" * 33, " idv-adult", "idv--adult"),
        ],
    )
    def test_no_other_id_is_ready(self, id_: str) -> None:
        assert made(id_) is None

    def test_a_ready_made_one_is_what_an_order_for_it_would_make(self) -> None:
        ordered = msgspec.structs.replace(arranged(person="adult"), id="idv-adult")
        assert made_one("idv-adult") == ordered


class TestKeys:
    """CI is one per human being everywhere, DI one per human being and site."""

    @given(keys, st.sampled_from(CHANNEL_NAMES), st.sampled_from(CHANNEL_NAMES), st.text(max_size=5))
    def test_ci_is_the_same_on_every_channel_and_in_every_sandbox(
        self, key: str, one: str, other: str, salt: str
    ) -> None:
        assert everything(key, one)["ci"] == everything(key, other, elsewhere(salt, salt))["ci"]

    @given(keys, st.sampled_from(CHANNEL_NAMES), st.sampled_from(CHANNEL_NAMES), st.sampled_from([STORE, "store-2"]))
    def test_di_is_the_same_on_one_site_only(self, key: str, one: str, other: str, salt: str) -> None:
        """Every channel has a merchant id of its own, so each is a site."""
        alike = everything(key, one)["di"] == everything(key, other, elsewhere(salt=salt))["di"]
        assert alike == (one == other and salt == STORE)

    def test_channels_of_one_merchant_are_one_site(self) -> None:
        person, channel = PEOPLE.get("adult"), WORLD.channels.get("kcp")
        assert person is not None
        assert channel is not None
        twin = msgspec.structs.replace(channel, name="twin", key="twin")
        assert full_customer(person, twin, WORLD)["di"] == full_customer(person, channel, WORLD)["di"]

    @given(keys, variants, keys, variants)
    def test_two_people_have_nothing_in_common_and_one_has_everything(
        self, key: str, variant: str, other_key: str, other_variant: str
    ) -> None:
        one, other = everything(f"{key}~{variant}"), everything(f"{other_key}~{other_variant}")
        base, other_base = PEOPLE.get(key), PEOPLE.get(other_key)
        assert base is not None
        assert other_base is not None
        same = (base.identity, variant) == (other_base.identity, other_variant)
        assert (one["ci"] == other["ci"]) == (one["di"] == other["di"]) == same

    def test_a_site_that_is_named_takes_the_place_of_the_merchant_id(self) -> None:
        person, danal, kcp = PEOPLE.get("adult"), WORLD.channels.get("danal"), WORLD.channels.get("kcp")
        assert person is not None
        assert danal is not None
        assert kcp is not None
        named = full_customer(person, kcp, WORLD, site="another")
        assert named["di"] == full_customer(person, danal, WORLD, site="another")["di"] != everything("adult")["di"]
        assert named["ci"] == everything("adult")["ci"]

    def test_a_new_name_phone_and_carrier_change_neither(self) -> None:
        before, after = everything("adult"), everything("renamed")
        changed = {member for member in before if before[member] != after[member]}
        assert changed == {"name", "phoneNumber", "operator"}

    def test_a_namesake_has_name_and_birth_date_in_common_and_no_key(self) -> None:
        one, other = everything("adult"), everything("namesake")
        assert {"name", "birthDate"} <= {member for member in one if one[member] == other[member]}
        assert not {"ci", "di", "phoneNumber"} & {member for member in one if one[member] == other[member]}

    def test_a_family_has_one_phone_and_two_sets_of_keys(self) -> None:
        parent, child = everything("family-parent"), everything("family-child")
        assert parent["phoneNumber"] == child["phoneNumber"]
        assert parent["ci"] != child["ci"]
        assert parent["di"] != child["di"]
        assert parent["name"] != child["name"]

    @given(keys, variants)
    def test_a_variant_is_like_its_person_and_somebody_else(self, key: str, variant: str) -> None:
        base, other = everything(key), everything(f"{key}~{variant}")
        alike = {member for member in base if base[member] == other[member]}
        assert alike == {"birthDate", "gender", "isForeigner", "operator"}
        assert other == everything(f"{key}~{variant}")

    @given(keys, st.sampled_from(CHANNEL_NAMES))
    def test_shapes_lengths_and_marks(self, key: str, channel: str) -> None:
        customer = everything(key, channel)
        assert re.fullmatch(r"MOCKCI[A-Za-z0-9+/]{80}==", customer["ci"])
        assert re.fullmatch(r"MOCKDI[A-Za-z0-9+/]{60}", customer["di"])
        assert re.fullmatch(r"\d{11}", customer["phoneNumber"])
        assert date.fromisoformat(customer["birthDate"]) <= WORLD.today
        assert customer["gender"] in {"MALE", "FEMALE"}
        assert isinstance(customer["isForeigner"], bool)

    def test_keys_that_a_scenario_gives_literally_are_taken(self) -> None:
        person = PEOPLE.get("adult")
        assert person is not None
        people = PEOPLE.with_person(msgspec.structs.replace(person, ci="my ci", di="my di"))
        customer = everything(world=msgspec.structs.replace(WORLD, people=people))
        assert (customer["ci"], customer["di"]) == ("my ci", "my di")


class TestTheRecord:
    """What else a record is made of."""

    @pytest.mark.parametrize("channel", CHANNEL_NAMES)
    def test_the_verified_customer_is_what_the_provider_gives_of_everything(self, channel: str) -> None:
        profile = facts.CHANNELS[channel]
        for agency in facts.agencies(profile):
            verified = arranged(channel=channel, **({"agency": agency} if agency else {})).verified_customer
            whole = everything(channel=channel)
            assert verified == {member: whole[member] for member in whole if member in facts.given(profile, agency)}

    @pytest.mark.parametrize("status", ["READY", "FAILED"])
    def test_the_requested_customer_is_name_and_phone_whatever_the_provider_gives(self, status: str) -> None:
        read = answered(status=status, channel="danal", person="foreigner")
        assert read["requestedCustomer"] == {"name": "MOCK TRAVELER", "phoneNumber": "01000000003"}

    @given(st.sampled_from(CHANNEL_NAMES), st.integers())
    def test_a_transaction_is_marked_and_drawn_from_the_ids_of_the_sandbox(self, channel: str, seed: int) -> None:
        record = ready_made("idv-adult", WORLD, NOW, IdSource(seed))
        assert record is not None
        assert re.fullmatch("MOCK[0-9A-F]{20}", record.pg_tx_id or "")
        assert record == ready_made("idv-adult", WORLD, NOW, IdSource(seed))
        assert record.pg_tx_id != made_one("idv-adult").pg_tx_id or IdSource(seed)("x") == IdSource(1)("x")

    def test_a_window_that_is_open_has_no_transaction_yet(self) -> None:
        assert arranged(status="READY").pg_tx_id is None

    def test_the_raw_response_is_a_text_that_names_mock_provider_and_transaction(self) -> None:
        read = answered(channel="inicis", pgTxId="tx-1")
        raw = {"mock": "portone-mock", "pgProvider": "INICIS_UNIFIED", "pgTxId": "tx-1"}
        assert json.loads(read["pgRawResponse"]) == raw

    @pytest.mark.parametrize("status", ["READY", "VERIFIED", "FAILED"])
    def test_every_identifier_of_the_provider_is_marked(self, status: str) -> None:
        read = answered(status=status)
        assert read["channel"]["pgMerchantId"].startswith("MOCK")
        assert read.get("pgTxId", "MOCK").startswith("MOCK")

    @given(st.sampled_from(["READY", "VERIFIED", "FAILED"]), st.none() | st.integers(0, 10**6))
    def test_times_follow_one_another(self, status: str, ago: int | None) -> None:
        record = arranged(status=status, **({} if ago is None else {"requestedAt": f"-{ago}s"}))
        assert record.requested_at <= record.status_changed_at <= record.updated_at <= NOW

    @given(st.integers(0, 365 * 8))
    def test_a_promised_birth_date_is_counted_from_the_day_of_the_world(self, days: int) -> None:
        today = date(2024, 1, 1) + timedelta(days=days)
        tomorrow = everything("turns-19-tomorrow", world=elsewhere(today=today))["birthDate"]
        born, expected = date.fromisoformat(tomorrow), today + timedelta(days=1)
        assert born.year == expected.year - 19
        assert (born.month, born.day) == (expected.month, expected.day) or (expected.month, expected.day) == (2, 29)

    def test_a_record_belongs_to_the_store_that_it_was_made_for(self) -> None:
        assert arranged(elsewhere("store-2")).store_id == "store-2"


class TestWithheld:
    """Explaining what is not there."""

    @pytest.mark.parametrize("channel", CHANNEL_NAMES)
    def test_what_is_missing_is_explained_and_nothing_else(self, channel: str) -> None:
        profile = facts.CHANNELS[channel]
        for agency in facts.agencies(profile):
            record = arranged(channel=channel, **({"agency": agency} if agency else {}))
            explained = explain_withheld(record)
            assert {reason["field"] for reason in explained} == facts.EVERY_MEMBER - set(record.verified_customer)
            assert all(set(reason) == {"field", "ko", "en", "source"} for reason in explained)

    @pytest.mark.parametrize("status", ["READY", "FAILED"])
    def test_nothing_is_withheld_before_anyone_is_verified(self, status: str) -> None:
        assert explain_withheld(arranged(status=status)) == []

    def test_what_a_tester_gave_is_not_withheld_and_what_a_tester_took_is_not_the_providers_doing(self) -> None:
        record = arranged(channel="danal", customer={"phoneNumber": "01000000077", "ci": None})
        assert [reason["field"] for reason in explain_withheld(record)] == ["operator", "isForeigner"]
        assert "ci" not in answer(record)["verifiedCustomer"]
