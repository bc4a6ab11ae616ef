"""Where a source's files can be fetched, as its card states."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from pydantic import BaseModel, ConfigDict, Field, field_validator

PINNED = r"https?://[^/\s]+/(?:[^/\s]+/)*[0-9a-f]{40}/[^\s]*[^/\s]"
"""An address that contains a commit hash: its bytes never change."""

FETCHED_AT = "%Y-%m-%dT%H-%M-%S.%fZ"
"""The time in the path of a later version of a fetched file: `<source_id>/<time>/<file>`."""

FETCHED_AT_PATTERN = r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{6}Z"


class Download(BaseModel):
    """Where files can be fetched: file name or glob pattern to address. The first match counts; {file} stands for the
    name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pinned: dict[str, str] = Field(
        default_factory=dict,
        description="Addresses that contain a commit hash and serve the bytes whose sha256 the card states, even if "
        "the file changes later.",
    )
    live: dict[str, str] = Field(
        default_factory=dict,
        description="Addresses that serve the publisher's updates; other bytes are a new version.",
    )

    @field_validator("pinned", "live", mode="before")
    @classmethod
    def _is_for_every_file(cls, addresses: object) -> object:
        return {"*": addresses} if isinstance(addresses, str) else addresses

    @field_validator("pinned", "live")
    @classmethod
    def _are_addresses(cls, addresses: dict[str, str]) -> dict[str, str]:
        for address in addresses.values():
            if not re.match(r"https?://[^/\s]", address):
                raise ValueError(f"{address!r} is not an address: start it with https:// and a host")
            if "@" in re.split("[/?#]", address)[2]:
                raise ValueError(
                    "an address must not contain a user or password, because cards are published: remove it and fetch "
                    "the file by hand"
                )
        return addresses

    @field_validator("pinned")
    @classmethod
    def _name_commits(cls, addresses: dict[str, str]) -> dict[str, str]:
        for address in addresses.values():
            if not re.fullmatch(PINNED, address):
                raise ValueError(
                    f"{address} is not pinned: include the 40 hex digits of a commit and the file's path, as in "
                    "https://raw.githubusercontent.com/owner/repository/<commit>/{file}"
                )
        return addresses

    def find(self, addresses: dict[str, str], file: str) -> str | None:
        """The address of a file among `pinned` or `live`, or None."""
        fitting = (
            address for name, address in addresses.items() if name == file or PurePosixPath(file).match(name)
        )
        return next(fitting, None)


@dataclass(frozen=True)
class FetchedFile:
    """One address of one file, where {file} stands for its name; `sha256` is that of the pinned bytes, None for a live
    address."""

    source_id: str
    file: str
    address: str
    sha256: str | None = None


def is_pattern(name: str) -> bool:
    """Whether a name is a glob pattern."""
    return bool(set(name) & set("*?["))
