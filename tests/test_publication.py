"""When a build is refused."""

import dagster as dg

from assets.lake import Folders, LakeIOManager
from assets.publication import publication


def test_nothing_is_published_while_a_blocking_check_fails_though_it_failed_in_another_run(built):
    published = built.database.resolve()
    resources = {
        "folders": Folders(published=str(built.root)),
        "io_manager": LakeIOManager(root=str(built.root / "lake")),
    }
    check = {"asset_key": dg.AssetKey("postings"), "check_name": "no_employers_merge_on_boilerplate"}

    def publish(passed):
        instance.report_runless_asset_event(dg.AssetCheckEvaluation(**check, passed=passed))
        return dg.materialize([publication], instance=instance, resources=resources, raise_on_error=False)

    with dg.instance_for_test() as instance:
        refused = publish(passed=False)
        assert not refused.success
        words = refused.get_step_failure_events()[0].step_failure_data.error.to_string()
        assert "postings:no_employers_merge_on_boilerplate" in words
        assert publish(passed=True).success
    assert built.database.resolve() == published
