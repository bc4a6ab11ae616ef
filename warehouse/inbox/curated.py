"""What people edit: source cards, taxonomies and role definitions, read with errors that say where to look."""

import csv
import functools
import hashlib
import io
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
import yaml
from pydantic import BaseModel, ValidationError

from schemas import TABLES, Contract, SourceCard
from schemas.dataset import DatasetCard
from warehouse.inbox.card_errors import explain_card
from warehouse.lake.contracts import ContractError, validate_rows
from warehouse.settings import ROOT

DATASET_CARD = ROOT / "data" / "dataset.yml"

Card = TypeVar("Card", bound=BaseModel)

NESTING_LIMIT = 20

_TYPE_NAMES: dict[Any, str] = {
    pl.Boolean: "true or false",
    pl.Int64: "a whole number",
    pl.Float64: "a number",
    pl.Date: "a date",
}


class CuratedFileError(ValueError):
    """A file under data/ that has to be corrected before anything runs."""


def hash_curated_files(data: Path) -> dict[str, str]:
    """Every taxonomy, source card, word of values and article in the curated data: `<folder>/<name>` to its sha256.

    They are in order, because each file system lists a folder in its own, and the same inputs make the same build.
    """
    taxonomies = (data / "taxonomies" / f"{table}.csv" for table in TABLES)
    files = [
        *filter(Path.is_file, taxonomies),
        *(data / "sources").glob("*.yml"),
        *(data / "sources").glob("value_words.csv"),
        *(data / "role_definitions").glob("*.yml"),
    ]
    return {
        f"{file.parent.name}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(files)
    }


def read_cards(folder: Path) -> dict[str, SourceCard]:
    """Source cards by source_id, from `<source_id>.yml`.

    Raises CuratedFileError that names the file, the key and the remedy.
    """
    cards = {}
    for path in sorted(folder.glob("*.yml")):
        card = _read_card(path, SourceCard)
        if card.source_id != path.stem:
            raise CuratedFileError(
                f"{path}: source_id is {card.source_id!r}: make it {path.stem!r} like the file"
            )
        cards[card.source_id] = card
    return cards


def read_dataset_card(path: Path = DATASET_CARD) -> DatasetCard:
    """What the exports say of the dataset. Raises CuratedFileError that names the file, the key and the remedy."""
    return _read_card(path, DatasetCard)


def read_articles(folder: Path) -> dict[str, dict[str, Any]]:
    """Role-definition articles by file name. Raises CuratedFileError for a file that is no YAML mapping."""
    return {path.name: _parse_yaml(path, path.read_bytes()) for path in sorted(folder.glob("*.yml"))}


def read_taxonomy(folder: Path, table: str) -> pl.DataFrame:
    """A taxonomy from `<table>.csv`, typed and checked by its contract; see `read_rows`."""
    return read_rows(folder, TABLES[table])


def read_rows(folder: Path, contract: type[Contract]) -> pl.DataFrame:
    """The rows people keep in `<table>.csv`, typed and checked by the table's contract.

    Raises CuratedFileError, which names the file and what is wrong with its columns or rows.
    """
    path = folder / f"{contract.table()}.csv"
    schema = contract.polars_schema()
    frame = _read_csv(path)
    if frame.columns != schema.names():
        raise CuratedFileError(
            f"{path}: the columns are {', '.join(frame.columns)}: make them {', '.join(schema)}"
        )
    try:
        typed = frame.with_columns(_typed(name, dtype) for name, dtype in schema.items())
        _refuse_unreadable_values(path, frame, typed)
        return validate_rows(contract, typed, str(path), first_line=2)
    except ContractError as error:
        raise CuratedFileError(f"{error}; correct these lines") from None


def _read_csv(path: Path) -> pl.DataFrame:
    """A CSV as text. Raises CuratedFileError if it is missing, not UTF-8, or has an empty line or one of another
    width."""
    try:
        data = path.read_bytes()
        _refuse_other_widths(path, data.decode())
        return pl.read_csv(data, infer_schema=False)
    except FileNotFoundError:
        raise CuratedFileError(f"{path} is missing: restore it (git checkout)") from None
    except UnicodeDecodeError as error:
        raise _not_utf8(path, data, error) from None
    except pl.exceptions.PolarsError:
        raise CuratedFileError(
            f"{path} is empty or has a quote that is not closed: correct it, or restore it (git checkout)"
        ) from None


