"""Finding a record, ready-made ones included, for PortOne's paths and the tester's alike.

Lives here: the look-up and its refusals. May not: what a record answers.
"""

from typing import Final

from .domain.arrangement import ready_made
from .domain.errors import Refusal
from .domain.nearest import nearest
from .domain.wording import shown
from .store.memory import MemoryStore
from .store.sandbox import Entry, Sandbox

LONGEST_ID: Final = 200
NOT_FOUND: Final = "IDENTITY_VERIFICATION_NOT_FOUND"


async def find_entry(store: MemoryStore, sandbox: Sandbox, id_: str, store_id: str | None = None) -> Entry:
    """The entry of this id in that store, else in any, made now where the scenario has it ready; Refusal 400 or 404."""
    entry = await store.entry(sandbox, id_)
    if entry is not None and store_id in (None, entry.record.store_id):
        return entry
    check_id(id_, NOT_FOUND)
    if entry is None and sandbox.scenario.ready_made:
        record = ready_made(id_, sandbox.world(store_id), sandbox.clock.now(), sandbox.ids, sandbox.scenario.otp.codes)
        if record is not None:
            return await store.keep_ready_made(sandbox, record)
    if entry is not None:
        raise _in_another_store(entry.record.store_id)
    raise not_found(id_, sandbox)


def _in_another_store(store_id: str) -> Refusal:
    """The refusal of an id that another store of the same merchant has: 404 is assumed."""
    return Refusal(
        NOT_FOUND,
        f"본인인증 내역을 찾을 수 없습니다. 이 아이디는 다른 상점({store_id})에서 쓰이고 있습니다. "
        "storeId로 그 상점을 지정하세요.",
        why=f"The id belongs to the store {store_id} (assumed: ids are one merchant's); name that store as storeId.",
    )


def check_id(id_: str, type_: str = "INVALID_REQUEST") -> None:
    """Refusal for an id that is longer than any may be: NOT_FOUND in PortOne's API, whose document names no limit."""
    if len(id_) > LONGEST_ID:
        raise Refusal(
            type_,
            f"본인인증 아이디가 너무 깁니다({len(id_)}자). {LONGEST_ID}자까지만 쓸 수 있습니다.",
            why=f"The id has {len(id_)} characters; at most {LONGEST_ID} are allowed (assumed), so send a shorter one.",
        )


def not_found(id_: str, sandbox: Sandbox) -> Refusal:
    """The refusal of an id that has no record, with the nearest that has one."""
    near = nearest(id_, sandbox.entries)
    if near is None and sandbox.scenario.ready_made:
        near = nearest(id_, (f"idv-{person.key}" for person in sandbox.people))
    hint = f" 가장 비슷한 아이디: {near}" if near else ""
    other_case = near is not None and near.casefold() == id_.casefold()
    hint_en = f" The nearest is {near}{', and case counts' if other_case else ''}." if near else ""
    if not near and not sandbox.scenario.ready_made:
        hint = f" 이 샌드박스의 시나리오({sandbox.scenario.name})에는 미리 준비된 내역이 없습니다."
        hint_en = (
            f" The scenario {sandbox.scenario.name} has nothing ready; make one with PUT /_mock/verifications/{{id}}."
        )
    return Refusal(
        NOT_FOUND,
        f"본인인증 내역을 찾을 수 없습니다: {shown(id_)}.{hint}",
        why=f"This sandbox has no verification {shown(id_)} in that store.{hint_en}",
    )
