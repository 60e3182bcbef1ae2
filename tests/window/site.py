"""A website of another origin than the mock's, for pages that use the browser SDK.

Lives here: a server of pages given as text. May not: anything of the mock.
"""

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Final, Self
from urllib.parse import urlsplit

_KINDS: Final = {".js": "text/javascript", ".html": "text/html"}


class _Handler(BaseHTTPRequestHandler):
    pages: ClassVar[dict[str, tuple[str, Mapping[str, str]]]] = {}

    def do_GET(self) -> None:
        text, headers = self.pages.get(urlsplit(self.path).path, ("<!doctype html><title>page</title>", {}))
        body = text.encode()
        kind = _KINDS.get(Path(urlsplit(self.path).path).suffix, "text/html")
        self.send_response(200)
        for name, value in {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Nothing: requests are the test's business."""


class Site:
    """A server on 127.0.0.1; pages that nobody put are empty ones."""

    def __init__(self) -> None:
        handler = type("Handler", (_Handler,), {"pages": {}})
        self._pages: dict[str, tuple[str, Mapping[str, str]]] = handler.pages  # type: ignore[attr-defined]
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def put(self, path: str, text: str, **headers: str) -> str:
        """Serve this text at that path; its URL."""
        self._pages[path] = (text, headers)
        return self.origin + path

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
