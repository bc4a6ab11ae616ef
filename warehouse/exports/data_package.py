"""Describes the export as a Data Package 2.0 (datapackage.org), for frictionless and many R packages."""

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas import TABLES, Contract
from warehouse.exports.contents import MEDIA_TYPES, Exported, ExportedFile

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELD_TYPES = {
    pl.String: "string",
    pl.Int64: "integer",
    pl.Float64: "number",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.List: "array",
}
CONSTRAINTS = {
    "greater_than_or_equal_to": {"min_value": "minimum"},
    "less_than_or_equal_to": {"max_value": "maximum"},
    "in_range": {"min_value": "minimum", "max_value": "maximum"},
    "isin": {"allowed_values": "enum"},
}
"""Table Schema names of the checks of a contract."""


def describe_data_package(exported: Exported) -> dict[str, Any]:
    """The content of datapackage.json: each file with its size, sha256, fields, keys and references."""
    card = exported.card
    return {
        "$schema": PROFILE,
        "name": card.name,
        "id": f"{card.name}@{exported.version}",
        "title": card.title,
        "description": f"{exported.description} {card.licence_scope} {card.privacy}",
        "version": exported.version,
        "keywords": list(card.keywords),
        "contributors": [{"title": card.creator, "roles": ["creator"]}],
        "licenses": [{"name": card.licence, "path": card.licence_url}],
        "sources": [
            {
                "title": f"{source.name} ({source.publisher}; licence: {source.licence})",
                **({"path": source.url} if source.url else {}),
            }
            for source in exported.sources
        ],
        "resources": [_describe_file(exported, file) for file in exported.files],
    }


def _describe_file(exported: Exported, file: ExportedFile) -> dict[str, Any]:
    return {
        "name": _resource(file),
        "type": "table",
        "path": file.path,
        "description": file.contract.__doc__,
        "format": file.format,
        "mediatype": MEDIA_TYPES[file.format],
        **({"encoding": "utf-8"} if file.format == "csv" else {}),
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "schema": _describe_columns(exported, file),
    }


def _describe_columns(exported: Exported, file: ExportedFile) -> dict[str, Any]:
    foreign_keys = [
        {"fields": [column], "reference": {"resource": resource, "fields": TABLES[table].key()}}
        for column, table in foreign_keys_of(file.contract).items()
        for resource in [_referred(exported, file, table)]
    ]
    return {
        "fields": [_describe_column(*column) for column in file.contract.published_columns().items()],
        "primaryKey": file.contract.key(),
        **({"foreignKeys": foreign_keys} if foreign_keys else {}),
    }


def foreign_keys_of(contract: type[Contract]) -> dict[str, str]:
    """Columns whose values are all keys of one published table, with that table.

    A column with other possible values (a role or `unknown`) is no foreign key.
    """
    return {
        reference.column: reference.table
        for reference in contract.references()
        if not reference.other_values and TABLES[reference.table].is_published()
    }


def _referred(exported: Exported, file: ExportedFile, table: str) -> str:
    """The resource that a reference points to, preferably in the same format; empty for the resource itself."""
    if table == file.table:
        return ""
    files = exported.of_table(table)
    return _resource(next((other for other in files if other.format == file.format), files[0]))


def _resource(file: ExportedFile) -> str:
    return file.table if file.format == "parquet" else f"{file.table}.{file.format}"


def _describe_column(name: str, column: pa.Column) -> dict[str, Any]:
    constraints = {
        theirs: check.statistics[ours]
        for check in column.checks
        for ours, theirs in CONSTRAINTS.get(check.name, {}).items()
    }
    if not column.nullable:
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    return {
        "name": name,
        "type": FIELD_TYPES[column.dtype.type.base_type()],
        "description": column.description,
        **({"constraints": constraints} if constraints else {}),
    }
