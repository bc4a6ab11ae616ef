"""Report: static pages made from a built database.

Pages, their templates and the SQL behind each figure belong here. A figure that needs more than a selection from
published tables belongs in `warehouse/sql`.
"""
