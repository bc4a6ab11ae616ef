"""Subsets of the sample: whatever is drawn, every table that is made of it keeps its contract."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg
import duckdb
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from assets.definitions import defs
from schemas import TABLES
from tests.made_tables import DEMANDED, MARKET, make_tables
from warehouse.lake.sql_tables import read_macros
from warehouse.lake.tables import Lake

ASSETS = {asset.key.path[-1]: asset for asset in defs.assets}
OF_POSTINGS = ["posting_roles", "posting_skills", "posting_requirements"]
UNSHRUNK = [Phase.explicit, Phase.reuse, Phase.generate]
"""An example takes seconds and its three numbers say all: shrinking would take minutes and tell no more."""


def list_made() -> Iterator[str]:
    """The tables of figures, each after those it is made from."""
    graph = defs.resolve_asset_graph()
    made = dg.AssetSelection.assets("market_postings").downstream().resolve(graph)
    for key in graph.toposorted_asset_keys:
        if key in made and key.path[-1] in set(TABLES) - {"build", "build_changes"}:
            yield key.path[-1]


MADE = list(list_made())


@pytest.fixture(scope="module")
def sample(built) -> dict[str, pl.DataFrame]:
    """The tables of the sample that figures are made from."""
    lake = Lake(Path(built.lake))
    read = {key.path[-1] for table in [*MADE, "skill_lineage"] for key in ASSETS[table].dependency_keys}
    return {table: lake.read(table).scan().collect() for table in read - set(MADE)}


def draw(sample, postings: int, skills: int, seed: int) -> dict[str, pl.DataFrame]:
    """The sample with so many of its unique postings, their repeats, and so many of the skills they name."""
    unique = pl.coalesce("duplicate_of", "posting_id")
    named = sample["posting_skills"]["skill_id"].unique().sort()
    kept = sample["postings"].select(unique).to_series().unique().sort()
    kept = kept.sample(min(postings, kept.len()), seed=seed)
    drawn = {**sample, "postings": sample["postings"].filter(unique.is_in(kept.implode()))}
    drawn["posting_skills"] = sample["posting_skills"].filter(
        pl.col("skill_id").is_in(named.sample(min(skills, named.len()), seed=seed).implode())
    )
    for table in OF_POSTINGS:
        drawn[table] = drawn[table].join(drawn["postings"], on="posting_id", how="semi")
    return drawn


def make(drawn, tables) -> None:
    """Makes the tables one after the other. Raises pandera's SchemaErrors where one breaks its contract."""
    with TemporaryDirectory() as folder:
        make_tables(Path(folder), drawn, *(ASSETS[one] if isinstance(one, str) else one for one in tables))


@settings(max_examples=3, phases=UNSHRUNK)
@given(postings=st.integers(1, 480), skills=st.integers(1, 300), seed=st.integers(0, 10**6))
def test_every_table_made_of_a_subset_keeps_its_contract(sample, postings, skills, seed):
    make(draw(sample, postings, skills, seed), MADE)


@settings(max_examples=6, phases=UNSHRUNK)
@given(postings=st.integers(30, 480), seed=st.integers(0, 10**6))
def test_pairs_and_groups_of_skills_of_a_subset_keep_their_contracts(sample, postings, seed):
    make(draw(sample, postings, 300, seed), [*MARKET, "skill_pairs", "skill_group_members"])


def test_a_market_that_names_one_skill_only_has_figures(sample):
    make(draw(sample, 480, 1, 511554), [*MARKET, *DEMANDED])


def test_intervals_keep_their_bounds_for_all_and_none_of_every_two_numbers():
    with duckdb.connect() as connection:
        connection.execute(read_macros())
        found = connection.sql(
            "select min(newcombe_low(0, n, m, m)), max(newcombe_high(m, m, 0, n)), min(wilson_low(0, n)), "
            "max(wilson_high(m, m)) from range(1, 200) as ns(n) cross join range(1, 200) as ms(m)"
        ).fetchall()
    assert found == [(-1.0, 1.0, 0.0, 1.0)]
