"""Cleaning: turns the text of a cell into a typed value.

Texts, dates, pay, places, remote work, languages and the masking of contacts belong here. Finding repeats belongs in
`repeats`, and reading titles in `titles`. Most other code calls `postings.clean_postings`.
"""
