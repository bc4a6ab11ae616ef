"""Records that are no postings, as analysts may see them."""

import polars as pl

from pipelines.cleaning.contacts import mask_contacts


def list_rejected_rows(raw_postings: pl.DataFrame) -> pl.DataFrame:
    """The records that are no postings, with reason and masked text: the contract RejectedRows."""
    text = mask_contacts(pl.col("raw_text"))
    return raw_postings.filter(pl.col("outcome") == "rejected").select(
        "source_id",
        "file",
        "file_sha256",
        "line",
        "reason",
        text.str.replace_all(r"\s+", " ").str.strip_chars().str.head(120).alias("excerpt"),
        text.alias("raw_text"),
    )
