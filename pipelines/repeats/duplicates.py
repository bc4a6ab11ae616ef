"""Marks which posting repeats which, and the evidence for it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from typing import NamedTuple

import polars as pl

from pipelines.cleaning.employers import fold_employers
from pipelines.cleaning.pay_basis import mark_repeated_pay
from pipelines.repeats.openings import find_requisitions, fold_places, fold_title
from pipelines.repeats.text_signatures import Shingles, hash_bands
from pipelines.values.words import Words
from schemas.duplicates import TextSignatures
from schemas.postings import DUPLICATE_TIERS, Postings

MIN_WORDS = 50
"""Shorter texts cannot identify a posting reliably."""

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

_TEXTS_AT_ONCE = 5_000
_ROWS_AT_ONCE = 10_000
_SHARES = 8
_SAME_ID, _SAME_TEXT, _NEAR_TEXT, _SAME_OPENING = DUPLICATE_TIERS


def sign_texts(cleaned_postings: pl.DataFrame) -> pl.DataFrame:
    """Signatures of texts with at least MIN_WORDS words: the contract TextSignatures."""
    texts = cleaned_postings.filter((pl.col("kind") == "posting") & pl.col("has_text"))
    signed = texts.with_columns(bands=hash_bands(texts["description"], MIN_WORDS))
    return signed.drop_nulls("bands").select(TextSignatures.polars_schema().names())


def mark_duplicates(
    cleaned_postings: pl.LazyFrame, text_signatures: pl.LazyFrame, sightings: pl.LazyFrame, value_words: Words
) -> pl.DataFrame:
    """All postings without text; each repeat points to the posting it repeats: the contract Postings.

    The first two inputs cover the same postings; sightings tell which other files show them. `value_words` says what
    in a title does not tell two openings apart.

    A posting repeats an earlier one if one of these applies (strongest tier first):

    * same_id: the source gives both the same id, or else the same address, and the employer is the same.
    * same_text: title, employer and all words of the text (at least MIN_WORDS) are the same; places may differ.
    * near_text: title and employer are the same, and the similarity of the texts is at least NEAR.
    * same_opening: title, employer and place are the same, one posting has no such text, and nothing contradicts it.
      A source that lists both side by side contradicts it: one file has the same place under two ids, or, without
      ids, another day or another text.

    A missing employer matches any employer, but a group has at most one known employer (with the same id and title,
    also `GE` and `GE Corporate`). The first posting seen with text stands for its group. Only its own text and
    versions of it are compared, so similarity is not chained. If one file lists several titles under an id or
    address, that is a page, and the title must match too. Pay records are never repeats.
    """
    postings = _with_keys(cleaned_postings, text_signatures, sightings, value_words)
    shingles = Shingles(_read_texts(cleaned_postings, postings))
    repeats = _find_repeats(postings, shingles)
    originals = postings.select(original="row", duplicate_of="posting_id", original_text="text")
    marked = postings.join(repeats, on="row", how="left").join(originals, on="original", how="left")
    return (
        marked.with_columns(
            duplicate_similarity=_measure(marked["text"], marked["original_text"], shingles),
            version=_number_versions(),
        )
        .pipe(mark_repeated_pay)
        .sort("source_id", "file", "line")
        .select(Postings.polars_schema().names())
    )


def _find_repeats(postings: pl.DataFrame, shingles: Shingles) -> pl.DataFrame:
    """Row, original (the row of the first posting of its group) and duplicate_tier of each repeat.

    The groups, which take more memory than the postings, are freed with this call.
    """
    groups = _Groups(shingles.similarity)
    for some in postings.select("kind", *_Posting._fields).iter_slices(_ROWS_AT_ONCE):
        for values in some.filter(pl.col("kind") == "posting").drop("kind").iter_rows():
            groups.place(_Posting(*values))
    schema = {"row": pl.UInt32, "original": pl.UInt32, "duplicate_tier": pl.String}
    return pl.DataFrame(groups.repeats, schema=schema, orient="row")


class _Posting(NamedTuple):
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
    pay: dict[str, float | str | None] | None
    tags: list[str] | None
    requisition: str | None
    source_seniority: str | None
    wording: str | None


class _Groups:
    """Places postings, in the order they were seen, into the group of the first posting they repeat."""

    def __init__(self, similarity: Callable[[str | None, str | None], float | None]) -> None:
        """In: a function that returns the similarity of two texts, given their hashes."""
        self.repeats: list[tuple[int, int, str]] = []
        self._similarity = similarity
        self._seen: defaultdict[Hashable, list[_Posting]] = defaultdict(list)
        self._group: dict[int, tuple[int, set[str]]] = {}
        self._employers: dict[int, str | None] = {}
        self._listed: dict[tuple[int, str, str], int | None] = {}

    def place(self, posting: _Posting) -> None:
        """Finds the group of a posting; for a repeat, adds its row, the group's first row and the tier to `repeats`."""
        found = self._find(posting)
        if found is None:
            group, links = posting.row, set()
        else:
            tier, seen = found
            group, links = self._group[seen.row][0], self._group[seen.row][1] | {tier}
            self.repeats.append((posting.row, group, tier))
        self._group[posting.row] = group, links
        self._employers[group] = self._employers.get(group) or posting.employer
        for listing in self._listings(posting, group):
            self._listed.setdefault(listing, posting.identity)
        may_have_wandered = not links <= {_SAME_ID, _SAME_TEXT}
        for tier, key in _keys(posting):
            if tier in (_SAME_ID, _SAME_TEXT) or not may_have_wandered:
                self._remember(key, posting)

    def _find(self, posting: _Posting) -> tuple[str, _Posting] | None:
        compared = set()
        for tier, key in _keys(posting):
            for seen in self._seen.get(key, ())[-_COMPARED:]:
                if (tier, seen.row) not in compared and self._is_repeat(tier, posting, seen):
                    return tier, seen
                compared.add((tier, seen.row))
        return None

    def _is_repeat(self, tier: str, posting: _Posting, seen: _Posting) -> bool:
        known = self._employers[self._group[seen.row][0]]
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

    def _is_beside(self, posting: _Posting, seen: _Posting) -> bool:
        """Whether one file lists the posting and a member of the group under two ids for one place."""
        listings = self._listings(posting, self._group[seen.row][0])
        return any(self._listed.get(listing, posting.identity) != posting.identity for listing in listings)

    @staticmethod
    def _listings(posting: _Posting, group: int) -> Iterator[tuple[int, str, str]]:
        """The listings that the posting would add to the group; none without an id."""
        if posting.identity is not None:
            for file in posting.listed_in:
                yield group, posting.place, file

    def _remember(self, key: Hashable, posting: _Posting) -> None:
        group = self._group[posting.row][0]
        if all(self._group[seen.row][0] != group for seen in self._seen[key][-_COMPARED:]):
            self._seen[key].append(posting)


