"""Reads whether a posting is remote."""

import functools
import re

import polars as pl

from pipelines.cleaning.words import LETTER, Words, plain

_SHARE = re.compile(r"(\d+)(?:[.,]0+)?\s*(%?)")
_MACHINE_WORD = re.compile(r"[A-Za-z]+(?:_[A-Za-z]+)+|[a-z]+(?:[A-Z][a-z]+)+|[A-Z][a-z]+(?:[A-Z][a-z]+)+")
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

    def find_remote(self, markers: pl.Series, locations: pl.Series, titles: pl.Series) -> pl.Series:
        """Whether each posting is remote: by the source's marker, else by its place, else by its title.

        A marker is a flag, a share of remote work (1 or 100 is all of it) or words, including machine-written ones
        (ON_SITE, fullyRemote). A hybrid posting is not remote. Null if nothing is stated, or if remote work is only
        possible.
        """
        said = pl.DataFrame(
            {"marker": markers, "location": self._saying(locations), "title": self._saying(titles)}
        )
        return pl.Series("is_remote", [self._is_remote(*row) for row in said.iter_rows()], dtype=pl.Boolean)

    def _saying(self, texts: pl.Series) -> pl.Series:
        """The texts that contain a word of interest; null for the others."""
        return texts.set(~texts.str.to_lowercase().str.contains_any(self._beginnings), None)

    def _is_remote(self, marker: str | None, location: str | None, title: str | None) -> bool | None:
        stated = None if marker is None else self.read_marker(marker.strip())
        if stated is None and location:
            stated = self._read_words(plain(location))
        if stated is None and title:
            stated = self._read_words(self._other_things.sub("", plain(title)))
        return stated

    def _read_marker(self, marker: str) -> bool | None:
        if share := _SHARE.fullmatch(marker):
            return share[1] == "100" or (share[1] == "1" and not share[2])
        text = plain(_HUMP.sub(" ", marker) if _MACHINE_WORD.fullmatch(marker) else marker)
        if text in self._flags:
            return self._flags[text] == "true"
        return self._read_words(text)

    def _read_words(self, text: str) -> bool | None:
        is_remote = self._remote.search(text)
        if is_remote and self._unsettled.search(text):
            return None
        if self._on_site.search(text) or self._hybrid.search(text):
            return False
        return True if is_remote else None
