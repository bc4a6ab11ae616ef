"""Lists titles without a role, and proposes words that would give them one."""

from collections.abc import Iterable, Iterator

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from pipelines.titles.rules import RoleRules
from schemas.roles import NO_ROLE

NEAR_SCORE = 75
"""Least rapidfuzz token-sort ratio (0 to 100) of a labelled title that counts as near."""

NEAREST = 3
TITLES_AT_ONCE = 10_000
"""Titles compared together with all labelled ones, at a byte per pair."""

LONGEST_PHRASE = 4
EMERGING_POSTINGS = 5
EMERGING_GROWTH = 2.0


def list_unmatched_titles(
    postings: pl.LazyFrame, posting_roles: pl.LazyFrame, rules: RoleRules, labelled_titles: pl.DataFrame
) -> pl.DataFrame:
    """Group the titles without a role, ordered by the postings that one more word would assign.

    In: postings with posting_id, title, source_id and posted_on; `posting_roles` (contract PostingRoles); the rules of
    the taxonomy; `labelled_titles` (contract LabelledTitles). Out: contract UnmatchedTitles. If a normalised title had
    both outcomes, the more frequent one is listed.
    """
    dated = postings.with_columns(
        is_recent=pl.col("posted_on") > pl.col("posted_on").max().dt.offset_by("-1y")
    ).select("posting_id", "title", "source_id", "is_recent")
    recent, earlier = (
        dated.select(pl.col("is_recent").sum().alias("recent"), (~pl.col("is_recent")).sum().alias("earlier"))
        .collect()
        .row(0)
    )
    unmatched = posting_roles.filter(pl.col("role_id").is_in(NO_ROLE)).select("posting_id", "role_id")
    found = dated.join(unmatched, on="posting_id", maintain_order="left").collect()
    titles = found["title"].unique(maintain_order=True)
    read = [rules.normalise(title) for title in titles]
    normalised = pl.DataFrame(
        {"title": titles, "normalised_title": [title for title, _ in read]},
        schema={"title": pl.String, "normalised_title": pl.String},
    )
    grouped = (
        found.join(normalised, on="title", maintain_order="left")
        .group_by("normalised_title", maintain_order=True)
        .agg(
            pl.col("title").first().alias("example_title"),
            pl.col("role_id").sort().mode(maintain_order=True).first(),
            pl.len().cast(pl.Int64).alias("postings"),
            pl.col("source_id").unique().sort().alias("sources"),
            recent=pl.col("is_recent").sum(),
            earlier=(~pl.col("is_recent")).sum(),
        )
    )
    return (
        grouped.with_columns(
            is_emerging=(pl.col("recent") >= EMERGING_POSTINGS)
            & (pl.col("recent") * earlier >= EMERGING_GROWTH * pl.col("earlier") * recent)
        )
        .drop("recent", "earlier")
        .join(
            _propose_rows(grouped, dict(read), rules, labelled_titles),
            on="normalised_title",
            maintain_order="left",
        )
        .sort("postings_won", "postings", "normalised_title", descending=[True, True, False])
    )


def _propose_rows(
    grouped: pl.DataFrame, cores: dict[str, str], rules: RoleRules, labelled_titles: pl.DataFrame
) -> pl.DataFrame:
    """The nearest roles of each normalised title, a proposed row of `title_words`, and the postings it would assign.

    `cores` gives the words of each normalised title that name its occupation.
    """
    known = labelled_titles.filter(~pl.col("role_id").is_in(NO_ROLE))
    names = [_sort_words(rules.find_core(title)) for title in known["title"]]
    concepts = _name_roles(known, rules)
    postings_of = _count_phrases(grouped, cores)
    rows = []
    for (title, core), near in zip(cores.items(), _find_near(cores.values(), names), strict=True):
        roles = list(dict.fromkeys(known["role_id"][place] for _, _, place in near))[:NEAREST]
        proposal = None
        if roles and roles[0] in concepts and not rules.knows(core):
            language = known["language"][near[0][2]]
            proposal = f"{core},noun,{concepts[roles[0]]},{language},"
        rows.append((title, roles, proposal, postings_of.get(core, 0) if proposal else 0))
    schema = {
        "normalised_title": pl.String(),
        "nearest_roles": pl.List(pl.String),
        "proposed_row": pl.String(),
        "postings_won": pl.Int64(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _find_near(cores: Iterable[str], names: list[str]) -> Iterator[list[tuple[str, float, int]]]:
    """For each core, the nearest names, their scores and places. Most are near none, as one matrix shows."""
    sought = [_sort_words(core) for core in cores]
    for first in range(0, len(sought), TITLES_AT_ONCE):
        some = sought[first : first + TITLES_AT_ONCE]
        scores = process.cdist(some, names, scorer=fuzz.ratio, score_cutoff=NEAR_SCORE, dtype=np.uint8)
        for words, own in zip(some, scores, strict=True):
            if own.any():
                yield process.extract(
                    words, names, scorer=fuzz.ratio, score_cutoff=NEAR_SCORE, limit=2 * NEAREST
                )
            else:
                yield []


def _sort_words(title: str) -> str:
    """A title as rapidfuzz's token-sort ratio compares it, which would sort the words again for each pair."""
    return " ".join(sorted(title.split()))


def _count_phrases(grouped: pl.DataFrame, cores: dict[str, str]) -> dict[str, int]:
    """Postings per phrase of their titles: up to LONGEST_PHRASE words, or the whole title."""
    counts: dict[str, int] = {}
    for title, postings in grouped.select("normalised_title", "postings").iter_rows():
        words = cores[title].split()
        phrases = {
            " ".join(words[start:end])
            for start in range(len(words))
            for end in range(start + 1, min(start + LONGEST_PHRASE, len(words)) + 1)
        }
        for phrase in phrases | {cores[title]}:
            counts[phrase] = counts.get(phrase, 0) + postings
    return counts


def _name_roles(known: pl.DataFrame, rules: RoleRules) -> dict[str, str]:
    """The concepts of the shortest labelled title of each role, written as in `title_words`."""
    concepts: dict[str, str] = {}
    shortest_first = known.sort(pl.col("title").str.len_chars(), "title", maintain_order=True)
    for title, role_id in shortest_first.select("title", "role_id").iter_rows():
        if role_id not in concepts and rules.decide(title).role_id == role_id:
            named = rules.name_concepts(title)
            if named:
                concepts[role_id] = named
    return concepts
