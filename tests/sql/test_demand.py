"""What the market asks for: the SQL on small tables."""

from datetime import date

import duckdb
import numpy as np
import polars as pl
import pytest
from scipy.stats import binom, binomtest, norm

from schemas import TABLES
from schemas.roles import NO_ROLE
from tests.made_tables import DEMANDED, MARKET, make_tables, rows
from warehouse.lake.sql_tables import SQL, read_macros

SCIENTISTS = [f"ds{number:02}" for number in range(1, 11)]
ANALYSTS = [f"da{number:02}" for number in range(1, 11)]

ROLES = rows(
    "roles",
    {"role_id": "data_scientist", "scope": "core"},
    {"role_id": "data_analyst", "scope": "supporting"},
    {"role_id": "ai_architect", "scope": "core"},
)
SKILLS = rows(
    "skills",
    {"skill_id": "sql", "category": "language", "is_ml": False},
    {"skill_id": "cobol", "category": "language", "is_ml": False},
    {"skill_id": "machine_learning", "category": "technique", "is_ml": True},
    {"skill_id": "communication", "category": "soft", "is_ml": False},
)
POSTINGS = rows(
    "postings",
    *({"posting_id": i, "country": "US", "company": "Acme" if i < "ds04" else None} for i in SCIENTISTS),
    {"posting_id": "repeat", "duplicate_of": "ds01", "country": "US", "company": "Acme"},
    {"posting_id": "textless", "has_text": False, "company": "Acme"},
    {"posting_id": "cut_off", "is_partial_text": True},
    *({"posting_id": i, "country": "DE", "posted_on_precision": "no_later_than"} for i in ANALYSTS),
    {"posting_id": "no_ml"},
    {"posting_id": "architect"},
    {"posting_id": "pay", "kind": "pay_record", "has_text": False},
    kind="posting",
    has_text=True,
    is_partial_text=False,
    source_id="board",
    posted_on=date(2026, 3, 5),
    dated_on=date(2026, 3, 5),
    posted_on_precision="day",
)
POSTING_ROLES = rows(
    "posting_roles",
    *(
        {"posting_id": i, "role_id": "data_scientist"}
        for i in [*SCIENTISTS, "repeat", "textless", "cut_off", "pay"]
    ),
    *({"posting_id": i, "role_id": "data_analyst"} for i in [*ANALYSTS, "no_ml"]),
    {"posting_id": "architect", "role_id": "ai_architect"},
    seniority="unspecified",
    level="unspecified",
)
POSTING_SKILLS = rows(
    "posting_skills",
    *({"posting_id": i, "skill_id": "sql", "need": "required"} for i in SCIENTISTS[:2]),
    *(
        {"posting_id": i, "skill_id": "sql"}
        for i in [*SCIENTISTS[2:5], "repeat", "cut_off", *ANALYSTS, "no_ml"]
    ),
    *({"posting_id": i, "skill_id": "sql", "evidence": "title"} for i in SCIENTISTS),
    *({"posting_id": i, "skill_id": "sql", "evidence": "tag"} for i in [*SCIENTISTS, "textless"]),
    *({"posting_id": i, "skill_id": "machine_learning"} for i in [*SCIENTISTS[5:], "architect", "no_ml"]),
    *({"posting_id": i, "skill_id": "machine_learning", "need": "preferred"} for i in ANALYSTS),
    {"posting_id": "ds01", "skill_id": "communication"},
    {"posting_id": "ds01", "skill_id": "cobol"},
    evidence="text",
    need="context",
    mentions=1,
)


DEMAND = [*MARKET, *DEMANDED]


