"""Walking through the window's steps.

Lives here: filling in and going on. May not: tests.
"""

from typing import Any

from playwright.sync_api import FrameLocator, Page, expect

from .shop import may_close

SENTENCE = "모의 본인인증입니다. 실제 이름·생년월일·전화번호를 입력하지 마세요."
TYPED = {"name": "홍모의", "birth-date": "990221", "sex-digit": "1", "phone": "010-9999-1234"}
FIXED: dict[str, Any] = {
    "channel": "inicis",
    "bypass": {"inicisUnified": {"flgFixedUser": "Y", "directAgency": "PASS"}},
    "customer": {
        "fullName": "홍모의",
        "phoneNumber": "010-9999-1234",
        "birthYear": "1999",
        "birthMonth": "02",
        "birthDay": "21",
    },
}


def fill(window: Page | FrameLocator, operator: str = "KT", **fields: str) -> None:
    """The details of a person."""
    window.get_by_test_id(f"operator-{operator}").check()
    for name, value in (TYPED | fields).items():
        window.get_by_test_id(name).fill(value)


def go_on(window: Page | FrameLocator) -> None:
    window.get_by_test_id("next").click()


def to_otp(window: Page | FrameLocator) -> None:
    """From the details to the OTP."""
    go_on(window)
    window.get_by_test_id("terms").check()
    go_on(window)
    expect(window.get_by_test_id("sms")).to_contain_text("[000000]")


def confirm(window: Page | FrameLocator, otp: str = "000000") -> None:
    window.get_by_test_id("otp").fill(otp)
    with may_close():
        go_on(window)


def details(window: Page | FrameLocator) -> dict[str, str]:
    return {name: window.get_by_test_id(name).input_value() for name in TYPED}
