"""Where the work of a posting is done: remote, hybrid or on site."""

import functools
import re

import polars as pl

from pipelines.values.words import LETTER, Words, plain
from schemas.postings import WORK_MODES

_SHARE = re.compile(r"(\d+)(?:[.,]0+)?\s*(%?)")
_MACHINE_WORD = re.compile(r"[A-Za-z]+(?:_[A-Za-z]+)+|[a-z]+(?:[A-Z][a-z]+)+|[A-Z][a-z]+(?:[A-Z][a-z]+)+")
_REMOTE, _HYBRID, _ON_SITE, _NOT_REMOTE = WORK_MODES
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


class RemoteReader:
    """Reads remote work with the words for remote, hybrid and on-site work of the contract ValueWords."""

    def __init__(self, words: Words) -> None:
        remote, hybrid, on_site = (words.pattern(kind) for kind in ("remote", "hybrid", "on_site"))
        choice = rf"(?:\s*(?:[/,;&]|{words.pattern('or')})\s*(?:100 ?% ?)?)"
        days = rf"\d\s*(?:[-–]\s*\d\s*)?{words.pattern('duration')}"
        self._flags = words.values("flag")
        self._remote, self._hybrid, self._on_site = map(re.compile, (remote, hybrid, on_site))
        self._unsettled = re.compile(
            rf"{words.pattern('unsettled')}|(?<!\d)\d{{1,2}}\s?%|{days}(?:\s+{LETTER}+){{0,3}}\s+{remote}|{remote}[\s(:,]*{days}"
            rf"|(?:{hybrid}|{on_site}){choice}{remote}|{remote}{choice}(?:{hybrid}|{on_site})"
        )
        """These leave the share of remote work open, as does a choice between remote and other work."""
        self._beginnings = [
            word.removesuffix("*") for kind in ("remote", "hybrid", "on_site") for word in words.values(kind)
        ]
        trades = {kind: words.pattern(f"{kind}_trade") for kind in ("remote", "hybrid", "on_site")}
        self._other_things = re.compile(
            rf"\bremote[ -]{trades['remote']}|\bhybrid[ -]{trades['hybrid']}|\bon[ -]?site[ -]{trades['on_site']}"
        )
        self.read_marker = functools.lru_cache(maxsize=1_024)(self._read_marker)

    def find_work_modes(self, markers: pl.Series, locations: pl.Series, titles: pl.Series) -> pl.Series:
        """One of WORK_MODES per posting: by the source's marker, or else by what its place or else its title says.

        A marker is a flag, a share of remote work (1 or 100 is all of it) or words, also as machines write them
        (ON_SITE, fullyRemote). A flag or a share of 0 says `not_remote`, which place or title may make hybrid or
        on_site. Null if nothing is said, or only that remote work is possible.
        """
        said = pl.DataFrame(
            {"marker": markers, "location": self._saying(locations), "title": self._saying(titles)}
        )
        return pl.Series("work_mode", [self._mode(*row) for row in said.iter_rows()], dtype=pl.String)

    def _saying(self, texts: pl.Series) -> pl.Series:
        """The texts that contain a word of interest; null for the others."""
        return texts.set(~texts.str.to_lowercase().str.contains_any(self._beginnings), None)

    def _mode(self, marker: str | None, location: str | None, title: str | None) -> str | None:
        by_marker = None if marker is None else self.read_marker(marker.strip())
        if by_marker not in (None, _NOT_REMOTE):
            return by_marker
        stated = self._read_words(plain(location)) if location else None
        if stated is None and title:
            stated = self._read_words(self._other_things.sub("", plain(title)))
        return by_marker if by_marker and stated in (None, _REMOTE) else stated

    def _read_marker(self, marker: str) -> str | None:
        if share := _SHARE.fullmatch(marker):
            is_all = share[1] == "100" or (share[1] == "1" and not share[2])
            return _REMOTE if is_all else _NOT_REMOTE if share[1] == "0" else _HYBRID
        text = plain(_HUMP.sub(" ", marker) if _MACHINE_WORD.fullmatch(marker) else marker)
        if text in self._flags:
            return _REMOTE if self._flags[text] == "true" else _NOT_REMOTE
        return self._read_words(text)

    def _read_words(self, text: str) -> str | None:
        is_remote = self._remote.search(text)
        if is_remote and self._unsettled.search(text):
            return None
        if self._hybrid.search(text):
            return _HYBRID
        if self._on_site.search(text):
            return _ON_SITE
        return _REMOTE if is_remote else None
