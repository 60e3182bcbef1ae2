"""The document's schema of `send`'s bypass beside the server's own reading of it, value by value.

Lives here: the values. May not: what a bypass brings about (tests/api/test_api_mode.py).
"""

from typing import Any, Final

import pytest

from ..in_process import ClientFactory
from ..merchant import Merchant
from ..yardstick import law, validator

# By channel, part of the bypass and member: what is tried, right and wrong ones among them.
TRIED: Final[dict[tuple[str, str, str], tuple[object, ...]]] = {
    ("danal", "danal", "AGELIMIT"): (
        *(0, 19, 19.0, 999, "0", "19", "019", "999"),
        *(None, -1, 1000, 19.5, "", "-1", "1000", "19세", "1 9", " 19", "１９", True, [], {}),
    ),
    ("kcp", "kcpV2", "media_type"): ("MC01", "MC02", "MC03", None, "mc01", "", 1, [], {}),
    ("kcp", "kcpV2", "cp_sms_msg"): ("[000000]", "번호 [000000] 입니다", None, "", "000000", "[00000]", 1, [], {}),
    ("kcp", "kcpV2", "web_siteid"): ("S1", "가", None, "", 1, True, [], {}),
}


@pytest.mark.parametrize(("channel", "part", "name"), TRIED)
def test_the_document_allows_what_the_server_takes_and_nothing_else(
    client: ClientFactory, channel: str, part: str, name: str
) -> None:
    schema, merchant = validator(law(), "SendBypass"), Merchant(client())
    verdicts: dict[bool, list[Any]] = {True: [], False: []}
    for number, value in enumerate(TRIED[channel, part, name]):
        bypass = {part: {name: value}}
        sent = merchant.send(f"tried{number}", bypass=bypass, channelKey=f"channel-key-{channel}")
        assert sent.status_code in (200, 400), sent.text
        assert schema.is_valid(bypass) == (sent.status_code == 200), (value, sent.text)
        verdicts[sent.is_success].append(value)
    assert verdicts[True]
    assert verdicts[False]
