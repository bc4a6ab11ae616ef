"""Inbox: files that came or were fetched.

Listing, unpacking and fetching posting files, and reading cards and taxonomies from disk, belong here.
`pipelines.reading` reads the content of files.
"""