@pytest.fixture(scope="module")
def demand(tmp_path_factory):
    """Every demand table, made from the small ones above by the table's name."""
    given = {
        "roles": ROLES,
        "skills": SKILLS,
        "postings": POSTINGS,
        "posting_roles": POSTING_ROLES,
        "posting_skills": POSTING_SKILLS,
        "skill_parents": rows("skill_parents"),
        "snapshots": rows("snapshots"),
        "employers": rows("employers", {"company": "Acme", "employer": "Acme"}),
    }
    made = make_tables(
        tmp_path_factory.mktemp("demand"),
        given,
        *DEMAND,
        "role_skill_slices",
        "role_skill_tags",
        "role_skill_demand_by_month",
        "role_skill_demand_by_country",
        "role_skill_demand_by_level",
        "role_skill_demand_by_source",
    )
    tables = {name: parts.scan().collect() for name, parts in made.items()}
    latest = pl.col("period") == "latest"
    return {
        name: table.filter(latest).drop("period")
        if "period" in table.columns and name != "periods"
        else table
        for name, table in tables.items()
    }


def row(table, **key):
    return table.filter(**key).row(0, named=True)


def test_a_supporting_role_belongs_to_the_ml_market_only_where_its_text_asks_ml(demand):
    market = demand["market_postings"]
    assert sorted(market["posting_id"]) == sorted(
        [*ANALYSTS, *SCIENTISTS, "architect", "cut_off", "repeat", "textless"]
    )
    assert row(market, posting_id="da01")["ml_evidence"] == "machine_learning"


def test_pay_records_are_no_postings_of_the_market(demand):
    assert "pay" not in demand["market_postings"]["posting_id"]
    assert row(demand["role_demand"], role_id="data_scientist")["pay_records"] == 1


def test_roles_count_unique_postings_and_those_with_text(demand):
    columns = ["role_id", "postings", "postings_with_text", "raw_postings", "raw_postings_any_market", "rank"]
    assert demand["role_demand"].select(columns).rows() == [
        ("data_scientist", 12, 10, 13, 13, 1),
        ("data_analyst", 10, 10, 10, 11, 2),
        ("ai_architect", 1, 1, 1, 1, 3),
    ]


def test_a_role_says_how_many_of_its_texts_one_source_and_one_employer_have(demand):
    columns = ["role_id", "largest_source_share", "largest_employer_share"]
    assert demand["role_demand"].select(columns).rows() == [
        ("data_scientist", 1.0, 3 / 10),
        ("data_analyst", 1.0, None),
        ("ai_architect", 1.0, None),
    ]


def test_a_text_that_the_source_cuts_off_is_counted_neither_above_nor_below_the_line(demand):
    assert not row(demand["market_postings"], posting_id="cut_off")["has_text"]
    assert row(demand["role_skill_demand"], role_id="data_scientist", skill_id="sql")["named_postings"] == 5


def test_a_share_counts_unique_postings_by_their_text_and_not_by_title_or_tags(demand):
    sql = row(demand["role_skill_demand"], role_id="data_scientist", skill_id="sql")
    assert (sql["named_postings"], sql["postings_with_text"], sql["raw_postings"]) == (5, 10, 6)
    assert (sql["named_share"], sql["asked_share"], sql["required_share"]) == (0.5, 0.2, 0.2)
    assert sql["required_share_of_named"] == 0.4


def test_shares_by_tag_are_a_table_of_their_own(demand):
    sql = row(demand["role_skill_tags"], role_id="data_scientist", skill_id="sql")
    assert (sql["postings"], sql["postings_with_tags"], sql["share"]) == (11, 11, 1.0)


def test_a_role_with_too_few_postings_has_no_shares_and_says_so(demand):
    assert row(demand["role_demand"], role_id="ai_architect")["is_suppressed"]
    assert "ai_architect" not in demand["role_skill_demand"]["role_id"]


def test_lift_is_the_share_over_the_share_in_the_whole_market(demand):
    sql = row(demand["role_skill_demand"], role_id="data_scientist", skill_id="sql")
    assert sql["lift"] == pytest.approx((2 / 10) / (2 / 21))


def test_soft_skills_are_not_counted(demand):
    assert "communication" not in demand["skill_demand"]["skill_id"]
    assert "communication" not in demand["role_skill_demand"]["skill_id"]


