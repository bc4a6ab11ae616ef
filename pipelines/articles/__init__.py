"""Articles: what published role definitions claim.

Role definitions and the skills they claim for a role belong here. What postings ask of a role belongs in `skills`.
"""
