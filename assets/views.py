"""Metadata of tables for the UI: a preview, and the figures that it plots over runs."""

import re

import dagster as dg
import polars as pl

from pipelines.figures.charts import FIGURES, count_reasons
from schemas import TABLES
from warehouse.lake.parts import Parts

PREVIEW_ROWS = 5
SHOWN_CHARACTERS = 80
SAMPLES_OF_A_REASON = 3


def describe_content(table: str, parts: Parts) -> dict[str, dg.MetadataValue]:
    """The metadata of a stored table: rows, parts, megabytes, a preview, and figures specific to the table."""
    content = parts.scan().select(list(TABLES[table].published_columns()))
    metadata = {
        "dagster/row_count": dg.IntMetadataValue(parts.rows),
        "parts": dg.IntMetadataValue(len(parts.parts)),
        "parts made": dg.IntMetadataValue(parts.made),
        "megabytes": dg.FloatMetadataValue(round(parts.bytes / 1e6, 3)),
    }
    if not table.startswith("raw_"):  # raw text is not masked yet, and Dagster stores its metadata
        metadata["preview"] = markdown_table(content.head(PREVIEW_ROWS).collect())
    for name, value in FIGURES.get(table, lambda _: {})(content).items():
        metadata[name] = dg.FloatMetadataValue(float(value))
    if table == "rejected_rows":
        metadata["reasons"] = markdown_table(count_reasons(content))
        samples = content.group_by("reason", maintain_order=True).head(SAMPLES_OF_A_REASON)
        metadata["samples"] = markdown_table(samples.select("reason", "file", "line", "excerpt").collect())
    return metadata


def markdown_table(frame: pl.DataFrame) -> dg.MarkdownMetadataValue:
    """A frame as a Markdown table whose cells are plain text, not Markdown or HTML."""
    rows = [[_cell(value) for value in row] for row in frame.iter_rows()]
    lines = [frame.columns, ["---"] * frame.width, *rows]
    return dg.MetadataValue.md("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return re.sub(r"([\\`*_\[\]<>!|~&$:#])", r"\\\1", " ".join(text[:SHOWN_CHARACTERS].split()))
