"""The README of the exports folder, which is also the dataset card on Hugging Face."""

from collections.abc import Iterator
from typing import Any

import yaml

from warehouse.exports.citation import cite
from warehouse.exports.contents import Exported

DEFAULT_TABLE = "role_skill_demand"
"""The table shown first."""


def write_readme(exported: Exported) -> str:
    """The text of README.md: what the folder contains, how to read, cite and reuse it, and where it comes from.

    It starts with the metadata that Hugging Face reads (https://huggingface.co/docs/hub/datasets-cards).
    """
    card = exported.card
    period = f", postings from {exported.first_on} to {exported.last_on}" if exported.first_on else ""
    tables, sources = "\n".join(_tables(exported)), "\n".join(_sources(exported))
    about = yaml.safe_dump(describe_card(exported), sort_keys=False, allow_unicode=True, width=120)
    return f"""---
{about}---

# {card.title}

{exported.description}

Version {exported.version}{period}.

## Read

```sql
select * from 'parquet/role_skill_demand.parquet' where role_id = 'data_engineer' and period = 'latest' and rank <= 10;
```

in DuckDB; pandas, Polars, R and Spark read the same files. `datapackage.json` (Data Package 2.0), `croissant.json`
(Croissant 1.1) and `dcat.jsonld` (DCAT 3) describe tables and columns. `sha256sum --check SHA256SUMS` verifies the
files.

The CSV files are for spreadsheets: UTF-8, commas, lists as JSON. In them, text that a spreadsheet would run as a
formula has an apostrophe before it; the Parquet files contain the text unchanged.

## Files

| table | rows | Parquet | CSV | contents |
| --- | ---: | ---: | ---: | --- |
{tables}

## Privacy

{card.privacy}

## Licence and sources

[{card.licence}]({card.licence_url}). {card.licence_scope}

| source | publisher | licence as its publisher states it |
| --- | --- | --- |
{sources}

## Cite

> {cite(exported)}

`CITATION.cff` gives the same in machine-readable form and lists the sources to cite.
"""


def describe_card(exported: Exported) -> dict[str, Any]:
    """The metadata of the dataset card: one configuration per table of aggregates that has rows, read from Parquet.

    Tables about single postings have none: their titles and snippets stay under the licences of the sources.
    """
    aggregates = {file.table for file in exported.of_format("csv") if file.rows}
    return {
        "pretty_name": exported.card.title,
        "license": exported.card.licence.lower(),
        "tags": list(exported.card.keywords),
        "configs": [
            {
                "config_name": file.table,
                "data_files": file.path,
                **({"default": True} if file.table == DEFAULT_TABLE else {}),
            }
            for file in exported.of_format("parquet")
            if file.table in aggregates
        ],
    }


def _tables(exported: Exported) -> Iterator[str]:
    for table in dict.fromkeys(file.table for file in exported.files):
        files = {file.format: file for file in exported.of_table(table)}
        parquet, csv = (
            f"[{_size(f.bytes)}]({f.path})" if f else "" for f in map(files.get, ("parquet", "csv"))
        )
        rows, grain = files["parquet"].rows, files["parquet"].contract.__doc__
        yield f"| {table} | {rows:,} | {parquet} | {csv} | {grain} |"


def _sources(exported: Exported) -> Iterator[str]:
    for source in exported.sources:
        name = f"[{source.name}]({source.url})" if source.url else source.name
        yield f"| {name} | {source.publisher} | {source.licence} |"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.1f} kB"
