"""Both databases, for real: a file of SQLite's, and a PostgreSQL that the run starts for itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from client.signup.database import connect
from tests import postgresql


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with postgresql.cluster() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/signup.db"


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest) -> str:
    """The run's server, with nothing in it."""
    url = str(request.getfixturevalue("postgresql_server"))
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as db:
        db.execute(sa.text("DROP SCHEMA public CASCADE"))
        db.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The test runs on each of the two."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()
