"""The names of skills in ESCO, O*NET and Wikidata, as they are shipped."""

import polars as pl
import pytest

from warehouse.inbox.curated import read_taxonomy
from warehouse.settings import ROOT

TAXONOMIES = ROOT / "data" / "taxonomies"
CROSSWALK = read_taxonomy(TAXONOMIES, "skill_crosswalk")
FORMS = {
    "ESCO": r"^http://data\.europa\.eu/esco/skill/[0-9a-f-]{36}$",
    "O*NET": r"^\S(.*\S)?$",
    "Wikidata": r"^Q[1-9]\d*$",
}


def test_every_skill_of_the_crosswalk_exists():
    assert set(CROSSWALK["skill_id"]) <= set(read_taxonomy(TAXONOMIES, "skills")["skill_id"])


@pytest.mark.parametrize("scheme", FORMS)
def test_every_code_has_the_form_of_its_scheme(scheme):
    codes = CROSSWALK.filter(scheme=scheme)["code"]
    assert len(codes) > 0
    assert codes.str.contains(FORMS[scheme]).all()


def test_a_code_is_the_same_as_one_skill_and_a_skill_the_same_as_one_code():
    exact = CROSSWALK.filter(match_type="exact")
    assert exact.select("scheme", "code").is_unique().all()
    assert exact.select("scheme", "skill_id").is_unique().all()


def test_a_code_has_one_label():
    assert CROSSWALK.group_by("scheme", "code").agg(pl.col("label").n_unique())["label"].max() == 1


def test_an_example_of_onet_is_its_own_label():
    examples = CROSSWALK.filter(scheme="O*NET")
    assert examples.filter(pl.col("code") != pl.col("label")).is_empty()


def test_a_namesake_of_another_kind_is_no_match():
    esco = CROSSWALK.filter(scheme="ESCO").select("skill_id", "label").rows()
    assert ("apache_spark", "SPARK") not in esco  # ESCO's is a web framework for Java
    yarn = CROSSWALK.filter(skill_id="yarn")
    assert yarn.filter(pl.col("code") == "Q28975591").is_empty()  # the package manager, not Hadoop's
