"""Small inputs with the right value, kept outside the repository: how many of each area are read right.

Areas that other rooms read have their readers in `shared_cases.py` of the room's tests.

`python -m tests.cleaning.test_shared_cases` prints right and total per area and kind, and what is wrong.
"""

import ast
import os
import re
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.repeats.duplicates import mark_duplicates, sign_texts
from schemas.postings import CleanedPostings
from schemas.snapshots import Sightings
from tests.drafting import shared_cases as drafting
from tests.one_value import (
    country_of,
    date_of,
    employer_of,
    is_remote,
    language_of,
    tags_of,
    value_words,
    yearly_pay_of,
)
from tests.requirements import shared_cases as requirements
from tests.skills import shared_cases as skills
from tests.titles import shared_cases as titles

SHARED = os.environ.get("ML_JOB_MARKET_SHARED", "")
CASES = Path(SHARED) / "cases" / "cases.csv"
LEAST = 0.95


def read_pay(case):
    card = {}
    if found := re.search(r"\(card: (.*?)\)\s*$", case):
        card = dict(pair.split("=") for pair in found[1].split(", "))
        case = case[: found.start()]
    columns = {
        "salary_period": re.search(r"period column '(.*?)'", case),
        "salary_currency": re.search(r"currency column '(.*?)'", case),
        "salary_min": re.search(r"\(min (\d+)", case),
        "salary_max": re.search(r"max (\d+)\)", case),
    }
    columns = {name: found[1] for name, found in columns.items() if found}
    if not columns:
        columns = {"salary": ast.literal_eval(case.strip())}
    return yearly_pay_of(card, **columns)


def is_pay_right(case, right):
    expected = ast.literal_eval(right)
    return read_pay(case)[: len(expected)] == expected


def is_place_right(case, right):
    places = re.findall(r"'(.+?)'(?=,|$)", case) if case.count("'") > 2 else [ast.literal_eval(case)]
    if case.count("'") == 2:
        return country_of(places[0]) == (right or None)
    return [country_of(place) for place in places] == right.split(", ")


def is_date_right(case, right):
    text, day, precision = re.fullmatch(r"'(.*)' seen_on (\S+) \((\w+)\)", case).groups()
    found = date_of(text, "relative", seen_on=date.fromisoformat(day), precision=precision)
    expected = ast.literal_eval(right) if right else (None, None)
    return (found[0] and found[0].isoformat(), found[1]) == expected


def is_remote_right(case, right):
    given = ast.literal_eval(case)
    return is_remote(**{"title": "Data Scientist"} | given) is (ast.literal_eval(right) if right else None)


def are_tags_right(case, right):
    return tags_of(case[1:-1] if case.startswith("'") else ast.literal_eval(case)) == ast.literal_eval(right)


def is_text_right(case, right):
    return employer_of(case.removeprefix("company ").strip("'")) == right


SHORT = ("Leading logistics organisation", "Leading financial services organisation")
OPENINGS = {
    "U1.1": [
        {"posted_on": date(2026, 3, day), "description": text}
        for day, text in zip((1, 7), SHORT, strict=True)
    ],
    "U1.3": [
        {"source_seniority": level, "posted_on": date(2026, 3, day)}
        for level, day in (("junior", 1), ("senior", 7))
    ],
    "U2.1": [
        {"title": f"Data Scientist (JR{number})", "source_posting_id": None} for number in (25919, 25853)
    ],
    "U3.1": [
        {"location": place, "source_id": source, "file": f"{source}.csv"}
        for place, source in (("Las Vegas, NV, US", "a"), ("Las Vegas, NV", "b"))
    ],
    "U3.2": [
        {"location": place, "source_id": source, "file": f"{source}.csv"}
        for place, source in (("Berlin, Germany", "a"), ("Berlin", "b"))
    ],
}
"""What the cases of duplicates say in words."""


def is_opening_right(case_id, right):
    rows = [
        {
            "posting_id": f"{number:016x}",
            "source_id": "a",
            "file": "f.csv",
            "line": number,
            "kind": "posting",
            "title": "Data Scientist",
            "company": "Example Labs",
            "location": "Las Vegas, NV",
            "source_posting_id": str(number),
            "posted_on": date(2026, 3, 1),
        }
        | row
        for number, row in enumerate(OPENINGS[case_id], 2)
    ]
    rows = [row | {"country": country_of(row["location"])} for row in rows]
    schema = CleanedPostings.polars_schema()
    frame = pl.DataFrame(rows, schema_overrides=schema)
    frame = frame.with_columns(
        pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in frame.columns
    ).with_columns(has_text=pl.col("description").is_not_null(), text_sha256="description")
    frame = frame.select(schema.names())
    marked = mark_duplicates(frame.lazy(), sign_texts(frame).lazy(), Sightings.empty().lazy(), value_words())
    are_one = marked["duplicate_of"].is_not_null().any()
    return are_one == (right == "one opening")


READERS = {
    "pay": is_pay_right,
    "place": is_place_right,
    "date": is_date_right,
    "remote": is_remote_right,
    "tags": are_tags_right,
    "text": is_text_right,
    **skills.READERS,
    **requirements.READERS,
    **titles.READERS,
}


def is_month_read_from_its_unit():
    units = ("mth.", "miesięcznie")
    columns = "(min 20000, max 25000) (currency column 'PLN')"
    read = [read_pay(f"(period column '{unit}') {columns}")[:2] for unit in units]
    return read == [(240_000, 300_000)] * len(units)


TEXTS = {
    "sv": "Vi söker en dataingenjör som bygger våra flöden tillsammans med analytikerna i Malmö.",
    "ko": "우리 팀과 함께 데이터 파이프라인을 만들 분석가를 찾습니다.",
    "uk": "Шукаємо аналітика даних, який любить порядок у звітах і таблицях.",
    "id": "Kami mencari analis data yang senang bekerja dengan tim di Bandung.",
    "zh": "我们正在招聘一名喜欢整理数据的分析师。",
}


def are_languages_told():
    return all(language_of(text) == language for language, text in TEXTS.items())


IN_WORDS = {"W1": is_month_read_from_its_unit, "L21": are_languages_told, **drafting.CASES}


def score():
    """One row per case: area, kind, id, input and whether it is right."""
    rows = []
    for case in pl.read_csv(CASES, infer_schema=False).iter_rows(named=True):
        area, right = case["area"], case["right"] or ""
        if case["id"] in IN_WORDS:
            is_right = IN_WORDS[case["id"]]()
        elif area == "duplicate":
            is_right = is_opening_right(case["id"], right)
        else:
            is_right = READERS[area](case["input"], right)
        rows.append(
            {"area": area, "kind": case["kind"], "id": case["id"], "input": case["input"], "right": is_right}
        )
    return pl.DataFrame(rows)


def share_by(scored, *keys):
    return scored.group_by(keys, maintain_order=True).agg(right=pl.col("right").sum(), total=pl.len())


@pytest.mark.skipif(not CASES.is_file(), reason="needs ML_JOB_MARKET_SHARED")
def test_nearly_all_cases_of_every_area_are_read_right():
    shares = share_by(score(), "area").with_columns(share=pl.col("right") / pl.col("total"))
    assert {area: share for area, share in shares.select("area", "share").rows() if share < LEAST} == {}


if __name__ == "__main__":
    pl.Config(tbl_rows=-1, fmt_str_lengths=90, tbl_width_chars=160, tbl_hide_dataframe_shape=True)
    scored = score()
    print(
        share_by(scored, "area", "kind"),
        share_by(scored, "area"),
        scored.filter(~pl.col("right")).drop("right"),
    )
    sys.exit(0)
