"""PortOne's Python SDK reads identity verifications: its types, its members, its exceptions, its store id."""

import asyncio
from collections.abc import Callable

import pytest
from portone_server_sdk import PortOneClient, errors
from portone_server_sdk.identity_verification import (
    FailedIdentityVerification,
    GetIdentityVerificationError,
    ReadyIdentityVerification,
    VerifiedIdentityVerification,
)

from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne
from tests.sdk.conftest import MakeIdentityVerification
from tests.sdk.reading import Reader, in_portone_words, known

UNKNOWN_SECRET = "nobody-has-this-secret"


@pytest.mark.parametrize(
    ("status", "type_"),
    [
        ("READY", ReadyIdentityVerification),
        ("VERIFIED", VerifiedIdentityVerification),
        ("FAILED", FailedIdentityVerification),
    ],
)
def test_each_status_is_read_as_the_sdks_own_type_with_every_member(
    reader: Reader, status: str, type_: type[object]
) -> None:
    put, read = reader.put_and_read(f"status-{status}", status=status, customData='{"plan":"모의"}', pgTxId="MOCK-1")

    assert type(read) is type_
    assert in_portone_words(read) | {"status": status} == put
    assert read.custom_data == '{"plan":"모의"}'
    assert read.pg_tx_id == "MOCK-1"
    assert read.version == "V2"


def test_a_ready_verification_has_the_requested_customer_and_no_pg_tx_id(reader: Reader) -> None:
    _, read = reader.put_and_read("ready", status="READY")

    assert isinstance(read, ReadyIdentityVerification)
    assert in_portone_words(read.requested_customer) == {"name": "김모의", "phoneNumber": "01000000001"}
    assert read.pg_tx_id is None
    assert read.requested_at == read.updated_at == read.status_changed_at


def test_a_failed_verification_says_why(reader: Reader) -> None:
    failure = {"reason": "이용자가 취소", "pgCode": "MOCK-7", "pgMessage": "취소"}
    _, read = reader.put_and_read("failed", status="FAILED", failure=failure)

    assert isinstance(read, FailedIdentityVerification)
    assert in_portone_words(read.failure) == failure
    assert read.requested_customer.name == "김모의"


def test_a_verified_verification_has_the_verified_customer(reader: Reader) -> None:
    customer = {"id": "member-7", "isForeigner": False, "operator": "SKT_MVNO", "phoneNumber": "01000000001"}
    _, read = reader.put_and_read("verified", person="adult", channel="kcp", customer=customer)

    assert isinstance(read, VerifiedIdentityVerification)
    customer_read = read.verified_customer
    assert (customer_read.id, customer_read.name, customer_read.gender) == ("member-7", "김모의", "MALE")
    assert (customer_read.birth_date, customer_read.is_foreigner) == ("1990-05-15", False)
    assert (customer_read.operator, customer_read.phone_number) == ("SKT_MVNO", "01000000001")
    assert customer_read.ci is not None
    assert len(customer_read.ci) == 88
    assert customer_read.di is not None
    assert len(customer_read.di) == 66
    assert read.pg_raw_response


def test_a_customer_with_nothing_but_a_name_is_read(reader: Reader) -> None:
    absent = ("birthDate", "gender", "ci", "di")
    put, read = reader.put_and_read("name-only", customer=dict.fromkeys(absent))

    assert isinstance(read, VerifiedIdentityVerification)
    assert in_portone_words(read.verified_customer) == put["verifiedCustomer"] == {"name": "김모의"}


def test_the_client_for_everything_logs_in_and_reads_in_both_ways(portone: MockPortOne, box: SandboxHandle) -> None:
    """The one object that PortOne's guides begin with, synchronous and asynchronous."""
    put = box.put_verification("both-ways")
    client = PortOneClient(secret=box.api_secret, base_url=portone.base_url, store_id=box.store_id)

    async def asynchronously() -> tuple[str, object]:
        async with client.auth._async_client, client.identity_verification._async_client:
            login = await client.auth.login_via_api_secret_async(api_secret=box.api_secret)
            refreshed = await client.auth.refresh_token_async(refresh_token=login.refresh_token)
            read = await client.identity_verification.get_identity_verification_async(
                identity_verification_id="both-ways"
            )
            return refreshed.access_token, read

    with client.auth._sync_client, client.identity_verification._sync_client:
        assert client.auth.login_via_api_secret(api_secret=box.api_secret).access_token
        read = known(client.identity_verification.get_identity_verification(identity_verification_id="both-ways"))
    access_token, read_asynchronously = asyncio.run(asynchronously())

    assert in_portone_words(read) | {"status": "VERIFIED"} == put
    assert read_asynchronously == read
    assert access_token.count(".") == 2


# The documented errors of the read, each as the SDK's own exception


def test_an_unknown_id_raises_not_found(box: SandboxHandle, identity_verification: MakeIdentityVerification) -> None:
    with pytest.raises(errors.IdentityVerificationNotFoundError, match="nobody-made-this") as raised:
        identity_verification(box.api_secret).get_identity_verification(identity_verification_id="nobody-made-this")
    assert isinstance(raised.value, GetIdentityVerificationError)
    assert raised.value.message


@pytest.mark.parametrize("id_", ["made", "not-made"])
def test_an_unknown_secret_raises_unauthorized_whether_the_id_exists_or_not(
    box: SandboxHandle, identity_verification: MakeIdentityVerification, id_: str
) -> None:
    box.put_verification("made")
    with pytest.raises(errors.UnauthorizedError) as raised:
        identity_verification(UNKNOWN_SECRET).get_identity_verification(identity_verification_id=id_)
    assert isinstance(raised.value, GetIdentityVerificationError)
    assert UNKNOWN_SECRET not in str(raised.value.message)


@pytest.mark.parametrize("id_", ["made", "not-made"])
def test_anothers_store_raises_forbidden_whether_the_id_exists_or_not(
    portone: MockPortOne, box: SandboxHandle, identity_verification: MakeIdentityVerification, id_: str
) -> None:
    another = portone.sandbox()
    another.put_verification("made")
    with pytest.raises(errors.ForbiddenError) as raised:
        identity_verification(box.api_secret, another.store_id).get_identity_verification(identity_verification_id=id_)
    another.drop()
    assert isinstance(raised.value, GetIdentityVerificationError)


def test_another_sandboxes_verification_does_not_exist_here(
    portone: MockPortOne, box: SandboxHandle, identity_verification: MakeIdentityVerification
) -> None:
    another = portone.sandbox()
    another.put_verification("theirs")
    with pytest.raises(errors.IdentityVerificationNotFoundError):
        identity_verification(box.api_secret).get_identity_verification(identity_verification_id="theirs")
    another.drop()


# The store id


@pytest.mark.parametrize(
    ("store_id_of", "query"),
    [(lambda box: None, ""), (lambda box: box.store_id, "storeId={0.store_id}"), (lambda box: "", "storeId=")],
    ids=["none", "own", "empty"],
)
def test_a_store_id_given_at_construction_is_sent_and_accepted(
    box: SandboxHandle,
    identity_verification: MakeIdentityVerification,
    store_id_of: Callable[[SandboxHandle], str | None],
    query: str,
) -> None:
    box.put_verification("stored")
    client = identity_verification(box.api_secret, store_id_of(box))

    assert known(client.get_identity_verification(identity_verification_id="stored")).id == "stored"
    assert (box.requests()[0]["query"] or "") == query.format(box)
