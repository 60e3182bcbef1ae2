"""A server of Python's own, which answers in a thread until a block ends.

Lives here: starting and ending it. May not: what it answers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from threading import Thread


@contextmanager
def served(server: HTTPServer) -> Iterator[str]:
    """Its address."""
    with server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def on_a_port(handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    """One on a port of its own, with a thread for each connection, for which nobody waits at the end."""
    return ThreadingHTTPServer(("127.0.0.1", 0), handler)
