"""The section of verifications, by HTTP: it shows and does what the control paths show and do."""

import time
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
import pytest

from mock_server.domain.outcomes import OUTCOMES
from mock_server.domain.record import Record
from mock_server.store.sandbox import Entry
from tests.in_process import ClientFactory, MockClient, portone
from tests.merchant import Merchant

LIST = "/_mock/console/verifications"
# The worst that can be stored in a name, an id or a message.
VICIOUS = ["<img src=x onerror=alert(1)>", "\u202eevil\u2066", "'\"><script>alert(1)</script>", "가" * 10_000]


def post(mock: MockClient, path: str, **fields: str) -> httpx.Response:
    return mock.post(path, data=fields, headers={"host": "localhost"})


def make(mock: MockClient, id_: str, **order: Any) -> None:
    mock.control("PUT", f"/verifications/{id_}", order)


def test_what_is_made_by_the_form_is_what_the_control_path_makes(client: ClientFactory) -> None:
    mock = client()
    fields = {"person": "minor-18", "channel": "inicis", "agency": "KAKAO", "verifiedAt": "-1d", "customData": "a\r\nb"}
    answer = post(mock, LIST, id="by hand/1", result="status:VERIFIED", **fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{LIST}/by%20hand%2F1?done=made")
    made = mock.control("GET", "/verifications/by%20hand%2F1")
    assert (made["person"], made["channel"], made["agency"]) == ("minor-18", "inicis", "KAKAO")
    assert made["answer"]["customData"] == "a\nb"
    page = mock.raw("GET", answer.headers["location"]).text
    for shown in ("by hand/1", "VERIFIED", "minor-18", "KAKAO"):
        assert shown in page


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_can_be_made(client: ClientFactory, outcome: str) -> None:
    mock = client()
    assert post(mock, LIST, id="x", result=f"outcome:{outcome}").status_code == 303
    assert mock.control("GET", "/verifications/x")["answer"]["status"] == OUTCOMES[outcome].status


def test_a_refusal_stands_beside_the_form_with_what_was_typed(client: ClientFactory) -> None:
    mock = client()
    refused = mock.put("/_mock/verifications/x", json={"person": "adutl"}).json()
    answer = post(mock, LIST, id="x", result="status:VERIFIED", person="adutl", requestedAt='"<soon>')
    assert answer.status_code == 400
    assert 'value="&quot;&lt;soon&gt;"' in answer.text
    assert f"<code>{refused['nearest']}</code>" in answer.text
    assert mock.get("/_mock/verifications/x").status_code == 404


def test_a_refusal_is_in_korean_too_where_there_is_such_a_sentence(client: ClientFactory) -> None:
    mock = client()
    text = post(mock, LIST, id="x", result="status:READY", verifiedAt="-1d").text
    assert "verifiedAt 값이 나머지와 모순됩니다" in text
    assert "verifiedAt contradicts the rest" in text
    assert (
        "모순" not in mock.post(f"{LIST}?lang=en", data={"id": "x", "result": "status:READY", "verifiedAt": "-1d"}).text
    )


def test_the_list_is_newest_first_found_by_part_of_an_id_and_by_status(client: ClientFactory) -> None:
    mock = client()
    for id_, order in (("one", {}), ("two", {"outcome": "cancelled"}), ("three", {"status": "READY"})):
        make(mock, id_, **order)
    text = mock.get(LIST).text
    assert text.index(">three<") < text.index(">two<") < text.index(">one<")
    found = mock.get(f"{LIST}?q=wo").text
    assert ">two<" in found
    assert ">one<" not in found
    failed = mock.get(f"{LIST}?status=FAILED").text
    assert (">two<" in failed, ">three<" in failed) == (True, False)


def test_an_id_that_is_not_there_yet_is_one_click_away(client: ClientFactory) -> None:
    mock = client()
    assert f'href="{LIST}/idv-adult"' in mock.get(f"{LIST}?q=idv-adult").text
    assert mock.get(f"{LIST}/idv-adult").status_code == 200


def test_a_wrong_id_names_the_nearest(client: ClientFactory) -> None:
    mock = client()
    make(mock, "signup-1")
    answer = mock.get(f"{LIST}/sginup-1")
    assert answer.status_code == 404
    assert "가장 비슷한 아이디: signup-1" in answer.text


def test_the_page_of_one_tells_attempts_otp_withheld_fields_and_history(client: ClientFactory) -> None:
    mock = client()
    merchant = Merchant(mock)
    merchant.send("s1")
    page = mock.get(f"{LIST}/s1").text
    attempt = mock.control("GET", "/verifications/s1")["attempts"][0]
    for shown in (attempt["identityVerificationTxId"], attempt["otp"]["code"], "SMS", "문자를 보냄", "/send"):
        assert shown in page
    make(mock, "v1")
    mock.read("v1", "wrong")
    page = mock.get(f"{LIST}/v1").text
    for reason in mock.control("GET", "/verifications/v1")["withheld"]:
        assert reason["ko"] in page
        assert f"<code>{reason['field']}</code>" in page
    assert "No sandbox here has this secret" in page


def test_an_attempt_under_way_is_finished_and_one_that_is_over_is_refused(client: ClientFactory) -> None:
    mock = client()
    Merchant(mock).send("s1")
    assert post(mock, f"{LIST}/s1/complete", outcome="identity-mismatch", person="minor-18").status_code == 303
    assert mock.control("GET", "/verifications/s1")["answer"]["status"] == "FAILED"
    again = post(mock, f"{LIST}/s1/complete", outcome="verified")
    assert again.status_code == 409
    assert "MOCK_CONFLICT" in again.text


def test_it_is_deleted(client: ClientFactory) -> None:
    mock = client()
    make(mock, "a/b".replace("/", "%2F"))
    answer = mock.raw("POST", f"{LIST}/a%2Fb/delete")
    assert answer.headers["location"] == f"{LIST}?done=deleted"
    assert "지웠습니다" in mock.get(answer.headers["location"]).text
    assert mock.raw("GET", "/_mock/verifications/a%2Fb").status_code == 404


def test_a_form_acts_in_the_sandbox_of_its_page(client: ClientFactory) -> None:
    mock = client()
    assert "sandbox=store-sandbox-a" in post(mock, f"{LIST}?sandbox=store-sandbox-a", id="x").headers["location"]
    assert mock.control("GET", "/verifications", secret="sandbox-a")["total"] == 1
    assert mock.control("GET", "/verifications")["total"] == 0


@pytest.mark.parametrize("vicious", VICIOUS, ids=["img", "rtl", "script", "long"])
def test_whatever_is_stored_stays_text(client: ClientFactory, vicious: str) -> None:
    mock = client()
    id_ = vicious[:200]
    order = {"customer": {"name": vicious[:100]}, "customData": vicious}
    mock.raw("PUT", f"/_mock/verifications/{quote(id_, safe='')}", json=order)
    text = vicious[:1_000]
    mock.control(
        "PUT",
        "/people/vicious",
        {"name": vicious[:50], "label": {"ko": text, "en": text}, "why": {"ko": text, "en": text}},
    )
    mock.read(vicious[:300], "wrong")
    for path in (
        LIST,
        f"{LIST}?q={vicious[:150]}",
        "/_mock/console/people",
        "/_mock/console/people/vicious",
        "/_mock/console/requests",
    ):
        page = mock.get(path).text
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert len(page) < 200_000


def test_half_a_surrogate_in_a_record_breaks_no_page(client: ClientFactory) -> None:
    mock = client()
    mock.post("/_mock/people", json={})
    answer = mock.put("/_mock/verifications/x", content=b'{"customData": "\\ud800"}')
    assert answer.status_code in (200, 400)
    assert mock.get(f"{LIST}/x").status_code in (200, 404)


def test_a_list_of_ten_thousand_is_paged_and_answers_at_once(client: ClientFactory) -> None:
    mock = client()
    make(mock, "first")
    sandbox = mock.mock.sandboxes.default
    record: Record = sandbox.entries["first"].record
    sandbox.entries.update({f"r{n}": Entry(msgspec.structs.replace(record, id=f"r{n}")) for n in range(10_000)})
    mock.get(LIST)
    started = time.perf_counter()
    text = mock.get(LIST).text
    took = time.perf_counter() - started
    assert "1–50 / 10,001" in text
    assert text.count('class="tag') == 50
    assert took < 0.5, "wanted: under 0.1 s on a quiet machine"
    assert ">first<" in mock.get(f"{LIST}?page=999").text


def test_the_header_of_the_secret_is_shown_unless_the_secret_was_given(client: ClientFactory) -> None:
    assert portone("mock-api-secret")["Authorization"] in client().get(f"{LIST}/idv-adult").text
    given = client(api_secret="my-own-secret").get(f"{LIST}/idv-adult").text
    assert "my-own-secret" not in given
    assert "$PORTONE_API_SECRET" in given
