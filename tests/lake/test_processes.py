"""What the processes of a run do without."""

import subprocess
import sys

import pytest

from warehouse.lake.fanout import Pool
from warehouse.lake.processes import LEFT_OUT
from warehouse.settings import ROOT


def run(program):
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("library", LEFT_OUT)
def test_a_process_of_a_run_checks_tables_without_libraries_of_tests(library):
    ended = run(
        f"""
from warehouse.lake.processes import leave_out_libraries
leave_out_libraries()
from tests.lake.test_contracts import PAIRS
from warehouse.lake.contracts import validate
validate("skill_pairs", PAIRS.head(1), "all")
try:
    validate("skill_pairs", PAIRS.with_columns(correlation=5.0), "all")
finally:
    import {library}
"""
    )
    assert "ContractError: all breaks the contract of skill_pairs: column correlation" in ended.stderr
    assert ended.stderr.splitlines()[-1] == f"ModuleNotFoundError: No module named '{library}'"


def test_a_process_loads_no_library_before_it_leaves_some_out():
    program = (
        "import sys, assets, warehouse.lake.processes; assert not {'polars', 'pandera'} & set(sys.modules)"
    )
    assert run(program).returncode == 0


def check_a_table(_):
    from tests.lake.test_contracts import PAIRS
    from warehouse.lake.contracts import validate

    validate("skill_pairs", PAIRS.head(1), "all")
    return sorted(set(LEFT_OUT) & set(sys.modules))


def test_workers_do_without_them_too():
    workers = Pool(1)
    assert workers.submit(check_a_table, []).result() == []
    workers.close()
