"""What a card would make of a file, shown before anything is stored."""

import polars as pl

from pipelines.cleaning.postings import ValueReaders, clean_postings
from pipelines.reading.raw_postings import read_postings
from pipelines.reading.rejected_rows import list_rejected_rows
from schemas.layouts import Layout

CLEANED_POSTINGS = 500
"""The number of first postings whose interpretation is shown; cleaning all of a large file would take minutes."""
SHOWN_ROWS = 5


SHOWN_CHARACTERS = 40


class DryRun:
    """One file read, and its first postings cleaned, by the layout of its source."""

    def __init__(
        self, file: str, data: bytes, file_sha256: str, layout: Layout, readers: ValueReaders
    ) -> None:
        self._readers = readers
        self._raw = read_postings(data, file, file_sha256, layout)
        first = self._raw.filter(pl.col("outcome") == "posting").head(CLEANED_POSTINGS)
        self._stated, self._cleaned = first, clean_postings(first, layout, readers)

    def count_outcomes(self) -> pl.DataFrame:
        """Records of the file by outcome and reason."""
        counts = self._raw.group_by("outcome", "reason").agg(records=pl.len())
        return counts.sort("outcome", "records", "reason", descending=[False, True, False])

    def show_rejected(self) -> pl.DataFrame:
        """The first records that would be rejected: line, reason, and what stands there, contacts masked."""
        return (
            list_rejected_rows(self._raw, self._readers.contacts)
            .head(SHOWN_ROWS)
            .select("line", "reason", "excerpt")
        )

    def measure_understood(self) -> pl.DataFrame:
        """Of the first postings: how many state a value, of how many it was understood, and one that was not."""
        stated, cleaned = self._stated, self._cleaned
        pay = pl.coalesce("salary", "salary_min", "salary_max")
        pairs = {
            "company": (pl.col("company"), cleaned["company"]),
            "country": (pl.coalesce("country", "location"), cleaned["country"]),
            "work_mode": (pl.col("remote"), cleaned["work_mode"]),
            "posted_on": (pl.col("posted_on"), cleaned["posted_on"]),
            "seen_on": (pl.col("seen_on"), cleaned["seen_on"]),
            "pay per year": (
                pay,
                pl.coalesce(cleaned["salary_min_year"], cleaned["salary_max_year"], eager=True),
            ),
            "currency": (pay, cleaned["salary_currency"]),
            "text": (pl.col("description"), cleaned["description"]),
            "tags": (pl.col("tags"), cleaned["tags"]),
            "language": (pl.col("description"), cleaned["language"]),
        }
        rows = []
        for name, (column, understood) in pairs.items():
            values = stated.select(column).to_series()
            lost = values.filter(understood.is_null()).drop_nulls()
            rows.append(
                {
                    "value": name,
                    "stated": values.count(),
                    "understood": values.count() - len(lost),
                    "not understood": lost[0][:SHOWN_CHARACTERS] if len(lost) else None,
                }
            )
        return pl.DataFrame(rows, schema_overrides={"not understood": pl.String}).filter(pl.col("stated") > 0)

    def show_postings(self) -> pl.DataFrame:
        """The first postings as they would be stored, in a few columns."""
        ends = (
            pl.col(f"salary_{end}_year").cast(pl.Int64).cast(pl.String).fill_null("")
            for end in ("min", "max")
        )
        return self._cleaned.head(SHOWN_ROWS).select(
            "line",
            "title",
            "company",
            "location",
            "country",
            pl.concat_str("posted_on", pl.lit(" ("), "posted_on_precision", pl.lit(")")).alias("posted_on"),
            pl.when(pl.any_horizontal(pl.col("salary_min_year", "salary_max_year").is_not_null()))
            .then(pl.concat_str(*ends, "salary_currency", separator=" ", ignore_nulls=True))
            .alias("pay per year"),
            "language",
            pl.col("description").str.len_chars().alias("characters"),
        )
