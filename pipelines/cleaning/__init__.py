"""Cleaning: turns raw postings into typed ones.

Texts, languages, tags, employers, whose word pay is, and the masking of contacts belong here. Reading one value belongs
in `values`, places in `places`, finding repeats in `repeats`, and reading titles in `titles`. Most other code calls
`postings.clean_postings`.

Polars keeps the last 32 patterns of a thread prepared. Cleaning a part needs fewer; if it needed more, each part would
prepare all of them anew, which takes as long as searching its texts.
"""
