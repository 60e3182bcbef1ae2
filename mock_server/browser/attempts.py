"""Opening a window: POST /browser/attempts, which the browser SDK's script calls before it shows anything.

Lives here: that call. May not: the window. The path is this mock's own (PortOne's is undocumented); a page knows its
store id and channel key only, so these are all the credentials it has.
"""

from collections.abc import Mapping
from typing import Any, Final, cast

import msgspec

from ..answer import Answer, of_json
from ..control.endpoint import About, ControlCall
from ..domain.arrangement import Ids
from ..domain.browser_request import BrowserRequest, chosen_channel, how_shown, read_request
from ..domain.browser_results import CANCELLED
from ..domain.browser_rules import Fixed, Rules, digits_of, rules_of
from ..domain.channels import Channel, Device
from ..domain.customers import Claim, Next, claim, first_match
from ..domain.errors import Refusal
from ..domain.identity_number import Described
from ..domain.moves import Moment
from ..domain.order import DEFAULT_PERSON
from ..domain.people import Person
from ..domain.providers import PROFILES
from ..domain.record import Record
from ..domain.transitions import Sent, Start, start
from ..domain.wording import require_known, shown, unfit, wrong
from ..records import LONGEST_ID, check_id
from ..store.sandbox import Sandbox
from .windows import Language, Window, new_window_id

# What the script adds to the page's request under this name, and what each may be (no list: any text).
SCRIPT: Final = "portoneMock"
SCRIPT_MEMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "device": ("pc", "mobile"),
    "lang": ("ko", "en"),
    "cancelCode": (),
}


async def open_window(control: ControlCall) -> Answer:
    """The page's request -> `{identityVerificationTxId, attempt, windowType, isDecided}`, or a refusal.

    `attempt` is the window's one-time id; where `isDecided` an order of the tester's tells the outcome already.
    """
    members = await control.members()
    control.about = await _about(control, members)
    script = _script(members.get(SCRIPT))
    request = read_request(members)
    check_id(request.identity_verification_id)
    sandbox = await _sandbox(control, request.store_id)
    channel = chosen_channel(request, sandbox.channels)
    appearance = how_shown(request, channel, cast(Device, script["device"]))
    if control.call.headers.get(b"origin") == b"null" and appearance.window_type == "IFRAME":
        raise unfit(
            "windowType",
            "파일로 연 페이지(file://)에는 IFRAME의 결과를 돌려줄 수 없습니다. http로 열거나 POPUP을 쓰세요.",
            "a page without an origin (a file) cannot be told what comes of an IFRAME; serve it, or use POPUP",
        )
    rules = rules_of(channel, request.identity_verification_id, request.bypass, request.customer)
    begin, ordered = _start(sandbox, channel, request, rules)
    sent = await _started(control, sandbox, request, begin)
    if ordered is not None:
        sandbox.use_next(ordered)
    window = control.mock.windows.add(
        Window(
            id=new_window_id(),
            sandbox=sandbox,
            store_id=request.store_id,
            identity_verification_id=request.identity_verification_id,
            tx_id=sent.attempt.identity_verification_tx_id,
            origin=_origin(control),
            shown=appearance,
            rules=rules,
            language=cast(Language, script["lang"]),
            cancel_code=script["cancelCode"],
        )
    )
    return of_json(
        {
            "identityVerificationTxId": window.tx_id,
            "attempt": window.id,
            "windowType": appearance.window_type,
            "isDecided": ordered is not None,
        },
        201,
    )


def _script(value: object) -> dict[str, str]:
    """What the script says of itself: the device, the window's language, the code of a cancel."""
    given = {} if value is None else value
    if not isinstance(given, dict):
        raise wrong(SCRIPT, value, "an object")
    for name, text in given.items():
        require_known(name, SCRIPT_MEMBERS, at=f"{SCRIPT}.{name}", what="setting")
        if not isinstance(text, str) or not 0 < len(text) <= 100:
            raise wrong(f"{SCRIPT}.{name}", text, "a string of 1 to 100 characters")
        if SCRIPT_MEMBERS[name]:
            require_known(text, SCRIPT_MEMBERS[name], at=f"{SCRIPT}.{name}", what=name)
    return {"device": "pc", "lang": "ko", "cancelCode": CANCELLED, **given}


