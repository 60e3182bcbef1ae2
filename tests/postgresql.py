"""A PostgreSQL of the tests' own: made in a temporary folder, reached by a socket file, gone afterwards.

Lives here: finding, starting and stopping it. May not: anything that is kept in it.
"""

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

if sys.platform != "win32":
    import pwd

# What a test does not need: surviving a power cut, and the network.
OPTIONS: Final = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' -c log_min_messages=panic"
)


@functools.cache
def programs() -> Path | None:
    """The folder with initdb and pg_ctl, the newest if there are some; Debian keeps them off the path."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((it for it in reversed(folders) if (it / "initdb").exists() and (it / "pg_ctl").exists()), None)


@functools.cache
def somebody() -> str | None:
    """Who runs it: ourselves, or somebody without rights where we are root, whom PostgreSQL refuses."""
    if sys.platform == "win32":
        return None
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {it.pw_name for it in pwd.getpwall()}
    return next((it for it in ("postgres", "nobody") if it in names), None)


@contextmanager
def cluster() -> Iterator[str]:
    """The URL of an empty database."""
    folder, user, found = tempfile.mkdtemp(prefix="signup-"), somebody(), programs()
    assert found
    assert user
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, user)
        as_user = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    run = functools.partial(subprocess.run, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_user)
    data = f"{folder}/data"
    try:
        run([found / "initdb", "-D", data, "-U", "signup", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        run([found / "pg_ctl", "-D", data, "-w", "-s", "-o", f"-k {folder} {OPTIONS}", "-l", f"{folder}/log", "start"])
        try:
            yield f"postgresql://signup@/postgres?host={folder}"
        finally:
            run([found / "pg_ctl", "-D", data, "-w", "-s", "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
