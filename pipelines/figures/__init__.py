"""Figures: statistics that SQL cannot say.

Premiums, pairs, groups, drift between builds and the integrity of tables belong here. What a query can count belongs in
`warehouse/sql`.
"""
