"""Places postings one by one into the group of the first posting that they repeat."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from typing import NamedTuple

import polars as pl

from schemas.postings import DUPLICATE_TIERS

NEAR = 0.8
"""Least similarity at which two texts with the same employer and title are one edited posting."""

REPOST_DAYS = 60
"""Without a text, postings with equal title, employer and place that are more days apart are two openings."""

REOPENED_DAYS = 365
"""A text that returns under another id more days after it was first seen is a new opening."""

MIN_COMMON_TAGS = 0.5
"""Tag lists that share a smaller part (Jaccard) come from different texts."""

_COMPARED = 200
"""Each posting is compared with at most this many others per key, because thousands may share one."""

_SAME_ID, _SAME_TEXT, _NEAR_TEXT, _SAME_OPENING = DUPLICATE_TIERS
_SURE = _SAME_ID, _SAME_TEXT


class Posting(NamedTuple):
    """The values by which postings are compared."""

    row: int
    source_id: str
    file: str
    identity: int | None
    is_page: bool
    listed_in: list[str]
    employer: str | None
    title_words: str
    place: str
    text: str | None
    bands: list[int] | None
    posted_on: date | None
    dated: date | None
    seen_on: date | None
    pay: int | None
    tags: list[str] | None
    requisition: str | None
    source_seniority: str | None
    wording: str | None


class Groups:
    """Places postings, in the order they were seen, into the group of the first posting they repeat."""

    def __init__(self, similarity: Callable[[str | None, str | None], float | None]) -> None:
        """In: a function that returns the similarity of two texts, given their hashes."""
        self.repeats: list[tuple[int, int, str]] = []
        self._similarity = similarity
        self._seen: defaultdict[Hashable, list[Posting]] = defaultdict(list)
        self._group: dict[int, int] = {}
        self._wandered = set[int]()
        self._employers: dict[int, str | None] = {}
        self._listed: dict[tuple[int, str, str], int | None] = {}

    def place(self, posting: Posting) -> None:
        """Finds the group of a posting; for a repeat, adds its row, the group's first row and the tier to `repeats`."""
        keys = list(_keys(posting))
        found = self._find(posting, keys)
        group, may_have_wandered = posting.row, False
        if found is not None:
            tier, seen = found
            group = self._group[seen.row]
            # Its text may be unlike the first one's: postings like it alone are no repeats of the group.
            may_have_wandered = tier not in _SURE or seen.row in self._wandered
            self.repeats.append((posting.row, group, tier))
        self._group[posting.row] = group
        self._employers[group] = self._employers.get(group) or posting.employer
        for listing in self._listings(posting, group):
            self._listed.setdefault(listing, posting.identity)
        if may_have_wandered:
            self._wandered.add(posting.row)
        for tier, key in keys:
            if tier in _SURE or not may_have_wandered:
                self._remember(key, posting, group)

    def _find(self, posting: Posting, keys: list[tuple[str, Hashable]]) -> tuple[str, Posting] | None:
        compared = set()
        for tier, key in keys:
            for seen in self._seen.get(key, ())[-_COMPARED:]:
                if (tier, seen.row) not in compared and self._is_repeat(tier, posting, seen):
                    return tier, seen
                compared.add((tier, seen.row))
        return None

    def _is_repeat(self, tier: str, posting: Posting, seen: Posting) -> bool:
        known = self._employers[self._group[seen.row]]
        same_employer = posting.employer is None or known is None or posting.employer == known
        if tier == _SAME_ID:
            same_title = posting.title_words == seen.title_words
            if same_employer:
                return same_title or not posting.is_page
            return same_title and _begin_alike(posting.employer, known)
        if not same_employer or _days_apart(posting, seen) > REOPENED_DAYS:
            return False
        if tier == _NEAR_TEXT:
            return (self._similarity(posting.text, seen.text) or 0.0) >= NEAR
        return tier == _SAME_TEXT or not (_contradicts(posting, seen) or self._is_beside(posting, seen))

    def _is_beside(self, posting: Posting, seen: Posting) -> bool:
        """Whether one file lists the posting and a member of the group under two ids for one place."""
        listings = self._listings(posting, self._group[seen.row])
        return any(self._listed.get(listing, posting.identity) != posting.identity for listing in listings)

    @staticmethod
    def _listings(posting: Posting, group: int) -> Iterator[tuple[int, str, str]]:
        """The listings that the posting would add to the group; none without an id."""
        if posting.identity is not None:
            for file in posting.listed_in:
                yield group, posting.place, file

    def _remember(self, key: Hashable, posting: Posting, group: int) -> None:
        others = self._seen[key]
        if all(self._group[other.row] != group for other in others[-_COMPARED:]):
            others.append(posting)


