"""Vectors, and what a client makes of them: written as data, judged by an adapter, tried on both official SDKs."""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import jsonschema  # type: ignore[import-untyped]  # it carries no types
import pytest

from contracts.clients import Made, judged
from contracts.vectors import AUTHORIZATIONS, CONFIRM, READ, RESEND, SEND, VECTORS, Vector
from tests.contracts.command import judge
from tests.contracts.sdk_vectors import JAVASCRIPT, PYTHON
from tests.law.ours import OURS
from tests.yardstick import validator

ADAPTERS: Final = Path(__file__).resolve().parents[2] / "fixtures" / "adapters"
NODE_MODULES: Final = Path(__file__).resolve().parents[1] / "node" / "node_modules"
BY_NUMBER: Final = {one.number: one for one in VECTORS}
# Enough of each group beside those that an SDK gets wrong.
SOME: Final = (
    *("RECORD-01", "RECORD-03", "RECORD-10", "GROWTH-01", "TIME-01", "TIME-04", "ERROR-02", "ERROR-10"),
    *("DONE-01", "DONE-02", "DONE-03", "DONE-04", "ID-02", "ID-05"),
)


def test_numbers_are_told_apart_and_every_law_is_in_both_languages() -> None:
    assert len(BY_NUMBER) == len(VECTORS)
    assert all(re.search("[가-힣]", one.law.ko) and one.law.en.endswith(".") for one in VECTORS)
    assert {one.operation for one in VECTORS} == {READ, CONFIRM, SEND, RESEND}


def test_every_state_comes_from_every_provider() -> None:
    bodies = [json.loads(one.body) for one in VECTORS if one.number.startswith("RECORD")]
    there = {(body["status"], body["channel"]["pgProvider"]) for body in bodies}
    states, providers = ("READY", "VERIFIED", "FAILED"), ("DANAL", "KCP_V2", "INICIS_UNIFIED")
    assert there == {(state, provider) for state in states for provider in providers}


def test_a_send_and_a_confirm_are_what_our_law_allows() -> None:
    for number, schema in (("DONE-01", "SendIdentityVerificationBody"), ("DONE-03", "ConfirmIdentityVerificationBody")):
        validator(OURS, schema).validate(BY_NUMBER[number].request["body"])


def test_every_error_says_whether_to_send_again_as_the_documents_list_it() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "clients.md").read_text(encoding="utf-8")
    values = {one.expected["again"] for one in VECTORS if one.expected["outcome"] == "error"}
    assert {value for value in values if f"`{value}`" not in page} == set()


@pytest.mark.parametrize("vector", [one for one in VECTORS if one.number.startswith("RECORD")])
def test_a_record_is_one_that_our_law_allows(vector: Vector) -> None:
    try:
        validator(OURS, "IdentityVerification").validate(json.loads(vector.body))
    except jsonschema.ValidationError as error:
        pytest.fail(f"{vector.number}: {error.message}")


