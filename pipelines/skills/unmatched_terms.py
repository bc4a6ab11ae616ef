"""Lists the names in postings that may be skills the lexicon does not know yet."""

import numpy as np
import polars as pl

from pipelines.text.snippets import cut_snippets_of
from schemas.skills import TOOL_CATEGORIES
from schemas.unmatched_terms import UnmatchedTerms

MAX_TERMS = 1000
MIN_POSTINGS = 2
MIN_COMPANIES = 2
MIN_SHARE_BESIDE_TOOLS = 0.5
"""Names that are less often next to a known tool than this are those of benefits, offices and conferences."""
MAX_SHARE_OF_COMPANY = 0.6
MAX_SHARE_IN_LOWER_CASE = 0.2
"""A word that is in lower case more often than this is an ordinary word."""
SAMPLED_TEXTS = 3000
"""Texts in which the words in lower case are counted; enough for words that matter."""
MIN_RISING_POSTINGS = 5
MIN_RISE = 2.0
MAX_EXAMPLES = 3
MAX_EXAMPLE = 80

_NAME = r"(?:\p{Lu}(?:[.&-]*[\p{L}\d+#])*|\p{Ll}+[\p{Lu}\d][\p{L}\d]*)"
_SIGN = r"\s?[,/(]\s?"


def list_unmatched_terms(
    cleaned_postings: pl.LazyFrame,
    skills: pl.DataFrame,
    skill_aliases: pl.DataFrame,
    title_words: pl.DataFrame,
    degree_words: pl.DataFrame,
    degree_fields: pl.DataFrame,
) -> pl.DataFrame:
    """The names listed next to tools that no alias covers, in the contract `UnmatchedTerms`, most frequent first.

    In: frames of the contracts `CleanedPostings`, `Skills`, `SkillAliases`, `TitleWords`, `DegreeWords` and
    `DegreeFields`. A name is a word with a capital or digit in it, or up to three of them. It counts where a
    comma, slash or bracket lists it with a known language, library, tool, platform or database. Left out are aliases
    and decoys, words of titles and degrees, ordinary words, places and employers of the postings, and names that few
    employers or mostly one of them use. Each distinct text is read once.
    """
    texts = _distinct_texts(cleaned_postings)
    years = dict(texts.drop_nulls("year").group_by("year").len().collect().iter_rows())
    latest = max(years, default=0)
    of_tools = skills.filter(pl.col("category").is_in(TOOL_CATEGORIES)).select("skill_id")
    tools = skill_aliases.join(of_tools, on="skill_id").select(key=_key("alias"))["key"].unique()
    known = [skill_aliases.select(key=_key("alias"))]
    known += [words.select(key=_key("word")) for words in (title_words, degree_words, degree_fields)]
    vocabulary = pl.concat(known).unique()
    listed = _listed_names(texts, degree_words.filter(pl.col("rule") == "joins")["word"]).join(
        vocabulary.lazy(), on="key", how="anti"
    )
    words = pl.col("key").str.split(" ")
    is_ordinary = words.list.eval(pl.element().is_in(_ordinary_words(texts).implode())).list.all()
    is_no_tool = words.list.last().is_in(
        vocabulary.filter(~pl.col("key").is_in(tools.implode()))["key"].implode()
    )
    kept = (
        _count_names(listed, tools, latest)
        .join(_places_and_employers(cleaned_postings), on="key", how="anti")
        .filter(~is_ordinary, ~is_no_tool)
        .sort("postings", "key", descending=[True, False])
        .unique("term", keep="first", maintain_order=True)
        .head(MAX_TERMS)
    )
    return (
        kept.join(_examples(kept, texts), on="key", maintain_order="left")
        .with_columns(is_rising=_is_rising(years, latest))
        .select(list(UnmatchedTerms.polars_schema()))
    )


def _count_names(listed: pl.LazyFrame, tools: pl.Series, latest: int) -> pl.DataFrame:
    """Where each name (key) stands, of those that enough postings and employers list beside tools (keys)."""
    return (
        listed.with_columns(is_beside_tool=pl.col("beside").is_in(tools.implode()))
        .group_by("key", "text_sha256")
        .agg(pl.first("term", "company", "source_id", "month", "year"), pl.any("is_beside_tool"))
        .group_by("key")
        .agg(
            pl.col("term").sort().mode().sort().first(),
            listed=pl.len(),
            postings=pl.col("is_beside_tool").sum().cast(pl.Int64),
            companies=pl.col("company").n_unique().cast(pl.Int64),
            of_company=pl.col("company").unique_counts().max(),
            sources=pl.col("source_id").unique().sort(),
            first_month=pl.col("month").min(),
            in_latest=(pl.col("year") == latest).sum(),
            before=(pl.col("year") < latest).sum(),
            texts=pl.col("text_sha256").filter("is_beside_tool").sort().head(MAX_EXAMPLES),
        )
        .filter(
            pl.col("postings") >= MIN_POSTINGS,
            pl.col("postings") >= MIN_SHARE_BESIDE_TOOLS * pl.col("listed"),
            pl.col("companies") >= MIN_COMPANIES,
            pl.col("of_company") <= MAX_SHARE_OF_COMPANY * pl.col("listed"),
        )
        .collect(engine="streaming")
    )


