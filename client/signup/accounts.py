"""What is kept: ids that were issued, accounts, and the hashes people are known by, in the tables of `database`.

Uniqueness is the database's: two sign-ups at once both find nothing, so nobody looks before inserting. No CI, no DI is
stored, only keyed hashes.
"""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError

from ..duplicates import HashedKey
from ..eligibility import Attempt
from ..reading import VerifiedCustomer
from .database import accounts, identity_keys, issues

KEPT_FOR: Final = timedelta(days=1)  # how long an issued id may be used; then it goes
TRIES: Final = 4  # how often a transaction is begun that was lost on the way

Opening = Literal["opened", "used-before", "already-a-member"]
Result = TypeVar("Result")


class StoreError(Exception):
    """The database did not answer, however often it was asked."""


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account to open. Its `id` is there before the database is asked, so that a lost commit can be recognised."""

    shop: str
    identity_verification_id: str
    customer: VerifiedCustomer = field(repr=False)
    keys: list[HashedKey] = field(repr=False)
    opened_at: datetime
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


class Accounts:
    """Blocking calls, for a thread; any number of threads and processes may make them at once."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def issue(self, id_: str, session: str, shop: str, now: datetime) -> None:
        """Remember that this id was given to this session."""
        row = {
            "identity_verification_id": id_,
            "session_hash": _hash(session),
            "shop": shop,
            "issued_at": _seconds(now),
        }

        def write() -> None:
            with self._engine.begin() as db:
                db.execute(issues.delete().where(issues.c.issued_at < _seconds(now - KEPT_FOR)))
                # Written already, where the answer to an earlier commit got lost.
                db.execute(issues.delete().where(issues.c.identity_verification_id == id_))
                db.execute(issues.insert().values(row))

        _completed(write)

    def attempt(self, id_: str, session: str, now: datetime) -> tuple[Attempt, str]:
        """What is known of this id in this session, and the shop it was issued for; "" where it was not."""
        issued = sa.select(issues).where(
            issues.c.identity_verification_id == id_,
            issues.c.session_hash == _hash(session),
            issues.c.issued_at >= _seconds(now - KEPT_FOR),
        )
        account = sa.select(accounts.c.id).where(accounts.c.identity_verification_id == id_)

        def read() -> tuple[Attempt, str]:
            with self._engine.connect() as db:
                found = db.execute(issued).mappings().first()
                if found is None:
                    return Attempt(id=id_, issued_at=None), ""
                issued_at, used = datetime.fromtimestamp(found["issued_at"], UTC), db.execute(account).first()
                return Attempt(id=id_, issued_at=issued_at, used=used is not None), found["shop"]

        return _completed(read)

    def open(self, new: NewAccount) -> Opening:
        """Open the account, or say why there is one already. Whatever happens on the way, there is at most one."""
        return _completed(lambda: self._insert(new) or self._why_not(new))

    def _insert(self, new: NewAccount) -> Opening | None:
        customer = new.customer
        row = {
            "id": new.id, "shop": new.shop, "identity_verification_id": new.identity_verification_id,
            "name": _text(customer.name), "phone_number": _text(customer.phone_number),
            "created_at": _seconds(new.opened_at),
            "birth_date": customer.birth_date if isinstance(customer.birth_date, date) else None,
        }  # fmt: skip
        try:
            with self._engine.begin() as db:
                db.execute(accounts.insert().values(row))
                for key in new.keys:  # one by one, in their order
                    db.execute(identity_keys.insert().values(_row(key, new.shop, new.id)))
        except IntegrityError:
            return None
        return "opened"

    def _why_not(self, new: NewAccount) -> Opening:
        """Who was first: we ourselves (the answer to the commit got lost), this verification, or this person."""
        with self._engine.begin() as db:
            here = accounts.c.identity_verification_id == new.identity_verification_id
            used = db.execute(sa.select(accounts.c.id).where(here)).scalar()
            if used is not None:
                return "opened" if used == new.id else "used-before"
            owners = {key: db.execute(_owner(_row(key, new.shop, new.id))).scalar() for key in new.keys}
            owner = next(filter(None, owners.values()), None)
            if owner is None:
                raise _GoneError
            for key in (key for key, has in owners.items() if has is None):
                # Known from now on by what came today too: under a new secret, or by a CI that was not given before.
                db.execute(identity_keys.insert().values(_row(key, new.shop, owner)))
        return "already-a-member"


class _GoneError(Exception):
    """Whoever was in the way has been deleted meanwhile."""


def _completed(work: Callable[[], Result]) -> Result:
    """The work, begun again where it was lost: a connection, a deadlock, a lock waited for too long, a race.

    StoreErrors say the kind of trouble alone: what a database says may have somebody's data in it.
    """
    for _ in range(TRIES):
        try:
            return work()
        except (SQLAlchemyError, _GoneError) as error:
            lost = isinstance(error, OperationalError | InterfaceError | IntegrityError | _GoneError)
            if not (lost or (isinstance(error, DBAPIError) and error.connection_invalidated)):
                raise StoreError(f"the database refused: {type(error).__name__}") from error
            last = error
    raise StoreError(f"no transaction could be completed: {type(last).__name__}") from last


def _row(key: HashedKey, shop: str, account_id: str) -> dict[str, str]:
    names = {"namespace_hash": _hash(key.namespace), "key_id": key.key_id, "hash": key.hash}
    return {**names, "shop": shop, "account_id": account_id}


def _owner(row: dict[str, str]) -> sa.Select[Any]:
    key = (identity_keys.c[name] == row[name] for name in ("shop", "namespace_hash", "key_id", "hash"))
    return sa.select(identity_keys.c.account_id).where(*key)


def _hash(text: str) -> str:
    """One length for a namespace of any; and a session, as good as a password while it lasts, is not kept as it is."""
    return hashlib.sha256(text.encode()).hexdigest()


def _text(given: str | None) -> str | None:
    """Text that both databases keep: PostgreSQL has no NUL, and a stray one is no reason to turn somebody away."""
    return given and given.replace("\0", "\ufffd")


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
