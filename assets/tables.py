"""One asset per table made by SQL: all that is said of it stands in `warehouse/sql/<table>.sql` and its contract."""

import dagster as dg

from warehouse.lake.parts import Parts, Plan
from warehouse.lake.sql_tables import describe_table, find_inputs, plan_table


def _asset(table: str, inputs: tuple[str, ...]) -> dg.AssetsDefinition:
    @dg.asset(name=table, description=describe_table(table), ins={name: dg.AssetIn(name) for name in inputs})
    def plan(**parts: Parts) -> Plan:
        return plan_table(table, **parts)

    return plan


SQL_TABLES = [_asset(table, inputs) for table, inputs in find_inputs().items()]
