"""Drafting: a source card for a file that no card describes.

The evidence that headers and values give for a column, and a dry run of the draft, belong here. No other room imports
this one. Others call `card_drafts` and `dry_runs`.
"""
