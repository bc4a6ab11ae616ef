"""Reading: the bytes of a file become records, and records become raw postings or rejected rows.

Dialects, headers, delimited records and the file inventory belong here. Reading loses nothing and interprets nothing:
what a value means is said in `cleaning`. Others call `raw_postings.read_postings` and `source_files`.
"""
