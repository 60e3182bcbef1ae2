"""The name that users import: `from portone_mock import MockPortOne`.

Lives here: the way to the server, and the one line that names a clash. May not: anything of the server itself, which is
loaded only when used, so that a project with a folder `mock_server` of its own keeps its tests running.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mock_server import ControlClient, ControlError, MockPortOne, SandboxHandle, ScenarioError, Settings, create_app

__all__ = ["ControlClient", "ControlError", "MockPortOne", "SandboxHandle", "ScenarioError", "Settings", "create_app"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import mock_server

    if not hasattr(mock_server, "__version__") or not hasattr(mock_server, name):
        raise ImportError(
            f"{getattr(mock_server, '__file__', None) or list(mock_server.__path__)} hides the package mock_server of "
            "portone-mock; rename that folder, or run portone-mock as a process of its own (portone-mock serve)"
        )
    return getattr(mock_server, name)
