"""What roles and skills pay."""

from datetime import date

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import false_discovery_control

from pipelines.figures import skill_premiums
from pipelines.figures.skill_premiums import adjust_p_values, estimate_skill_premiums, regress_each
from tests.made_tables import make_tables, rows


def test_coefficients_and_clustered_errors_are_those_of_statsmodels():
    draw = np.random.default_rng(3)
    groups = np.eye(4)[draw.integers(0, 4, 200)]
    controls = np.column_stack(
        [groups, np.eye(3)[draw.integers(0, 3, 200)]]
    )  # both sets add up to 1: collinear
    skills = (draw.random((200, 3)) < 0.4).astype(float)
    y = (
        11
        + skills @ [0.1, 0.0, -0.2]
        + groups @ [0, 0.2, 0.3, 0.1]
        + draw.normal(0, 0.2, 200) * (1 + skills[:, 0])
    )
    clusters = draw.integers(0, 25, 200)
    y += draw.normal(0, 0.2, 25)[clusters]
    coefficients, errors = regress_each(y, skills, controls, clusters)
    for column in range(3):
        design = np.column_stack([skills[:, column], controls[:, :4], controls[:, 5:]])
        expected = sm.OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": clusters})
        assert coefficients[column] == pytest.approx(expected.params[0], rel=1e-9)
        assert errors[column] == pytest.approx(expected.bse[0], rel=1e-9)


def test_a_skill_that_the_controls_explain_has_no_premium():
    controls = np.eye(2)[[0, 0, 0, 1, 1, 1]]
    coefficients, errors = regress_each(np.arange(6.0), controls[:, :1], controls, np.arange(6))
    assert np.isnan(coefficients).all()
    assert np.isnan(errors).all()


def test_p_values_are_adjusted_as_benjamini_and_hochberg_say():
    p = np.array([0.3, 0.001, 0.04, 0.04, 0.9, 0.012])
    assert adjust_p_values(p) == pytest.approx(false_discovery_control(p))


IDS = [f"p{number}" for number in range(60)]
NAMES = dict.fromkeys(["Example Labs, Inc.", "EXAMPLE-LABS"], "Example Labs")
"""Employers whose name is another one than the company of a posting."""


def estimate(skill_of, companies=None, basis="stated"):
    """Premiums where every other posting pays a tenth more, and (posting, skill, evidence) are named."""
    posting_pay = rows(
        "posting_pay",
        *(
            {"posting_id": i, "kind": "posting", "pay_usd_year": 100_000.0 * (1.1 if n % 2 else 1)}
            for n, i in enumerate(IDS)
        ),
        {"posting_id": "answer", "kind": "pay_record", "pay_usd_year": 5.0},
        role_id="data_scientist",
        level="mid",
        country="US",
        dated_on=date(2026, 3, 1),
        pay_basis=basis,
        source_id="board",
    )
    everyone = dict.fromkeys([*IDS, "answer"]) | (companies or {})
    postings = rows("postings", *({"posting_id": i, "company": name} for i, name in everyone.items()))
    names = {name for name in everyone.values() if name}
    employers = rows(
        "employers", *({"company": name, "employer": NAMES.get(name, name)} for name in sorted(names))
    )
    named = [(i, "sql", "text") for i in IDS] + skill_of
    posting_skills = rows(
        "posting_skills", *({"posting_id": i, "skill_id": s, "evidence": e} for i, s, e in named)
    )
    broader = {"sql": ["sql"], "rust": ["rust"], "go": ["go"], "gin": ["gin", "go"]}
    skills = rows("skills", *({"skill_id": s, "category": "language"} for s in broader))
    lineage = rows(
        "skill_lineage", *({"skill_id": s, "broader_id": b} for s, above in broader.items() for b in above)
    )
    frames = (posting_pay, postings, employers, posting_skills, skills, lineage)
    return estimate_skill_premiums(*(frame.lazy() for frame in frames))


def test_text_and_tags_are_two_samples_and_pay_records_are_none():
    premiums = estimate([(i, "rust", "text") for i in IDS[1::2]] + [(i, "go", "tag") for i in IDS[:9]])
    assert premiums.select("role_id", "skill_id", "evidence", "postings", "postings_with_pay").rows() == [
        ("all", "rust", "text", 30, 60)
    ]
    assert premiums["premium"].item() == pytest.approx(0.1)


def test_a_posting_that_names_a_narrower_skill_names_the_broader_one():
    premiums = estimate([(i, "gin", "text") for i in IDS[:20]] + [(i, "go", "text") for i in IDS[10:30]])
    assert dict(premiums.select("skill_id", "postings").rows()) == {"gin": 20, "go": 30}


def test_a_skill_that_few_employers_name_in_many_postings_has_no_premium():
    spellings = ["Example Labs, Inc.", "EXAMPLE-LABS", "Example Labs"]
    of_one = {i: spellings[n % 3] for n, i in enumerate(IDS[:40])}
    of_many = {i: f"Employer {n}" for n, i in enumerate(IDS[40:])}
    named = [(i, "rust", "text") for i in IDS[:40]] + [(i, "go", "text") for i in IDS[30:50]]
    premiums = estimate(named, of_one | of_many)
    assert premiums.select("skill_id", "postings", "employers").rows() == [("go", 20, 11)]


