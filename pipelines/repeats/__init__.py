"""Repeats: finds postings that were seen before.

Snapshots, text signatures, comparable forms of openings and the marking of duplicates belong here. Other rooms call
`snapshots`, `duplicates` and, to audit the result, `audit`.
"""
