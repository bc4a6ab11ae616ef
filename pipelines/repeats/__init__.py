"""Repeats: the same posting, seen again.

Text signatures, the forms in which two openings compare equal, and the marking of duplicates belong here. Others call
`duplicates` and, to audit the result, `audit`.
"""
