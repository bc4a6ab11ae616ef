"""How fast titles are given their roles, beside rapidfuzz on the same titles: `python -m tests.bench.titles`."""

import random
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import polars as pl
from rapidfuzz import fuzz, process

from pipelines.titles.posting_roles import assign_roles
from pipelines.titles.rules import RoleRules
from warehouse.inbox.curated import read_taxonomy
from warehouse.settings import ROOT

DISTINCT = 100_000
REPEATS = 10
WORKERS = 2
PEER_TITLES = 5_000
MARKS = [
    "",
    "(m/w/d)",
    "(H/F)",
    "- Remote",
    "| Contract",
    "[R-{n}]",
    "$120K-150K",
    "(all genders)",
    "32-40 uur",
    "#{n}",
]
PLACES = ["", "- Berlin", ", Austin, TX", "(Paris)", "- São Paulo", ", Kraków", "@ Utrecht", "- Madrid"]
TAXONOMIES = ROOT / "data" / "taxonomies"


def write_titles(count: int, seed: int = 1) -> list[str]:
    """Distinct titles from the repository's own words: levels, labelled titles, places and marks."""
    chance = random.Random(seed)
    words = read_taxonomy(TAXONOMIES, "title_words")
    levels = ["", *words.filter(pl.col("kind") == "level")["word"]]
    titles = read_taxonomy(TAXONOMIES, "labelled_titles")["title"].to_list()
    written: dict[str, None] = {}
    while len(written) < count:
        mark = chance.choice(MARKS).format(n=chance.randrange(10_000, 99_999))
        pieces = (chance.choice(levels), chance.choice(titles), chance.choice(PLACES), mark)
        written[" ".join(" ".join(pieces).split())] = None
    return list(written)


def decide_all(titles: list[str]) -> int:
    """Assign roles to the titles, each of which stands REPEATS times; returns how many postings were decided."""
    rules = RoleRules(read_taxonomy(TAXONOMIES, "role_titles"), read_taxonomy(TAXONOMIES, "title_words"))
    postings = pl.DataFrame({"title": titles * REPEATS}).with_row_index("posting_id").cast(pl.String)
    return assign_roles(postings, rules).height


def bench() -> str:
    """The section "titles": seconds for REPEATS x DISTINCT titles on two processes, and rapidfuzz beside it."""
    titles = write_titles(DISTINCT)
    started = time.perf_counter()
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        decided = sum(pool.map(decide_all, [titles[worker::WORKERS] for worker in range(WORKERS)]))
    seconds = time.perf_counter() - started
    aliases = read_taxonomy(TAXONOMIES, "labelled_titles")["title"].to_list()
    started = time.perf_counter()
    process.cdist(titles[:PEER_TITLES], aliases, scorer=fuzz.token_set_ratio, workers=WORKERS)
    peer_seconds = (time.perf_counter() - started) * len(titles) / PEER_TITLES
    return (
        f"titles: {decided:,} titles, {len(titles):,} distinct, in {seconds:.1f} s on {WORKERS} processes, "
        f"start included; rapidfuzz cdist against {len(aliases)} titles on {WORKERS} threads would need "
        f"{peer_seconds:.1f} s ({peer_seconds / seconds:.1f} times as long)"
    )


if __name__ == "__main__":
    print(bench())
