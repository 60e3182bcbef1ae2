"""GET /_mock/health: whether this server works. It needs no token and no sandbox."""

from ..answer import Answer, of_json
from ..version import VERSION
from .endpoint import ControlCall


async def get_health(control: ControlCall) -> Answer:
    """`{"status": "ok", "version", "store"}`."""
    return of_json({"status": "ok", "version": VERSION, "store": control.mock.store.name})
