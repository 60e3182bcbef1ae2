"""LIST: each member of a list's filter, held to a record that it finds and to one that it does not.

Lives here: contracts only. Each looks at records of a merchant whom nobody else uses.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ..arrangement import Site
from ..expect import refused, same
from ..failures import ContractBroken, NotApplicable
from ..law import NOBODY, OPENAPI, contract
from ..law_strategies import LIST, words_of
from ..lists import finds, finds_within, listed, with_records
from ..needs import Need
from ..steps import (
    arranged,
    confirmed,
    limited,
    merchant,
    prepared,
    record,
    see,
    send_body,
    sent,
    sent_as,
    two_stores,
    verified_customer,
    window,
)
from ..target import Target
from ..text import Text

OWN_MERCHANT: Final = (Need.MAKING, Need.MERCHANTS)
# The company behind each module.
COMPANIES: Final[Mapping[str, str]] = {"DANAL": "DANAL", "KCP_V2": "KCP", "INICIS_UNIFIED": "INICIS"}


@contract(
    "LIST-04",
    Text(
        "상태로 거르면 그 상태의 내역만 빠짐없이 나온다.",
        "A filter by status finds the records of that status and no others.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def filter_by_status(target: Target) -> None:
    other = with_records(target)
    all_of_them = listed(other)
    for state in ("READY", "VERIFIED", "FAILED"):
        found = listed(other, {"filter": {"statuses": [state]}})
        wanted = {item["id"] for item in all_of_them if item["status"] == state}
        if {item["id"] for item in found} != wanted:
            raise ContractBroken(
                Text(f"{state}로 거른 항목 {len(found)}개", f"{len(found)} items for {state}"),
                Text(f"{state}인 {len(wanted)}개", f"the {len(wanted)} {state} ones"),
            )


@contract(
    "LIST-08",
    Text(
        "identityVerificationId로 거르면 그 내역 하나만 나온다.",
        "A filter by identityVerificationId finds that record alone.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def filter_by_id(target: Target) -> None:
    other = with_records(target)
    wanted = other.ids[2]
    finds(other, {"identityVerificationId": wanted}, [wanted])
    finds(other, {"identityVerificationId": other.fresh_id()}, [])


@contract(
    "LIST-10",
    Text(
        "여러 상태로 거르면 그 가운데 하나인 내역이 모두 나온다.",
        "A filter by several statuses finds every record that has one of them.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def filter_by_several_statuses(target: Target) -> None:
    other = with_records(target)
    wanted = [item["id"] for item in listed(other) if item["status"] in ("READY", "FAILED")]
    finds(other, {"statuses": ["READY", "FAILED"]}, wanted)


@contract(
    "LIST-11",
    Text(
        "고객 조건은 인증 전에는 요청한 고객을, 인증된 뒤에는 인증된 고객을 본다.",
        "A customer filter looks at the requested customer, and at the verified one after verification.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.SENDING, Need.OTP, Need.MERCHANTS],
)
def filter_by_customer(target: Target) -> None:
    other = merchant(target)
    id_ = sent(other, name="Mo")
    name, year = {"customer": {"name": "Mo"}}, {"customer": {"birthYear": "1990"}}
    finds(other, name, [id_])
    if other.confirm(id_, {"otp": arranged(other).otp(id_)}).status != 200:
        raise NotApplicable(see("확인을 받아 주지 않습니다", "a confirm is not accepted", "CONFIRM-01"))
    finds(other, name, [id_])
    finds(other, year, [id_])
    finds(other, {"customer": {"name": "No"}}, [])


@contract(
    "LIST-15",
    Text(
        "isTest로 거르면 테스트 채널의 내역과 실제 채널의 내역이 갈린다.",
        "A filter by isTest tells records of test channels from those of live ones.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.MAKING, Need.MERCHANTS, Need.CHANNELS],
)
def filter_by_test(target: Target) -> None:
    other = merchant(target)
    channels = arranged(other).channels()
    by_kind = {is_test: [one for one in channels if one.is_test == is_test] for is_test in (True, False)}
    if not all(by_kind.values()):
        raise NotApplicable(Text("두 종류의 채널이 다 있지는 않습니다", "there are not both kinds of channels"))
    ids = {kind: prepared(other, "VERIFIED", site=found[0].name) for kind, found in by_kind.items()}
    for kind, id_ in ids.items():
        finds(other, {"isTest": kind}, [id_])


@contract(
    "LIST-17",
    Text(
        "pgProviders로 거르면 그 본인인증사의 내역만 나온다.",
        "A filter by pgProviders finds the records of those providers alone.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.MAKING, Need.MERCHANTS, Need.CHANNELS],
)
def filter_by_provider(target: Target) -> None:
    other = merchant(target)
    ids = {one.pg_provider: prepared(other, "VERIFIED", site=one.name) for one in arranged(other).channels()}
    for provider, id_ in ids.items():
        finds_within(other, {"pgProviders": [provider]}, {id_}, set(ids.values()))


@contract(
    "LIST-18",
    Text(
        "pgTxId로 거르면 그 거래의 내역 하나만 나온다.",
        "A filter by pgTxId finds the record of that transaction alone.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def filter_by_transaction(target: Target) -> None:
    other = with_records(target)
    found = next((item for item in listed(other) if isinstance(item.get("pgTxId"), str)), None)
    if found is None:
        raise NotApplicable(see("pgTxId가 있는 내역이 없습니다", "no record has a pgTxId", "READ-03"))
    finds(other, {"pgTxId": found["pgTxId"]}, [found["id"]])


@contract(
    "LIST-19",
    Text(
        "pgMerchantId로 거르면 그 상점아이디로 인증한 내역만 나온다.",
        "A filter by pgMerchantId finds the records of that merchant id of the provider alone.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.MAKING, Need.MERCHANTS, Need.CHANNELS],
)
def filter_by_merchant_id(target: Target) -> None:
    _each_finds_its_own(merchant(target), lambda site: {"pgMerchantId": site.merchant_id})


@contract(
    "LIST-20",
    Text(
        "pgCompanies로 거르면 그 회사의 본인인증 모듈을 쓴 내역만 나온다.",
        "A filter by pgCompanies finds the records that went through a module of those companies.",
    ),
    "assumed",
    OPENAPI.and_("어느 모듈이 어느 회사의 것인지는 이 프로젝트가 정함", "which module is whose is our choice"),
    needs=[Need.MAKING, Need.MERCHANTS, Need.CHANNELS],
)
def filter_by_company(target: Target) -> None:
    _each_finds_its_own(merchant(target), lambda site: {"pgCompanies": [COMPANIES.get(site.pg_provider, "")]})


@contract(
    "LIST-21",
    Text(
        "version으로 거르면 그 포트원 버전의 내역만 나온다.",
        "A filter by version finds the records of that PortOne version alone.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def filter_by_version(target: Target) -> None:
    other = merchant(target)
    ids = {version: other.fresh_id() for version in ("V1", "V2")}
    for version, id_ in ids.items():
        arranged(other).make(id_, "VERIFIED", version=version)
    for version, id_ in ids.items():
        finds(other, {"version": version}, [id_])
        same(
            Text(f"{version} 내역의 version", f"the version of a record of {version}"),
            record(other, id_).get("version"),
            version,
        )


@contract(
    "LIST-22",
    Text(
        "identityVerificationTxId로 거르면 그 시도의 내역 하나만 나온다.",
        "A filter by identityVerificationTxId finds the record of that attempt alone.",
    ),
    "openapi",
    OPENAPI,
    needs=OWN_MERCHANT,
)
def filter_by_attempt(target: Target) -> None:
    other = with_records(target)
    for id_ in other.ids[:2]:
        finds(other, {"identityVerificationTxId": arranged(other).transaction(id_)}, [id_])
    finds(other, {"identityVerificationTxId": "00000000-0000-4000-8000-000000000000"}, [])


@contract(
    "LIST-23",
    Text(
        "carriers로 거르면 그 통신사 고객의 내역만 나온다.",
        "A filter by carriers finds the records of customers of those operators alone.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.SENDING, Need.OTP, Need.MERCHANTS],
)
def filter_by_carrier(target: Target) -> None:
    other = merchant(target)
    one, two = (sent_as(other, {**send_body(other), "operator": name}) for name in ("SKT", "KT_MVNO"))
    for id_ in (one, two):
        confirmed(other, id_)
    finds(other, {"carriers": ["SKT"]}, [one])
    finds(other, {"carriers": ["KT_MVNO"]}, [two])
    finds(other, {"carriers": ["LGU"]}, [])
    finds(other, {"carriers": ["LGU", "SKT", "KT_MVNO"]}, [one, two])


@contract(
    "LIST-45",
    Text(
        "carriers는 인증된 고객의 operator로, 그것이 없으면 요청에 적은 통신사로 거르고, 둘 다 없으면 찾지 못한다.",
        "A filter by carriers goes by the verified operator, else by the one that the send named, else finds nothing.",
    ),
    "assumed",
    OPENAPI.and_("어느 통신사인지는 이 프로젝트가 정함", "whose operator it is is our choice"),
    needs=[Need.MAKING, Need.SENDING, Need.OTP, Need.MERCHANTS, Need.CHANNELS, Need.ENDINGS],
)
def whose_carrier(target: Target) -> None:
    other = merchant(target)
    giving, by_operator = _given_operators(other)
    # Sent, failed, and sent again over another operator, whom the last request names.
    again = sent_as(other, {**send_body(other), "operator": "SKT"})
    arranged(other).end(again, "cancelled")
    other.send(again, {**send_body(other), "operator": "LGU_MVNO"})
    by_operator.setdefault("LGU_MVNO", set()).add(again)
    window(other)
    everything = {*giving, again}
    for operator in words_of(LIST, "filter.carriers"):
        finds(other, {"carriers": [operator]}, sorted(by_operator.get(operator, set()) & everything))


@contract(
    "LIST-24",
    Text(
        "여러 조건을 함께 쓰면 모두에 맞는 내역만 나온다.",
        "Several members of a filter find the records that fit all of them.",
    ),
    "assumed",
    NOBODY,
    needs=OWN_MERCHANT,
)
def all_of_a_filter(target: Target) -> None:
    other = with_records(target)
    ready = other.ids[0]
    finds(other, {"statuses": ["READY"], "identityVerificationId": ready}, [ready])
    finds(other, {"statuses": ["FAILED"], "identityVerificationId": ready}, [])


@contract(
    "LIST-25",
    Text(
        "그 상점 자신의 storeId로 거르면 그 상점의 내역이 모두 나오고, 쓸 수 없는 storeId이면 403 FORBIDDEN이다.",
        "A filter by the merchant's own storeId finds its records, and by one it may not use it is 403 FORBIDDEN.",
    ),
    "assumed",
    OPENAPI.and_("403은 이 프로젝트가 정함", "the 403 is our choice"),
    needs=OWN_MERCHANT,
)
def filter_by_store(target: Target) -> None:
    other = merchant(target)
    if other.store_id is None:
        raise NotApplicable(Text("상점 아이디를 알 수 없습니다", "nobody tells the store id"))
    id_ = prepared(other, "READY")
    finds(other, {"storeId": other.store_id}, [id_])
    refused(other.list({"filter": {"storeId": "store-00000000-0000-4000-8000-000000000000"}}), 403, "FORBIDDEN")


@contract(
    "LIST-47",
    Text(
        "storeId로 거르면 그 상점의 내역만 나오고, 적지 않으면 가맹점의 모든 상점의 내역이 나온다.",
        "A filter by storeId finds the records of that store alone; without it those of all the merchant's stores.",
    ),
    "openapi",
    OPENAPI,
    needs=[Need.SENDING, Need.LIMITS],
)
def each_stores_own(target: Target) -> None:
    other = limited(target)
    stores = two_stores(other)
    ids = {store: sent_as(other, {**send_body(other), "storeId": store}) for store in stores}
    for store, id_ in ids.items():
        finds(other, {"storeId": store}, [id_])
    finds(other, {}, list(ids.values()))


def _given_operators(target: Target) -> tuple[list[str], dict[str, set[str]]]:
    """Somebody over each channel: the ids whose operator is given, and those of each operator."""
    by_operator: dict[str, set[str]] = {}
    giving = []
    for site in arranged(target).channels():
        id_ = prepared(target, "VERIFIED", site=site.name)
        operator = verified_customer(record(target, id_)).get("operator")
        if operator is not None:
            giving.append(id_)
            by_operator.setdefault(operator, set()).add(id_)
    if not giving:
        raise NotApplicable(see("통신사를 주는 채널이 없습니다", "no channel gives an operator", "FIELDS-15"))
    return giving, by_operator


def _each_finds_its_own(target: Target, filter_of: Callable[[Site], dict[str, Any]]) -> None:
    """A record of every channel: each filter finds those of the channels that have it in common, and no others."""
    made = [(filter_of(site), prepared(target, "VERIFIED", site=site.name)) for site in arranged(target).channels()]
    for criteria, _ in made:
        wanted = {id_ for own, id_ in made if own == criteria}
        finds_within(target, criteria, wanted, {id_ for _, id_ in made})
