"""The single read: order of refusals, stores, dialects, ready-made records."""

from urllib.parse import quote

import pytest

from mock_server.store.sandbox import Credentials

from ..in_process import ClientFactory, bearer, portone
from ..refusals import assert_refused

STORE = "store-00000000-0000-4000-8000-000000000001"
VERIFIED = {
    "status",
    "id",
    "channel",
    "verifiedCustomer",
    "requestedAt",
    "updatedAt",
    "statusChangedAt",
    "verifiedAt",
    "pgTxId",
    "pgRawResponse",
    "version",
}


def test_a_verified_record_has_these_members(client: ClientFactory) -> None:
    body = client().read("idv-adult").json()
    assert body.keys() == VERIFIED
    assert (body["status"], body["id"], body["channel"]["name"], body["version"]) == (
        "VERIFIED",
        "idv-adult",
        "danal",
        "V2",
    )
    assert body["verifiedCustomer"].keys() == {"name", "birthDate", "gender", "ci", "di"}
    assert body["pgTxId"].startswith("MOCK")


def test_only_a_legacy_token_gets_the_copy_named_customer(client: ClientFactory) -> None:
    mock = client()
    current = mock.read("idv-adult").json()
    by_token = mock.get("/identity-verifications/idv-adult", headers=bearer(mock.log_in()["accessToken"])).json()
    legacy = mock.get(
        "/identity-verifications/idv-adult", headers=bearer(mock.log_in(legacy=True)["accessToken"])
    ).json()
    assert current == by_token
    assert legacy == {**current, "customer": current["verifiedCustomer"]}
    assert mock.read("idv-adult").json() == current


def test_a_record_that_is_not_verified_looks_alike_in_both_dialects(client: ClientFactory) -> None:
    mock = client()
    headers = bearer(mock.log_in(legacy=True)["accessToken"])
    for id_ in ("idv-ready", "idv-failed"):
        assert mock.get(f"/identity-verifications/{id_}", headers=headers).json() == mock.read(id_).json()


def test_reading_again_gives_the_same_bytes(client: ClientFactory) -> None:
    mock = client()
    assert mock.read("idv-adult").content == mock.read("idv-adult").content


def test_a_change_shows_in_both_dialects_at_once(client: ClientFactory) -> None:
    mock = client()
    legacy = bearer(mock.log_in(legacy=True)["accessToken"])
    for name in ("김하나", "이두리"):
        mock.control("PUT", "/verifications/a", {"customer": {"name": name}})
        assert mock.read("a").json()["verifiedCustomer"]["name"] == name
        assert mock.get("/identity-verifications/a", headers=legacy).json()["customer"]["name"] == name


def test_authorisation_comes_before_everything_else(client: ClientFactory) -> None:
    mock = client()
    assert_refused(mock.get("/identity-verifications/nothing"), "UNAUTHORIZED")
    assert_refused(mock.read("nothing", "wrong", storeId="store-elsewhere"), "UNAUTHORIZED")
    assert_refused(mock.get(f"/identity-verifications/{'x' * 201}?storeId=a&storeId=b"), "UNAUTHORIZED")


def test_then_the_store_and_then_the_id(client: ClientFactory) -> None:
    mock = client()
    assert_refused(mock.read("nothing", storeId="store-elsewhere"), "FORBIDDEN", STORE)
    assert_refused(mock.read("nothing", storeId=STORE), "IDENTITY_VERIFICATION_NOT_FOUND", "'nothing'")


def test_the_store_of_the_credential_may_be_named_left_out_or_empty(client: ClientFactory) -> None:
    mock = client()
    bodies = [mock.read("idv-adult", storeId=STORE), mock.read("idv-adult"), mock.read("idv-adult", storeId="")]
    assert {answer.content for answer in bodies} == {bodies[0].content}
    assert bodies[0].status_code == 200
    assert_refused(mock.read("idv-adult", "sandbox-a", storeId=STORE), "FORBIDDEN", "store-sandbox-a")
    assert mock.read("idv-adult", "sandbox-a", storeId="store-sandbox-a").status_code == 200


@pytest.mark.parametrize("query", [f"storeId={STORE}&storeId={STORE}", f"storeId=&storeId={STORE}"])
def test_a_repeated_store_is_refused(client: ClientFactory, query: str) -> None:
    answer = client().get(f"/identity-verifications/idv-adult?{query}", headers=portone("mock-api-secret"))
    assert_refused(answer, "INVALID_REQUEST", "storeId")


def test_a_record_belongs_to_one_store_of_its_sandbox(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", "/verifications/a", {})
    box = mock.mock.sandboxes.default
    box.credentials = Credentials(box.credentials.secrets, (STORE, "store-second"))
    assert mock.read("a").status_code == 200
    assert_refused(mock.read("a", storeId="store-second"), "IDENTITY_VERIFICATION_NOT_FOUND")


@pytest.mark.parametrize(
    "id_", ["a/b", "a b", "a?b#c", "%2F", "가나다", "..", "a+b", "a=b&c", "'\"<>", "~!@$*()", "a\u0301", "😀"]
)
def test_an_id_may_have_any_character(client: ClientFactory, id_: str) -> None:
    mock = client()
    encoded = quote(id_, safe="").replace(".", "%2E")
    answer = mock.raw("PUT", f"/_mock/verifications/{encoded}", json={})
    assert answer.json()["id"] == id_
    read = mock.raw("GET", f"/identity-verifications/{encoded}", headers=portone("mock-api-secret"))
    assert read.json() == answer.json()
    assert mock.journal()[0]["identityVerificationId"] == id_


def test_an_id_may_be_200_characters_long(client: ClientFactory) -> None:
    mock = client()
    mock.control("PUT", f"/verifications/{'가' * 200}", {})
    assert mock.read("가" * 200).status_code == 200
    assert_refused(mock.read("가" * 201), "IDENTITY_VERIFICATION_NOT_FOUND", "200")
    assert_refused(mock.put(f"/_mock/verifications/{'x' * 201}", json={}), "INVALID_REQUEST", "200")


def test_what_is_not_utf_8_is_no_id(client: ClientFactory) -> None:
    answer = client().raw("GET", "/identity-verifications/%ff", headers=portone("mock-api-secret"))
    assert_refused(answer, "INVALID_REQUEST", "UTF-8")


def test_a_parameter_that_nobody_knows_is_noted_and_refused_when_strict(client: ClientFactory) -> None:
    mock = client()
    assert mock.read("idv-adult", storeid="x").status_code == 200
    assert mock.journal()[0]["why"] == "Ignored the unknown query parameter 'storeid'; did you mean 'storeId'?"
    assert_refused(client(strict=True).read("idv-adult", storeid="x"), "INVALID_REQUEST", "storeId")
