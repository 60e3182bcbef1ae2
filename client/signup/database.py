"""The database: its tables, and an engine for SQLite or PostgreSQL that gives up in time. Writing is `accounts`."""

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

SQLITE_TIMEOUT: Final = 10  # seconds for a lock of somebody else's, as PostgreSQL's below
# A PostgreSQL that has vanished, and tells nobody, is given up after these (libpq's names; seconds, milliseconds).
GONE_AFTER: Final = {"keepalives_idle": 5, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}

tables: Final = sa.MetaData()
issues: Final = sa.Table(
    "signup_issues", tables,
    sa.Column("identity_verification_id", sa.String(40), primary_key=True),
    sa.Column("session_hash", sa.String(64), nullable=False),
    sa.Column("shop", sa.String(40), nullable=False),
    sa.Column("issued_at", sa.BigInteger, nullable=False, index=True),  # seconds since 1970
)  # fmt: skip
accounts: Final = sa.Table(
    "signup_accounts", tables,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("shop", sa.String(40), nullable=False),
    sa.Column("identity_verification_id", sa.String(40), nullable=False, unique=True),  # a verification counts once
    sa.Column("name", sa.Text),
    sa.Column("birth_date", sa.Date),
    sa.Column("phone_number", sa.Text),
    sa.Column("created_at", sa.BigInteger, nullable=False),
)  # fmt: skip
identity_keys: Final = sa.Table(
    "signup_identity_keys", tables,
    sa.Column("shop", sa.String(40), primary_key=True),  # a person counts once in each shop
    sa.Column("namespace_hash", sa.String(64), primary_key=True),  # a site's name has no length that anybody promises
    sa.Column("key_id", sa.String(40), primary_key=True),
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("account_id", sa.ForeignKey(accounts.c.id, ondelete="CASCADE"), nullable=False, index=True),
)  # fmt: skip


def connect(url: str) -> sa.Engine:
    """An engine for `sqlite:///…` or `postgresql://…`; the tables are made where they are missing."""
    parsed = _readable(url)
    if parsed.get_backend_name() == "sqlite":
        engine = sa.create_engine(parsed, hide_parameters=True, connect_args={"timeout": SQLITE_TIMEOUT})
        sa.event.listen(engine, "connect", _prepare_sqlite)
    else:
        # Without a limit a sign-up would wait for whoever died with a lock in hand.
        limits = {"connect_timeout": 5, "options": "-c lock_timeout=10s -c statement_timeout=20s", **GONE_AFTER}
        parsed = parsed.set(drivername="postgresql+psycopg")
        engine = sa.create_engine(parsed, hide_parameters=True, pool_pre_ping=True, connect_args=limits)
    _make_tables(engine)
    return engine


def _readable(url: str) -> sa.URL:
    """ValueError for what is no address of one of the two databases, without the address: it may hold a password."""
    scheme, is_address, _ = url.partition("://")
    kind = scheme.partition("+")[0] if is_address else "what was given"
    try:
        if kind in ("sqlite", "postgresql"):
            return sa.make_url(url)
    except (SQLAlchemyError, ValueError):
        kind = "what was given"
    raise ValueError(f"DATABASE_URL is sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE, not {kind[:20]}")


def _prepare_sqlite(connection: Any, _: object) -> None:
    for pragma in ("journal_mode=WAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _make_tables(engine: sa.Engine) -> None:
    """Somebody else may be making them too; whoever comes second to one looks again for the rest."""
    for _ in tables.sorted_tables:
        try:
            tables.create_all(engine)
        except DBAPIError:
            continue
    tables.create_all(engine)
