"""The request of `PortOne.requestIdentityVerification`, read strictly, and how its window is shown and answered.

Lives here: BrowserRequest, the choice of the window and of the way back. May not: providers' bypass (browser_rules.py),
opening anything. Members that are not known are ignored, because the mobile SDKs send some of their own. What has no
label of FACTS here is `assumed`: the defaults of the window's type, above all.
"""

from collections.abc import Mapping
from typing import Any, Final, get_args

import msgspec

from .channels import DEFAULT_CHANNEL, Channel, Channels, Device, WindowType
from .errors import Refusal
from .nearest import nearest
from .order import LONGEST_CUSTOM_DATA
from .redirects import check_redirect_url
from .wording import shown, unfit

WINDOW_TYPES: Final[tuple[WindowType, ...]] = get_args(WindowType)
# Where neither the page nor the channel says it (`assumed`).
DEFAULTS: Final[Mapping[Device, WindowType]] = {"pc": "POPUP", "mobile": "REDIRECTION"}
# An older name that leaves the choice to the provider.
LEGACY_TYPE: Final = "UI"
# The customer's members that are kept, as the browser SDK names them, and PortOne's names for them in a record.
CUSTOMER: Final[Mapping[str, str]] = {
    "customerId": "id",
    "phoneNumber": "phoneNumber",
    "birthYear": "birthYear",
    "birthMonth": "birthMonth",
    "birthDay": "birthDay",
}
_NAMES: Final = ("fullName", "lastName", "firstName")
LONGEST_TEXT: Final = 20_000


class BrowserRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a page asks for. `customer` has PortOne's names for its members; `window_types` those that were chosen."""

    store_id: str
    identity_verification_id: str
    channel_key: str | None
    customer: dict[str, str]
    custom_data: str | None
    window_types: Mapping[str, WindowType]
    redirect_url: str | None
    force_redirect: bool
    bypass: Mapping[str, Any]


class Shown(msgspec.Struct, frozen=True):
    """How an attempt's window is shown, and where its result goes: to the promise, or to `redirect_url`."""

    window_type: WindowType
    redirect_url: str | None


def read_request(members: Mapping[str, Any]) -> BrowserRequest:
    """The members of the request; Refusal (INVALID_REQUEST) for a missing or mistyped one."""
    redirect_url = members.get("redirectUrl")
    return BrowserRequest(
        store_id=_required(members, "storeId"),
        identity_verification_id=_required(members, "identityVerificationId"),
        channel_key=_text(members, "channelKey") or None,
        customer=_customer(members.get("customer")),
        custom_data=_text(members, "customData", longest=LONGEST_CUSTOM_DATA),
        window_types=_window_types(members.get("windowType")),
        redirect_url=None if redirect_url is None else check_redirect_url(redirect_url),
        force_redirect=_flag(members, "forceRedirect"),
        bypass=_bypass(members.get("bypass")),
    )


def chosen_channel(request: BrowserRequest, channels: Channels) -> Channel:
    """The channel of the request's key, `danal` where it names none; Refusal (CHANNEL_NOT_FOUND) for an unknown key."""
    key = request.channel_key
    channel = channels.get(DEFAULT_CHANNEL) if key is None else channels.by_key(key)
    if channel is None:
        near = nearest(key or "", (each.key for each in channels))
        raise Refusal(
            "CHANNEL_NOT_FOUND",
            f"채널을 찾을 수 없습니다: {shown(key)}."
            + (f" 혹시 {near}인가요?" if near else f" 채널 키: {', '.join(each.key for each in channels)}"),
            why=f"There is no channel with the key {shown(key)}." + (f" The nearest is {near}." if near else ""),
            at="channelKey",
            nearest=near,
            known=[each.key for each in channels],
        )
    return channel


