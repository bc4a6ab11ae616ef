"""Degrees and years of experience are found where a posting asks for them, and only there."""

import pandera.polars as pa
import polars as pl
import pytest

from pipelines.requirements.posting_requirements import RequirementRules, find_requirements
from schemas.requirements import ASKED_NEEDS, LEVELS, REQUIREMENTS, PostingRequirements
from schemas.skills import LANGUAGES
from tests.requirements.shared_cases import TABLES
from warehouse.inbox.curated import read_taxonomy
from warehouse.settings import ROOT

TAXONOMIES = ROOT / "data" / "taxonomies"
WORDS = {table: read_taxonomy(TAXONOMIES, table) for table in TABLES}
RULES = RequirementRules(**WORDS)
STATED = ["requirement", "level", "need", "or_experience", "years_min", "years_max"]
LABELLED = pl.read_csv(
    TAXONOMIES / "labelled_requirements.csv",
    schema_overrides={"years_min": pl.Int64, "years_max": pl.Int64, "or_experience": pl.Boolean},
)


class LabelledRequirements(pa.DataFrameModel):
    """One row per sentence and requirement it states, to measure with; a sentence that states none has one row."""

    sentence: str
    requirement: str = pa.Field(nullable=True, isin=REQUIREMENTS)
    level: str = pa.Field(nullable=True, isin=LEVELS)
    need: str = pa.Field(nullable=True, isin=ASKED_NEEDS)
    or_experience: bool = pa.Field(nullable=True)
    years_min: pl.Int64 = pa.Field(nullable=True)
    years_max: pl.Int64 = pa.Field(nullable=True)
    language: str = pa.Field(isin=LANGUAGES)

    class Config:
        strict = True


def find(*texts):
    postings = pl.DataFrame(
        {"posting_id": [f"{number:016x}" for number in range(len(texts))], "description": texts},
        schema={"posting_id": pl.String, "description": pl.String},
    )
    found = find_requirements(postings, RULES)
    PostingRequirements.validate(found)
    return found


def stated(text, *columns):
    return find(text).select(columns or STATED).rows()


def test_the_labels_keep_their_contract():
    LabelledRequirements.validate(LABELLED)
    assert LABELLED["sentence"].n_unique() >= 80


@pytest.mark.parametrize("sentence", LABELLED["sentence"].unique(maintain_order=True))
def test_a_labelled_sentence_asks_for_what_its_label_says(sentence):
    labels = LABELLED.filter(pl.col("sentence") == sentence, pl.col("requirement").is_not_null())
    assert set(stated(sentence)) == set(labels.select(STATED).rows())


def test_the_fields_of_study_stand_with_the_degree():
    text = "PhD in Computer Science, Mathematics or Statistics.\nGood knowledge of physics is not needed."
    assert stated(text, "fields") == [(["computer_science", "mathematics", "statistics"],)]


def test_a_field_before_the_degree_counts_where_none_follows():
    assert stated("A computer science degree is required.", "level", "fields") == [
        ("degree", ["computer_science"])
    ]


def test_it_is_no_field_of_study_unless_in_capitals():
    assert stated("A Bachelor's degree, and it must be finished.", "fields") == [([],)]
    assert stated("A Bachelor's degree in IT.", "fields") == [(["information_systems"],)]


def test_years_of_a_tool_name_the_tool_and_years_of_work_do_not():
    assert stated("3+ years of experience with Python", "skill_id") == [("python",)]
    assert stated("3+ years of experience in the insurance business, using Python", "skill_id") == [(None,)]


def test_a_heading_makes_what_stands_below_it_preferred():
    text = "Requirements:\nBachelor's degree\n5+ years of experience\n\nNice to have:\nMaster's degree\n"
    assert stated(text, "level", "years_min", "need") == [
        ("bachelor", None, "required"),
        (None, 5, "required"),
        ("master", None, "preferred"),
    ]


@pytest.mark.parametrize(
    ("text", "requirement"),
    [
        ("Qualifications: High School diploma", "degree"),
        ("Abgeschlossenes musikwissenschaftliches Studium im Fach Orgel", "degree"),
        ("Gevraagd: jarenlange ervaring als bakker", "experience"),
        ("5years of experience as a baker", "experience"),
        ("12+yrs. experience as a baker", "experience"),
    ],
)
def test_words_are_found_in_any_case_and_right_behind_others_and_digits(text, requirement):
    assert find(text)["requirement"].to_list() == [requirement]


@pytest.mark.parametrize("heading", ["Ideally you’d have:\n", "It’s a bonus if you have:\n", "歓迎条件：\n"])
def test_headings_with_curly_apostrophes_or_without_spaces_make_things_preferred(heading):
    text = f"Requirements:\n2 years of baking experience\n{heading}4 years of cooking experience"
    assert find(text)["need"].to_list() == ["required", "preferred"]


def test_the_strongest_need_of_a_level_stands():
    assert stated("PhD required.\nPreferred: PhD in physics.", "level", "need") == [("doctorate", "required")]


def test_the_offset_counts_characters_and_the_snippet_shows_the_words():
    text = "Größe zählt – für uns.\nMaster’s degree in Mathematik."
    row = find(text).row(0, named=True)
    assert text[row["start"] :].startswith("Master’s degree")
    assert "Master’s degree in Mathematik" in row["snippet"]


def test_the_snippet_of_a_long_text_is_cut():
    text = "word " * 400 + "Master's degree in physics " + "word " * 400
    snippet = find(text)["snippet"][0]
    assert len(snippet) <= 120
    assert "Master's degree" in snippet


def test_more_years_than_anybody_is_asked_for_are_not_experience():
    assert stated("75 years of experience in banking") == []


def test_a_text_shared_by_postings_is_found_in_each_and_no_text_asks_nothing():
    found = find("PhD in physics.", None, "PhD in physics.", "")
    assert found["posting_id"].to_list() == [f"{0:016x}", f"{2:016x}"]


def test_postings_without_text_make_an_empty_table():
    PostingRequirements.validate(find())


def test_a_phrase_without_letters_is_never_found():
    sign = pl.DataFrame(
        [("≥", "at_least", None, "en")], schema=WORDS["experience_words"].schema, orient="row"
    )
    rules = RequirementRules(**WORDS | {"experience_words": WORDS["experience_words"].vstack(sign)})
    postings = pl.DataFrame({"posting_id": ["0" * 16], "description": ["3 years of experience in sales"]})
    assert find_requirements(postings, rules).equals(find_requirements(postings, RULES))
