"""`make run`. Worker processes do not load a package's `__main__`: so they need not load Dagster either."""

import sys

import dagster as dg

from assets.causes import explain_error
from assets.commands.run import main
from assets.console import make_line
from warehouse.settings import history_folder

if __name__ == "__main__":
    history_folder()
    try:
        with dg.DagsterInstance.get() as instance:
            cause = main(instance)
    except Exception as error:  # before the run: a setting, an SQL file, Dagster's history
        name = f"{type(error).__module__}.{type(error).__name__}"
        cause = f"the run did not start. {explain_error(name, str(error))}"
    sys.exit(make_line("ERROR", "run", cause) if cause else None)
