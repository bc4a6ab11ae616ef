"""Files that are one file seen again, and the records they have in common."""

from datetime import date

import polars as pl
import pytest

from pipelines.reading.raw_postings import read_postings
from pipelines.repeats.snapshots import clean_new_postings, find_sightings, key_records, list_snapshots
from schemas.postings import CleanedPostings
from schemas.snapshots import RecordKeys, Sightings, Snapshots
from tests.one_value import readers
from tests.reading.test_source_files import card as board_card
from tests.repeats.test_duplicates import cleaned, mark
from tests.repeats.test_unique_postings import make_tables_of


def card(**changes):
    columns = {"title": "Title", "source_posting_id": "Id", "posted_on": "Age", "seen_on": "Seen"}
    return board_card(**{"columns": columns, "ignored_columns": ["Rank"], **changes})


class Source:
    """Files of one source, by name, and the tables made of them."""

    def __init__(self, files, is_fetched=False, **changes):
        own = card(**changes)
        raw = {
            name: read_postings(text.encode(), name, f"{number:064}", own)
            for number, (name, text) in enumerate(files.items())
        }
        listed = pl.DataFrame({"file": list(files)}).with_columns(
            source_id=pl.lit("board"), problem=pl.lit(None, pl.String), is_fetched=pl.lit(is_fetched)
        )
        keys = pl.concat(RecordKeys.validate(key_records(frame, own), lazy=True) for frame in raw.values())
        self.snapshots = Snapshots.validate(list_snapshots(listed, {"board": own}), lazy=True)
        self.sightings = Sightings.validate(find_sightings(keys.lazy(), self.snapshots.lazy()), lazy=True)
        lines = {name: self.sightings.filter(file=name)["line"].to_list() or None for name in files}
        self.cleaned = CleanedPostings.validate(
            pl.concat(clean_new_postings(frame, own, readers(), lines[name]) for name, frame in raw.items()),
            lazy=True,
        )

    def seen_before(self):
        """File and line of each record seen before, with those of the posting it is."""
        first = self.cleaned.select("posting_id", first_file="file", first_line="line")
        return (
            self.sightings.join(first, on="posting_id")
            .select("file", "line", "first_file", "first_line")
            .rows()
        )


HEADER = "Id,Title,Age,Seen,Rank\n"
A, B, C = (f"{number},Data Scientist {number},1 day ago,2026-03-01,{number}\n" for number in range(3))
MARCH, APRIL, MAY = (f"board_2026-0{month}-01.csv" for month in (3, 4, 5))


def test_a_record_of_several_snapshots_is_one_posting_and_sightings_of_it():
    source = Source({MARCH: HEADER + A + B, APRIL: HEADER + B, MAY: HEADER + C + B})
    assert source.cleaned["source_posting_id"].to_list() == ["0", "1", "2"]
    assert source.seen_before() == [(APRIL, 2, MARCH, 3), (MAY, 3, MARCH, 3)]


@pytest.mark.parametrize(
    ("again", "is_seen_before"),
    [
        (A.replace("2026-03-01,0", "2026-04-01,77"), True),
        (A.replace("1 day ago", "30+ days ago"), True),
        (A.replace("Scientist", "Engineer"), False),
        (A.replace("0,Data", "9,Data"), False),
    ],
    ids=["scraped later, another index", "older", "another title", "another id"],
)
def test_the_same_record_says_the_same_in_all_columns_but_age_and_day_of_the_scrape(again, is_seen_before):
    ages = {"posted_on": ("relative",), "seen_on": ("iso",)}
    source = Source({MARCH: HEADER + A, APRIL: HEADER + again}, dates=ages)
    assert (source.seen_before() != []) == is_seen_before


def test_another_date_of_posting_is_another_record():
    dated = HEADER + "1,Cook,2026-02-01,,\n"
    source = Source({MARCH: dated, APRIL: dated.replace("02-01", "03-31")}, dates={"posted_on": ("iso",)})
    assert source.seen_before() == []


def test_a_missing_value_is_no_empty_text_of_its_neighbour():
    source = Source({MARCH: HEADER + ",1,,,\n", APRIL: HEADER + "1,1,,,\n"})
    assert source.seen_before() == []


def test_copies_within_a_snapshot_are_counted_one_by_one():
    source = Source({MARCH: HEADER + A + A, APRIL: HEADER + A * 3, MAY: HEADER + A * 3})
    assert source.cleaned.select("file", "line").rows() == [(MARCH, 2), (MARCH, 3), (APRIL, 4)]
    assert source.seen_before() == [
        (APRIL, 2, MARCH, 2),
        (APRIL, 3, MARCH, 3),
        (MAY, 2, MARCH, 2),
        (MAY, 3, MARCH, 3),
        (MAY, 4, APRIL, 4),
    ]


def test_pieces_of_one_day_and_other_files_are_no_snapshots_of_each_other():
    pieces = {f"east/{MARCH}": HEADER + A, f"west/{MARCH}": HEADER + A, f"other_{APRIL}": HEADER + A}
    assert Source(pieces).seen_before() == []


def list_names(*files):
    """What each file is a snapshot of; a path that begins with `board/` was fetched."""
    listed = pl.DataFrame({"file": files}).with_columns(
        source_id=pl.lit("board"),
        problem=pl.lit(None, pl.String),
        is_fetched=pl.col("file").str.starts_with("board/"),
    )
    found = list_snapshots(listed, {"board": card()}).select("file", "snapshot_of").rows()
    return [dict(found)[file] for file in files]


def test_files_of_one_name_in_folders_of_other_names_are_no_snapshots_of_each_other():
    assert list_names("de/jobs_2026-01-01.csv", "fr/jobs_2026-01-02.csv") == ["de/jobs.csv", "fr/jobs.csv"]
    assert list_names("x/de/2026-01-01/jobs.csv", "x/fr/jobs.csv") == ["de/jobs.csv", "fr/jobs.csv"]


