"""A mock inside another program: `with MockPortOne() as portone: box = portone.sandbox()`.

Lives here: starting and stopping a server in a thread. May not: what is done with it (handle.py speaks HTTP).
"""

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from .app import Front
from .handle import ControlClient, SandboxHandle
from .mock import make_mock
from .scenario import Scenario
from .serving import ServerThread, bind, client_host
from .settings import Settings
from .state_file import state_kept_in
from .version import VERSION
from .wire import WireLimits


class MockPortOne:
    """A mock on a free port, in a thread. BindError, ScenarioError or StateError where it cannot start.

    `settings` are those of `portone-mock serve`; without them the port is free and the scenario is `default`.
    """

    def __init__(self, settings: Settings | None = None, *, scenario: Scenario | None = None) -> None:
        self.settings = settings or Settings(port=0)
        self._scenario = scenario
        self._thread: ServerThread | None = None
        self._base_url: str | None = None
        self._state = ExitStack()

    @property
    def base_url(self) -> str:
        """The address of the running mock; RuntimeError while it is stopped."""
        if self._base_url is None:
            raise RuntimeError("this mock is not running: use it as `with MockPortOne() as portone:` or call start()")
        return self._base_url

    def start(self) -> Self:
        """Listen and serve; returns once connections are accepted."""
        if self._thread is not None:
            raise RuntimeError("this mock is running already")
        settings = self.settings.with_admin_token()
        app = Front(make_mock(settings, self._scenario))
        with ExitStack() as started:
            started.enter_context(state_kept_in(settings.state, app.mock))
            sockets = bind(settings.host, settings.port)
            self._state = started.pop_all()
        self._base_url = f"http://{client_host(settings.host)}:{sockets[0].getsockname()[1]}"
        self._control = ControlClient(self._base_url, admin_token=settings.admin_token)
        self._thread = ServerThread(app, sockets, WireLimits(), VERSION)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving; stopping twice is harmless."""
        if self._thread is not None:
            self._control.close()
            self._thread.stop()
            self._state.close()
            self._thread = self._base_url = None

    def sandbox(self, scenario: object = "empty") -> SandboxHandle:
        """A new sandbox with random credentials; `scenario` is a name, a file, a scenario itself or a list of those."""
        self.base_url  # noqa: B018 - says that the mock is not running
        return self._control.create_sandbox(scenario)

    @property
    def default(self) -> SandboxHandle:
        """The default sandbox."""
        self.base_url  # noqa: B018 - as above
        return self._control.default_sandbox()

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()
