"""Exports: the published tables as Parquet and CSV, with standard metadata.

Each metadata format is one module. The contracts, not this room, decide which tables are published.
"""
