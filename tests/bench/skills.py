"""Compares the skill matcher with what else finds phrases in texts: CPU time of one core, and what is found."""

import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["POLARS_MAX_THREADS"] = "1"

import polars as pl

from pipelines.skills.lexicon import SkillLexicon
from pipelines.skills.mentions import find_mentions
from schemas.skills import SectionHeadings, SkillAliases, SkillCues, Skills
from warehouse.settings import ROOT, WAREHOUSE

TABLES = {
    "skill_aliases": SkillAliases,
    "skills": Skills,
    "section_headings": SectionHeadings,
    "skill_cues": SkillCues,
}
ROUNDS = 5
SLOW_SHARE = 20
"""Slow readers sample one text in SLOW_SHARE; their time is scaled up."""
COMPARED_BYTES = 20_000_000
STREAMED_BYTES = 1_400_000_000

Reader = Callable[[pl.Series], pl.DataFrame]


@cache
def lexicon() -> SkillLexicon:
    """The lexicon of the repository."""
    taxonomies = ROOT / "data" / "taxonomies"
    frames = [pl.read_csv(taxonomies / f"{t}.csv", schema=c.polars_schema()) for t, c in TABLES.items()]
    return SkillLexicon(*frames)


def bench_skills(texts: pl.Series) -> pl.DataFrame:
    """MB/s of one core (CPU time, median of five interleaved rounds) and agreement of each way to find skills.

    Agreement: of the pairs of text and skill that either the matcher or the other finds, the share both find.
    """
    named = pl.read_csv(ROOT / "data" / "taxonomies" / "skill_aliases.csv").filter(pl.col("rule") != "decoy")
    skill_of = {alias.casefold(): skill_id for alias, skill_id in named["alias", "skill_id"].rows()}
    every = texts.gather_every(SLOW_SHARE)
    readers: dict[str, tuple[Reader, pl.Series]] = {
        "matcher": (_find, texts),
        "polars extract_many, raw": (_extract_many(skill_of), texts),
        "google-re2 set": (_re2_set(skill_of), texts),
        "flashtext": (_flashtext(skill_of), every),
        "spaCy PhraseMatcher": (_spacy(skill_of), every),
        "a regex per skill": (_regex_per_skill(skill_of), every.gather_every(2 * SLOW_SHARE)),
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
        ours = _pairs(found["matcher"] if some is texts else _find(some))
        speed = some.str.len_bytes().sum() / 1e6 / statistics.median(seconds[name])
        theirs = _pairs(found[name])
        agreement = len(ours & theirs) / len(ours | theirs) if theirs else None
        rows.append((name, speed, agreement))
    speeds = pl.DataFrame(rows, schema=["way", "mb_per_second", "agreement"], orient="row")
    times = speeds["mb_per_second"][0] / pl.col("mb_per_second")
    return speeds.with_columns(times_slower=times).with_columns(pl.selectors.float().round(2))


def bench_stream(texts: pl.Series) -> pl.DataFrame:
    """CPU and wall seconds, and peak memory in GB, of reading 1.4 GB of text from Parquet parts, each way.

    The ways: the matcher in one process, and in two at once.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, "part.parquet")
        texts.to_frame("description").write_parquet(path)
        parts = [path] * -(-STREAMED_BYTES // texts.str.len_bytes().sum())
        ways = {"matcher": (_find, 1), "matcher, two processes": (_find, 2)}
        rows = [(way, *_stream(reader, parts, workers)) for way, (reader, workers) in ways.items()]
    schema = ["way", "cpu_seconds", "wall_seconds", "peak_gb"]
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.selectors.float().round(2))


def _stream(reader: Reader, parts: list[Path], workers: int) -> tuple[float, float, float]:
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(_read_parts, [reader] * workers, [parts[:1]] * workers))
        started = time.perf_counter()
        ends = list(pool.map(_read_parts, [reader] * workers, [parts[n::workers] for n in range(workers)]))
        wall = time.perf_counter() - started
    return sum(cpu for cpu, _ in ends), wall, max(peak for _, peak in ends)


def _read_parts(reader: Reader, parts: list[Path]) -> tuple[float, float]:
    started = time.process_time()
    for part in parts:
        reader(pl.read_parquet(part)["description"])
    # getrusage would give the peak of the process that started this one, if that was higher.
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return time.process_time() - started, int(peak[1]) / 1e6


def _pairs(found: pl.DataFrame) -> set[tuple[int, str]]:
    return set(found.select("text", "skill_id").iter_rows())


def _frame(pairs: list[tuple[int, str]]) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema={"text": pl.Int32, "skill_id": pl.String}, orient="row")


def _find(texts: pl.Series) -> pl.DataFrame:
    nobody = pl.repeat(None, len(texts), dtype=pl.String, eager=True)
    return find_mentions(texts, nobody, lexicon())


def _extract_many(skill_of: dict[str, str]) -> Reader:
    aliases = list(skill_of)
    skills = pl.DataFrame({"alias": aliases, "skill_id": list(skill_of.values())})

    def read(texts: pl.Series) -> pl.DataFrame:
        found = texts.str.extract_many(aliases, ascii_case_insensitive=True).to_frame("alias")
        named = found.with_row_index("text").explode("alias").drop_nulls()
        return named.with_columns(pl.col("alias").str.to_lowercase()).join(skills, on="alias")

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

    def read(texts: pl.Series) -> pl.DataFrame:
        return _frame(
            [(number, skills[i]) for number, text in enumerate(texts) for i in patterns.Match(text) or []]
        )

    return read


def _flashtext(skill_of: dict[str, str]) -> Reader:
    from flashtext import KeywordProcessor

    processor = KeywordProcessor()
    for alias, skill_id in skill_of.items():
        processor.add_keyword(alias, skill_id)

    def read(texts: pl.Series) -> pl.DataFrame:
        return _frame([(n, s) for n, text in enumerate(texts) for s in processor.extract_keywords(text)])

    return read


def _spacy(skill_of: dict[str, str]) -> Reader:
    import spacy
    from spacy.matcher import PhraseMatcher

    language = spacy.blank("en")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    for alias, skill_id in skill_of.items():
        matcher.add(skill_id, [language.make_doc(alias)])

    def read(texts: pl.Series) -> pl.DataFrame:
        names = language.vocab.strings
        docs = enumerate(language.pipe(texts))
        return _frame([(number, names[key]) for number, doc in docs for key, _, _ in matcher(doc)])

    return read


def _regex_per_skill(skill_of: dict[str, str]) -> Reader:
    aliases: dict[str, list[str]] = {}
    for alias, skill_id in skill_of.items():
        aliases.setdefault(skill_id, []).append(re.escape(alias))
    patterns = {s: re.compile(rf"\b(?:{'|'.join(some)})\b", re.IGNORECASE) for s, some in aliases.items()}

    def read(texts: pl.Series) -> pl.DataFrame:
        named = enumerate(texts)
        return _frame([(n, s) for n, text in named for s, regex in patterns.items() if regex.search(text)])

    return read


if __name__ == "__main__":
    default = sorted((WAREHOUSE / "state" / "lake" / "cleaned_postings").rglob("*.parquet"))
    paths = [Path(argument) for argument in sys.argv[1:]] or default
    if not paths:
        sys.exit("nothing to read: run the pipeline first, or name Parquet files with a column `description`")
    frames = [pl.read_parquet(path, columns=["description", "source_id"]) for path in paths]
    texts = (
        pl.concat(frames)
        .drop_nulls()
        .unique("description", maintain_order=True)
        .sample(fraction=1, shuffle=True, seed=1)
    )
    texts = texts.filter(pl.col("description").str.len_bytes().cum_sum() < COMPARED_BYTES)
    descriptions, sources = texts["description"], ", ".join(texts["source_id"].unique().sort())
    with pl.Config(tbl_rows=-1, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True):
        print(f"{len(texts):,} texts, {descriptions.str.len_bytes().sum() / 1e6:.1f} MB, of {sources}")
        print(bench_skills(descriptions))
        print(bench_stream(descriptions))
