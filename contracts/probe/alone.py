"""One probe at a time on one sandbox: of two each would take the other's calls, faults and clock for its application's.

Lives here: the lock, which the system takes back from whoever is killed. May not: the mock's state. It is held on this
machine; from two machines nobody sees the other.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from ..failures import NotJudgeable
from ..text import Text
from .guard import addresses

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def alone(base_url: str, store_id: str) -> Iterator[None]:
    """Nobody else probes this sandbox until the block ends; NotJudgeable where somebody does already."""
    path = _path(base_url, store_id)
    while True:
        held = _opened(path)
        try:
            lock(held)
        except OSError:
            os.close(held)
            raise NotJudgeable(_at_work(base_url, store_id)) from None
        if _is_there(held, path):
            break
        # Whoever had it has ended, and removed it, in between.
        os.close(held)
    try:
        yield
    finally:
        with suppress(OSError):  # Windows removes nothing that is open
            path.unlink()
        os.close(held)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        why = f"{path.parent}: {error.strerror}"
        raise NotJudgeable(Text(f"잠금 파일을 만들 수 없습니다: {why}", f"no lock can be made: {why}")) from None


def _is_there(held: int, path: Path) -> bool:
    """Whether what is held is what the next one will find."""
    try:
        return os.path.samestat(os.fstat(held), path.stat())
    except FileNotFoundError:
        return False


def _at_work(base_url: str, store_id: str) -> Text:
    return Text(
        f"다른 프로브가 이 샌드박스를 쓰고 있습니다({base_url}, {store_id}). 끝나기를 기다리거나, "
        "애플리케이션과 함께 다른 샌드박스를 쓰세요(--api-secret sandbox-NAME)",
        f"another probe is at work on this sandbox ({base_url}, {store_id}): wait until it has ended, or use "
        "another sandbox, in your application as well (--api-secret sandbox-NAME)",
    )


def _path(base_url: str, store_id: str) -> Path:
    """A file for each sandbox and user, whichever name of the mock's machine is used."""
    parts = urlsplit(base_url)
    host = min(addresses(parts.hostname or ""))
    where = "loopback" if host.startswith("127.") or host == "::1" else host
    owner = os.getuid() if hasattr(os, "getuid") else ""
    name = hashlib.sha256(f"{where} {parts.port} {store_id} {owner}".encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"portone-contracts-probe-{name}.lock"


def lock(held: int) -> None:
    """OSError where another process has it. It goes with the process, however that ends, and to none that it starts."""
    if sys.platform == "win32":
        msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