def _refuse_other_widths(path: Path, text: str) -> None:
    """Refuses an empty line, and a row with more or fewer fields than the header: its values would stand in the wrong
    columns."""
    rows = csv.reader(io.StringIO(text, newline=""))
    header, start = next(rows, []), rows.line_num + 1
    for row in rows:
        if not row:
            raise CuratedFileError(f"{path}, line {start} is empty: delete it")
        if len(row) != len(header):
            raise CuratedFileError(
                f"{path}, line {start} has another number of fields ({len(row)}) than the header ({len(header)}): "
                "correct it, and put a text with a comma or a quote in quotes"
            )
        start = rows.line_num + 1


def _typed(name: str, dtype: pl.DataType) -> pl.Expr:
    if dtype == pl.Boolean:
        return pl.col(name).replace_strict(
            {"true": True, "false": False}, default=None, return_dtype=pl.Boolean
        )
    return pl.col(name) if dtype == pl.String else pl.col(name).cast(dtype, strict=False)


def _refuse_unreadable_values(path: Path, frame: pl.DataFrame, typed: pl.DataFrame) -> None:
    for name, dtype in typed.schema.items():
        lost = (frame[name].is_not_null() & typed[name].is_null()).arg_true()
        if not lost.is_empty():
            raise CuratedFileError(
                f"{path}, line {lost[0] + 2}, column {name}: {frame[name][lost[0]]!r} is not "
                f"{_TYPE_NAMES.get(dtype, f'of type {dtype}')}: correct it"
            )


def _not_utf8(path: Path, data: bytes, error: UnicodeDecodeError) -> CuratedFileError:
    line = data.count(b"\n", 0, error.start) + 1
    return CuratedFileError(f"{path}, line {line} is not UTF-8: save the file as UTF-8")


def _parse_yaml(path: Path, data: bytes) -> dict[str, Any]:
    try:
        text = data.decode()
        _refuse_bombs(text)
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
        _refuse_repeated_keys(node)
        content = loader.construct_document(node) if node else None
    except UnicodeDecodeError as error:
        raise _not_utf8(path, data, error) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f", line {mark.line + 1}" if mark else ""
        raise CuratedFileError(
            f"{path}{where} is not valid YAML ({error.problem}): indent with spaces, close every bracket and quote, "
            "and put a text with a colon or another sign of YAML in quotes"
        ) from None
    except (yaml.YAMLError, ValueError) as error:  # a date such as 2026-13-45 is a ValueError
        raise CuratedFileError(f"{path} is not valid YAML ({error}): correct it") from None
    if not isinstance(content, dict):
        raise CuratedFileError(
            f"{path} is not a mapping: write keys and values, as in the other files in {path.parent}"
        )
    return content


def _refuse_bombs(text: str) -> None:
    """Refuses what would crash the loader (deep nesting, tags), and aliases, which expand a short text to a large
    one."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if depth > NESTING_LIMIT:
            raise ValueError(f"line {line} is nested more than {NESTING_LIMIT} levels deep, flatten it")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
            raise ValueError(
                f"line {line} has an alias (*) or a tag (!), which are not supported, write the value"
            )


def _refuse_repeated_keys(node: yaml.Node | None) -> None:
    """Refuses a key that is no word, and one that a mapping repeats: the loader would drop the first without notice."""
    if isinstance(node, yaml.MappingNode):
        keys = set[str]()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise ValueError(
                    f"line {line} has a list or a mapping as a key, write a word or put it in quotes"
                )
            if key.value in keys:
                raise ValueError(f"line {line} repeats the key {key.value}, keep one")
            keys.add(key.value)
            _refuse_repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated_keys(value)


def _read_card(path: Path, card: type[Card]) -> Card:
    parsed: Card = _parse_card(path, path.read_bytes(), card)
    return parsed


@functools.cache  # a run reads all cards seven times
def _parse_card(path: Path, data: bytes, card: type[Card]) -> Card:
    try:
        return card.model_validate(_parse_yaml(path, data))
    except ValidationError as error:
        raise CuratedFileError(f"{path} is not a valid card: {explain_card(card, error)}") from None
