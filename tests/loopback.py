"""A real web server on loopback that can be told to misbehave."""

import random
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def find_free_port() -> int:
    """A port of loopback on which nobody listens, below those that Linux gives to outgoing connections."""
    while True:
        port = random.SystemRandom().randrange(16_384, 32_768)
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port


def wait_until(look: Callable[[], Any], seconds: float) -> Any:
    """What `look` sees, as soon as it sees something."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        threading.Event().wait(0.3)
    return seen


@dataclass(frozen=True)
class Page:
    """What the server holds at one path."""

    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    has_ranges: bool = True
    content_type: str = "text/csv"

    @property
    def validators(self) -> dict[str, str]:
        both = {"ETag": self.etag, "Last-Modified": self.last_modified}
        return {name: value for name, value in both.items() if value}


class Site:
    """Pages by path; `mishaps[path]` are what the next requests meet instead. It remembers every request."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.mishaps: defaultdict[str, list[Callable[[_Handler, Page], None]]] = defaultdict(list)
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.posted: list[bytes] = []
        self.stalled, self.closed = threading.Event(), threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": self}))
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def asked(self, header: str) -> list[str | None]:
        """One header of every request so far, however its name is written."""
        lowered = ({name.lower(): value for name, value in headers.items()} for _, headers in self.requests)
        return [headers.get(header.lower()) for headers in lowered]

    def close(self) -> None:
        self.closed.set()
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.requests.append((self.path, dict(self.headers)))
        page = self.site.pages.get(self.path)
        if self.site.mishaps[self.path]:
            self.site.mishaps[self.path].pop(0)(self, page)
        elif page is None:
            self.answer(404)
        elif self.is_known(page):
            self.answer(304, **page.validators)
        elif page.has_ranges and "Range" in self.headers and self.is_same(page):
            self.answer_part(page)
        else:
            ranges = {"Accept-Ranges": "bytes"} if page.has_ranges else {}
            self.answer(200, page.body, **page.validators, **ranges, **{"Content-Type": page.content_type})

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        self.site.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.do_GET()

    def is_known(self, page: Page) -> bool:
        etag, since = self.headers["If-None-Match"], self.headers["If-Modified-Since"]
        return (etag == page.etag) if etag else bool(since and since == page.last_modified)

    def is_same(self, page: Page) -> bool:
        """Whether the page is still the one of which the client has a part; so, too, where it does not ask."""
        return self.headers["If-Range"] in (None, page.etag, page.last_modified)

    def answer_part(self, page: Page) -> None:
        """Sends the bytes asked for: `a-b`, `a-` or the last `-n`."""
        first, last = self.headers["Range"].removeprefix("bytes=").split("-")
        start = int(first) if first else max(0, len(page.body) - int(last))
        end = min(int(last), len(page.body) - 1) if first and last else len(page.body) - 1
        part = f"bytes {start}-{end}/{len(page.body)}"
        self.answer(206, page.body[start : end + 1], **page.validators, **{"Content-Range": part})

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.begin(status, **{"Content-Length": str(len(body)), **headers})
        if self.command != "HEAD":
            self.wfile.write(body)

    def begin(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keeps the tests' output quiet."""


def says(status: int, body: bytes = b"", **headers: str) -> Callable[[_Handler, Page], None]:
    """Another answer than the page; `_` in a header's name stands for `-`."""
    return lambda handler, page: handler.answer(
        status, body, **{name.replace("_", "-"): value for name, value in headers.items()}
    )


def cuts_after(size: int) -> Callable[[_Handler, Page], None]:
    """Declares the whole page, sends so many bytes of it, and hangs up."""

    def mishap(handler: _Handler, page: Page) -> None:
        handler.begin(200, **page.validators, **{"Content-Length": str(len(page.body))})
        handler.wfile.write(page.body[:size])
        handler.close_connection = True

    return mishap


def stalls_after(size: int) -> Callable[[_Handler, Page], None]:
    """Declares the whole page, sends so many bytes of it, and falls silent until the site closes."""

    def mishap(handler: _Handler, page: Page) -> None:
        cuts_after(size)(handler, page)
        handler.wfile.flush()
        handler.site.stalled.set()
        handler.site.closed.wait()

    return mishap


def streams(handler: _Handler, page: Page) -> None:
    """Sends the page in chunks, without a word on its size."""
    handler.begin(200, **{"Transfer-Encoding": "chunked"})
    for start in range(0, len(page.body), 100):
        chunk = page.body[start : start + 100]
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
    handler.wfile.write(b"0\r\n\r\n")


def streams_and_cuts(handler: _Handler, page: Page) -> None:
    """Begins to send the page in chunks, and hangs up within one."""
    handler.begin(200, **page.validators, **{"Transfer-Encoding": "chunked"})
    handler.wfile.write(b"%x\r\n%s" % (len(page.body), page.body[:10]))
    handler.close_connection = True