def test_a_skill_is_compared_within_a_role_where_a_hundred_of_it_state_pay(monkeypatch):
    named = [(i, "rust", "text") for i in IDS[1::2]]
    assert set(estimate(named)["role_id"]) == {"all"}
    monkeypatch.setattr(skill_premiums, "FEWEST_OF_ROLE", 60)
    premiums = estimate(named).filter(skill_id="rust")
    assert premiums["role_id"].to_list() == ["all", "data_scientist"]
    assert premiums["premium"].to_list() == pytest.approx([0.1, 0.1])


def test_estimates_of_pay_have_no_premium():
    found = estimate([(i, "rust", "text") for i in IDS[1::2]], basis="estimated")
    assert found.is_empty()


@pytest.fixture
def paid(tmp_path):
    """Twelve postings in euros of 2026, one without pay, one estimate, one pay record; the tables made from them."""
    ids = [f"p{number:02}" for number in range(12)]
    postings = rows(
        "postings",
        *(
            {
                "posting_id": i,
                "salary_min_year": 50_000.0 + 1_000 * n,
                "salary_max_year": 52_000.0 + 1_000 * n,
                "pay_basis": "stated",
            }
            for n, i in enumerate(ids)
        ),
        {"posting_id": "silent"},
        {"posting_id": "guessed", "salary_min_year": 900_000.0, "pay_basis": "estimated"},
        {"posting_id": "answer", "kind": "pay_record", "salary_min_year": 1.0, "pay_basis": "survey"},
        kind="posting",
        country="DE",
        source_id="board",
        salary_currency="EUR",
        dated_on=date(2026, 3, 1),
    )
    everyone = [*ids, "silent", "guessed", "answer"]
    posting_roles = rows(
        "posting_roles", *({"posting_id": i} for i in everyone), role_id="data_scientist", level="mid"
    )
    given = {
        "postings": postings,
        "posting_roles": posting_roles,
        "snapshots": rows("snapshots"),
        "employers": rows("employers"),
        "roles": rows("roles", {"role_id": "data_scientist"}),
        "market_postings": rows(
            "market_postings",
            *({"posting_id": i, "is_repeat": False, "has_text": True} for i in everyone[:-1]),
            dated_on=date(2026, 3, 1),
        ),
        "currency_rates": rows(
            "currency_rates",
            {"currency": "EUR", "year": 2022, "usd_per_unit": 1.0},
            {"currency": "EUR", "year": 2023, "usd_per_unit": 1.1},
            source="a bank",
        ),
        "posting_skills": rows(
            "posting_skills",
            *({"posting_id": i, "skill_id": "sql", "evidence": "tag"} for i in everyone),
            *({"posting_id": i, "skill_id": "sql", "evidence": "title"} for i in everyone),
        ),
        "skills": rows("skills", {"skill_id": "sql", "category": "language"}),
        "skill_lineage": rows("skill_lineage", {"skill_id": "sql", "broader_id": "sql"}),
    }
    made = make_tables(tmp_path, given, "periods", "posting_pay", "role_pay", "skill_pay")
    return {name: parts.scan().collect() for name, parts in made.items()}


def test_pay_is_the_middle_of_the_range_at_the_latest_rate_known_by_then(paid):
    first = paid["posting_pay"].filter(posting_id="p00").row(0, named=True)
    assert first["pay_usd_year"] == pytest.approx(51_000 * 1.1)
    assert first["rate_year"] == 2023


def test_quartiles_and_their_intervals_are_those_of_the_sorted_values(paid):
    values = 1.1 * (51_000 + 1_000 * np.arange(12))
    row = paid["role_pay"].filter(period="all", country="all", level="all").row(0, named=True)
    assert (row["records"], row["records_with_pay"], row["records_estimated"]) == (14, 12, 1)
    found = [row[name] for name in ("lower_quartile", "median", "upper_quartile")]
    assert found == pytest.approx(np.quantile(values, [0.25, 0.5, 0.75]))
    # Binomial(12, 1/2): 3 and 9 are its quantiles at 0.025 and 0.975, so the 3rd and 10th value bound the median.
    assert (row["median_low"], row["median_high"]) == pytest.approx((values[2], values[9]))
    # Binomial(12, 1/4): 0 and 6; twelve values have no lower bound of the lower quartile.
    assert row["lower_quartile_low"] is None
    assert row["lower_quartile_high"] == pytest.approx(values[6])


def test_pay_records_are_counted_apart_and_few_are_not_published(paid):
    assert set(paid["role_pay"]["kind"]) == {"posting"}
    assert "answer" in paid["posting_pay"]["posting_id"]


def test_pay_of_a_skill_counts_tags_and_text_and_never_titles(paid):
    assert set(paid["skill_pay"]["evidence"]) == {"tag"}
    assert paid["skill_pay"].filter(country="DE", period="all")["records_with_pay"].to_list() == [12]
