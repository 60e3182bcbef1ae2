"""The sign-up backend as a process of its own: started on a free port, asked as a browser would, ended or killed.

Lives here: Backend and `serving`. May not: what any call should answer.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Final

import httpx

ROOT: Final = Path(__file__).resolve().parents[3]
HASH_KEYS: Final = f"k1:{'ab' * 32}"


class Backend:
    """`log` is what it wrote to stderr so far, complete once it has ended."""

    def __init__(self, process: "subprocess.Popen[str]", base_url: str, log: Path) -> None:
        self.process, self.base_url, self._log = process, base_url, log
        self.browser = httpx.Client(base_url=base_url, trust_env=False, timeout=60)

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8")

    def start(self, shop: str = "one-account") -> tuple[str, str]:
        """An id, and the session that it was issued to as a Cookie header."""
        answer = self.browser.post("/identity-verifications/start", json={"shop": shop})
        assert answer.status_code == 200, answer.text
        self.browser.cookies.clear()
        ((name, morsel),) = SimpleCookie(answer.headers["set-cookie"]).items()
        return str(answer.json()["identityVerificationId"]), f"{name}={morsel.value}"

    def finish(self, id_: str, session: str) -> httpx.Response:
        body = {"identityVerificationId": id_}
        return self.browser.post("/identity-verifications", json=body, headers={"Cookie": session})

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait()


def environment(**settings: str) -> dict[str, str]:
    """What the process needs of ours, and these settings; a proxy of the machine's is none of it."""
    kept = {name: value for name in ("PATH", "HOME", "SYSTEMROOT") if (value := os.environ.get(name))}
    return {**kept, "PYTHONUTF8": "1", "SIGNUP_PORT": "0", "SIGNUP_HASH_KEYS": HASH_KEYS, **settings}


def settings_for(box: Any, database_url: str, **more: str) -> dict[str, str]:
    """The settings for a sandbox of a mock's."""
    ours = {"PORTONE_API_BASE": box.base_url, "PORTONE_API_SECRET": box.api_secret, "PORTONE_STORE_ID": box.store_id}
    return {**ours, "PORTONE_CHANNEL_KEY": "channel-key-danal", "DATABASE_URL": database_url, **more}


@contextmanager
def serving(folder: Path, module: str = "client.signup", /, **settings: str) -> Iterator[Backend]:
    """The backend with these settings until the block ends."""
    log = folder / "backend.log"
    with log.open("w", encoding="utf-8") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environment(**settings),
            stdout=subprocess.PIPE,
            stderr=stderr,
            encoding="utf-8",
        )
        with process:
            assert process.stdout
            announced = process.stdout.readline()
            assert "sign-up listening on http://" in announced, log.read_text("utf-8")
            backend = Backend(process, announced.split()[-1], log)
            try:
                yield backend
            finally:
                backend.browser.close()
                process.terminate()