def _is_rising(years: dict[int, int], latest: int) -> pl.Expr:
    """Whether a name's share of the texts of the latest year is well above that of the years before it."""
    before = sum(years.values()) - years.get(latest, 0)
    rise = MIN_RISE * pl.col("before") / max(1, before)
    share = pl.col("in_latest") / max(1, years.get(latest, 0))
    return (pl.col("in_latest") >= MIN_RISING_POSTINGS) & (share >= rise) & pl.lit(before > 0)


def _key(column: str) -> pl.Expr:
    """What two spellings share when they differ only in case, white space or hyphens."""
    return pl.col(column).str.to_lowercase().str.replace_all(r"[\s-]+", " ")


def _distinct_texts(cleaned_postings: pl.LazyFrame) -> pl.LazyFrame:
    """Each text once, of the first posting that has it; they are chosen without the texts, which then stream by."""
    dated = pl.coalesce("posted_on", "seen_on")
    texts = cleaned_postings.filter(pl.col("has_text"))
    first = texts.select("posting_id", "text_sha256").unique("text_sha256", keep="first").collect()
    return texts.filter(pl.col("posting_id").is_in(first["posting_id"].implode())).select(
        "text_sha256",
        "company",
        "source_id",
        "description",
        month=dated.dt.strftime("%Y-%m"),
        year=dated.dt.year(),
    )


def _listed_names(texts: pl.LazyFrame, joining_words: pl.Series) -> pl.LazyFrame:
    """Each name of a list with the one next to it: term, key, beside (a key) and the columns of the texts."""
    # Polars compiles a pattern for each part, which takes long if it holds the words: those are removed first.
    joins = "|".join(joining_words.str.escape_regex())
    plain = pl.col("description").str.replace_all(rf"([,/(]\s?)(?:{joins})\s", "$1")
    pairs = (
        texts.with_columns(pair=plain.str.extract_all(rf"{_NAME}{_SIGN}{_NAME}(?: {_NAME}){{0,2}}"))
        .drop("description")
        .explode("pair")
        .drop_nulls("pair")
        .with_columns(
            first=pl.col("pair").str.extract(r"^([^\s,/(]+)"),
            second=pl.col("pair").str.replace(rf"^[^\s,/(]+{_SIGN}", ""),
        )
    )
    both = [
        pairs.with_columns(term=one, key=_key(one), beside=_key(other)).drop("pair", "first", "second")
        for one, other in (("first", "second"), ("second", "first"))
    ]
    return pl.concat(both).filter(pl.col("key").str.len_chars() > 1)


def _ordinary_words(texts: pl.LazyFrame) -> pl.Series:
    """The words that a sample of the texts does not keep for names, in lower case."""
    total = texts.select(pl.len()).collect().item()
    limit = min(2**32 - 1, 2**32 * SAMPLED_TEXTS // max(1, total))
    words = (
        texts.filter(pl.col("text_sha256").str.head(8) <= f"{limit:08x}")
        .select(word=pl.col("description").str.extract_all(r"\b\p{L}[\p{L}\d]+\b").list.unique())
        .collect(engine="streaming")
    )
    spelt = words.explode("word").group_by("word").agg(in_lower_case=pl.len())
    in_any_case = pl.col("word").list.eval(pl.element().str.to_lowercase()).list.unique()
    texts_of = words.select(in_any_case).explode("word").group_by("word").agg(texts=pl.len())
    return (
        spelt.filter(pl.col("word").str.contains(r"^\p{Ll}+$"))
        .join(texts_of, on="word")
        .filter(pl.col("in_lower_case") > MAX_SHARE_IN_LOWER_CASE * pl.col("texts"))["word"]
    )


def _places_and_employers(cleaned_postings: pl.LazyFrame) -> pl.DataFrame:
    """The keys of the places and employers that any posting names."""
    places = (
        cleaned_postings.select(name=pl.col("location").str.split(","))
        .explode("name")
        .with_columns(pl.col("name").str.replace_all(r"[\d()]+", " ").str.strip_chars())
    )
    names = pl.concat([places, cleaned_postings.select(name="company")]).unique().drop_nulls()
    return names.select(key=_key("name")).unique().collect()


def _examples(terms: pl.DataFrame, texts: pl.LazyFrame) -> pl.DataFrame:
    """A few short places for each term: key, examples."""
    wanted = terms.select("key", "term", text_sha256="texts").explode("text_sha256")
    needed = wanted.select("text_sha256").unique().lazy()
    found = texts.select("text_sha256", "description").join(needed, on="text_sha256", how="semi").collect()
    places = wanted.join(found, on="text_sha256")
    first = np.array(
        [max(text.find(term), 0) for text, term in places.select("description", "term").iter_rows()], np.int64
    )
    last = first + places["term"].str.len_chars().to_numpy()
    examples = cut_snippets_of(places["description"], first, last, MAX_EXAMPLE)
    return (
        places.with_columns(example=examples).group_by("key").agg(examples=pl.col("example").unique().sort())
    )
