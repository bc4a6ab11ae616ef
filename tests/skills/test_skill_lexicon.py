"""The shipped skill lexicon: whole, ordered, and free of contradictions."""

import polars as pl
import pytest

from pipelines.text.phrases import phrase_key
from schemas.skills import ALIAS_RULES, CATEGORIES, SkillAliases, Skills
from warehouse.settings import ROOT

TAXONOMIES = ROOT / "data" / "taxonomies"


def read(table: str, contract: type[Skills] | type[SkillAliases]) -> pl.DataFrame:
    return pl.read_csv(TAXONOMIES / f"{table}.csv", schema=contract.polars_schema())


SKILLS = read("skills", Skills)
ALIASES = read("skill_aliases", SkillAliases)
NAMING = ALIASES.filter(pl.col("rule") != "decoy")
DECOYS = ALIASES.filter(pl.col("rule") == "decoy")


def test_the_skills_keep_their_contract():
    Skills.validate(SKILLS)


def test_the_aliases_keep_their_contract():
    SkillAliases.validate(ALIASES)


def test_the_lexicon_is_as_large_as_promised():
    assert SKILLS.height >= 2300
    assert ALIASES.height >= 22000
    assert set(SKILLS["category"]) == set(CATEGORIES)
    assert set(ALIASES["rule"]) == set(ALIAS_RULES)


def test_every_alias_stands_for_a_known_skill():
    assert NAMING.join(SKILLS, on="skill_id", how="anti")["alias"].to_list() == []


def test_every_skill_can_be_found():
    assert SKILLS.join(NAMING, on="skill_id", how="anti")["skill_id"].to_list() == []


def test_a_decoy_stands_for_nothing():
    assert DECOYS["skill_id"].null_count() == DECOYS.height
    assert NAMING["skill_id"].null_count() == 0


def test_no_spelling_stands_for_two_skills_or_for_a_skill_and_nothing():
    meanings: dict[tuple[str, ...], set[str | None]] = {}
    for alias, skill_id in ALIASES.select("alias", "skill_id").iter_rows():
        meanings.setdefault(phrase_key(alias), set()).add(skill_id)
    assert {key: found for key, found in meanings.items() if len(found) > 1} == {}


def test_a_name_that_is_an_alias_is_an_alias_of_its_own_skill():
    owners = {phrase_key(alias): skill_id for alias, skill_id in NAMING["alias", "skill_id"].iter_rows()}
    strangers = [
        name
        for name, skill_id in SKILLS["name", "skill_id"].iter_rows()
        if owners.get(phrase_key(name), skill_id) != skill_id
    ]
    assert strangers == []


def test_every_line_of_parents_ends_at_a_skill_without_one():
    parents = dict(SKILLS.select("skill_id", "parent_id").iter_rows())
    for skill_id in parents:
        line = [skill_id]
        while (parent := parents[line[-1]]) is not None:
            assert parent in parents, f"{line[-1]} belongs under {parent}, which is no skill"
            assert parent not in line, f"{' under '.join(line)} under {parent}"
            line.append(parent)


def test_skills_are_ordered_by_category_and_id():
    order = [
        (CATEGORIES.index(category), skill_id) for skill_id, category in SKILLS["skill_id", "category"].rows()
    ]
    assert order == sorted(order)


def test_aliases_are_ordered_by_skill_and_spelling_with_the_decoys_last():
    order = [
        (skill_id is None, skill_id or "", alias) for alias, skill_id in ALIASES["alias", "skill_id"].rows()
    ]
    assert order == sorted(order)


@pytest.mark.parametrize("table", ["skills", "skill_aliases"])
def test_no_cell_has_white_space_at_its_edges_or_twice(table):
    for cells in (SKILLS if table == "skills" else ALIASES).select(pl.col(pl.String)):
        tidy = cells.str.replace_all(r"\s+", " ").str.strip_chars()
        assert cells.filter(cells != tidy).to_list() == []


@pytest.mark.parametrize("table", ["skills", "skill_aliases"])
def test_the_files_are_utf8_with_unix_line_ends(table):
    content = (TAXONOMIES / f"{table}.csv").read_bytes()
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8").endswith("\n")


@pytest.mark.parametrize(
    "word", ["R", "C", "Go", "Ray", "Dash", "Word", "Access", "Express", "Segment", "Notion", "Unity", "Chef"]
)
def test_a_name_that_is_an_ordinary_word_or_letter_needs_context(word):
    assert NAMING.filter(pl.col("alias") == word)["rule"].to_list() == ["needs_context"]


@pytest.mark.parametrize(
    "phrase",
    [
        "R&D",
        "go to market",
        "C level",
        "excel at",
        "react to",
        "American Express",
        "CV/resume",
        "vision insurance",
    ],
)
def test_phrases_of_every_posting_that_look_like_a_skill_are_decoys(phrase):
    assert DECOYS.filter(pl.col("alias") == phrase).height == 1


@pytest.mark.parametrize(
    "skill_id", ["machine_learning", "deep_learning", "tensorflow", "large_language_models"]
)
def test_skills_that_only_ml_postings_name_are_marked(skill_id):
    assert SKILLS.filter(pl.col("skill_id") == skill_id)["is_ml"].to_list() == [True]


@pytest.mark.parametrize("skill_id", ["python", "sql", "statistics", "pandas", "amazon_web_services"])
def test_skills_that_any_data_posting_names_are_not_marked_as_ml(skill_id):
    assert SKILLS.filter(pl.col("skill_id") == skill_id)["is_ml"].to_list() == [False]


@pytest.mark.parametrize(
    ("skill_id", "broader"),
    [
        ("elasticsearch", "artificial_intelligence"),
        ("saas", "cloud_computing"),
        ("machine_learning_pipelines", "data_engineering"),
        ("ai_governance", "data_engineering"),
        ("software_deployment", "devops"),
        ("monitoring", "devops"),
        ("debugging", "programming"),
        ("data_privacy", "data_engineering"),
        ("scrum", "software_engineering"),
        ("prototyping", "software_engineering"),
        ("cuda", "distributed_systems"),
    ],
)
def test_a_skill_is_not_under_one_that_who_asks_for_it_may_not_mean(skill_id, broader):
    parents = dict(SKILLS.select("skill_id", "parent_id").iter_rows())
    line = [skill_id]
    while (parent := parents[line[-1]]) is not None:
        line.append(parent)
    assert broader not in line


@pytest.mark.parametrize(
    ("skill_id", "parent_id"),
    [
        ("power_bi", "business_intelligence"),
        ("swiftui", "swift"),
        ("google_cloud_platform", "cloud_computing"),
        ("pytorch", "deep_learning_frameworks"),
    ],
)
def test_a_product_belongs_under_what_it_is_for(skill_id, parent_id):
    assert SKILLS.filter(pl.col("skill_id") == skill_id)["parent_id"].to_list() == [parent_id]
