"""Mentions in any text: as a plain matcher finds them, and the same in every batch."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.skills.lexicon import SkillLexicon
from pipelines.skills.mentions import find_mentions
from pipelines.text import words
from pipelines.text.characters import ALNUM, OTHER_LETTER, SPACE, UPPER, characters, is_word_character
from schemas.skills import SectionHeadings, SkillAliases, SkillCues, Skills
from tests.plain_phrases import find_plainly
from warehouse.settings import ROOT

TABLES = {
    "skill_aliases": SkillAliases,
    "skills": Skills,
    "section_headings": SectionHeadings,
    "skill_cues": SkillCues,
}
FRAMES = [
    pl.read_csv(ROOT / "data" / "taxonomies" / f"{table}.csv", schema=contract.polars_schema())
    for table, contract in TABLES.items()
]
ALIASES, _, HEADINGS, CUES = FRAMES
PLAIN = [
    (alias, skill_id, rule == "exact_case")
    for alias, skill_id, rule in ALIASES.filter(
        pl.col("rule").is_in(["word", "exact_case"]),
        pl.col("alias").str.contains(r"^[A-Za-z]{2,}([ -][A-Za-z]+)*$"),
    )["alias", "skill_id", "rule"].rows()
][::40]
PIECES = st.one_of(
    st.sampled_from(ALIASES["alias"].to_list()),
    st.sampled_from(HEADINGS["heading"].to_list()),
    st.sampled_from(CUES["cue"].to_list()),
    st.sampled_from(
        ["Python", "Go", "R", "At", "and", "x@y.de", "https://a.io/Go", "H2O.ai", "ß", "İ", "ﬁ", "Ünï"]
    ),
    st.sampled_from([*".,;:/-–&+#'()*•_\n", "\n\n", "  ", "\u00a0", "\u2028", "\0", ": ", ". ", " - "]),
    st.text(max_size=4),
)
TEXTS = st.lists(st.lists(PIECES, max_size=30).map(" ".join) | st.lists(PIECES, max_size=30).map("".join))


@pytest.fixture(scope="module")
def lexicon() -> SkillLexicon:
    return SkillLexicon(*FRAMES)


def read(texts: list[str], lexicon: SkillLexicon, company: str | None = None) -> pl.DataFrame:
    companies = pl.repeat(company, len(texts), dtype=pl.String, eager=True)
    return find_mentions(pl.Series(texts, dtype=pl.String), companies, lexicon)


@pytest.fixture(scope="module")
def bare() -> SkillLexicon:
    """Only plain aliases, with no heading, cue or decoy."""
    plain = ALIASES.filter(pl.col("alias").is_in([alias for alias, _, _ in PLAIN]))
    return SkillLexicon(plain, FRAMES[1], HEADINGS.clear(), CUES.clear())


@given(
    st.lists(
        st.tuples(
            st.sampled_from([alias for alias, _, _ in PLAIN]) | st.text("abcdefgXYZ ", max_size=5),
            st.sampled_from([str, str.upper, str.lower]),
            st.sampled_from([" ", ", ", "\n", "; ", " (", ") ", ""]),
        ),
        max_size=12,
    )
)
def test_plain_aliases_are_found_as_an_obvious_matcher_finds_them(bare, pieces):
    text = "".join(case(word) + sign for word, case, sign in pieces)
    found = read([text], bare).select("start", "end", "skill_id").rows()
    assert found == find_plainly(text, PLAIN)


@given(TEXTS, st.sampled_from([None, "Snowflake Inc", "databricks"]))
def test_what_is_found_in_a_text_does_not_depend_on_the_others(lexicon, texts, company):
    together = read(texts, lexicon, company)
    alone = [
        read([text], lexicon, company).with_columns(text=pl.lit(number, pl.Int32))
        for number, text in enumerate(texts)
    ]
    assert_frame_equal(together, pl.concat([together.clear(), *alone]))


def test_what_is_found_does_not_depend_on_the_size_of_batches(lexicon, monkeypatch):
    texts = ["Python, SQL and Java.", "", "Requirements:\nSolid Go", "no Java required"] * 50
    at_once = read(texts, lexicon)
    monkeypatch.setattr(words, "BATCH_BYTES", 64)
    assert_frame_equal(read(texts, lexicon), at_once)
    assert at_once["skill_id"].to_list()[:4] == ["python", "sql", "java", "go"]


def test_no_texts_have_no_mentions(lexicon):
    assert read([], lexicon).is_empty()
    assert read(["", "\n"], lexicon, "Acme").is_empty()


def test_long_runs_of_white_space_are_one_gap(lexicon):
    assert read(["machine" + "\n" * 5000 + "learning"], lexicon)["skill_id"].to_list() == ["machine_learning"]


@pytest.mark.parametrize("phrase", ["+", "word " * 64, "x" * 65, "\u4e16\u754c"])
def test_a_phrase_that_cannot_be_found_is_refused(phrase):
    alias = pl.DataFrame([(phrase, None, "decoy", None)], schema=ALIASES.schema, orient="row")
    with pytest.raises(ValueError, match=r"phrase|letters"):
        SkillLexicon(alias, *FRAMES[1:])


def test_the_table_of_characters_says_what_the_tests_say_of_every_character():
    kinds, letters = characters()
    everything = list(map(chr, range(len(kinds))))
    for kind, test in ((ALNUM, is_word_character), (SPACE, str.isspace), (UPPER, str.isupper)):
        assert (kinds & kind > 0).tolist() == list(map(test, everything))
    assert (letters >= OTHER_LETTER).tolist() == list(map(is_word_character, everything))
