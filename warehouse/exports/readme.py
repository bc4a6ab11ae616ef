"""Writes the README of an export."""

from collections.abc import Iterator

from warehouse.exports.citation import cite
from warehouse.exports.contents import Exported


def write_readme(exported: Exported) -> str:
    """The text of README.md: contents, how to read, cite and reuse the export, and its sources."""
    card = exported.card
    period = f", postings from {exported.first_on} to {exported.last_on}" if exported.first_on else ""
    tables, sources = "\n".join(_tables(exported)), "\n".join(_sources(exported))
    return f"""# {card.title}

{exported.description}

Version {exported.version}{period}.

## Read

```sql
select * from 'parquet/role_skill_demand.parquet' where role_id = 'data_engineer' order by rank limit 10;
```

in DuckDB; pandas, Polars, R and Spark read the same files. What tables and columns mean stands in `datapackage.json`
(Data Package 2.0), `croissant.json` (Croissant 1.1) and `dcat.jsonld` (DCAT 3). `sha256sum --check SHA256SUMS` tells
whether a file is as it was written.

The CSV files are for spreadsheets: UTF-8, commas, lists as JSON. Text that a spreadsheet would run as a formula has an
apostrophe before it there; the Parquet files hold it as it is.

## Files

| table | rows | Parquet | CSV | what it holds |
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

`CITATION.cff` says the same to machines, and names the sources to cite with it.
"""


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
