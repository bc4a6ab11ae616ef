"""The base of every table contract, and the tables that contracts define."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandera.polars as pa
import polars as pl

GROUPS = (
    "sources",
    "postings",
    "roles",
    "skills",
    "role_definitions",
    "demand",
    "comparisons",
    "pay",
    "publication",
)
"""Subjects of tables, in the order of the pipeline."""

TABLES: dict[str, type["Contract"]] = {}
"""Every table by its name; `schemas` imports all modules that define one and brings them into the order of GROUPS."""


@dataclass(frozen=True)
class Reference:
    """A column whose values are keys of another table, or one of a few other values."""

    column: str
    table: str
    other_values: tuple[str, ...]


def refers_to(table: str, *, other_values: Iterable[str] = (), **field: Any) -> Any:
    """A Pandera field whose values are keys of `table`, or one of `other_values`; the rest goes to `pa.Field`."""
    return pa.Field(metadata={"references": table, "other_values": tuple(other_values)}, **field)


class Contract(pa.DataFrameModel):
    """What one table promises: its columns, their types, their rules and what they mean.

    A contract defined with a `group` is a table: `class Skills(Contract, group="skills")`. A contract without a group
    is the base of others, or describes a file under data/ that is not a table. The docstring is the table's grain ("One
    row per …"). A column with the metadata `{"private": True}` stays in the lake and is left out of the published
    database; a table with `published=False` stays in the lake as a whole.
    """

    _group: str = ""
    _is_published: bool = True

    class Config:
        strict = True
        coerce = False

    def __init_subclass__(cls, *, group: str = "", published: bool = True, **options: Any) -> None:
        super().__init_subclass__(**options)  # type: ignore[no-untyped-call]
        cls._group, cls._is_published = group, published
        if group and group not in GROUPS:
            raise ValueError(
                f"{cls.__name__}: there is no group {group!r}: correct it, or add it to GROUPS in schemas/contract.py"
            )
        if group:
            TABLES[cls.table()] = cls

    @classmethod
    def table(cls) -> str:
        """The table's name: the class name in snake_case."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def is_published(cls) -> bool:
        """Whether analysts see the table in the published database."""
        return cls._is_published

    @classmethod
    def group(cls) -> str:
        """The subject the table belongs to, one of GROUPS; empty for a contract that is no table."""
        return cls._group

    @classmethod
    def key(cls) -> list[str]:
        """The columns that together name one row."""
        schema = cls.to_schema()
        return list(schema.unique or [name for name, column in schema.columns.items() if column.unique][:1])

    @classmethod
    def references(cls) -> Iterator[Reference]:
        """Where the table's columns point to."""
        for name, column in cls.to_schema().columns.items():
            if column.metadata and "references" in column.metadata:
                yield Reference(name, column.metadata["references"], column.metadata["other_values"])

    @classmethod
    def private_columns(cls) -> list[str]:
        """The columns that are never published."""
        columns = cls.to_schema().columns.items()
        return [name for name, column in columns if (column.metadata or {}).get("private")]

    @classmethod
    def published_columns(cls) -> dict[str, pa.Column]:
        """The columns that analysts see, by name, in the order of the contract."""
        private = cls.private_columns()
        return {name: column for name, column in cls.to_schema().columns.items() if name not in private}

    @classmethod
    def descriptions(cls) -> dict[str, str]:
        """Column name to what the column means."""
        return {name: column.description or "" for name, column in cls.to_schema().columns.items()}

    @classmethod
    def polars_schema(cls) -> pl.Schema:
        """Column name to Polars type, in the order of the contract."""
        return pl.Schema({name: column.dtype.type for name, column in cls.to_schema().columns.items()})
