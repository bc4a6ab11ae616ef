"""Cleaning: the text of a cell becomes a typed value.

Texts, dates, pay, places, remote work, languages and the masking of contacts belong here. Whether two postings are the
same belongs in `repeats`, and what a title means in `titles`. Others call `postings.clean_postings`.
"""