def shares_a_key() -> pl.Expr:
    """Whether another posting has one of the keys that `_keys` lists, or may have a band; all others are alone."""
    keys = ["identity"], ["text", "title_words"], ["title_words", "employer", "place"]
    shared = [pl.all_horizontal(pl.col(key).is_not_null()) & (pl.len().over(key) > 1) for key in keys]
    return pl.any_horizontal(pl.col("bands").is_not_null(), *shared)


def _keys(posting: Posting) -> Iterator[tuple[str, Hashable]]:
    """The keys that two postings must share to be compared, strongest tier first.

    The key with the employer comes first, so that many postings of other employers cannot crowd out its own.
    """
    own = posting.title_words, posting.employer
    if posting.identity is not None:
        yield from ((_SAME_ID, (posting.identity, *own)), (_SAME_ID, posting.identity))
    if posting.text is not None:
        yield from ((_SAME_TEXT, (posting.text, *own)), (_SAME_TEXT, (posting.text, posting.title_words)))
    for band in posting.bands or ():
        yield from ((_NEAR_TEXT, (band, *own)), (_NEAR_TEXT, (band, posting.title_words)))
    if posting.employer is not None:
        yield _SAME_OPENING, (posting.title_words, posting.employer, posting.place)


def _begin_alike(one: str | None, other: str | None) -> bool:
    """Whether one employer's name begins with the other, or one of them is unknown."""
    return one is None or other is None or one.startswith(other) or other.startswith(one)


def _contradicts(one: Posting, other: Posting) -> bool:
    """Whether two postings of the same employer, title and place must be two openings.

    They must be if any of these applies: both have a text (the text tiers have decided already); they are more than
    REPOST_DAYS apart; only one has a date; both state pay, tags or a requisition number, and these differ; their
    source gives them two levels; one of its files gives them two texts or days.
    """
    both_have_text = one.text is not None and other.text is not None
    only_one_is_dated = (one.dated is None) != (other.dated is None)
    other_pay = None not in (one.pay, other.pay) and one.pay != other.pay
    return (
        both_have_text
        or only_one_is_dated
        or _days_apart(one, other) > REPOST_DAYS
        or other_pay
        or _have_other_tags(one.tags, other.tags)
        or _differ(one.requisition, other.requisition)
        or (one.source_id == other.source_id and _differ(one.source_seniority, other.source_seniority))
        or (one.file == other.file and _are_listed_apart(one, other))
    )


def _are_listed_apart(one: Posting, other: Posting) -> bool:
    """Whether two postings of one file have different texts, even short ones, or different days in one scrape.

    Without a day of the scrape, the file may contain sightings of several months, so the days prove nothing.
    """
    one_scrape = one.seen_on is not None and one.seen_on == other.seen_on
    return (one_scrape and _differ(one.posted_on, other.posted_on)) or _differ(one.wording, other.wording)


def _differ(one: Hashable | None, other: Hashable | None) -> bool:
    """Whether both values are stated and differ."""
    return None not in (one, other) and one != other


def _days_apart(one: Posting, other: Posting) -> int:
    """Days between two postings; 0 if either has no date."""
    if one.dated is None or other.dated is None:
        return 0
    return abs((one.dated - other.dated).days)


def _have_other_tags(ours: list[str] | None, theirs: list[str] | None) -> bool:
    if not ours or not theirs:
        return False
    return len({*ours} & {*theirs}) < MIN_COMMON_TAGS * len({*ours, *theirs})