def test_a_folder_of_a_date_or_shared_by_all_files_tells_no_files_apart():
    assert list_names("a/jobs_2026-01-01.csv", "a/2026/01/jobs.csv", "a/run 2026-02-01/jobs.csv.gz") == [
        "jobs.csv",
        "jobs.csv",
        "run/jobs.csv",
    ]


def test_a_fetched_version_is_a_snapshot_of_the_file_in_the_postings_folder():
    fetched = "board/2026-04-17T05-00-00.000000Z/jobs.csv"
    assert list_names("board_2026/jobs_2026-01-01.csv", fetched) == ["jobs.csv"] * 2


def test_pay_records_are_never_seen_again():
    source = Source({MARCH: HEADER + A, APRIL: HEADER + A}, kind="pay_record")
    assert source.seen_before() == []
    assert source.snapshots.is_empty()


@pytest.mark.parametrize(
    ("file", "is_fetched", "snapshot_of", "taken_on"),
    [
        ("jobs_2026-04-16.csv", False, "jobs.csv", date(2026, 4, 16)),
        ("a/20260416-jobs.csv.gz", False, "-jobs.csv", date(2026, 4, 16)),
        ("2026_04_16/jobs.csv", False, "jobs.csv", date(2026, 4, 16)),
        ("2026-04-17/jobs 2026.04.16.csv", False, "jobs.csv", date(2026, 4, 16)),
        ("day 2026-04-16.zip/jobs.csv", False, "jobs.csv", date(2026, 4, 16)),
        ("board/2026-04-17T05-00-00.000000Z/jobs_2026-04-16.csv", True, "jobs.csv", date(2026, 4, 17)),
        ("board/jobs.csv", True, "jobs.csv", None),
        ("jobs_2026-13-45.csv", False, "jobs_2026-13-45.csv", None),
        ("jobs_4202604167.csv", False, "jobs_4202604167.csv", None),
        ("jobs_05_2025.csv", False, "jobs_05_2025.csv", None),
    ],
)
def test_the_date_of_a_snapshot_is_in_its_path(file, is_fetched, snapshot_of, taken_on):
    source = Source({file: HEADER + A}, is_fetched)
    assert source.snapshots.select("snapshot_of", "taken_on").row(0) == (snapshot_of, taken_on)


def test_a_fetched_file_without_a_time_is_the_oldest_and_two_of_a_day_are_told_apart():
    times = [f"board/2026-04-16T0{hour}-00-00.000000Z/jobs.csv" for hour in (5, 6)]
    source = Source(dict.fromkeys([*times, "board/jobs.csv"], HEADER + A), is_fetched=True)
    day = date(2026, 4, 16)
    assert source.snapshots.select("number", "snapshots", "taken_on", "next_on").rows() == [
        (2, 3, day, day),
        (3, 3, day, None),
        (1, 3, None, day),
    ]


def openings(folder, source):
    """Of each unique posting by its id: first and last seen, is_open, closed_by and how often it was seen."""
    tables = make_tables_of(
        folder, mark(source.cleaned, source.sightings), source.sightings, source.snapshots
    )
    found = tables["unique_postings"].join(source.cleaned, on="posting_id").sort("source_posting_id")
    columns = ["first_seen_on", "last_seen_on", "is_open", "closed_by", "raw_postings"]
    return {row[0]: row[1:] for row in found.select("source_posting_id", *columns).rows()}


DAYS = [date(2026, month, 1) for month in (3, 4, 5)]
P, Q, R, S = (f"{number},Data Scientist {number},,,\n" for number in range(4))


def test_what_the_newest_snapshot_lacks_is_closed_and_what_it_shows_is_open(tmp_path):
    source = Source({MARCH: HEADER + P + Q, APRIL: HEADER + P + R + S, MAY: HEADER + P + R})
    march, april, may = DAYS
    assert openings(tmp_path, source) == {
        "0": (march, may, True, None, 3),
        "1": (march, march, False, april, 1),
        "2": (april, may, True, None, 2),
        "3": (april, april, False, may, 1),
    }


def test_what_comes_back_or_changes_its_text_under_its_id_is_still_open(tmp_path):
    changed = Q.replace("Data", "Senior Data")
    source = Source({MARCH: HEADER + P + Q, APRIL: HEADER + changed, MAY: HEADER + P + changed})
    march, _, may = DAYS
    assert openings(tmp_path, source) == {"0": (march, may, True, None, 2), "1": (march, may, True, None, 3)}


@pytest.mark.parametrize("changes", [{"lists_all_open": False}, {}])
def test_a_feed_or_a_single_snapshot_does_not_tell_what_is_open(tmp_path, changes):
    files = {MARCH: HEADER + P, APRIL: HEADER + Q} if changes else {MARCH: HEADER + P}
    assert {row[2:4] for row in openings(tmp_path, Source(files, **changes)).values()} == {(None, None)}


def test_two_that_a_snapshot_shows_side_by_side_stay_two_though_one_was_seen_before():
    one = {"source_posting_id": "1", "file": MARCH}
    frame = cleaned(one, {"source_posting_id": "2", "file": APRIL})
    again = Sightings.empty()
    assert mark(frame, again)["duplicate_tier"].to_list() == [None, "same_opening"]
    values = frame.filter(file=MARCH).select("posting_id", "source_id").row(0)
    again = pl.DataFrame([(*values, APRIL, "0" * 64, 9)], schema=Sightings.polars_schema(), orient="row")
    assert mark(frame, again)["duplicate_tier"].to_list() == [None, None]
