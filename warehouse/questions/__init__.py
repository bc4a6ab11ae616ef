"""Questions: one SQL file per question that an analyst asks of the published database.

`ask` answers one of them, `page` writes them all up.
"""
