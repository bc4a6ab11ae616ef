"""Tables of the lake made from small or generated ones, as the assets make them."""

from pathlib import Path

import dagster as dg
import polars as pl

from assets import figures
from schemas import TABLES
from warehouse.lake.parts import Part, Parts
from warehouse.lake.sql_tables import find_inputs, plan_table

INPUTS = find_inputs()
MARKET = [
    "skill_lineage",
    "market_postings",
    "market_skills",
    "periods",
    "role_demand",
    "role_skill_months",
    "skill_demand",
]
"""The market, who is counted in it and what it asks, in the order in which they are made."""

DEMANDED = [figures.role_distinctiveness, figures.role_skill_odds, "role_skill_spread", "role_skill_demand"]
"""What each role is asked for, which is made from the market."""


def rows(table: str, *values: dict, **constants) -> pl.DataFrame:
    """A frame by a table's contract from dictionaries, other columns as in `constants` or null."""
    return pl.DataFrame([{**constants, **value} for value in values], schema=TABLES[table].polars_schema())


def store(folder: Path, table: str, frame: pl.DataFrame) -> Parts:
    """The frame as the only part of its table."""
    path = folder / f"all-{table}-{'0' * 8}.parquet"
    frame.write_parquet(path)
    return Parts(folder, (Part("all", table, "0" * 8, frame.height, path.stat().st_size),))


def make_tables(
    folder: Path, given: dict[str, pl.DataFrame], *made: str | dg.AssetsDefinition
) -> dict[str, Parts]:
    """The given tables and those made from the ones before, each checked by its contract.

    What is made is the name of a table of SQL, or another table's asset.
    """
    parts = {name: store(folder, name, frame) for name, frame in given.items()}
    for one in made:
        table = one if isinstance(one, str) else one.key.path[-1]
        if table in INPUTS:
            plan = plan_table(table, **{name: parts[name] for name in INPUTS[table]})
        else:
            plan = one(**{name: parts[name] for name in one.keys_by_input_name})
        parts[table] = store(folder, table, TABLES[table].validate(plan.collect(), lazy=True))
    return parts
