"""Everything Dagster loads."""

import dagster as dg

from assets import (
    employers,
    figures,
    postings,
    publication,
    requirements,
    role_definitions,
    roles,
    skills,
    sources,
    tables,
    taxonomies,
)
from assets.alerts import ALERTS
from assets.automation import changed_tables, daily_refresh, edited_data, postings_folder, refresh
from assets.checks import CHECKS
from assets.console import plain_console
from assets.descriptions import describe
from assets.killed_runs import killed_runs
from assets.old_runs import old_runs
from assets.resources import Folders, LakeIOManager
from assets.title_checks import TITLE_CHECKS

defs = dg.Definitions(
    assets=describe(
        dg.load_assets_from_modules(
            [
                sources,
                postings,
                employers,
                roles,
                skills,
                requirements,
                role_definitions,
                figures,
                tables,
                taxonomies,
                publication,
            ]
        ),
    ),
    asset_checks=[*CHECKS, *TITLE_CHECKS],
    jobs=[refresh],
    schedules=[daily_refresh],
    sensors=[postings_folder, edited_data, changed_tables, killed_runs, old_runs, *ALERTS],
    resources={"folders": Folders(), "io_manager": LakeIOManager()},
    loggers={"console": plain_console},
    executor=dg.in_process_executor,
)
