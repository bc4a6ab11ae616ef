"""What shape it has: one contract per table. Defining a contract in a module of this folder registers its table."""

import pkgutil
from importlib import import_module

from schemas.contract import GROUPS, TABLES, Contract
from schemas.sources import SourceCard

for _module in pkgutil.iter_modules(__path__, "schemas."):
    import_module(_module.name)
for _name in sorted(TABLES, key=lambda name: GROUPS.index(TABLES[name].group())):
    TABLES[_name] = TABLES.pop(_name)  # moved to the end, so that all tables are in the order of their groups

__all__ = ["TABLES", "Contract", "SourceCard"]
