"""What the official SDKs make of the vectors otherwise than they must: measured, kept here, printed by the documents.

Lives here: the tables. May not: running an SDK (test_clients.py).
"""

from collections.abc import Mapping
from typing import Final

from contracts.text import Text

DOTS: Final = Text(
    "점만 있는 아이디를 인코딩하지 않아 `GET /`를 부른다. URL 규칙이 `..`로 되돌리니 그런 아이디는 만들지 말자.",
    "An id of dots only is not encoded, so `GET /` is called; URLs are normalised anyway: make no such ids.",
)
PYTHON: Final[Mapping[str, Text]] = {
    "GROWTH-02": Text("모르는 status에 ValueError가 난다.", "An unknown status raises ValueError."),
    "ERROR-11": Text(
        "IDEMPOTENCY_OUTSTANDING_REQUEST를 알 수 없는 오류로 본다.",
        "IDEMPOTENCY_OUTSTANDING_REQUEST is an unknown error.",
    ),
    "BROKEN-01": Text("HTML에 JSONDecodeError가 난다.", "HTML raises JSONDecodeError, none of the SDK's own."),
    "BROKEN-02": Text("200으로 온 HTML에 JSONDecodeError가 난다.", "HTML under 200 raises JSONDecodeError."),
    "BROKEN-03": Text("잘린 본문에 httpx의 오류가 그대로 난다.", "A body cut off raises httpx's own error."),
    "BROKEN-04": Text("JSON이 아닌 본문에 JSONDecodeError가 난다.", "A body that is no JSON raises JSONDecodeError."),
    "BROKEN-05": Text("모르는 오류의 type을 알려 주지 않는다.", "The type of an unknown error is not told."),
    "ID-06": DOTS,
}
JAVASCRIPT: Final[Mapping[str, Text]] = {"ID-06": DOTS}
