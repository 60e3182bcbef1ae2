"""A local fake of PortOne's login and identity verification API.

The door of this room: what is named here may be relied on, everything behind it may change. Importing it loads nothing
but the version; the server comes when it is first used.
"""

from typing import TYPE_CHECKING, Any

from .version import VERSION

if TYPE_CHECKING:
    from .app import create_app
    from .embedding import MockPortOne
    from .handle import ControlClient, ControlError, SandboxHandle
    from .scenario import ScenarioError
    from .settings import Settings

__version__ = VERSION
__all__ = [
    "ControlClient",
    "ControlError",
    "MockPortOne",
    "SandboxHandle",
    "ScenarioError",
    "Settings",
    "__version__",
    "create_app",
]


def __getattr__(name: str) -> Any:
    if name == "create_app":
        from .app import create_app

        return create_app
    if name == "MockPortOne":
        from .embedding import MockPortOne

        return MockPortOne
    if name == "ScenarioError":
        from .scenario import ScenarioError

        return ScenarioError
    if name == "Settings":
        from .settings import Settings

        return Settings
    if name in ("ControlClient", "ControlError", "SandboxHandle"):
        from . import handle

        return getattr(handle, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
