"""Made-up and broken input by the million, for `make fuzz`: no crash, no hang, no record lost."""

import hashlib
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from assets.resources import Folders
from pipelines.cleaning.postings import clean_postings
from pipelines.figures.integrity import count_records, find_lost_records
from pipelines.reading.raw_postings import read_postings
from pipelines.reading.rejected_rows import list_rejected_rows
from pipelines.reading.source_files import find_encoding
from pipelines.skills.lexicon import SkillLexicon
from pipelines.skills.mentions import find_mentions
from pipelines.titles.posting_roles import assign_roles
from pipelines.titles.rules import RoleRules
from schemas.snapshots import Sightings
from tests.one_value import readers
from warehouse.inbox.curated import CuratedFileError, read_cards, read_taxonomy
from warehouse.inbox.source_files import list_files
from warehouse.settings import ROOT

INPUTS = 1_000_000
SECONDS_LIMIT = 1.0
"""Of processor time for one input: more is a hang."""

BASES = 8
BATCHES = 100
"""Drawn before they are given, so that hypothesis does not take the target's time for its own."""
LONGEST = 4_000
"""Characters or bytes of one input in 200; the others are as long as their target says."""

ODD = [
    *"\0\t\n\r\v\x1c\x85\xa0\xad\u034f\u0130\u0131\u2028\u200b\u200d\u202e\ufeff\ufffd\U0001f469\ufb01\u0345"
]
ODD += [
    *",;|\t\"'`\\/<>&%$#@!?()[]{}*+-.:=_~^",
    "\r\n",
    '""',
    "&amp;",
    "&#0;",
    "&lt;b&gt;",
    "<br>",
    "C++",
    "R&D",
]
ODD += ["&a ", "*a", "!!bool ", "[[", "{", "- - ", "? "]
ODD += ["(m/w/d)", "9" * 400, "1e999", "2026-13-45", "-0", "é", "e\u0301", "ﷺ", "ß", "ǅ", "データ", "İ"]


@dataclass(frozen=True)
class Target:
    """Something that is given inputs: how many share of all, at once and how long, made from what, what must hold."""

    share: float
    batch: int
    length: int
    samples: Callable[[], list]
    check: Callable[[list], None]


@dataclass
class Outcome:
    """What became of the inputs of one target."""

    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    faults: dict[str, tuple] = field(default_factory=dict)
    """One input, and what was raised, for each place in the code."""


def check_titles(titles: list[str]) -> None:
    """Every title is given one row, in order, whatever it holds."""
    postings = pl.DataFrame({"posting_id": [str(n) for n in range(len(titles))], "title": titles})
    assigned = assign_roles(postings, _rules())
    assert assigned["posting_id"].to_list() == postings["posting_id"].to_list()
    assert assigned["confidence"].is_between(0, 1).all()


def check_texts(texts: list[str]) -> None:
    """Every mention lies in its text, and both matchers' frame names no text that was not given."""
    employers = pl.repeat(None, len(texts), dtype=pl.String, eager=True)
    found = find_mentions(pl.Series(texts, dtype=pl.String), employers, _lexicon())
    for number, start, end, snippet in found.select("text", "start", "end", "snippet").iter_rows():
        assert 0 <= start < end <= len(texts[number]), (start, end)
        assert len(snippet) <= 120


