"""The clock of a process as libfaketime moves it.

Lives here: finding the library, the environment that makes a process see another time. May not: starting anything.
"""

from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

from ..failures import NotJudgeable
from ..text import Text
from .clock import now
from .moments import ZONES, Moment

# Where Debian, Alpine, Fedora and a `make install` put it; the one for threads first, as servers have threads.
_FOLDERS: Final = ("usr/lib/*/faketime", "usr/lib/faketime", "usr/lib64/faketime", "usr/local/lib/faketime")
_NAMES: Final = ("libfaketimeMT.so.1", "libfaketime.so.1")
_ZONEINFO: Final = Path("usr/share/zoneinfo")
_EPOCH_ROOM: Final = 300.0  # seconds by which the clock that an answer tells may differ


def library(root: Path = Path("/")) -> Path:
    """The library; NotJudgeable says what to install where there is none, or no time zones."""
    found = next(chain.from_iterable(root.glob(f"{folder}/{name}") for name in _NAMES for folder in _FOLDERS), None)
    if found is None:
        raise NotJudgeable(_missing("libfaketime", "faketime"))
    if not all((root / _ZONEINFO / zone).exists() for zone in ZONES):
        raise NotJudgeable(_missing("tzdata", "tzdata"))
    return found


def _missing(what: str, package: str) -> Text:
    return Text(
        f"--fake-time에는 {what}이(가) 필요합니다. 리눅스에서 apt-get install {package} 로 설치하세요"
        f"(Alpine: apk add {'libfaketime' if package == 'faketime' else package})",
        f"--fake-time wants {what}: on Debian and Ubuntu apt-get install {package}, on Alpine apk add "
        f"{'libfaketime' if package == 'faketime' else package}; not on macOS or Windows, where a container does",
    )


def environment(preloaded: Path, moment: Moment) -> dict[str, str]:
    """What a process is told so that it starts at that moment and goes on from there."""
    ahead = (moment.at - now()).total_seconds()
    return {
        "LD_PRELOAD": str(preloaded),
        # Ahead rather than at: each process that is started from the first is then at the same time as it.
        "FAKETIME": f"{ahead:+.3f}",
        # Timeouts and event loops count by the other clock, which has to go on as it is; old name and new.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
        # Or what is compiled beforehand (.pyc) would seem to be of another time.
        "NO_FAKE_STAT": "1",
        "TZ": moment.zone,
    }


def has_moved(told: datetime | None, moment: Moment) -> bool:
    """Whether an application whose answer says that it is `told` sees that moment, some minutes more or less."""
    return told is not None and abs((told - moment.at).total_seconds()) < _EPOCH_ROOM
