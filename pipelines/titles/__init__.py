"""Titles: a posting's title becomes its parts, and the parts a role and a seniority, with the rule that decided.

The vocabulary of titles and the rules over it belong here. Scores against labelled titles belong in `evaluation`.
Others call `posting_roles.name_roles`.
"""
