"""Published figures counted again in plain Python, from the sample's raw files and the rows of the taxonomy."""

import csv
import io
import math
import random
from collections import defaultdict
from statistics import NormalDist, stdev

import duckdb
import pytest
import yaml

from schemas.sources import SourceCard
from tests.plain_mentions import PlainMatcher, plain_text
from warehouse.settings import ROOT

ROWS = 10
Z = NormalDist().inv_cdf(0.975)


def fetch(built, sql):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        found = connection.sql(sql)
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def read_texts(built):
    """(file, line) of each raw record whose description column holds something, and what it holds."""
    found = {}
    for path in sorted((ROOT / "data" / "sources").glob("sample_*.yml")):
        card = SourceCard.model_validate(yaml.safe_load(path.read_text()))
        header = card.columns.get("description")
        for file in sorted((built.data / "sample").rglob("*.csv")) if header else ():
            if card.names(file.name):
                text = file.read_bytes().decode(card.dialect.encoding).removeprefix("\ufeff")
                reader = csv.reader(io.StringIO(text, newline=""), delimiter=card.dialect.delimiter)
                position, line = next(reader).index(header), reader.line_num + 1
                for record in reader:
                    if len(record) > position and record[position].strip() not in card.missing:
                        found[str(file.relative_to(built.data / "sample")), line] = record[position]
                    line = reader.line_num + 1
    return found


@pytest.fixture(scope="module")
def market(built):
    """Postings of the ML market with text, each with its role and the skills its raw text names.

    Texts and skills come from the raw files and the rows of the taxonomy. What only judgement can tell is taken as
    published: a title's role, what repeats what, and whether a text requires a skill.
    """
    texts, matcher = read_texts(built), PlainMatcher(built.data / "taxonomies" / "skill_aliases.csv")
    scope = {row["role_id"]: row["scope"] for row in fetch(built, "select role_id, scope from roles")}
    skills = {row["skill_id"]: row for row in fetch(built, "select skill_id, category, is_ml from skills")}
    roles = {
        row["posting_id"]: row["role_id"]
        for row in fetch(built, "select posting_id, role_id from posting_roles")
    }
    elsewhere, needs = set(), defaultdict(dict)
    for row in fetch(built, "select posting_id, skill_id, evidence, need from posting_skills"):
        if row["evidence"] == "text":
            needs[row["posting_id"]][row["skill_id"]] = row["need"]
        elif skills[row["skill_id"]]["is_ml"]:
            elsewhere.add(row["posting_id"])
    found = []
    for posting in fetch(built, "from postings where kind = 'posting'"):
        text = texts.get((posting["file"], posting["line"]))
        if text is None:
            continue
        named = matcher.skills(plain_text(text))
        role, of_posting = roles[posting["posting_id"]], needs[posting["posting_id"]]
        shows_ml = posting["posting_id"] in elsewhere or any(skills[skill]["is_ml"] for skill in named)
        if scope.get(role) == "core" or (role in scope and shows_ml):
            hard = {skill: of_posting.get(skill) for skill in named if skills[skill]["category"] != "soft"}
            found.append({**posting, "role_id": role, "skills": hard})
    return found


def wilson(k, n):
    middle = (k + Z * Z / 2) / (n + Z * Z)
    half = Z / (n + Z * Z) * math.sqrt(k * (n - k) / n + Z * Z / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def recount(market, role, skill):
    """Every figure of a row of role_skill_demand."""
    unique = [posting for posting in market if posting["duplicate_of"] is None]
    of_role = [posting for posting in unique if posting["role_id"] == role]
    naming = [posting for posting in of_role if skill in posting["skills"]]
    k, n = len(naming), len(of_role)
    required = sum(posting["skills"][skill] == "required" for posting in naming)

    def share_in_market(wanted):
        return sum(wanted in posting["skills"] for posting in unique) / len(unique)

    counts = defaultdict(int)
    for posting in of_role:
        for name in posting["skills"]:
            counts[name] += 1
    tf_idf = {name: count * math.log(1 / share_in_market(name)) for name, count in counts.items()}
    mentions = sum(len(posting["skills"]) for posting in unique)
    role_mentions = sum(counts.values())
    elsewhere = sum(skill in posting["skills"] for posting in unique) - k
    alpha, alpha_0 = 30 * share_in_market(skill), 30 * mentions / len(unique)
    log_odds = math.log((k + alpha) / (role_mentions + alpha_0 - k - alpha)) - math.log(
        (elsewhere + alpha) / (mentions - role_mentions + alpha_0 - elsewhere - alpha)
    )
    z = log_odds / math.sqrt(1 / (k + alpha) + 1 / (elsewhere + alpha))
    lift = k / n / share_in_market(skill)

    months, sources = defaultdict(list), defaultdict(list)
    for posting in of_role:
        is_dated = posting["posted_on_precision"] in ("day", "relative", "month")
        month = (posting["posted_on"].year, posting["posted_on"].month) if is_dated else None
        months[posting["source_id"], month].append(skill in posting["skills"])
        sources[posting["source_id"]].append(skill in posting["skills"])
    by_month = [sum(cell) / len(cell) for cell in months.values() if len(cell) >= 10]
    by_source = [sum(cell) / len(cell) for cell in sources.values() if len(cell) >= 10]
    share_low, share_high = wilson(k, n)
    required_low, required_high = wilson(required, k)
    is_distinct = z >= 3 and lift >= 1.25
    return {
        "role_id": role,
        "skill_id": skill,
        "postings": k,
        "postings_with_text": n,
        "raw_postings": sum(p["role_id"] == role and skill in p["skills"] for p in market),
        "share": k / n,
        "share_low": share_low,
        "share_high": share_high,
        "required_share": required / k,
        "required_share_low": required_low,
        "required_share_high": required_high,
        "is_small_sample": n < 30,
        "rank": sorted(counts, key=lambda name: (-counts[name], name)).index(skill) + 1,
        "lift": lift,
        "log_odds": log_odds,
        "log_odds_z": z,
        "tf_idf_rank": sorted(tf_idf, key=lambda name: (-tf_idf[name], name)).index(skill) + 1,
        "demand_class": ("defining" if k / n >= 0.3 else "distinguishing")
        if is_distinct
        else ("rare" if k / n < 0.05 else "common"),
        "cells": len(by_month),
        "share_by_cell": sum(by_month) / len(by_month) if by_month else None,
        "sources": len(by_source),
        "source_share_min": min(by_source, default=None),
        "source_share_max": max(by_source, default=None),
        "source_share_sd": stdev(by_source) if len(by_source) > 1 else None,
    }


def test_rows_drawn_at_random_are_what_plain_python_counts(built, market):
    published = fetch(built, "from role_skill_demand order by role_id, skill_id")
    for row in random.Random(19).sample(published, ROWS):
        expected = recount(market, row["role_id"], row["skill_id"])
        assert row.keys() == expected.keys()
        for name, value in expected.items():
            assert row[name] == (pytest.approx(value, rel=1e-6) if isinstance(value, float) else value), name


def test_which_postings_have_text_is_what_the_raw_files_say(built, market):
    counted = sum(
        row["n"] for row in fetch(built, "select count(*) as n from market_postings where has_text")
    )
    assert counted == len(market)
