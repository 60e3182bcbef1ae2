"""Connections that die at a chosen point of a transaction, as they do in real life: the other side closes them.

Lives here: the points, and dying. May not: what should come of it.
"""

from collections.abc import Callable
from typing import Any, Final, Literal

import sqlalchemy as sa

Point = Literal["never", "before-a-write", "after-a-write", "before-the-commit", "after-the-commit"]
POINTS: Final[tuple[Point, ...]] = ("before-a-write", "after-a-write", "before-the-commit", "after-the-commit")


class Killer:
    """Asks `choose` before each transaction that writes where its connection shall die; `killed` counts."""

    def __init__(self, engine: sa.Engine, choose: Callable[[], Point]) -> None:
        self.killed = 0
        self._choose, self._engine, self._dialect = choose, engine, engine.dialect
        dialect = engine.dialect
        self._execute, self._commit, self._rollback = dialect.do_execute, dialect.do_commit, dialect.do_rollback
        self._admin = sa.create_engine(engine.url) if engine.dialect.name == "postgresql" else None
        dialect.do_execute = self.do_execute  # type: ignore[method-assign]
        dialect.do_commit = self.do_commit  # type: ignore[method-assign,assignment]
        dialect.do_rollback = self.do_rollback  # type: ignore[method-assign,assignment]
        self._points: dict[Any, Point] = {}

    def stop(self) -> None:
        """Everybody lives from now on."""
        self._dialect.do_execute, self._dialect.do_commit = self._execute, self._commit  # type: ignore[method-assign]
        self._dialect.do_rollback = self._rollback  # type: ignore[method-assign]
        if self._admin:
            self._admin.dispose()

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        connection = cursor.connection
        if statement.startswith("INSERT") and connection not in self._points:
            self._points[connection] = self._choose()
        point = self._points.get(connection) if statement.startswith("INSERT") else None
        if point == "before-a-write":
            self._kill(connection)
        self._execute(cursor, statement, parameters, context)
        if point == "after-a-write":
            self._kill(connection)

    def do_rollback(self, connection: Any) -> None:
        """A transaction that ended otherwise takes its point with it."""
        self._points.pop(getattr(connection, "driver_connection", connection), None)
        self._rollback(connection)

    def do_commit(self, connection: Any) -> None:
        raw = getattr(connection, "driver_connection", connection)
        point = self._points.pop(raw, "never")
        if point == "before-the-commit":
            self._kill(raw)
        self._commit(connection)
        if point == "after-the-commit":
            # The server has it, and the client never hears of that.
            self._kill(raw)
            raw.cursor().execute("SELECT 1")

    def _kill(self, connection: Any) -> None:
        self.killed += 1
        self._points.pop(connection, None)
        if self._admin is None:
            connection.close()  # an unfinished transaction is undone by that
            return
        with self._admin.begin() as db:
            db.execute(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": connection.info.backend_pid})
