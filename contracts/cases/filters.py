"""LIST: each member of a list's filter, held to a record that it finds and to one that it does not.

Lives here: contracts only. Each looks at records of a merchant whom nobody else uses.
"""

from typing import Final

from ..failures import ContractBroken, NotApplicable
from ..law import OPENAPI, contract
from ..lists import finds, finds_within, listed, with_records
from ..needs import Need
from ..steps import arranged, merchant, prepared, see, sent
from ..target import Target
from ..text import Text

OWN_MERCHANT: Final = (Need.MAKING, Need.MERCHANTS)


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
