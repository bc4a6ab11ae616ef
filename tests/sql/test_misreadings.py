"""The twelve misreadings of docs/methods.md, each on made-up postings: what a reader of one table takes away."""

from datetime import date, timedelta

import pytest

from tests.made_tables import DEMANDED, MARKET, make_tables, rows

ROLES = rows(
    "roles",
    *({"role_id": role, "scope": "core"} for role in ("data_scientist", "machine_learning_engineer")),
    {"role_id": "software_engineer", "scope": "supporting"},
)
SKILLS = rows(
    "skills",
    *(
        {"skill_id": skill}
        for skill in ("python", "spark", "pytorch", "tensorflow", "marketing", "compliance")
    ),
    {"skill_id": "pyspark", "parent_id": "spark"},
    {"skill_id": "machine_learning", "is_ml": True},
    {"skill_id": "large_language_models", "is_ml": True},
    category="tool",
)


def postings(name, count, role="data_scientist", day=date(2026, 3, 1), **other):
    """So many postings of a role, in a row of days from this one on."""
    return [
        {"posting_id": f"{name}{n:03}", "role_id": role, "day": day + timedelta(n % 20), **other}
        for n in range(count)
    ]


def names(found, skill, need="required", evidence="text"):
    """These postings name the skill with this need."""
    return [
        {"posting_id": p["posting_id"], "skill_id": skill, "need": need, "evidence": evidence} for p in found
    ]


@pytest.fixture
def market(tmp_path):
    """The tables of demand made of postings and of what they name, read with `.filter(...)`."""

    def make(found, named, *more, **given):
        files = {p.get("file", "board.csv") for p in found}
        companies = {p["company"] for p in found if "company" in p}
        inputs = {
            "roles": ROLES,
            "skills": SKILLS,
            "skill_parents": rows("skill_parents"),
            "employers": rows("employers", *({"company": name, "employer": name} for name in companies)),
            "snapshots": rows("snapshots", *({"file": f, "snapshot_of": f} for f in files)),
            "postings": rows(
                "postings",
                *(
                    {
                        "posting_id": p["posting_id"],
                        "posted_on": p["day"],
                        "dated_on": p["day"],
                        "source_id": p.get("source", "board"),
                        "file": p.get("file", "board.csv"),
                        "company": p.get("company"),
                    }
                    for p in found
                ),
                kind="posting",
                has_text=True,
                is_partial_text=False,
                country="US",
                posted_on_precision="day",
            ),
            "posting_roles": rows(
                "posting_roles",
                *({"posting_id": p["posting_id"], "role_id": p["role_id"]} for p in found),
                seniority="mid",
                level="mid",
            ),
            "posting_skills": rows("posting_skills", *named, mentions=1),
        }
        made = make_tables(tmp_path, {**inputs, **given}, *MARKET, *DEMANDED, *more)
        return lambda table, **key: made[table].scan().filter(**key).collect()

    return make


def shares(read, skill, role="data_scientist", period="latest"):
    columns = ["named_share", "asked_share", "required_share"]
    return read("role_skill_demand", role_id=role, skill_id=skill, period=period).select(columns).row(0)


def test_a_skill_that_is_named_is_not_one_that_is_asked(market):
    found = postings("a", 20)
    named = names(found[:10], "marketing", "context") + names(found[10:12], "marketing", "preferred")
    read = market(found, named + names(found[12:13], "marketing"))
    assert shares(read, "marketing") == (0.65, 0.15, 0.05)


def test_ranks_go_by_what_is_asked(market):
    found = postings("a", 20)
    read = market(found, names(found, "marketing", "context") + names(found[:2], "python"))
    ranks = read("role_skill_demand", period="latest").sort("rank")["skill_id"].to_list()
    assert ranks == ["python", "marketing"]


def test_what_those_that_name_a_skill_require_says_so_in_its_name(market):
    found = postings("a", 30)
    read = market(found, names(found[:2], "pytorch"))
    (row,) = read("role_skill_demand", skill_id="pytorch", period="latest").iter_rows(named=True)
    assert (row["required_share"], row["required_share_of_named"]) == (2 / 30, 1.0)


def test_a_supporting_role_that_only_mentions_ml_is_not_of_the_ml_market(market):
    engineers = postings("s", 12, "software_engineer")
    read = market(
        engineers,
        names(engineers[:7], "machine_learning", "context") + names(engineers[7:], "machine_learning"),
    )
    assert read("market_postings").height == 5


OLD, NEW = postings("o", 40, day=date(2020, 4, 1)), postings("n", 20)


def test_a_skill_of_today_is_not_measured_on_the_texts_of_years_ago(market):
    read = market(OLD + NEW, names(NEW[:10], "large_language_models") + names(OLD, "python"))
    assert shares(read, "large_language_models")[1] == 0.5
    assert shares(read, "large_language_models", period="all")[1] == 10 / 60
    assert read("periods", period="latest").row(0)[1:] == (date(2024, 4, 1), date(2026, 3, 31))


