"""What the market asks for: the SQL on small tables."""

import duckdb
import polars as pl
import pytest

from schemas import TABLES
from warehouse.parts import Part, Parts
from warehouse.queries import SQL, plan_table


def rows(table, *values, **constants):
    """A frame by a table's contract from dictionaries, other columns as in `constants` or null."""
    return pl.DataFrame([{**constants, **value} for value in values], schema=TABLES[table].polars_schema())


ROLES = rows(
    "roles",
    {"role_id": "data_scientist", "scope": "core"},
    {"role_id": "data_analyst", "scope": "supporting"},
    {"role_id": "ai_architect", "scope": "core"},
)
SKILLS = rows(
    "skills",
    {"skill_id": "sql", "category": "language", "is_ml": False},
    {"skill_id": "machine_learning", "category": "technique", "is_ml": True},
    {"skill_id": "communication", "category": "soft", "is_ml": False},
)
POSTINGS = rows(
    "postings",
    {"posting_id": "ds1"},
    {"posting_id": "ds2"},
    {"posting_id": "ds3", "duplicate_of": "ds1"},
    {"posting_id": "ds4", "has_text": False},
    {"posting_id": "da1"},
    {"posting_id": "da2"},
    {"posting_id": "pay", "kind": "pay_record", "has_text": False},
    kind="posting",
    has_text=True,
    source_id="board",
)
POSTING_ROLES = rows(
    "posting_roles",
    *({"posting_id": i, "role_id": "data_scientist"} for i in ("ds1", "ds2", "ds3", "ds4", "pay")),
    *({"posting_id": i, "role_id": "data_analyst"} for i in ("da1", "da2")),
    seniority="unspecified",
)
POSTING_SKILLS = rows(
    "posting_skills",
    {"posting_id": "ds1", "skill_id": "sql", "need": "required"},
    {"posting_id": "ds1", "skill_id": "sql", "evidence": "title"},
    {"posting_id": "ds1", "skill_id": "communication"},
    {"posting_id": "ds3", "skill_id": "sql"},
    {"posting_id": "ds2", "skill_id": "machine_learning"},
    {"posting_id": "ds2", "skill_id": "sql", "evidence": "tag"},
    {"posting_id": "ds2", "skill_id": "sql", "evidence": "title"},
    {"posting_id": "ds4", "skill_id": "sql", "evidence": "tag"},
    {"posting_id": "da1", "skill_id": "machine_learning"},
    {"posting_id": "da1", "skill_id": "sql"},
    {"posting_id": "da2", "skill_id": "sql"},
    evidence="text",
    need="context",
    mentions=1,
)


@pytest.fixture
def demand(tmp_path):
    """Every demand table, made from the small ones above by the SQL of the warehouse, by the table's name."""

    def stored(name, frame):
        path = tmp_path / f"all-{name}.parquet"
        frame.write_parquet(path)
        return Parts(tmp_path, (Part("all", name, frame.height, path.stat().st_size),))

    tables = {
        "roles": ROLES,
        "skills": SKILLS,
        "postings": POSTINGS,
        "posting_roles": POSTING_ROLES,
        "posting_skills": POSTING_SKILLS,
    }
    parts = {name: stored(name, frame) for name, frame in tables.items()}
    inputs = {
        "market_postings": ["postings", "posting_roles", "posting_skills", "roles", "skills"],
        "role_demand": ["roles", "postings", "posting_roles", "market_postings"],
        "skill_demand": ["market_postings", "posting_skills", "skills"],
        "role_skill_demand": ["market_postings", "posting_skills", "skills", "role_demand", "skill_demand"],
    }
    for name, needed in inputs.items():
        frame = plan_table(name, **{needs: parts[needs] for needs in needed}).collect()
        tables[name] = TABLES[name].validate(frame, lazy=True)
        parts[name] = stored(name, frame)
    return tables


def test_a_supporting_role_belongs_to_the_ml_market_only_where_its_text_shows_ml(demand):
    market = demand["market_postings"]
    assert market["posting_id"].to_list() == ["da1", "ds1", "ds2", "ds3", "ds4"]
    assert market.filter(posting_id="da1")["ml_evidence"].item() == "machine_learning"


def test_pay_records_are_no_postings_of_the_market(demand):
    assert "pay" not in demand["market_postings"]["posting_id"]
    assert demand["role_demand"].filter(role_id="data_scientist")["pay_records"].item() == 1


def test_roles_count_unique_postings_and_those_with_text(demand):
    columns = ["role_id", "postings", "postings_with_text", "raw_postings", "raw_postings_any_market", "rank"]
    assert demand["role_demand"].select(columns).rows() == [
        ("data_scientist", 3, 2, 4, 4, 1),
        ("data_analyst", 1, 1, 1, 2, 2),
        ("ai_architect", 0, 0, 0, 0, 3),
    ]


def test_a_share_counts_unique_postings_by_their_text_and_not_by_title_or_tags(demand):
    sql = demand["role_skill_demand"].filter(role_id="data_scientist", skill_id="sql").row(0, named=True)
    assert (sql["postings"], sql["postings_with_text"], sql["raw_postings"]) == (1, 2, 2)
    assert sql["share"] == 0.5
    assert sql["required_share"] == 1.0


def test_lift_is_the_share_over_the_share_in_the_whole_market(demand):
    sql = demand["role_skill_demand"].filter(role_id="data_scientist", skill_id="sql").row(0, named=True)
    assert sql["lift"] == pytest.approx((1 / 2) / (2 / 3))


def test_soft_skills_are_not_counted(demand):
    assert "communication" not in demand["skill_demand"]["skill_id"]
    assert "communication" not in demand["role_skill_demand"]["skill_id"]


def test_a_small_sample_is_flagged(demand):
    assert demand["role_skill_demand"]["is_small_sample"].all()


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [  # scipy 1.17, binomtest(k, n).proportion_ci(0.95, "wilson")
        (0, 10, 0.0, 0.27753279986288926),
        (1, 2, 0.09453120573423074, 0.9054687942657693),
        (15, 148, 0.06238639953073629, 0.16048724172330803),
        (10, 10, 0.7224672001371109, 1.0),
    ],
)
def test_the_interval_is_wilsons(successes, trials, low, high):
    with duckdb.connect() as connection:
        connection.execute((SQL / "macros.sql").read_text())
        found = connection.execute(
            "select wilson_low($1, $2), wilson_high($1, $2)", [successes, trials]
        ).fetchall()[0]
    assert found == pytest.approx((low, high), abs=1e-6)
