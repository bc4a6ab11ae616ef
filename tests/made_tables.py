"""Tables of the lake made from small or generated ones, by the assets themselves."""

from pathlib import Path

import dagster as dg
import polars as pl

from schemas import TABLES
from warehouse.lake.parts import Part, Parts


def rows(table: str, *values: dict, **constants) -> pl.DataFrame:
    """A frame by a table's contract from dictionaries, other columns as in `constants` or null."""
    return pl.DataFrame([{**constants, **value} for value in values], schema=TABLES[table].polars_schema())


def store(folder: Path, table: str, frame: pl.DataFrame) -> Parts:
    """The frame as the only part of its table."""
    path = folder / f"all-{table}-{'0' * 8}.parquet"
    frame.write_parquet(path)
    return Parts(folder, (Part("all", table, "0" * 8, frame.height, path.stat().st_size),))


def make_tables(
    folder: Path, given: dict[str, pl.DataFrame], *assets: dg.AssetsDefinition
) -> dict[str, Parts]:
    """The given tables and those of the assets, each checked by its contract and made from the ones before."""
    parts = {name: store(folder, name, frame) for name, frame in given.items()}
    for asset in assets:
        table = asset.key.path[-1]
        inputs = {name: parts[key.path[-1]] for name, key in asset.keys_by_input_name.items()}
        parts[table] = store(folder, table, TABLES[table].validate(asset(**inputs).collect(), lazy=True))
    return parts
