"""What a contract may need besides a base URL and an API secret.

Lives here: Need; each says itself to a reader. May not: who has it (target.py, arrangement.py).
"""

from enum import Enum

from .text import Text


class Need(Enum):
    """One thing that a contract cannot be judged without."""

    RECORDS = Text("준비된 본인인증 내역(--arrangement)", "an arrangement that has verifications in known states")
    MAKING = Text(
        "고른 아이디로 내역을 만들어 주는 준비 방법", "an arrangement that makes verifications under ids of our choice"
    )
    PEOPLE = Text(
        "고른 사람을 고른 사이트에서 인증해 주는 준비 방법",
        "an arrangement that verifies chosen people at chosen sites",
    )
    CHANNELS = Text("본인인증사마다 인증된 내역이 있는 준비 방법", "an arrangement with verifications of each provider")
    SENDING = Text("요청(send)을 보낼 채널", "an arrangement with a channel to send through")
    OTP = Text("고객이 받은 인증번호를 알아내는 방법", "an arrangement that tells the OTP that was sent")
    MERCHANTS = Text("두 번째 가맹점", "an arrangement with a second merchant")
    CLOCK = Text("시계를 옮길 수 있는 가맹점", "an arrangement that moves the clock of a merchant of its own")
    ENDINGS = Text(
        "고객을 대신해 창을 열고 시도를 끝내는 준비 방법",
        "an arrangement that opens windows and ends attempts as a customer would",
    )
    LIMITS = Text(
        "횟수와 시간의 한도를 정하고 시계를 세워 둔 가맹점",
        "an arrangement with merchants of chosen limits, whose clocks stand still",
    )
    LEGACY_KEY = Text("예전 API Key(--legacy-key)", "a legacy API key (--legacy-key)")
    STORE_ID = Text("상점 아이디(--store-id)", "a store id (--store-id)")
