"""Everything Dagster loads."""

import dagster as dg

from assets import (
    comparisons,
    demand,
    pay,
    postings,
    publication,
    requirements,
    role_definitions,
    roles,
    skill_evaluation,
    skill_groups,
    skills,
    sources,
    unmatched_terms,
)
from assets.automation import daily_refresh, postings_folder, refresh
from assets.checks import CHECKS
from assets.lake import Folders, LakeIOManager
from assets.title_checks import TITLE_CHECKS
from schemas import TABLES

OWNERS = ["team:data"]


def _described(spec: dg.AssetSpec) -> dg.AssetSpec:
    """Adds what the table's contract says: grain, columns, kind."""
    contract = TABLES.get(spec.key.path[-1])
    if contract is None:
        return spec.merge_attributes(owners=OWNERS, kinds={"duckdb"})
    keys = contract.key()
    columns = [
        dg.TableColumn(
            name,
            str(dtype),
            contract.descriptions()[name],
            constraints=dg.TableColumnConstraints(
                nullable=contract.to_schema().columns[name].nullable, unique=keys == [name]
            ),
        )
        for name, dtype in contract.polars_schema().items()
    ]
    return spec.replace_attributes(description=f"{spec.description} {contract.__doc__}").merge_attributes(
        owners=OWNERS, kinds={"parquet"}, metadata={"dagster/column_schema": dg.TableSchema(columns=columns)}
    )


defs = dg.Definitions(
    assets=dg.map_asset_specs(
        _described,
        dg.load_assets_from_modules(
            [
                sources,
                postings,
                roles,
                role_definitions,
                skills,
                skill_evaluation,
                requirements,
                unmatched_terms,
                demand,
                comparisons,
                skill_groups,
                pay,
                publication,
            ]
        ),
    ),
    asset_checks=[*CHECKS, *TITLE_CHECKS],
    jobs=[refresh],
    schedules=[daily_refresh],
    sensors=[postings_folder],
    resources={"folders": Folders(), "io_manager": LakeIOManager()},
    executor=dg.in_process_executor,
)
