"""The exports: Parquet and CSV files, and what describes them, each checked by its own reference validator."""

import csv
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import duckdb
import frictionless
import mlcroissant
import polars as pl
import pyshacl
import pytest
import rdflib
import yaml

from schemas import TABLES
from warehouse.exports.data_package import foreign_keys_of
from warehouse.exports.folder import has_csv, write_exports
from warehouse.inbox.curated import CuratedFileError, read_dataset_card
from warehouse.settings import ROOT

PUBLISHED = {name: contract for name, contract in TABLES.items() if contract.is_published()}
SHAPES = Path(__file__).with_name("dcat_ap.ttl")


@pytest.fixture(scope="module")
def exports(built):
    return (built.root / "published" / "exports").resolve()


@pytest.fixture(scope="module")
def package(exports):
    return json.loads((exports / "datapackage.json").read_text())


FORMULAS = [f'{start}HYPERLINK("https://example.com")' for start in ("=", "+", "-", "@", "\t", "\r", "＝")]


@pytest.fixture(scope="module")
def awkward(tmp_path_factory):
    """The export of a database whose tables have their private columns, no row, or names that are formulas."""
    folder = tmp_path_factory.mktemp("awkward")
    with duckdb.connect(str(folder / "awkward.duckdb")) as connection:
        for name, contract in PUBLISHED.items():
            connection.register("frame", pl.DataFrame(schema=contract.polars_schema()))
            connection.execute(f"create table {name} as from frame")
        connection.executemany("insert into roles (role_id, name) values ($1, $1)", [[f] for f in FORMULAS])
        connection.execute("insert into skill_premiums (skill_id, premium_low) values ('a', -0.5)")
    write_exports(folder / "awkward.duckdb", folder / "exports")
    return folder / "exports"


