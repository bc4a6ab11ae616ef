"""One asset per table made by SQL, described by `warehouse/sql/<table>.sql` and its contract."""

import dagster as dg

from assets.resources import LakeIOManager
from warehouse.lake.parts import Plan
from warehouse.lake.sql_tables import describe_table, find_inputs, plan_table


def _asset(table: str, inputs: tuple[str, ...]) -> dg.AssetsDefinition:
    @dg.asset(name=table, description=describe_table(table), deps=inputs)
    def plan(io_manager: dg.ResourceParam[LakeIOManager]) -> Plan:
        return plan_table(table, **{name: io_manager.lake.read(name) for name in inputs})

    return plan


SQL_TABLES = [_asset(table, inputs) for table, inputs in find_inputs().items()]
