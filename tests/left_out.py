"""What a test run leaves out on this machine, and how to have it.

Lives here: the lines of the summary, made from the reason of every single skip, so that none is passed over. May not:
skipping (conftest.py and the tests do that).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple


class Cause(NamedTuple):
    """Why tests are left out: a name, how the reasons of those skips begin, and what to do in Korean and English."""

    name: str
    begins: str
    how_ko: str
    how_en: str


YARDSTICK: Final = Cause(
    "yardstick",
    "PortOne's document ",
    "포트원의 OpenAPI 문서가 있는 폴더를 PORTONE_YARDSTICK에 지정",
    "name the directory that holds PortOne's OpenAPI documents in PORTONE_YARDSTICK",
)


def lines(reasons: Iterable[str], causes: Iterable[Cause]) -> Iterator[str]:
    """Two lines for every cause that left something out, and one for each reason that is none of theirs."""
    rest = Counter(reasons)
    for cause in causes:
        ours = [reason for reason in rest if reason.startswith(cause.begins)]
        if not ours:
            continue
        count = sum(rest.pop(reason) for reason in ours)
        # The marker that a reason begins with is said already, and what follows the first clause is how to have it.
        why = ours[0].removeprefix(f"{cause.name}: ").partition(";")[0]
        yield f"{cause.name}: 테스트 {count}개를 건너뛰었습니다. 실행하려면: {cause.how_ko}"
        yield f"{cause.name}: tests skipped: {count} ({why}). To have them: {cause.how_en}"
    for reason, count in rest.items():
        yield f"그 밖에 · others: {count} ({reason})"
