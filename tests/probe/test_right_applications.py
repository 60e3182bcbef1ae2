"""Applications with nothing wrong: no false alarm, and hardly a case that is not judged."""

from pathlib import Path
from typing import Any

import pytest

from mock_server.handle import SandboxHandle
from portone_mock import MockPortOne
from tests.client.signup.backend import serving
from tests.client.signup.backend import settings_for as settings_of_the_backend
from tests.integrations.sign_up import running, settings_for
from tests.probe.probing import START, probed, told

ADULTS_BY_FULL_AGE = {"ageRule": "full-age", "v2Only": True, "foreigners": "accepted"}


def assert_nothing_is_found(box: SandboxHandle, url: str, *, start: str = START, **options: Any) -> None:
    results = probed(box, url, start=start, **options)
    assert told(results, "broken", "flaky", "undecided") == []
    assert sum(one.word == "held" for one in results) >= 75


@pytest.mark.parametrize("sample", ["fastapi-server-sdk", pytest.param("express-server-sdk", marks=pytest.mark.node)])
def test_a_sample_holds_every_case(sample: str, portone: MockPortOne, tmp_path: Path) -> None:
    box = portone.sandbox()
    with running(sample, settings_for(box, tmp_path / "accounts.db")) as site:
        assert_nothing_is_found(box, site.base_url, policy="adult-shop", promises=ADULTS_BY_FULL_AGE)
    box.drop()


@pytest.mark.parametrize(("shop", "policy"), [("from-14", "sign-up"), ("adults", "adult-shop")])
def test_the_reference_backend_holds_every_case(shop: str, policy: str, portone: MockPortOne, tmp_path: Path) -> None:
    box = portone.sandbox()
    database = f"sqlite:///{tmp_path}/signup.db"
    with serving(tmp_path, **settings_of_the_backend(box, database, SIGNUP_MODE="development")) as backend:
        start = f'{START} {{"shop": "{shop}"}}'
        promises = {"v2Only": True, "freshMinutes": 30}
        assert_nothing_is_found(box, backend.base_url, start=start, policy=policy, promises=promises)
    box.drop()
