"""`pytest --pyargs contracts --portone-base-url URL`: each contract as a test, for those whose CI speaks pytest.

Lives here: the tests. May not: laws, options (portone_mock/contracts_options.py: a plugin has to register them).
"""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from .arrangement_file import BadFile
from .credentials import BadCredential, credential
from .failures import NotJudgeable
from .law import Contract
from .opening import Merchant, opened
from .report import Run, line
from .runner import BROKEN, DEFAULT_EXAMPLES, DEFAULT_SEED, NOT_APPLICABLE, chosen, judge
from .settings import from_environment, variable
from .target import Target
from .text import said


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each chosen contract."""
    try:
        contracts = chosen(str(metafunc.config.getoption("--portone-only") or "").split(","))
    except ValueError as error:
        raise pytest.UsageError(f"--portone-only: {error}") from None
    metafunc.parametrize("one", contracts, ids=[one.number for one in contracts])


@pytest.fixture(scope="session")
def portone_run(request: pytest.FixtureRequest) -> Run:
    """What was asked for."""
    base_url = _given(request, "base-url")
    if not base_url:
        raise pytest.UsageError("give --portone-base-url, the server to judge")
    seed, examples = (request.config.getoption(f"--portone-{name}") for name in ("seed", "max-examples"))
    return Run(base_url.rstrip("/"), seed or DEFAULT_SEED, examples or DEFAULT_EXAMPLES)


@pytest.fixture(scope="session")
def portone_target(request: pytest.FixtureRequest, portone_run: Run) -> Iterator[Target]:
    """The server; where it cannot be judged, the whole run ends with exit status 2."""
    option = request.config.getoption
    try:
        merchant = Merchant(
            portone_run.base_url,
            _secret(request, "api-secret") or "",
            legacy_key=_secret(request, "legacy-key"),
            store_id=_given(request, "store-id"),
            admin_token=_secret(request, "admin-token"),
            arrangement=option("--portone-arrangement"),
            read_only=option("--portone-read-only"),
            allow_send=option("--portone-allow-send"),
        )
        if not merchant.api_secret:
            raise pytest.UsageError(f"there is no API secret: set {variable('api-secret')}")
        with opened(merchant, run=secrets.token_hex(4)) as target:
            yield target
            if target.arrangement is not None and not target.rules.read_only:
                target.arrangement.tidy(target.ids)
    except (NotJudgeable, BadFile, BadCredential) as error:
        pytest.exit(f"portone-contracts: {said(error.reason, 'en')}", returncode=2)


def test_contract(one: Contract, portone_target: Target, portone_run: Run) -> None:
    """The law is kept; what cannot be judged is skipped with its reason, never passed."""
    try:
        verdict = judge(one, portone_target, seed=portone_run.seed, examples=portone_run.examples)
    except NotJudgeable as error:
        pytest.exit(f"portone-contracts: {said(error.reason, 'en')}", returncode=2)
    if verdict.word == NOT_APPLICABLE:
        pytest.skip(said(verdict.reason, "en"))
    if verdict.word == BROKEN:
        pytest.fail(line(verdict, "en", portone_run), pytrace=False)


def _given(request: pytest.FixtureRequest, name: str) -> Any:
    return request.config.getoption(f"--portone-{name}") or from_environment(name)


def _secret(request: pytest.FixtureRequest, name: str) -> str | None:
    found = credential(name, request.config.getoption(f"--portone-{name}"), from_environment(name))
    return found.value if found is not None else None
