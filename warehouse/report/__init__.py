"""Report: static pages made from a built database.

Pages, their templates and the SQL behind each figure belong here. A figure that is more than a selection of published
tables belongs in `warehouse/sql`.
"""
