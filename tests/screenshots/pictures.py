"""What each picture shows: the window's steps in both languages, light and dark, on a phone; the demo.

Lives here: PICTURES, and taking them. May not: checks. Clocks are stopped, ids are given and chance has a seed, so that
the same pages give the same bytes on the same machine.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from mock_server import Settings
from portone_mock import MockPortOne
from tests.demo.processes import demo
from tests.window.chromium import ARGUMENTS, WITHOUT, executable

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "images"
NOW: Final = "2026-11-23T14:30:00+09:00"
SIZES: Final = {
    "window": (480, 640),
    "steps": (480, 800),
    "phone": (360, 740),
    "laptop": (1280, 510),
    "console": (1120, 445),
    "section": (960, 430),
}
# The same pixels wherever a tile of the page begins, and whatever was drawn there before.
SAME_PIXELS: Final = ("--disable-partial-raster", "--disable-skia-runtime-opts", "--force-color-profile=srgb")


class Picture(NamedTuple):
    """One picture: what the page is brought to, and how the browser looks at it."""

    show: Callable[[Page, MockPortOne], None]
    size: str = "window"
    dark: bool = False


def _open(page: Page, mock: MockPortOne, id_: str, channel: str, lang: str = "ko", **members: Any) -> None:
    """A window on that channel, in the page itself."""
    box = mock.default
    request = {
        "storeId": box.store_id,
        "identityVerificationId": id_,
        "channelKey": box.channels[channel].key,
        "windowType": {"pc": "REDIRECTION"},
        "redirectUrl": "https://shop.example/done",
        **members,
    }
    opened = httpx.post(f"{mock.base_url}/browser/attempts", json=request).raise_for_status().json()
    page.goto(f"{mock.base_url}/browser/window/{opened['attempt']}?lang={lang}")
    _without_bar(page)


def _without_bar(page: Page) -> None:
    """The stopped clock is the pictures' own, and the bar that says so not what they show."""
    page.evaluate("() => document.querySelector('[data-testid=effects]').remove()")


def _people(page: Page, mock: MockPortOne) -> None:
    _open(page, mock, "signup7", "danal")


def _otp(page: Page, mock: MockPortOne) -> None:
    _open(page, mock, "signup8", "kcp")
    page.get_by_test_id("person-turns-19-tomorrow").check()
    page.get_by_test_id("walk").click()
    page.get_by_test_id("next").click()
    page.get_by_test_id("terms").check()
    page.get_by_test_id("next").click()
    page.get_by_test_id("otp").fill("000000")


def _typing(page: Page, mock: MockPortOne) -> None:
    customer = {"fullName": "홍모의", "phoneNumber": "010-9999-1234", "birthYear": "1999", "birthMonth": "2"}
    _open(page, mock, "signup9", "kcp", "en", customer=customer | {"birthDay": "21"})
    page.get_by_test_id("type-person").click()
    page.get_by_test_id("operator-KT").check()
    page.get_by_test_id("sex-digit").fill("1")


def _agencies(page: Page, mock: MockPortOne) -> None:
    _open(page, mock, "signup10", "inicis")
    page.get_by_test_id("walk").click()
    page.get_by_test_id("agency-tile-KAKAO").check()


# What differs from one run of the demo to the next, and what stands in its place.
_RANDOM: Final = (
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "7d3f6c1e-2b4a-4c8d-9e5f-1a2b3c4d5e6f"),
    (r'"[0-9a-f]{40}"', f'"{"7d3f6c1e2b" * 4}"'),
    (r"\d{4}-\d\d-\d\dT[\d:.]+Z", "2026-11-23T05:30:00.000Z"),
    (r"MOCK[0-9A-F]{20}", "MOCK7D3F6C1E2B4A4C8D9E5F"),
)


def _demo(page: Page, mock: MockPortOne) -> None:
    """Two people whom the guide's code takes for one, since KG Inicis gives no DI."""
    with demo() as (_, address):
        page.goto(address)
        page.get_by_test_id("channel").select_option("channel-key-inicis")
        for person in ("adult", "namesake"):
            before = page.locator("article").count()
            with page.expect_popup() as opened:
                page.get_by_test_id("verify").click()
            opened.value.get_by_test_id(f"person-{person}").check()
            with opened.value.expect_event("close"):
                opened.value.get_by_test_id("complete").click()
            page.locator("article").nth(before).wait_for()
        for pattern, constant in _RANDOM:
            _replaced(page, "pre", pattern, constant)


