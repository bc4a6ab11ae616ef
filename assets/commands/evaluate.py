"""Scores titles and skills on a folder of labelled data; prints tables, errors and one line of JSON."""

import json
import sys
from pathlib import Path

import polars as pl

from pipelines.cleaning.languages import detect_text_languages
from pipelines.evaluation.groups import rate_groups
from pipelines.evaluation.mentions import judge_mentions, score_mentions, score_spans, unmark
from pipelines.evaluation.occupations import read_occupations, score_occupations
from pipelines.evaluation.tagged_sentences import compare_sentences, read_sentences
from pipelines.evaluation.title_peers import find_by_peers
from pipelines.evaluation.titles import (
    calibrate,
    compare_titles,
    count_confusions,
    judge_titles,
    score_each_role,
    score_titles,
)
from pipelines.skills.lexicon import SkillLexicon
from pipelines.skills.mentions import find_mentions
from pipelines.titles.posting_roles import assign_roles
from pipelines.titles.rules import RoleRules
from warehouse.builds.database import DATABASE
from warehouse.builds.published import read_title_years
from warehouse.inbox.curated import read_taxonomy
from warehouse.settings import ROOT

GROUPED_BY = ("source", "language", "year", "stratum")
WHOLE_TABLE = {"tbl_rows": -1, "tbl_cols": -1, "tbl_width_chars": 160, "float_precision": 3}


def evaluate(gold: Path, outside: Path | None, taxonomies: Path) -> dict:
    """The figures of each labelled file in the folder: titles.csv, mentions.csv, postings.csv with spans.csv.

    `outside`: a folder with benchmarks made by others (occupations.tsv, skillspan*.jsonl), None for none.
    """
    figures: dict = {}
    if outside and (outside / "occupations.tsv").is_file():
        figures["occupations"] = _evaluate_occupations(outside / "occupations.tsv", taxonomies)
    if (gold / "titles.csv").is_file():
        figures["titles"] = _evaluate_titles(_read(gold / "titles.csv"), taxonomies)
    skills, aliases, headings, cues = (
        read_taxonomy(taxonomies, table)
        for table in ("skills", "skill_aliases", "section_headings", "skill_cues")
    )
    lexicon = SkillLexicon(aliases, skills, headings, cues)
    if (gold / "mentions.csv").is_file():
        figures["mentions"] = _evaluate_mentions(_read(gold / "mentions.csv"), lexicon, skills, aliases)
    if (gold / "spans.csv").is_file():
        postings, spans = _read(gold / "postings.csv"), _read(gold / "spans.csv")
        found = _find(postings.select("posting_id", "description"), lexicon)
        figures["spans"] = score_spans(postings, spans, found, skills)
    tagged = sorted(outside.glob("skillspan*.jsonl")) if outside else []
    if tagged:
        figures["skillspan"] = _evaluate_sentences(tagged, lexicon, skills)
    return figures


def _evaluate_mentions(
    marked: pl.DataFrame, lexicon: SkillLexicon, skills: pl.DataFrame, aliases: pl.DataFrame
) -> dict[str, float]:
    """Prints how well ambiguous words are told from skills in each language and year, and returns the figures."""
    marked = marked.with_columns(pl.col("is_skill").cast(pl.Int64))
    texts = unmark(marked).select("id", "text")
    if "language" not in marked.columns:
        marked = marked.with_columns(language=detect_text_languages(texts["text"]))
    judged = judge_mentions(marked, _find(texts, lexicon), skills, aliases)
    _print_groups("ambiguous words", judged)
    return score_mentions(judged)


def _evaluate_sentences(paths: list[Path], lexicon: SkillLexicon, skills: pl.DataFrame) -> dict[str, float]:
    """Prints the tagged spans that were missed and the tools that are not tagged, most frequent first."""
    records = [
        json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()
    ]
    sentences, spans = read_sentences(records, "tech")
    mentions = _find(sentences, lexicon)
    spans, tools = compare_sentences(spans, mentions, skills)
    texts = dict(sentences.iter_rows())
    for name, table in (
        ("spans of knowledge that were missed", spans.filter(~pl.col("is_found"))),
        ("tools found that are not tagged", tools.filter(~pl.col("is_tagged"))),
    ):
        words = [texts[row["id"]][row["start"] : row["end"]] for row in table.iter_rows(named=True)]
        counted = pl.DataFrame({"words": words}, schema={"words": pl.String})["words"].value_counts()
        with pl.Config(**WHOLE_TABLE):
            print(name, counted.sort("count", "words", descending=[True, False]), sep="\n")
    return {
        "sentences": sentences.height,
        "spans": spans.height,
        "recall": _share(spans["is_found"]),
        "tools": tools.height,
        "tool_precision": _share(tools["is_tagged"]),
    }


