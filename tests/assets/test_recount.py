"""Published figures counted again in plain Python, from the sample's raw files and the rows of the taxonomy."""

import csv
import io
import math
import random
from collections import Counter, defaultdict
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
    published: a title's role, what repeats what, and what need of a skill a text states.
    """
    texts, matcher = read_texts(built), PlainMatcher(built.data / "taxonomies" / "skill_aliases.csv")
    scope = {row["role_id"]: row["scope"] for row in fetch(built, "select role_id, scope from roles")}
    skills = {row["skill_id"]: row for row in fetch(built, "select skill_id, category, is_ml from skills")}
    parents = defaultdict(list)
    for row in fetch(built, "select skill_id, parent_id from skills union all from skill_parents"):
        parents[row["skill_id"]].append(row["parent_id"])
    roles = {
        row["posting_id"]: row["role_id"]
        for row in fetch(built, "select posting_id, role_id from posting_roles")
    }
    employers = {row["company"]: row["employer"] for row in fetch(built, "from employers")}
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
        named = {s for s in matcher.skills(plain_text(text)) if skills[s]["category"] != "soft"}
        role, of_posting = roles[posting["posting_id"]], needs[posting["posting_id"]]
        asks_ml = any(skills[skill]["is_ml"] and of_posting[skill] != "context" for skill in named)
        if scope.get(role) == "core" or (role in scope and (asks_ml or posting["posting_id"] in elsewhere)):
            own = {"role_id": role, "employer": employers.get(posting["company"])}
            found.append({**posting, **own, **raise_needs(named, of_posting, skills, parents)})
    return found


def raise_needs(named, need_of, skills, parents):
    """Each hard skill named, itself or by one below it, with the strongest need; and those asked themselves."""
    raised, queue = defaultdict(set), [(skill, need_of[skill]) for skill in named]
    while queue:
        skill, need = queue.pop()
        if skill and need not in raised[skill]:
            raised[skill].add(need)
            queue += [(parent, need) for parent in parents[skill]]
    strongest = {
        skill: min(needs, key=["required", "preferred", "context"].index)
        for skill, needs in raised.items()
        if skill and skills[skill]["category"] != "soft"
    }
    return {"skills": strongest, "itself": {skill for skill in named if need_of[skill] != "context"}}


def wilson(k, n):
    middle = (k + Z * Z / 2) / (n + Z * Z)
    half = Z / (n + Z * Z) * math.sqrt(k * (n - k) / n + Z * Z / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def day_of(posting, taken_on):
    return posting["posted_on"] or posting["seen_on"] or taken_on[posting["file"]]


def recount(market, role, skill, taken_on):
    """Every figure of a row of role_skill_demand over these postings but what permutations and log-odds say."""
    unique = [posting for posting in market if posting["duplicate_of"] is None]
    of_role = [posting for posting in unique if posting["role_id"] == role]
    n = len(of_role)

    def asks(posting, wanted):
        return posting["skills"].get(wanted) in ("required", "preferred")

    def share_in_market(wanted):
        return sum(asks(posting, wanted) for posting in unique) / len(unique)

    named, asked = defaultdict(int), defaultdict(int)
    for posting in of_role:
        for name in posting["skills"]:
            named[name] += 1
            asked[name] += asks(posting, name)
    tf_idf = {name: asked[name] and asked[name] * math.log(1 / share_in_market(name)) for name in named}
    k = asked[skill]
    required = sum(posting["skills"].get(skill) == "required" for posting in of_role)
    itself = sum(skill in posting["itself"] for posting in of_role)
    months, sources = defaultdict(list), defaultdict(list)
    for posting in of_role:
        month = day_of(posting, taken_on).strftime("%Y-%m")
        months[posting["source_id"], month].append(asks(posting, skill))
        sources[posting["source_id"]].append(asks(posting, skill))
    employers = Counter(p["employer"] for p in of_role if p["employer"] and asks(p, skill))
    by_month = [sum(cell) / len(cell) for cell in months.values() if len(cell) >= 10]
    by_source = [sum(cell) / len(cell) for cell in sources.values() if len(cell) >= 10]
    counted = {"named": named[skill], "asked": k, "required": required}
    market_share = share_in_market(skill)
    return {
        "role_id": role,
        "skill_id": skill,
        **{f"{name}_postings": count for name, count in counted.items()},
        "postings_with_text": n,
        "raw_postings": sum(p["role_id"] == role and skill in p["skills"] for p in market),
        **{f"{name}_share": count / n for name, count in counted.items()},
        **{f"{name}_share_low": wilson(count, n)[0] for name, count in counted.items()},
        **{f"{name}_share_high": wilson(count, n)[1] for name, count in counted.items()},
        "required_share_of_named": required / named[skill],
        "asked_itself_postings": itself,
        "asked_itself_share": itself / n,
        "is_small_sample": n < 30,
        "rank": sorted(named, key=lambda name: (-asked[name], -named[name], name)).index(skill) + 1,
        "lift": k / n / market_share if market_share else None,
        "tf_idf_rank": sorted(tf_idf, key=lambda name: (-tf_idf[name], name)).index(skill) + 1,
        "cells": len(by_month),
        "share_by_cell": sum(by_month) / len(by_month) if by_month else None,
        "sources": len(by_source),
        "source_share_min": min(by_source, default=None),
        "source_share_max": max(by_source, default=None),
        "source_share_sd": stdev(by_source) if len(by_source) > 1 else None,
        "largest_employer_share": max(employers.values()) / k if employers else None,
    }


def test_rows_drawn_at_random_are_what_plain_python_counts(built, market):
    taken_on = {row["file"]: row["taken_on"] for row in fetch(built, "select file, taken_on from snapshots")}
    columns = "* exclude (log_odds, log_odds_z, demand_class)"
    published = fetch(built, f"select {columns} from role_skill_demand order by period, role_id, skill_id")
    spans = {row["period"]: row for row in fetch(built, "from periods")}
    for row in random.Random(19).sample(published, ROWS):
        span = spans[row.pop("period")]
        inside = [
            posting
            for posting in market
            if span["period"] == "all"
            or ((day := day_of(posting, taken_on)) and span["first_day"] <= day <= span["last_day"])
        ]
        expected = recount(inside, row["role_id"], row["skill_id"], taken_on)
        assert row.keys() == expected.keys()
        for name, value in expected.items():
            assert row[name] == (pytest.approx(value, rel=1e-6) if isinstance(value, float) else value), name


def test_which_postings_have_text_is_what_the_raw_files_say(built, market):
    counted = sum(
        row["n"] for row in fetch(built, "select count(*) as n from market_postings where has_text")
    )
    assert counted == len(market)
