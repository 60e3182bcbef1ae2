"""A bare Starlette application: one POST route that reads its body. May not: parse what it read, or do any work."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def make_app(path: str, body: bytes) -> Starlette:
    """POST `path` reads the request's body to its end and answers these bytes."""

    async def read_and_answer(request: Request) -> Response:
        await request.body()
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route(path, read_and_answer, methods=["POST"])])
