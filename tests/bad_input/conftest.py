"""One application behind two doors, for all tests of one file."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from mock_server.app import Front, create_app

from .doors import ProcessDoor, SocketDoor, prepared, prepared_expired, served


@dataclass(frozen=True)
class Mock:
    """A running mock: its two doors, and the values that rows want filled in."""

    app: Front
    socket: SocketDoor
    process: ProcessDoor
    values: dict[str, str]


@pytest.fixture(scope="module")
def mock() -> Iterator[Mock]:
    app = create_app()
    with served(app) as socket:
        yield Mock(app, socket, ProcessDoor(app), {**prepared(socket), **prepared_expired(socket, app)})
