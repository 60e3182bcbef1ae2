"""What `portone-mock serve` does: load, bind, serve, announce.

Lives here: the order of these steps and their errors. May not: options, printing (what is said is handed back).
"""

import gc
import logging
import sys
from collections.abc import Callable

from .app import Front
from .banner import banner, ids_to_try
from .mock import make_mock
from .refusal_lines import RefusalLines
from .scenario import ScenarioError
from .serving import BindError, bind, client_host, run
from .settings import Settings
from .state_file import StateError, state_kept_in
from .version import VERSION
from .watch import Watch
from .wire import WireLimits


class ServeError(Exception):
    """Why the server cannot start, in one line."""


def serve(
    settings: Settings, announce: Callable[[str], None] | None, complain: Callable[[str], None] | None = None
) -> None:
    """Serve until interrupted. The line with the address is always said; the banner only to `announce`.

    `complain` is told of refused calls of PortOne's paths, a line each.
    """
    settings = settings.with_admin_token()
    try:
        app = Front(make_mock(settings))
    except ScenarioError as error:
        raise ServeError(error.line(settings.lang)) from None
    except ValueError as error:
        raise ServeError(str(error)) from None
    try:
        sockets = bind(settings.host, settings.port)
    except BindError as error:
        raise ServeError(str(error)) from None
    port = sockets[0].getsockname()[1]
    if complain is not None:
        app.on_refusal = RefusalLines(complain, app.mock.store.all if settings.loopback else None)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="portone-mock: %(message)s")

    def on_ready() -> None:
        sys.stdout.write(f"portone-mock listening on http://{client_host(settings.host)}:{port}\n")
        sys.stdout.flush()
        if announce is not None:
            default = app.mock.sandboxes.default
            announce(banner(settings, port, default.channels, ids_to_try(default.scenario)))

    # What was loaded to start stays for good: the garbage collector need not look at it again and again.
    gc.freeze()
    gc.enable()
    watch = Watch(settings.scenario, app.mock.sandboxes, settings.lang, _say) if settings.watch else None
    try:
        with state_kept_in(settings.state, app.mock):
            run(app, sockets, WireLimits(), VERSION, on_ready, watch.look if watch else None)
    except StateError as error:
        raise ServeError(str(error)) from None


def _say(line: str) -> None:
    sys.stderr.write(f"portone-mock: {line}\n")
    sys.stderr.flush()
