"""Exports: the published tables as Parquet and CSV, with standard metadata beside them.

A metadata format is one file. Which tables are published is said by their contracts, not here.
"""
