"""Downloads one file over HTTP: limits its requests, resumes interrupted downloads, and refuses unexpected content."""

import json
import os
import re
import time
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from tqdm import tqdm
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError, MaxRetryError, ProtocolError, ReadTimeoutError, ResponseError
from urllib3.util import Retry

from warehouse.settings import ROOT, max_download_bytes

CHUNK_BYTES = 1 << 16
SECONDS_BETWEEN_REPORTS = 5.0
BUSY = (429, 500, 502, 503, 504)
"""Answers that may be another one a little later."""
CUT_OFF = (ProtocolError, ReadTimeoutError)
GONE = (404, 410, 451)
"""Answers of an address at which there is no file, or no longer."""
WEB_PAGE = "it is a web page, not a file: correct the address; it may need a login or have moved"
LFS_POINTER = b"version https://git-lfs.github.com/spec/"


class UnfitError(Exception):
    """What the address gives is not the file; asking again would not help."""


class GoneError(UnfitError):
    """There is no file at the address, or no longer."""


class HostError(Exception):
    """The host gave no usable answer after several attempts; the bytes received so far are kept."""


class PauseError(HostError):
    """The host asks to be left alone for longer than a run waits."""


@dataclass(frozen=True)
class Manners:
    """How patient and how modest a client is."""

    connect_seconds: float = 10
    read_seconds: float = 30
    """The longest silence."""
    file_seconds: float = 3600
    """The longest time one file may take, however steadily it trickles."""
    retries: int = 4
    backoff_seconds: float = 1
    """Pauses are 0, 2, 4 and 8 times that, or what the server's Retry-After asks."""
    longest_pause_seconds: int = 120
    """A server that asks for a longer one is left alone."""
    seconds_between_requests: float = 0.5
    """To the same host."""
    max_bytes: int = field(default_factory=max_download_bytes)


@dataclass(frozen=True)
class Origin:
    """The origin of a file's bytes, stored in `<file>.origin.json` next to the file."""

    address: str
    etag: str | None
    last_modified: str | None
    fetched_at: str
    moved_to: str | None = None
    """The target of a permanent redirect."""

    @classmethod
    def of(cls, file: Path) -> "Origin | None":
        """The origin stored next to a file, or None."""
        path = _beside(file)
        return cls(**json.loads(path.read_text())) if path.is_file() else None

    def write(self, file: Path) -> None:
        """Writes it next to a file, atomically."""
        temporary = _beside(file).with_name(f".{file.name}")
        temporary.write_text(json.dumps(asdict(self), indent=1))
        temporary.replace(_beside(file))

    def move(self, former: Path, file: Path) -> None:
        """Moves it from one file to another."""
        _beside(former).replace(_beside(file))

    def changed_since(self) -> dict[str, str]:
        """Request headers that ask for the file only if it has changed."""
        conditions = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in conditions.items() if value}

    def rest_from(self, offset: int) -> dict[str, str]:
        """Request headers that ask for the rest of the file if it is unchanged; none if that cannot be determined.

        RFC 9110, 13.1.5: a weak ETag does not say that bytes are equal.
        """
        strong = self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified
        return {"Range": f"bytes={offset}-", "If-Range": strong} if strong and offset else {}