def test_a_small_sample_is_flagged(demand):
    assert demand["role_skill_demand"]["is_small_sample"].all()


def test_log_odds_are_those_of_the_paper(demand):
    # Monroe, Colaresi and Quinn 2008: counts y of words by speaker, prior alpha in proportion to all words.
    named = {
        "data_scientist": {"sql": 2},
        "data_analyst": {"machine_learning": 10},
    }
    prior = {s: 30 * sum(role.get(s, 0) for role in named.values()) / 21 for s in ("sql", "machine_learning")}
    for role, skill in [("data_scientist", "sql"), ("data_analyst", "machine_learning")]:
        y = named[role].get(skill, 0)
        n = sum(named[role].values())
        y_rest = sum(counts.get(skill, 0) for other, counts in named.items() if other != role)
        n_rest = sum(sum(counts.values()) for other, counts in named.items() if other != role)
        alpha, alpha_0 = prior[skill], sum(prior.values())
        delta = np.log((y + alpha) / (n + alpha_0 - y - alpha)) - np.log(
            (y_rest + alpha) / (n_rest + alpha_0 - y_rest - alpha)
        )
        z = delta / np.sqrt(1 / (y + alpha) + 1 / (y_rest + alpha))
        found = row(demand["role_skill_demand"], role_id=role, skill_id=skill)
        assert (found["log_odds"], found["log_odds_z"]) == pytest.approx((delta, z), rel=1e-12)


def test_tf_idf_ranks_a_skill_of_the_role_above_one_of_the_whole_market(demand):
    of_scientists = demand["role_skill_demand"].filter(role_id="data_scientist").sort("tf_idf_rank")
    assert of_scientists["skill_id"].to_list() == ["sql", "cobol", "machine_learning"]  # only SQL is asked


def test_a_month_is_one_of_posting_and_not_one_by_which_it_was_open(demand):
    by_month = demand["role_skill_demand_by_month"]
    assert set(by_month["role_id"]) == {"data_scientist"}
    assert set(by_month["month"].cast(pl.String)) == {"2026-03-01"}


def test_a_slice_has_its_own_denominator(demand):
    sql = row(demand["role_skill_demand_by_country"], role_id="data_analyst", skill_id="sql")
    assert (sql["country"], sql["named_postings"], sql["postings_with_text"]) == ("DE", 10, 10)
    assert demand["role_skill_demand_by_level"].height == demand["role_skill_demand_by_source"].height == 5


