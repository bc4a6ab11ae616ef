"""Role articles: how they are read, and that the shipped ones are complete."""

import copy
from datetime import date

import polars as pl
import pytest
import yaml

from pipelines.articles.role_definitions import ArticleError, list_role_definitions, list_role_skill_claims
from schemas.role_definitions import RoleDefinitions, RoleSkillClaims
from schemas.roles import Roles
from warehouse.settings import ROOT

DATA = ROOT / "data"
ROLES = pl.DataFrame({"role_id": ["data_scientist", "data_engineer"]})
SKILLS = pl.DataFrame({"skill_id": ["python", "sql", "statistics"]})
ARTICLE = {
    "title": "Two roles",
    "author": "A. Writer",
    "published_on": date(2024, 5, 1),
    "all_roles": {
        "education": ["A degree"],
        "required": [{"python": "Python"}],
        "helpful": [{"sql": "databases"}],
    },
    "roles": [
        {
            "heading": "Data scientists",
            "role_id": "data_scientist",
            "summary": "Find meaning in data.",
            "responsibilities": ["Analyse data"],
            "education": ["A degree in statistics"],
            "required": [{"statistics": "statistics"}],
            "helpful": [{"python": "some Python"}],
        },
        {"heading": "Data engineers", "role_id": "data_engineer", "summary": "Move data."},
    ],
}


def definitions(article: dict) -> pl.DataFrame:
    return list_role_definitions({"two_roles.yml": article}, ROLES)


def claims(article: dict) -> pl.DataFrame:
    return list_role_skill_claims({"two_roles.yml": article}, ROLES, SKILLS)


def changed(change) -> dict:
    article = copy.deepcopy(ARTICLE)
    change(article)
    return article


def test_each_role_of_an_article_is_one_definition():
    table = RoleDefinitions.validate(definitions(ARTICLE))
    assert table["article_id"].to_list() == ["two_roles", "two_roles"]
    assert table["heading"].to_list() == ["Data scientists", "Data engineers"]
    assert table["published_on"].to_list() == [date(2024, 5, 1)] * 2
    assert table["publisher"].to_list() == [None, None]


def test_education_for_all_roles_follows_that_of_the_role():
    assert definitions(ARTICLE)["education"].to_list() == [
        ["A degree in statistics", "A degree"],
        ["A degree"],
    ]


def test_a_claim_on_all_roles_reaches_every_role():
    table = RoleSkillClaims.validate(claims(ARTICLE))
    engineer = table.filter(heading="Data engineers").select("skill_id", "strength", "scope", "subject")
    assert engineer.rows() == [
        ("python", "required", "all_roles", "Python"),
        ("sql", "helpful", "all_roles", "databases"),
    ]


def test_the_claim_of_a_role_wins_over_the_general_one():
    python = claims(ARTICLE).filter(heading="Data scientists", skill_id="python")
    assert python.select("strength", "scope", "subject").rows() == [("helpful", "role", "some Python")]


def test_an_article_needs_no_general_part():
    table = claims(changed(lambda article: article.pop("all_roles")))
    assert set(table["scope"]) == {"role"}