class Client:
    """Asks for one file at a time. Proxies are those of the environment (HTTPS_PROXY, NO_PROXY)."""

    def __init__(
        self, manners: Manners | None = None, report: Callable[[str], None] = lambda _: None
    ) -> None:
        self._manners = manners or Manners()
        self._report = report
        self._retry = _Retry(
            self._manners.retries,
            status_forcelist=BUSY,
            backoff_factor=self._manners.backoff_seconds,
            retry_after_max=self._manners.longest_pause_seconds,
            raise_on_status=False,
        )
        adapter = _ModestAdapter(self._manners.seconds_between_requests, self._retry)
        self._session = requests.Session()
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        # Ranges and sizes count the file's own bytes, not those of a compressed answer.
        self._session.headers.update({"User-Agent": user_agent(), "Accept-Encoding": "identity"})

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def receive(self, address: str, path: Path, known: Origin | None = None) -> Origin | None:
        """Brings the file at an address to `path`, continuing what a former call left there.

        Returns its origin, which is also stored next to it; None if the server says that the `known` version is
        current. Raises
        UnfitError, then nothing is left at `path`, or HostError, then what came so far is.
        """
        try:
            return self._receive(address, path, known)
        except UnfitError:
            _discard(path)
            raise
        except (requests.ConnectionError, requests.Timeout, HTTPError) as error:
            kept = f"; {_size(path) / 1e6:.1f} MB came, the next run continues there" if _size(path) else ""
            raise HostError(
                f"{urlsplit(address).netloc} did not answer as expected: {_without_passwords(_cause(error))}{kept}"
            ) from None
        except requests.RequestException as error:
            _discard(path)
            raise UnfitError(f"the address does not work: {_without_passwords(str(error))}") from None

    def _receive(self, address: str, path: Path, known: Origin | None) -> Origin | None:
        retry, deadline = self._retry, time.monotonic() + self._manners.file_seconds
        while True:
            begun = Origin.of(path)
            rest = begun.rest_from(_size(path)) if begun and begun.address == address else {}
            conditions = rest or (known.changed_since() if known else {})
            timeout = (self._manners.connect_seconds, self._manners.read_seconds)
            with self._session.get(address, headers=conditions, stream=True, timeout=timeout) as answer:
                if answer.status_code == 304 and known and not rest:
                    _discard(path)
                    return None
                try:
                    origin = self._begin(answer, address, path, begun if rest else None)
                    self._pour(answer, path, deadline)
                    return origin
                except CUT_OFF as error:
                    retry = retry.increment("GET", address, error=error)
            retry.sleep()

    def _begin(self, answer: requests.Response, address: str, path: Path, begun: Origin | None) -> Origin:
        """Prepares `path` for the bytes of this answer, and returns their origin."""
        if answer.status_code == 416 or (answer.status_code == 206 and not _continues(answer, path, begun)):
            _discard(path)
            raise ProtocolError("the server cannot resume the download")
        _refuse_status(answer)
        if answer.headers.get("Content-Type", "").lower().startswith("text/html"):
            raise UnfitError(WEB_PAGE)
        if answer.status_code == 206 and begun:
            return begun
        _discard(path)
        headers = answer.headers
        origin = Origin(
            address,
            headers.get("ETag"),
            headers.get("Last-Modified"),
            datetime.now(UTC).isoformat(timespec="milliseconds"),
            _new_address(answer),
        )
        origin.write(path)
        return origin

    def _pour(self, answer: requests.Response, path: Path, deadline: float) -> None:
        size, said = _size(path), time.monotonic()
        expected = _whole_size(answer)
        self._refuse_size(expected or 0)
        bar = tqdm(
            desc=path.name, total=expected, initial=size, unit="B", unit_scale=True, disable=None, leave=False
        )
        with bar, path.open("ab") as file:
            # read1 returns what has come, so that a trickle cannot hide from the deadline.
            while block := answer.raw.read1(CHUNK_BYTES):
                size += len(block)
                self._refuse_size(size)
                file.write(block)
                bar.update(len(block))
                now = time.monotonic()
                if now > deadline:
                    raise HostError(
                        f"it took longer than {self._manners.file_seconds} s; the next run continues"
                    )
                if bar.disable and now - said >= SECONDS_BETWEEN_REPORTS:
                    said = now
                    self._report(f"{path.name}: {size / 1e6:.1f} of {(expected or 0) / 1e6:.1f} MB")
            file.flush()
            os.fsync(file.fileno())
        if expected and size < expected:
            raise ProtocolError(f"it was cut off after {size} of {expected} bytes")
        _refuse_content(path)

    def _refuse_size(self, size: int) -> None:
        if size > self._manners.max_bytes:
            raise UnfitError(
                f"it is larger than {self._manners.max_bytes / 1e6:.0f} MB: raise MAX_DOWNLOAD_MB if that is expected"
            )


