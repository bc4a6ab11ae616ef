"""Inbox: files that came or were fetched.

Listing, unpacking and fetching posting files, and reading cards and taxonomies from disk, belong here. What the
bytes of a file hold is read by `pipelines.reading`.
"""
