"""`make run`. Worker processes do not load a package's `__main__`: so they need not load Dagster either."""

import os
import sys

from warehouse.lake.processes import leave_out_libraries

if __name__ == "__main__":
    leave_out_libraries()  # before anything below loads Pandera

    from assets.causes import explain_error
    from assets.commands.run import begin, finish
    from assets.console import make_line
    from assets.history import open_history
    from warehouse.lake.locks import lock_history
    from warehouse.settings import history_folder

    home = history_folder()
    ended = "the run did not start"  # for a setting, an SQL file, Dagster's history
    try:
        with lock_history(home) as beginning, open_history(home) as instance:
            begun = begin(instance)
            beginning.release()
            ended = "the run failed"
            cause = finish(instance, begun)
    except Exception as error:
        name = f"{type(error).__module__}.{type(error).__name__}"
        cause = f"{ended}. {explain_error(name, str(error))}"
    if cause:
        sys.exit(make_line("ERROR", "run", cause))
    sys.stdout.flush()
    os._exit(0)  # all is stored: Python would free a million objects one by one, which takes a second