def _console(page: Page, mock: MockPortOne, *path: str, lang: str = "ko") -> None:
    """A page of the console about a sandbox in which something has happened."""
    box = mock.default.reset()
    box.freeze(NOW)
    box.put_verification("signup-1041", person="turns-19-tomorrow", channel="kcp")
    box.put_verification("signup-1042", outcome="cancelled", person="adult-woman")
    box.put_verification("signup-1043", status="READY", person="foreigner")
    box.put_verification("signup-1044", person="youth-act-last", channel="inicis", agency="KAKAO")
    page.goto("/".join((f"{mock.base_url}/_mock/console", *path)) + f"?lang={lang}")


def _verifications(page: Page, mock: MockPortOne) -> None:
    _console(page, mock, "verifications")
    _without_bar(page)


def _record(page: Page, mock: MockPortOne) -> None:
    _console(page, mock, "verifications", "signup-1044", lang="en")
    _without_bar(page)


def _faults(page: Page, mock: MockPortOne) -> None:
    _console(page, mock, "faults")
    mock.default.order_fault("status", status=503, times=2)
    mock.default.next("wrong-otp", person="adult")
    page.reload()


def _journal(page: Page, mock: MockPortOne) -> None:
    """What an application sent, with a request that was refused and the reason."""
    box = mock.default
    _console(page, mock, "requests")
    with httpx.Client(base_url=mock.base_url, headers={"Authorization": f"PortOne {box.api_secret}"}) as shop:
        shop.get("/identity-verifications/signup-1042", headers={"Authorization": "Bearer signup"})
        shop.get("/identity-verifications/sign-up-1041")
    page.reload()
    _without_bar(page)
    _replaced(page, "small", r"[\d.]+ ms · #\d+", "0.2 ms · #7")
    page.evaluate("scrollTo(0, 80)")


def _replaced(page: Page, elements: str, pattern: str, constant: str) -> None:
    """What differs from one run to the next, in the text of these elements, is a constant instead."""
    page.evaluate(
        """([elements, pattern, constant]) => {
          for (const each of document.querySelectorAll(elements)) {
            for (const part of each.childNodes) {
              if (part.nodeType !== Node.TEXT_NODE) continue;
              part.textContent = part.textContent.replaceAll(new RegExp(pattern, "g"), constant);
            }
          }
        }""",
        [elements, pattern, constant],
    )


def _scenarios(page: Page, mock: MockPortOne) -> None:
    _console(page, mock, "scenarios")
    _without_bar(page)


def _credentials(page: Page, mock: MockPortOne) -> None:
    _console(page, mock, "credentials")
    _without_bar(page)
    _replaced(page, "code bdi", r"localhost:\d+", "localhost:8585")


PICTURES: Final = {
    "window-people.png": Picture(_people),
    "window-otp.png": Picture(_otp),
    "window-typing-dark.png": Picture(_typing, "steps", dark=True),
    "window-agency-phone-dark.png": Picture(_agencies, "phone", dark=True),
    "console-verifications.png": Picture(_verifications, "console"),
    "console-journal.png": Picture(_journal, "section"),
    "console-scenarios.png": Picture(_scenarios, "section"),
    "console-credentials.png": Picture(_credentials, "section"),
    "console-faults.png": Picture(_faults, "console"),
    "console-record-phone-dark.png": Picture(_record, "phone", dark=True),
    "demo.png": Picture(_demo, "laptop"),
}


def take(folder: Path, *names: str) -> Iterator[str]:
    """Take these pictures, all of them unless named, into the folder; the names of those that are not as they were."""
    settings = Settings(port=0, seed=7)
    with sync_playwright() as playwright, MockPortOne(settings) as mock:
        mock.default.freeze(NOW)
        browser = playwright.chromium.launch(
            executable_path=executable(), args=[*ARGUMENTS, *SAME_PIXELS], ignore_default_args=list(WITHOUT)
        )
        for name in names or PICTURES:
            taken, file = _taken(browser, mock, PICTURES[name]), folder / name
            if not file.is_file() or file.read_bytes() != taken:
                file.write_bytes(taken)
                yield name
        browser.close()


def _taken(browser: Browser, mock: MockPortOne, picture: Picture) -> bytes:
    width, height = SIZES[picture.size]
    context = browser.new_context(
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    picture.show(page, mock)
    # Neither a caret that blinks nor the focus of a step that was just shown.
    page.evaluate("() => document.activeElement?.blur()")
    taken = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return taken
