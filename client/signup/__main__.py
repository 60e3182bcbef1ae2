"""python -m client.signup: serve the sign-up calls, set up by the environment (see `settings`)."""

import logging
import socket
import sys
from typing import Final

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette

from ..portone import AsyncPortOneClient
from . import clock
from .accounts import Accounts
from .app import SignUp, create_app
from .database import connect
from .settings import Settings, read_settings
from .shops import SHOPS, in_development

USAGE: Final = 2


def signup(settings: Settings, portone: AsyncPortOneClient) -> SignUp:
    """The two calls as these settings want them."""
    return SignUp(
        portone,
        Accounts(connect(settings.database_url)),
        settings.hash_keys,
        offer={"storeId": settings.store_id, "channelKey": settings.channel_key},
        shops=in_development(SHOPS) if settings.development else SHOPS,
        now=clock.now,
        https_only=not settings.development,
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens before anybody is told of it; its protocol is named for TCP_NODELAY's sake."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(address)
    listening.listen(512)
    return listening


def serve(app: Starlette, settings: Settings) -> None:
    """Until the process is told to end; one line says where, once connections are accepted."""
    with listen(settings.host, settings.port) as listening:
        print(f"sign-up listening on http://{settings.host}:{listening.getsockname()[1]}", flush=True)
        uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run(sockets=[listening])


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # one line for each call
    try:
        settings = read_settings()
        portone = AsyncPortOneClient(settings.api_base, settings.api_secret, store_id=settings.store_id)
        app = create_app(signup(settings, portone), portone)
    except ValueError as error:
        print(error, file=sys.stderr)
        raise SystemExit(USAGE) from None
    except SQLAlchemyError as error:
        # What a driver says may hold an address with its password.
        print(f"the database at DATABASE_URL cannot be used: {type(error).__name__}", file=sys.stderr)
        raise SystemExit(USAGE) from None
    serve(app, settings)


if __name__ == "__main__":
    main()
