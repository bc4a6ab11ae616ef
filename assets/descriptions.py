"""What the UI shows of an asset before it is materialised: columns, lineage, code, owners and freshness."""

import inspect
import linecache
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg

from assets.alerts import FRESHNESS, PUBLICATION
from assets.automation import WHAT_IT_IS_MADE_FROM_HAS_CHANGED
from schemas import TABLES, Contract
from schemas.contract import GROUPS, Reference
from warehouse.lake.sql_tables import SQL
from warehouse.settings import ROOT

OWNERS = ["team:data"]
CODE_REFERENCES = "dagster/code_references"
KEPT_FRESH = (dg.AssetKey("source_files"), PUBLICATION)


def describe(assets: Sequence[dg.AssetsDefinition]) -> list[dg.AssetsDefinition]:
    """The same assets, with metadata from their contracts and their place in the graph."""
    with warnings.catch_warnings():
        # Code references are beta: at worst, a later Dagster shows no link to the code.
        warnings.simplefilter("ignore", dg.BetaWarning)
        return list(dg.map_asset_specs(_describe, dg.with_source_code_references(assets)))


def _describe(spec: dg.AssetSpec) -> dg.AssetSpec:
    contract = TABLES.get(spec.key.path[-1])
    group = contract.group() if contract else spec.group_name
    spec = spec.replace_attributes(
        group_name=f"{GROUPS.index(group) + 1}_{group}",  # the UI sorts groups by name
        freshness_policy=FRESHNESS if spec.key in KEPT_FRESH else None,
        automation_condition=WHAT_IT_IS_MADE_FROM_HAS_CHANGED if spec.deps else None,
    ).merge_attributes(owners=OWNERS)
    return _describe_table(spec, contract) if contract else spec


def _describe_table(spec: dg.AssetSpec, contract: type[Contract]) -> dg.AssetSpec:
    table = contract.table()
    code = spec.metadata[CODE_REFERENCES].code_references
    description = " ".join(filter(None, [spec.description, contract.__doc__]))
    return spec.replace_attributes(description=description).merge_attributes(
        kinds={"parquet", _made_by(table)},
        tags={"published" if contract.is_published() else "internal": ""},
        metadata={
            "dagster/column_schema": dg.TableSchema(columns=list(_columns(contract))),
            "dagster/column_lineage": _lineage(spec, contract),
            "documentation": dg.MetadataValue.path(f"docs/data_dictionary.md#{table}"),
            CODE_REFERENCES: dg.CodeReferencesMetadataValue(code_references=[*code, *_references(contract)]),
        },
    )


def _columns(contract: type[Contract]) -> Iterator[dg.TableColumn]:
    columns, descriptions, keys = contract.to_schema().columns, contract.descriptions(), contract.key()
    refers_to = {reference.column: reference.table for reference in contract.references()}
    for name, dtype in contract.polars_schema().items():
        yield dg.TableColumn(
            name,
            str(dtype),
            descriptions[name],
            constraints=dg.TableColumnConstraints(
                nullable=columns[name].nullable,
                unique=keys == [name],
                other=[f"refers to {refers_to[name]}"] if name in refers_to else [],
            ),
        )


def _lineage(spec: dg.AssetSpec, contract: type[Contract]) -> dg.TableColumnLineage:
    """The lineage of reference columns: the columns of upstream tables that refer to the same table."""
    upstream = [dep.asset_key.path[-1] for dep in spec.deps if dep.asset_key.path[-1] in TABLES]
    origins = {
        reference.column: [
            dg.TableColumnDep(asset_key=dg.AssetKey(table), column_name=column)
            for table in upstream
            for column in sorted(_columns_naming(reference, TABLES[table]))
        ]
        for reference in contract.references()
    }
    return dg.TableColumnLineage(deps_by_column={column: deps for column, deps in origins.items() if deps})


def _columns_naming(reference: Reference, contract: type[Contract]) -> set[str]:
    key = TABLES[reference.table].key()
    own_key = key if contract.key() == key else []
    others = {(other.column, other.table) for other in contract.references()}
    return {*own_key, *([reference.column] if (reference.column, reference.table) in others else [])}


def _references(contract: type[Contract]) -> Iterator[dg.LocalFileCodeReference]:
    table = contract.table()
    file = inspect.getfile(contract)
    begins = f"class {contract.__name__}("
    lines = enumerate(linecache.getlines(file), 1)  # `inspect` would parse the file once per contract
    line = next(number for number, written in lines if written.startswith(begins))
    yield dg.LocalFileCodeReference(file_path=file, line_number=line, label="contract")
    for path, label in ((_sql(table), "query"), (_taxonomy(table), "edited rows")):
        if path.is_file():
            yield dg.LocalFileCodeReference(file_path=str(path), label=label)


def _made_by(table: str) -> str:
    return "duckdb" if _sql(table).is_file() else "csv" if _taxonomy(table).is_file() else "polars"


def _sql(table: str) -> Path:
    return SQL / f"{table}.sql"


def _taxonomy(table: str) -> Path:
    return ROOT / "data" / "taxonomies" / f"{table}.csv"