def test_the_order_of_two_skills_is_that_of_the_latest_two_years(market):
    named = names(OLD[:30], "tensorflow") + names(NEW[:12], "pytorch") + names(NEW[:4], "tensorflow")
    read = market(OLD + NEW, named)
    assert shares(read, "pytorch")[1] > shares(read, "tensorflow")[1]
    assert shares(read, "pytorch", period="all")[1] < shares(read, "tensorflow", period="all")[1]


def test_a_claim_is_held_against_the_postings_of_its_period(market):
    claims = rows(
        "role_skill_claims",
        {
            "role_id": "data_scientist",
            "skill_id": "large_language_models",
            "article_id": "a",
            "scope": "role",
        },
    )
    named = names(NEW[:10], "large_language_models")
    read = market(
        OLD + postings("p", 200, day=date(2020, 6, 1)) + NEW,
        named,
        "role_skill_gap",
        role_skill_claims=claims,
    )
    classes = dict(read("role_skill_gap").select("period", "gap_class").iter_rows())
    assert (classes["latest"], classes["all"]) == ("claimed_and_asked", "claimed_but_rare")


def of_two_months(name, count, year, *months, **values):
    """As many postings of each month."""
    return [
        posting for n in months for posting in postings(f"{name}{n}", count, day=date(year, n, 1), **values)
    ]


def test_a_search_that_widens_is_no_trend(market):
    before = of_two_months("b", 20, 2025, 10, 11, file="ml_ca_0.csv")
    after = of_two_months("c", 20, 2026, 2, 3, file="ml_ca_7.csv")
    widened = postings("w", 200, day=date(2026, 2, 1), file="ml_tx_0.csv")
    named = names(before[:10] + after[:10] + widened, "compliance")
    (trend,) = market(before + after + widened, named, "skill_trends")("skill_trends").iter_rows(named=True)
    assert (trend["trend"], trend["difference"]) == ("steady", 0.0)
    assert (trend["later_postings_with_text"], trend["strata_in_common"]) == (40, 1)


def test_what_one_employer_begins_to_ask_for_is_no_trend_of_the_role(market):
    before, after = of_two_months("b", 30, 2025, 10, 11), of_two_months("c", 30, 2026, 2, 3)
    named = names(before[:5] + after[:40], "compliance")
    (trend,) = market(before + after, named, "skill_trends")("skill_trends").iter_rows(named=True)
    assert trend["trend"] == "emerging"
    of_one = [posting | {"company": "Example Labs"} for posting in before[:20] + after[:40]]
    others = before[20:] + after[40:]
    assert market(of_one + others, named, "skill_trends")("skill_trends").is_empty()


def test_a_degree_that_is_one_of_several_is_named_and_not_a_must(market):
    found = postings("a", 20)
    levels = [
        {"posting_id": p["posting_id"], "level": level} for p in found for level in ("bachelor", "doctorate")
    ]
    degrees = rows("posting_requirements", *levels, requirement="degree", need="required")
    read = market(
        found,
        names(found, "python"),
        "role_requirements",
        posting_requirements=degrees,
        role_definitions=rows("role_definitions"),
    )
    doctorate = read("role_requirements", period="latest", asked="doctorate")
    assert doctorate.select("must_have_share", "named_share").row(0) == (0.0, 1.0)


def test_a_skill_that_one_posting_asks_sets_no_role_apart(market):
    scientists, engineers = postings("a", 12), postings("e", 300, "machine_learning_engineer")
    named = names(scientists[:1], "compliance") + names(engineers, "python") + names(scientists, "spark")
    read = market(scientists + engineers, named)
    demanded = read("role_skill_demand", role_id="data_scientist", period="latest")
    classes = dict(demanded.select("skill_id", "demand_class").iter_rows())
    assert classes == {"spark": "defining", "compliance": "common"}
    (tested,) = read("role_distinctiveness", role_id="data_scientist", period="latest").iter_rows(named=True)
    assert tested["distinctive_skills"] == 1
    assert tested["false_flag_share"] <= 0.05


def test_a_tag_that_a_source_has_not_got_lowers_no_share(market):
    rich, poor = postings("r", 20, source="rich"), postings("p", 80, source="poor")
    named = names(rich[:15], "machine_learning", "context", "tag") + names(
        rich + poor, "python", "context", "tag"
    )
    tags = market(rich + poor, named, "role_skill_tags")(
        "role_skill_tags", period="latest", skill_id="machine_learning"
    )
    assert tags.select("source_id", "postings", "postings_with_tags", "share").rows() == [
        ("rich", 15, 20, 0.75)
    ]


def test_who_asks_pyspark_asks_spark_and_there_is_one_figure(market):
    found = postings("a", 20)
    tags = names(found[:4], "spark", "context", "tag") + names(found[2:15], "pyspark", "context", "tag")
    named = names(found[:5], "spark") + names(found[5:15], "pyspark")
    read = market(found, named + tags, "role_skill_tags")
    assert read("role_skill_tags", skill_id="spark", period="latest")["postings"].item() == 15
    (spark,) = read("role_skill_demand", skill_id="spark", period="latest").iter_rows(named=True)
    assert (spark["asked_share"], spark["asked_itself_share"]) == (0.75, 0.25)
    assert read("skill_demand", skill_id="spark", period="latest")["asked_share"].item() == 0.75
