"""Titles: splits a posting's title into parts, and decides its role and seniority by a rule.

The vocabulary of titles and the rules over it belong here. Scores against labelled titles belong in `evaluation`.
Other rooms and assets call `rules.RoleRules` and `posting_roles.assign_roles`.
"""
