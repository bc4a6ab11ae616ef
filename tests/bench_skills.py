"""Compares the skill matcher with what else finds phrases in texts: CPU time of one core, and what is found."""

import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "1"

import polars as pl

from pipelines.skills import SkillLexicon
from schemas.skills import SectionHeadings, SkillAliases, SkillCues, Skills

TAXONOMIES = Path(__file__).parent.parent / "data" / "taxonomies"
TABLES = {
    "skill_aliases": SkillAliases,
    "skills": Skills,
    "section_headings": SectionHeadings,
    "skill_cues": SkillCues,
}
ROUNDS = 5
SLOW_SHARE = 20
"""The slow ones read only every so manieth text; their time is scaled up."""

Reader = Callable[[pl.Series], set[tuple[int, str]]]


def bench_skills(texts: pl.Series) -> pl.DataFrame:
    """CPU seconds per text set (median of five interleaved rounds), MB/s and agreement of each way to find skills.

    Agreement: of the pairs of text and skill that either the matcher or the other finds, the share both find.
    """
    frames = [pl.read_csv(TAXONOMIES / f"{t}.csv", schema=c.polars_schema()) for t, c in TABLES.items()]
    lexicon = SkillLexicon(*frames)
    named = frames[0].filter(pl.col("rule") != "decoy")
    skill_of = {alias.casefold(): skill_id for alias, skill_id in named["alias", "skill_id"].rows()}
    nobody = pl.repeat(None, len(texts), dtype=pl.String, eager=True)

    def matcher(texts: pl.Series) -> set[tuple[int, str]]:
        found = lexicon.mentions(texts, nobody[: len(texts)])
        return set(found.select("text", "skill_id").iter_rows())

    every = texts.gather_every(SLOW_SHARE)
    readers: dict[str, tuple[Reader, pl.Series]] = {
        "matcher": (matcher, texts),
        "read floor": (_read_floor(lexicon), texts),
        "polars extract_many, raw": (_extract_many(skill_of), texts),
        "google-re2 set": (_re2_set(skill_of), texts),
        "flashtext": (_flashtext(skill_of), every),
        "spaCy PhraseMatcher": (_spacy(skill_of), every),
        "a regex per skill": (_regex_per_skill(skill_of), texts.gather_every(40 * SLOW_SHARE)),
    }
    for reader, some in readers.values():
        reader(some)
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    found = {}
    for _ in range(ROUNDS):
        for name, (reader, some) in readers.items():
            started = time.process_time()
            found[name] = reader(some)
            seconds[name].append(time.process_time() - started)
    rows = []
    for name, (_, some) in readers.items():
        ours = found["matcher"] if some is texts else matcher(some)
        speed = some.str.len_bytes().sum() / 1e6 / statistics.median(seconds[name])
        union = len(ours | found[name])
        rows.append((name, round(speed, 2), round(len(ours & found[name]) / union, 3) if union else None))
    speeds = pl.DataFrame(rows, schema=["way", "mb_per_second", "agreement"], orient="row")
    return speeds.with_columns(times_slower=(speeds["mb_per_second"][0] / pl.col("mb_per_second")).round(2))


def _read_floor(lexicon: SkillLexicon) -> Reader:
    from pipelines.compiled_mentions import count_words

    def read(texts: pl.Series) -> set[tuple[int, str]]:
        count_words(texts, lexicon.compiled)
        return set()

    return read


def _extract_many(skill_of: dict[str, str]) -> Reader:
    aliases = list(skill_of)

    def read(texts: pl.Series) -> set[tuple[int, str]]:
        found = (
            texts.str.extract_many(aliases, ascii_case_insensitive=True).to_frame("alias").with_row_index()
        )
        pairs = found.explode("alias").drop_nulls().unique()
        return {(text, skill_of[alias.casefold()]) for text, alias in pairs.iter_rows()}

    return read


def _re2_set(skill_of: dict[str, str]) -> Reader:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 1 << 30
    patterns = re2.Set.SearchSet(options)
    for alias in skill_of:
        patterns.Add(rf"\b{re2.escape(alias)}\b")
    patterns.Compile()
    skills = list(skill_of.values())

    def read(texts: pl.Series) -> set[tuple[int, str]]:
        return {(number, skills[i]) for number, text in enumerate(texts) for i in patterns.Match(text)}

    return read


def _flashtext(skill_of: dict[str, str]) -> Reader:
    from flashtext import KeywordProcessor

    processor = KeywordProcessor()
    for alias, skill_id in skill_of.items():
        processor.add_keyword(alias, skill_id)

    def read(texts: pl.Series) -> set[tuple[int, str]]:
        return {
            (n, skill_id) for n, text in enumerate(texts) for skill_id in processor.extract_keywords(text)
        }

    return read


def _spacy(skill_of: dict[str, str]) -> Reader:
    import spacy
    from spacy.matcher import PhraseMatcher

    language = spacy.blank("en")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    for alias, skill_id in skill_of.items():
        matcher.add(skill_id, [language.make_doc(alias)])

    def read(texts: pl.Series) -> set[tuple[int, str]]:
        names = language.vocab.strings
        docs = enumerate(language.pipe(texts))
        return {(number, names[key]) for number, doc in docs for key, _, _ in matcher(doc)}

    return read


def _regex_per_skill(skill_of: dict[str, str]) -> Reader:
    aliases: dict[str, list[str]] = {}
    for alias, skill_id in skill_of.items():
        aliases.setdefault(skill_id, []).append(re.escape(alias))
    patterns = {s: re.compile(rf"\b(?:{'|'.join(some)})\b", re.IGNORECASE) for s, some in aliases.items()}

    def read(texts: pl.Series) -> set[tuple[int, str]]:
        return {(n, s) for n, text in enumerate(texts) for s, regex in patterns.items() if regex.search(text)}

    return read


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        sys.exit("usage: python -m tests.bench_skills <Parquet file with a column `description`>")
    descriptions = pl.read_parquet(sys.argv[1], columns=["description"])["description"].drop_nulls().unique()
    with pl.Config(tbl_rows=-1, tbl_hide_dataframe_shape=True):
        print(f"{len(descriptions):,} texts, {descriptions.str.len_bytes().sum() / 1e6:.1f} MB")
        print(bench_skills(descriptions))
