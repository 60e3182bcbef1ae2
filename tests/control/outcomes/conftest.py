"""A merchant in process, for every test of outcomes."""

from collections.abc import Iterator

import pytest

from mock_server import Settings

from ...in_process import MockClient
from ...merchant import Merchant


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with MockClient(Settings(scenario="empty")) as client:
        yield Merchant(client)
