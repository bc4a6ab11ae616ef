"""Questions: one SQL file per question that an analyst asks of the published database.

`ask` answers one of them, `pages` writes them all up for docs/, and the data dictionary.
"""
