"""A bare Starlette application: one constant GET route. May not: middleware, a second route, any work."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def make_app(path: str, body: bytes) -> Starlette:
    """GET `path` answers these bytes."""

    async def constant(_request: Request) -> Response:
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route(path, constant, methods=["GET"])])
