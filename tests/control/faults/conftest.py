"""A merchant with one verification, in process, for every test of faults."""

from collections.abc import Iterator

import pytest

from mock_server import Settings

from ...in_process import MockClient
from ...merchant import Merchant


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty", seed=7)) as client:
        shop = Merchant(client)
        shop.control("PUT", "/verifications/a", {"customData": "cart-7"})
        yield shop
