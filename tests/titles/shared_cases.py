"""The shared cases of titles: whether one gets the right role and level."""

import ast
import functools
import re

import polars as pl

from pipelines.titles.rules import RoleRules
from warehouse.settings import ROOT


@functools.cache
def rules():
    """The shipped rules, read once."""
    tables = (
        pl.read_csv(ROOT / "data" / "taxonomies" / f"{table}.csv") for table in ("role_titles", "title_words")
    )
    return RoleRules(*tables)


def is_title_right(case, right):
    """A pair of role and level, either `any`; or roles in words, one of which each of the titles has."""
    titles = re.findall(r"'([^']+)'", case)
    decided = [rules().decide(title) for title in titles]
    if not right.startswith("("):
        return all(one.role_id in re.split(r" or | / ", right) for one in decided)
    role, level = ast.literal_eval(right)
    return all(role in ("any", one.role_id) and level in ("any", one.seniority) for one in decided)


READERS = {"title": is_title_right}
