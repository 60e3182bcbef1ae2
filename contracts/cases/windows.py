"""READ and SEND: several attempts under one id, and records that were made to be read.

Lives here: contracts only.
"""

from contextlib import suppress
from typing import Any, Final

from ..arrangement import Limits, Site, State
from ..expect import absent, accepted, member, nothing_but_braces, same, the_record
from ..failures import ContractBroken, NotApplicable
from ..law import GUIDES, NOBODY, OPENAPI, contract
from ..needs import Need
from ..steps import arranged, confirmed, limited, prepared, record, send_body, window
from ..target import Target
from ..text import Text

ENDINGS: Final = (Need.ENDINGS, Need.LIMITS)
# What a record can be made with, and has to be read back with.
MADE_FOR: Final[tuple[tuple[State, str], ...]] = (
    ("READY", "requestedCustomer"),
    ("VERIFIED", "verifiedCustomer"),
    ("FAILED", "requestedCustomer"),
)
MADE: Final[tuple[tuple[State, dict[str, Any]], ...]] = (
    ("READY", {"customData": "order-7", "version": "V1"}),
    ("VERIFIED", {"customData": "{}", "pgTxId": "tx-1", "verifiedAt": "2026-01-02T03:04:05.006Z"}),
    ("VERIFIED", {"requestedAt": "2026-01-02T03:04:00.000Z", "verifiedAt": "2026-01-02T03:04:05.006Z"}),
    ("FAILED", {"pgTxId": "tx-2", "failure": {"reason": "왜", "pgCode": "X1", "pgMessage": "말"}, "version": "V1"}),
)


@contract(
    "READ-18",
    Text(
        "조회는 내역이 가진 customData, pgTxId, failure, version, 시각을 있는 그대로 보여 준다.",
        "A read shows the customData, pgTxId, failure, version and times of a record as they are.",
    ),
    "docs",
    OPENAPI.and_("각 필드의 뜻", "by the meaning of each member"),
    needs=[Need.MAKING],
)
def members_are_shown_as_they_are(target: Target) -> None:
    for state, members in MADE:
        id_ = target.fresh_id()
        arranged(target).make(id_, state, **members)
        body = record(target, id_)
        for name, value in members.items():
            same(Text(f"{state} 내역의 {name}", f"{name} of the {state} record"), body.get(name), value)
    for state, name in MADE_FOR:
        id_ = target.fresh_id()
        who = {"name": "이가명", "phoneNumber": "01055550002"}
        arranged(target).make(id_, state, customer=who)
        shown = record(target, id_).get(name)
        same(Text(f"{state} 내역의 {name}", f"{name} of the {state} record"), shown and {**shown, **who}, shown)


@contract(
    "READ-19",
    Text(
        "내역의 channel은 그 인증이 거친 채널의 type, id, key, name, pgProvider, pgMerchantId이다.",
        "The channel of a record has type, id, key, name, pgProvider and pgMerchantId of the one it went over.",
    ),
    "assumed",
    OPENAPI.and_("언제나 보여 준다는 것은 이 프로젝트가 정함", "that it is always shown, is our choice"),
    needs=[Need.CHANNELS, Need.MAKING],
)
def the_channel_that_it_went_over(target: Target) -> None:
    for site in arranged(target).channels():
        body = record(target, prepared(target, "VERIFIED", site=site.name))
        _went_over(body, site)
        member("channel", body["channel"], "id", str)


@contract(
    "READ-20",
    Text(
        "한 아이디로 연 창 둘 가운데 먼저 연 창의 실패는 내역을 바꾸지 않고, 나중 것이 실패하면 FAILED이다.",
        "Of two windows under one id the failure of the older one changes nothing; that of the newer one is FAILED.",
    ),
    "assumed",
    NOBODY,
    needs=ENDINGS,
)
def two_windows_of_one_id(target: Target) -> None:
    other = limited(target)
    (site, *_), id_ = arranged(other).sites(), other.fresh_id()
    older, newer = (arranged(other).open_window(id_, site) for _ in range(2))
    arranged(other).end(id_, "cancelled", older)
    _is(record(other, id_), "READY")
    arranged(other).end(id_, "provider-error", newer)
    _is(record(other, id_), "FAILED")


