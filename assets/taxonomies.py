"""One asset per taxonomy: the rows of `data/taxonomies/<table>.csv`, validated by the table's contract."""

import dagster as dg
import polars as pl

from assets.resources import Folders
from schemas import TABLES
from warehouse.inbox.curated import read_taxonomy


def _asset(table: str) -> dg.AssetsDefinition:
    @dg.asset(name=table)
    def read(folders: Folders) -> pl.DataFrame:
        return read_taxonomy(folders.taxonomies, table)

    return read


FOLDER = Folders().taxonomies
TAXONOMIES = [_asset(table) for table in TABLES if (FOLDER / f"{table}.csv").is_file()]
