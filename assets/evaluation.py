"""Scores titles and skills on a folder of labelled data, and prints the errors and one line of JSON."""

import json
import sys
from pathlib import Path

import polars as pl

from assets.lake import ROOT
from pipelines.evaluation import score_mentions, score_spans, score_titles, unmark
from pipelines.roles import assign_roles
from pipelines.skills import SkillLexicon
from warehouse.curated import read_taxonomy


def evaluate(gold: Path, taxonomies: Path) -> dict:
    """The figures of each labelled file the folder has: titles.csv, mentions.csv, postings.csv with spans.csv."""
    skills, aliases, headings, cues = (
        read_taxonomy(taxonomies, table)
        for table in ("skills", "skill_aliases", "section_headings", "skill_cues")
    )
    lexicon = SkillLexicon(aliases, skills, headings, cues)
    figures = {}
    if (gold / "titles.csv").is_file():
        titles = _read(gold / "titles.csv")
        predicted = assign_roles(
            titles.select("title", posting_id="id"),
            read_taxonomy(taxonomies, "role_titles"),
            read_taxonomy(taxonomies, "title_words"),
        ).rename({"posting_id": "id"})
        _print_errors(titles, predicted)
        figures["titles"] = score_titles(titles, predicted)
    if (gold / "mentions.csv").is_file():
        marked = _read(gold / "mentions.csv").with_columns(pl.col("is_skill").cast(pl.Int64))
        found = _find(unmark(marked).select("id", "text"), lexicon)
        figures["mentions"] = score_mentions(marked, found, skills, aliases)
    if (gold / "spans.csv").is_file():
        postings, spans = _read(gold / "postings.csv"), _read(gold / "spans.csv")
        found = _find(postings.select("posting_id", "description"), lexicon)
        figures["spans"] = score_spans(postings, spans, found, skills)
    return figures


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def _find(texts: pl.DataFrame, lexicon: SkillLexicon) -> pl.DataFrame:
    key, column = texts.columns
    employers = pl.repeat(None, texts.height, dtype=pl.String, eager=True)
    found = lexicon.mentions(texts[column], employers)
    return found.with_columns(texts[key].gather(found["text"])).select(
        key, "skill_id", "start", "end", "need"
    )


def _print_errors(titles: pl.DataFrame, predicted: pl.DataFrame) -> None:
    compared = titles.join(predicted, on="id", suffix="_given")
    wrong = compared.filter(
        (pl.col("role_id") != pl.col("role_id_given")) | (pl.col("seniority") != pl.col("seniority_given"))
    )
    for row in wrong.iter_rows(named=True):
        print(
            f"{row['title']!r}: {row['role_id']}, {row['seniority']}; "
            f"given {row['role_id_given']}, {row['seniority_given']} by {row['rule']} ({row['matched_text']})"
        )


def _rounded(figures: dict) -> dict:
    return {
        name: _rounded(value)
        if isinstance(value, dict)
        else round(value, 4)
        if isinstance(value, float)
        else value
        for name, value in figures.items()
    }


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(
            "usage: make evaluate GOLD=<folder with titles.csv, mentions.csv or postings.csv and spans.csv>"
        )
    print(json.dumps(_rounded(evaluate(Path(sys.argv[1]), ROOT / "data" / "taxonomies"))))
