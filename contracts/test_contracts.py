"""`pytest --pyargs contracts --portone-base-url URL`: each contract as a test, for those whose CI speaks pytest.

Lives here: the tests. May not: laws, options (portone_mock/contracts_options.py: a plugin has to register them).
"""

import secrets
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest

from .arrangement_file import BadFile
from .credentials import BadCredential, credential
from .expected import read_expected
from .failures import NotJudgeable
from .law import Contract
from .opening import Merchant, opened
from .report import Run, line
from .runner import BROKEN, DEFAULT_EXAMPLES, DEFAULT_SEED, NOT_APPLICABLE, chosen, judge, numbers
from .seconds_option import LEAST, MOST
from .seconds_option import is_one as is_seconds
from .settings import from_environment, variable
from .target import Target
from .text import Lang, said


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each chosen contract; a run that cannot judge anything ends here, with exit status 2."""
    config = metafunc.config
    if not _given(config, "base-url"):
        _give_up("give --portone-base-url, the server to judge")
    if not (config.getoption("--portone-api-secret") or from_environment("api-secret")):
        _give_up(f"there is no API secret: set {variable('api-secret')}")
    try:
        contracts = chosen(str(config.getoption("--portone-only") or "").split(","))
        _expected(config)
    except ValueError as error:
        _give_up(f"--portone-only: {error}")
    except BadFile as bad:
        _give_up(f"--portone-expected-failures: {said(bad.reason, _lang(config))}")
    for option in ("timeout", "time-limit"):
        if not is_seconds(seconds := config.getoption(f"--portone-{option}")):
            _give_up(f"--portone-{option} {seconds}: a number of seconds from {LEAST:g} to {MOST:g} is wanted")
    metafunc.parametrize("one", contracts, ids=[one.number for one in contracts])


@pytest.fixture(scope="session")
def portone_run(request: pytest.FixtureRequest) -> Run:
    """What was asked for."""
    config = request.config
    seed, examples = (config.getoption(f"--portone-{name}") for name in ("seed", "max-examples"))
    return Run(_given(config, "base-url").rstrip("/"), seed or DEFAULT_SEED, examples or DEFAULT_EXAMPLES)


@pytest.fixture(scope="session")
def portone_target(request: pytest.FixtureRequest, portone_run: Run) -> Iterator[Target]:
    """The server; where it cannot be judged, the whole run ends with exit status 2."""
    config = request.config
    option = config.getoption
    try:
        merchant = Merchant(
            portone_run.base_url,
            _secret(config, "api-secret") or "",
            legacy_key=_secret(config, "legacy-key"),
            store_id=_given(config, "store-id"),
            admin_token=_secret(config, "admin-token"),
            arrangement=option("--portone-arrangement"),
            read_only=option("--portone-read-only"),
            allow_send=option("--portone-allow-send"),
            seconds=option("--portone-timeout"),
            until=time.monotonic() + option("--portone-time-limit"),
        )
        with opened(merchant, run=secrets.token_hex(4)) as target:
            yield target
            if target.arrangement is not None and not target.rules.read_only:
                target.arrangement.tidy(target.ids)
    except (NotJudgeable, BadFile, BadCredential) as error:
        _give_up(said(error.reason, _lang(config)))


def test_contract(one: Contract, portone_target: Target, portone_run: Run, request: pytest.FixtureRequest) -> None:
    """The law is kept; what cannot be judged is skipped with its reason, never passed."""
    lang, expected = _lang(request.config), _expected(request.config)
    try:
        verdict = judge(one, portone_target, seed=portone_run.seed, examples=portone_run.examples)
    except NotJudgeable as error:
        _give_up(said(error.reason, lang))
    if verdict.word == NOT_APPLICABLE:
        pytest.skip(said(verdict.reason, lang))
    if verdict.word == BROKEN and one.number in expected:
        pytest.xfail(expected[one.number] or "expected")
    if verdict.word == BROKEN:
        pytest.fail(line(verdict, lang, portone_run), pytrace=False)
    if one.number in expected:
        pytest.fail(f"{one.number} is kept now; take it out of the file of expected failures", pytrace=False)


def _give_up(why: str) -> NoReturn:
    pytest.exit(f"portone-contracts: {why}", returncode=2)


def _lang(config: pytest.Config) -> Lang:
    lang: Lang = config.getoption("--portone-lang")
    return lang


@cache
def _expected(config: pytest.Config) -> Mapping[str, str]:
    path = config.getoption("--portone-expected-failures")
    return read_expected(Path(path), numbers()) if path else {}


def _given(config: pytest.Config, name: str) -> Any:
    return config.getoption(f"--portone-{name}") or from_environment(name)


def _secret(config: pytest.Config, name: str) -> str | None:
    found = credential(name, config.getoption(f"--portone-{name}"), from_environment(name))
    return found.value if found is not None else None
