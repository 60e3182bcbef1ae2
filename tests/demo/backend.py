"""The sign-up backend with a page in front of it and a button that forgets everybody: the demo's second process.

Lives here: what the demo adds to `client.signup`. May not: decide about anybody; that is the backend's.
"""

import json
from pathlib import Path
from string import Template
from typing import Any, Final

import httpx
import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from client import AsyncPortOneClient
from client.signup.__main__ import serve, signup
from client.signup.app import create_app
from client.signup.database import accounts, connect, identity_keys, issues
from client.signup.settings import Settings, read_settings
from client.signup.shops import SHOPS

HERE: Final = Path(__file__).parent


class Overhearing(httpx.AsyncHTTPTransport):
    """Keeps what PortOne answered last, by the path that was asked, until somebody takes it; None: no answer came."""

    def __init__(self) -> None:
        super().__init__()
        self._heard: dict[str, httpx.Response | None] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._heard[request.url.path] = None
        response = await super().handle_async_request(request)
        await response.aread()
        self._heard[request.url.path] = response
        return response

    def take(self, path: str) -> dict[str, Any] | None:
        """None where PortOne was not asked; the body as text, too, where it is no JSON."""
        if path not in self._heard:
            return None
        response = self._heard.pop(path)
        if response is None:
            return {"status": None, "text": None, "body": None}
        try:
            return {"status": response.status_code, "text": None, "body": response.json()}
        except ValueError:
            return {"status": response.status_code, "text": response.text, "body": None}


FILES: Final = ("page.js", "page.css")


def page(settings: Settings) -> str:
    """The page, told where the mock is, which shops and which channels there are; no secret is among that."""
    shops = {name: {"ko": shop.ko, "en": shop.en} for name, shop in SHOPS.items()}
    sandbox = httpx.get(f"{settings.api_base}/_mock/sandbox", trust_env=False).raise_for_status().json()
    channels = [{name: channel[name] for name in ("name", "key", "type")} for channel in sandbox["channels"]]
    told = json.dumps({"mock": settings.api_base, "shops": shops, "channels": channels}, ensure_ascii=False)
    text = (HERE / "page.html").read_text(encoding="utf-8")
    return Template(text).substitute(mock=settings.api_base, config=told.replace("<", "\\u003c"))


def main() -> None:
    settings, portone_said = read_settings(), Overhearing()
    portone = AsyncPortOneClient(
        settings.api_base, settings.api_secret, store_id=settings.store_id, transport=portone_said
    )
    app, engine, html = create_app(signup(settings, portone), portone), connect(settings.database_url), page(settings)

    def show(request: Request) -> Response:
        return HTMLResponse(html)

    def files(request: Request) -> Response:
        return FileResponse(HERE / request.url.path.removeprefix("/"))

    async def heard(request: Request) -> Response:
        id_ = (await request.json())["identityVerificationId"]
        return JSONResponse(portone_said.take(f"/identity-verifications/{id_}"))

    def forget(request: Request) -> Response:
        """Both sides: the mock's answer names its secret, so it is not for the browser."""
        httpx.post(f"{settings.api_base}/_mock/reset", trust_env=False).raise_for_status()
        with engine.begin() as db:
            for table in (identity_keys, accounts, issues):
                db.execute(sa.delete(table))
        return Response(status_code=204)

    app.router.routes += [
        Route("/", show),
        *(Route(f"/{name}", files) for name in FILES),
        Route("/demo/heard", heard, methods=["POST"]),
        Route("/demo/reset", forget, methods=["POST"]),
    ]
    serve(app, settings)


if __name__ == "__main__":
    main()
