"""The compiled matcher gives what the reference gives, in any text."""

import os
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.skills.characters import (
    ALNUM,
    DECIMAL,
    DIGIT,
    EXPANDS,
    FOLDS,
    LETTER,
    LOWER,
    NAMED_SIGNS,
    SIGN_SHIFT,
    SPACE,
    UPPER,
    read_characters,
    signs_of,
)
from pipelines.skills.compiled_lexicon import CompiledMatcher
from pipelines.skills.compiled_mentions import find_mentions
from pipelines.skills.posting_skills import SkillLexicon, read_mentions
from schemas.skills import SectionHeadings, SkillAliases, SkillCues, Skills
from warehouse.settings import ROOT

TAXONOMIES = ROOT / "data" / "taxonomies"
SHARED = os.environ.get("ML_JOB_MARKET_SHARED")
TABLES = {
    "skill_aliases": SkillAliases,
    "skills": Skills,
    "section_headings": SectionHeadings,
    "skill_cues": SkillCues,
}
FRAMES = [pl.read_csv(TAXONOMIES / f"{table}.csv", schema=c.polars_schema()) for table, c in TABLES.items()]
ALIASES, _, HEADINGS, CUES = FRAMES
RARE = ALIASES.filter(pl.col("rule") != "word")["alias"].to_list()


@pytest.fixture(scope="module")
def lexicon() -> SkillLexicon:
    return SkillLexicon(*FRAMES)


def assert_same(texts: list[str], companies: list[str | None], lexicon: SkillLexicon) -> None:
    texts, companies = pl.Series(texts, dtype=pl.String), pl.Series(companies, dtype=pl.String)
    assert_frame_equal(
        find_mentions(texts, companies, lexicon.compiled), read_mentions(texts, companies, lexicon.reference)
    )


WORDS = st.one_of(
    st.sampled_from(ALIASES["alias"].to_list()),
    st.sampled_from(RARE),
    st.sampled_from(HEADINGS["heading"].to_list()),
    st.sampled_from(CUES["cue"].to_list()),
    st.sampled_from(
        ["Python", "SQL", "Go", "R", "C", "Snowflake", "At", "and", "und/oder", "but", "e.g.", "Acme"]
    ),
    st.sampled_from(
        ["x@y.de", "https://a.io/Go", "www.R.de", "python.org", "H2O.ai", "ß", "İ", "ŉ", "ﬁ", "Ünï"]
    ),
    st.text(max_size=4),
)
CASED = st.builds(
    lambda word, case: case(word),
    WORDS,
    st.sampled_from([str, str, str, str.upper, str.lower, str.title, str.casefold]),
)
SIGNS = st.one_of(
    st.just(" "),
    st.just(" "),
    st.sampled_from(
        [*".,;:/-–—‑&+#'’()[]*•·_\"”!?@°", "\n", "\n\n", "  ", "\u00a0", "\u2028", "", ": ", ". ", " - "]
    ),
)


@given(
    st.lists(
        st.lists(st.tuples(CASED, SIGNS), max_size=40).map(lambda pieces: "".join(map("".join, pieces)))
    ),
    st.sampled_from([None, "Snowflake Inc", "databricks", "Go", "Acme"]),
)
def test_any_text_is_read_as_the_reference_reads_it(lexicon, texts, company):
    assert_same(texts, [company] * len(texts), lexicon)


def test_more_mentions_than_fit_at_once_are_all_found(lexicon):
    assert_same(["Python, SQL and Java. " * 9000, "", "Go"] * 3, [None] * 9, lexicon)


def test_no_texts_have_no_mentions(lexicon):
    assert_same([], [], lexicon)
    assert_same(["", "\n"], [None, "Acme"], lexicon)


def test_a_part_of_a_larger_column_is_read_from_its_own_start(lexicon):
    texts = pl.Series(["SQL", "Python", "Java"])[1:]
    none = pl.Series([None, None], dtype=pl.String)
    assert find_mentions(texts, none, lexicon.compiled)["alias"].to_list() == ["Python", "Java"]


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [("a/+-/+-/+b", "more than 7 signs"), ("a\u266fb", "NAMED_SIGNS"), ("+", "a letter")],
)
def test_a_phrase_that_cannot_be_compiled_is_refused(phrase, reason):
    alias = pl.DataFrame([(phrase, None, "decoy", None)], schema=ALIASES.schema, orient="row")
    with pytest.raises(ValueError, match=reason):
        CompiledMatcher(alias, *FRAMES[1:])


def test_the_table_of_characters_says_what_python_says_of_every_character():
    characters = read_characters()
    everything = [chr(code) for code in range(len(characters.codes))]
    kinds = pl.Series(characters.kinds[characters.codes >> SIGN_SHIFT])
    for kind, test in (
        (ALNUM, str.isalnum),
        (SPACE, str.isspace),
        (UPPER, str.isupper),
        (LOWER, str.islower),
        (DECIMAL, str.isdecimal),
        (DIGIT, str.isdigit),
        (FOLDS, lambda character: character.casefold() != character),
    ):
        assert (kinds // kind % 2 == 1).to_list() == list(map(test, everything))
    for character, letter in zip(everything, (characters.codes & LETTER).tolist(), strict=True):
        if letter >= EXPANDS:
            size, *codes = characters.expansions[letter - EXPANDS].tolist()
            assert "".join(map(chr, codes[:size])) == character.casefold()
        else:
            assert letter == (ord(character.casefold()) if character.isalnum() else 0)


def test_named_signs_are_told_from_all_others():
    signs = pl.Series(read_characters().codes >> SIGN_SHIFT)
    for named in (*map(chr, range(128)), *NAMED_SIGNS):
        assert signs.eq(signs_of(named)[0]).arg_true().to_list() == [ord(named)]


@pytest.mark.skipif(SHARED is None, reason="ML_JOB_MARKET_SHARED names no folder of real postings")
def test_real_postings_are_read_as_the_reference_reads_them(lexicon):
    postings = pl.concat(
        pl.read_csv(path, columns=["job_Description", "company"], infer_schema=False)
        for path in sorted(Path(SHARED, "postings", "indeed_dse_2021").glob("ml_ny_*.csv"))
    ).drop_nulls("job_Description")
    assert_same(postings["job_Description"].to_list(), postings["company"].to_list(), lexicon)
