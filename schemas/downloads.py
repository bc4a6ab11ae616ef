"""Where a source's files can be fetched, as its card says it."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from pydantic import BaseModel, ConfigDict, Field, field_validator

PINNED = r"https?://[^/\s]+/(?:[^/\s]+/)*[0-9a-f]{40}/[^\s]*[^/\s]"
"""An address that names a commit: its bytes stay the same."""

FETCHED_AT = "%Y-%m-%dT%H-%M-%S.%fZ"
"""How the folder of a later version of a fetched file says when it came: `<source_id>/<time>/<file>`."""

FETCHED_AT_PATTERN = r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{6}Z"


class Download(BaseModel):
    """Where files can be fetched: name or glob pattern to address, the first that fits; {file} stands for the name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pinned: dict[str, str] = Field(
        default_factory=dict,
        description="Addresses that name a commit: of the bytes whose sha256 the card states, however the file moves.",
    )
    live: dict[str, str] = Field(
        default_factory=dict,
        description="Addresses at which the publisher goes on; other bytes are a new version.",
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
                raise ValueError(f"{address!r} is no address: it begins with https:// and a host")
            if "@" in re.split("[/?#]", address)[2]:
                raise ValueError(
                    "an address must hold no user or password: cards are published; fetch the file by hand"
                )
        return addresses

    @field_validator("pinned")
    @classmethod
    def _name_commits(cls, addresses: dict[str, str]) -> dict[str, str]:
        for address in addresses.values():
            if not re.fullmatch(PINNED, address):
                raise ValueError(
                    f"{address} is not pinned: the 40 hex digits of a commit and the file's path belong in it, as in "
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
    """One address of one file, {file} standing for its name; `sha256` is that of pinned bytes, None for a live one."""

    source_id: str
    file: str
    address: str
    sha256: str | None = None


def is_pattern(name: str) -> bool:
    """Whether a name stands for several files."""
    return bool(set(name) & set("*?["))