@contract(
    "READ-21",
    Text(
        "한 아이디로 연 창 가운데 하나만 성공한다: 그 창의 채널과 customData가 남고, 다른 창은 아무것도 바꾸지 못한다.",
        "Of the windows of one id only one succeeds: its channel and customData stay, and the others change nothing.",
    ),
    "docs",
    GUIDES.and_("시도가 여럿이어도 성공은 한 번", "several attempts, one success"),
    needs=ENDINGS,
)
def only_one_window_succeeds(target: Target) -> None:
    other = limited(target, Limits(attempts=3))
    first, second = arranged(other).sites()[:2]
    for way in ("older", "newer", "older after a failure"):
        id_ = other.fresh_id()
        older = arranged(other).open_window(id_, first, "older")
        newer = arranged(other).open_window(id_, second, "newer")
        _went_over(_is(record(other, id_), "READY"), second)
        if way == "older after a failure":
            arranged(other).end(id_, "cancelled", newer)
        winner, loser, site = (newer, older, second) if way == "newer" else (older, newer, first)
        arranged(other).end(id_, "verified", winner)
        before = _is(record(other, id_), "VERIFIED")
        _went_over(before, site)
        same("customData", before.get("customData"), way.split(" ")[0])
        absent(the_record("VERIFIED"), before, "failure")
        for ending in ("verified", "cancelled", "wrong-otp"):
            # That there is nothing left to end is no refusal of the arrangement here.
            with suppress(NotApplicable):
                arranged(other).end(id_, ending, loser)
        same(Text("앞뒤의 내역", "the record before and after"), record(other, id_), before)


@contract(
    "READ-22",
    Text(
        "실패한 뒤 창을 다시 열면 내역은 READY이고, 지난 실패의 failure와 pgTxId는 없다.",
        "A window opened again after a failure makes the record READY, without the failure and pgTxId of before.",
    ),
    "assumed",
    NOBODY,
    needs=ENDINGS,
)
def windows_are_opened_again(target: Target) -> None:
    other = limited(target)
    id_ = window(other)
    arranged(other).end(id_, "cancelled")
    _is(record(other, id_), "FAILED")
    arranged(other).advance(60)
    window(other, id_)
    body = _is(record(other, id_), "READY")
    absent(the_record("READY"), body, "failure", "pgTxId")
    arranged(other).end(id_, "verified")
    _is(record(other, id_), "VERIFIED")


@contract(
    "SEND-29",
    Text(
        "창을 연 아이디로도 요청할 수 있고, customData를 보내지 않으면 창이 적은 값이 남는다.",
        "A send under an id whose window is open is accepted; without a customData that of the window stays.",
    ),
    "assumed",
    NOBODY,
    needs=[*ENDINGS, Need.SENDING, Need.OTP],
)
def a_send_after_a_window(target: Target) -> None:
    other = limited(target)
    site = arranged(other).sites()[0]
    for more, shown in (({}, "window"), ({"customData": "send"}, "send")):
        id_ = other.fresh_id()
        arranged(other).open_window(id_, site, "window")
        nothing_but_braces(other.send(id_, {**send_body(other), **more}))
        same("customData", _is(record(other, id_), "READY").get("customData"), shown)
        nothing_but_braces(other.resend(id_))
        accepted(confirmed(other, id_))
        same("customData", _is(record(other, id_), "VERIFIED").get("customData"), shown)


def _went_over(body: dict[str, Any], site: Site) -> None:
    channel = body.get("channel")
    shown = channel if isinstance(channel, dict) else {}
    wanted = {
        "type": "TEST" if site.is_test else "LIVE",
        "key": site.key,
        "name": site.name,
        "pgProvider": site.pg_provider,
        "pgMerchantId": site.merchant_id,
    }
    wrong = ", ".join(name for name, value in wanted.items() if shown.get(name) != value)
    if wrong:
        raise ContractBroken(
            Text(f"channel의 {wrong}이(가) 다름", f"channel with another {wrong}"),
            Text(f"{site.name} 채널의 값", f"those of the channel {site.name}"),
        )


def _is(body: dict[str, Any], state: str) -> dict[str, Any]:
    if body["status"] != state:
        raise ContractBroken(f"status {body['status']}", f"status {state}")
    return body
