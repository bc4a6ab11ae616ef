"""Words that may be skills, to be labelled by hand, of sources that no label has touched."""

import re

import numpy as np
import polars as pl

from pipelines.text.phrases import Phrases
from pipelines.text.words import batches

POSTINGS_OF_SOURCE = 150
"""The number of texts read from each source."""
WORDS_OF_SKILL = 2
"""A skill is drawn at most so often in one stratum, for the frequent ones would fill the sample."""
STRATA = {"doubtful": 0.4, "plain": 0.4, "name": 0.2}
"""The share of the sample for each kind of word; see `draw_mentions`."""
CONTEXT = 200
"""Characters on each side of the word."""

_NAME = re.compile(r"(?<=[,/(])\s?([A-Z][\w+#]*(?:[. -][A-Z][\w+#]*){0,2})(?=\s?[,/)])")


def draw_mentions(
    postings: pl.DataFrame,
    touched: set[str],
    spellings: pl.DataFrame,
    size: int,
    sources: int,
    seed: int,
) -> pl.DataFrame:
    """Draw words that may be skills, evenly from sources that were not looked at, by no rule of the matcher.

    In: postings with description, source_id, language and posted_on (nulls allowed); `touched`, the sources of all
    labels so far; `spellings`, the contract `SkillAliases` with the
    `name` of each skill. Out: id, token, skill (what the spelling may
    stand for), context (the word in `[[ ]]`, CONTEXT characters around it), is_skill (empty, to be filled in), source,
    language, year and stratum: `doubtful`, spelt in any case like an alias that is bound to its case, needs context
    or is in a decoy; `plain`, like any other alias; `name`, a capitalised name in a list which no alias spells (its
    skill is to be filled in). The same seed draws the same words of the same postings.
    """
    texts = _choose_texts(postings, touched, sources, seed)
    words = _list_words(texts["description"], spellings).sample(fraction=1, shuffle=True, seed=seed)
    drawn = (
        words.join(texts.with_row_index("text"), on="text", maintain_order="left")
        .group_by("stratum", pl.coalesce("skill", "token").alias("named"), maintain_order=True)
        .head(WORDS_OF_SKILL)
        .unique(["text", "stratum"], keep="first", maintain_order=True)
        .with_columns(turn=pl.int_range(pl.len()).over("stratum", "source_id"))
        .sort("turn", maintain_order=True)
    )
    strata = [
        drawn.filter(pl.col("stratum") == name).head(round(share * size)) for name, share in STRATA.items()
    ]
    return (
        pl.concat(strata)
        .sort("source_id", "text", "start")
        .select(
            id=pl.format("m{}", pl.int_range(pl.len())),
            token="token",
            skill=pl.col("skill").fill_null(""),
            context=_mark(pl.col("description"), pl.col("start"), pl.col("token")),
            is_skill=pl.lit(""),
            source="source_id",
            language="language",
            year=pl.col("posted_on").dt.year(),
            stratum="stratum",
        )
    )


def _choose_texts(postings: pl.DataFrame, touched: set[str], sources: int, seed: int) -> pl.DataFrame:
    """The distinct texts of some sources that were not looked at, at most POSTINGS_OF_SOURCE of each."""
    texts = (
        postings.filter(~pl.col("source_id").is_in(sorted(touched)))
        .drop_nulls("description")
        .unique("description")
        .sort("source_id", "description")
        .sample(fraction=1, shuffle=True, seed=seed)
    )
    chosen = texts["source_id"].unique(maintain_order=True).head(sources)
    return (
        texts.filter(pl.col("source_id").is_in(chosen.implode()))
        .group_by("source_id", maintain_order=True)
        .head(POSTINGS_OF_SOURCE)
    )


def _list_words(texts: pl.Series, spellings: pl.DataFrame) -> pl.DataFrame:
    """The words that may be skills: text (row number), start, token, skill (its name; null: none) and stratum."""
    aliases = spellings.filter(pl.col("rule") != "decoy").sort(pl.col("rule") == "word")
    decoys = spellings.filter(pl.col("rule") == "decoy")["alias"]
    phrases = Phrases({"aliases": aliases["alias"].to_list(), "decoys": decoys.to_list()})
    is_bound = (aliases["rule"] != "word").to_numpy()
    columns = {
        "text": pl.UInt32,
        "start": pl.Int64,
        "token": pl.String,
        "skill": pl.String,
        "stratum": pl.String,
    }
    found = [pl.DataFrame(schema=columns)]
    for first_text, batch in batches(texts):
        candidates = phrases.read(batch)
        decoyed = np.zeros(len(batch.starts) + 1, np.int64)
        hidden = phrases.find(batch, candidates, "decoys")
        np.add.at(decoyed, hidden.first, 1)
        np.add.at(decoyed, hidden.last + 1, -1)
        hits = phrases.find(batch, candidates, "aliases")
        is_doubtful = is_bound[hits.value] | (decoyed.cumsum()[hits.first] > 0)
        text = batch.text_of[hits.first]
        found.append(
            pl.DataFrame(
                {
                    "text": text + first_text,
                    "start": hits.start - batch.origins[text],
                    "token": batch.cut(hits.start, hits.end),
                    "skill": aliases["name"].gather(hits.value),
                    "stratum": np.where(is_doubtful, "doubtful", "plain").tolist(),
                },
                schema_overrides=columns,
            )
        )
    spelt = pl.concat(found)
    return pl.concat([spelt, _list_names(texts, spelt)])


def _list_names(texts: pl.Series, spelt: pl.DataFrame) -> pl.DataFrame:
    """The capitalised names of lists that overlap no spelling, in the columns of `spelt`."""
    rows = [
        (number, match.start(1), match[1], None, "name")
        for number, text in enumerate(texts)
        for match in _NAME.finditer(text)
    ]
    names = pl.DataFrame(rows, schema=spelt.schema, orient="row")
    end = pl.col("start") + pl.col("token").str.len_chars()
    overlapping = names.with_columns(end=end).join_where(
        spelt.select(of="text", first="start", last=end),
        pl.col("text") == pl.col("of"),
        pl.col("first") < pl.col("end"),
        pl.col("start") < pl.col("last"),
    )
    return names.join(overlapping, on=["text", "start"], how="anti")


def _mark(text: pl.Expr, start: pl.Expr, token: pl.Expr) -> pl.Expr:
    """The words around a token, with the token in `[[ ]]`."""
    end = start + token.str.len_chars()
    before = text.str.slice(pl.max_horizontal(start - CONTEXT, 0), pl.min_horizontal(start, CONTEXT))
    return pl.concat_str(before, pl.lit("[["), token, pl.lit("]]"), text.str.slice(end, CONTEXT))
