"""Options that no process, header or file can be: one line with 2, never a traceback that CI takes for a verdict."""

from pathlib import Path
from typing import Final

import pytest

from tests.contracts.command import ROOT, judge

DEEP: Final = "[" * 3000
PROBE: Final = ("probe", "http://127.0.0.1:1/x")
VERIFY: Final = ("verify", "--base-url", "http://127.0.0.1:1", "--api-secret", "s")
DRIFT: Final = ("drift", str(ROOT / "fixtures" / "law" / "openapi.yaml"))


@pytest.mark.parametrize(
    ("arguments", "text", "said"),
    [
        ((*PROBE, "--policy", "it.yaml"), f"a: {DEEP}", "it.yaml cannot be read as YAML or JSON: 1:103: nested more"),
        ((*PROBE, "--policy", "it.yaml"), f"leastAge: {'1' * 5000}", "Exceeds the limit"),
        ((*PROBE, "--policy", "it.yaml"), "leastAge: 2024-13-45", "month must be in 1..12"),
        ((*PROBE, "--policy", "it.yaml"), "leastAge: 14\nleastAge: 19", "2:1: leastAge is there twice"),
        ((*VERIFY, "--arrangement", "it.yaml"), f"a: {DEEP}", "it.yaml is no YAML: 1:103: nested more than 100 deep"),
        (
            (*VERIFY, "--arrangement", "it.yaml"),
            'verifications: [{id: "\\ud83d", status: READY}]',
            "it.yaml is no YAML: 1:22: '\\ud83d' has NUL or half a character in it",
        ),
        (
            (*VERIFY, "--arrangement", "it.yaml"),
            "verifications:\n  - {id: a, id: b, status: READY}",
            "it.yaml is no YAML: 2:13: id is there twice",
        ),
        (
            (*VERIFY, "--arrangement", "it.yaml"),
            "storeId: s\nverifications:\n  - {id: a, status: READY}\n  - id: a\n    status: VERIFIED",
            "it.yaml:4: a is there already, in line 3",
        ),
        ((*DRIFT, "--known", "it.yaml"), f"- {DEEP}", "--known: no YAML: 1:102: nested more than 100 deep"),
    ],
    ids=lambda one: "" if isinstance(one, tuple) else one[:30],
)
def test_a_file_that_cannot_be_used_is_said_with_its_place(
    arguments: tuple[str, ...], text: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "it.yaml").write_text(text, "utf-8")
    refused(tmp_path, arguments, said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*PROBE, "--endpoint", f"POST /x {DEEP * 10}"), "what follows the path has to be JSON"),
        ((*PROBE, "--promise", f"leastAge={DEEP}"), "is no value, such as 14, true or di"),
        ((*PROBE, "--promise", "leastAge=["), "'[' is no value, such as 14, true or di"),
        ((*PROBE, "--headers", "X: a\nY: b"), "--headers X: no header can hold '\\n'"),
        ((*PROBE, "--headers", "X y: a"), "--headers 'X y' is no name of a header"),
        ((*PROBE, "--only", "\udcff"), "argument 4 is no text in UTF-8"),
        *(
            ((*command, option, value), "no number of seconds" if value == "nan" else "is not in the range")
            for command, option in ((PROBE, "--timeout"), (VERIFY, "--timeout"), (VERIFY, "--time-limit"))
            for value in ("nan", "inf", "1e300")
        ),
    ],
    ids=lambda one: "" if isinstance(one, str) else ascii(one[-1][:20]),
)
def test_an_option_that_cannot_be_used_is_said(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    refused(tmp_path, arguments, said)


def refused(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = judge(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert said in done.stderr
