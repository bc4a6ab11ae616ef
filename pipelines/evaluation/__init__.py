"""Evaluation: scores on labelled data.

Precision and recall of roles, mentions and ambiguous words belong here. No other room imports this one, so that a
measure never reaches what it measures.
"""