def test_articles_come_by_file_name_whatever_the_order_given():
    table = list_role_definitions({"b.yml": ARTICLE, "a.yml": ARTICLE}, ROLES)
    assert table["article_id"].to_list() == ["a", "a", "b", "b"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: a.update(titel="Two roles"), ["article", "`titel`", "Use one of"]),
        (lambda a: a.pop("title"), ["article", "`title`", "Write a text"]),
        (lambda a: a.update(published_on="May 2024"), ["article", "`published_on`", "YYYY-MM-DD"]),
        (lambda a: a.update(roles=[]), ["article", "`roles`", "at least one role"]),
        (lambda a: a.update(all_roles=["python"]), ["all_roles", "key: value"]),
        (lambda a: a["roles"].append("Data analysts"), ["role 3", "key: value"]),
        (lambda a: a["roles"][1].pop("heading"), ["role 2", "`heading`"]),
        (lambda a: a["roles"][1].update(heading="Data scientists"), ["Data scientists", "twice"]),
        (lambda a: a["roles"][1].pop("summary"), ["Data engineers", "`summary`"]),
        (lambda a: a["roles"][1].update(skills=[]), ["Data engineers", "`skills`", "Use one of"]),
        (lambda a: a["roles"][1].update(role_id="wizard"), ["Data engineers", "wizard", "roles.csv"]),
        (lambda a: a["roles"][1].update(education="A degree"), ["Data engineers", "`education`", "dash"]),
        (lambda a: a["roles"][1].update(education=[2024]), ["Data engineers", "2024", "quotes"]),
    ],
)
def test_a_malformed_article_says_where_and_what_to_do(change, words):
    with pytest.raises(ArticleError, match=r"two_roles\.yml") as error:
        definitions(changed(change))
    assert [word for word in words if word not in str(error.value)] == []


@pytest.mark.parametrize(
    ("required", "words"),
    [
        ([{"cobol": "COBOL"}], ["cobol", "skills.csv"]),
        ([{"sql": "SQL"}, {"sql": "databases"}], ["sql a second time", "one claim"]),
        ([{"sql": None}], ["sql without a subject"]),
        (["sql"], ["- skill_id: subject"]),
        ([{"sql": "SQL", "python": "Python"}], ["- skill_id: subject"]),
    ],
)
def test_a_malformed_claim_says_where_and_what_to_do(required, words):
    with pytest.raises(ArticleError, match=r"two_roles\.yml: Data engineers: `required`") as error:
        claims(changed(lambda article: article["roles"][1].update(required=required)))
    assert [word for word in words if word not in str(error.value)] == []


@pytest.fixture(scope="module")
def articles() -> dict[str, dict]:
    files = (DATA / "role_definitions").glob("*.yml")
    return {file.name: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


@pytest.fixture(scope="module")
def roles() -> pl.DataFrame:
    return pl.read_csv(DATA / "taxonomies" / "roles.csv")


@pytest.fixture(scope="module")
def shipped_claims(articles, roles) -> pl.DataFrame:
    skills = pl.read_csv(DATA / "taxonomies" / "skills.csv", infer_schema=False)
    return RoleSkillClaims.validate(list_role_skill_claims(articles, roles, skills))


def test_the_shipped_roles_keep_their_contract(roles):
    assert Roles.validate(roles).height == 22


def test_every_role_of_the_shipped_articles_is_defined(articles, roles):
    table = RoleDefinitions.validate(list_role_definitions(articles, roles))
    assert dict(table["article_id"].value_counts().iter_rows()) == {
        "machine_learning_job_roles": 7,
        "techtarget_getting_started": 8,
        "airswift_job_market": 10,
        "breslin_ml_job_roles": 11,
    }


def test_the_articles_define_exactly_the_roles_of_origin_article(articles, roles):
    defined = list_role_definitions(articles, roles)["role_id"]
    assert set(defined) == set(roles.filter(origin="article")["role_id"])


def test_every_role_of_the_shipped_articles_has_claims_of_its_own(articles, roles, shipped_claims):
    headings = list_role_definitions(articles, roles).select("article_id", "heading")
    own = shipped_claims.filter(scope="role")
    assert headings.join(own, on=["article_id", "heading"], how="anti").is_empty()


def test_general_claims_reach_every_role_of_their_article(articles, shipped_claims):
    for file, article in articles.items():
        general = article.get("all_roles", {})
        skills = {
            skill for need in ["required", "helpful"] for claim in general.get(need, []) for skill in claim
        }
        for role in article["roles"]:
            of_role = shipped_claims.filter(article_id=file.removesuffix(".yml"), heading=role["heading"])
            assert skills <= set(of_role["skill_id"])
