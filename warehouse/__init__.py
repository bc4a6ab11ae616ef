"""Where it lives: Parquet parts, the DuckDB build and its SQL."""
