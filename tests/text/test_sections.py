"""Sections told by headings and lead-ins."""

import polars as pl
import pytest

from pipelines.text.phrases import phrase_key
from schemas.skills import SectionHeadings, SkillCues
from warehouse.settings import ROOT


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Python", "unknown"),
        ("Requirements\nPython", "requirements"),
        ("REQUIREMENTS:\n- Python", "requirements"),
        ("** Minimum Qualifications **\nPython", "requirements"),
        ("Skills\nPython", "requirements"),
        ("What you’ll do:\nPython", "responsibilities"),
        ("Ihr Profil\nPython", "requirements"),
        ("Deine Aufgaben:\nPython", "responsibilities"),
        ("Profil recherché :\nPython", "requirements"),
        ("Requirements\nSQL\nBenefits\nPython", "benefits"),
        ("Requirements\nSQL\nJob Type:\nPython", "unknown"),
        ("Qualifications\nSQL\nPreferred Qualifications\nPython", "nice_to_have"),
        ("Requirements\nSQL\nNice to have Spark, Python", "nice_to_have"),
        ("What is preferred\nQualifications\nPython", "requirements"),
        ("Preferred Data Engineer Qualifications:\nPython", "nice_to_have"),
        ("Qualifications\nSQL\nPreferred Analyst Skills\nPython", "nice_to_have"),
        ("Preferred qualifications\nskills of a data engineer\nPython", "nice_to_have"),
        ("¿Requirements? Python", "requirements"),
    ],
)
def test_a_heading_on_its_own_line_opens_a_section(section, text, name):
    assert section(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We are big. Minimum Qualifications: Python and SQL.", "requirements"),
        ("We are big Requirements Python and SQL", "requirements"),
        ("We grow fast.  Responsibilities  Write Python", "responsibilities"),
        ("many trade-offs. Nice-to-have Spark, Python", "nice_to_have"),
        ("many skills Nice to have (not required) some Spark, Python", "unknown"),
        ("many skills Nice to have (not required) Spark, Python", "nice_to_have"),
        ("many users Benefits Python courses", "benefits"),
        ("To join us you meet the following qualifications: Python", "requirements"),
        ("Requirements SQL skills About Acme Python shop", "about"),
    ],
)
def test_a_heading_is_told_in_running_text(section, text, name):
    assert section(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "You collect the requirements of our users and write Python",
        "Strong communication skills\nPython",
        "With skills you write Python",
        "Gather requirements\nPython",
    ],
)
def test_the_word_of_a_heading_inside_a_sentence_is_none(section, text):
    assert section(text) == "unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nice to have\nJava.\nOur offices\nWe write Python.", "unknown"),
        ("Nice to have\nJava\nTiempo de trabajo:\nPython", "unknown"),
        ("Nice to have\nJava.\nКонтекст и условия\nPython.", "unknown"),
        ("Nice to have\nJava.\nCosa si offre\nPython.", "unknown"),
        ("Nice to have\nJava\nSpark Streaming\nPython", "nice_to_have"),
        ("Nice to have\nJava.\nKnowledge of SQL\nPython.", "nice_to_have"),
        ("Nice to have\nJava.\nsome Scala\nPython.", "nice_to_have"),
        ("Nice to have\nJava.\nSpark, Scala\nPython.", "nice_to_have"),
        ("Requirements\nJava.\nOur offices\nPython.", "requirements"),
    ],
)
def test_what_is_nice_to_have_ends_at_a_heading_that_no_list_knows(section, text, expected):
    assert section(text) == expected


@pytest.mark.parametrize(("contract", "key"), [(SectionHeadings, "heading"), (SkillCues, "cue")])
def test_the_curated_phrases_fit_their_contracts_and_are_listed_once(contract, key):
    path = ROOT / "data" / "taxonomies" / f"{contract.table()}.csv"
    rows = contract.validate(pl.read_csv(path, schema=contract.polars_schema()))
    spelt_alike = [(phrase_key(row[key]), row[key][0] == "-", row.get("effect")) for row in rows.to_dicts()]
    assert len(set(spelt_alike)) == len(spelt_alike)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("■業務内容\nPython", "responsibilities"),
        ("■応募資格\n・Python", "requirements"),
        ("応募資格について\n・Python", "requirements"),
        ("■応募資格\n・SQL\n【歓迎スキル】\n・Python", "nice_to_have"),
        ("【応募資格】SQLの経験【歓迎】Pythonの経験", "nice_to_have"),
        ("■応募資格\n・SQL\n■環境\nPython", "unknown"),
        ("任职要求：\n熟悉Python", "requirements"),
        ("任职要求：\n熟悉SQL\n加分项：\n熟悉Python", "nice_to_have"),
        ("자격요건\nPython 경험", "requirements"),
        ("자격요건\nSQL 경험\n우대사항\nPython 경험", "nice_to_have"),
        ("応募資格を満たす方の中から選びます。\nPython", "unknown"),
        ("・この仕事の応募資格については次の通りの条件となります\nPython", "unknown"),
    ],
)
def test_a_heading_without_spaces_is_told_by_its_words_and_marks(section, text, name):
    assert section(text) == name