def test_the_command_writes_each_vector_and_an_index(tmp_path: Path) -> None:
    done = judge("vectors", "--out", "made/here", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{len(VECTORS)} vectors in made/here\n", "")
    index = json.loads((tmp_path / "made/here/index.json").read_text("utf-8"))
    assert [row["number"] for row in index] == list(BY_NUMBER)
    one = json.loads((tmp_path / "made/here/RECORD-03.json").read_text("utf-8"))
    authorization = {"authorization": list(AUTHORIZATIONS)}
    assert one["request"] == {"method": "GET", "path": "/identity-verifications/vector-1", "headers": authorization}
    assert one["expected"]["absent"] == [f"verifiedCustomer.{it}" for it in ("operator", "phoneNumber", "isForeigner")]


def adapter(folder: Path, body: str) -> list[str]:
    """An adapter in this Python whose answer is made by an expression of `record`, what was read."""
    text = f"""
import json, sys, urllib.request
base_url, secret, operation, id_ = sys.argv[1:]
headers = {{"Authorization": f"PortOne {{secret}}"}}
asked = urllib.request.Request(f"{{base_url}}/identity-verifications/{{id_}}", headers=headers)
record = json.load(urllib.request.urlopen(asked))
print(json.dumps({body}))
"""
    (folder / "adapter.py").write_text(text, encoding="utf-8")
    return [sys.executable, str(folder / "adapter.py")]


RIGHT: Final = '{"outcome": "record", "record": record}'
NULL: Final = (
    '{"outcome": "record", "record": {**record, "verifiedCustomer": {**record["verifiedCustomer"], "di": None}}}'
)


def verdicts(command: list[str], *numbers: str) -> dict[str, Made]:
    return {one.number: one for one in judged(command, [BY_NUMBER[number] for number in numbers])}


def test_a_client_that_makes_what_it_must_of_an_answer_is_right(tmp_path: Path) -> None:
    made = verdicts(adapter(tmp_path, RIGHT), "RECORD-01", "RECORD-03")
    assert {number: one.received for number, one in made.items()} == {"RECORD-01": "", "RECORD-03": "", "TOKEN-01": ""}


@pytest.mark.parametrize(
    ("body", "received"),
    [
        ('{"outcome": "error", "type": None}', '{"outcome": "error", "type": null}'),
        ('{"outcome": "record", "record": {**record, "status": "READY"}}', 'status: "READY"'),
        ('{"outcome": "record", "record": {}}', "status: absent"),
        (NULL, "verifiedCustomer.di: null"),
        ("None", "None"),
        ("1 / 0", "no line, exit status 1"),
    ],
)
def test_a_client_that_does_not_is_told_what_it_made(body: str, received: str, tmp_path: Path) -> None:
    assert verdicts(adapter(tmp_path, body), "RECORD-07")["RECORD-07"].received.startswith(received)


def test_a_client_that_asks_for_another_path_is_told(tmp_path: Path) -> None:
    made = verdicts(adapter(tmp_path, RIGHT), "ID-03")["ID-03"]
    assert (made.received, made.documented) == ("GET /identity-verifications/a", "GET /identity-verifications/a%3Fb")


def said_of_error(tmp_path: Path, number: str, **more: object) -> Made:
    """The verdict of a client that says this of an error, and asks as it has to."""
    told = {"outcome": "error", **more}
    text = f"""
import sys, urllib.request
base_url, secret, operation, id_ = sys.argv[1:]
tail = "/confirm" if operation == "confirmIdentityVerification" else ""
headers = {{"Authorization": f"PortOne {{secret}}"}}
url = f"{{base_url}}/identity-verifications/{{id_}}{{tail}}"
body = b'{{"otp": "012345"}}' if tail else None
try:
    urllib.request.urlopen(urllib.request.Request(url, headers=headers, data=body))
except OSError:
    print({json.dumps(told)!r})
"""
    (tmp_path / "adapter.py").write_text(text, encoding="utf-8")
    return verdicts([sys.executable, str(tmp_path / "adapter.py")], number)[number]


PROVIDER: Final = {"type": "PG_PROVIDER", "pgCode": "MOCK-WRONG-OTP", "pgMessage": "틀림"}


def test_whether_to_send_again_has_to_be_right_where_a_client_says_it(tmp_path: Path) -> None:
    untold = said_of_error(tmp_path, "ERROR-02", type="UNAUTHORIZED")
    assert (untold.received, untold.is_untold) == ("", True)
    told = said_of_error(tmp_path, "ERROR-02", type="UNAUTHORIZED", again="after a new token")
    assert (told.received, told.is_untold) == ("", False)
    wrong = said_of_error(tmp_path, "ERROR-02", type="UNAUTHORIZED", again="no")
    assert (wrong.received, wrong.documented) == ("again no", "again after a new token")


def test_what_the_provider_says_has_to_be_told(tmp_path: Path) -> None:
    assert said_of_error(tmp_path, "ERROR-10", **PROVIDER).received == ""
    assert said_of_error(tmp_path, "ERROR-10", type="PG_PROVIDER").received == "pgCode None"
    assert said_of_error(tmp_path, "ERROR-10", **{**PROVIDER, "pgMessage": "?"}).received == "pgMessage ?"


@pytest.mark.parametrize(
    ("old", "new", "received"),
    [
        ('"012345"', "12345", "sent otp: 12345"),
        ('{"otp": "012345"}', "{}", "sent otp: absent"),
        ("PortOne {secret}", "Basic {secret}", "Authorization: Basic vector-secret"),
    ],
)
def test_a_client_that_sends_another_thing_is_told(old: str, new: str, received: str, tmp_path: Path) -> None:
    said_of_error(tmp_path, "ERROR-10", **PROVIDER)
    script = tmp_path / "adapter.py"
    script.write_text(script.read_text("utf-8").replace(old, new), encoding="utf-8")
    made = verdicts([sys.executable, str(script)], "ERROR-10")["ERROR-10"]
    assert made.received == received


def test_a_command_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    done = judge("client", "--", "no-such-command", cwd=tmp_path)
    said = "portone-contracts: there is no command no-such-command\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def check(command: list[str], wrong: Mapping[str, object]) -> None:
    made = verdicts(command, *dict.fromkeys((*SOME, *PYTHON, *JAVASCRIPT)))
    assert {number for number, one in made.items() if not one.is_right} == set(wrong)


def test_what_the_python_sdk_gets_wrong_is_known() -> None:
    check([sys.executable, str(ADAPTERS / "python_sdk.py")], PYTHON)


@pytest.mark.node
def test_what_the_javascript_sdk_gets_wrong_is_known(tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    script = tmp_path / "javascript_sdk.mjs"
    script.write_bytes((ADAPTERS / "javascript_sdk.mjs").read_bytes())
    check(["node", str(script)], JAVASCRIPT)
