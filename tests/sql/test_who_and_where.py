"""Who hires, where the work is done, and where pay comes from."""

from datetime import date

import pytest

from tests.made_tables import make_tables, rows

ALL = {
    "role_id": "data_scientist",
    "source_id": "board",
    "dated_on": date(2025, 5, 1),
    "is_repeat": False,
    "has_text": True,
}


def make(tmp_path, table, postings, market, **given):
    """A table from postings and market postings, each a list of dicts; ids are given in their order."""
    given["postings"] = rows(
        "postings",
        *({"posting_id": f"p{n}", **posting} for n, posting in enumerate(postings)),
        kind="posting",
        source_id="board",
        dated_on=date(2025, 5, 1),
    )
    given["market_postings"] = rows(
        "market_postings", *({"posting_id": f"p{n}", **posting} for n, posting in enumerate(market)), **ALL
    )
    given["snapshots"] = rows("snapshots")
    return make_tables(tmp_path, given, "periods", table)[table].scan().collect()


def test_work_modes_are_shares_of_all_and_of_sources_that_state_them(tmp_path):
    says = [{"work_mode": "remote"}] * 3 + [{"work_mode": "on_site"}] * 6 + [{"work_mode": None}]
    silent = [{"source_id": "silent", "work_mode": mode} for mode in ["remote"] * 5 + [None] * 15]
    found = make(tmp_path, "role_work_modes", [{}] * 30, says + silent)
    of_all = {row["work_mode"]: row for row in found.rows(named=True) if row["period"] == "all"}
    assert of_all["remote"]["share"] == pytest.approx(8 / 30)
    assert of_all["unstated"]["postings"] == 16
    assert (of_all["remote"]["stated_postings"], of_all["remote"]["stated_role_postings"]) == (3, 10)
    assert of_all["on_site"]["stated_share"] == pytest.approx(0.6)


def test_where_few_are_of_sources_that_state_the_mode_there_is_no_share_of_them(tmp_path):
    silent = [{"work_mode": mode} for mode in ["remote"] * 5 + [None] * 15]
    found = make(tmp_path, "role_work_modes", [{}] * 20, silent)
    assert found["stated_share"].null_count() == found.height > 0


def test_employers_count_unique_postings_under_one_name_and_placeholders_none(tmp_path):
    named = ["River", "River", "Lake", None, None, "River"]
    employers = rows(
        "employers",
        {"company": "River", "employer": "River"},
        {"company": "River Inc.", "employer": "River"},
        {"company": "Lake", "employer": "Lake"},
        {"company": "Confidential", "employer": None},
        kind="employer",
    )
    # Ten more of another employer let the latest month count as covered.
    named += ["Lake"] * 10
    market = [{"employer": name, "is_repeat": n == 5} for n, name in enumerate(named)]
    found = make(tmp_path, "role_employers", [{}] * 16, market, employers=employers)
    of_all = found.filter(role_id="data_scientist", period="all")
    assert of_all.select("employer", "postings", "postings_with_employer", "rank").rows() == [
        ("Lake", 11, 13, 1),
        ("River", 2, 13, 2),
    ]
    assert set(found["role_id"]) == {"all", "data_scientist"}
    assert set(found["period"]) == {"2025", "latest", "all"}


def test_origins_of_pay_say_how_alike_amounts_are(tmp_path):
    postings = rows(
        "postings",
        *(
            {"posting_id": f"g{n}", "pay_origin": "via Guess", "country": c}
            for n, c in enumerate(["DE", "FR", "US"])
        ),
        {"posting_id": "s", "pay_origin": None, "country": "US"},
        source_id="board",
        salary_min_year=90_000.0,
        salary_currency="USD",
        pay_basis="estimated",
    )
    found = make_tables(tmp_path, {"postings": postings}, "pay_origins")["pay_origins"].scan().collect()
    columns = ["pay_origin", "postings", "amounts", "commonest_share", "most_countries"]
    assert found.select(columns).rows() == [("via Guess", 3, 1, 1.0, 3), ("none", 1, 1, 1.0, 1)]


def test_a_source_says_how_many_of_its_texts_are_whole(tmp_path):
    texts = [{"has_text": True}, {"has_text": True, "is_partial_text": True}, {"has_text": False}]
    found = make(
        tmp_path,
        "source_coverage",
        [{"is_partial_text": False, **text} for text in texts],
        [],
        sources=rows("sources", {"source_id": "board"}, {"source_id": "none"}),
        raw_postings=rows("raw_postings"),
        sightings=rows("sightings"),
        posting_skills=rows("posting_skills"),
        posting_roles=rows("posting_roles", *({"posting_id": f"p{n}", "role_id": "other"} for n in range(3))),
    )
    assert found.select("source_id", "with_text", "with_whole_text").rows() == [
        ("board", 2, 1),
        ("none", 0, 0),
    ]