def _keys(posting: _Posting) -> Iterator[tuple[str, Hashable]]:
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


def _contradicts(one: _Posting, other: _Posting) -> bool:
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


def _are_listed_apart(one: _Posting, other: _Posting) -> bool:
    """Whether two postings of one file have different texts, even short ones, or different days in one scrape.

    Without a day of the scrape, the file may contain sightings of several months, so the days prove nothing.
    """
    one_scrape = one.seen_on is not None and one.seen_on == other.seen_on
    return (one_scrape and _differ(one.posted_on, other.posted_on)) or _differ(one.wording, other.wording)


def _differ(one: Hashable | None, other: Hashable | None) -> bool:
    """Whether both values are stated and differ."""
    return None not in (one, other) and one != other


def _days_apart(one: _Posting, other: _Posting) -> int:
    """Days between two postings; 0 if either has no date."""
    if one.dated is None or other.dated is None:
        return 0
    return abs((one.dated - other.dated).days)


def _have_other_tags(ours: list[str] | None, theirs: list[str] | None) -> bool:
    if not ours or not theirs:
        return False
    return len({*ours} & {*theirs}) < MIN_COMMON_TAGS * len({*ours, *theirs})


def _with_keys(
    cleaned_postings: pl.LazyFrame, text_signatures: pl.LazyFrame, sightings: pl.LazyFrame, value_words: Words
) -> pl.DataFrame:
    """All postings with the values of _Posting, postings with text first, then in the order they were seen."""
    first_seen = pl.coalesce("seen_on", "posted_on")
    own_id = pl.coalesce("source_posting_id", "url")
    pay = pl.struct("salary_min_year", "salary_max_year", "salary_currency")
    postings = (
        cleaned_postings.drop("description")
        .join(text_signatures, on="posting_id", how="left")
        .sort(~pl.col("has_text"), first_seen, "source_id", "file", "line", nulls_last=True)
        .with_row_index("row")
        .collect()
    )
    postings = postings.with_columns(
        identity=pl.when(own_id.is_not_null()).then(pl.struct("source_id", own_id).rank("dense")),
        employer=fold_employers(postings["company"]),
        title_words=fold_title(pl.col("title"), pl.col("location"), value_words),
        place=fold_places(postings.select("location", "country")),
        requisition=find_requisitions(pl.col("title")),
        wording=pl.when("has_text").then("text_sha256"),
        text=pl.when(pl.col("bands").is_not_null()).then("text_sha256"),
        dated=pl.coalesce("posted_on", "seen_on"),
        pay=pl.when(pl.coalesce("salary_min_year", "salary_max_year").is_not_null()).then(pay),
    )
    return (
        postings.drop("bands")
        .join(_find_listings(postings, sightings), on="identity", how="left", maintain_order="left")
        .join(_shared_bands(postings), on="row", how="left", maintain_order="left")
    )


