"""Records that are no postings, as analysts may see them."""

import polars as pl

from pipelines.cleaning.contacts import ContactMasks


def list_rejected_rows(raw_postings: pl.DataFrame, contacts: ContactMasks) -> pl.DataFrame:
    """The records that are no postings, with reason and masked text: the contract RejectedRows."""
    rejected = raw_postings.filter(pl.col("outcome") == "rejected")
    text = pl.col("raw_text")
    return rejected.with_columns(contacts.mask(rejected["raw_text"])).select(
        "source_id",
        "file",
        "file_sha256",
        "line",
        "reason",
        text.str.replace_all(r"\s+", " ").str.strip_chars().str.head(120).alias("excerpt"),
        text.alias("raw_text"),
    )
