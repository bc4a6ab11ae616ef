"""A file's name gives its source a name, its siblings a pattern and its scrape a date."""

import re

import pytest

from pipelines.drafting.file_names import find_date, generalise, name_source
from schemas.sources import SourceCard


@pytest.mark.parametrize(
    ("file", "source_id", "pattern"),
    [
        ("board_2025-03-01.csv", "board", "board_*.csv"),
        ("ml_ny_000_2021-11-03.csv", "ml_ny", "ml_ny_*.csv"),
        ("Offres d'emploi (été) 2024.csv", "offres_d_emploi_ete", "Offres d'emploi (été) *.csv"),
        ("salaries.csv", "salaries", "salaries.csv"),
        ("20250301.csv", "source", "20250301.csv"),
        ("求人.csv", "source", "求人.csv"),
        ("a[1].csv", "a", "a?*?.csv"),
    ],
)
def test_a_name_without_its_numbers_names_the_source_and_its_files(file, source_id, pattern):
    assert name_source(file) == source_id
    assert generalise(file) == pattern
    card = SourceCard.model_construct(files=(pattern,))
    assert card.names(file)


@pytest.mark.parametrize(
    ("file", "text", "form", "precision"),
    [
        ("board_2025-03-01.csv", "2025-03-01", "iso", "day"),
        ("liste 15.02.2026.csv", "15.02.2026", "%d.%m.%Y", "day"),
        ("board_2025_03_01.csv", "2025_03_01", "%Y_%m_%d", "day"),
        ("dump20250301.csv", "20250301", "%Y%m%d", "day"),
        ("x 01-03-2025 b2.csv", "01-03-2025", "%d-%m-%Y", "day"),
        ("all_05_2025.csv", "2025-05", "%Y-%m", "month"),
        ("vagas202505.tsv", "2025-05", "%Y-%m", "month"),
        ("jobs 2024.csv", "2024", "%Y", "year"),
    ],
)
def test_the_most_precise_date_in_a_name_dates_the_scrape(file, text, form, precision):
    found = find_date(file)
    assert (found.text, found.form, found.precision) == (text, form, precision)
    if precision == "day":
        assert re.search(found.name_pattern, file)["seen_on"] == text
    else:
        assert found.name_pattern is None


@pytest.mark.parametrize("file", ["indeed-ds-0407.csv", "jobs.csv", "id_123456789.csv", "top_1000.csv"])
def test_other_numbers_in_a_name_are_no_date(file):
    assert find_date(file) is None


def test_the_pattern_of_the_date_fits_the_siblings_of_the_file():
    pattern = find_date("ml_ny_000_2021-11-03.csv").name_pattern
    assert re.search(pattern, "ml_ny_20_2022-04-29.csv")["seen_on"] == "2022-04-29"
