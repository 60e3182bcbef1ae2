"""A sample integration as a process of its own: started, asked, stopped.

Lives here: Integration. May not: what any sample answers.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from mock_server.handle import SandboxHandle
from tests.node import environment

SAMPLES: Final = Path(__file__).resolve().parents[2] / "fixtures" / "integrations"


class Integration:
    """A running sample; `accounts` are its own, as long as it runs."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    def post(self, identity_verification_id: str, path: str = "/identity-verifications") -> tuple[int, dict[str, Any]]:
        """What it answers to a browser that says it has verified under this id."""
        answer = httpx.post(
            f"{self.base_url}{path}",
            json={"identityVerificationId": identity_verification_id},
            trust_env=False,
            timeout=30,
        )
        return answer.status_code, dict(answer.json())


@contextmanager
def running(sample: str, box: SandboxHandle, *, zone: str = "Asia/Seoul", **more: str) -> Iterator[Integration]:
    """The sample against that sandbox, in that time zone, on a free port."""
    settings = {"PORTONE_API_BASE": box.base_url, "PORTONE_STORE_ID": box.store_id}
    settings |= dict.fromkeys(("PORTONE_API_KEY", "PORTONE_API_SECRET"), box.api_secret)
    process = subprocess.Popen(
        ["node", SAMPLES / sample / "server.cjs"],
        env=environment(TZ=zone, PORT="0", **settings | more),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:
        assert process.stdout is not None
        try:
            announced = process.stdout.readline()
            assert " listening on http://" in announced, announced
            yield Integration(announced.split()[-1])
        finally:
            process.terminate()
