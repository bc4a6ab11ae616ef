"""Skills found in texts, titles and tags: boundaries, case, context, needs and snippets."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.skills.lexicon import SkillLexicon
from pipelines.skills.mentions import find_mentions
from pipelines.skills.posting_skills import find_skills
from pipelines.text.phrases import normal_gap, phrase_key
from pipelines.text.snippets import cut_snippets
from pipelines.text.words import read_batch
from schemas.skills import NEEDS, SECTIONS, PostingSkills, SectionHeadings, SkillAliases, SkillCues, Skills

SKILLS = {
    "ai": "technique",
    "apis": "technique",
    "aws": "platform",
    "c": "language",
    "communication": "soft",
    "cpp": "language",
    "csharp": "language",
    "databricks": "platform",
    "dotnet": "platform",
    "elt": "technique",
    "etl": "technique",
    "excel": "tool",
    "go": "language",
    "hadoop": "platform",
    "hive": "database",
    "java": "language",
    "javascript": "language",
    "ml": "technique",
    "nodejs": "library",
    "notion": "tool",
    "objective_c": "language",
    "pig": "tool",
    "python": "language",
    "pytorch": "library",
    "r": "language",
    "react": "library",
    "react_native": "library",
    "rust": "language",
    "snowflake": "platform",
    "spark": "platform",
    "spark_streaming": "library",
    "spring": "library",
    "sql": "language",
    "sql_server": "database",
    "tensorflow": "library",
    "knn": "technique",
}
ALIASES = [
    ("AI", "ai", "exact_case"),
    ("REST API", "apis", "word"),
    ("AWS", "aws", "word"),
    ("C", "c", "needs_context"),
    ("communication", "communication", "word"),
    ("C++", "cpp", "word"),
    ("C#", "csharp", "word"),
    ("Databricks", "databricks", "word"),
    (".NET", "dotnet", "word"),
    ("ELT", "elt", "exact_case"),
    ("ETL", "etl", "exact_case"),
    ("Excel", "excel", "exact_case"),
    ("excel", "excel", "needs_context"),
    ("Go", "go", "needs_context"),
    ("Hadoop", "hadoop", "word"),
    ("Hive", "hive", "needs_context"),
    ("Java", "java", "word"),
    ("JavaScript", "javascript", "word"),
    ("machine learning", "ml", "word"),
    ("maschinelles Lernen", "ml", "word"),
    ("KI-Modelle", "ai", "word"),
    ("Node.js", "nodejs", "word"),
    ("Notion", "notion", "needs_context"),
    ("Objective-C", "objective_c", "word"),
    ("Pig", "pig", "needs_context"),
    ("Python", "python", "word"),
    ("PyTorch", "pytorch", "word"),
    ("R", "r", "needs_context"),
    ("React", "react", "word"),
    ("React Native", "react_native", "word"),
    ("Rust", "rust", "exact_case"),
    ("Snowflake", "snowflake", "exact_case"),
    ("Spark", "spark", "exact_case"),
    ("Spark Streaming", "spark_streaming", "word"),
    ("Spring", "spring", "needs_context"),
    ("SQL", "sql", "word"),
    ("SQL Server", "sql_server", "word"),
    ("TensorFlow", "tensorflow", "word"),
    ("k-NN", "knn", "word"),
    ("R&D", None, "decoy"),
    ("go-to-market", None, "decoy"),
]
HEADINGS = [
    ("about us", "about", True),
    ("requirements", "requirements", True),
    ("nice to have", "nice_to_have", True),
]
CUES = [
    ("not required", "negated", "before"),
    ("no", "negating", "after"),
    ("required", "required", "both"),
    ("a plus", "preferred", "both"),
    ("knowledge of", "asked", "after"),
    ("experience with", "asked", "after"),
    ("experience with", "confirms", "after"),
    ("programming", "confirms", "before"),
    ("developer", "confirms", "before"),
    ("Kenntnisse", "confirms", "before"),
    ("-based", "confirms", "before"),
    ("at", "employer", "after"),
    ("but", "contrasts", "before"),
    ("and", "connects", "both"),
    ("et", "connects", "both"),
]


def frame(contract: type, rows: list[dict]) -> pl.DataFrame:
    schema = contract.polars_schema()
    full = [dict.fromkeys(schema) | row for row in rows]
    return contract.validate(pl.DataFrame(full, schema=schema))


@pytest.fixture(scope="module")
def lexicon() -> list[pl.DataFrame]:
    return [
        frame(SkillAliases, [{"alias": a, "skill_id": s, "rule": r} for a, s, r in ALIASES]),
        frame(Skills, [{"skill_id": s, "name": s, "category": c, "is_ml": False} for s, c in SKILLS.items()]),
        frame(
            SectionHeadings,
            [{"heading": h, "section": s, "is_inline": i, "language": "en"} for h, s, i in HEADINGS],
        ),
        frame(SkillCues, [{"cue": c, "effect": e, "reach": r, "language": "en"} for c, e, r in CUES]),
    ]


@pytest.fixture(scope="module")
def matcher(lexicon: list[pl.DataFrame]) -> SkillLexicon:
    return SkillLexicon(*lexicon)


def mentions_in(text: str, matcher: SkillLexicon, company: str | None = None) -> list[dict]:
    companies = pl.Series([company], dtype=pl.String)
    return find_mentions(pl.Series([text]), companies, matcher).rows(named=True)


def cut_snippet(text: str, start: int, end: int) -> str:
    batch = read_batch([text])
    return cut_snippets(batch, batch.origins + start, batch.origins + end).item()


@pytest.fixture
def found(matcher: SkillLexicon):
    def skills_in(text: str, company: str | None = None) -> list[str]:
        return [mention["skill_id"] for mention in mentions_in(text, matcher, company)]

    return skills_in


@pytest.fixture
def posting_skills(lexicon: list[pl.DataFrame]):
    def skills_of(**posting) -> pl.DataFrame:
        full = {"posting_id": "p1", "title": "", "company": None, "description": None, "tags": None} | posting
        schema = dict.fromkeys(full, pl.String) | {"tags": pl.List(pl.String)}
        return PostingSkills.validate(
            find_skills(pl.DataFrame([full], schema=schema), SkillLexicon(*lexicon))
        )

    return skills_of


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("We use Python, C++, C# and .NET.", ["python", "cpp", "csharp", "dotnet"]),
        ("We write C/C++ and Python.", ["c", "cpp", "python"]),
        ("Tools: ETL/ELT, PyTorch/TensorFlow", ["etl", "elt", "pytorch", "tensorflow"]),
        ("Python, SQL, C.", ["python", "sql", "c"]),
        ("Know Node.js, please", ["nodejs"]),
        ("SQL-based reports", ["sql"]),
        ("Python's ecosystem", ["python"]),
        ("PYTHON and python", ["python", "python"]),
        ("k NN and K-nn", ["knn", "knn"]),
        ("Sie kennen Maschinelles\nLernen und AI-Modelle", ["ml", "ai"]),
        ("(Python)", ["python"]),
        ("apply Python.Then talk", ["python"]),
        ("Pythonを用いた開発、C++の経験", ["python", "cpp"]),
        ("熟悉SQL和Python的人", ["sql", "python"]),
        ("Python과 SQL을 씁니다", ["python", "sql"]),
    ],
)
def test_a_skill_is_found_between_signs(found, text, skills):
    assert found(text) == skills


@pytest.mark.parametrize(
    "text",
    [
        "We build trust.",
        "JavaScripted pages",
        "Our R&D team likes numbers",
        "an R-squared of one",
        "A C-level sponsor",
        "go-to-market plans",
        "see https://python.org/x or python.org",
        "write to jobs@python.org",
        "a python_script here",
        "rust on the roof",
        "C Python++",
    ],
)
def test_what_only_looks_like_a_skill_is_none(found, text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Spark Streaming", ["spark_streaming"]),
        ("SQL\u00a0Server and SQL", ["sql_server", "sql"]),
        ("React-Native", ["react_native"]),
        ("Java and JavaScript", ["java", "javascript"]),
        ("Objective-C", ["objective_c"]),
        ("machine\n learning", ["ml"]),
    ],
)
def test_the_longest_alias_wins(found, text, skills):
    assert found(text) == skills


def test_a_list_point_does_not_join_the_next_into_one_alias(found):
    assert found("- machine\n- learning") == []


def test_exact_case_is_only_that_case(found):
    assert found("sparks a spark, SPARK or Spark") == ["spark"]


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Python, Go and more", ["python", "go"]),
        ("Go programming", ["go"]),
        ("a Go developer", ["go"]),
        ("Go-based services", ["go"]),
        ("experience with Go", ["go"]),
        ("SQL et l'usage d'Hive", ["sql", "hive"]),
        ("We run Python services on Go", ["python", "go"]),
        ("Hive, Pig", ["hive", "pig"]),
        ("SQL, excel", ["sql", "excel"]),
        ("言語：Python、Go／SQL", ["python", "go", "sql"]),
    ],
)
def test_context_confirms_a_doubtful_alias(found, text, skills):
    assert found(text) == skills


def test_the_requirements_confirm_a_doubtful_alias_inside_a_sentence_only(found):
    assert found("Requirements:\nSolid Go\nGo the extra mile") == ["go"]


@pytest.mark.parametrize(
    "text",
    [
        "Go and see.",
        "You excel at Python",
        "Our communication, Go home",
        "Offices in Spring House use Python",
        "The Pig sleeps. Python is here.",
    ],
)
def test_without_context_a_doubtful_alias_is_none(found, text):
    assert not {"go", "excel", "spring", "pig"} & set(found(text))


def test_the_employer_is_no_skill(found):
    text = "Databricks makes data simple. Requirements:\nPython and Databricks"
    assert found(text, company="Databricks, Inc.") == ["python", "databricks"]
    assert found(text, company="Other Ltd") == ["databricks", "python", "databricks"]


def test_the_text_itself_can_name_the_employer(found):
    assert found("At Snowflake, data is everything. Snowflake grows. We use SQL, Snowflake.") == [
        "sql",
        "snowflake",
    ]


@pytest.mark.parametrize(
    "text", ["No Java required.", "Java is not required.", "Python a plus, Java not required"]
)
def test_a_skill_that_is_not_needed_is_no_mention(found, text):
    assert "java" not in found(text)


def test_not_required_but_a_plus_is_preferred(matcher):
    (mention,) = mentions_in("Java is not required but a plus.", matcher)
    assert (mention["skill_id"], mention["need"]) == ("java", "preferred")


def test_mentions_carry_their_place(matcher):
    (mention,) = mentions_in("We use  SQL  Server.", matcher)
    place = [mention[column] for column in ("skill_id", "alias", "start", "end")]
    assert place == ["sql_server", "SQL  Server", 8, 19]


PIECES = [
    *(alias for alias, _, _ in ALIASES),
    *(heading for heading, _, _ in HEADINGS),
    *(cue for cue, _, _ in CUES),
    *(["At", "Acme", "Ünï", "ß", "İ", "e.g.", "3", "x@y.de", "https://a.io/Go", "R."]),
    *[".", ",", ";", ":", "/", "-", "–", "&", "+", "#", "'", "(", ")", "[", "]", "*", "•", "_", "\n", "\n\n"],
    "  ",
    "\u00a0",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["", " "]))
def test_mentions_are_ordered_apart_and_as_written_in_any_text(matcher, pieces, between):
    text = between.join(pieces)
    free = 0
    for mention in mentions_in(text, matcher, company="Snowflake Inc"):
        assert free <= mention["start"] < mention["end"] <= len(text)
        assert text[mention["start"] : mention["end"]] == mention["alias"]
        assert mention["need"] in NEEDS
        assert mention["section"] in SECTIONS
        free = mention["end"]


def test_a_skill_has_the_strongest_need_and_the_words_that_state_it(posting_skills):
    text = "We like Python.\nPython is a plus.\nRequirements:\nPython 3\nPYTHON\nSQL"
    rows = posting_skills(description=text).rows(named=True)
    found = [[row[name] for name in ("skill_id", "mentions", "need", "start", "section")] for row in rows]
    assert found == [
        ["python", 4, "required", text.index("Python 3"), "requirements"],
        ["sql", 1, "required", text.index("SQL"), "requirements"],
    ]
    assert rows[0]["alias"] == "Python"
    assert "is a plus. Requirements: Python 3" in rows[0]["snippet"]


def test_a_title_names_required_skills(posting_skills):
    (row,) = posting_skills(title="Senior Go Developer", description="Lead us.").rows(named=True)
    assert (row["skill_id"], row["evidence"], row["need"], row["section"]) == (
        "go",
        "title",
        "required",
        "unknown",
    )


def test_a_tag_is_looked_up_as_a_whole_in_any_case(posting_skills):
    tags = ["r", " Go ", "c", "PYTHON", "rust", "sql server", "python developer", "go-to-market", ""]
    rows = posting_skills(tags=tags)
    assert rows["skill_id"].to_list() == ["c", "go", "python", "r", "rust", "sql_server"]
    assert set(rows["evidence"]) == {"tag"}
    assert set(rows["need"]) == {"context"}


def test_a_posting_without_text_and_tags_has_no_skills(posting_skills):
    assert posting_skills().is_empty()


def test_the_same_text_under_two_postings_gives_both_their_skills(lexicon):
    postings = pl.DataFrame(
        {
            "posting_id": ["b", "a"],
            "title": ["X", "X"],
            "company": [None, None],
            "description": ["SQL", "SQL"],
            "tags": [None, ["sql"]],
        },
        schema_overrides={"company": pl.String, "tags": pl.List(pl.String)},
    )
    rows = find_skills(postings, SkillLexicon(*lexicon)).select("posting_id", "evidence").rows()
    assert rows == [("a", "tag"), ("a", "text"), ("b", "text")]


def test_a_snippet_holds_whole_words_in_at_most_120_characters():
    text = "word " * 40 + "here \n\n Python now" + " word" * 40
    snippet = cut_snippet(text, text.index("Python"), text.index("Python") + 6)
    assert len(snippet) <= 120
    assert " here Python now " in snippet
    assert set(snippet.split()) == {"word", "here", "Python", "now"}


def test_a_snippet_of_a_very_long_word_is_the_alias():
    text = "x" * 300 + "/SQL/" + "y" * 300
    assert cut_snippet(text, 301, 304) == "SQL"


def test_gaps_that_read_alike_are_one():
    assert {normal_gap(gap) for gap in (" ", "\n\n", "\u00a0", "-", "\u2011")} == {" "}
    assert normal_gap(" & ") == normal_gap("&") == "&"
    assert normal_gap(" - ") != normal_gap("-")


def test_phrases_without_a_letter_still_have_a_key():
    assert phrase_key(" + ") == ("+",)


@pytest.mark.parametrize(
    ("tag", "skills"),
    [
        ("Python / R", ["python", "r"]),
        ("Java/JavaScript", ["java", "javascript"]),
        ("Snowflake (database)", ["snowflake"]),
        ("machine learning (AI)", ["ai", "ml"]),
        ("import / export", []),
        ("SQL/tact", []),
        ("sports (Python)", []),
        ("R&D", []),
    ],
)
def test_a_tag_of_parts_names_the_skills_of_its_parts(posting_skills, tag, skills):
    assert posting_skills(tags=[tag])["skill_id"].to_list() == skills
