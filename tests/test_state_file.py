"""`--state FILE`: what a sandbox holds outlives the server, and the file is whole whenever somebody looks."""

import errno
import json
import logging
import os
import random
import stat
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from mock_server import Settings, create_app
from mock_server.handle import ControlClient, ControlError
from mock_server.snapshot import StateFile, decode
from mock_server.state_file import DELAY, StateError
from portone_mock import MockPortOne

from .in_process import portone
from .test_serving_command import PATIENCE_SECONDS, address, process
from .test_snapshot import lived_in


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "world.json"


def serving(file: Path, **settings: Any) -> MockPortOne:
    return MockPortOne(Settings(port=0, state=str(file), **settings))


def until(happens: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> float:
    """How long it took until that was so. A file tells nobody that it was replaced, so that it is looked at."""
    began = time.monotonic()
    while not happens():
        assert time.monotonic() - began < seconds, "it did not come about"
        time.sleep(0.005)
    return time.monotonic() - began


def states(file: Path) -> dict[str, list[str]]:
    """The ids of each sandbox in the file."""
    document = decode(file.read_bytes(), StateFile)
    worlds = {"default": document.sandbox} | {each.name: each.sandbox for each in document.named}
    return {name: [kept.record.id for kept in world.verifications] for name, world in worlds.items()}


def is_kept(file: Path, id_: str) -> bool:
    return id_ in states(file)["default"]


def log_in(base_url: str, secret: str) -> dict[str, str]:
    tokens: dict[str, str] = httpx.post(f"{base_url}/login/api-secret", json={"apiSecret": secret}).json()
    return tokens


def read(base_url: str, id_: str, authorization: str) -> httpx.Response:
    return httpx.get(f"{base_url}/identity-verifications/{id_}", headers={"Authorization": authorization})


def test_everything_is_there_again_after_a_restart(file: Path) -> None:
    with serving(file) as first:
        box = first.default
        box.freeze("2027-01-01T00:00:00Z")
        box.put_person("adult", name="박바뀜")
        box.put_verification("a")
        box.order_fault("not-found", match={"id": "b"})
        read(first.base_url, "idv-adult-woman", "PortOne sandbox-x")
        read(first.base_url, "idv-adult-woman", "PortOne sandbox-touched")
        httpx.put(f"{first.base_url}/_mock/verifications/b", headers=portone("sandbox-touched"), content="{}")
        before = [box.state(), first._control.call("GET", "/state", secret="sandbox-touched")]
    with serving(file) as second:
        after = [second.default.state(), second._control.call("GET", "/state", secret="sandbox-touched")]
        assert after == before
        assert states(file).keys() == {"default", "sandbox-touched"}


def test_tokens_go_on_working_and_are_issued_anew_each_time(file: Path) -> None:
    with serving(file, seed=1) as first:
        default, named = log_in(first.base_url, "mock-api-secret"), log_in(first.base_url, "sandbox-x")
        log_in(first.base_url, "sandbox-x")
    with serving(file, seed=1) as second:
        for tokens, status in ((default, 200), (named, 401)):
            assert read(second.base_url, "idv-adult", f"Bearer {tokens['accessToken']}").status_code == 200
            refreshed = httpx.post(f"{second.base_url}/token/refresh", json={"refreshToken": tokens["refreshToken"]})
            assert refreshed.status_code == status, refreshed.text
        again = log_in(second.base_url, "sandbox-x")
        assert again["accessToken"] not in (default["accessToken"], named["accessToken"])


def test_a_login_that_is_repeated_after_a_restart_gets_its_first_answer(file: Path) -> None:
    key, body = {"Idempotency-Key": "0123456789abcdef"}, {"apiSecret": "sandbox-x"}
    with serving(file) as first:
        answer = httpx.post(f"{first.base_url}/login/api-secret", json=body, headers=key)
    with serving(file) as second:
        assert httpx.post(f"{second.base_url}/login/api-secret", json=body, headers=key).json() == answer.json()


def test_a_change_is_written_within_a_second(file: Path) -> None:
    with serving(file) as mock:
        for number in range(3):
            mock.default.put_verification(f"id-{number}")
            assert until(partial(is_kept, file, f"id-{number}")) < 1.0
        mock.default.delete_verification("id-0")
        assert until(lambda: "id-0" not in states(file)["default"]) < 1.0


CHANGES: dict[str, Callable[[MockPortOne], object]] = {
    "a record": lambda mock: mock.default.put_verification("new"),
    "a ready-made record": lambda mock: read(mock.base_url, "idv-adult", "PortOne mock-api-secret"),
    "a person": lambda mock: mock.default.fresh_person(),
    "the clock": lambda mock: mock.default.advance(1),
    "the clock put back": lambda mock: mock.default.reset_clock(),
    "an outcome": lambda mock: mock.default.next("cancelled"),
    "outcomes forgotten": lambda mock: mock.default.forget_next(),
    "a fault": lambda mock: mock.default.order_fault("html"),
    "a fault that fires": lambda mock: read(mock.base_url, "x", "PortOne mock-api-secret"),
    "a fault forgotten": lambda mock: mock.default.forget_faults(),
    "the inbox emptied": lambda mock: mock.default.delete_messages(),
    "a login": lambda mock: log_in(mock.base_url, "mock-api-secret"),
    "a reset": lambda mock: mock.default.reset(),
    "a state": lambda mock: mock.default.put_state(mock.default.state()),
    "a sandbox dropped": lambda mock: mock._control.call("DELETE", "/sandbox", secret="sandbox-x"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_noticed_and_reading_is_none(file: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mock_server.state_file.DELAY", 0.02)
    with serving(file) as mock:
        mock.default.next("cancelled")
        mock.default.order_fault("status", status=503, times=None)
        mock.default.set_clock("2027-01-01T00:00:00Z")
        httpx.put(f"{mock.base_url}/_mock/verifications/b", headers=portone("sandbox-x"), content="{}")
        until(lambda: "sandbox-x" in states(file))
        settled = file.read_bytes()
        for path in ("state", "people", "requests", "sandbox", "messages"):
            assert httpx.get(f"{mock.base_url}/_mock/{path}").status_code == 200
        written = file.stat().st_ino
        CHANGES[change](mock)
        until(lambda: file.stat().st_ino != written)
        assert change in ("the inbox emptied", "a state") or file.read_bytes() != settled


def test_nothing_is_written_where_nothing_changes(file: Path) -> None:
    with serving(file) as mock:
        read(mock.base_url, "idv-adult", "PortOne mock-api-secret")
        until(lambda: states(file)["default"] == ["idv-adult"])
        inode, at = file.stat().st_ino, time.monotonic()
        while time.monotonic() - at < 3 * DELAY:
            assert read(mock.base_url, "idv-adult", "PortOne mock-api-secret").status_code == 200
            assert mock.default.state()["format"] == 1
        assert file.stat().st_ino == inode
    assert file.stat().st_ino == inode


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no POSIX modes")
def test_only_its_owner_may_read_it(file: Path) -> None:
    file.touch(mode=0o644)
    # What a killed server left behind, opened to others meanwhile.
    left_over = file.with_name(f"{file.name}.tmp")
    left_over.touch()
    left_over.chmod(0o666)
    with serving(file) as mock:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        mock.default.put_verification("a")
        until(lambda: "a" in states(file)["default"])
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [*file.parent.iterdir()] == [file]


def test_what_get_state_gives_is_a_state_file(file: Path) -> None:
    with MockPortOne() as elsewhere:
        elsewhere.default.put_verification("a", person="adult-woman")
        file.write_text(json.dumps(elsewhere.default.state()), encoding="utf-8")
    with serving(file) as mock:
        assert mock.default.verification("a")["person"] == "adult-woman"


def test_a_scenario_that_was_edited_meanwhile_is_what_a_reset_leads_to(file: Path, tmp_path: Path) -> None:
    scenario = tmp_path / "mine.yaml"
    scenario.write_text("otp: {code: 111111}", encoding="utf-8")
    with serving(file, scenario=str(scenario)) as mock:
        mock.default.put_verification("a")
    scenario.write_text("otp: {code: 222222}", encoding="utf-8")
    with serving(file, scenario=str(scenario)) as mock:
        assert mock.default.state()["sandbox"]["scenario"]["document"]["otp"]["code"] == "222222"
        assert mock.default.verifications()["total"] == 1


# --- what cannot be used


def test_two_servers_do_not_share_a_file(file: Path) -> None:
    with serving(file) as mock:
        mock.default.put_verification("a")
        for _ in range(2):
            with pytest.raises(StateError, match="another portone-mock keeps its state in it"):
                serving(file).start()
            # Also after the file was replaced.
            mock.default.put_verification("b")
            until(lambda: "b" in states(file)["default"])
    with serving(file) as next_one:
        assert next_one.default.verifications()["total"] == 2


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda file: file.mkdir(), "it is a directory; name a file in it"),
        (os.mkfifo, "it is no regular file"),
        (lambda file: file.write_bytes(b'{"format": 1'), "not JSON"),
        (lambda file: file.write_bytes(b'{"format": 3, "portoneMock": "9"}'), "reads format 1 only"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_at_the_start(
    file: Path, make: Callable[[Path], object], says: str
) -> None:
    make(file)
    with process("-m", "mock_server", "serve", "--port", "0", "--state", str(file)) as started:
        out, err = started.communicate(timeout=PATIENCE_SECONDS)
    assert (started.returncode, out) == (2, "")
    assert err.startswith(f"portone-mock: the state file {file} cannot be used: ")
    assert says in err
    assert err.count("\n") == 1
    if file.is_file():
        assert file.read_bytes().startswith(b'{"format"')


def test_a_directory_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="its directory does not exist"):
        serving(tmp_path / "missing" / "world.json").start()


def test_a_file_that_must_not_be_written_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may be root's, who may write everywhere: the system says it here as it would say it to others."""
    really = os.open

    def opened(path: str, flags: int, mode: int = 0o777) -> int:
        if path == str(file.resolve()):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return really(path, flags, mode)

    monkeypatch.setattr(os, "open", opened)
    with pytest.raises(StateError, match="Permission denied"):
        serving(file).start()


def spoilt(file: Path, change: Callable[[Any], object]) -> None:
    with serving(file) as mock:
        httpx.put(f"{mock.base_url}/_mock/verifications/b", headers=portone("sandbox-x"), content="{}")
        log_in(mock.base_url, "sandbox-x")
    document = json.loads(file.read_text(encoding="utf-8"))
    change(document)
    file.write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda it: it["named"].append(it["named"][0]), r"named\[1\]\.name"),
        (lambda it: it["named"][0].update(name="mine"), r"named\[0\]\.name"),
        (lambda it: it["named"][0]["sandbox"].update(drawn=-1), r"named\[0\]\.sandbox\.drawn"),
        (lambda it: it["named"][0]["lasting"].update(tokens=[]), r"named\[0\]\.lasting\.logins\.api-secret"),
        (lambda it: it["named"][0]["lasting"].update(logins={}), r"named\[0\]\.lasting\.tokens\[1\]"),
        (lambda it: it["lasting"].update(drawn=-1), r"lasting\.drawn"),
        (lambda it: it.update(hats=1), "unknown field `hats`"),
    ],
)
def test_a_damaged_file_is_refused_with_the_place_and_left_alone(
    file: Path, change: Callable[[Any], object], says: str
) -> None:
    spoilt(file, change)
    text = file.read_bytes()
    with pytest.raises(StateError, match=says):
        serving(file).start()
    assert file.read_bytes() == text
    assert [*file.parent.iterdir()] == [file]