class _Retry(Retry):
    """Gives up immediately if the server asks for a longer pause than allowed."""

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        *arguments: Any,
        **options: Any,
    ) -> Self:
        if response is not None and (self.get_retry_after(response) or 0) >= self.retry_after_max:
            raise MaxRetryError(options["_pool"], url, ResponseError("it asks for a pause that is too long"))
        return super().increment(method, url, response, *arguments, **options)


class _ModestAdapter(HTTPAdapter):
    """Leaves a pause between two requests to the same host."""

    def __init__(self, seconds: float, retry: Retry) -> None:
        super().__init__(max_retries=retry)
        self._seconds = seconds
        self._next_at: dict[str, float] = {}

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        host = urlsplit(request.url or "").netloc
        time.sleep(max(0.0, self._next_at.get(host, 0.0) - time.monotonic()))
        self._next_at[host] = time.monotonic() + self._seconds
        return super().send(request, *arguments, **options)


def user_agent() -> str:
    """What this project calls itself when it asks a server: name and version of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return f"{project['name']}/{project['version']} (open dataset of job postings)"


def _refuse_status(answer: requests.Response) -> None:
    status, said = answer.status_code, f"the server says {answer.status_code} {answer.reason}"
    if status in BUSY and (pause := answer.headers.get("Retry-After", "0")) != "0":
        raise PauseError(f"{said} (Retry-After: {pause}): run again then")
    if status in BUSY:
        raise HostError(f"{said}, after several attempts: run again later")
    if status in (401, 403):
        raise UnfitError(f"{said}: fetch it by hand with a login and put it into the postings folder")
    if status in GONE:
        raise GoneError(f"{said}: the file may have moved; correct `download` or the name in the source card")
    if status not in (200, 206):
        raise UnfitError(f"{said}: correct `download` in the source card")


def _new_address(answer: requests.Response) -> str | None:
    """The address to which the file has moved permanently, if every redirect on the way is permanent."""
    is_permanent = bool(answer.history) and all(step.status_code in (301, 308) for step in answer.history)
    return _without_passwords(answer.url) if is_permanent else None


def _continues(answer: requests.Response, path: Path, begun: Origin | None) -> bool:
    """Whether the answer continues where `path` ends, with the same version of the file."""
    is_next = answer.headers.get("Content-Range", "").startswith(f"bytes {_size(path)}-")
    return begun is not None and is_next and answer.headers.get("ETag", begun.etag) == begun.etag


def _whole_size(answer: requests.Response) -> int | None:
    """Size of the whole file in bytes, if the answer states it; a partial answer states it after the slash of
    Content-Range."""
    size = answer.headers.get("Content-Length", "")
    if answer.status_code == 206:
        size = answer.headers["Content-Range"].rpartition("/")[2]
    return int(size) if size.isdecimal() else None


def _refuse_content(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head:
        raise UnfitError("it is empty: check the address")
    if head.startswith(LFS_POINTER):
        raise UnfitError(
            "it is a Git LFS pointer, not the file: correct the address; on GitHub, the file is at "
            "https://media.githubusercontent.com/media/<owner>/<repository>/<commit>/<path>"
        )
    if re.match(rb"(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", head, re.DOTALL):
        raise UnfitError(WEB_PAGE)


def _cause(error: Exception) -> str:
    """The innermost reason in plain words; requests and urllib3 wrap it in several of their own."""
    while isinstance(inner := getattr(error, "reason", None) or next(iter(error.args), None), Exception):
        error = inner
    return inner if isinstance(inner, str) else str(error)


def _without_passwords(text: str) -> str:
    """The error may name a proxy, whose address may contain a password."""
    return re.sub(r"//[^/\s]*@", "//", text)


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.origin.json")


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _discard(path: Path) -> None:
    path.unlink(missing_ok=True)
    _beside(path).unlink(missing_ok=True)
