"""The sign-up samples as processes of their own: started on a free port, asked as a browser would.

Lives here: how each is started (the Java one by SignUpShell.java, not Spring), Site. May not: what any should answer.
"""

import atexit
import functools
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx

from mock_server.handle import SandboxHandle
from tests.conftest import JARS
from tests.integrations.process import SAMPLES
from tests.node import environment

SPRING: Final = "spring-boot-rest-client"
PATIENCE_SECONDS: Final = 30  # more than any of them takes to start; reaching it fails the test


@functools.cache
def _compiled() -> str:
    """The class path of what the Java sample does without Spring, compiled once."""
    folder = tempfile.mkdtemp(prefix="sign-up-spring-")
    atexit.register(shutil.rmtree, folder)
    sources = [
        SAMPLES / SPRING / "src/main/java/shop" / f"{name}.java" for name in ("Eligibility", "Accounts", "SignUp")
    ]
    jars = os.pathsep.join(str(jar) for jar in JARS)
    # -path: Debian's H2 names a jar in its manifest that it does not need.
    lint = ["-Xlint:all,-path", "-Werror", "-proc:none"]
    shell = Path(__file__).parent / "SignUpShell.java"
    subprocess.run(["javac", *lint, "-cp", jars, "-d", folder, *sources, shell], check=True)
    return f"{folder}{os.pathsep}{jars}"


COMMANDS: Final[dict[str, Callable[[], list[str]]]] = {
    "fastapi-server-sdk": lambda: [sys.executable, "-B", "app.py"],
    "express-server-sdk": lambda: ["node", "server.cjs"],
    SPRING: lambda: [
        "java",
        "-XX:TieredStopAtLevel=1",
        "-Dh2.bindAddress=127.0.0.1",
        "-cp",
        _compiled(),
        "shop.SignUpShell",
    ],
}


class Site:
    """A running sample; `lines` is what it has printed, complete once it has ended."""

    def __init__(self, base_url: str, lines: list[str]) -> None:
        self.base_url, self.lines = base_url, lines
        limits = httpx.Limits(max_connections=50)
        self._browser = httpx.Client(base_url=base_url, trust_env=False, timeout=PATIENCE_SECONDS, limits=limits)

    def post(self, path: str, session: str = "", **sent: Any) -> httpx.Response:
        """One call without a memory: cookies are handed over by name, as `session`."""
        headers = {"Content-Type": "application/json"} | ({"Cookie": session} if session else {})
        answer = self._browser.post(path, headers=headers, **sent)
        self._browser.cookies.clear()
        return answer

    def start(self, session: str = "") -> tuple[str, str]:
        """A new id, and the session it was issued to as a Cookie header."""
        answer = self.post("/identity-verifications/start", session)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["identityVerificationId"]), answer.headers["set-cookie"].partition(";")[0]

    def finish(self, id_: Any, session: str) -> httpx.Response:
        return self.post("/identity-verifications", session, json={"identityVerificationId": id_})

    def close(self) -> None:
        self._browser.close()


def settings_for(box: SandboxHandle, database: Path) -> dict[str, str]:
    """What each of them reads, beside PORT: the first four are what `portone-mock env` prints."""
    return {
        "PORTONE_API_BASE": box.base_url,
        "PORTONE_API_SECRET": box.api_secret,
        "PORTONE_STORE_ID": box.store_id,
        "PORTONE_CHANNEL_KEY": box.channels["danal"].key,
        "SIGNUP_HASH_KEY": "ab" * 32,
        "SIGNUP_DATABASE": str(database),
        "SIGNUP_MODE": "development",
        "PORTONE_TIMEOUT_SECONDS": "1",
        "TZ": elsewhere(datetime.now(UTC)),
    }


def elsewhere(now: datetime) -> str:
    """A time zone in which it is another day than in Seoul, 12 hours behind UTC or 14 before it."""
    return "Etc/GMT+12" if (now + timedelta(hours=9)).hour < 20 else "Etc/GMT-14"


@contextmanager
def running(sample: str, settings: dict[str, str]) -> Iterator[Site]:
    """The sample with these settings, until the block ends."""
    process = subprocess.Popen(
        COMMANDS[sample](),
        cwd=SAMPLES / sample,
        env=environment(PORT="0", **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    with process:
        lines: list[str] = []
        announced: queue.Queue[str | None] = queue.Queue()
        reader = threading.Thread(target=_read, args=(process, lines, announced))
        reader.start()
        try:
            base_url = announced.get(timeout=PATIENCE_SECONDS)
            assert base_url is not None, "".join(lines)
            site = Site(base_url, lines)
            yield site
            site.close()
        finally:
            process.terminate()
            reader.join()


def _read(process: "subprocess.Popen[str]", lines: list[str], announced: "queue.Queue[str | None]") -> None:
    """Its lines as they come, and the address it says it listens on; None where it ended without."""
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if found := re.search(r"http://[\w.\[\]:]+:\d+", line):
            announced.put(found[0])
    announced.put(None)
