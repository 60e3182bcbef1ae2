"""The OTP of an attempt and the SMS that carries it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from mock_server.domain.attempts import OtpSettings, new_otp, sms_text
from mock_server.domain.ids import IdSource

HEX = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(HEX)
def test_the_otp_is_000000_unless_the_settings_say_otherwise(drawn: str) -> None:
    assert (new_otp(OtpSettings(), drawn).code, new_otp(OtpSettings(code="123456"), drawn).code) == ("000000", "123456")


@given(HEX)
def test_a_random_otp_is_six_digits_and_comes_from_what_was_drawn(drawn: str) -> None:
    settings = OtpSettings(code=None, tries=3)
    otp = new_otp(settings, drawn)
    assert re.fullmatch(r"\d{6}", otp.code, re.ASCII)
    assert (otp, otp.tries_left) == (new_otp(settings, drawn), 3)


def test_random_otps_differ() -> None:
    ids = IdSource(1)
    assert len({new_otp(OtpSettings(code=None), ids("otp")).code for _ in range(100)}) > 90


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_merchants_own_text_keeps_everything_but_the_place_of_the_otp(before: str, after: str) -> None:
    template = f"{before}[000000]{after}"
    assert sms_text(template, "424242") == template.replace("[000000]", "[424242]")


def test_the_usual_text_names_the_otp_and_says_that_nothing_was_sent() -> None:
    assert "[424242]" in sms_text(None, "424242")
    assert "실제로 발송된 문자가 아닙니다" in sms_text(None, "424242")
