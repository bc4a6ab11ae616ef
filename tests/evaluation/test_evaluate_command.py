"""`make evaluate` on a folder of labels."""

import pytest

from assets.commands.evaluate import evaluate
from warehouse.settings import ROOT

TITLES = """id,title,role_id,seniority,source,year
t0,Senior Data Engineer,data_engineer,senior,a,2023
t1,Ingénieur de données (H/F),data_engineer,unspecified,b,2024
t2,Gardener,other,unspecified,b,2024
"""
MENTIONS = """id,token,skill,context,is_skill,source,language,year
m0,Go,Go,"We write services in Python, Java and [[Go]] for our customers.",1,a,en,2023
m1,go,Go,Every morning we [[go]] to the office together and drink coffee.,0,a,en,2024
"""


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "titles.csv").write_text(TITLES)
    (tmp_path / "mentions.csv").write_text(MENTIONS)
    return tmp_path


def test_titles_and_words_are_rated_by_language_and_year(gold, capsys):
    figures = evaluate(gold, None, ROOT / "data" / "taxonomies")
    printed = capsys.readouterr().out
    for table in (
        "titles by language",
        "titles by year",
        "ambiguous words by language",
        "ambiguous words by year",
    ):
        assert table in printed
    assert figures["titles"]["accuracy"] == 1.0
    assert figures["mentions"] == {"n": 2, "precision": 1.0, "recall": 1.0}
    by_year = printed.split("titles by year")[1].split("ambiguous")[0]
    assert next(line for line in by_year.splitlines() if "2024" in line).split("┆")[1].strip() == "2"


def test_labels_without_a_language_have_that_of_their_words(gold, capsys):
    rows = [line.rsplit(",", 3)[0] for line in MENTIONS.splitlines()]
    (gold / "mentions.csv").write_text("\n".join(rows))
    evaluate(gold, None, ROOT / "data" / "taxonomies")
    by_language = capsys.readouterr().out.split("ambiguous words by language")[1]
    assert "│ en " in by_language
    assert "by year" not in by_language