def query(sql):
    with duckdb.connect() as connection:
        return connection.sql(sql).fetchall()


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_written_twice_has_the_same_bytes(built, exports, tmp_path):
    write_exports(built.database, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(exports)


def test_every_published_table_is_exported_row_by_row_as_it_is_in_the_database(built, exports):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        for name, contract in PUBLISHED.items():
            exported = connection.sql(f"from read_parquet('{exports}/parquet/{name}.parquet')").fetchall()
            assert exported == connection.sql(f"from {name}").fetchall(), name
            assert (exports / "csv" / f"{name}.csv").exists() == has_csv(contract)


def test_every_file_is_described_with_its_size_and_checksum(exports, package):
    described = {resource["path"]: resource for resource in package["resources"]}
    data = {path: content for path, content in contents(exports).items() if "/" in path}
    assert set(described) == set(data)
    for path, content in data.items():
        assert described[path]["bytes"] == len(content)
        assert described[path]["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_sha256sum_accepts_every_file_of_the_folder(exports):
    check = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=exports, capture_output=True
    )
    assert check.returncode == 0, check.stdout
    assert len(check.stdout.splitlines()) == len(contents(exports)) - 1


def test_keys_and_references_hold_in_the_files(exports):
    with duckdb.connect() as connection:
        for name, contract in PUBLISHED.items():
            file = f"'{exports}/parquet/{name}.parquet'"
            key = ", ".join(contract.key())
            counts = connection.sql(f"select count(*) = count(distinct ({key})) from {file}").fetchall()
            assert counts == [(True,)], name
            for column, table in foreign_keys_of(contract).items():
                keys = f"select {TABLES[table].key()[0]} from '{exports}/parquet/{table}.parquet'"
                dangling = f"select 1 from {file} where {column} is not null and {column} not in ({keys})"
                assert connection.sql(dangling).fetchall() == [], f"{name}.{column}"


def test_no_private_column_leaves_the_database(awkward):
    private = {name: contract.private_columns() for name, contract in PUBLISHED.items()}
    assert private["rejected_rows"] == ["raw_text"]
    for name, contract in PUBLISHED.items():
        columns = pl.read_parquet_schema(awkward / "parquet" / f"{name}.parquet").names()
        assert columns == [
            name for name in contract.polars_schema() if name not in contract.private_columns()
        ]
    assert "raw_text" not in (awkward / "datapackage.json").read_text()


def test_a_text_that_a_spreadsheet_would_run_is_disarmed_and_a_number_is_not(awkward):
    with (awkward / "csv" / "roles.csv").open(newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == [f"'{formula}" for formula in FORMULAS]
    with (awkward / "csv" / "skill_premiums.csv").open(newline="") as file:
        assert [row["premium_low"] for row in csv.DictReader(file)] == ["-0.5"]
    assert {name for (name,) in query(f"select name from '{awkward}/parquet/roles.parquet'")} == set(FORMULAS)


def test_an_export_without_any_posting_states_no_period(exports, awkward):
    assert '"dcat:startDate"' in (exports / "dcat.jsonld").read_text()
    assert '"dcat:startDate"' not in (awkward / "dcat.jsonld").read_text()


def test_frictionless_accepts_the_data_package_and_the_rows_of_the_smaller_csv_files(exports, package):
    sizes = {resource["name"]: resource["bytes"] for resource in package["resources"]}
    path = exports / "datapackage.json"
    assert frictionless.Package.validate_descriptor(str(path)).valid
    for resource in frictionless.Package(str(path)).resources:
        if resource.format == "csv" and sizes[resource.name] < 20_000:
            resource.schema.foreign_keys = []  # reads every referred file anew; held by the test above
            report = resource.validate()
            assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]


def test_frictionless_refuses_a_value_that_breaks_the_contract(exports, tmp_path):
    rows = (exports / "csv" / "roles.csv").read_text().splitlines()
    (tmp_path / "roles.csv").write_text("\n".join([*rows, rows[-1]]))
    schema = frictionless.Package(str(exports / "datapackage.json")).get_resource("roles.csv").schema
    report = frictionless.Resource(path="roles.csv", basepath=str(tmp_path), schema=schema).validate()
    assert "primary-key" in {kind for (kind,) in report.flatten(["type"])}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_mlcroissant_accepts_the_croissant_file_and_reads_a_table_with_it(exports):
    dataset = mlcroissant.Dataset(jsonld=str(exports / "croissant.json"))
    assert dataset.metadata.ctx.issues.errors == set()
    assert dataset.metadata.ctx.issues.warnings == set()
    assert {record_set.id for record_set in dataset.metadata.record_sets} == set(PUBLISHED)
    ids = [row["role_similarity/role_id"].decode() for row in dataset.records("role_similarity")]
    assert ids == [
        row for (row,) in query(f"select role_id from '{exports}/parquet/role_similarity.parquet'")
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_catalogue_has_what_dcat_ap_demands(exports):
    catalogue = rdflib.Graph().parse(exports / "dcat.jsonld", publicID="https://example.com/dcat.jsonld")
    conforms, _, report = pyshacl.validate(catalogue, shacl_graph=str(SHAPES))
    assert conforms, report
    downloads = {str(address) for address in catalogue.objects(None, rdflib.DCAT.downloadURL)}
    assert downloads == {f"https://example.com/{path}" for path in contents(exports) if "/" in path}
    catalogue.remove((None, rdflib.DCAT.accessURL, None))
    assert not pyshacl.validate(catalogue, shacl_graph=str(SHAPES))[0]


def test_the_citation_file_is_valid_and_names_every_source_of_the_build(exports):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    check = subprocess.run([*command, str(exports / "CITATION.cff")], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout
    sources = query(f"select name from '{exports}/parquet/sources.parquet' where files > 0")
    assert sources
    citation, readme = ((exports / name).read_text() for name in ("CITATION.cff", "README.md"))
    assert all(name in citation and name in readme for (name,) in sources)


def test_the_dataset_card_names_the_parquet_file_of_each_aggregate_with_rows(exports):
    _, front_matter, text = (exports / "README.md").read_text().split("---\n", 2)
    card = yaml.safe_load(front_matter)
    assert text.startswith("\n# ML job market")
    assert card["license"] == "apache-2.0"
    assert {one["data_files"] for one in card["configs"]} == {
        f"parquet/{name}.parquet"
        for name, contract in PUBLISHED.items()
        if has_csv(contract)
        and pl.scan_parquet(exports / "parquet" / f"{name}.parquet").head(1).collect().height
    }
    assert [one["config_name"] for one in card["configs"] if one.get("default")] == ["role_skill_demand"]
    assert all(re.fullmatch(r"[a-z_]+", one["config_name"]) for one in card["configs"])


def test_the_citation_of_the_project_is_valid_and_of_its_version():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    check = subprocess.run([*command, str(ROOT / "CITATION.cff")], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout
    citation, card = yaml.safe_load((ROOT / "CITATION.cff").read_text()), read_dataset_card()
    assert (citation["title"], citation["version"], citation["date-released"], citation["license"]) == (
        card.title,
        card.version,
        card.published_on,
        card.licence,
    )
    assert [set(author) for author in citation["authors"]] == [{"name"}], "an entity, not a person"


def test_an_export_of_the_sample_says_that_it_is_synthetic(exports):
    for name in ("README.md", "datapackage.json", "croissant.json", "dcat.jsonld", "CITATION.cff"):
        assert "synthetic: its figures say nothing" in " ".join((exports / name).read_text().split()), name


def test_the_dataset_has_the_version_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    card = read_dataset_card()
    assert (card.name, card.version, card.licence) == (
        project["name"],
        project["version"],
        project["license"],
    )


def test_a_mistake_in_the_datasets_card_is_named_with_its_remedy(tmp_path):
    text = (ROOT / "data" / "dataset.yml").read_text()
    (tmp_path / "dataset.yml").write_text(text.replace("licence:", "lisence:"))
    with pytest.raises(CuratedFileError, match=r"dataset\.yml(.|\n)*lisence: there is no such key"):
        read_dataset_card(tmp_path / "dataset.yml")


@pytest.mark.parametrize("text", [ROOT / "docs" / "exports.md", "README.md"])
def test_the_queries_that_are_shown_run_in_the_folder(exports, text):
    queries = re.findall(r"```sql\n(.*?)```", (exports / text).read_text(), flags=re.DOTALL)
    assert queries
    with duckdb.connect(config={"file_search_path": str(exports)}) as connection:
        for query in queries:
            assert len(connection.sql(query).fetchall()) == 10
