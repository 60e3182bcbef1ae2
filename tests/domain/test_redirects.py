"""Targets of redirects: which are followed, and how a result is written into them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.errors import Refusal
from mock_server.domain.redirects import FORBIDDEN, LONGEST_URL, check_redirect_url, redirect_to
from tests.window.readers import PLATFORMS

RESULT = {
    "transactionType": "IDENTITY_VERIFICATION",
    "identityVerificationId": "a",
    "identityVerificationTxId": "t",
}


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.test/done",
        "http://localhost:3000/done?a=1",
        "HTTPS://shop.test",
        "http://[::1]:3000/",
        "portone://blank",
        "portone://payment",
        "https://portone/complete",
        "com.shop.app:/done",
        "my-app+x.y://done",
        "javascripts://is-an-app",
        "https://shop.test/가",
    ],
)
def test_web_addresses_and_those_of_apps_are_taken_as_they_are(url: str) -> None:
    assert check_redirect_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        *(f"{scheme}:x" for scheme in FORBIDDEN),
        *(f"{scheme.upper()}://x" for scheme in FORBIDDEN),
        " javascript:x",
        "java\nscript:x",
        "\x00javascript:x",
        "java\tscript:x",
        "https://shop.test/a b",
        "/done",
        "done",
        "//shop.test/done",
        "?a",
        "",
        "https:///done",
        "https:done",
        "http://",
        "https://[",
        "1app://x",
        "x" * 10,
        "https://shop.test/" + "x" * LONGEST_URL,
        None,
        1,
        {},
    ],
    ids=repr,
)
def test_what_runs_in_the_browser_or_leads_nowhere_is_refused(url: object) -> None:
    with pytest.raises(Refusal) as refused:
        check_redirect_url(url)
    assert (refused.value.type, refused.value.details["at"]) == ("INVALID_REQUEST", "redirectUrl")
    assert len(refused.value.message) < 200


@pytest.mark.parametrize(
    ("url", "begins"),
    [
        ("https://a.test", "https://a.test?t"),
        ("https://a.test/?", "https://a.test/?t"),
        ("https://a.test/?x=%20+1", "https://a.test/?x=%20+1&t"),
        ("https://a.test/?x&", "https://a.test/?x&t"),
        ("https://a.test/#top", "https://a.test/?t"),
        ("https://a.test/?x=1#a?b", "https://a.test/?x=1&t"),
        ("portone://blank", "portone://blank?t"),
    ],
)
def test_what_the_address_has_stays_but_for_its_fragment(url: str, begins: str) -> None:
    assert redirect_to(url, RESULT).startswith(f"{begins}ransactionType=IDENTITY_VERIFICATION&")


@given(st.dictionaries(st.sampled_from(("code", "message", "pgCode", "identityVerificationId")), st.text(), min_size=1))
def test_every_platform_reads_every_text_back(more: dict[str, str]) -> None:
    result = {**RESULT, "message": "-", **{name: text or "-" for name, text in more.items()}}
    for platform in PLATFORMS.values():
        told = platform.read(redirect_to(platform.target, result))
        assert told.items() <= result.items()
        assert ("code" in told) == ("code" in result)


@pytest.mark.parametrize("query", ["", "?keep=1&x=%2F"])
def test_every_platform_is_told_the_attempt_and_a_failures_code(query: str) -> None:
    failure = {**RESULT, "code": "PGProviderError", "message": "나이 = 13? & # 100%", "pgCode": "X+1"}
    for name, platform in PLATFORMS.items():
        told = platform.read(redirect_to(f"{platform.target}{query}", failure))
        assert told["identityVerificationTxId"] == "t"
        assert (told["code"], told["message"]) == (failure["code"], failure["message"])
        if name != "android":
            assert (told["identityVerificationId"], told["pgCode"]) == ("a", "X+1")