def how_shown(request: BrowserRequest, channel: Channel, device: Device) -> Shown:
    """How the window is shown on this device, and where the result goes; Refusal for what the provider cannot show.

    With `redirectUrl` a mobile device is always sent there, a PC where `forceRedirect` says so or the page is gone.
    """
    chosen = request.window_types.get(device)
    if chosen is None:
        default = channel.window_type.get(device, DEFAULTS[device])
        # Without an address to come back to there is only the promise.
        chosen = "POPUP" if default == "REDIRECTION" and request.redirect_url is None else default
    if chosen == "REDIRECTION" and request.redirect_url is None:
        raise unfit(
            "redirectUrl",
            "REDIRECTION 방식에는 redirectUrl이 필요합니다. 페이지가 사라지므로 결과를 Promise로 받을 수 없습니다.",
            "a window of type REDIRECTION replaces the page, so it needs a redirectUrl to come back to",
        )
    if chosen == "IFRAME" and not takes_frame(channel.pg_provider, device):
        raise unfit(
            "windowType.pc",
            "KG이니시스 통합인증은 PC에서 IFRAME을 지원하지 않습니다. POPUP이나 REDIRECTION을 쓰세요.",
            "KG Inicis shows no IFRAME on a PC (observed); use POPUP or REDIRECTION",
        )
    leaves = chosen == "REDIRECTION" or device == "mobile" or request.force_redirect
    return Shown(chosen, request.redirect_url if leaves else None)


def takes_frame(pg_provider: str, device: Device) -> bool:
    """Whether this provider's window can be shown in an IFRAME."""
    return (pg_provider, device) != ("INICIS_UNIFIED", "pc")


def _required(members: Mapping[str, Any], name: str) -> str:
    value = members.get(name)
    if not isinstance(value, str) or not value:
        missing = value is None or value == ""
        raise unfit(
            name,
            f"{name} 값이 필요합니다." if missing else f"{name} 값은 문자열이어야 합니다: {shown(value)}",
            f"{name} is required" if missing else f"{name} must be a string, not {shown(value)}",
        )
    return value


def _text(members: Mapping[str, Any], name: str, prefix: str = "", longest: int = LONGEST_TEXT) -> str | None:
    value = members.get(name)
    if value is None:
        return None
    at = f"{prefix}{name}"
    if not isinstance(value, str):
        # Not the value itself, which may be personal: the English sentence goes into the journal.
        raise unfit(at, f"{at} 값은 문자열이어야 합니다.", f"{at} must be a string, not {_kind(value)}")
    if len(value) > longest:
        raise unfit(at, f"{at} 값이 너무 깁니다({longest}자까지).", f"{at} is longer than {longest} characters")
    return value


def _kind(value: object) -> str:
    kinds = {str: "a string", list: "an array", dict: "an object", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def _customer(value: object) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise unfit("customer", "customer는 객체여야 합니다.", f"customer must be an object, not {_kind(value)}")
    kept = {ours: text for theirs, ours in CUSTOMER.items() if (text := _text(value, theirs, "customer."))}
    full, last, first = (_text(value, name, "customer.") for name in _NAMES)
    # As the SDK's own types say it: the last name, a space, the first name.
    name = full or " ".join(part for part in (last, first) if part)
    return kept | ({"name": name} if name else {})


def _window_types(value: object) -> Mapping[str, WindowType]:
    if value is None:
        return {}
    # Android sends one bare word for both.
    given = {"pc": value, "mobile": value} if isinstance(value, str) else value
    if not isinstance(given, dict):
        raise unfit(
            "windowType",
            'windowType은 {"pc": "POPUP", "mobile": "REDIRECTION"} 같은 객체여야 합니다.',
            f"windowType must be an object with pc and mobile, not {shown(value)}",
        )
    chosen = ((device, given.get(device)) for device in ("pc", "mobile"))
    return {device: _window_type(device, kind) for device, kind in chosen if kind not in (None, LEGACY_TYPE)}


def _window_type(device: str, value: object) -> WindowType:
    for kind in WINDOW_TYPES:
        if value == kind:
            return kind
    names = ", ".join(WINDOW_TYPES)
    raise unfit(
        f"windowType.{device}",
        f"windowType.{device}에 올 수 있는 값은 {names}입니다: {shown(value)}",
        f"windowType.{device} must be one of {names}, not {shown(value)}",
    )


def _flag(members: Mapping[str, Any], name: str) -> bool:
    value = members.get(name, False)
    if value is not None and not isinstance(value, bool):
        raise unfit(name, f"{name} 값은 true나 false여야 합니다.", f"{name} must be true or false, not {shown(value)}")
    return bool(value)


def _bypass(value: object) -> Mapping[str, Any]:
    """Android sends a bare string: its JSON, or nothing that anybody reads."""
    if isinstance(value, str):
        try:
            value = msgspec.json.decode(value)
        except (msgspec.DecodeError, RecursionError):
            return {}
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise unfit("bypass", "bypass는 객체여야 합니다.", f"bypass must be an object, not {shown(value)}")
    return value