MIXED = rows(
    "market_postings",
    *({"posting_id": f"a{n}", "source_id": "a"} for n in range(30)),
    *({"posting_id": f"b{n}", "source_id": "b"} for n in range(10)),
    *({"posting_id": f"c{n}", "source_id": "c"} for n in range(2)),
    role_id="data_scientist",
    has_text=True,
    is_repeat=False,
    level="mid",
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """Two sources of different size, and one too small to have a share of its own."""
    found = rows(
        "market_skills",
        *({"posting_id": f"a{n}", "skill_id": "sql"} for n in range(30)),
        *({"posting_id": f"c{n}", "skill_id": "sql", "source_id": "c"} for n in range(2)),
        *({"posting_id": f"b{n}", "skill_id": "cobol", "source_id": "b"} for n in range(5)),
        *({"posting_id": f"a{n}", "skill_id": "cobol"} for n in range(30)),
        role_id="data_scientist",
        source_id="a",
        is_repeat=False,
        is_asked=True,
        is_required=False,
        is_asked_itself=True,
    )
    role_demand = rows(
        "role_demand",
        {"role_id": "data_scientist", "period": "all", "postings_with_text": 42, "is_suppressed": False},
    )
    given = {"market_postings": MIXED, "market_skills": found, "role_demand": role_demand}
    made = make_tables(
        tmp_path_factory.mktemp("mixed"),
        {**given, "periods": rows("periods", {"period": "all"})},
        *DEMAND[DEMAND.index("role_skill_months") :],
    )
    return made["role_skill_demand"].scan().collect()


def test_a_large_source_weighs_no_more_than_a_small_one_in_the_share_by_cell(mixed):
    sql = row(mixed, skill_id="sql")
    assert sql["asked_share"] == pytest.approx(32 / 42)
    assert (sql["cells"], sql["share_by_cell"]) == (2, 0.5)


def test_a_source_that_never_names_a_skill_counts_in_the_spread(mixed):
    columns = ["sources", "source_share_min", "source_share_max", "source_share_sd"]
    assert mixed.filter(skill_id="sql").select(columns).row(0) == pytest.approx(
        (2, 0.0, 1.0, np.std([0, 1], ddof=1))
    )
    assert mixed.filter(skill_id="cobol").select(columns).row(0) == pytest.approx(
        (2, 0.5, 1.0, np.std([0.5, 1], ddof=1))
    )


@pytest.fixture(scope="module")
def macros():
    with duckdb.connect() as connection:
        connection.execute(read_macros())
        yield connection


@pytest.mark.parametrize(("successes", "trials"), [(0, 10), (1, 2), (15, 148), (10, 10), (12_345, 54_321)])
def test_the_interval_of_a_share_is_wilsons(macros, successes, trials):
    found = macros.execute("select wilson_low($1, $2), wilson_high($1, $2)", [successes, trials]).fetchall()[
        0
    ]
    assert found == pytest.approx(binomtest(successes, trials).proportion_ci(0.95, "wilson"), abs=1e-6)


def test_what_is_no_role_is_the_same_in_sql_and_in_contracts(macros):
    is_role = "select list_filter($1, lambda role: is_role(role))"
    assert macros.execute(is_role, [[*NO_ROLE, "data_scientist"]]).fetchall() == [(["data_scientist"],)]


@pytest.mark.parametrize("z", [0, 0.3, 1.96, -3.1, 6])
def test_p_values_are_those_of_the_normal_distribution(macros, z):
    found = macros.execute("select two_sided_p($1::double)", [z]).fetchall()[0][0]
    assert found == pytest.approx(2 * norm.sf(abs(z)), rel=2e-7)


@pytest.mark.parametrize("n", [10, 11, 36, 400, 40_000])
def test_the_ranks_that_bound_a_quartile_are_binomial_quantiles(macros, n):
    found = macros.execute("from quartile_ranks($1) order by q", [[n]]).fetchall()
    for (_, q, low, high), expected in zip(found, (0.25, 0.5, 0.75), strict=True):
        assert float(q) == expected
        assert (low, high) == (binom.ppf(0.025, n, expected), binom.ppf(0.975, n, expected) + 1)
        assert binom.cdf(high - 1, n, expected) - binom.cdf(low - 1, n, expected) >= 0.95


def test_every_table_of_sql_has_one_order_whatever_the_threads_do():
    tables = {path.stem: path.read_text() for path in SQL.glob("*.sql") if path.stem in TABLES}
    assert tables
    assert [name for name, sql in tables.items() if "\norder by " not in sql.rsplit("\nselect", 1)[-1]] == []


def test_texts_are_counted_by_source_year_and_language(tmp_path):
    postings = rows(
        "postings",
        {"posting_id": "a", "posted_on": date(2025, 12, 31), "language": "nl"},
        {"posting_id": "b", "posted_on": date(2025, 1, 1), "language": "nl", "duplicate_of": "a"},
        {"posting_id": "c", "seen_on": date(2026, 3, 1), "language": "nl"},
        {"posting_id": "d"},
        {"posting_id": "e", "posted_on": date(2025, 6, 1), "language": "nl", "has_text": False},
        source_id="board",
        has_text=True,
    )
    texts = make_tables(tmp_path, {"postings": postings}, "source_texts")["source_texts"]
    assert texts.scan().collect().rows() == [
        ("board", 2025, "nl", 2, 1),
        ("board", 2026, "nl", 1, 1),
        ("board", None, None, 1, 1),
    ]