def _share(flags: pl.Series) -> float:
    return flags.sum() / len(flags) if len(flags) else 0.0


def _evaluate_titles(titles: pl.DataFrame, taxonomies: Path) -> dict[str, float]:
    """Prints how well titles are assigned roles, compared with simpler methods, and returns the figures.

    Labels without a language have that of their title, where it can be told, and those without a year that of most
    postings with the title in the published build, if there is one.
    """
    if "language" not in titles.columns:
        titles = titles.with_columns(language=detect_text_languages(titles["title"]))
    if "year" not in titles.columns:
        titles = titles.join(read_title_years(DATABASE), on="title", how="left", maintain_order="left")
    rules = RoleRules(read_taxonomy(taxonomies, "role_titles"), read_taxonomy(taxonomies, "title_words"))
    predicted = assign_roles(titles.select("title", posting_id="id"), rules).rename({"posting_id": "id"})
    compared = compare_titles(titles, predicted)
    methods = {"these rules": score_titles(compared)}
    for name, found in find_by_peers(titles, read_taxonomy(taxonomies, "labelled_titles")).items():
        if found is None:
            print(f"{name}: skipped, because its library is not installed: run `uv sync --group peers`")
        else:
            methods[name] = score_titles(compare_titles(titles, found))
    tables = {
        "each role": score_each_role(compared),
        "confusions": count_confusions(compared),
        "calibration": calibrate(compared),
        "methods": pl.DataFrame([{"method": name, **scores} for name, scores in methods.items()]).drop(
            "seniority_accuracy"
        ),
    }
    _print_errors(compared, predicted)
    with pl.Config(**WHOLE_TABLE):
        for name, table in tables.items():
            print(name, table, sep="\n")
    _print_groups("titles", judge_titles(compared))
    return methods["these rules"]


def _print_groups(name: str, judged: pl.DataFrame) -> None:
    with pl.Config(**WHOLE_TABLE):
        for column in GROUPED_BY:
            if column in judged.columns:
                print(f"{name} by {column}", rate_groups(judged, column), sep="\n")


def _evaluate_occupations(path: Path, taxonomies: Path) -> dict[str, float]:
    """Prints which official occupations are assigned an ML, AI or data role; returns the share of each case."""
    rules = RoleRules(read_taxonomy(taxonomies, "role_titles"), read_taxonomy(taxonomies, "title_words"))
    occupations = pl.read_csv(path, separator="\t", quote_char=None, infer_schema=False)
    read = read_occupations(occupations, read_taxonomy(taxonomies, "roles"), rules)
    for title, role_id, rule, words in (
        read.filter("is_given")
        .unique("title", maintain_order=True)
        .select("title", "role_id", "rule", "matched_text")
        .iter_rows()
    ):
        print(f"{title!r}: given {role_id} by {rule} ({words})")
    with pl.Config(**WHOLE_TABLE):
        print("occupations assigned an ML, AI or data role", score_occupations(read), sep="\n")
    shares = read.group_by("case", maintain_order=True).agg(pl.col("is_given").mean())
    return {"n": occupations.height} | dict(shares.iter_rows())


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def _find(texts: pl.DataFrame, lexicon: SkillLexicon) -> pl.DataFrame:
    key, column = texts.columns
    employers = pl.repeat(None, texts.height, dtype=pl.String, eager=True)
    found = find_mentions(texts[column], employers, lexicon)
    return found.with_columns(texts[key].gather(found["text"])).select(
        key, "skill_id", "start", "end", "need"
    )


def _print_errors(compared: pl.DataFrame, predicted: pl.DataFrame) -> None:
    wrong = compared.filter(~pl.col("is_right") | (pl.col("seniority") != pl.col("given_seniority")))
    reasons = predicted.select("id", "rule", "matched_text", found="role_id")
    for row in wrong.join(reasons, on="id", how="left", maintain_order="left").iter_rows(named=True):
        print(
            f"{row['title']!r}: {row['role_id']}, {row['seniority']}; "
            f"given {row['found']}, {row['given_seniority']} by {row['rule']} ({row['matched_text']})"
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
    gold, outside = (*sys.argv[1:], "", "")[:2]
    if not Path(gold or "?").is_dir() or (outside and not Path(outside).is_dir()):
        sys.exit(
            "usage: make evaluate GOLD=<folder with titles.csv, mentions.csv or postings.csv and spans.csv> "
            "[OUTSIDE=<folder with occupations.tsv or skillspan*.jsonl>]"
        )
    figures = evaluate(Path(gold), Path(outside) if outside else None, ROOT / "data" / "taxonomies")
    if not figures:
        sys.exit(
            f"{gold} holds no labels: name a folder with titles.csv, mentions.csv or postings.csv and spans.csv"
        )
    print(json.dumps(_rounded(figures)))