def _find_listings(postings: pl.DataFrame, sightings: pl.LazyFrame) -> pl.DataFrame:
    """The files that list each identity, and whether one of them lists several titles under it."""
    own = postings.select("posting_id", "identity", "title_words", "file").drop_nulls("identity")
    again = sightings.select("posting_id", "file").collect().join(own.drop("file"), on="posting_id")
    listed = pl.concat([own, again.select(own.columns)])
    per_file = listed.group_by("identity", "file").agg(titles=pl.col("title_words").n_unique())
    return per_file.group_by("identity").agg(
        listed_in=pl.col("file").sort(), is_page=(pl.col("titles") > 1).any()
    )


def _number_versions() -> pl.Expr:
    """The number of a text among the texts of its id and group, in the order seen; 1 without id or text."""
    group: list[pl.Expr | str] = [pl.coalesce("original", "row"), "identity", "has_text"]
    first_with_this_text = pl.col("row").min().over(*group, "text_sha256")
    has_version = pl.col("identity").is_not_null() & pl.col("has_text")
    number = first_with_this_text.rank("dense").over(*group)
    return pl.when(has_version).then(number).otherwise(1).cast(pl.Int64)


def _shared_bands(postings: pl.DataFrame) -> pl.DataFrame:
    """The bands of each row that another text under the same title shares; other bands cannot match.

    A share of the titles at a time: the bands of all would take more memory than anything else in a run.
    """
    numbers = {"title": pl.col("title_words").rank("dense"), "text": pl.col("text").rank("dense")}
    signed = postings.drop_nulls("bands").select("row", "bands", **numbers)
    shares = (_share_bands(signed.filter(pl.col("title") % _SHARES == number)) for number in range(_SHARES))
    return pl.concat(shares)


def _share_bands(signed: pl.DataFrame) -> pl.DataFrame:
    shared = pl.col("text").n_unique().over("title", "bands") > 1
    bands = signed.lazy().explode("bands").drop_nulls("bands").filter(shared)
    return bands.group_by("row").agg("bands").collect()


def _read_texts(cleaned_postings: pl.LazyFrame, postings: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The texts to compare, each once, at most _TEXTS_AT_ONCE per frame: columns key and text."""
    has_versions = pl.col("identity").is_not_null() & (pl.col("text").n_unique().over("identity") > 1)
    compared = postings.filter(pl.col("text").is_not_null() & (has_versions | pl.col("bands").is_not_null()))
    ids = compared.unique("text", keep="first", maintain_order=True)["posting_id"]
    texts = cleaned_postings.filter(pl.col("posting_id").is_in(ids.implode()))
    return texts.select(key="text_sha256", text="description").collect_batches(chunk_size=_TEXTS_AT_ONCE)


def _measure(texts: pl.Series, originals: pl.Series, shingles: Shingles) -> pl.Series:
    """The similarity of each text to its original; null if either is missing."""
    return pl.Series(
        [shingles.similarity(text, original) for text, original in zip(texts, originals, strict=True)],
        dtype=pl.Float64,
    )