def test_a_write_that_fails_harms_no_answer_and_is_said_once(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    hidden = file.parent.with_name("hidden")
    with serving(file) as mock, caplog.at_level(logging.WARNING):
        file.parent.rename(hidden)
        for number in range(3):
            mock.default.put_verification(f"id-{number}")
            until(lambda: bool(caplog.messages))
        assert len(caplog.messages) == 1
        assert "cannot be written: its directory does not exist" in caplog.messages[0]
        hidden.rename(file.parent)
    assert states(file)["default"] == ["id-0", "id-1", "id-2"]
    assert caplog.messages[1:] == [f"the state file {file} is written again"]


def test_a_state_that_cannot_be_written_is_said_and_the_next_one_is_written(
    file: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mock_server.state_file.RETRY", DELAY)
    with serving(file) as mock:
        with monkeypatch.context() as patched:
            patched.setattr("mock_server.state_file.encode", lambda _: "\ud800".encode())
            mock.default.put_verification("id-0")
            until(lambda: bool(caplog.messages))
        assert "cannot be written: UnicodeEncodeError: " in caplog.messages[0]
        mock.default.put_verification("id-1")
        until(lambda: len(caplog.messages) > 1)
        assert states(file)["default"] == ["id-0", "id-1"]


def test_in_process_there_is_nobody_to_write_it(file: Path) -> None:
    with pytest.raises(ValueError, match="a state file needs a server"):
        create_app(Settings(state=str(file)))
    assert not file.exists()


def test_a_port_that_is_taken_leaves_the_file_free(file: Path) -> None:
    with MockPortOne() as other:
        port = int(other.base_url.rpartition(":")[2])
        with pytest.raises(Exception, match="taken by another program"):
            MockPortOne(Settings(port=port, state=str(file))).start()
    with serving(file):
        pass


# --- being killed


def hammer(base_url: str, answered: list[float], stop: threading.Event) -> None:
    """Put records until the server is gone; `answered` are the times at which each was there."""
    with closing(ControlClient(base_url)) as tester, suppress(OSError, ControlError):
        while not stop.is_set():
            tester.call("PUT", f"/verifications/id-{len(answered)}", {"customData": "x" * 5_000})
            answered.append(time.monotonic())


def test_killed_at_any_moment_it_leaves_a_whole_file(file: Path) -> None:
    """SIGKILL while records are put: the file is whole, and holds everything that was a second old."""
    chance, answered = random.Random(7), list[float]()
    for _ in range(4):
        with process("-m", "mock_server", "serve", "--port", "0", "--quiet", "--state", str(file)) as started:
            base_url, stop, lives = address(started), threading.Event(), chance.uniform(0.1, 1.6)
            tester = threading.Thread(target=hammer, args=(base_url, answered, stop))
            tester.start()
            assert not stop.wait(lives)
            started.kill()
            killed = time.monotonic()
            stop.set()
            tester.join()
        kept = states(file)["default"]
        assert kept == [f"id-{number}" for number in range(len(kept))]
        assert len(kept) >= sum(at < killed - 1 for at in answered)
        del answered[len(kept) :]
    assert len(kept) > 100


def test_a_mock_that_is_told_to_end_writes_first(file: Path) -> None:
    with process("-m", "mock_server", "serve", "--port", "0", "--quiet", "--state", str(file)) as started:
        base_url = address(started)
        with closing(ControlClient(base_url)) as tester:
            tester.call("PUT", "/verifications/last", {})
        started.terminate()
        _, err = started.communicate(timeout=PATIENCE_SECONDS)
    assert (started.returncode, err) == (0, "")
    assert states(file)["default"] == ["last"]


def test_a_full_life_of_every_kind_is_kept(file: Path) -> None:
    """The same content as in the snapshot's own tests, over a file."""
    from .in_process import MockClient

    with MockClient(Settings()) as mock:
        document = mock.control("GET", "/state", secret=lived_in(mock))
    file.write_text(json.dumps(document), encoding="utf-8")
    with serving(file) as one:
        state = one.default.state()
    with serving(file) as other:
        assert other.default.state() == state
