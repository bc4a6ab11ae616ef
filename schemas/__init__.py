"""What shape it has: one contract per table. A table is known to all by being defined in a module of this folder."""

import pkgutil
from importlib import import_module

from schemas.contract import GROUPS, TABLES, Contract
from schemas.sources import SourceCard

for _module in pkgutil.iter_modules(__path__, "schemas."):
    import_module(_module.name)
for _name in sorted(TABLES, key=lambda name: GROUPS.index(TABLES[name].group())):
    TABLES[_name] = TABLES.pop(_name)  # to the end: all of them in the order of their groups

__all__ = ["TABLES", "Contract", "SourceCard"]
