"""Marks which posting repeats which, and the evidence for it."""

from collections.abc import Iterator

import polars as pl

from pipelines.cleaning.employers import fold_employers
from pipelines.cleaning.pay_basis import mark_repeated_pay
from pipelines.repeats.components import split_postings
from pipelines.repeats.groups import Groups, Posting, shares_a_key
from pipelines.repeats.openings import find_requisitions, fold_places, fold_title
from pipelines.repeats.text_signatures import Shingles, hash_bands
from pipelines.values.words import Words
from schemas.duplicates import TextSignatures
from schemas.postings import Postings

MIN_WORDS = 50
"""Shorter texts cannot identify a posting reliably."""

_TEXTS_AT_ONCE = 5_000
_TEXTS_PER_SHARE = 25_000
"""Each share reads all texts once more: 1 s of CPU for 50,000 of them; twice as large ones take 0.2 GB more."""

_ROWS_AT_ONCE = 10_000
_MARKS = "duplicate_of", "duplicate_tier", "duplicate_similarity", "version"


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
    shares = split_postings(postings, _TEXTS_PER_SHARE)
    repeats = pl.concat(_find_repeats(share, cleaned_postings, text_signatures) for share in shares)
    found = _number_versions(_add(postings, "row", repeats)).select("posting_id", "employer", *_MARKS)
    return (
        cleaned_postings.drop("description")
        .join(found.lazy(), on="posting_id", how="left")
        .with_columns(pl.col("version").fill_null(1))
        .collect()
        .pipe(mark_repeated_pay)
        .select(Postings.polars_schema().names())
        .sort("source_id", "file", "line")
    )


def _find_repeats(
    postings: pl.DataFrame, cleaned_postings: pl.LazyFrame, text_signatures: pl.LazyFrame
) -> pl.DataFrame:
    """The repeats in a share of the postings: row, original (the row of the first posting of its group),
    duplicate_of, duplicate_tier and duplicate_similarity.

    The groups and texts, which take more memory than the postings, are freed with this call.
    """
    postings = _add(postings, "row", _shared_bands(postings, text_signatures))
    shingles = Shingles(_read_texts(cleaned_postings, postings))
    groups = Groups(shingles.similarity)
    for some in postings.filter(shares_a_key()).select(Posting._fields).iter_slices(_ROWS_AT_ONCE):
        for values in some.iter_rows():
            groups.place(Posting(*values))
    schema = {"row": pl.UInt32, "original": pl.UInt32, "duplicate_tier": pl.String}
    originals = postings.select(original="row", duplicate_of="posting_id", original_text="text")
    found = (
        pl.DataFrame(groups.repeats, schema=schema, orient="row")
        .join(postings.select("row", "text"), on="row", how="left", maintain_order="left")
        .join(originals, on="original", how="left", maintain_order="left")
    )
    similarity = _measure(found["text"], found["original_text"], shingles)
    return found.select("row", "original", "duplicate_of", "duplicate_tier", duplicate_similarity=similarity)


def _with_keys(
    cleaned_postings: pl.LazyFrame, text_signatures: pl.LazyFrame, sightings: pl.LazyFrame, value_words: Words
) -> pl.DataFrame:
    """The postings, without pay records, with the values of Posting: those with text first, then in the order seen."""
    first_seen = pl.coalesce("seen_on", "posted_on")
    own_id = pl.coalesce("source_posting_id", "url")
    pay = pl.struct("salary_min_year", "salary_max_year", "salary_currency")
    signed = text_signatures.select(pl.col("posting_id").implode()).collect()["posting_id"]
    postings = (
        cleaned_postings.filter(pl.col("kind") == "posting")
        .drop("description")
        .sort(~pl.col("has_text"), first_seen, "source_id", "file", "line", nulls_last=True)
        .with_row_index("row")
        .collect()
    )
    postings = postings.with_columns(
        identity=pl.when(own_id.is_not_null()).then(pl.struct("source_id", own_id).rank("dense")),
        employer=fold_employers(postings["company"]),
        place=fold_places(postings.select("location", "country")),
        wording=pl.when("has_text").then("text_sha256"),
        text=pl.when(pl.col("posting_id").is_in(signed)).then("text_sha256"),
        dated=pl.coalesce("posted_on", "seen_on"),
        pay=pl.when(pl.coalesce("salary_min_year", "salary_max_year").is_not_null()).then(pay.rank("dense")),
    )
    titles = postings.select("title", "location").unique()
    folded = titles.with_columns(
        title_words=fold_title(pl.col("title"), pl.col("location"), value_words),
        requisition=find_requisitions(pl.col("title")),
    )
    postings = _add(postings, titles.columns, folded)
    return _add(postings, "identity", _find_listings(postings, sightings))


def _add(postings: pl.DataFrame, key: str | list[str], found: pl.DataFrame) -> pl.DataFrame:
    """The postings with the columns found for their key, null where there is none; a join would copy them all."""
    added = postings.select(key).join(found, on=key, how="left", nulls_equal=True, maintain_order="left")
    return postings.hstack(added.drop(key))


def _find_listings(postings: pl.DataFrame, sightings: pl.LazyFrame) -> pl.DataFrame:
    """The files that list each identity, and whether one of them lists several titles under it."""
    own = postings.select("posting_id", "identity", "title_words", "file").drop_nulls("identity")
    again = sightings.select("posting_id", "file").collect().join(own.drop("file"), on="posting_id")
    listed = pl.concat([own, again.select(own.columns)])
    per_file = listed.group_by("identity", "file").agg(titles=pl.col("title_words").n_unique())
    return per_file.group_by("identity").agg(
        listed_in=pl.col("file").sort(), is_page=(pl.col("titles") > 1).any()
    )


def _number_versions(postings: pl.DataFrame) -> pl.DataFrame:
    """Postings with version: the number of a text among the texts of its id and group, null without id or text."""
    postings = postings.with_columns(group=pl.coalesce("original", "row"))
    group = ["group", "identity"]
    texts = postings.select(*group, "text_sha256").drop_nulls().unique(keep="first", maintain_order=True)
    numbered = texts.with_columns(version=pl.int_range(1, pl.len() + 1).over(group))
    return _add(postings, texts.columns, numbered)


def _shared_bands(postings: pl.DataFrame, text_signatures: pl.LazyFrame) -> pl.DataFrame:
    """The bands of each row that another text under the same title shares; other bands cannot match.

    Few texts at a time: the bands of all would take more memory than anything else in a run.
    """
    keys = postings.lazy().select("posting_id", "row", "title_words", "identity", "text")
    signed = keys.join(text_signatures, on="posting_id").collect()
    return pl.concat(_share_bands(some) for some in split_postings(signed, _TEXTS_AT_ONCE))


def _share_bands(signed: pl.DataFrame) -> pl.DataFrame:
    numbers = signed.lazy().select("row", "bands", pl.col("title_words", "text").rank("dense"))
    shared = pl.col("text").n_unique().over("title_words", "bands") > 1
    bands = numbers.explode("bands").drop_nulls("bands").filter(shared)
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
