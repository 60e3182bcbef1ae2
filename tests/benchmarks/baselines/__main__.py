"""Serves one bare application: `python -m tests.benchmarks.baselines NAME PATH BODY-FILE`.

Lives here: the uvicorn settings that the mock uses too, and the line that says where. May not: an argument parser or
anything else that would make the bare server start later than it must.
"""

import importlib
import socket
import sys
from pathlib import Path

import uvicorn


class _Announcing(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _host, port = self.servers[0].sockets[0].getsockname()
        print(f"bare listening on http://127.0.0.1:{port}", flush=True)


def main() -> None:
    """Serve until told to stop."""
    name, path, body_file = sys.argv[1:]
    app = importlib.import_module(f"{__package__}.{name}").make_app(path, Path(body_file).read_bytes())
    config = uvicorn.Config(
        app,
        port=0,
        http="httptools",
        lifespan="off",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=True,
    )
    _Announcing(config).run()


if __name__ == "__main__":
    main()
