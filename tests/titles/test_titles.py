"""Titles are read into parts, in sixteen languages, and never raise."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.titles.parts import list_title_parts, normalise_title
from pipelines.titles.reader import TitleReader
from pipelines.titles.rules import RoleRules
from pipelines.titles.vocabulary import Vocabulary
from schemas.roles import SENIORITIES, TitleParts, TitleWords
from warehouse.settings import ROOT

TAXONOMIES = ROOT / "data" / "taxonomies"
WORDS = pl.read_csv(TAXONOMIES / "title_words.csv")
READER = TitleReader(WORDS)
RULES = RoleRules(pl.read_csv(TAXONOMIES / "role_titles.csv"), WORDS)


def normalise(title: str) -> str:
    return normalise_title(title, READER)[0]


def seniority(title: str) -> str:
    return RULES.decide(title).seniority


def list_parts(*titles: str | None) -> pl.DataFrame:
    return list_title_parts(pl.LazyFrame({"title": titles}, schema={"title": pl.String}), READER)


def parts_of(title: str, kind: str) -> list[str]:
    return list_parts(title).filter(kind=kind)["text"].to_list()


def test_the_shipped_words_keep_their_contract():
    TitleWords.validate(WORDS)


@pytest.mark.parametrize(
    ("title", "role_id", "level"),
    [
        ("Software Developer4 - Maps", "software_engineer", "lead"),
        ("Data Scientist2", "data_scientist", "mid"),
        ("Data Engineer Jr. - 204417", "data_engineer", "junior"),
        ("Data Engineer (JR204417)", "data_engineer", "unspecified"),
        ("IT Business Intelligence Analyst", "data_analyst", "unspecified"),
        ("Engineer, Software Development", "software_engineer", "unspecified"),
        ("Embedded SW Engineer", "software_engineer", "unspecified"),
        ("Manager, Applied Science", "ml_manager", "manager"),
        ("Research Scientist, Generative Models", "ml_research_scientist", "unspecified"),
        ("Data Science Summer Associate", "data_scientist", "intern"),
        ("Teacher, Primary Stage", "other", "unspecified"),
        ("Referent KI", "unknown", "unspecified"),
    ],
)
def test_numbers_short_forms_and_fields_beside_an_occupation_are_read(title, role_id, level):
    decision = RULES.decide(title)
    assert (decision.role_id, decision.seniority) == (role_id, level)


def test_words_that_are_read_alike_must_mean_the_same():
    rows = [
        ("Baker", "noun", "baker", "en"),
        ("bákér", "noun", "baker", "fr"),
        ("BAKER", "topic", "bread", "de"),
    ]
    words = pl.DataFrame(rows, schema=["word", "kind", "concept", "language"], orient="row")
    Vocabulary(words.head(2))
    with pytest.raises(
        ValueError, match=r"'Baker' \(line 2\) and 'BAKER' \(line 4\) are read as the same word"
    ):
        Vocabulary(words)


def test_every_level_in_the_words_is_a_seniority():
    graded = WORDS.filter(pl.col("kind").is_in(["level", "leader", "minor"]))
    assert set(graded["concept"]) <= set(SENIORITIES)


@pytest.mark.parametrize(
    "title",
    [
        "Data Engineer (m/w/d)",
        "DATA ENGINEER (H/F)",
        "Data Engineer - Remote",
        "Data Engineer 32-40 uur",
        "Data Engineer [R-20481]",
        "Data Engineer (ID#10252)",
        "Data Engineer $150K-170K",
        "Data Engineer, Houston, TX",
        "Urgent: Data Engineer (Contract)",
        "Data\u202fEngineer\u200b (all genders)",
    ],
)
def test_noise_is_no_part_of_the_normalised_title(title):
    assert normalise(title) == "data engineer"


@pytest.mark.parametrize(
    ("doubled", "single"),
    [
        ("Entwickler:in", "entwickler"),
        ("Entwickler*in", "entwickler"),
        ("Entwickler(in)", "entwickler"),
        ("Entwickler/-in", "entwickler"),
        ("Développeur(se)", "développeur"),
        ("Ingénieur·e", "ingénieur"),
        ("Ingeniero/a", "ingeniero"),
        ("Desenvolvedor(a)", "desenvolvedor"),
    ],
)
def test_a_doubled_gender_form_is_read_as_one_word(doubled, single):
    assert normalise(doubled) == single


def test_mojibake_is_put_right_and_its_span_still_points_into_the_raw_title():
    title = "DonnÃ©es IngÃ©nieur Sénior"
    assert normalise(title) == "données ingénieur sénior"
    assert parts_of(title, "occupation") == ["IngÃ©nieur"]


def test_a_compound_is_read_as_the_words_it_is_made_of():
    kinds = [(part.kind, part.concept) for part in READER.read("Softwareentwicklerin").parts]
    assert kinds == [("topic", "software"), ("noun", "developer")]


def test_the_halves_of_a_compound_with_sharp_s_do_not_share_a_span():
    assert parts_of("Schweißfachingenieur (m/w/d)", "occupation") == ["ingenieur"]
    assert normalise("Schweißfachingenieur DATA Engineer") == "schweißfachingenieur data engineer"


def test_each_part_names_its_kind():
    title = "Senior NLP Engineer (m/w/d), Berlin - Remote - 80.000 € - REQ 12345"
    assert parts_of(title, "seniority") == ["Senior"]
    assert parts_of(title, "topic") == ["NLP"]
    assert parts_of(title, "occupation") == ["Engineer"]
    assert parts_of(title, "gender") == ["(m/w/d)"]
    assert parts_of(title, "place") == ["Berlin"]
    assert parts_of(title, "remote") == ["Remote"]
    assert parts_of(title, "pay") == ["80.000 €"]
    assert parts_of(title, "requisition") == ["REQ 12345"]


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Data Engineer", "unspecified"),
        ("Werkstudent Datenanalyse", "intern"),
        ("Graduate Data Science Intern", "intern"),
        ("Content Manager (Werkstudent)", "intern"),
        ("Praktikant im CFO Office", "intern"),
        ("Senior Engineer, Intern Program", "senior"),
        ("Post-Doctoral Fellow", "unspecified"),
        ("Data Engineer I - Azure", "junior"),
        ("Développeur confirmé", "mid"),
        ("Desarrollador Semi Senior", "mid"),
        ("Engenheiro de Dados Pleno", "mid"),
        ("Data Analyst 2 - Albany", "mid"),
        ("Sr. Developer", "senior"),
        ("Starszy Programista", "senior"),
        ("Data Engineer IV", "lead"),
        ("Research Engineer L5", "lead"),
        ("Senior Staff Engineer", "staff"),
        ("Principal Scientist", "principal"),
        ("Engineering Manager", "manager"),
        ("Senior Product Manager", "senior"),
        ("Account Manager", "unspecified"),
        ("Gerente de Contas", "unspecified"),
        ("Associate Director", "director"),
        ("VP, Engineering", "executive"),
    ],
)
def test_the_highest_level_named_is_the_seniority(title, level):
    assert seniority(title) == level


@pytest.mark.parametrize(
    "title",
    [
        "Internal Auditor",
        "International Trainer",
        "Consultant interne",
        "Data Engineer 2024",
        "Developer, 3 years",
        "Stage 6 mois",
    ],
)
def test_a_number_or_a_look_alike_is_no_level(title):
    assert seniority(title) in ("unspecified", "intern")
    assert (seniority(title) == "intern") == title.startswith("Stage")


def test_each_distinct_title_is_listed_once_and_a_missing_one_not_at_all():
    parts = TitleParts.validate(list_parts("Data Engineer", None, "Data Engineer", "???"))
    assert parts.rows() == [
        ("Data Engineer", 1, "topic", "Data", 0, 4),
        ("Data Engineer", 2, "occupation", "Engineer", 5, 13),
    ]


def test_no_titles_have_no_parts():
    TitleParts.validate(list_parts())


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error_and_parts_lie_within_it(title):
    for text, start, end in list_parts(title).select("text", "start_offset", "end_offset").iter_rows():
        assert title[start:end] == text


@given(
    st.lists(
        st.sampled_from(
            [
                "Senior",
                "Data",
                "(m/w/d)",
                "Ingénieur(e)",
                "-",
                ",",
                "12345",
                "II",
                "work",
                "from",
                "home",
                "Ber",
                "/",
                "İ",
            ]
        ),
        max_size=8,
    ).map(" ".join)
)
def test_normalising_twice_changes_nothing(title):
    assert normalise(normalise(title)) == normalise(title)
