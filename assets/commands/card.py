"""Drafts a source card for files that no card matches, and shows how it would read them."""

import hashlib
import re
import sys
from pathlib import Path

import polars as pl

from assets.resources import Folders
from pipelines.cleaning.postings import ValueReaders
from pipelines.drafting.card_drafts import CardDraft, DraftWords, draft_card
from pipelines.drafting.dry_runs import DryRun
from pipelines.drafting.file_names import name_source
from pipelines.drafting.source_drafts import merge_drafts
from pipelines.drafting.unknown_tables import UndraftableFileError
from pipelines.reading.source_files import match_cards
from schemas import SourceCard
from schemas.card_drafts import ColumnHeaders, MissingValues
from schemas.layouts import HEAD_BYTES, Layout, unpacked_name
from schemas.value_words import ValueWords
from warehouse.inbox.archives import ArchiveError, list_members, read_blocks
from warehouse.inbox.card_files import render_card, write_card
from warehouse.inbox.curated import CuratedFileError, read_cards, read_rows, read_taxonomy


def show_card(path: Path, out: Path | None = None, folders: Folders | None = None) -> None:
    """Prints the card that matches a file, or else a draft, which it also writes, and a dry run of the card.

    A folder is a source: one card, named like the folder, is drafted for all its files. The draft is written to `out`,
    or else to `<source_id>.yml` next to the other cards; an existing file is never overwritten. Raises
    UndraftableFileError or CuratedFileError, which say what to do.
    """
    folders = folders or Folders()
    files = {unpacked_name(each.name): _read(each) for each in _list(path)}
    cards = read_cards(folders.cards)
    readers = ValueReaders(read_rows(folders.cards, ValueWords))
    if not path.is_dir() and _show_known(path, *next(iter(files.items())), cards, folders, readers):
        return
    lexicon = DraftWords.of(
        read_rows(folders.cards, ColumnHeaders),
        read_rows(folders.cards, MissingValues),
        read_taxonomy(folders.taxonomies, "title_words"),
        read_taxonomy(folders.taxonomies, "section_headings"),
        readers,
    )
    drafts = [draft_card(file, data, lexicon) for file, data in files.items()]
    draft = merge_drafts(name_source(path.name), drafts) if path.is_dir() else drafts[0]
    layout = _name(draft, out, set(cards))
    card = render_card(layout, draft.remarks)
    print(card)
    for file, data in files.items():
        _print_dry_run(DryRun(file, data, hashlib.sha256(data).hexdigest(), layout, readers))
    target = out or folders.cards / f"{layout.source_id}.yml"
    if write_card(target, card):
        print(
            f"written to {target}: fill in everything marked FILL IN, correct the rest, then run `make card` again"
        )
    else:
        print(f"{target} exists and was not changed: name another file with OUT=<file>")


def _show_known(
    path: Path, file: str, data: bytes, cards: dict[str, SourceCard], folders: Folders, readers: ValueReaders
) -> bool:
    """Tries the card that matches a file, finished or not; returns whether there is one."""
    sha256 = hashlib.sha256(data).hexdigest()
    match = match_cards(_describe(file, data, sha256), cards).row(0, named=True)
    unfinished = (card for card in cards.values() if card.unfinished_keys and card.names(file))
    card = cards[match["source_id"]] if match["source_id"] else next(unfinished, None)
    if card is None:
        if any(card.names(file) for card in cards.values()):
            print(match["problem"])
        return False
    print(f"{path} belongs to source {card.source_id}: {folders.cards / card.source_id}.yml")
    print(
        match["problem"]
        or f"headers the card does not list: {', '.join(map(repr, match['unlisted_columns'])) or 'none'}"
    )
    _print_dry_run(DryRun(file, data, sha256, card, readers))
    return True


def _list(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = [each for each in sorted(path.iterdir()) if each.is_file() and each.suffix.lower() != ".md"]
    if not files:
        raise UndraftableFileError(
            f"{path} contains no file: name a file, or the folder with the files of one source"
        )
    return files


def _read(path: Path) -> bytes:
    if path.suffix.lower() == ".zip" and path.is_file():
        members = ", ".join(list_members(path)) or "no files"
        raise UndraftableFileError(f"{path} is an archive of {members}: name one of them, FILE={path}/<name>")
    try:
        return b"".join(read_blocks(Path(), str(path)))
    except OSError as error:
        raise UndraftableFileError(f"{path} cannot be read: {error.strerror}") from None


def _describe(file: str, data: bytes, sha256: str) -> pl.DataFrame:
    row = {
        "file": file,
        "bytes": len(data),
        "lines": data.count(b"\n"),
        "file_sha256": sha256,
        "head": data[:HEAD_BYTES],
        "problem": None,
    }
    return pl.DataFrame([row], schema_overrides={"problem": pl.String})


def _name(draft: CardDraft, out: Path | None, taken: set[str]) -> Layout:
    """The draft, named like its file and unlike every other card."""
    name, number = out.stem if out else draft.layout.source_id, 2
    if out and not (re.fullmatch("[a-z0-9_]+", name) and out.suffix == ".yml"):
        raise UndraftableFileError(
            f"{out} is not the name of a card: name it <source_id>.yml, with lower-case letters, digits and underscores"
        )
    while name in taken and not out:
        name, number = f"{draft.layout.source_id}_{number}", number + 1
    return draft.layout.model_copy(update={"source_id": name})


def _print_dry_run(dry_run: DryRun) -> None:
    _print("all records of the file:", dry_run.count_outcomes())
    _print("the first records that would be rejected:", dry_run.show_rejected())
    _print("values of its first postings:", dry_run.measure_understood())
    _print("its first postings, as they would be stored:", dry_run.show_postings())


def _print(heading: str, table: pl.DataFrame) -> None:
    if table.is_empty():
        return
    with pl.Config(
        tbl_rows=-1,
        tbl_cols=-1,
        tbl_width_chars=180,
        fmt_str_lengths=50,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
    ):
        print(heading, table.cast(pl.String).fill_null(""), sep="\n")


if __name__ == "__main__":
    arguments = [Path(argument) for argument in sys.argv[1:] if argument]
    if len(arguments) not in (1, 2):
        sys.exit("usage: make card FILE=<file> [OUT=data/sources/<source_id>.yml]")
    try:
        show_card(*arguments)
    except (UndraftableFileError, ArchiveError, CuratedFileError, OSError) as error:
        sys.exit(str(error))
