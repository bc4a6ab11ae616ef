"""One source card for several files of a source, whose layouts may differ."""

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from pipelines.drafting.card_drafts import CardDraft
from schemas.layouts import FILL_IN, Dates, Dialect, Layout, RawColumn, RowRange, Salaries

Agreed = TypeVar("Agreed")


def merge_drafts(source_id: str, drafts: list[CardDraft]) -> CardDraft:
    """The drafts of a source's files as one: every header that a layout reads, in the order of the files.

    A header that is read as different raw columns is read as that of most files. What files do not agree on and a card
    can say only once (a country, a currency) is left out.
    """
    layouts = [draft.layout for draft in drafts]
    first = layouts[0]
    columns = _merge_columns(layouts)
    sections = {name: heading for layout in layouts for name, heading in layout.sections.items()}
    read = {header for headers in columns.values() for header in headers} | sections.keys()
    personal = tuple(
        name for name in _union(layout.personal_columns for layout in layouts) if name not in read
    )
    merged = first.model_copy(
        update={
            "source_id": source_id,
            "files": _union(layout.files for layout in layouts),
            "name_pattern": next((layout.name_pattern for layout in layouts if layout.name_pattern), None),
            "sha256": {name: sha256 for layout in layouts for name, sha256 in layout.sha256.items()},
            "dialect": _only(layout.dialect for layout in layouts) or Dialect(),
            "columns": {
                column: headers[0] if len(headers) == 1 else headers for column, headers in columns.items()
            },
            "sections": sections,
            "personal_columns": personal,
            "ignored_columns": tuple(
                name
                for name in _union(layout.ignored_columns for layout in layouts)
                if name not in {*read, *personal}
            ),
            "constants": _merge_constants(layouts, columns),
            "missing": _union(layout.missing for layout in layouts),
            "strip": {
                column: _union(layout.strip.get(column, ()) for layout in layouts)
                for column in dict.fromkeys(column for layout in layouts for column in layout.strip)
            },
            "dates": _merge_dates(layouts),
            "salaries": _merge_salaries(layouts),
            "rows": RowRange(
                min=min(layout.rows.min for layout in layouts), max=max(layout.rows.max for layout in layouts)
            ),
        }
    )
    remarks = {key: text for draft in reversed(drafts) for key, text in draft.remarks.items()}
    return CardDraft(Layout.model_validate(merged.model_dump()), remarks)


def _merge_columns(layouts: list[Layout]) -> dict[RawColumn, tuple[str, ...]]:
    votes: dict[str, Counter[RawColumn]] = {}
    for layout in layouts:
        for column, headers in layout.mapped_headers.items():
            for header in headers:
                votes.setdefault(header, Counter())[column] += 1
    columns: dict[RawColumn, tuple[str, ...]] = {}
    for header, counts in votes.items():
        column = counts.most_common(1)[0][0]
        columns[column] = (*columns.get(column, ()), header)
    return columns


def _merge_constants(
    layouts: list[Layout], columns: dict[RawColumn, tuple[str, ...]]
) -> dict[RawColumn, str]:
    constants: dict[RawColumn, str] = {}
    for column in dict.fromkeys(column for layout in layouts for column in layout.constants):
        values = [layout.constants.get(column) for layout in layouts if column not in layout.columns]
        asked = [value for value in values if value and value.startswith(FILL_IN)]
        value = max(asked, default=None) or _only(values)
        if value and not (asked and column in columns):
            constants[column] = value
    return constants


def _merge_dates(layouts: list[Layout]) -> Dates:
    dates = [layout.dates for layout in layouts]
    precisions = {each.seen_on_precision for each in dates}
    return Dates(
        posted_on=_union(each.posted_on for each in dates),
        seen_on=_union(each.seen_on for each in dates),
        seen_on_precision="day" if len(precisions) > 1 else precisions.pop(),
    )


def _merge_salaries(layouts: list[Layout]) -> Salaries:
    """Of each key what the layouts that say it agree on."""
    said = [layout.salaries.model_dump(exclude_defaults=True) for layout in layouts]
    keys = dict.fromkeys(key for each in said for key in each)
    agreed = {key: _only(each[key] for each in said if key in each) for key in keys}
    return Salaries.model_validate({key: value for key, value in agreed.items() if value is not None})


def _union(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for items in lists for item in items))


def _only(values: Iterable[Agreed]) -> Agreed | None:
    distinct = list(dict.fromkeys(values))
    return distinct[0] if len(distinct) == 1 else None
