"""Requirements: the degrees and years of experience a posting asks for.

Skills belong in `skills`; sections and stated needs in `text`. Others call `posting_requirements`.
"""