async def _about(control: ControlCall, members: Mapping[str, Any]) -> About:
    """Whose call this is and of which id, as far as a request that may be refused tells."""
    store_id, id_ = members.get("storeId"), members.get("identityVerificationId")
    sandbox = await control.mock.sandboxes.of_store(store_id) if isinstance(store_id, str) else None
    return sandbox, id_ if isinstance(id_, str) and len(id_) <= LONGEST_ID else None


async def _sandbox(control: ControlCall, store_id: str) -> Sandbox:
    sandbox = await control.mock.sandboxes.of_store(store_id)
    if sandbox is None:
        raise Refusal(
            "UNAUTHORIZED",
            f"상점을 찾을 수 없습니다: {shown(store_id)}. portone-mock env가 보여 주는 storeId인지 확인하세요.",
            why=f"No sandbox has the store id {shown(store_id)}; portone-mock env prints the default one's.",
            at="storeId",
        )
    return sandbox


async def _started(control: ControlCall, sandbox: Sandbox, request: BrowserRequest, begin: Start) -> Sent:
    id_ = request.identity_verification_id

    def transition(before: Record | None, now: int, ids: Ids) -> tuple[Record, Sent]:
        moment = Moment(now=now, ids=ids, world=sandbox.world(request.store_id), otp=sandbox.scenario.otp)
        return start(before, id_, begin, moment)

    return await control.mock.store.change(sandbox, id_, transition)


def _start(sandbox: Sandbox, channel: Channel, request: BrowserRequest, rules: Rules) -> tuple[Start, Next | None]:
    who, ordered = _claim(sandbox, channel, request, rules)
    begin = Start(
        method="WINDOW",
        channel=channel,
        agency=rules.agency or PROFILES[channel.profile].default_agency,
        claim=who,
        requested_customer=request.customer,
        customer_id=request.customer.get("id"),
        custom_data=request.custom_data,
        site=rules.site,
        sms_template=rules.sms_template,
        has_foreigner_info=rules.has_foreigner_info,
    )
    return begin, ordered


def _claim(sandbox: Sandbox, channel: Channel, request: BrowserRequest, rules: Rules) -> tuple[Claim, Next | None]:
    """Who will be verified unless the window or the tester says otherwise: the holder of the phone, else `adult`.

    Where the page fixes who it is and nobody has that phone: a new person as it says. And the order of the tester's
    that decided it, if one did.
    """
    people, digits = sandbox.people, digits_of(request.customer.get("phoneNumber", ""))
    who = _described(sandbox, rules.fixed) if rules.fixed is not None and not people.with_phone(digits) else None
    person: Person = next(iter(people.with_phone(digits)), _adult(sandbox))
    facts = {
        "id": request.identity_verification_id,
        "idPrefix": request.identity_verification_id,
        "customerId": request.customer.get("id"),
        "phoneNumber": digits,
        "customData": request.custom_data,
        "channel": channel.name,
    }
    ordered = first_match(sandbox.next, facts)
    if who is None:
        who = Claim(person, known=True, fate=person.outcome or "verified")
    if ordered is None:
        return who, None
    named = people.get(ordered.person) if ordered.person is not None else None
    if named is None and not who.known:
        return msgspec.structs.replace(who, fate=ordered.outcome), ordered
    return Claim(named or person, known=True, fate=ordered.outcome), ordered


def _described(sandbox: Sandbox, fixed: Fixed) -> Claim:
    """Whoever the page describes; sex and nationality, which it does not tell, are those of `adult`."""
    adult, base = _adult(sandbox), sandbox.clock.today()
    described = Described(fixed.birth_date, adult.gender, adult.is_foreigner)
    return claim(fixed.name, fixed.phone_number, adult.operator, described, sandbox.people, base)


def _adult(sandbox: Sandbox) -> Person:
    adult = sandbox.people.get(DEFAULT_PERSON)
    assert adult is not None
    return adult


def _origin(control: ControlCall) -> str | None:
    """The page that may be told the result; a page without an origin of its own (a file) cannot be addressed."""
    origin = control.call.headers.get(b"origin", b"").decode("latin-1")
    return origin if origin not in ("", "null") else None