def check_cards(cards: list[str]) -> None:
    """A card is read, or refused with the one error that says where and what to do."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample_ats.yml"
        for card in cards:
            path.write_text(card, encoding="utf-8")
            try:
                said = " ".join(read_cards(Path(folder)))
            except CuratedFileError as error:
                said = str(error)
            assert said == path.stem or str(path) in said
            assert len(said) < 100_000


def check_files(files: list[bytes]) -> None:
    """Every record of every file is a posting, a rejected row or a counted skip, and they cover all its lines."""
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(files):
            (Path(folder) / f"sample_ats_{number:04}.csv").write_bytes(data)
        card = _sample_card()
        listed = list_files(Path(folder), partial(find_encoding, [card])).with_columns(
            source_id=pl.lit(card.source_id)
        )
    assert listed.height == len(files)
    raw = pl.concat(
        read_postings(data, file, hashlib.sha256(data).hexdigest(), card)
        for data, file in zip(files, listed["file"], strict=True)
    )
    postings, rejected = clean_postings(raw, card, readers()), list_rejected_rows(raw, readers().contacts)
    none_seen_before = Sightings.empty().lazy()
    counts = count_records(listed.lazy(), raw.lazy(), postings.lazy(), rejected.lazy(), none_seen_before)
    lost = find_lost_records(counts)
    assert lost.is_empty(), lost.rows(named=True)[:3]


@cache
def _rules() -> RoleRules:
    return RoleRules(
        *(read_taxonomy(Folders().taxonomies, table) for table in ("role_titles", "title_words"))
    )


@cache
def _lexicon() -> SkillLexicon:
    tables = ("skill_aliases", "skills", "section_headings", "skill_cues")
    return SkillLexicon(*(read_taxonomy(Folders().taxonomies, table) for table in tables))


@cache
def _sample_card():
    return read_cards(Folders().cards)["sample_ats"]


def _titles() -> list[str]:
    return read_taxonomy(Folders().taxonomies, "labelled_titles")["title"].to_list()


def _texts() -> list[str]:
    mentions = read_taxonomy(Folders().taxonomies, "labelled_mentions")
    return mentions["context"].str.replace_all(r"[\[\]]{2}", "").to_list()


def _cards() -> list[str]:
    laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nsource_id: *c\n"
    return [laughs, *(path.read_text() for path in sorted(Folders().cards.glob("*.yml")))]


def _files() -> list[bytes]:
    sample = (ROOT / "data" / "sample" / "sample_ats" / "sample_ats_2026-04-20.csv").read_bytes()
    lines = sample.splitlines(keepends=True)
    starts = range(1, 40, 3)
    return [lines[0] + b"".join(lines[start : start + 2]) for start in starts]


TARGETS = {
    "cards": Target(0.03, 50, 3_000, _cards, check_cards),
    "files": Target(0.01, 20, 2_000, _files, check_files),
    "skills": Target(0.56, 5_000, 300, _texts, check_texts),
    "titles": Target(0.40, 1_000, 120, _titles, check_titles),
}


def mutate(base: str | bytes, other: str | bytes, length: int, source: random.Random) -> str | bytes:
    """One input made of another: cut, repeated, spliced with a second one, sprinkled with what is odd."""
    odd = (lambda: source.choice(ODD)) if isinstance(base, str) else (lambda: _odd_bytes(source))
    length = length if source.randrange(200) else LONGEST
    for _ in range(source.randint(1, 4)):
        start, end = sorted(source.randint(0, len(base)) for _ in range(2))
        match source.randrange(6):
            case 0:
                base = base[:start] + base[end:]
            case 1:
                base = base[:start] + base[start:end] * source.choice((2, 3, 200)) + base[end:]
            case 2:
                base = base[:start] + other[start:end] + base[end:]
            case 3:
                base = base[:start] + base[start:end].swapcase() + base[end:]
            case _:
                base = base[:start] + odd() * source.choice((1, 1, 2, 50)) + base[start:]
        base = base[:length]
    return base


def _odd_bytes(source: random.Random) -> bytes:
    if source.random() < 0.3:
        return source.randbytes(source.randint(1, 4))
    return source.choice(ODD).encode(source.choice(("utf-8", "utf-16-le")))


def batches(target: Target, number: int, count: int) -> Iterator[list]:
    """Up to `count` batches of inputs: hypothesis draws samples, its own texts and the seed of what is done to them.

    The same `number` gives the same inputs.
    """
    samples = target.samples()
    own = st.text(max_size=40) if isinstance(samples[0], str) else st.binary(max_size=40)
    drawn = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.lists(st.one_of(st.sampled_from(samples), own), min_size=2, max_size=BASES),
        st.randoms(use_true_random=True),
    )
    def draw(bases: list, source: random.Random) -> None:
        pairs = (source.choices(bases, k=2) for _ in range(target.batch))
        made = [mutate(*pair, target.length, source) for pair in pairs]
        drawn.append([*bases, *made][: target.batch])

    draw()
    return iter(drawn)


def run(target: Target, inputs: int) -> Outcome:
    """Gives a target that many inputs; a batch that fails or is slow is given again one by one."""
    outcome = Outcome()
    target.check(target.samples()[:2])  # what is loaded once does not count
    while outcome.inputs < inputs:
        wanted = -(-(inputs - outcome.inputs) // target.batch)
        for batch in batches(target, outcome.inputs, min(BATCHES, wanted)):
            seconds, error = _try(target, batch)
            outcome.inputs += len(batch)
            outcome.seconds += seconds
            if error is None and seconds <= SECONDS_LIMIT:
                outcome.slowest = max(outcome.slowest, seconds / len(batch))
                continue
            for one in batch:
                seconds, error = _try(target, [one])
                outcome.slowest = max(outcome.slowest, seconds)
                if error is None and seconds > SECONDS_LIMIT:
                    error = TimeoutError(f"{seconds:.1f} s")
                if error is not None:
                    frames = traceback.extract_tb(error.__traceback__)
                    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "time"
                    outcome.faults.setdefault(f"{type(error).__name__} at {place}", (one, error))
    return outcome


def _try(target: Target, batch: list) -> tuple[float, Exception | None]:
    started = time.process_time()
    try:
        target.check(batch)
    except Exception as error:
        return time.process_time() - started, error
    return time.process_time() - started, None


def main(inputs: int) -> None:
    """Gives each target its share of the inputs, prints the counts and exits with what was found."""
    is_sound = True
    for name, target in TARGETS.items():
        outcome = run(target, round(inputs * target.share))
        print(
            f"{name}: {outcome.inputs:,} inputs in {outcome.seconds:.0f} s, "
            f"the slowest {1000 * outcome.slowest:.1f} ms, {len(outcome.faults)} faults",
            flush=True,
        )
        for place, (one, error) in outcome.faults.items():
            is_sound = False
            print(f"  {place}: {str(error)[:300]}\n    {one!r}", flush=True)
    sys.exit(not is_sound)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else INPUTS)
