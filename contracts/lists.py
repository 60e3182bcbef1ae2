"""Lists as contracts ask for them.

Lives here: a merchant with records to list, reading a list, and what a filter has to find. May not: a contract itself.
"""

from typing import Any

from .failures import ContractBroken, NotApplicable
from .steps import merchant, prepared, see
from .target import Answer, Target
from .text import Text


def with_records(target: Target) -> Target:
    """A merchant with seven verifications, more than one in each state."""
    other = merchant(target)
    for number in range(7):
        prepared(other, ("READY", "VERIFIED", "FAILED")[number % 3], minutes_ago=(number * 3) % 7 + 1)
    return other


def listed(target: Target, query: Any = None) -> list[dict[str, Any]]:
    """The items of a list; NotApplicable where no list can be had, ContractBroken where only this query is refused."""
    answer = target.list(query)
    if answer.status != 200 and query is not None and target.list().status == 200:
        raise ContractBroken(
            Text(f"{query}: {answer.told()}", f"{query}: {answer.told()}"), Text("200과 목록", "200 with a list")
        )
    items: list[dict[str, Any]] = list_in(answer)["items"]
    return items


def list_in(answer: Answer) -> dict[str, Any]:
    """The items and the page in an answer; NotApplicable where items cannot be told apart."""
    body = answer.object() or {}
    items, page = body.get("items"), body.get("page")
    if answer.status != 200 or not isinstance(items, list) or not isinstance(page, dict):
        raise NotApplicable(see("목록을 얻지 못했습니다", "no list to go on with", "LIST-01"))
    if not all(isinstance(item, dict) and _can_be_told_apart(item) for item in items):
        raise NotApplicable(
            see("항목에 id, status, requestedAt이 없습니다", "items without id, status or requestedAt", "LIST-02")
        )
    return {"items": items, "page": page}


def _can_be_told_apart(item: dict[str, Any]) -> bool:
    return all(isinstance(item.get(name), str) for name in ("id", "status", "requestedAt"))


def finds(target: Target, criteria: dict[str, Any], wanted: list[str]) -> None:
    """A filter that finds these ids, in any order."""
    found = [item["id"] for item in listed(target, {"filter": criteria})]
    if sorted(found) != sorted(wanted):
        raise ContractBroken(
            Text(f"{criteria}: 항목 {len(found)}개", f"{criteria}: {len(found)} items"),
            Text(f"맞는 내역 {len(wanted)}개", f"the {len(wanted)} that fit"),
        )


def finds_within(target: Target, criteria: dict[str, Any], wanted: set[str], among: set[str]) -> None:
    """A filter that finds of those ids these only."""
    found = {item["id"] for item in listed(target, {"filter": criteria})} & among
    if found != wanted:
        raise ContractBroken(
            Text(f"{criteria}: 항목 {len(found)}개", f"{criteria}: {len(found)} items"),
            Text(f"맞는 내역 {len(wanted)}개", f"the {len(wanted)} that fit"),
        )
